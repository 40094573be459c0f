// The compiler as a library: from sources to the files that it writes.
#pragma once

#include <llvm/Support/raw_ostream.h>

#include <string>

#include "frontend/compile.hpp"

namespace hlsc {

struct Options {
  CompileOptions sources;
  std::string top;  // name of a process, with or without its namespaces
  double clock_ns = 3.33;
  bool dump_ir = false;
};

struct Output {
  std::string name;
  std::string verilog;
  std::string json;
  std::string report;
};

// \param diagnostics where Clang's errors and warnings go
// \throws Error if the kernel is outside what hlsc accepts; its text is empty if Clang has said it
Output compile_process(const Options& options, llvm::raw_ostream& diagnostics);

}  // namespace hlsc
