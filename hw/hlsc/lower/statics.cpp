#include <llvm/Analysis/ConstantFolding.h>
#include <llvm/Demangle/Demangle.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Module.h>
#include <llvm/IR/ReplaceConstant.h>

#include "lower/memory.hpp"
#include "lower/types.hpp"
#include "support/error.hpp"

namespace hlsc {

using namespace llvm;

std::string source_name(const GlobalVariable& variable) {
  std::string name = demangle(variable.getName());
  if (const std::size_t scope = name.rfind("::"); scope != std::string::npos)
    name = name.substr(scope + 2);
  // What LLVM appends to tell equal names apart.
  if (const std::size_t dot = name.find('.'); dot != std::string::npos) name = name.substr(0, dot);
  if (const std::size_t space = name.find(' '); space != std::string::npos)
    name = name.substr(0, space);
  return name;
}

namespace {

// State enters at the beginning of the firing and leaves at its end.
class Lowering {
 public:
  Lowering(Function& firing, Memory& memory)
      : module_(*firing.getParent()), firing_(firing), memory_(memory) {
    for (BasicBlock& block : firing)
      if (isa<ReturnInst>(block.getTerminator())) return_ = block.getTerminator();
    if (return_ == nullptr) throw hlsc::Error("the process never returns");
  }

  void lower(GlobalVariable& variable) {
    const DataLayout& layout = module_.getDataLayout();
    IRBuilder<> builder(&*firing_.getEntryBlock().begin());
    AllocaInst* const local =
        builder.CreateAlloca(variable.getValueType(), nullptr, source_name(variable));
    local->setAlignment(variable.getAlign().valueOrOne());
    for (const Leaf& leaf : leaves_of(variable.getValueType(), layout)) {
      const auto* const reset = dyn_cast_or_null<ConstantInt>(ConstantFoldLoadFromConst(
          variable.getInitializer(), leaf.type, APInt(64, leaf.offset), layout));
      if (reset == nullptr)
        throw hlsc::Error("static variable '" + source_name(variable) +
                          "' has no constant integer value at reset");
      const auto number = static_cast<std::uint32_t>(memory_.states.size());
      memory_.states.push_back({source_name(variable) + leaf.name, reset->getValue()});
      builder.SetInsertPoint(firing_.getEntryBlock().getTerminator());
      builder.CreateStore(builder.CreateCall(load(leaf.type), {builder.getInt32(number)}),
                          at(builder, local, leaf));
      builder.SetInsertPoint(return_);
      builder.CreateCall(
          store(leaf.type),
          {builder.getInt32(number), builder.CreateLoad(leaf.type, at(builder, local, leaf))});
    }
    variable.replaceAllUsesWith(local);
  }

 private:
  static Value* at(IRBuilder<>& builder, Value* local, const Leaf& leaf) {
    return builder.CreateConstGEP1_64(builder.getInt8Ty(), local, leaf.offset);
  }
  FunctionCallee load(Type* type) {
    auto* const function = cast<Function>(
        module_
            .getOrInsertFunction(
                "hls.state.load." + std::to_string(type->getIntegerBitWidth()),
                FunctionType::get(type, {Type::getInt32Ty(type->getContext())}, false))
            .getCallee());
    function->setDoesNotAccessMemory();
    function->setDoesNotThrow();
    function->setWillReturn();
    return function;
  }
  FunctionCallee store(Type* type) {
    LLVMContext& context = type->getContext();
    auto* const function = cast<Function>(
        module_
            .getOrInsertFunction("hls.state.store." + std::to_string(type->getIntegerBitWidth()),
                                 FunctionType::get(Type::getVoidTy(context),
                                                   {Type::getInt32Ty(context), type}, false))
            .getCallee());
    function->setMemoryEffects(MemoryEffects::inaccessibleMemOnly());
    function->setDoesNotThrow();
    function->setWillReturn();
    return function;
  }

  Module& module_;
  Function& firing_;
  Memory& memory_;
  Instruction* return_ = nullptr;
};

bool in_ram(const GlobalVariable& variable, const Directives& directives) {
  const auto found = directives.find(&variable);
  return found != directives.end() && found->second.storage != Storage::registers;
}

}  // namespace

void lower_statics(Function& firing, const Directives& directives, Memory& memory) {
  Lowering lowering(firing, memory);
  for (GlobalVariable& variable : firing.getParent()->globals()) {
    variable.removeDeadConstantUsers();
    if (variable.use_empty() || variable.getName().starts_with("llvm.")) continue;
    SmallVector<Constant*> constants{&variable};
    convertUsersOfConstantsToInstructions(constants, &firing);
    if (variable.isConstant() || !variable.hasInitializer()) continue;
    for (const User* const user : variable.users()) {
      const auto* const instruction = dyn_cast<Instruction>(user);
      if (instruction == nullptr || instruction->getFunction() != &firing)
        throw hlsc::Error("static variable '" + source_name(variable) +
                          "' is not of this process alone");
    }
    if (!in_ram(variable, directives)) {
      lowering.lower(variable);
    } else if (!variable.getInitializer()->isNullValue()) {
      throw hlsc::Error("array '" + source_name(variable) +
                        "' in RAM begins with other values than 0: memories have no contents at "
                        "reset; write them in the first firings");
    }
  }
}

}  // namespace hlsc
