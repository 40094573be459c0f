// Compares before it chooses: a comparison of a choice with a constant becomes a choice between
// comparisons, which need not wait for the condition.
#pragma once

#include "graph/graph.hpp"

namespace hlsc {

Graph speculate(const Graph& graph);

}  // namespace hlsc
