// Chains of one operator as trees.
#pragma once

#include "graph/graph.hpp"
#include "schedule/timing.hpp"

namespace hlsc {

// and, or, xor and add: what comes late goes in last. Selects on top of each other: those that come
// together are chosen among first.
Graph balance(const Graph& graph, const Timing& timing);

}  // namespace hlsc
