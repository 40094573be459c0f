#include "lower/process.hpp"

#include <llvm/IR/DIBuilder.h>
#include <llvm/IR/DebugInfoMetadata.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/Transforms/Utils/Cloning.h>

#include <set>
#include <vector>

#include "lower/channels.hpp"
#include "lower/memory.hpp"
#include "lower/passes.hpp"
#include "support/error.hpp"

namespace hlsc {

using namespace llvm;

namespace {

// Functions that are called, the first one included.
std::set<const Function*> called_from(const Function& body) {
  std::set<const Function*> called;
  std::vector<const Function*> open = {&body};
  while (!open.empty()) {
    const Function* const function = open.back();
    open.pop_back();
    if (!called.insert(function).second) continue;
    for (const Instruction& instruction : instructions(*function)) {
      const auto* const call = dyn_cast<CallBase>(&instruction);
      if (call != nullptr && call->getCalledFunction() != nullptr)
        open.push_back(call->getCalledFunction());
    }
  }
  return called;
}

// A variable belongs to one process: others cannot see its registers.
void check_owners(const Module& module, const Function& body) {
  const std::set<const Function*> called = called_from(body);
  for (const GlobalVariable& variable : module.globals()) {
    if (variable.isConstant()) continue;
    const Function* inside = nullptr;
    const Function* outside = nullptr;
    std::vector<const User*> open(variable.user_begin(), variable.user_end());
    while (!open.empty()) {
      const User* const user = open.back();
      open.pop_back();
      if (const auto* const instruction = dyn_cast<Instruction>(user)) {
        (called.contains(instruction->getFunction()) ? inside : outside) =
            instruction->getFunction();
      } else {
        open.insert(open.end(), user->user_begin(), user->user_end());
      }
    }
    if (inside != nullptr && outside != nullptr)
      throw hlsc::Error("static variable '" + source_name(variable) +
                        "' is not of this process alone");
  }
}

}  // namespace

std::unique_ptr<Module> isolated(const Module& module, const Function& body) {
  check_owners(module, body);
  const std::set<const Function*> called = called_from(body);
  ValueToValueMapTy map;
  return CloneModule(module, map, [&](const GlobalValue* value) {
    const auto* const function = dyn_cast<Function>(value);
    return function == nullptr || called.contains(function);
  });
}

void call_and_return(IRBuilder<>& builder, Function& body, ArrayRef<Value*> arguments) {
  LLVMContext& context = body.getContext();
  Function& firing = *builder.GetInsertBlock()->getParent();
  auto* const behind = BasicBlock::Create(context, "body", &firing);
  builder.CreateBr(behind);
  builder.SetInsertPoint(behind);
  CallInst* const call = builder.CreateCall(&body, arguments);
  if (const DISubprogram* const subprogram = body.getSubprogram()) {
    firing.setSubprogram(DISubprogram::getDistinct(
        context, subprogram->getScope(), "hlsc.firing", "", subprogram->getFile(),
        subprogram->getLine(), subprogram->getType(), subprogram->getLine(), nullptr, 0, 0,
        DINode::FlagZero, DISubprogram::SPFlagDefinition, subprogram->getUnit()));
    call->setDebugLoc(DILocation::get(context, subprogram->getLine(), 0, firing.getSubprogram()));
  }
  builder.CreateRetVoid();
}

void inline_all(Module& module, Function& firing) {
  for (Function& function : module) {
    if (function.isDeclaration() || &function == &firing) continue;
    function.removeFnAttr(Attribute::NoInline);
    function.removeFnAttr(Attribute::OptimizeNone);
    function.addFnAttr(Attribute::AlwaysInline);
    function.setComdat(nullptr);
    function.setLinkage(GlobalValue::InternalLinkage);
  }
  // References to streams stand in variables until these are promoted.
  run_passes(module, "always-inline,globaldce,function(mem2reg)");

  for (Instruction& instruction : instructions(firing)) {
    const auto* const inlined = dyn_cast<CallBase>(&instruction);
    const Function* const callee = inlined == nullptr ? nullptr : inlined->getCalledFunction();
    if (callee != nullptr && !callee->isDeclaration())
      throw hlsc::Error(instruction, "recursion is not supported: '" + callee->getName() + "'");
  }
}

Function& make_firing(Module& module, Function& body) {
  auto* const firing = Function::Create(body.getFunctionType(), GlobalValue::ExternalLinkage,
                                        "hlsc.firing", &module);
  SmallVector<Value*> arguments;
  for (Argument& argument : firing->args()) {
    argument.setName(body.getArg(argument.getArgNo())->getName());
    arguments.push_back(&argument);
  }
  IRBuilder<> builder(BasicBlock::Create(module.getContext(), "entry", firing));
  call_and_return(builder, body, arguments);
  inline_all(module, *firing);
  return *firing;
}

void lower_firing(Module& module, Function& firing, const Process& process,
                  const Directives& directives, Memory& memory) {
  lower_channels(firing, process);
  lower_statics(firing, directives, memory);
  unroll(module, firing);
  lower_arrays(firing, directives, memory);
  simplify(module);
}

}  // namespace hlsc
