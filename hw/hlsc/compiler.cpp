#include "compiler.hpp"

#include <llvm/IR/Verifier.h>

#include "graph/balance.hpp"
#include "graph/build.hpp"
#include "graph/expand.hpp"
#include "graph/linear.hpp"
#include "graph/merge_rams.hpp"
#include "graph/narrow.hpp"
#include "graph/speculate.hpp"
#include "lower/directives.hpp"
#include "lower/memory.hpp"
#include "lower/process.hpp"
#include "print/names.hpp"
#include "print/report.hpp"
#include "print/verilog.hpp"
#include "schedule/schedule.hpp"
#include "support/error.hpp"

namespace hlsc {
namespace {

const std::pair<const std::string, Process>& find_top(const Processes& processes,
                                                      const std::string& top) {
  const std::pair<const std::string, Process>* found = nullptr;
  std::string names;
  for (const auto& entry : processes) {
    const Process& process = entry.second;
    names += (names.empty() ? "" : ", ") + process.qualified_name;
    if (process.name != top && process.qualified_name != top) continue;
    if (found != nullptr)
      throw Error("'" + top + "' names several functions: " + found->second.qualified_name +
                  " and " + process.qualified_name);
    found = &entry;
  }
  if (found == nullptr)
    throw Error("no function over streams is named '" + top +
                "'; there are: " + (names.empty() ? "none" : names));
  return *found;
}

struct Pipeline {
  Graph graph;
  Schedule schedule;
};

Pipeline pipeline(const Graph& graph, const Timing& timing, unsigned lead) {
  Graph balanced = narrowed(expand(balance(graph, timing, lead), timing));
  Schedule placed = schedule(balanced, timing);
  return {std::move(balanced), std::move(placed)};
}

// A short one if that fits.
Pipeline pipeline(const Graph& graph, const Timing& timing) {
  try {
    return pipeline(graph, timing, short_lead);
  } catch (const Error&) {
    return pipeline(graph, timing, long_lead);
  }
}

}  // namespace

Output compile_process(const Options& options, llvm::raw_ostream& diagnostics) {
  llvm::LLVMContext context;
  const Program program = compile(options.sources, context, diagnostics);
  if (!program.module) throw Error("the sources do not compile");
  const auto& [symbol, process] = find_top(program.processes, options.top);
  if (is_reserved(process.name))
    throw Error("'" + process.name +
                "' is a reserved word of SystemVerilog: name the process otherwise");
  llvm::Module& module = *program.module;
  llvm::Function* const body = module.getFunction(symbol);
  if (body == nullptr) throw Error("'" + options.top + "' has no body");

  const Directives directives = take_directives(module);
  Memory memory;
  llvm::Function& firing = lower_process(module, *body, process, directives, memory);
  if (options.dump_ir) module.print(diagnostics, nullptr);

  const Timing timing(options.clock_ns);
  Graph graph = build(firing, process, memory);
  graph = merge_rams(narrowed(std::move(graph)));
  graph = narrowed(linear(speculate(narrowed(std::move(graph)))));
  const Pipeline made = pipeline(graph, timing);

  Output output;
  output.name = process.name;
  const Printed printed = print_verilog(output.name, made.graph, made.schedule, timing);
  output.verilog = printed.text;
  output.json = print_json(output.name, made.graph, made.schedule, timing, printed);
  output.report = print_report(output.name, made.graph, made.schedule, timing, printed);
  return output;
}

}  // namespace hlsc
