#include "graph/pieces.hpp"

#include <algorithm>
#include <ranges>

namespace hlsc {

namespace {

void add_runs(const Node* constant, unsigned low, std::vector<unsigned>& cuts) {
  for (unsigned i = 1; i < constant->width; ++i)
    if (constant->value[i] != constant->value[i - 1]) cuts.push_back(low + i);
}

}  // namespace

void add_cuts(const Node* value, CutAt at, std::vector<unsigned>& cuts) {
  if (at.runs && is_constant(value)) add_runs(value, 0, cuts);
  if (value->op != Op::concat) return;
  unsigned low = 0;
  for (std::size_t i = 0; i < value->in.size(); ++i) {
    const Node* const part = value->in[i];
    if (at.repeated_bits || i == 0 || part->width > 1 || value->in[i - 1] != part)
      cuts.push_back(low);
    if (at.runs && is_constant(part)) add_runs(part, low, cuts);
    low += part->width;
  }
}

std::vector<Piece> pieces_of(std::vector<unsigned>& cuts, unsigned width) {
  cuts.push_back(0);
  std::ranges::sort(cuts);
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i < cuts.size(); ++i) {
    const unsigned end = i + 1 < cuts.size() ? cuts[i + 1] : width;
    pieces.push_back({cuts[i], end - cuts[i]});
  }
  return pieces;
}

Node* repeated_bit(const Node* value) {
  if (value->op != Op::concat || value->in.front()->width != 1) return nullptr;
  Node* const bit = value->in.front();
  return std::ranges::all_of(value->in, [&](const Node* part) { return part == bit; }) ? bit
                                                                                       : nullptr;
}

unsigned leading_zeros(const Node* value) {
  if (is_constant(value)) return value->value.countl_zero();
  if (value->op != Op::concat) return 0;
  unsigned zeros = 0;
  for (const Node* const part : std::views::reverse(value->in)) {
    const unsigned here = is_constant(part) ? part->value.countl_zero() : 0;
    zeros += here;
    if (here != part->width) break;
  }
  return zeros;
}

unsigned trailing_zeros(const Node* value) {
  if (is_constant(value)) return value->value.countr_zero();
  if (value->op != Op::concat) return 0;
  unsigned zeros = 0;
  for (const Node* const part : value->in) {
    const unsigned here = is_constant(part) ? part->value.countr_zero() : 0;
    zeros += here;
    if (here != part->width) break;
  }
  return zeros;
}

bool opposite(const Node* a, const Node* b) {
  return (a->op == Op::invert && a->in[0] == b) || (b->op == Op::invert && b->in[0] == a);
}

}  // namespace hlsc
