// C++ kernels to LLVM IR.
#pragma once

#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>
#include <llvm/Support/raw_ostream.h>

#include <memory>
#include <string>
#include <vector>

#include "frontend/declarations.hpp"

namespace hlsc {

struct CompileOptions {
  // C++14 sources.
  std::vector<std::string> sources;
  std::vector<std::string> include_directories;
  // NAME or NAME=VALUE.
  std::vector<std::string> defines;
};

struct Program {
  std::unique_ptr<llvm::Module> module;  // not optimised yet; nothing if there were errors
  Declarations declarations;
};

// Compiles the sources and links them to one module. __HLS_OPEN__ is defined.
// \param diagnostics where errors and warnings go, with file, line, column and caret
Program compile(const CompileOptions& options, llvm::LLVMContext& context,
                llvm::raw_ostream& diagnostics);

}  // namespace hlsc
