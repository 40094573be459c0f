// What outlives a firing: states, their histories, and RAMs.
#include <algorithm>
#include <ranges>
#include <tuple>

#include "print/printer.hpp"

namespace hlsc {
namespace {

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

}  // namespace

std::string Printer::register_of(unsigned state) const {
  const auto kept = copies_.find(state);
  return kept != copies_.end() ? kept->second : values_.name(graph_.states[state].current);
}

void Printer::print_states() {
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

// What is written in one stage, and asked for in one stage by firings of one age, is one word of
// one memory: the widest first, so that most fields begin where a word of a simulator does.
void Printer::print_histories() {
  std::map<std::tuple<unsigned, unsigned, unsigned>, std::vector<unsigned>> words;
  for (const auto& [root, states] : histories_) {
    for (const unsigned state : states) {
      const StatePlacement& placement = schedule_.states[state];
      words[{schedule_.states[root].produced, placement.age, placement.read}].push_back(state);
    }
  }
  for (auto& [where, states] : words) {
    const auto [produced, age, read] = where;
    std::ranges::sort(states, {}, [&](unsigned state) {
      return std::pair(~graph_.states[state].reset.getBitWidth(), state);
    });
    print_history(produced, age, read, states);
  }
}

void Printer::print_history(unsigned produced, unsigned age, unsigned read,
                            const std::vector<unsigned>& states) {
  section("history from stage " + number(produced) + ", age " + number(age) + " in stage " +
          number(read));
  const std::string word =
      names_.take("history_s" + number(produced) + "_of_age_" + number(age) + "_s" + number(read));
  const std::string known = names_.take(word + "_or_reset");
  std::string written;
  std::string resets;
  unsigned width = 0;
  for (const unsigned state : std::views::reverse(states)) {
    const StateVariable& root = graph_.states[schedule_.states[state].root];
    const char* const separator = width == 0 ? "" : ", ";
    written.append(separator).append(values_.at(root.next, produced));
    resets.append(separator).append(constant_text(graph_.states[state].reset));
    width += root.reset.getBitWidth();
  }
  declare(word, width);
  declare(known, width);
  body_ << "  history #(.WIDTH(" << width << "), .DEPTH(" << (1U << number_bits_) << ")) "
        << names_.take("u_" + word) << " (\n    .clk_i(ap_clk), .we_i(" << moves(produced)
        << "), .waddr_i(" << values_.at(firing_number_, produced) << "), .wdata_i({" << written
        << "}),\n    .raddr_i(" << values_.at(rows_[age], read) << "), .rdata_o(" << word
        << "));\n  assign " << known << " = " << values_.at(started_[age], read) << " ? " << word
        << " : {" << resets << "};\n";
  unsigned low = 0;
  for (const unsigned state : states) {
    const StateVariable& variable = graph_.states[state];
    const unsigned bits = variable.reset.getBitWidth();
    body_ << "  assign " << values_.name(variable.current) << " = "
          << part_text(known, width, low, bits) << ";\n";
    low += bits;
  }
  printed_.history_bits += width << number_bits_;
  library("history.sv");
}

void Printer::print_rams() {
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
void Printer::print_independence(const Node& read, const Node& write) {
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

}  // namespace hlsc
