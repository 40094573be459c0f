// LLVM's operators in terms of the graph's few.
#pragma once

#include <llvm/IR/Instruction.h>
#include <llvm/IR/IntrinsicInst.h>

#include <functional>
#include <vector>

#include "graph/graph.hpp"

namespace hlsc {

using Operand = std::function<Node*(const llvm::Value*)>;

// An operator, cast, comparison, select or intrinsic with an integer as result.
Node* translate(Graph& graph, llvm::Instruction& instruction, const Operand& operand);

// An intrinsic that also says whether it overflowed: both results.
std::vector<Node*> translate_overflow(Graph& graph, llvm::IntrinsicInst& intrinsic,
                                      const Operand& operand);

}  // namespace hlsc
