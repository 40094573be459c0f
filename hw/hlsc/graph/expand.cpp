#include "graph/expand.hpp"

#include <algorithm>

#include "graph/rebuild.hpp"

namespace hlsc {
namespace {

constexpr unsigned equal_bits = 18;  // of two values: two levels of LUT6

class Expansion {
 public:
  Expansion(const Graph& graph, const Timing& timing) : rebuild_(graph) {
    // A level is left for what chooses an operand.
    carry_bits_ = 16 * std::max(1U, timing.levels() - 1);
    // The same, and one for what joins the parts.
    less_bits_ = 16 * std::max(1U, timing.levels() / 2);
  }

  Graph run() {
    Graph& to = rebuild_.to;
    for (const Node* const node : rebuild_.from.live()) {
      to.location = node->location;
      std::vector<Node*> in;
      for (const Node* const input : node->in) in.push_back(rebuild_[input]);
      if (is_sink(node->op)) {
        continue;
      }
      if ((node->op == Op::add || node->op == Op::sub) && node->width > carry_bits_) {
        rebuild_.set(node, sum(in[0], in[1], node->op == Op::sub));
      } else if (node->op == Op::less && in[0]->width > less_bits_) {
        rebuild_.set(node, less(in[0], in[1]));
      } else if (node->op == Op::equal && in[0]->width > equal_bits) {
        rebuild_.set(node, equal(in[0], in[1]));
      } else {
        rebuild_.same(*node);
      }
    }
    for (const Node* const node : rebuild_.from.sinks) {
      std::vector<Node*> in;
      for (const Node* const input : node->in) in.push_back(rebuild_[input]);
      rebuild_.sink(*node, in);
    }
    rebuild_.finish();
    return std::move(to);
  }

 private:
  // A part at a time, each with the carry of the one below: the carry enters as a lowest bit.
  Node* sum(Node* a, Node* b, bool difference) {
    Graph& to = rebuild_.to;
    if (difference) b = to.invert(b);
    Node* carry = to.bit(difference);
    std::vector<Node*> parts;
    for (unsigned low = 0; low < a->width; low += carry_bits_) {
      const unsigned width = std::min(carry_bits_, a->width - low);
      Node* const one = to.bit(true);
      Node* const x = to.concat({one, to.slice(a, low, width), to.bit(false)});
      Node* const y = to.concat({carry, to.slice(b, low, width), to.bit(false)});
      Node* const part =
          is_zero(carry) ? to.concat({to.bit(false),
                                      to.add(to.slice(x, 1, width + 1), to.slice(y, 1, width + 1))})
                         : to.add(x, y);
      parts.push_back(to.slice(part, 1, width));
      carry = to.slice(part, width + 1, 1);
    }
    return to.concat(parts);
  }

  // What is not greater is less or equal: a carry chain too, while `equal` would take more levels.
  Node* less(Node* a, Node* b) {
    Graph& to = rebuild_.to;
    Node* result = to.bit(false);
    for (unsigned low = 0; low < a->width; low += less_bits_) {
      const unsigned width = std::min(less_bits_, a->width - low);
      Node* const x = to.slice(a, low, width);
      Node* const y = to.slice(b, low, width);
      result = to.or_(to.less(x, y), to.and_(to.invert(to.less(y, x)), result));
    }
    return result;
  }

  Node* equal(Node* a, Node* b) {
    Graph& to = rebuild_.to;
    Node* result = to.bit(true);
    std::vector<Node*> parts;
    for (unsigned low = 0; low < a->width; low += equal_bits) {
      const unsigned width = std::min(equal_bits, a->width - low);
      parts.push_back(to.equal(to.slice(a, low, width), to.slice(b, low, width)));
    }
    while (parts.size() > 1) {
      std::vector<Node*> pairs;
      for (std::size_t i = 0; i + 1 < parts.size(); i += 2)
        pairs.push_back(to.and_(parts[i], parts[i + 1]));
      if (parts.size() % 2 != 0) pairs.push_back(parts.back());
      parts = std::move(pairs);
    }
    return parts.empty() ? result : parts.front();
  }

  Rebuild rebuild_;
  unsigned carry_bits_;
  unsigned less_bits_;
};

}  // namespace

Graph expand(const Graph& graph, const Timing& timing) { return Expansion(graph, timing).run(); }

}  // namespace hlsc
