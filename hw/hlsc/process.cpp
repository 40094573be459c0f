#include "process.hpp"

#include <algorithm>

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

// Which streams the process asks for room.
std::vector<char> asked_for_room(const Graph& graph) {
  std::vector<char> asked(graph.streams.size(), 0);
  for (const Question& question : graph.questions)
    if (!question.data && !graph.streams[question.stream].waits_for_room)
      asked[question.stream] = 1;
  return asked;
}

}  // namespace

CompiledProcess compile_process(const llvm::Module& module, const llvm::Function& body,
                                const Process& process, const std::string& name, double clock_ns,
                                llvm::raw_ostream* dump_ir) {
  const std::unique_ptr<llvm::Module> own = isolated(module, body);
  const Directives directives = take_directives(*own);
  llvm::Function& firing = make_firing(*own, *own->getFunction(body.getName()));
  return compile_firing(*own, firing, process, directives, name, clock_ns, dump_ir);
}

CompiledProcess compile_firing(llvm::Module& module, llvm::Function& firing, const Process& process,
                               const Directives& directives, const std::string& name,
                               double clock_ns, llvm::raw_ostream* dump_ir) {
  check_name(name);
  Memory memory;
  lower_firing(module, firing, process, directives, memory);
  if (dump_ir != nullptr) module.print(*dump_ir, nullptr);

  const Timing timing(clock_ns);
  Graph graph = build(firing, process, memory);
  graph = merge_rams(narrowed(std::move(graph)));
  graph = narrowed(linear(speculate(narrowed(std::move(graph)))));
  const Pipeline made = pipeline(graph, timing);

  CompiledProcess compiled;
  const Printed printed = print_verilog(name, made.graph, made.schedule, timing);
  compiled.output = {name, printed.text,
                     print_json(name, made.graph, made.schedule, timing, printed),
                     print_report(name, made.graph, made.schedule, timing, printed)};
  compiled.streams = made.graph.streams;
  compiled.asks_room = asked_for_room(made.graph);
  compiled.questions = made.graph.questions;
  compiled.stages = made.schedule.stages;
  compiled.has_state = !memory.states.empty() || !memory.fields.empty();
  compiled.library = printed.library;
  compiled.always.assign(made.graph.streams.size(), 0);
  for (const Node* const sink : made.graph.sinks)
    if (sink->op == Op::read || sink->op == Op::write)
      compiled.always[sink->index] = is_ones(sink->in[0]) ? 1 : 0;
  return compiled;
}

}  // namespace hlsc
