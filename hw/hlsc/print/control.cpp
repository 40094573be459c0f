// Who enters the pipeline and moves on: input streams, stages, exits and outcomes.
#include <algorithm>
#include <ranges>

#include "print/printer.hpp"

namespace hlsc {
namespace {

// The signals of a port as one value.
std::string element_text(const Stream& stream) {
  const std::vector<Signal> signals = signals_of(stream.payload);
  std::string text;
  for (const Signal& signal : std::views::reverse(signals)) {
    if (!text.empty()) text += ", ";
    text.append(stream.name).append("_").append(signal.name);
  }
  return signals.size() > 1 ? "{" + text + "}" : text;
}

}  // namespace

std::string Printer::has_element(const Node& read, unsigned stage) const {
  const std::string valid = graph_.streams[read.index].name + "_TVALID";
  return is_ones(read.in[1]) ? valid
                             : "(" + values_.inverse_at(read.in[1], stage) + " | " + valid + ")";
}

void Printer::print_control() {
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
  for (const unsigned stall : std::views::reverse(schedule_.stalls)) {
    if (stall == 0) continue;
    const std::string go = "go_s" + number(stall);
    declare(go, 1);
    std::string waits;
    for (const Node* const read : sinks(Op::read))
      if (schedule_.streams[read->index] == stall && !is_zero(read->in[1]))
        waits += " & " + has_element(*read, stall);
    const std::string ahead = enable(stall + 1);
    body_ << "  assign " << go << " = " << (ahead == "1'b1" ? "" : ahead + " & ") << "(~valid_s"
          << stall << " | (" << waits.substr(3) << "));\n";
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

void Printer::print_input(const Node& read) {
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
      body_ << "  assign " << values_.name(node) << " = " << element_text(stream) << ";\n";
    }
  }
}

void Printer::print_firing_number() {
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
  printed_.register_bits += number_bits_ + static_cast<unsigned>(rows_.size()) * (number_bits_ + 1);
}

void Printer::print_exits() {
  for (std::size_t i = 0; i < graph_.streams.size(); ++i) {
    const Stream& stream = graph_.streams[i];
    if (!stream.output ||
        std::ranges::any_of(sinks(Op::write), [&](const Node* write) { return write->index == i; }))
      continue;
    section(stream.name + " is never written");
    body_ << "  assign " << stream.name << "_TVALID = 1'b0;\n";
    for (const Signal& signal : signals_of(stream.payload))
      body_ << "  assign " << stream.name << "_" << signal.name << " = '0;\n";
    // Who connects the process says how deep the stream is, and may look at its level.
    body_ << "  if (1) begin : u_" << stream.name
          << "\n    logic [31:0] level;\n    assign level = 32'(" << depth_of(stream)
          << ") & 32'd0;\n  end\n";
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
    if (room != nullptr) body_ << "  assign " << values_.name(room) << " = " << name << "_free;\n";
    // A firing that writes nothing gives its place back; both may happen in one cycle.
    const bool always = is_ones(write->in[0]);
    body_ << "  assign " << name << "_returns = "
          << (always ? "1'b0"
                     : moves(stage) + holds + " & " + values_.inverse_at(write->in[0], stage))
          << ";\n";
    body_ << "  stream_exit #(.WIDTH(" << stream.width() << "), .PLACES(" << places << " + "
          << depth_of(stream) << ")) u_" << name
          << " (\n    .clk_i(ap_clk), .rst_ni(ap_rst_n), .take_i(" << name << "_takes), .free_o("
          << name << "_free),\n    .push_i(" << name << "_push), .return_i(" << name
          << "_returns), .data_i(" << values_.at(write->in[1], stage) << "),\n    .valid_o(" << name
          << "_TVALID), .ready_i(" << name << "_TREADY), .data_o(" << element_text(stream)
          << "));\n";
    library("stream_exit.sv");
    library("stream_fifo.sv");
    library("stream_fifo_small.sv");
    library("stream_fifo_large.sv");
    library("ram_1r1w.sv");
  }
}

void Printer::print_outcomes() {
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

}  // namespace hlsc
