// What a process' streams carry, from the AST: LLVM IR knows no exact widths.
#pragma once

#include <clang/AST/ASTConsumer.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace hlsc {

// A number within a stream's payload.
struct Field {
  std::string name;  // as in C++: "round.first", "line[2]"; empty if the payload is a number itself
  unsigned offset;   // octets in memory
  unsigned storage;  // octets that it takes there
  unsigned width;    // bits that count
  bool is_signed;
  std::string signal;  // of AXI4-Stream: "TDATA", and "TLAST", "TKEEP", … of hls::axis
};

struct Payload {
  unsigned octets = 0;  // in memory
  std::vector<Field> fields;
  std::string unsupported;  // what it holds that hardware cannot, if anything
};

struct StreamParameter {
  std::string name;
  Payload payload;
};

// A function all of whose parameters are streams.
struct Process {
  std::string name;  // without namespaces
  std::string qualified_name;
  std::string location;  // "file:line:column"
  std::vector<StreamParameter> streams;
};

// By the name that the function has in LLVM IR.
using Processes = std::map<std::string, Process>;

// Collects the processes of a translation unit.
std::unique_ptr<clang::ASTConsumer> collect_processes(Processes& processes);

}  // namespace hlsc
