// Sums over GF(2): CRCs, scramblers, parities. A bit that comes out of a deep network of xor is the
// xor of some bits that go in, and no deeper than that.
#pragma once

#include "graph/graph.hpp"

namespace hlsc {

Graph linear(const Graph& graph);

}  // namespace hlsc
