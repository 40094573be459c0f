// Operators that are too wide for one stage, in parts that fit.
#pragma once

#include "graph/graph.hpp"
#include "schedule/timing.hpp"

namespace hlsc {

Graph expand(const Graph& graph, const Timing& timing);

}  // namespace hlsc
