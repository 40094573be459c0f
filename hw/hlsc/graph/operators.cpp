#include "graph/operators.hpp"

#include <llvm/IR/InstrTypes.h>
#include <llvm/IR/Instructions.h>

#include "support/error.hpp"

namespace hlsc {
namespace {

using namespace llvm;

Node* top_bit(Graph& graph, Node* value) { return graph.slice(value, value->width - 1, 1); }

Node* negate(Graph& graph, Node* value) { return graph.sub(graph.zero(value->width), value); }

unsigned amount_of(Node* amount, unsigned width) {
  return static_cast<unsigned>(amount->value.getLimitedValue(width));
}

Node* shift(Graph& graph, unsigned opcode, Node* value, Node* amount) {
  const unsigned width = value->width;
  Node* const fill = opcode == Instruction::AShr ? top_bit(graph, value) : graph.bit(false);
  if (!is_constant(amount)) {
    return opcode == Instruction::Shl ? graph.shift_left(value, amount)
                                      : graph.shift_right(value, amount, fill);
  }
  // More than the width has no meaning in LLVM.
  const unsigned by = std::min(amount_of(amount, width), width - 1);
  if (by == 0) return value;
  if (opcode == Instruction::Shl)
    return graph.concat({graph.zero(by), graph.slice(value, 0, width - by)});
  return graph.concat({graph.slice(value, by, width - by), graph.repeat(fill, by)});
}

Node* divide(Graph& graph, const Instruction& instruction, Node* value, Node* by) {
  const unsigned opcode = instruction.getOpcode();
  if (!is_constant(by) || !by->value.isPowerOf2() || opcode == Instruction::SDiv ||
      opcode == Instruction::SRem)
    throw hlsc::Error(instruction,
                      "division is supported for unsigned numbers by constant powers of two only");
  const unsigned low = by->value.logBase2();
  const unsigned width = value->width;
  if (low == 0) return opcode == Instruction::UDiv ? value : graph.zero(width);
  if (opcode == Instruction::URem) return graph.extend(graph.slice(value, 0, low), width);
  return graph.extend(graph.slice(value, low, width - low), width);
}

Node* binary(Graph& graph, const Instruction& instruction, Node* a, Node* b) {
  switch (instruction.getOpcode()) {
    case Instruction::Add:
      return graph.add(a, b);
    case Instruction::Sub:
      return graph.sub(a, b);
    case Instruction::Mul:
      return graph.mul(a, b);
    case Instruction::And:
      return graph.bitwise(Op::and_, a, b);
    case Instruction::Or:
      return graph.bitwise(Op::or_, a, b);
    case Instruction::Xor:
      return graph.bitwise(Op::xor_, a, b);
    case Instruction::Shl:
    case Instruction::LShr:
    case Instruction::AShr:
      return shift(graph, instruction.getOpcode(), a, b);
    case Instruction::UDiv:
    case Instruction::URem:
    case Instruction::SDiv:
    case Instruction::SRem:
      return divide(graph, instruction, a, b);
    default:
      throw hlsc::Error(instruction,
                        Twine("'") + instruction.getOpcodeName() + "' is not supported");
  }
}

Node* compare(Graph& graph, CmpInst::Predicate predicate, Node* a, Node* b) {
  switch (predicate) {
    case CmpInst::ICMP_EQ:
      return graph.equal(a, b);
    case CmpInst::ICMP_NE:
      return graph.invert(graph.equal(a, b));
    case CmpInst::ICMP_ULT:
      return graph.less(a, b);
    case CmpInst::ICMP_UGT:
      return graph.less(b, a);
    case CmpInst::ICMP_ULE:
      return graph.invert(graph.less(b, a));
    case CmpInst::ICMP_UGE:
      return graph.invert(graph.less(a, b));
    case CmpInst::ICMP_SLT:
      return graph.less_signed(a, b);
    case CmpInst::ICMP_SGT:
      return graph.less_signed(b, a);
    case CmpInst::ICMP_SLE:
      return graph.invert(graph.less_signed(b, a));
    default:
      return graph.invert(graph.less_signed(a, b));
  }
}

// The bits from `b` up to `a`, shifted; what stays is as wide as each.
Node* funnel(Graph& graph, bool left, Node* a, Node* b, Node* amount) {
  const unsigned width = a->width;
  Node* const both = graph.concat({b, a});
  if (is_constant(amount)) {
    const auto by = static_cast<unsigned>(amount->value.urem(width));
    const unsigned low = left ? width - by : by;
    return graph.slice(both, low, width);
  }
  if (!isPowerOf2_32(width))
    throw hlsc::Error(graph.location,
                      "a rotation of a width that is no power of two, by a variable");
  const unsigned bits = Log2_32(width);
  Node* const by = graph.slice(amount, 0, bits);
  if (left) return graph.slice(graph.shift_left(both, by), width, width);
  return graph.slice(graph.shift_right(both, by, graph.bit(false)), 0, width);
}

// Zeros above the highest 1, or below the lowest.
Node* count_zeros(Graph& graph, Node* value, bool leading) {
  Node* count = graph.constant(value->width, value->width);
  for (unsigned i = 0; i < value->width; ++i) {
    const unsigned at = leading ? i : value->width - 1 - i;
    const unsigned zeros = leading ? value->width - 1 - at : at;
    count = graph.select(graph.slice(value, at, 1), graph.constant(value->width, zeros), count);
  }
  return count;
}

Node* reversed(Graph& graph, Node* value, unsigned step) {
  std::vector<Node*> parts;
  for (unsigned low = value->width; low > 0; low -= step)
    parts.push_back(graph.slice(value, low - step, step));
  return graph.concat(parts);
}

Node* saturating(Graph& graph, bool add, Node* a, Node* b) {
  const unsigned width = a->width;
  if (!add) return graph.select(graph.less(a, b), graph.zero(width), graph.sub(a, b));
  Node* const sum = graph.add(graph.extend(a, width + 1), graph.extend(b, width + 1));
  return graph.select(top_bit(graph, sum), graph.constant(APInt::getAllOnes(width)),
                      graph.slice(sum, 0, width));
}

Node* intrinsic_value(Graph& graph, const IntrinsicInst& intrinsic, const Operand& operand) {
  const auto in = [&](unsigned i) { return operand(intrinsic.getArgOperand(i)); };
  switch (intrinsic.getIntrinsicID()) {
    case Intrinsic::umin:
      return graph.select(graph.less(in(0), in(1)), in(0), in(1));
    case Intrinsic::umax:
      return graph.select(graph.less(in(0), in(1)), in(1), in(0));
    case Intrinsic::smin:
      return graph.select(graph.less_signed(in(0), in(1)), in(0), in(1));
    case Intrinsic::smax:
      return graph.select(graph.less_signed(in(0), in(1)), in(1), in(0));
    case Intrinsic::abs:
      return graph.select(top_bit(graph, in(0)), negate(graph, in(0)), in(0));
    case Intrinsic::fshl:
      return funnel(graph, true, in(0), in(1), in(2));
    case Intrinsic::fshr:
      return funnel(graph, false, in(0), in(1), in(2));
    case Intrinsic::bswap:
      return reversed(graph, in(0), 8);
    case Intrinsic::bitreverse:
      return reversed(graph, in(0), 1);
    case Intrinsic::ctpop:
      return graph.popcount(in(0), in(0)->width);
    case Intrinsic::ctlz:
      return count_zeros(graph, in(0), true);
    case Intrinsic::cttz:
      return count_zeros(graph, in(0), false);
    case Intrinsic::usub_sat:
      return saturating(graph, false, in(0), in(1));
    case Intrinsic::uadd_sat:
      return saturating(graph, true, in(0), in(1));
    default:
      throw hlsc::Error(intrinsic,
                        "'" + intrinsic.getCalledFunction()->getName() + "' is not supported");
  }
}

}  // namespace

Node* translate(Graph& graph, Instruction& instruction, const Operand& operand) {
  const auto in = [&](unsigned i) { return operand(instruction.getOperand(i)); };
  const unsigned width = instruction.getType()->getIntegerBitWidth();
  if (isa<BinaryOperator>(instruction)) return binary(graph, instruction, in(0), in(1));
  if (const auto* const comparison = dyn_cast<ICmpInst>(&instruction))
    return compare(graph, comparison->getPredicate(), in(0), in(1));
  if (isa<SelectInst>(instruction)) return graph.select(in(0), in(1), in(2));
  if (isa<FreezeInst>(instruction)) return in(0);
  if (const auto* const intrinsic = dyn_cast<IntrinsicInst>(&instruction))
    return intrinsic_value(graph, *intrinsic, operand);
  switch (instruction.getOpcode()) {
    case Instruction::ZExt:
    case Instruction::Trunc:
      return graph.extend(in(0), width);
    case Instruction::SExt:
      return graph.sign_extend(in(0), width);
    default:
      throw hlsc::Error(instruction,
                        Twine("'") + instruction.getOpcodeName() + "' is not supported");
  }
}

std::vector<Node*> translate_overflow(Graph& graph, IntrinsicInst& intrinsic,
                                      const Operand& operand) {
  Node* const a = operand(intrinsic.getArgOperand(0));
  Node* const b = operand(intrinsic.getArgOperand(1));
  const unsigned width = a->width;
  const auto results = [&](Node* wide, Node* overflow) {
    return std::vector<Node*>{graph.slice(wide, 0, width), overflow};
  };
  switch (intrinsic.getIntrinsicID()) {
    case Intrinsic::uadd_with_overflow: {
      Node* const sum = graph.add(graph.extend(a, width + 1), graph.extend(b, width + 1));
      return results(sum, graph.slice(sum, width, 1));
    }
    case Intrinsic::usub_with_overflow:
      return results(graph.sub(a, b), graph.less(a, b));
    case Intrinsic::sadd_with_overflow: {
      Node* const sum = graph.add(graph.sign_extend(a, width + 1), graph.sign_extend(b, width + 1));
      return results(
          sum, graph.bitwise(Op::xor_, graph.slice(sum, width, 1), graph.slice(sum, width - 1, 1)));
    }
    case Intrinsic::ssub_with_overflow: {
      Node* const difference =
          graph.sub(graph.sign_extend(a, width + 1), graph.sign_extend(b, width + 1));
      return results(difference, graph.bitwise(Op::xor_, graph.slice(difference, width, 1),
                                               graph.slice(difference, width - 1, 1)));
    }
    case Intrinsic::umul_with_overflow: {
      Node* const product = graph.mul(graph.extend(a, 2 * width), graph.extend(b, 2 * width));
      return results(product, graph.invert(graph.equal(graph.slice(product, width, width),
                                                       graph.zero(width))));
    }
    default:
      throw hlsc::Error(intrinsic,
                        "'" + intrinsic.getCalledFunction()->getName() + "' is not supported");
  }
}

}  // namespace hlsc
