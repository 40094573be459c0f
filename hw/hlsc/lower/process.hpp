// One process as one function: a call of it is one firing.
#pragma once

#include <llvm/IR/Function.h>
#include <llvm/IR/Module.h>

namespace hlsc {

// Makes a function that calls `body` once, and inlines everything into it.
// \returns that function; its arguments are the streams
llvm::Function& make_firing(llvm::Module& module, llvm::Function& body);

}  // namespace hlsc
