// One process as one function: a call of it is one firing.
#pragma once

#include <llvm/IR/Function.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Module.h>

#include <memory>

#include "frontend/declarations.hpp"
#include "lower/memory.hpp"

namespace hlsc {

// Makes a function that calls `body` once, and inlines everything into it.
// \returns that function; its arguments are the streams
llvm::Function& make_firing(llvm::Module& module, llvm::Function& body);

// Takes a function without calls and with streams as arguments to one without loops, memory, and
// streams that are more than fields. \param memory gets the states and RAMs
void lower_firing(llvm::Module& module, llvm::Function& firing, const Process& process,
                  const Directives& directives, Memory& memory);

// A copy with `body` and what it calls: other functions are only declared.
// \throws Error if it shares a variable with one of these
std::unique_ptr<llvm::Module> isolated(const llvm::Module& module, const llvm::Function& body);

// --- for others that make a firing ---

// Ends a firing's entry: behind it stands a call of `body`, with its place in the source, and the
// end.
void call_and_return(llvm::IRBuilder<>& builder, llvm::Function& body,
                     llvm::ArrayRef<llvm::Value*> arguments);
void inline_all(llvm::Module& module, llvm::Function& firing);

}  // namespace hlsc
