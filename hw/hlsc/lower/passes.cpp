#include "lower/passes.hpp"

#include <llvm/ADT/DenseSet.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/Analysis/LoopInfo.h>
#include <llvm/IR/Dominators.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/IntrinsicInst.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Support/CommandLine.h>
#include <llvm/Transforms/Utils/BasicBlockUtils.h>
#include <llvm/Transforms/Utils/LoopUtils.h>

#include <array>
#include <mutex>

#include "support/error.hpp"

namespace hlsc {
namespace {

// Clears away what is never executed, and nothing else: ways that are threaded past each other, for
// a processor's sake, would make conditions depend on more than they did in the source. The graph
// does the rest (graph/graph.cpp).
const std::string plain_cfg =
    "simplifycfg<bonus-inst-threshold=0;no-forward-switch-cond;no-switch-range-to-icmp;"
    "no-switch-to-lookup;no-hoist-common-insts;no-sink-common-insts;"
    "no-simplify-cond-branch>";

// The unroller has its limits in options of the command line only.
void lift_unroll_limits() {
  static std::once_flag once;
  std::call_once(once, [] {
    constexpr std::array arguments = {"hlsc", "-pragma-unroll-threshold=100000000",
                                      "-unroll-max-iteration-count-to-analyze=0"};
    llvm::cl::ParseCommandLineOptions(static_cast<int>(arguments.size()), arguments.data());
  });
}

// Marks every loop as one to unroll: within a pipelined body there is no other way (UG1399,
// "pragma HLS pipeline").
bool mark_loops(llvm::Function& function) {
  llvm::DominatorTree dominators(function);
  llvm::LoopInfo loops(dominators);
  for (llvm::Loop* const top : loops.getTopLevelLoops())
    for (llvm::Loop* const loop : top->getLoopsInPreorder())
      llvm::addStringMetadataToLoop(loop, "llvm.loop.unroll.full", 1);
  return !loops.empty();
}

// A way that is never taken is no condition: what ends in `unreachable` goes.
void drop_unreachable_ways(llvm::Function& function) {
  for (llvm::BasicBlock& block : function) {
    llvm::Instruction* const end = block.getTerminator();
    const auto leads_nowhere = [](const llvm::BasicBlock* to) {
      return llvm::isa<llvm::UnreachableInst>(to->getFirstNonPHIOrDbg());
    };
    if (auto* const choice = llvm::dyn_cast<llvm::SwitchInst>(end)) {
      if (!leads_nowhere(choice->getDefaultDest()) || choice->getNumCases() == 0) continue;
      const auto last = std::prev(choice->case_end());
      choice->getDefaultDest()->removePredecessor(&block);
      choice->setDefaultDest(last->getCaseSuccessor());
      choice->removeCase(last);
    } else if (auto* const branch = llvm::dyn_cast<llvm::BranchInst>(end)) {
      if (branch->isUnconditional()) continue;
      for (const unsigned side : {0U, 1U}) {
        if (!leads_nowhere(branch->getSuccessor(side))) continue;
        branch->getSuccessor(side)->removePredecessor(&block);
        llvm::BranchInst::Create(branch->getSuccessor(1 - side), branch->getIterator());
        branch->eraseFromParent();
        break;
      }
    }
  }
  llvm::EliminateUnreachableBlocks(function);
}

// Whether a use of a local variable brings nothing of it anywhere: it ends, or is written or copied
// to one of `unread`.
bool is_unread_use(const llvm::Use& use, const llvm::DenseSet<const llvm::Value*>& unread) {
  const auto* const intrinsic = llvm::dyn_cast<llvm::IntrinsicInst>(use.getUser());
  if (intrinsic == nullptr) return false;
  if (intrinsic->isLifetimeStartOrEnd()) return true;
  const auto* const write = llvm::dyn_cast<llvm::MemIntrinsic>(intrinsic);
  if (write == nullptr) return false;
  const auto* const transfer = llvm::dyn_cast<llvm::MemTransferInst>(write);
  return use.getOperandNo() == 0 ? transfer == nullptr || unread.contains(transfer->getRawSource())
                                 : unread.contains(write->getRawDest());
}

// Padding of structs that are copied to each other lives on as variables that nobody reads.
void drop_unread_variables(llvm::Function& function) {
  llvm::DenseSet<const llvm::Value*> unread;
  std::vector<llvm::AllocaInst*> variables;
  for (llvm::Instruction& instruction : llvm::instructions(function))
    if (auto* const variable = llvm::dyn_cast<llvm::AllocaInst>(&instruction)) {
      unread.insert(variable);
      variables.push_back(variable);
    }
  const auto is_read = [&](const llvm::AllocaInst* variable) {
    return llvm::any_of(variable->uses(),
                        [&](const llvm::Use& use) { return !is_unread_use(use, unread); });
  };
  while (true) {
    const auto read = llvm::find_if(variables, is_read);
    if (read == variables.end()) break;
    unread.erase(*read);
    variables.erase(read);
  }
  for (llvm::AllocaInst* const variable : variables) {
    while (!variable->use_empty())
      llvm::cast<llvm::Instruction>(variable->user_back())->eraseFromParent();
    variable->eraseFromParent();
  }
}

}  // namespace

void run_passes(llvm::Module& module, const std::string& pipeline) {
  // In this order: destroying them the other way round is not safe.
  llvm::LoopAnalysisManager loop;
  llvm::FunctionAnalysisManager function;
  llvm::CGSCCAnalysisManager cgscc;
  llvm::ModuleAnalysisManager all;
  llvm::PassBuilder builder;
  builder.registerModuleAnalyses(all);
  builder.registerCGSCCAnalyses(cgscc);
  builder.registerFunctionAnalyses(function);
  builder.registerLoopAnalyses(loop);
  builder.crossRegisterProxies(loop, function, cgscc, all);
  llvm::ModulePassManager passes;
  if (llvm::Error error = builder.parsePassPipeline(passes, pipeline))
    throw Error("internal: " + llvm::toString(std::move(error)));
  passes.run(module, all);
}

void unroll(llvm::Module& module, llvm::Function& firing) {
  lift_unroll_limits();
  run_passes(module, "function(sroa<modify-cfg>,instsimplify," + plain_cfg + ")");
  for (int round = 0; round < 4 && mark_loops(firing); ++round)
    run_passes(module,
               "function(loop-simplify,lcssa,loop-mssa(loop-rotate),loop(indvars,loop-unroll-full),"
               "sroa<modify-cfg>,instsimplify,sccp," +
                   plain_cfg + ")");
  const llvm::DominatorTree dominators(firing);
  const llvm::LoopInfo loops(dominators);
  if (!loops.empty())
    throw Error(location_of(loops.getTopLevelLoops().front()->getStartLoc()),
                "the number of this loop's iterations is not known: inside a pipelined body every "
                "loop is unrolled; give it constant bounds");
}

void simplify(llvm::Module& module) {
  run_passes(module, "function(sroa<modify-cfg>,instsimplify,sccp," + plain_cfg +
                         ",sroa,dse,sroa,adce),globaldce");
  for (llvm::Function& function : module)
    if (!function.isDeclaration()) {
      drop_unreachable_ways(function);
      drop_unread_variables(function);
    }
}

}  // namespace hlsc
