// Which states wait for which.
#pragma once

#include <vector>

#include "graph/graph.hpp"

namespace hlsc {

// For each state, how many recurrences in a row its value comes through, its own included: states
// that need each other's last values are one recurrence. What comes through fewer can be computed
// stages before what comes through more, since those do not wait for these.
std::vector<unsigned> recurrences_before(const Graph& graph);

}  // namespace hlsc
