#include "graph/pieces.hpp"

#include <algorithm>
#include <ranges>

namespace hlsc {

void add_cuts(const Node* value, bool runs, std::vector<unsigned>& cuts) {
  if (value->op == Op::concat) {
    unsigned low = 0;
    for (const Node* const part : value->in) {
      cuts.push_back(low);
      if (runs && is_constant(part)) {
        for (unsigned i = 1; i < part->width; ++i)
          if (part->value[i] != part->value[i - 1]) cuts.push_back(low + i);
      }
      low += part->width;
    }
  } else if (runs && is_constant(value)) {
    for (unsigned i = 1; i < value->width; ++i)
      if (value->value[i] != value->value[i - 1]) cuts.push_back(i);
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
