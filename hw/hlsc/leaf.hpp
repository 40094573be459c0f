// A kernel that the host calls: registers, memory adapters, and its loop as a pipeline.
#pragma once

#include <vector>

#include "frontend/compile.hpp"
#include "process.hpp"

namespace hlsc {

// \returns the files of the loop, and at last those of the kernel
// \throws Error
std::vector<Output> compile_leaf(const llvm::Module& module, const llvm::Function& body,
                                 const Leaf& leaf, double clock_ns,
                                 llvm::raw_ostream* dump_ir = nullptr);

}  // namespace hlsc
