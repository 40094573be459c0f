// One process: from LLVM IR to the files that are written.
#pragma once

#include <llvm/IR/Module.h>
#include <llvm/Support/raw_ostream.h>

#include <string>
#include <vector>

#include "frontend/declarations.hpp"
#include "graph/graph.hpp"
#include "lower/directives.hpp"

namespace hlsc {

// The files of a module.
struct Output {
  std::string name;
  std::string verilog;
  std::string json;
  std::string report;
};

// What those who connect a process know of it.
struct CompiledProcess {
  Output output;
  std::vector<Stream> streams;  // its parameters
  std::vector<char> asks_room;  // whether it looks for room before it writes, for each of them
  std::vector<Question> questions;
  std::vector<char> always;  // whether each firing moves one element, for each of the streams
  unsigned stages = 0;
  bool has_state = false;
  std::vector<std::string> library;
};

// \param body the process' function in the module \param name of the module in SystemVerilog
// \throws Error
CompiledProcess compile_process(const llvm::Module& module, const llvm::Function& body,
                                const Process& process, const std::string& name, double clock_ns,
                                llvm::raw_ostream* dump_ir = nullptr);

// The same from a function that stands for one firing (lower/process.hpp). \param module is used up
CompiledProcess compile_firing(llvm::Module& module, llvm::Function& firing, const Process& process,
                               const Directives& directives, const std::string& name,
                               double clock_ns, llvm::raw_ostream* dump_ir = nullptr);

}  // namespace hlsc
