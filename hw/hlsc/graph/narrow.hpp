// Makes every value as narrow as it can be: known bits become constants, unwanted ones vanish.
#pragma once

#include "graph/graph.hpp"

namespace hlsc {

Graph narrow(const Graph& graph);

// Again, until nothing becomes narrower.
Graph narrowed(Graph graph);

}  // namespace hlsc
