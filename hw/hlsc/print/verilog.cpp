#include "print/verilog.hpp"

#include <llvm/Support/FormatVariadic.h>
#include <llvm/Support/MathExtras.h>
#include <llvm/Support/Path.h>
#include <llvm/Support/raw_ostream.h>

#include <algorithm>
#include <set>

#include "print/names.hpp"
#include "print/values.hpp"

namespace hlsc {

std::vector<Signal> signals_of(const Stream& stream) {
  std::vector<Signal> signals;
  for (const Field& field : stream.payload.fields) {
    if (signals.empty() || signals.back().name != field.signal)
      signals.push_back({field.signal, 0});
    signals.back().width += field.width;
  }
  return signals;
}

namespace {

std::string number(unsigned value) { return std::to_string(value); }

const char* style_of(Storage storage) {
  switch (storage) {
    case Storage::ultra:
      return "ultra";
    case Storage::block:
      return "block";
    default:
      return "distributed";
  }
}

class Printer {
 public:
  Printer(const std::string& name, const Graph& graph, const Schedule& schedule,
          const Timing& timing)
      : name_(name),
        graph_(graph),
        schedule_(schedule),
        timing_(timing),
        live_(graph.live()),
        values_(graph, schedule, reserved()),
        body_(body_text_) {}

