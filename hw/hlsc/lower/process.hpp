// One process as one function: a call of it is one firing.
#pragma once

#include <llvm/IR/Function.h>
#include <llvm/IR/Module.h>

#include "frontend/declarations.hpp"
#include "lower/memory.hpp"

namespace hlsc {

// Makes a function that calls `body` once, and inlines everything into it.
// \returns that function; its arguments are the streams
llvm::Function& make_firing(llvm::Module& module, llvm::Function& body);

// All of lowering: the same without calls, loops, memory, and streams that are more than fields.
// \param memory gets the states and RAMs
llvm::Function& lower_process(llvm::Module& module, llvm::Function& body, const Process& process,
                              const Directives& directives, Memory& memory);

}  // namespace hlsc
