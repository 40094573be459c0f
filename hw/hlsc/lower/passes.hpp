// LLVM's own passes.
#pragma once

#include <llvm/IR/Module.h>

#include <string>

namespace hlsc {

// Runs passes given as for LLVM's opt.
void run_passes(llvm::Module& module, const std::string& pipeline);

// Unrolls all loops fully, and brings variables out of memory.
// \throws Error if a loop cannot be unrolled
void unroll(llvm::Module& module, llvm::Function& firing);

// Simplifies a function without loops.
void simplify(llvm::Module& module);

}  // namespace hlsc
