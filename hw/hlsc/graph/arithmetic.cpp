// Sums, products, comparisons and shifts, each in its simplest form.
#include <algorithm>

#include "graph/graph.hpp"
#include "graph/pieces.hpp"

namespace hlsc {

Node* Graph::add(Node* a, Node* b) {
  const unsigned width = a->width;
  if (is_constant(a)) std::swap(a, b);
  if (is_constant(a) && is_constant(b)) return constant(a->value + b->value);
  if (is_zero(b)) return a;
  if (width == 1) return bitwise(Op::xor_, a, b);
  // Zeros at the bottom of one leave the other's bits as they are.
  const unsigned low = std::max(trailing_zeros(a), trailing_zeros(b));
  if (low > 0) {
    Node* const other = trailing_zeros(a) == low ? b : a;
    return concat(
        {slice(other, 0, low), add(slice(a, low, width - low), slice(b, low, width - low))});
  }
  const unsigned zeros = std::min(leading_zeros(a), leading_zeros(b));
  if (zeros > 1) {
    const unsigned sum = width - zeros + 1;
    return concat({add(slice(a, 0, sum), slice(b, 0, sum)), zero(width - sum)});
  }
  if (a->id > b->id) std::swap(a, b);
  return shared(Op::add, width, {a, b});
}

Node* Graph::sub(Node* a, Node* b) {
  if (is_constant(b)) return add(a, constant(-b->value));
  if (a == b) return zero(a->width);
  if (a->width == 1) return bitwise(Op::xor_, a, b);
  return shared(Op::sub, a->width, {a, b});
}

Node* Graph::mul(Node* a, Node* b) {
  const unsigned width = a->width;
  if (is_constant(a)) std::swap(a, b);
  if (is_constant(a) && is_constant(b)) return constant(a->value * b->value);
  if (is_constant(b)) {
    if (is_zero(b)) return b;
    // A few bits: shifts and additions.
    if (b->value.popcount() <= 2) {
      Node* sum = zero(width);
      for (unsigned i = 0; i < width; ++i)
        if (b->value[i]) sum = add(sum, i == 0 ? a : concat({zero(i), slice(a, 0, width - i)}));
      return sum;
    }
  }
  const unsigned bits = (width - leading_zeros(a)) + (width - leading_zeros(b));
  if (bits < width) {
    return concat({mul(slice(a, 0, bits), slice(b, 0, bits)), zero(width - bits)});
  }
  if (width == 1) return and_(a, b);
  if (a->id > b->id) std::swap(a, b);
  return shared(Op::mul, width, {a, b});
}

Node* Graph::equal(Node* a, Node* b) {
  if (a == b) return bit(true);
  if (is_constant(a)) std::swap(a, b);
  // Leave out what is equal in any case; what differs in any case decides.
  std::vector<unsigned> cuts;
  add_cuts(a, {.runs = false, .repeated_bits = true}, cuts);
  add_cuts(b, {.runs = false, .repeated_bits = true}, cuts);
  std::vector<Node*> left;
  std::vector<Node*> right;
  const std::vector<Piece> pieces = pieces_of(cuts, a->width);
  for (const Piece& piece : pieces) {
    Node* const x = slice(a, piece.low, piece.width);
    Node* const y = slice(b, piece.low, piece.width);
    if (x == y) continue;
    if (is_constant(x) && is_constant(y)) return bit(false);
    left.push_back(is_constant(x) ? y : x);
    right.push_back(is_constant(x) ? x : y);
  }
  if (left.empty()) return bit(true);
  // Repeated bits count once.
  std::vector<Node*> once_left;
  std::vector<Node*> once_right;
  for (std::size_t i = 0; i < left.size(); ++i) {
    bool known = false;
    for (std::size_t j = 0; j < once_left.size() && left[i]->width == 1; ++j) {
      if (once_left[j] != left[i] || !is_constant(once_right[j]) || !is_constant(right[i]))
        continue;
      if (once_right[j] != right[i]) return bit(false);
      known = true;
    }
    if (known) continue;
    once_left.push_back(left[i]);
    once_right.push_back(right[i]);
  }
  // Bits that are conditions themselves, compared with constants: a condition.
  Node* conditions = bit(true);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < once_left.size(); ++i) {
    const Op op = once_left[i]->op;
    const bool condition = once_left[i]->width == 1 && is_constant(once_right[i]) &&
                           op != Op::slice && op != Op::state && op != Op::element &&
                           op != Op::ram_read;
    if (condition) {
      conditions = and_(conditions, is_zero(once_right[i]) ? invert(once_left[i]) : once_left[i]);
    } else {
      once_left[kept] = once_left[i];
      once_right[kept++] = once_right[i];
    }
  }
  if (kept == 0) return conditions;
  once_left.resize(kept);
  once_right.resize(kept);
  if (!is_ones(conditions)) return and_(conditions, equal(concat(once_left), concat(once_right)));
  a = concat(once_left);
  b = concat(once_right);
  if (a->width == 1) {
    if (is_constant(b)) return is_zero(b) ? invert(a) : a;
    return invert(bitwise(Op::xor_, a, b));
  }
  if (!is_constant(b) && a->id > b->id) std::swap(a, b);
  return shared(Op::equal, 1, {a, b});
}

