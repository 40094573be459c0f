// Networks: functions that declare tasks.
#pragma once

#include <clang/AST/Decl.h>
#include <clang/AST/Expr.h>

#include <optional>
#include <string>
#include <vector>

#include "vitis/program.hpp"

namespace hlsc::vitis {

// A stream that a task is connected to, or a port.
struct Connection {
  const clang::Expr* argument;
  const clang::VarDecl* variable;   // none if it is no stream
  std::optional<unsigned> element;  // of an array of streams; none: the whole
};

struct Task {
  const clang::VarDecl* variable;
  std::string process_name;
  const Function* process;  // none if the sources do not have it
  std::vector<Connection> connections;

  [[nodiscard]] std::string name() const { return variable->getNameAsString(); }
};

struct Network {
  const Function* function;
  std::vector<const clang::VarDecl*> streams;
  std::vector<Task> tasks;
};

std::vector<Network> networks(const Program& program);

// What a function and those that it calls do with one of its streams.
struct Direction {
  bool reads = false;
  bool writes = false;
};
Direction direction(const Program& program, const Function& function, unsigned parameter);

}  // namespace hlsc::vitis
