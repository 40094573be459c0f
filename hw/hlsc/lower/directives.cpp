#include "lower/directives.hpp"

#include <llvm/ADT/STLExtras.h>
#include <llvm/Analysis/ValueTracking.h>
#include <llvm/IR/Instructions.h>

#include "frontend/directive.hpp"
#include "support/error.hpp"

namespace hlsc {
namespace {

Storage storage_of(const llvm::CallInst& call, llvm::StringRef impl) {
  const std::string name = impl.lower();
  if (name == "uram") return Storage::ultra;
  if (name == "bram" || name.empty() || name == "auto") return Storage::block;
  if (name == "lutram") return Storage::lutram;
  throw Error(call,
              "BIND_STORAGE: no storage is named '" + name + "'; there are bram, uram and lutram");
}

// Of an array: how often it is indexed.
unsigned dimensions_of(const llvm::Type* type) {
  unsigned dimensions = 0;
  for (; type->isArrayTy(); type = type->getArrayElementType()) ++dimensions;
  return dimensions;
}

void apply(const llvm::CallInst& call, const DirectiveText& text, unsigned dimensions,
           ArrayDirectives& array) {
  if (text.verb() == "BIND_STORAGE") {
    if (text.option("type").contains_insensitive("fifo"))
      throw Error(call, "BIND_STORAGE: a FIFO is a stream, not an array");
    array.storage = storage_of(call, text.option("impl"));
    if (!text.option("latency").empty()) {
      array.latency = text.number("latency").value_or(0);
      if (array.latency < 1 || array.latency > 8)
        throw Error(call, "BIND_STORAGE: latency must be 1 to 8");
    }
  } else if (text.verb() == "DEPENDENCE") {
    if (text.has("false")) {
      array.independent = true;
    } else if (!text.option("distance").empty()) {
      array.distance = text.number("distance");
      if (array.distance.value_or(0) < 1)
        throw Error(call, "DEPENDENCE: distance must be a number from 1 on");
    }
  } else if (text.verb() == "ARRAY_PARTITION") {
    if (text.has("cyclic") || text.has("block"))
      throw Error(call, "ARRAY_PARTITION: only complete partitions are supported");
    const unsigned dimension =
        text.option("dim").empty() ? 1 : text.number("dim").value_or(dimensions + 1);
    if (dimension > dimensions)
      throw Error(call, "ARRAY_PARTITION: dim must be 0 to " + llvm::Twine(dimensions) +
                            ", as many dimensions as the array has");
    if (dimension == 0) {
      array.all_dimensions = true;
    } else {
      array.dimensions.insert(dimension);
    }
  }
}

}  // namespace

Directives take_directives(llvm::Module& module) {
  Directives directives;
  llvm::Function* const function = module.getFunction(directive_function);
  if (function == nullptr) return directives;
  for (llvm::User* const user : llvm::make_early_inc_range(function->users())) {
    auto* const call = llvm::cast<llvm::CallInst>(user);
    llvm::StringRef line;
    llvm::getConstantStringInfo(call->getArgOperand(0), line);
    const DirectiveText text(line);
    if (call->arg_size() > 1) {
      const llvm::Value* const variable = call->getArgOperand(1)->stripPointerCasts();
      if (const auto* const global = llvm::dyn_cast<llvm::GlobalVariable>(variable)) {
        apply(*call, text, dimensions_of(global->getValueType()), directives[global]);
      } else if (text.verb() == "BIND_STORAGE" || text.verb() == "DEPENDENCE") {
        throw Error(*call, text.verb() + " is for static arrays");
      }
    }
    call->eraseFromParent();
  }
  return directives;
}

}  // namespace hlsc