Node* Graph::less(Node* a, Node* b) {
  if (a == b || is_zero(b) || is_ones(a)) return bit(false);
  if (is_constant(a) && is_constant(b)) return bit(a->value.ult(b->value));
  const unsigned zeros = std::min(leading_zeros(a), leading_zeros(b));
  if (zeros > 0) {
    const unsigned width = a->width - zeros;
    return less(slice(a, 0, width), slice(b, 0, width));
  }
  if (a->width == 1) return and_(invert(a), b);
  if (is_zero(a)) return invert(equal(b, a));
  // What has no high bits is below a power of two, and the other way round.
  if (is_constant(b) && b->value.isPowerOf2()) {
    const unsigned low = b->value.logBase2();
    return equal(slice(a, low, a->width - low), zero(a->width - low));
  }
  if (is_constant(a) && (a->value + 1).isPowerOf2()) {
    const unsigned low = (a->value + 1).logBase2();
    return invert(equal(slice(b, low, b->width - low), zero(b->width - low)));
  }
  // Zeros at the bottom of b do not matter.
  const unsigned low = trailing_zeros(b);
  if (low > 0) return less(slice(a, low, a->width - low), slice(b, low, b->width - low));
  return shared(Op::less, 1, {a, b});
}

Node* Graph::less_signed(Node* a, Node* b) {
  const unsigned top = a->width - 1;
  const auto biased = [&](Node* x) {
    Node* const sign = invert(slice(x, top, 1));
    return top == 0 ? sign : concat({slice(x, 0, top), sign});
  };
  return less(biased(a), biased(b));
}

Node* Graph::parity(Node* value) {
  Node* result = slice(value, 0, 1);
  for (unsigned i = 1; i < value->width; ++i)
    result = bitwise(Op::xor_, result, slice(value, i, 1));
  return result;
}

Node* Graph::popcount(Node* value, unsigned width) {
  std::vector<Node*> counts;
  for (unsigned i = 0; i < value->width; ++i) counts.push_back(extend(slice(value, i, 1), width));
  while (counts.size() > 1) {
    std::vector<Node*> sums;
    for (std::size_t i = 0; i + 1 < counts.size(); i += 2)
      sums.push_back(add(counts[i], counts[i + 1]));
    if (counts.size() % 2 != 0) sums.push_back(counts.back());
    counts = std::move(sums);
  }
  return counts.front();
}

Node* Graph::shift_left(Node* value, Node* amount) {
  for (unsigned i = 0; i < amount->width && (1ULL << i) < value->width; ++i) {
    const auto by = static_cast<unsigned>(1ULL << i);
    Node* const moved = concat({zero(by), slice(value, 0, value->width - by)});
    value = select(slice(amount, i, 1), moved, value);
  }
  return value;
}

Node* Graph::shift_right(Node* value, Node* amount, Node* fill) {
  for (unsigned i = 0; i < amount->width && (1ULL << i) < value->width; ++i) {
    const auto by = static_cast<unsigned>(1ULL << i);
    Node* const moved = concat({slice(value, by, value->width - by), repeat(fill, by)});
    value = select(slice(amount, i, 1), moved, value);
  }
  return value;
}

}  // namespace hlsc
