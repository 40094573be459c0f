// Conditions: values of one bit, as products of what must hold.
#include <algorithm>

#include "graph/graph.hpp"
#include "graph/pieces.hpp"

namespace hlsc {
namespace {

constexpr std::size_t most_terms = 24;

// What must be 1 for a condition to be 1.
void add_terms(Node* condition, std::vector<Node*>& terms) {
  if (condition->op == Op::and_ && terms.size() < most_terms) {
    for (Node* const input : condition->in) add_terms(input, terms);
  } else if (std::ranges::find(terms, condition) == terms.end()) {
    terms.push_back(condition);
  }
}

}  // namespace

std::vector<Node*> terms_of(Node* condition) {
  std::vector<Node*> terms;
  add_terms(condition, terms);
  return terms;
}

Node* Graph::all_of(llvm::ArrayRef<Node*> terms) {
  Node* all = bit(true);
  for (Node* const term : terms) all = and_(all, term);
  return all;
}

// A condition of one bit: its simplest form, or nothing if there is no simpler one than a & b.
// Conditions have and_ and invert only, so that opposites are found; and the ways that meet again
// behind a branch get the condition that they had in front of it: ~(p & x) & ~(p & ~x) = ~p.
Node* Graph::conjunction(Node* a, Node* b) {
  const std::vector<Node*> of_a = terms_of(a);
  const std::vector<Node*> of_b = terms_of(b);
  const auto contains = [](const std::vector<Node*>& terms, const Node* term) {
    return std::ranges::find(terms, term) != terms.end();
  };
  for (const Node* const x : of_a)
    for (const Node* const y : of_b)
      if (opposite(x, y)) return bit(false);
  if (std::ranges::all_of(of_b, [&](const Node* term) { return contains(of_a, term); })) return a;
  if (std::ranges::all_of(of_a, [&](const Node* term) { return contains(of_b, term); })) return b;
  // a & ~(u & v), where a says something of u.
  const auto beside = [&](Node* first, const std::vector<Node*>& known, Node* second) -> Node* {
    if (second->op != Op::invert || second->in[0]->op != Op::and_) return nullptr;
    std::vector<Node*> open;
    bool changed = false;
    for (Node* const term : terms_of(second->in[0])) {
      if (std::ranges::any_of(known, [&](const Node* other) { return opposite(term, other); }))
        return first;
      if (contains(known, term)) {
        changed = true;
      } else {
        open.push_back(term);
      }
    }
    return changed ? and_(first, invert(all_of(open))) : nullptr;
  };
  if (Node* const simpler = beside(a, of_a, b)) return simpler;
  if (Node* const simpler = beside(b, of_b, a)) return simpler;
  // ~(p & u) & ~(p & v) = ~(p & ~(~u & ~v))
  if (a->op != Op::invert || b->op != Op::invert) return nullptr;
  const std::vector<Node*> in_a = terms_of(a->in[0]);
  const std::vector<Node*> in_b = terms_of(b->in[0]);
  std::vector<Node*> common;
  std::vector<Node*> rest_a;
  std::vector<Node*> rest_b;
  for (Node* const term : in_a) (contains(in_b, term) ? common : rest_a).push_back(term);
  for (Node* const term : in_b)
    if (!contains(in_a, term)) rest_b.push_back(term);
  if (common.empty()) return nullptr;
  return invert(and_(all_of(common), invert(and_(invert(all_of(rest_a)), invert(all_of(rest_b))))));
}

// c ? p & u : p & v = p & (c ? u : v)
Node* Graph::common(Node* condition, Node* a, Node* b) {
  const std::vector<Node*> of_a = terms_of(a);
  const std::vector<Node*> of_b = terms_of(b);
  std::vector<Node*> both;
  std::vector<Node*> rest_a;
  std::vector<Node*> rest_b;
  for (Node* const term : of_a)
    (std::ranges::find(of_b, term) != of_b.end() ? both : rest_a).push_back(term);
  if (both.empty()) return nullptr;
  for (Node* const term : of_b)
    if (std::ranges::find(both, term) == both.end()) rest_b.push_back(term);
  return and_(all_of(both), select(condition, all_of(rest_a), all_of(rest_b)));
}

}  // namespace hlsc
