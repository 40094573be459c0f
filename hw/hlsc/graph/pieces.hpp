// How a value is put together: what the constructors of nodes look at to simplify.
#pragma once

#include <vector>

#include "graph/graph.hpp"

namespace hlsc {

// A part of a value that is one thing: a part of a concat, or a run of equal bits of a constant.
struct Piece {
  unsigned low;
  unsigned width;
};

// Where the pieces of a value begin besides the parts of a concat.
struct CutAt {
  bool runs;           // runs of equal bits of a constant
  bool repeated_bits;  // each bit of a bit that is repeated, which else is one piece
};
void add_cuts(const Node* value, CutAt at, std::vector<unsigned>& cuts);
// Sorts the cuts.
std::vector<Piece> pieces_of(std::vector<unsigned>& cuts, unsigned width);

// The bit that a value repeats, or none.
Node* repeated_bit(const Node* value);

// Constant zeros at the top, and at the bottom of a value.
unsigned leading_zeros(const Node* value);
unsigned trailing_zeros(const Node* value);

// Whether one is the inverse of the other.
bool opposite(const Node* a, const Node* b);

}  // namespace hlsc
