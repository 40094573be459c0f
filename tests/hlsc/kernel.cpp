#include "hlsc/kernel.hpp"

#include <gtest/gtest.h>

#include "graph/build.hpp"
#include "graph/merge_rams.hpp"
#include "graph/narrow.hpp"
#include "graph/speculate.hpp"
#include "lower/memory.hpp"
#include "lower/process.hpp"

namespace hlsc::test {

using llvm::APInt;

std::unique_ptr<Kernel> kernel_of(const std::string& source) {
  auto kernel = std::make_unique<Kernel>();
  kernel->compiled = compile(source);
  if (!kernel->compiled.module) throw Error(kernel->compiled.diagnostics);
  const auto found = std::ranges::find_if(kernel->compiled.processes, [](const auto& process) {
    return process.second.name == "kernel";
  });
  if (found == kernel->compiled.processes.end()) throw Error("there is no process 'kernel'");
  llvm::Module& module = *kernel->compiled.module;
  kernel->directives = take_directives(module);
  Memory memory;
  llvm::Function& firing = make_firing(module, *module.getFunction(found->first));
  lower_firing(module, firing, found->second, kernel->directives, memory);
  kernel->graph = build(firing, found->second, memory);
  kernel->optimised = speculate(narrowed(merge_rams(narrowed(narrow(kernel->graph)))));
  return kernel;
}

KernelRun::KernelRun(const std::string& source)
    : kernel_(kernel_of(source)), plain_(kernel_->graph), optimised_(kernel_->optimised) {}

std::map<std::string, std::uint64_t> KernelRun::fire(
    const std::map<std::string, std::uint64_t>& elements) {
  const std::vector<Stream>& streams = kernel_->graph.streams;
  Offer offer;
  for (unsigned number = 0; number < streams.size(); ++number) {
    const auto element = elements.find(streams[number].name);
    offer.offered[number] = element != elements.end();
    if (element != elements.end())
      offer.elements.emplace(number,
                             APInt(64, element->second).zextOrTrunc(streams[number].width()));
  }
  const Effects effects = plain_.fire(offer);
  EXPECT_EQ(optimised_.fire(offer), effects) << "the passes changed what it computes";
  std::map<std::string, std::uint64_t> written;
  for (const auto& [number, value] : effects.writes)
    written[streams[number].name] = value.getLimitedValue();
  return written;
}

namespace {

std::vector<Output> outputs_of(const std::string& source, const std::string& top, double clock_ns,
                               std::string& diagnostics) {
  const SourceFile file(source);
  Options options;
  options.sources = options_for(file);
  options.top = top;
  options.clock_ns = clock_ns;
  llvm::raw_string_ostream said(diagnostics);
  return compile_top(options, said);
}

}  // namespace

Attempt attempt(const std::string& source, const std::string& top, double clock_ns) {
  std::string diagnostics;
  try {
    return {outputs_of(source, top, clock_ns, diagnostics), ""};
  } catch (const Error& error) {
    return {{}, diagnostics + error.what()};
  }
}

Output output_of(const std::string& source, double clock_ns) {
  std::string diagnostics;
  return outputs_of(source, "kernel", clock_ns, diagnostics).back();
}

std::string error_of(const std::string& source, double clock_ns) {
  return attempt(source, "kernel", clock_ns).error;
}

}  // namespace hlsc::test
