// A network of processes, each compiled for itself and connected to the others.
#pragma once

#include <vector>

#include "frontend/compile.hpp"
#include "process.hpp"

namespace hlsc {

// \returns the files of each process, and at last those of the network
// \throws Error if a stream has not one writer and one reader, a cycle of the network has no bound,
// or a process cannot be compiled
std::vector<Output> compile_network(const Program& program, const Network& network,
                                    double clock_ns);

}  // namespace hlsc
