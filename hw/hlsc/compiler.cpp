#include "compiler.hpp"

#include "leaf.hpp"
#include "network.hpp"
#include "support/error.hpp"

namespace hlsc {
namespace {

// The one that matches. \throws Error if there are several
template <class Declared, class Matches>
const std::pair<const std::string, Declared>* find_one(
    const std::map<std::string, Declared>& declared, const std::string& name, Matches matches) {
  const std::pair<const std::string, Declared>* found = nullptr;
  for (const auto& entry : declared) {
    if (!matches(entry.second)) continue;
    if (found != nullptr)
      throw Error("'" + name + "' names several functions: " + found->second.qualified_name +
                  " and " + entry.second.qualified_name);
    found = &entry;
  }
  return found;
}

// The one that is named so, by its whole name or by the last part of it.
template <class Declared>
const std::pair<const std::string, Declared>* find(const std::map<std::string, Declared>& declared,
                                                   const std::string& name) {
  const auto* const whole =
      find_one(declared, name, [&](const Declared& other) { return other.qualified_name == name; });
  if (whole != nullptr) return whole;
  return find_one(declared, name, [&](const Declared& other) { return other.name == name; });
}

template <class Declared>
void add_names(const std::map<std::string, Declared>& declared, std::string& names) {
  for (const auto& entry : declared) {
    if (!names.empty()) names += ", ";
    names += entry.second.qualified_name;
  }
}

}  // namespace

std::vector<Output> compile_top(const Options& options, llvm::raw_ostream& diagnostics) {
  llvm::LLVMContext context;
  const Program program = compile(options.sources, context, diagnostics);
  if (!program.module) throw Error("the sources do not compile");
  const Declarations& declared = program.declarations;
  if (const auto* const network = find(declared.networks, options.top))
    return compile_network(program, network->second, options.clock_ns);
  llvm::raw_ostream* const dump = options.dump_ir ? &diagnostics : nullptr;
  if (const auto* const leaf = find(declared.leaves, options.top))
    return compile_leaf(*program.module, *program.module->getFunction(leaf->first), leaf->second,
                        options.clock_ns, dump);
  const auto* const process = find(declared.processes, options.top);
  if (process == nullptr) {
    std::string names;
    add_names(declared.leaves, names);
    add_names(declared.networks, names);
    add_names(declared.processes, names);
    throw Error("no function over streams is named '" + options.top +
                "'; there are: " + (names.empty() ? "none" : names));
  }
  const llvm::Function* const body = program.module->getFunction(process->first);
  if (body == nullptr) throw Error("'" + options.top + "' has no body");
  return {compile_process(*program.module, *body, process->second, process->second.name,
                          options.clock_ns, dump)
              .output};
}

}  // namespace hlsc
