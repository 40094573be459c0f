// What is computed in each stage, and the registers between stages.
#include <llvm/Support/Path.h>

#include <ranges>

#include "print/printer.hpp"

namespace hlsc {

std::string Printer::expression(const Node& node) const {
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

void Printer::print_operators() {
  std::vector<std::vector<const Node*>> by_stage(schedule_.stages);
  for (const Node* const node : live_)
    if (node->op >= Op::and_ && node->op <= Op::less)
      by_stage[schedule_.nodes[node->id].stage].push_back(node);
  std::vector<const Node*> nodes;
  for (const auto& of_stage : by_stage) nodes.insert(nodes.end(), of_stage.begin(), of_stage.end());
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
void Printer::print_multiplier(const Node& node) {
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

void Printer::print_waits() {
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
    for (const Wait& wait : std::views::reverse(waits)) {
      const char* const separator = width == 0 ? "" : ", ";
      width += wait.width;
      from.append(separator).append(wait.from);
      to.append(separator).append(wait.to);
    }
    body_ << "  delay_line #(.WIDTH(" << width << "), .STAGES(" << way.second - way.first << ")) "
          << names_.take("u_wait_s" + number(way.first) + "_s" + number(way.second))
          << " (\n    .clk_i(ap_clk), .en_i(" << enable(way.second) << "), .data_i({" << from
          << "}),\n    .data_o({" << to << "}));\n";
    library("delay_line.sv");
  }
}

}  // namespace hlsc
