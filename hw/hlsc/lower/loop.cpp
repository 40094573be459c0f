#include "lower/loop.hpp"

#include <llvm/Analysis/AssumptionCache.h>
#include <llvm/Analysis/LoopInfo.h>
#include <llvm/Analysis/ScalarEvolution.h>
#include <llvm/Analysis/ScalarEvolutionExpressions.h>
#include <llvm/Analysis/TargetLibraryInfo.h>
#include <llvm/Analysis/ValueTracking.h>
#include <llvm/IR/Dominators.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/Transforms/Utils/BasicBlockUtils.h>

#include "lower/channels.hpp"
#include "lower/passes.hpp"
#include "lower/process.hpp"
#include "support/error.hpp"

namespace hlsc {

using namespace llvm;

namespace {

constexpr unsigned index_bits = 32;

class Extraction {
 public:
  Extraction(Module& module, Function& body, const Leaf& leaf)
      : module_(module), body_(body), leaf_(leaf), context_(module.getContext()) {}

  hlsc::Loop run() {
    describe();
    build();
    inline_all(module_, *firing_);
    // Words of memory may go to a stream, or come from one, without a variable between.
    lower_channels(*firing_, process_);
    run_passes(module_,
               "function(sroa<modify-cfg>,instsimplify,simplifycfg,instcombine,"
               "loop-simplify,lcssa)");
    extract();
    return {firing_, std::move(process_), count_};
  }

 private:
  [[noreturn]] void fail(const Twine& text) const {
    throw hlsc::Error("'" + leaf_.name + "': " + text);
  }

  // The process' streams: a word for memory, nothing for scalars, and the tokens.
  void describe() {
    process_.name = leaf_.name + "_loop";
    process_.qualified_name = leaf_.qualified_name;
    Payload token;
    token.fields.push_back({"iteration", 0, index_bits / 8, index_bits, false, "TDATA"});
    token.octets = index_bits / 8;
    for (const LeafParameter& parameter : leaf_.parameters) {
      const bool scalar = parameter.kind == LeafParameter::Kind::scalar;
      process_.streams.push_back({parameter.name, scalar ? Payload{} : parameter.payload});
      if (!scalar) continue;
      if (parameter.payload.fields.size() != 1)
        fail("parameter '" + parameter.name + "' is no integer");
      Field field = parameter.payload.fields.front();
      field.name = parameter.name;
      field.offset = token.octets;
      token.octets += field.storage;
      token.fields.push_back(field);
    }
    process_.streams.push_back({"tokens", token});
  }

  // A function of streams alone, that reads a token and calls the leaf.
  void build() {
    SmallVector<Type*> types(process_.streams.size(), PointerType::get(context_, 0));
    firing_ = Function::Create(FunctionType::get(Type::getVoidTy(context_), types, false),
                               GlobalValue::ExternalLinkage, "hlsc.firing", &module_);
    for (Argument& argument : firing_->args())
      argument.setName(process_.streams[argument.getArgNo()].name);
    IRBuilder<> builder(BasicBlock::Create(context_, "entry", firing_));
    const Payload& token = process_.streams.back().payload;
    SmallVector<Type*> fields;
    for (const Field& field : token.fields) fields.push_back(builder.getIntNTy(field.width));
    token_ = builder.CreateCall(
        channel_function(module_, "hls.read." + std::to_string(process_.streams.size() - 1),
                         StructType::get(context_, fields), {}));
    SmallVector<Value*> arguments;
    unsigned field = 1;
    for (const LeafParameter& parameter : leaf_.parameters) {
      if (parameter.kind != LeafParameter::Kind::scalar) {
        arguments.push_back(firing_->getArg(static_cast<unsigned>(arguments.size())));
        continue;
      }
      Value* const value = builder.CreateExtractValue(token_, field, parameter.name);
      Type* const storage = builder.getIntNTy(8 * token.fields[field].storage);
      ++field;
      if (parameter.by_value) {
        arguments.push_back(value);
      } else {
        AllocaInst* const variable = builder.CreateAlloca(storage, nullptr, parameter.name);
        builder.CreateStore(builder.CreateZExt(value, storage), variable);
        arguments.push_back(variable);
      }
    }
    call_and_return(builder, body_, arguments);
  }

  // The loop's body alone, for the iteration that the token says.
  void extract() {
    DominatorTree dominators(*firing_);
    LoopInfo loops(dominators);
    AssumptionCache assumptions(*firing_);
    const TargetLibraryInfoImpl library_implementation(Triple(module_.getTargetTriple()));
    TargetLibraryInfo library(library_implementation);
    ScalarEvolution evolution(*firing_, library, assumptions, dominators, loops);
    if (loops.getTopLevelLoops().size() != 1) fail("a kernel that the host calls is one loop");
    llvm::Loop& loop = *loops.getTopLevelLoops().front();
    BasicBlock* const header = loop.getHeader();
    BasicBlock* const latch = loop.getLoopLatch();
    BasicBlock* const exit = loop.getExitBlock();
    auto* const condition = dyn_cast<BranchInst>(header->getTerminator());
    if (latch == nullptr || exit == nullptr || loop.getExitingBlock() != header ||
        condition == nullptr)
      fail(
          "its loop must end where its condition says, and nowhere else: for (i = 0; i < count; "
          "++i)");
    count_ = count_of(evolution.getExitCount(&loop, header));
    convert_memory(evolution, loop);
    convert_counters(evolution, loop);
    BasicBlock* const inside = loop.contains(condition->getSuccessor(0))
                                   ? condition->getSuccessor(0)
                                   : condition->getSuccessor(1);
    BranchInst::Create(inside, condition->getIterator());
    condition->eraseFromParent();
    latch->getTerminator()->replaceSuccessorWith(header, exit);
    for (PHINode& phi : make_early_inc_range(exit->phis())) {
      if (!phi.use_empty()) fail("a value of its loop is used behind it");
      phi.eraseFromParent();
    }
    EliminateUnreachableBlocks(*firing_);
  }

