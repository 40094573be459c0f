#include "print/verilog.hpp"

#include <llvm/Support/FormatVariadic.h>
#include <llvm/Support/MathExtras.h>

#include <algorithm>

#include "print/printer.hpp"

namespace hlsc {

std::vector<Signal> signals_of(const Payload& payload) {
  std::vector<Signal> signals;
  for (const Field& field : payload.fields) {
    if (signals.empty() || signals.back().name != field.signal)
      signals.push_back({field.signal, 0});
    signals.back().width += field.width;
  }
  return signals;
}

std::string stream_ports(const std::string& name, const Payload& payload, bool leaves) {
  const char* const there = leaves ? "output" : "input ";
  const char* const back = leaves ? "input " : "output";
  std::string text;
  llvm::raw_string_ostream out(text);
  out << ",\n\n  " << there << " logic " << name << "_TVALID,\n  " << back << " logic " << name
      << "_TREADY";
  for (const Signal& signal : signals_of(payload))
    out << ",\n  " << there << " logic " << range_text(signal.width) << name << "_" << signal.name;
  return text;
}

std::string stream_connections(const std::string& name, const std::string& outer,
                               const Payload& payload) {
  std::string text;
  llvm::raw_string_ostream out(text);
  const auto connect = [&](const std::string& signal, const char* separator) {
    out << separator << "." << name << "_" << signal << "(" << outer << "_" << signal << ")";
  };
  connect("TVALID", ",\n    ");
  connect("TREADY", ", ");
  for (const Signal& signal : signals_of(payload)) connect(signal.name, ", ");
  return text;
}

Printed Printer::run() {
  number_firings();
  collect_uses();
  values_.finish();
  declare_values();
  print_control();
  print_operators();
  print_states();
  print_histories();
  print_rams();
  print_waits();
  print_exits();
  print_outcomes();
  printed_.text = header() + declarations_ + body_text_ + "\nendmodule\n";
  std::ranges::sort(printed_.library);
  return std::move(printed_);
}

// Takes the names that the module has in any case.
Names& Printer::reserved() {
  for (const char* const name : {"ap_clk", "ap_rst_n", "ap_fired", "ap_outcomes", "up", "fire"})
    names_.take(name);
  for (unsigned stage = 1; stage < schedule_.stages; ++stage) {
    names_.take("valid_s" + number(stage));
    names_.take("moves_s" + number(stage));
    names_.take("go_s" + number(stage));
  }
  for (const Stream& stream : graph_.streams)
    for (const char* const suffix :
         {"", "_TVALID", "_TREADY", "_TDATA", "_push", "_free", "_takes", "_returns", "_DEPTH"})
      names_.take(stream.name + suffix);
  // Exits have these names whatever else there is: who connects the process looks into them.
  for (const Stream& stream : graph_.streams)
    if (stream.output) names_.take("u_" + stream.name);
  return names_;
}

unsigned Printer::region(unsigned stage) const {
  for (const unsigned stall : schedule_.stalls)
    if (stall > 0 && stall >= stage) return stall;
  return 0;
}

std::string Printer::enable(unsigned stage) const {
  const unsigned stall = region(stage);
  return stall == 0 ? "1'b1" : "go_s" + number(stall);
}

bool Printer::in_history(unsigned state) const {
  return graph_.states[state].current != nullptr && schedule_.states[state].history();
}

// Ages of states that are looked up, by the state that they copy.
void Printer::number_firings() {
  unsigned most = 0;
  for (unsigned i = 0; i < graph_.states.size(); ++i) {
    if (!in_history(i)) continue;
    histories_[schedule_.states[i].root].push_back(i);
    most = std::max(most, schedule_.states[i].age);
  }
  if (histories_.empty()) return;
  number_bits_ = std::max(1U, llvm::Log2_32_Ceil(most + 1));
  firing_number_ = values_.add("firing_number", number_bits_, 0);
  for (unsigned age = 0; age <= most; ++age) {
    rows_.push_back(values_.add("row_of_age_" + number(age), number_bits_, 0));
    started_.push_back(values_.add("started_" + number(age), 1, 0));
  }
}

void Printer::collect_uses() {
  for (const Node* const node : live_) {
    if (is_constant(node) || node->op == Op::slice || node->op == Op::concat ||
        node->op == Op::invert)
      continue;
    const unsigned stage = stage_of(*node);
    for (const Node* const input : node->in) values_.use(input, stage);
    if (node->op == Op::state) use_state(node->index);
  }
  for (const Node* const node : graph_.sinks) {
    if (node->op == Op::write) use_room(*node);
    if (node->op == Op::ram_write && graph_.rams[node->index].directives->independent)
      use_rows(*node);
  }
  for (const auto& [root, states] : histories_) {
    const unsigned produced = schedule_.states[root].produced;
    values_.use(graph_.states[root].next, produced);
    values_.use(firing_number_, produced);
    for (const unsigned state : states) {
      const StatePlacement& placement = schedule_.states[state];
      values_.use(rows_[placement.age], placement.read);
      values_.use(started_[placement.age], placement.read);
    }
  }
  // The last outcome's stage brings out all of them.
  for (const Node* const node : graph_.sinks)
    if (node->op == Op::outcome) outcome_stage_ = std::max(outcome_stage_, stage_of(*node));
  for (const Node* const node : graph_.sinks)
    if (node->op == Op::outcome) values_.use(node->in[0], outcome_stage_);
}

void Printer::use_state(unsigned number) {
  if (in_history(number)) return;
  keep_register(number);
}

void Printer::keep_register(unsigned state) {
  if (!registers_.insert(state).second) return;
  const StateVariable& variable = graph_.states[state];
  if (schedule_.states[state].age == 0) {
    values_.use(variable.next, schedule_.states[state].produced);
  } else {
    keep_register(variable.next->index);
  }
}

unsigned Printer::stage_of(const Node& node) const {
  if (node.op == Op::read) return schedule_.streams[node.index];
  return schedule_.nodes[node.id].stage;
}

void Printer::use_rows(const Node& write) {
  for (const Node* const read : live_) {
    if (read->op != Op::ram_read || read->index != write.index) continue;
    for (unsigned stage = schedule_.nodes[read->id].stage; stage < schedule_.nodes[write.id].stage;
         ++stage)
      values_.use(read->in[0], stage);
  }
}

// A write to a stream that was asked for room gives its place back if it is not used.
void Printer::use_room(const Node& write) {
  for (const Node* const node : live_)
    if (node->op == Op::room && node->index == write.index)
      values_.use(node, schedule_.streams[write.index]);
}

const Node* Printer::room_of(unsigned stream) const {
  if (graph_.streams[stream].waits_for_room) return nullptr;
  for (const Node* const node : live_)
    if (node->op == Op::room && node->index == stream) return node;
  return nullptr;
}

// How many elements each output holds, beyond those that are on their way to it.
std::string Printer::parameters() {
  std::string text;
  for (const Stream& stream : graph_.streams) {
    if (!stream.output) continue;
    text += text.empty() ? " #(\n  parameter int " : ",\n  parameter int ";
    text += depth_of(stream) + " = 0";
  }
  return text.empty() ? text : text + "\n)";
}

std::string Printer::header() {
  std::string text;
  llvm::raw_string_ostream out(text);
  out << "// Generated by hlsc from C++: see " << name_
      << ".json for ports, stages and memories.\n// " << schedule_.stages
      << " stages, a firing in every cycle (II=1), "
      << llvm::formatv("{0:F2}", timing_.clock_ns()).str()
      << " ns.\n// Streams carry fields that not every process looks at.\n"
         "// verilator lint_off UNUSEDSIGNAL\nmodule "
      << name_ << parameters() << " (\n  input  logic ap_clk,\n  input  logic ap_rst_n";
  for (const Stream& stream : graph_.streams) {
    if (!stream.input && !stream.output) continue;
    out << stream_ports(stream.name, stream.payload, stream.output);
  }
  if (!graph_.questions.empty()) {
    out << "\n`ifndef SYNTHESIS\n  // What non-blocking operations of each firing were answered: "
           "for simulation only.\n  , output logic ap_fired\n  , output logic "
        << range_text(static_cast<unsigned>(graph_.questions.size())) << "ap_outcomes\n`endif";
  }
  out << "\n);\n\n";
  return text;
}

void Printer::declare_values() {
  for (const Node* const node : live_) {
    if (is_sink(node->op) || is_constant(node) || node->op == Op::slice || node->op == Op::concat ||
        node->op == Op::invert)
      continue;
    declare(values_.name(node), node->width);
  }
  if (!histories_.empty()) {
    declare(values_.name(firing_number_), number_bits_);
    for (std::size_t age = 0; age < rows_.size(); ++age) {
      declare(values_.name(rows_[age]), number_bits_);
      declare(values_.name(started_[age]), 1);
    }
  }
}

std::vector<const Node*> Printer::sinks(Op op) const {
  std::vector<const Node*> found;
  for (const Node* const node : graph_.sinks)
    if (node->op == op) found.push_back(node);
  return found;
}

void Printer::library(const std::string& module) {
  if (std::ranges::find(printed_.library, module) == printed_.library.end())
    printed_.library.push_back(module);
}

Printed print_verilog(const std::string& name, const Graph& graph, const Schedule& schedule,
                      const Timing& timing) {
  return Printer(name, graph, schedule, timing).run();
}

}  // namespace hlsc
