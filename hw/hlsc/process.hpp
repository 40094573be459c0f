// One process: from LLVM IR to the files that are written.
#pragma once

#include <llvm/IR/Module.h>
#include <llvm/Support/raw_ostream.h>

#include <string>
#include <vector>

#include "frontend/declarations.hpp"
#include "graph/graph.hpp"

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
  unsigned stages = 0;
  bool has_state = false;
  std::vector<std::string> library;
};

// \param module is used up \param body the process' function in it
// \param name of the module in SystemVerilog
// \throws Error
CompiledProcess compile_process(llvm::Module& module, llvm::Function& body, const Process& process,
                                const std::string& name, double clock_ns,
                                llvm::raw_ostream* dump_ir = nullptr);

}  // namespace hlsc
