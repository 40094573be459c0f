// What is known of each bit, and which bits anybody wants.
#pragma once

#include <llvm/Support/KnownBits.h>

#include <vector>

#include "graph/graph.hpp"

namespace hlsc {

// Of the nodes that live(), by id.
struct Bits {
  std::vector<llvm::KnownBits> known;
  std::vector<llvm::APInt> wanted;  // known ones are not
};

// States and RAMs included: a state's bit that never changes is known to be what it is at reset,
// and a bit that is always written to a RAM is known when it is read. What nobody wrote may be
// anything.
Bits analyse_bits(const Graph& graph, const std::vector<Node*>& live);

}  // namespace hlsc
