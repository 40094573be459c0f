// What the sources declare: processes, networks of them, and kernels that the host calls.
#pragma once

#include <clang/AST/ASTConsumer.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "frontend/layout.hpp"
#include "support/error.hpp"

namespace hlsc {

struct StreamParameter {
  std::string name;
  Payload payload;
};

// A function all of whose parameters are streams.
struct Process {
  std::string name;  // without namespaces
  std::string qualified_name;
  std::vector<StreamParameter> streams;
};

// A stream between two processes of a network. What it carries is known where it is read and
// written.
struct StreamVariable {
  std::string name;
  unsigned depth = 2;
  // Of `#pragma HLSC CREDIT`: how many elements it holds at most, since the process that reads it
  // counts what it lets into the loop.
  std::optional<unsigned> credit;
  Location location;
};

struct Task {
  std::string name;    // of the variable
  std::string symbol;  // of the process, in LLVM IR
  std::vector<std::string> streams;
  Location location;
};

// A function that declares streams and tasks, and nothing else.
struct Network {
  std::string name;  // without namespaces
  std::string qualified_name;
  std::vector<std::string> ports;
  std::vector<StreamVariable> streams;
  std::vector<Task> tasks;
  // What it holds besides, or what is wrong with a declaration: the first one.
  std::string fault;
  Location fault_location;
  Location location;  // of its name
};

// A parameter of a leaf.
struct LeafParameter {
  enum class Kind { stream, memory, scalar };
  Kind kind = Kind::stream;
  std::string name;
  Payload payload;       // what the stream carries, a word of the memory, or the scalar itself
  bool by_value = true;  // of a scalar: whether LLVM IR passes it so
};

// A kernel that the host calls: one pipelined loop between streams and memory (m_axi). Its
// parameters come by AXI4-Lite.
struct Leaf {
  std::string name;
  std::string qualified_name;
  std::vector<LeafParameter> parameters;
  std::map<std::string, std::string> bundles;  // by the memory's name
  std::string fault;
};

// By the name that the function has in LLVM IR.
using Processes = std::map<std::string, Process>;
using Networks = std::map<std::string, Network>;
using Leaves = std::map<std::string, Leaf>;

struct Declarations {
  Processes processes;
  Networks networks;
  Leaves leaves;
};

// Collects what a translation unit declares.
std::unique_ptr<clang::ASTConsumer> collect_declarations(Declarations& declarations);

}  // namespace hlsc
