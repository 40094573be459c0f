#include "lower/process.hpp"

#include <llvm/IR/DIBuilder.h>
#include <llvm/IR/DebugInfoMetadata.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InstIterator.h>

#include "lower/passes.hpp"
#include "support/error.hpp"

namespace hlsc {

using namespace llvm;

Function& make_firing(Module& module, Function& body) {
  LLVMContext& context = module.getContext();
  auto* const firing = Function::Create(body.getFunctionType(), GlobalValue::ExternalLinkage,
                                        "hlsc.firing", &module);
  SmallVector<Value*> arguments;
  for (Argument& argument : firing->args()) {
    argument.setName(body.getArg(argument.getArgNo())->getName());
    arguments.push_back(&argument);
  }
  IRBuilder<> builder(BasicBlock::Create(context, "entry", firing));
  auto* const behind = BasicBlock::Create(context, "body", firing);
  builder.CreateBr(behind);
  builder.SetInsertPoint(behind);
  CallInst* const call = builder.CreateCall(&body, arguments);
  if (DISubprogram* const subprogram = body.getSubprogram()) {
    firing->setSubprogram(DISubprogram::getDistinct(
        context, subprogram->getScope(), "hlsc.firing", "", subprogram->getFile(),
        subprogram->getLine(), subprogram->getType(), subprogram->getLine(), nullptr, 0, 0,
        DINode::FlagZero, DISubprogram::SPFlagDefinition, subprogram->getUnit()));
    call->setDebugLoc(DILocation::get(context, subprogram->getLine(), 0, firing->getSubprogram()));
  }
  builder.CreateRetVoid();

  for (Function& function : module) {
    if (function.isDeclaration() || &function == firing) continue;
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
      throw Error(instruction, "recursion is not supported: '" + callee->getName() + "'");
  }
  return *firing;
}

}  // namespace hlsc
