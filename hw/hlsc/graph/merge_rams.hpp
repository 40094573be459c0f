// Fields of a RAM that are read and written together become one memory.
#pragma once

#include "graph/graph.hpp"

namespace hlsc {

Graph merge_rams(const Graph& graph);

}  // namespace hlsc
