// From LLVM IR without loops and memory to the data flow of a firing.
#pragma once

#include <llvm/IR/Function.h>

#include "frontend/declarations.hpp"
#include "graph/graph.hpp"
#include "lower/memory.hpp"

namespace hlsc {

// \throws Error if the function does what hardware at one firing a cycle cannot
Graph build(llvm::Function& firing, const Process& process, const Memory& memory);

}  // namespace hlsc