  Printed run() {
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

 private:
  // Takes the names that the module has in any case.
  Names& reserved() {
    for (const char* const name : {"ap_clk", "ap_rst_n", "ap_fired", "ap_outcomes", "up", "fire"})
      names_.take(name);
    for (unsigned stage = 1; stage < schedule_.stages; ++stage) {
      names_.take("valid_s" + number(stage));
      names_.take("moves_s" + number(stage));
      names_.take("go_s" + number(stage));
    }
    for (const Stream& stream : graph_.streams)
      for (const char* const suffix :
           {"", "_TVALID", "_TREADY", "_TDATA", "_push", "_free", "_takes", "_returns"})
        names_.take(stream.name + suffix);
    return names_;
  }

  // --- stages ---

  // The stage in which a firing at `stage` may be held up, or none.
  unsigned region(unsigned stage) const {
    for (const unsigned stall : schedule_.stalls)
      if (stall > 0 && stall >= stage) return stall;
    return 0;
  }
  // Whether a firing at this stage may go on, as far as it depends on those ahead.
  std::string enable(unsigned stage) const {
    const unsigned stall = region(stage);
    return stall == 0 ? "1'b1" : "go_s" + number(stall);
  }
  // Whether a firing leaves a stage in this cycle.
  static std::string moves(unsigned stage) {
    return stage == 0 ? "fire" : "moves_s" + number(stage);
  }

  // --- uses ---

  bool in_history(unsigned state) const {
    return graph_.states[state].current != nullptr && schedule_.states[state].history();
  }

  // Ages of states that are looked up, by the state that they copy.
  void number_firings() {
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

  void collect_uses() {
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

  void use_state(unsigned number) {
    if (in_history(number)) return;
    keep_register(number);
  }
  void keep_register(unsigned state) {
    if (!registers_.insert(state).second) return;
    const StateVariable& variable = graph_.states[state];
    if (schedule_.states[state].age == 0) {
      values_.use(variable.next, schedule_.states[state].produced);
    } else {
      keep_register(variable.next->index);
    }
  }

  unsigned stage_of(const Node& node) const {
    if (node.op == Op::read) return schedule_.streams[node.index];
    return schedule_.nodes[node.id].stage;
  }

  void use_rows(const Node& write) {
    for (const Node* const read : live_) {
      if (read->op != Op::ram_read || read->index != write.index) continue;
      for (unsigned stage = schedule_.nodes[read->id].stage;
           stage < schedule_.nodes[write.id].stage; ++stage)
        values_.use(read->in[0], stage);
    }
  }

  // A write to a stream that was asked for room gives its place back if it is not used.
  void use_room(const Node& write) {
    for (const Node* const node : live_)
      if (node->op == Op::room && node->index == write.index)
        values_.use(node, schedule_.streams[write.index]);
  }
  // None if every firing waits for room.
  const Node* room_of(unsigned stream) const {
    if (graph_.streams[stream].waits_for_room) return nullptr;
    for (const Node* const node : live_)
      if (node->op == Op::room && node->index == stream) return node;
    return nullptr;
  }

  // --- text ---

  void declare(const std::string& name, unsigned width) {
    declarations_ += "  logic " + range_text(width) + name + ";\n";
  }
  void section(const std::string& title) { body_ << "\n  // --- " << title << " ---\n"; }

  std::string header() {
    std::string text =
        "// Generated by hlsc from C++: see " + name_ + ".json for ports, stages and memories.\n";
    text += "// " + number(schedule_.stages) + " stages, a firing in every cycle (II=1), " +
            llvm::formatv("{0:F2}", timing_.clock_ns()).str() + " ns.\n";
    text +=
        "// Streams carry fields that not every process looks at.\n// verilator lint_off "
        "UNUSEDSIGNAL\n";
    text += "module " + name_ + " (\n  input  logic ap_clk,\n  input  logic ap_rst_n";
    for (const Stream& stream : graph_.streams) {
      if (!stream.input && !stream.output) continue;
      const std::string there = stream.input ? "input " : "output";
      const std::string back = stream.input ? "output" : "input ";
      text += ",\n\n  " + there + " logic " + stream.name + "_TVALID,\n  " + back + " logic " +
              stream.name + "_TREADY";
      for (const Signal& signal : signals_of(stream))
        text += ",\n  " + there + " logic " + range_text(signal.width) + stream.name + "_" +
                signal.name;
    }
    if (!graph_.questions.empty()) {
      text +=
          "\n`ifndef SYNTHESIS\n  // What non-blocking operations of each firing were answered: "
          "for simulation only.\n"
          "  , output logic ap_fired\n  , output logic " +
          range_text(static_cast<unsigned>(graph_.questions.size())) + "ap_outcomes\n`endif";
    }
    return text + "\n);\n\n";
  }

  void declare_values() {
    for (const Node* const node : live_) {
      if (is_sink(node->op) || is_constant(node) || node->op == Op::slice ||
          node->op == Op::concat || node->op == Op::invert)
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

  // --- control ---

  std::vector<const Node*> sinks(Op op) const {
    std::vector<const Node*> found;
    for (const Node* const node : graph_.sinks)
      if (node->op == op) found.push_back(node);
    return found;
  }

  // "not waiting for it, or it is there"
  std::string has_element(const Node& read, unsigned stage) const {
    const std::string valid = graph_.streams[read.index].name + "_TVALID";
    return is_ones(read.in[1]) ? valid : "(~" + values_.at(read.in[1], stage) + " | " + valid + ")";
  }

  void print_control() {
    section("control: a firing enters at stage 0 and moves a stage a cycle");
    declare("up", 1);
    declare("fire", 1);
    body_ << "  // Nothing fires in the cycle after reset either.\n"
             "  always_ff @(posedge ap_clk) up <= ap_rst_n;\n";
    std::string fire = "up";
    for (const Node* const read : sinks(Op::read))
      if (schedule_.streams[read->index] == 0 && !is_zero(read->in[1]))
        fire += " & " + has_element(*read, 0);
    for (const Node* const write : sinks(Op::write))
      if (room_of(write->index) == nullptr)
        fire += " & " + graph_.streams[write->index].name + "_free";
    // Who waits holds up everything behind.
    for (auto stall = schedule_.stalls.rbegin(); stall != schedule_.stalls.rend(); ++stall) {
      if (*stall == 0) continue;
      const std::string go = "go_s" + number(*stall);
      declare(go, 1);
      std::string waits;
      for (const Node* const read : sinks(Op::read))
        if (schedule_.streams[read->index] == *stall && !is_zero(read->in[1]))
          waits += " & " + has_element(*read, *stall);
      const std::string ahead = enable(*stall + 1);
      body_ << "  assign " << go << " = " << (ahead == "1'b1" ? "" : ahead + " & ") << "(~valid_s"
            << *stall << " | (" << waits.substr(3) << "));\n";
    }
    if (const std::string ahead = enable(0); ahead != "1'b1") fire += " & " + ahead;
    body_ << "  assign fire = " << fire << ";\n";
    for (unsigned stage = 1; stage < schedule_.stages; ++stage) {
      declare("valid_s" + number(stage), 1);
      declare(moves(stage), 1);
    }
    if (schedule_.stages > 1) {
      body_ << "\n  always_ff @(posedge ap_clk) begin\n    if (!ap_rst_n) begin\n";
      for (unsigned stage = 1; stage < schedule_.stages; ++stage)
        body_ << "      valid_s" << stage << " <= 1'b0;\n";
      body_ << "    end else begin\n";
      for (unsigned stage = 1; stage < schedule_.stages; ++stage) {
        const std::string go = enable(stage);
        body_ << "      " << (go == "1'b1" ? "" : "if (" + go + ") ") << "valid_s" << stage
              << " <= " << moves(stage - 1) << ";\n";
      }
      body_ << "    end\n  end\n";
      for (unsigned stage = 1; stage < schedule_.stages; ++stage) {
        const std::string go = enable(stage);
        body_ << "  assign " << moves(stage) << " = valid_s" << stage
              << (go == "1'b1" ? "" : " & " + go) << ";\n";
      }
    }
    for (const Node* const read : sinks(Op::read)) print_input(*read);
    print_firing_number();
  }

  void print_input(const Node& read) {
    const Stream& stream = graph_.streams[read.index];
    const unsigned stage = schedule_.streams[read.index];
    body_ << "\n  // " << stream.name << ", stage " << stage << "\n";
    body_ << "  assign " << stream.name << "_TREADY = " << moves(stage);
    if (!is_ones(read.in[0])) body_ << " & " << values_.at(read.in[0], stage);
    body_ << ";\n";
    for (const Node* const node : live_) {
      if (node->index != read.index) continue;
      if (node->op == Op::offered)
        body_ << "  assign " << values_.name(node) << " = " << stream.name << "_TVALID;\n";
      if (node->op == Op::element) {
        const std::vector<Signal> signals = signals_of(stream);
        std::string all;
        for (auto signal = signals.rbegin(); signal != signals.rend(); ++signal)
          all += (all.empty() ? "" : ", ") + stream.name + "_" + signal->name;
        body_ << "  assign " << values_.name(node) << " = "
              << (signals.size() > 1 ? "{" + all + "}" : all) << ";\n";
      }
    }
  }

  void print_firing_number() {
    if (histories_.empty()) return;
    const std::string now = values_.name(firing_number_);
    body_ << "\n  // Firings are numbered, so that what older ones computed is found whatever the "
             "gaps.\n"
             "  always_ff @(posedge ap_clk) begin\n    if (!ap_rst_n) begin\n      "
          << now << " <= '0;\n";
    // Each row has a register of its own: a difference would be a level before each look-up.
    for (std::size_t age = 0; age < rows_.size(); ++age)
      body_ << "      " << values_.name(rows_[age])
            << " <= " << constant_text(-llvm::APInt(number_bits_, age + 1)) << ";\n      "
            << values_.name(started_[age]) << " <= 1'b0;\n";
    body_ << "    end else if (fire) begin\n      " << now << " <= " << now << " + 1'b1;\n";
    for (std::size_t age = 0; age < rows_.size(); ++age)
      body_ << "      " << values_.name(rows_[age]) << " <= " << values_.name(rows_[age])
            << " + 1'b1;\n      " << values_.name(started_[age])
            << " <= " << (age == 0 ? "1'b1" : values_.name(started_[age - 1])) << ";\n";
    body_ << "    end\n  end\n";
    printed_.register_bits +=
        number_bits_ + static_cast<unsigned>(rows_.size()) * (number_bits_ + 1);
  }

  // --- operators ---

  std::string expression(const Node& node) const {
    const unsigned stage = schedule_.nodes[node.id].stage;
    const auto in = [&](unsigned i) { return values_.at(node.in[i], stage); };
    switch (node.op) {
      case Op::and_:
        return in(0) + " & " + in(1);
      case Op::or_:
        return in(0) + " | " + in(1);
      case Op::xor_:
        return in(0) + " ^ " + in(1);
      case Op::select:
        return in(0) + " ? " + in(1) + " : " + in(2);
      case Op::add:
        return in(0) + " + " + in(1);
      case Op::sub:
        return in(0) + " - " + in(1);
      case Op::equal:
        return in(0) + " == " + in(1);
      case Op::less:
        return in(0) + " < " + in(1);
      default:
        throw Error("internal: no form in SystemVerilog");
    }
  }

  void print_operators() {
    std::vector<std::vector<const Node*>> by_stage(schedule_.stages);
    for (const Node* const node : live_)
      if (node->op >= Op::and_ && node->op <= Op::less)
        by_stage[schedule_.nodes[node->id].stage].push_back(node);
    std::vector<const Node*> nodes;
    for (const auto& of_stage : by_stage)
      nodes.insert(nodes.end(), of_stage.begin(), of_stage.end());
    unsigned stage = ~0U;
    Location last;
    for (const Node* const node : nodes) {
      if (schedule_.nodes[node->id].stage != stage) {
        stage = schedule_.nodes[node->id].stage;
        section("stage " + number(stage));
        last = {};
      }
      if (node->location.known() &&
          (node->location.file != last.file || node->location.line != last.line)) {
        last = node->location;
        body_ << "  // " << llvm::sys::path::filename(last.file) << ":" << last.line << "\n";
      }
      if (node->op == Op::mul) {
        print_multiplier(*node);
      } else {
        body_ << "  assign " << values_.name(node) << " = " << expression(*node) << ";\n";
      }
    }
  }

  // Registers at the operands, behind the product and at the end: those of a DSP.
  void print_multiplier(const Node& node) {
    const unsigned stage = schedule_.nodes[node.id].stage;
    const std::string name = values_.name(&node);
    const std::string a = names_.take(name + "_a");
    const std::string b = names_.take(name + "_b");
    const std::string product = names_.take(name + "_product");
    for (const std::string& signal : {a, b, product}) declare(signal, node.width);
    const auto line = [&](const std::string& to, const std::string& from, unsigned at) {
      const std::string go = enable(at);
      body_ << "  always_ff @(posedge ap_clk) " << (go == "1'b1" ? "" : "if (" + go + ") ") << to
            << " <= " << from << ";\n";
    };
    line(a, values_.at(node.in[0], stage), stage + 1);
    line(b, values_.at(node.in[1], stage), stage + 1);
    line(product, a + " * " + b, stage + 2);
    line(name, product, stage + 3);
    printed_.register_bits += 4 * node.width;
  }

  // --- states ---

  std::string register_of(unsigned state) const {
    const auto kept = copies_.find(state);
    return kept != copies_.end() ? kept->second : values_.name(graph_.states[state].current);
  }

  void print_states() {
    if (registers_.empty()) return;
    section("states");
    // One that others copy, and that is itself looked up in a history, needs a register of its own.
    for (const unsigned state : registers_) {
      if (!in_history(state)) continue;
      copies_[state] = names_.take(graph_.states[state].name + "_copy");
      declare(copies_[state], graph_.states[state].reset.getBitWidth());
    }
    for (const unsigned state : registers_) {
      const StateVariable& variable = graph_.states[state];
      const StatePlacement& placement = schedule_.states[state];
      const std::string next = placement.age == 0 ? values_.at(variable.next, placement.produced)
                                                  : register_of(variable.next->index);
      const std::string name = register_of(state);
      body_ << "  always_ff @(posedge ap_clk) if (!ap_rst_n) " << name
            << " <= " << constant_text(variable.reset) << "; else if (" << moves(placement.produced)
            << ") " << name << " <= " << next << ";\n";
      printed_.register_bits += variable.reset.getBitWidth();
    }
  }

  void print_histories() {
    for (const auto& [root, states] : histories_) {
      const StateVariable& variable = graph_.states[root];
      const unsigned width = variable.reset.getBitWidth();
      const unsigned produced = schedule_.states[root].produced;
      section("history of " + variable.name + ", from stage " + number(produced));
      for (const unsigned state : states) {
        const StatePlacement& placement = schedule_.states[state];
        const std::string word = names_.take(variable.name + "_of_age_" + number(placement.age));
        declare(word, width);
        body_ << "  history #(.WIDTH(" << width << "), .DEPTH(" << (1U << number_bits_) << ")) "
              << names_.take("u_" + word) << " (\n    .clk_i(ap_clk), .we_i(" << moves(produced)
              << "), .waddr_i(" << values_.at(firing_number_, produced) << "), .wdata_i("
              << values_.at(variable.next, produced) << "),\n    .raddr_i("
              << values_.at(rows_[placement.age], placement.read) << "), .rdata_o(" << word
              << "));\n";
        body_ << "  assign " << values_.name(graph_.states[state].current) << " = "
              << values_.at(started_[placement.age], placement.read) << " ? " << word << " : "
              << constant_text(graph_.states[state].reset) << ";\n";
        printed_.history_bits += width << number_bits_;
      }
      library("history.sv");
    }
  }

  // --- memories ---

  void print_rams() {
    for (const Node* const read : live_) {
      if (read->op != Op::ram_read) continue;
      const Ram& ram = graph_.rams[read->index];
      const unsigned stage = schedule_.nodes[read->id].stage;
      const Node* write = nullptr;
      for (const Node* const sink : graph_.sinks)
        if (sink->op == Op::ram_write && sink->index == read->index) write = sink;
      section(ram.name + ": " + number(ram.rows) + " words of " + number(ram.width) +
              " bits, read in stage " + number(stage));
      // The whole read side stands still with the firings that it serves.
      const std::string go = enable(stage);
      body_ << "  ram_1r1w #(.WIDTH(" << ram.width << "), .DEPTH(" << ram.rows << "), .LATENCY("
            << schedule_.rams[read->index].latency << "), .STYLE(\""
            << style_of(ram.directives->storage)
            << "\")"
            // What is held up must not see what is written meanwhile.
            << (region(stage) != 0 ? ", .INPUT_REGISTER(0)" : "") << ") "
            << names_.take("u_" + ram.name) << " (\n    .clk_i(ap_clk), .en_i(" << go << "), .re_i("
            << moves(stage) << "), .raddr_i(" << values_.at(read->in[0], stage) << "), .rdata_o("
            << values_.name(read) << "),\n    ";
      if (write == nullptr) {
        body_ << ".we_i(1'b0), .waddr_i('0), .wdata_i('0));\n";
      } else {
        const unsigned at = schedule_.nodes[write->id].stage;
        const std::string when = is_ones(write->in[0]) ? "" : " & " + values_.at(write->in[0], at);
        body_ << ".we_i(" << moves(at) << when << "), .waddr_i(" << values_.at(write->in[1], at)
              << "), .wdata_i(" << values_.at(write->in[2], at) << "));\n";
      }
      if (ram.directives->independent && write != nullptr) print_independence(*read, *write);
      library("ram_1r1w.sv");
    }
  }

  // DEPENDENCE … false: when a firing writes, no younger one may have read that row already.
  void print_independence(const Node& read, const Node& write) {
    const unsigned from = schedule_.nodes[read.id].stage;
    const unsigned to = schedule_.nodes[write.id].stage;
    if (from >= to) return;
    body_ << "`ifdef VERILATOR\n  always_ff @(posedge ap_clk) if (" << moves(to);
    if (!is_ones(write.in[0])) body_ << " & " << values_.at(write.in[0], to);
    body_ << ") begin\n";
    for (unsigned stage = from; stage < to; ++stage)
      body_ << "    assert (!(" << (stage == 0 ? "fire" : "valid_s" + number(stage)) << " && "
            << values_.at(read.in[0], stage) << " == " << values_.at(write.in[1], to) << "));\n";
    body_ << "  end\n`endif\n";
  }

  // --- waiting ---

  void print_waits() {
    // What goes the same way goes together.
    std::map<std::pair<unsigned, unsigned>, std::vector<Wait>> lines;
    std::map<unsigned, std::vector<std::pair<std::string, std::string>>> registers;  // by stage
    for (const Wait& wait : values_.waits()) {
      std::string from = wait.from;
      unsigned stage = wait.stage;
      const unsigned end = wait.stage + wait.stages;
      while (stage < end) {
        // As far as the same firings are held up.
        unsigned to = stage + 1;
        while (to < end && region(to + 1) == region(stage + 1)) ++to;
        const std::string name = to == end ? wait.to : names_.take(wait.to + "_via_s" + number(to));
        if (to - stage >= 3) {
          declare(name, wait.width);
          lines[{stage, to}].push_back({from, name, wait.width, stage, to - stage});
          printed_.delay_bits += wait.width * (to - stage);
          from = name;
        } else {
          for (unsigned next = stage + 1; next <= to; ++next) {
            const std::string step =
                next == to ? name : names_.take(wait.to + "_via_s" + number(next));
            declare(step, wait.width);
            registers[next].emplace_back(step, from);
            printed_.register_bits += wait.width;
            from = step;
          }
        }
        stage = to;
      }
    }
    if (!registers.empty()) section("registers between stages");
    for (const auto& [stage, steps] : registers) {
      const std::string go = enable(stage);
      body_ << "  always_ff @(posedge ap_clk) " << (go == "1'b1" ? "" : "if (" + go + ") ")
            << "begin\n";
      for (const auto& [to, from] : steps) body_ << "    " << to << " <= " << from << ";\n";
      body_ << "  end\n";
    }
    if (!lines.empty()) section("values that only wait");
    for (const auto& [way, waits] : lines) {
      unsigned width = 0;
      std::string from;
      std::string to;
      for (const Wait& wait : waits) {
        width += wait.width;
        from = wait.from + (from.empty() ? "" : ", " + from);
        to = wait.to + (to.empty() ? "" : ", " + to);
      }
      body_ << "  delay_line #(.WIDTH(" << width << "), .STAGES(" << way.second - way.first << ")) "
            << names_.take("u_wait_s" + number(way.first) + "_s" + number(way.second))
            << " (\n    .clk_i(ap_clk), .en_i(" << enable(way.second) << "), .data_i({" << from
            << "}),\n    .data_o({" << to << "}));\n";
      library("delay_line.sv");
    }
  }

  // --- exits ---

  void print_exits() {
    for (std::size_t i = 0; i < graph_.streams.size(); ++i) {
      const Stream& stream = graph_.streams[i];
      if (!stream.output || std::ranges::any_of(sinks(Op::write), [&](const Node* write) {
            return write->index == i;
          }))
        continue;
      section(stream.name + " is never written");
      body_ << "  assign " << stream.name << "_TVALID = 1'b0;\n";
      for (const Signal& signal : signals_of(stream))
        body_ << "  assign " << stream.name << "_" << signal.name << " = '0;\n";
      for (const Node* const node : live_)
        if (node->op == Op::room && node->index == i)
          body_ << "  assign " << values_.name(node) << " = 1'b1;\n";
    }
    for (const Node* const write : sinks(Op::write)) {
      const Stream& stream = graph_.streams[write->index];
      const unsigned stage = schedule_.streams[write->index];
      // A place is free again three cycles after its element was pushed at the earliest.
      const unsigned places = stage + 3;
      const std::string& name = stream.name;
      section(name + ": a firing sets out with a place in its exit");
      for (const char* const signal : {"_push", "_free", "_takes", "_returns"})
        declare(name + signal, 1);
      const Node* const room = room_of(write->index);
      const std::string when = is_ones(write->in[0]) ? "" : " & " + values_.at(write->in[0], stage);
      const std::string holds = room == nullptr ? "" : " & " + values_.at(room, stage);
      body_ << "  assign " << name << "_push = " << moves(stage) << when << ";\n";
      body_ << "  assign " << name << "_takes = fire"
            << (room == nullptr ? "" : " & " + values_.name(room)) << ";\n";
      for (const Node* const node : live_)
        if (room == nullptr && node->op == Op::room && node->index == write->index)
          body_ << "  assign " << values_.name(node) << " = 1'b1;\n";
      if (room != nullptr)
        body_ << "  assign " << values_.name(room) << " = " << name << "_free;\n";
      // A firing that writes nothing gives its place back; both may happen in one cycle.
      const bool always = is_ones(write->in[0]);
      body_ << "  assign " << name << "_returns = "
            << (always ? "1'b0" : moves(stage) + holds + " & ~" + values_.at(write->in[0], stage))
            << ";\n";
      const std::vector<Signal> signals = signals_of(stream);
      std::string all;
      for (auto signal = signals.rbegin(); signal != signals.rend(); ++signal)
        all += (all.empty() ? "" : ", ") + name + "_" + signal->name;
      body_ << "  stream_exit #(.WIDTH(" << stream.width() << "), .PLACES(" << places << ")) "
            << names_.take("u_" + name) << " (\n    .clk_i(ap_clk), .rst_ni(ap_rst_n), .take_i("
            << name << "_takes), .free_o(" << name << "_free),\n    .push_i(" << name
            << "_push), .return_i(" << name << "_returns), .data_i("
            << values_.at(write->in[1], stage) << "),\n    .valid_o(" << name
            << "_TVALID), .ready_i(" << name << "_TREADY), .data_o({" << all << "}));\n";
      library("stream_exit.sv");
      library("stream_fifo.sv");
      library("stream_fifo_small.sv");
      library("stream_fifo_large.sv");
      library("ram_1r1w.sv");
    }
  }

  void print_outcomes() {
    if (!graph_.questions.empty()) {
      std::string all;
      for (unsigned question = static_cast<unsigned>(graph_.questions.size()); question > 0;
           --question)
        for (const Node* const node : sinks(Op::outcome))
          if (node->index == question - 1)
            all += (all.empty() ? "" : ", ") + values_.at(node->in[0], outcome_stage_);
      body_ << "\n`ifndef SYNTHESIS\n  assign ap_fired = " << moves(outcome_stage_)
            << ";\n  assign ap_outcomes = " << (graph_.questions.size() > 1 ? "{" + all + "}" : all)
            << ";\n`endif\n";
    }
  }

  void library(const std::string& module) {
    if (std::ranges::find(printed_.library, module) == printed_.library.end())
      printed_.library.push_back(module);
  }

  std::string name_;
  const Graph& graph_;
  const Schedule& schedule_;
  const Timing& timing_;
  std::vector<Node*> live_;
  Names names_;
  Values values_;
  std::string declarations_;
  std::string body_text_;
  llvm::raw_string_ostream body_;
  Printed printed_;
  std::map<unsigned, std::vector<unsigned>> histories_;  // states by the one they copy
  std::set<unsigned> registers_;                         // states that are kept in registers
  std::map<unsigned, std::string> copies_;
  unsigned number_bits_ = 0;
  unsigned firing_number_ = 0;
  std::vector<unsigned> rows_;
  std::vector<unsigned> started_;
  unsigned outcome_stage_ = 0;
};

}  // namespace

Printed print_verilog(const std::string& name, const Graph& graph, const Schedule& schedule,
                      const Timing& timing) {
  return Printer(name, graph, schedule, timing).run();
}

}  // namespace hlsc