  std::string count_of(const SCEV* count) const {
    while (const auto* const cast = dyn_cast<SCEVIntegralCastExpr>(count))
      count = cast->getOperand();
    if (const auto* const value = dyn_cast<SCEVUnknown>(count)) {
      const auto* const field = dyn_cast<ExtractValueInst>(value->getValue());
      if (field != nullptr && field->getAggregateOperand() == token_)
        return process_.streams.back().payload.fields[field->getIndices().front()].name;
    }
    std::string text;
    raw_string_ostream(text) << *count;
    fail("the number of its loop's iterations is no parameter, but " + text);
  }

  // Words of memory, read and written in their order.
  void convert_memory(ScalarEvolution& evolution, const llvm::Loop& loop) {
    for (Instruction& instruction : make_early_inc_range(instructions(*firing_))) {
      Value* pointer = nullptr;
      if (auto* const load = dyn_cast<LoadInst>(&instruction)) pointer = load->getPointerOperand();
      if (auto* const store = dyn_cast<StoreInst>(&instruction))
        pointer = store->getPointerOperand();
      auto* const memory =
          pointer == nullptr ? nullptr : dyn_cast<Argument>(getUnderlyingObject(pointer));
      if (memory == nullptr) continue;
      const LeafParameter& parameter = leaf_.parameters[memory->getArgNo()];
      const auto* const way = dyn_cast<SCEVAddRecExpr>(evolution.getSCEV(pointer));
      const bool in_order = way != nullptr && way->getLoop() == &loop && way->isAffine() &&
                            way->getStart() == evolution.getSCEV(memory) &&
                            isa<SCEVConstant>(way->getStepRecurrence(evolution)) &&
                            cast<SCEVConstant>(way->getStepRecurrence(evolution))->getAPInt() ==
                                parameter.payload.octets;
      if (!in_order)
        throw hlsc::Error(instruction, "'" + parameter.name +
                                           "' is not read or written word by word: hlsc takes "
                                           "memory[i], i the number of the iteration");
      IRBuilder<> builder(&instruction);
      const unsigned width = parameter.payload.width();
      const std::string number = std::to_string(memory->getArgNo());
      if (auto* const load = dyn_cast<LoadInst>(&instruction)) {
        if (load->getType() != builder.getIntNTy(width))
          throw hlsc::Error(instruction, "'" + parameter.name + "' is read in parts of a word");
        Function* const read =
            channel_function(module_, "hls.read." + number,
                             StructType::get(context_, ArrayRef<Type*>{load->getType()}), {});
        load->replaceAllUsesWith(builder.CreateExtractValue(builder.CreateCall(read), 0));
      } else {
        Value* const value = cast<StoreInst>(instruction).getValueOperand();
        if (value->getType() != builder.getIntNTy(width))
          throw hlsc::Error(instruction, "'" + parameter.name + "' is written in parts of a word");
        builder.CreateCall(channel_function(module_, "hls.write." + number, builder.getVoidTy(),
                                            {value->getType()}),
                           {value});
      }
      instruction.eraseFromParent();
    }
  }

  // What counts iterations is computed from their number.
  void convert_counters(ScalarEvolution& evolution, const llvm::Loop& loop) {
    IRBuilder<> builder(token_->getNextNode());
    Value* const iteration = builder.CreateExtractValue(token_, 0, "iteration");
    for (PHINode& phi : make_early_inc_range(loop.getHeader()->phis())) {
      const auto* const way = evolution.isSCEVable(phi.getType())
                                  ? dyn_cast<SCEVAddRecExpr>(evolution.getSCEV(&phi))
                                  : nullptr;
      const auto* const start = way == nullptr ? nullptr : dyn_cast<SCEVConstant>(way->getStart());
      const auto* const step =
          way == nullptr ? nullptr : dyn_cast<SCEVConstant>(way->getStepRecurrence(evolution));
      if (start == nullptr || step == nullptr || !way->isAffine())
        fail("a value goes from iteration to iteration of its loop: only counters may");
      Value* const number = builder.CreateZExtOrTrunc(iteration, phi.getType());
      Value* const value =
          builder.CreateAdd(builder.CreateMul(number, builder.getInt(step->getAPInt())),
                            builder.getInt(start->getAPInt()));
      phi.replaceAllUsesWith(value);
      phi.eraseFromParent();
    }
  }

  Module& module_;
  Function& body_;
  const Leaf& leaf_;
  LLVMContext& context_;
  hlsc::Process process_;
  Function* firing_ = nullptr;
  CallInst* token_ = nullptr;
  std::string count_;
};

}  // namespace

hlsc::Loop make_iteration(Module& module, Function& body, const Leaf& leaf) {
  return Extraction(module, body, leaf).run();
}

}  // namespace hlsc
