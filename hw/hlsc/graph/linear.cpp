#include "graph/linear.hpp"

#include <algorithm>
#include <iterator>

#include "graph/rebuild.hpp"

namespace hlsc {
namespace {

// A bit as the xor of bits of other nodes, and a constant.
struct Sum {
  std::vector<std::pair<unsigned, unsigned>> terms;  // node, bit; ascending
  bool one = false;
};

Sum add(const Sum& a, const Sum& b) {
  Sum sum;
  std::ranges::set_symmetric_difference(a.terms, b.terms, std::back_inserter(sum.terms));
  sum.one = a.one != b.one;
  return sum;
}

class Linear {
 public:
  explicit Linear(const Graph& graph)
      : live_(graph.live()),
        rebuild_(graph),
        sums_(graph.size()),
        depths_(graph.size()),
        nodes_(graph.size()) {}

  Graph run() {
    for (Node* const node : live_) {
      nodes_[node->id] = node;
      if (is_sink(node->op)) continue;
      expand(*node);
      rebuild_.to.location = node->location;
      if (node->op == Op::xor_ && worth(*node)) {
        rebuild_.set(node, flat(*node));
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
    return std::move(rebuild_.to);
  }

 private:
  static constexpr unsigned lut_inputs = 6;
  static constexpr std::size_t most_terms = 1024;

  // The bits of a node as sums, and how deep the network of xor is so far.
  void expand(const Node& node) {
    std::vector<Sum>& bits = sums_[node.id];
    unsigned& depth = depths_[node.id];
    bits.resize(node.width);
    for (const Node* const input : node.in) depth = std::max(depth, depths_[input->id]);
    switch (node.op) {
      case Op::constant:
        for (unsigned i = 0; i < node.width; ++i) bits[i].one = node.value[i];
        return;
      case Op::slice:
        for (unsigned i = 0; i < node.width; ++i) bits[i] = sums_[node.in[0]->id][node.low + i];
        return;
      case Op::invert:
        bits = sums_[node.in[0]->id];
        for (Sum& bit : bits) bit.one = !bit.one;
        return;
      case Op::concat: {
        unsigned at = 0;
        for (const Node* const part : node.in)
          for (const Sum& bit : sums_[part->id]) bits[at++] = bit;
        return;
      }
      case Op::xor_: {
        ++depth;
        bool small = true;
        for (unsigned i = 0; i < node.width; ++i) {
          bits[i] = add(sums_[node.in[0]->id][i], sums_[node.in[1]->id][i]);
          small = small && bits[i].terms.size() <= most_terms;
        }
        if (small) return;
        break;
      }
      default:
        break;
    }
    depth = 0;
    for (unsigned i = 0; i < node.width; ++i) bits[i] = {{{node.id, i}}, false};
  }

  static unsigned levels(std::size_t terms) {
    unsigned levels = 0;
    for (; terms > 1; terms = (terms + lut_inputs - 1) / lut_inputs) ++levels;
    return levels;
  }

  // A LUT takes a few xor in a row, so a network has at least a third as many levels as xor.
  bool worth(const Node& node) const {
    std::size_t most = 0;
    for (const Sum& bit : sums_[node.id]) most = std::max(most, bit.terms.size());
    return depths_[node.id] > 3 * (levels(most) + 1);
  }

  // Bits whose sums are the same but for the number of the bit make one network of words: 72 tables
  // that are added up are no matter of single bits.
  Node* flat(const Node& node) {
    const std::vector<Sum>& sums = sums_[node.id];
    std::vector<Node*> words;
    for (unsigned low = 0; low < node.width;) {
      unsigned width = 1;
      while (low + width < node.width && follows(sums[low], sums[low + width], width)) ++width;
      words.push_back(tree(sums, low, width));
      low += width;
    }
    return rebuild_.to.concat(words);
  }

  // Whether each term of the second is `distance` bits above the same term of the first.
  static bool follows(const Sum& first, const Sum& second, unsigned distance) {
    return std::ranges::equal(first.terms, second.terms, [&](const auto& one, const auto& other) {
      return one.first == other.first && one.second + distance == other.second;
    });
  }

  // What a state brings comes last: it is in a loop.
  Node* tree(const std::vector<Sum>& sums, unsigned low, unsigned width) {
    Graph& to = rebuild_.to;
    std::vector<Node*> early;
    std::vector<Node*> late;
    for (const auto& [id, bit] : sums[low].terms) {
      const Node* const leaf = nodes_[id];
      (leaf->op == Op::state ? late : early).push_back(to.slice(rebuild_[leaf], bit, width));
    }
    llvm::APInt ones(width, 0);
    for (unsigned i = 0; i < width; ++i) ones.setBitVal(i, sums[low + i].one);
    Node* result = to.constant(ones);
    for (const std::vector<Node*>& terms : {early, late})
      if (!terms.empty()) result = to.bitwise(Op::xor_, result, tree(terms));
    return result;
  }
  Node* tree(std::vector<Node*> terms) {
    while (terms.size() > 1) {
      std::vector<Node*> next;
      for (std::size_t i = 0; i < terms.size(); i += lut_inputs) {
        Node* group = terms[i];
        for (std::size_t j = i + 1; j < std::min(terms.size(), i + lut_inputs); ++j)
          group = rebuild_.to.bitwise(Op::xor_, group, terms[j]);
        next.push_back(group);
      }
      terms = std::move(next);
    }
    return terms.front();
  }

  std::vector<Node*> live_;
  Rebuild rebuild_;
  std::vector<std::vector<Sum>> sums_;
  std::vector<unsigned> depths_;
  std::vector<Node*> nodes_;
};

}  // namespace

Graph linear(const Graph& graph) { return Linear(graph).run(); }

}  // namespace hlsc
