#include "hlsc/evaluator.hpp"

#include <gtest/gtest.h>
#include <llvm/ADT/StringExtras.h>

#include <ostream>

namespace hlsc::test {

using llvm::APInt;

namespace {

APInt bit(bool value) { return {1, value ? 1U : 0U}; }

APInt concatenated(const std::vector<APInt>& parts) {
  APInt all = parts.front();
  for (std::size_t i = 1; i < parts.size(); ++i) all = parts[i].concat(all);
  return all;
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Effects& effects) {
  for (const auto& [stream, value] : effects.writes)
    out << "write " << stream << ": " << llvm::toString(value, 16, false) << "; ";
  for (const auto& [stream, waits] : effects.reads)
    out << (waits ? "read " : "read_nb ") << stream << "; ";
  for (const auto& [question, answer] : effects.outcomes)
    out << "outcome " << question << ": " << answer << "; ";
  return out;
}

APInt plain(const Node& like, const std::vector<APInt>& in) {
  switch (like.op) {
    case Op::constant:
      return like.value;
    case Op::slice:
      return in[0].extractBits(like.width, like.low);
    case Op::concat:
      return concatenated(in);
    case Op::invert:
      return ~in[0];
    case Op::and_:
      return in[0] & in[1];
    case Op::or_:
      return in[0] | in[1];
    case Op::xor_:
      return in[0] ^ in[1];
    case Op::select:
      return in[0].isOne() ? in[1] : in[2];
    case Op::add:
      return in[0] + in[1];
    case Op::sub:
      return in[0] - in[1];
    case Op::mul:
      return in[0] * in[1];
    case Op::equal:
      return bit(in[0] == in[1]);
    case Op::less:
      return bit(in[0].ult(in[1]));
    default:
      ADD_FAILURE() << name_of(like.op) << " is no operator";
      return APInt(like.width, 0);
  }
}

Evaluator::Evaluator(const Graph& graph)
    : graph_(graph), live_(graph.live()), words_(graph.rams.size()) {
  for (const StateVariable& state : graph.states) states_.push_back(state.reset);
}

APInt Evaluator::value(const Node* node) {
  if (const auto known = values_.find(node); known != values_.end()) return known->second;
  return values_.emplace(node, compute(*node)).first->second;
}

APInt Evaluator::compute(const Node& node) {
  const auto said = [&](const std::map<unsigned, bool>& answers) {
    const auto answer = answers.find(node.index);
    return bit(answer == answers.end() || answer->second);
  };
  switch (node.op) {
    case Op::state:
      return states_[node.index];
    case Op::offered:
      return said(offer_.offered);
    case Op::room:
      return said(offer_.room);
    case Op::element: {
      const auto element = offer_.elements.find(node.index);
      return element == offer_.elements.end() ? APInt(node.width, 0) : element->second;
    }
    case Op::ram_read: {
      const auto& words = words_[node.index];
      const auto word = words.find(value(node.in[0]).getZExtValue());
      return word == words.end() ? APInt(node.width, 0) : word->second;
    }
    default: {
      std::vector<APInt> in;
      for (const Node* const input : node.in) in.push_back(value(input));
      return plain(node, in);
    }
  }
}

Effects Evaluator::fire(const Offer& offer) {
  values_.clear();
  offer_ = offer;
  // In order: what is deep would be a deep recursion.
  for (const Node* const node : live_)
    if (!is_sink(node->op)) values_.emplace(node, compute(*node));
  Effects effects;
  for (const Node* const sink : graph_.sinks) {
    const bool happens = value(sink->in[0]).isOne();
    if (sink->op == Op::outcome) effects.outcomes[sink->index] = happens;
    if (!happens) continue;
    if (sink->op == Op::write) effects.writes.emplace(sink->index, value(sink->in[1]));
    if (sink->op == Op::read) effects.reads[sink->index] = value(sink->in[1]).isOne();
    if (sink->op == Op::ram_write)
      words_[sink->index].insert_or_assign(value(sink->in[1]).getZExtValue(), value(sink->in[2]));
  }
  // Some read what others are about to become.
  std::vector<APInt> next;
  for (std::size_t i = 0; i < states_.size(); ++i) {
    const StateVariable& state = graph_.states[i];
    next.push_back(state.current == nullptr || state.next == nullptr ? states_[i]
                                                                     : value(state.next));
  }
  states_ = std::move(next);
  return effects;
}

APInt random_bits(std::mt19937& random, unsigned width) {
  // Sparse, dense and even values meet the corners that uniform ones miss.
  const unsigned kind = static_cast<unsigned>(random() % 6);
  if (kind == 0) return APInt(width, random() % 4).zextOrTrunc(width);
  if (kind == 1) return ~APInt(width, random() % 4).zextOrTrunc(width);
  APInt value(width, 0);
  for (unsigned i = 0; i < width; ++i)
    if (random() % 2 != 0) value.setBit(i);
  return value;
}

Offer random_offer(std::mt19937& random, const Graph& graph) {
  Offer offer;
  for (unsigned number = 0; number < graph.streams.size(); ++number) {
    const Stream& stream = graph.streams[number];
    if (stream.input) offer.elements.emplace(number, random_bits(random, stream.width()));
    if (stream.input) offer.offered[number] = random() % 4 != 0;
    if (stream.output) offer.room[number] = random() % 4 != 0;
  }
  return offer;
}

void expect_same_effects(const Graph& before, const Graph& after, std::mt19937& random,
                         unsigned firings) {
  Evaluator expected(before);
  Evaluator found(after);
  for (unsigned firing = 0; firing < firings; ++firing) {
    const Offer offer = random_offer(random, before);
    ASSERT_EQ(found.fire(offer), expected.fire(offer)) << "in firing " << firing;
  }
}

}  // namespace hlsc::test
