#include "graph/bits.hpp"

#include <ranges>

namespace hlsc {
namespace {

using llvm::APInt;
using llvm::KnownBits;

KnownBits bit(std::optional<bool> value) {
  return value ? KnownBits::makeConstant(APInt(1, *value ? 1 : 0)) : KnownBits(1);
}

class Analysis {
 public:
  Analysis(const Graph& graph, const std::vector<Node*>& live) : graph_(graph), live_(live) {
    bits_.known.resize(graph.size());
    bits_.wanted.resize(graph.size());
  }

  Bits run() {
    know();
    want();
    return std::move(bits_);
  }

 private:
  // --- forward: what is known ---

  // From the assumption that nothing ever changes, until it holds.
  void know() {
    for (const StateVariable& state : graph_.states)
      states_.push_back(KnownBits::makeConstant(state.reset));
    for (const Ram& ram : graph_.rams)
      words_.push_back(KnownBits::makeConstant(APInt(std::max(1U, ram.width), 0)));
    std::vector<char> written(graph_.rams.size(), 0);
    bool changed = true;
    while (changed) {
      changed = false;
      for (const Node* const node : live_) bits_.known[node->id] = known(*node);
      for (std::size_t i = 0; i < states_.size(); ++i) {
        if (graph_.states[i].current == nullptr) continue;
        // A state that nobody looks at is not in `live_`.
        const KnownBits& next = bits_.known[graph_.states[i].next->id];
        if (next.getBitWidth() != states_[i].getBitWidth()) continue;
        changed |= weaken(states_[i], next);
      }
      for (const Node* const node : live_) {
        if (node->op != Op::ram_write) continue;
        const KnownBits& value = bits_.known[node->in[2]->id];
        if (written[node->index] == 0) {
          written[node->index] = 1;
          changed |= words_[node->index].Zero != value.Zero || words_[node->index].One != value.One;
          words_[node->index] = value;
        } else {
          changed |= weaken(words_[node->index], value);
        }
      }
    }
  }

  static bool weaken(KnownBits& held, const KnownBits& by) {
    const KnownBits both = held.intersectWith(by);
    if (both.Zero == held.Zero && both.One == held.One) return false;
    held = both;
    return true;
  }

  KnownBits known(const Node& node) const {
    const auto in = [&](unsigned i) -> const KnownBits& { return bits_.known[node.in[i]->id]; };
    switch (node.op) {
      case Op::constant:
        return KnownBits::makeConstant(node.value);
      case Op::state:
        return states_[node.index];
      case Op::ram_read:
        return words_[node.index];
      case Op::slice:
        return in(0).extractBits(node.width, node.low);
      case Op::concat: {
        KnownBits all(node.width);
        unsigned low = 0;
        for (unsigned i = 0; i < node.in.size(); ++i) {
          all.insertBits(in(i), low);
          low += node.in[i]->width;
        }
        return all;
      }
      case Op::invert: {
        KnownBits inverted = in(0);
        std::swap(inverted.Zero, inverted.One);
        return inverted;
      }
      case Op::and_:
        return in(0) & in(1);
      case Op::or_:
        return in(0) | in(1);
      case Op::xor_:
        return in(0) ^ in(1);
      case Op::select:
        if (in(0).isConstant()) return in(0).isZero() ? in(2) : in(1);
        return in(1).intersectWith(in(2));
      case Op::add:
        return KnownBits::computeForAddSub(true, false, false, in(0), in(1));
      case Op::sub:
        return KnownBits::computeForAddSub(false, false, false, in(0), in(1));
      case Op::mul:
        return KnownBits::mul(in(0), in(1));
      case Op::equal:
        return bit(KnownBits::eq(in(0), in(1)));
      case Op::less:
        return bit(KnownBits::ult(in(0), in(1)));
      default:
        return KnownBits(std::max(1U, node.width));
    }
  }

  // --- backward: what is wanted ---

  void want() {
    for (const Node* const node : live_)
      bits_.wanted[node->id] = APInt(std::max(1U, node->width), 0);
    std::vector<APInt> words;
    for (const Ram& ram : graph_.rams) words.emplace_back(std::max(1U, ram.width), 0);
    bool changed = true;
    while (changed) {
      changed = false;
      for (const Node* const at : std::views::reverse(live_)) {
        const Node& node = *at;
        if (node.op == Op::state) {
          changed |= ask(graph_.states[node.index].next, bits_.wanted[node.id]);
        } else if (node.op == Op::ram_read) {
          const APInt before = words[node.index];
          words[node.index] |= bits_.wanted[node.id];
          changed |= before != words[node.index];
        } else if (node.op == Op::ram_write) {
          changed |= ask(node.in[2], words[node.index]);
        }
        changed |= pass_on(node);
      }
    }
  }

  bool ask(const Node* node, const APInt& bits) {
    APInt& wanted = bits_.wanted[node->id];
    const KnownBits& known = bits_.known[node->id];
    const APInt more = wanted | (bits & ~(known.Zero | known.One));
    if (more == wanted) return false;
    wanted = more;
    return true;
  }
  bool ask_all(const Node* node) { return ask(node, APInt::getAllOnes(std::max(1U, node->width))); }

  bool pass_on(const Node& node) {
    const APInt& wanted = bits_.wanted[node.id];
    bool changed = false;
    if (is_sink(node.op)) {
      for (unsigned i = 0; i < node.in.size(); ++i)
        if (node.op != Op::ram_write || i != 2) changed |= ask_all(node.in[i]);
      return changed;
    }
    if (wanted.isZero()) return false;
    switch (node.op) {
      case Op::slice:
        return ask(node.in[0], wanted.zext(node.in[0]->width) << node.low);
      case Op::concat: {
        unsigned low = 0;
        for (const Node* const part : node.in) {
          changed |= ask(part, wanted.extractBits(part->width, low));
          low += part->width;
        }
        return changed;
      }
      case Op::invert:
        return ask(node.in[0], wanted);
      case Op::and_:
        changed |= ask(node.in[0], wanted & ~bits_.known[node.in[1]->id].Zero);
        return ask(node.in[1], wanted & ~bits_.known[node.in[0]->id].Zero) || changed;
      case Op::or_:
        changed |= ask(node.in[0], wanted & ~bits_.known[node.in[1]->id].One);
        return ask(node.in[1], wanted & ~bits_.known[node.in[0]->id].One) || changed;
      case Op::xor_:
        changed |= ask(node.in[0], wanted);
        return ask(node.in[1], wanted) || changed;
      case Op::select:
        changed |= ask_all(node.in[0]);
        changed |= ask(node.in[1], wanted);
        return ask(node.in[2], wanted) || changed;
      case Op::add:
      case Op::sub:
      case Op::mul: {
        const APInt below = APInt::getLowBitsSet(node.width, wanted.getActiveBits());
        changed |= ask(node.in[0], below);
        return ask(node.in[1], below) || changed;
      }
      default:
        for (const Node* const input : node.in) changed |= ask_all(input);
        return changed;
    }
  }

  const Graph& graph_;
  const std::vector<Node*>& live_;
  Bits bits_;
  std::vector<KnownBits> states_;
  std::vector<KnownBits> words_;
};

}  // namespace

Bits analyse_bits(const Graph& graph, const std::vector<Node*>& live) {
  return Analysis(graph, live).run();
}

}  // namespace hlsc
