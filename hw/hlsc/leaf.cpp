#include "leaf.hpp"

#include "lower/loop.hpp"
#include "lower/process.hpp"
#include "print/leaf.hpp"
#include "print/names.hpp"
#include "support/error.hpp"

namespace hlsc {
namespace {

// What the shell around the loop relies on.
void check_moves(const Leaf& leaf, const CompiledProcess& loop) {
  for (std::size_t i = 0; i < leaf.parameters.size(); ++i) {
    const LeafParameter& parameter = leaf.parameters[i];
    if (parameter.kind == LeafParameter::Kind::scalar) continue;
    const Stream& stream = loop.streams[i];
    const std::string what = "'" + parameter.name + "' of kernel '" + leaf.name + "' ";
    if (stream.input && stream.output) throw Error(what + "is read and written: one is possible");
    if (!stream.input && !stream.output) throw Error(what + "is never used");
    if (loop.always[i] == 0)
      throw Error(what + "does not move in each iteration: the end of a call is known by counting");
  }
}

}  // namespace

std::vector<Output> compile_leaf(const llvm::Module& module, const llvm::Function& body,
                                 const Leaf& leaf, double clock_ns, llvm::raw_ostream* dump_ir) {
  if (!leaf.fault.empty()) throw Error("kernel '" + leaf.name + "': " + leaf.fault);
  check_name(leaf.name);
  const std::unique_ptr<llvm::Module> own = isolated(module, body);
  const Directives directives = take_directives(*own);
  const Loop loop = make_iteration(*own, *own->getFunction(body.getName()), leaf);
  const CompiledProcess process = compile_firing(*own, *loop.firing, loop.process, directives,
                                                 loop.process.name, clock_ns, dump_ir);
  check_moves(leaf, process);
  return {process.output, print_leaf({leaf, process, loop.count, clock_ns})};
}

}  // namespace hlsc
