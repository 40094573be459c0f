// The loop of a leaf as a process: one iteration is one firing.
//
// What tells a firing its iteration is a stream of tokens: the number of the iteration, and the
// leaf's scalars. Memory is a stream of words, for the loop goes through it word by word.
#pragma once

#include <llvm/IR/Function.h>
#include <llvm/IR/Module.h>

#include "frontend/declarations.hpp"

namespace hlsc {

struct Loop {
  llvm::Function* firing;  // its arguments are the process' streams
  Process process;         // the leaf's parameters in their order, and the tokens at last
  std::string count;       // the scalar that says how many iterations there are
};

// \throws Error if the function is anything but one loop of as many iterations as a scalar says,
// that goes through its memory word by word
Loop make_iteration(llvm::Module& module, llvm::Function& body, const Leaf& leaf);

}  // namespace hlsc
