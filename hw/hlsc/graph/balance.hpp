// Chains of one operator as trees.
#pragma once

#include "graph/graph.hpp"
#include "schedule/timing.hpp"

namespace hlsc {

// and, or, xor and add: what comes late goes in last. Selects on top of each other: those that come
// together are chosen among first.
//
// `lead`: by how many LUT levels a value is earlier for each recurrence that it does not come
// through (graph/recurrences.hpp). Few make short pipelines; many keep all that can be computed
// before it out of a recurrence, at the cost of stages.
constexpr unsigned short_lead = 2;
constexpr unsigned long_lead = 1000;
Graph balance(const Graph& graph, const Timing& timing, unsigned lead = short_lead);

}  // namespace hlsc
