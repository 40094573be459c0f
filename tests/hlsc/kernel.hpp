// Processes that stand in the test: what they compute, and what hlsc says of them.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "compiler.hpp"
#include "graph/graph.hpp"
#include "hlsc/compiling.hpp"
#include "hlsc/evaluator.hpp"
#include "lower/directives.hpp"

namespace hlsc::test {

// The process `kernel` of a source, as the graph of a firing.
struct Kernel {
  Compiled compiled;
  Directives directives;
  Graph graph;      // before all passes
  Graph optimised;  // behind those that do not look at the clock
};
// \throws Error
std::unique_ptr<Kernel> kernel_of(const std::string& source);

// Fires a process, both before and behind the passes, and expects the same of both.
class KernelRun {
 public:
  explicit KernelRun(const std::string& source);

  // \param elements of input streams by name, all fields side by side, the first lowest; those that
  // are not named are empty
  // \returns what was written, by the name of the stream
  std::map<std::string, std::uint64_t> fire(const std::map<std::string, std::uint64_t>& elements);

  [[nodiscard]] const Graph& graph() const { return kernel_->optimised; }

 private:
  std::unique_ptr<Kernel> kernel_;
  Evaluator plain_;
  Evaluator optimised_;
};

// What is compiled for a top, its own files last; or what hlsc says of it: the text of its Error
// behind what Clang said.
struct Attempt {
  std::vector<Output> outputs;
  std::string error;
};
Attempt attempt(const std::string& source, const std::string& top, double clock_ns = 3.33);

// The process `kernel`, compiled to the end.
Output output_of(const std::string& source, double clock_ns = 3.33);
// What hlsc says of it: the text of its Error, or what Clang said; empty if it compiles.
std::string error_of(const std::string& source, double clock_ns = 3.33);

}  // namespace hlsc::test
