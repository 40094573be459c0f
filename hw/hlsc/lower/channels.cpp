#include "lower/channels.hpp"

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/Module.h>

#include "support/error.hpp"

namespace hlsc {

llvm::Function* channel_function(llvm::Module& module, const std::string& name, llvm::Type* result,
                                 llvm::ArrayRef<llvm::Type*> types) {
  auto* const function = llvm::cast<llvm::Function>(
      module.getOrInsertFunction(name, llvm::FunctionType::get(result, types, false)).getCallee());
  function->setMemoryEffects(llvm::MemoryEffects::inaccessibleMemOnly());
  function->setDoesNotThrow();
  function->setWillReturn();
  return function;
}

namespace {

using namespace llvm;

class Lowering {
 public:
  Lowering(Function& firing, const hlsc::Process& process)
      : module_(*firing.getParent()), process_(process) {}

  void lower(CallInst& call, StringRef operation) {
    const auto* const stream = dyn_cast<Argument>(call.getArgOperand(0)->stripPointerCasts());
    if (stream == nullptr) throw Error(call, "this stream is no parameter of the process");
    const StreamParameter& parameter = process_.streams[stream->getArgNo()];
    const Payload& payload = parameter.payload;
    if (!payload.unsupported.empty())
      throw Error(call, "stream '" + parameter.name + "' carries " + payload.unsupported +
                            ", which has no form in hardware");
    const std::string number = std::to_string(stream->getArgNo());
    IRBuilder<> builder(&call);
    if (operation == "empty") {
      Value* const data = builder.CreateCall(
          channel_function(module_, "hls.data." + number, builder.getInt1Ty(), {}));
      call.replaceAllUsesWith(builder.CreateNot(data));
    } else if (operation == "full") {
      Value* const room = builder.CreateCall(
          channel_function(module_, "hls.room." + number, builder.getInt1Ty(), {}));
      call.replaceAllUsesWith(builder.CreateNot(room));
    } else if (operation == "write" || operation == "write_nb") {
      const bool blocking = operation == "write";
      SmallVector<Type*> types;
      SmallVector<Value*> values;
      for (const Field& field : payload.fields) {
        types.push_back(builder.getIntNTy(field.width));
        values.push_back(load(builder, call.getArgOperand(1), field));
      }
      Value* const done = builder.CreateCall(
          channel_function(module_, ("hls." + operation + "." + number).str(),
                           blocking ? builder.getVoidTy() : static_cast<Type*>(builder.getInt1Ty()),
                           types),
          values);
      if (!blocking) call.replaceAllUsesWith(done);
    } else {
      const bool blocking = operation == "read";
      SmallVector<Type*> types;
      if (!blocking) types.push_back(builder.getInt1Ty());
      for (const Field& field : payload.fields) types.push_back(builder.getIntNTy(field.width));
      Value* const element =
          builder.CreateCall(channel_function(module_, ("hls." + operation + "." + number).str(),
                                              StructType::get(builder.getContext(), types), {}));
      unsigned at = blocking ? 0 : 1;
      for (const Field& field : payload.fields)
        store(builder, builder.CreateExtractValue(element, at++), call.getArgOperand(1), field);
      if (!blocking) call.replaceAllUsesWith(builder.CreateExtractValue(element, 0));
    }
    call.eraseFromParent();
  }

 private:
  static Value* load(IRBuilder<>& builder, Value* memory, const Field& field) {
    Value* const word =
        builder.CreateLoad(builder.getIntNTy(8 * field.storage),
                           builder.CreateConstGEP1_64(builder.getInt8Ty(), memory, field.offset));
    return builder.CreateTrunc(word, builder.getIntNTy(field.width), field.name);
  }
  static void store(IRBuilder<>& builder, Value* value, Value* memory, const Field& field) {
    value->setName(field.name);
    Type* const word = builder.getIntNTy(8 * field.storage);
    // An ap_int keeps its bits as an unsigned number.
    builder.CreateStore(builder.CreateZExt(value, word),
                        builder.CreateConstGEP1_64(builder.getInt8Ty(), memory, field.offset));
  }

  Module& module_;
  const hlsc::Process& process_;
};

}  // namespace

void lower_channels(Function& firing, const Process& process) {
  Lowering lowering(firing, process);
  for (Instruction& instruction : make_early_inc_range(instructions(firing))) {
    auto* const call = dyn_cast<CallInst>(&instruction);
    if (call == nullptr || call->getCalledFunction() == nullptr) continue;
    StringRef name = call->getCalledFunction()->getName();
    if (name.consume_front("__hls_") && name != "directive") lowering.lower(*call, name);
  }
}

}  // namespace hlsc
