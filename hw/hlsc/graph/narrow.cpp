#include "graph/narrow.hpp"

#include <algorithm>

#include "graph/bits.hpp"
#include "graph/rebuild.hpp"

namespace hlsc {
namespace {

using llvm::APInt;

struct Run {
  unsigned low;
  unsigned width;
};

// The runs of ones.
std::vector<Run> runs_of(const APInt& mask) {
  std::vector<Run> runs;
  const unsigned width = mask.getBitWidth();
  for (unsigned low = 0; low < width;) {
    if (!mask[low]) {
      ++low;
      continue;
    }
    unsigned high = low;
    while (high < width && mask[high]) ++high;
    runs.push_back({low, high - low});
    low = high;
  }
  // Scattered bits are not worth an operator each.
  constexpr std::size_t most = 64;
  if (runs.size() > most)
    return {{runs.front().low, runs.back().low + runs.back().width - runs.front().low}};
  return runs;
}

class Narrowing {
 public:
  explicit Narrowing(const Graph& graph)
      : live_(graph.live()), bits_(analyse_bits(graph, live_)), rebuild_(graph) {}

  Graph run() {
    narrow_rams();
    rebuild_.to.states.clear();
    for (const Node* const node : live_) {
      rebuild_.to.location = node->location;
      if (is_sink(node->op)) {
        sink(*node);
        continue;
      }
      Node* const made = make(*node);
      rebuild_.set(node, made);
      if (made->name.empty() && !is_constant(made)) made->name = node->name;
    }
    for (const auto& [number, state, low] : states_) {
      Node* const next = rebuild_[rebuild_.from.states[number].next];
      StateVariable& variable = rebuild_.to.states[state];
      variable.next = rebuild_.to.slice(next, low, variable.current->width);
    }
    Graph& to = rebuild_.to;
    for (const Order& order : rebuild_.from.orders) {
      Node* const first = rebuild_[order.first];
      Node* const then = rebuild_[order.then];
      if (first != nullptr && then != nullptr) to.orders.push_back({first, then});
    }
    return std::move(to);
  }

 private:
  void narrow_rams() {
    std::vector<unsigned> widths(rebuild_.from.rams.size());
    for (const Node* const node : live_) {
      if (node->op != Op::ram_read) continue;
      widths[node->index] = std::max(widths[node->index], bits_.wanted[node->id].getActiveBits());
    }
    for (std::size_t i = 0; i < widths.size(); ++i) {
      Ram& ram = rebuild_.to.rams[i];
      ram.width = widths[i];
      std::erase_if(ram.parts, [&](const RamPart& part) { return part.bit >= ram.width; });
      for (RamPart& part : ram.parts) part.width = std::min(part.width, ram.width - part.bit);
    }
  }

  // A value of the node's width with `made` at bit `low`; the rest is known, or nobody wants it.
  Node* place(const Node& node, const std::vector<std::pair<Node*, unsigned>>& parts) {
    Graph& to = rebuild_.to;
    std::vector<Node*> all;
    unsigned at = 0;
    const APInt& ones = bits_.known[node.id].One;
    for (const auto& [part, low] : parts) {
      if (low > at) all.push_back(to.constant(ones.extractBits(low - at, at)));
      all.push_back(part);
      at = low + part->width;
    }
    if (at < node.width) all.push_back(to.constant(ones.extractBits(node.width - at, at)));
    return to.concat(all);
  }

  Node* make(const Node& node) {
    Graph& to = rebuild_.to;
    const APInt& wanted = bits_.wanted[node.id];
    if (wanted.isZero()) return to.constant(bits_.known[node.id].One);
    switch (node.op) {
      case Op::invert:
      case Op::and_:
      case Op::or_:
      case Op::xor_:
      case Op::select:
        return bit_by_bit(node);
      case Op::add:
      case Op::sub:
      case Op::mul: {
        const unsigned width = wanted.getActiveBits();
        Node* const sum =
            apply(to, node, {low_bits(node.in[0], width), low_bits(node.in[1], width)});
        std::vector<std::pair<Node*, unsigned>> parts;
        for (const Run& run : runs_of(wanted))
          parts.emplace_back(to.slice(sum, run.low, run.width), run.low);
        return place(node, parts);
      }
      case Op::state:
        return state(node);
      case Op::ram_read: {
        const unsigned width = to.rams[node.index].width;
        Node* const word = to.ram_read(node.index, rebuild_[node.in[0]], width);
        return place(node, {{word, 0}});
      }
      default:
        return rebuild_.same(node);
    }
  }

  Node* low_bits(const Node* node, unsigned width) {
    return rebuild_.to.slice(rebuild_[node], 0, width);
  }

  Node* bit_by_bit(const Node& node) {
    Graph& to = rebuild_.to;
    std::vector<std::pair<Node*, unsigned>> parts;
    for (const Run& run : runs_of(bits_.wanted[node.id])) {
      std::vector<Node*> in;
      for (const Node* const input : node.in) {
        Node* const made = rebuild_[input];
        in.push_back(node.op == Op::select && in.empty() ? made
                                                         : to.slice(made, run.low, run.width));
      }
      parts.emplace_back(apply(to, node, in), run.low);
    }
    return place(node, parts);
  }

  Node* state(const Node& node) {
    Graph& to = rebuild_.to;
    const StateVariable& old = rebuild_.from.states[node.index];
    std::vector<std::pair<Node*, unsigned>> parts;
    const std::vector<Run> runs = runs_of(bits_.wanted[node.id]);
    for (const Run& run : runs) {
      const auto number = static_cast<unsigned>(to.states.size());
      Node* const part = to.source(Op::state, run.width, number);
      part->name = run.low == 0 ? old.name : old.name + "_bit" + std::to_string(run.low);
      to.states.push_back({part->name, old.reset.extractBits(run.width, run.low), part, nullptr});
      states_.emplace_back(node.index, number, run.low);
      parts.emplace_back(part, run.low);
    }
    return place(node, parts);
  }

  void sink(const Node& node) {
    std::vector<Node*> in;
    for (const Node* const input : node.in) in.push_back(rebuild_[input]);
    if (node.op == Op::ram_write) {
      const unsigned width = rebuild_.to.rams[node.index].width;
      if (width == 0 || is_zero(in[0])) return;  // nobody reads it
      in[2] = rebuild_.to.slice(in[2], 0, width);
    }
    if (node.op == Op::write && is_zero(in[0])) return;
    rebuild_.sink(node, std::move(in));
  }

  std::vector<Node*> live_;
  Bits bits_;
  Rebuild rebuild_;
  std::vector<std::tuple<unsigned, unsigned, unsigned>>
      states_;  // old number, new number, from bit
};

}  // namespace

Graph narrow(const Graph& graph) { return Narrowing(graph).run(); }

Graph narrowed(Graph graph) {
  std::size_t size = graph.live().size();
  for (int round = 0; round < 6; ++round) {
    graph = narrow(graph);
    const std::size_t next = graph.live().size();
    if (next == size) break;
    size = next;
  }
  return graph;
}

}  // namespace hlsc
