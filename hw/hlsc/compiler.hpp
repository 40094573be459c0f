// The compiler as a library: from sources to the files that it writes.
#pragma once

#include <llvm/Support/raw_ostream.h>

#include <string>
#include <vector>

#include "frontend/compile.hpp"
#include "process.hpp"

namespace hlsc {

struct Options {
  CompileOptions sources;
  std::string top;  // name of a process or network, with or without its namespaces
  double clock_ns = 3.33;
  bool dump_ir = false;
};

// Compiles a process, or a network and all its processes: the files of the top come last.
// \param diagnostics where Clang's errors and warnings go
// \throws Error if the kernel is outside what hlsc accepts; its text is empty if Clang has said it
std::vector<Output> compile_top(const Options& options, llvm::raw_ostream& diagnostics);

}  // namespace hlsc
