#include "graph/graph.hpp"

#include <llvm/ADT/SmallString.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/MathExtras.h>

#include <algorithm>
#include <functional>

namespace hlsc {
namespace {

using llvm::APInt;

// A part of a value that is one thing: a part of a concat, or a run of equal bits of a constant.
struct Piece {
  unsigned low;
  unsigned width;
};

// Cuts where the pieces of a value begin.
void add_cuts(const Node* value, bool runs, std::vector<unsigned>& cuts) {
  if (value->op == Op::concat) {
    unsigned low = 0;
    for (const Node* const part : value->in) {
      cuts.push_back(low);
      if (runs && is_constant(part)) {
        for (unsigned i = 1; i < part->width; ++i)
          if (part->value[i] != part->value[i - 1]) cuts.push_back(low + i);
      }
      low += part->width;
    }
  } else if (runs && is_constant(value)) {
    for (unsigned i = 1; i < value->width; ++i)
      if (value->value[i] != value->value[i - 1]) cuts.push_back(i);
  }
}

std::vector<Piece> pieces_of(std::vector<unsigned>& cuts, unsigned width) {
  cuts.push_back(0);
  std::ranges::sort(cuts);
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i < cuts.size(); ++i) {
    const unsigned end = i + 1 < cuts.size() ? cuts[i + 1] : width;
    pieces.push_back({cuts[i], end - cuts[i]});
  }
  return pieces;
}

// Constant zeros at the top of a value.
unsigned leading_zeros(const Node* value) {
  if (is_constant(value)) return value->value.countl_zero();
  if (value->op != Op::concat) return 0;
  unsigned zeros = 0;
  for (auto part = value->in.rbegin(); part != value->in.rend(); ++part) {
    const unsigned here = is_constant(*part) ? (*part)->value.countl_zero() : 0;
    zeros += here;
    if (here != (*part)->width) break;
  }
  return zeros;
}

unsigned trailing_zeros(const Node* value) {
  if (is_constant(value)) return value->value.countr_zero();
  if (value->op != Op::concat) return 0;
  unsigned zeros = 0;
  for (const Node* const part : value->in) {
    const unsigned here = is_constant(part) ? part->value.countr_zero() : 0;
    zeros += here;
    if (here != part->width) break;
  }
  return zeros;
}

}  // namespace

bool is_sink(Op op) { return op >= Op::read; }

const char* name_of(Op op) {
  switch (op) {
    case Op::constant:
      return "constant";
    case Op::state:
      return "state";
    case Op::offered:
      return "offered";
    case Op::room:
      return "room";
    case Op::element:
      return "element";
    case Op::ram_read:
      return "ram_read";
    case Op::slice:
      return "slice";
    case Op::concat:
      return "concat";
    case Op::invert:
      return "invert";
    case Op::and_:
      return "and";
    case Op::or_:
      return "or";
    case Op::xor_:
      return "xor";
    case Op::select:
      return "select";
    case Op::add:
      return "add";
    case Op::sub:
      return "subtract";
    case Op::mul:
      return "multiply";
    case Op::equal:
      return "compare";
    case Op::less:
      return "less";
    case Op::read:
      return "read";
    case Op::write:
      return "write";
    case Op::ram_write:
      return "ram_write";
    case Op::outcome:
      return "outcome";
  }
  return "";
}

unsigned Stream::width() const {
  unsigned width = 0;
  for (const Field& field : payload.fields) width += field.width;
  return width;
}

Node* Graph::make(Op op, unsigned width, std::vector<Node*> in) {
  Node& node = nodes_.emplace_back();
  node.op = op;
  node.width = width;
  node.id = static_cast<unsigned>(nodes_.size() - 1);
  node.in = std::move(in);
  node.location = location;
  return &node;
}

Node* Graph::shared(Op op, unsigned width, std::vector<Node*> in, unsigned low) {
  std::vector<unsigned> ids;
  for (const Node* const node : in) ids.push_back(node->id);
  Node*& found = shared_[{op, width, low, ids}];
  if (found == nullptr) {
    found = make(op, width, std::move(in));
    found->low = low;
  }
  return found;
}

Node* Graph::constant(const APInt& value) {
  llvm::SmallString<64> text;
  value.toString(text, 16, /*Signed=*/false);
  Node*& found = constants_[{value.getBitWidth(), std::string(text)}];
  if (found == nullptr) {
    found = make(Op::constant, value.getBitWidth(), {});
    found->value = value;
  }
  return found;
}
Node* Graph::constant(unsigned width, std::uint64_t value) { return constant(APInt(width, value)); }

Node* Graph::slice(Node* value, unsigned low, unsigned width) {
  if (low == 0 && width == value->width) return value;
  if (is_constant(value)) return constant(value->value.extractBits(width, low));
  if (value->op == Op::slice) return slice(value->in[0], value->low + low, width);
  if (value->op == Op::concat) {
    std::vector<Node*> parts;
    unsigned at = 0;
    for (Node* const part : value->in) {
      const unsigned from = std::max(at, low);
      const unsigned to = std::min(at + part->width, low + width);
      if (from < to) parts.push_back(slice(part, from - at, to - from));
      at += part->width;
    }
    return concat(parts);
  }
  return shared(Op::slice, width, {value}, low);
}

Node* Graph::concat(llvm::ArrayRef<Node*> given) {
  std::vector<Node*> parts;
  const std::function<void(Node*)> add = [&](Node* part) {
    if (part->op == Op::concat) {
      for (Node* const inner : part->in) add(inner);
      return;
    }
    if (!parts.empty()) {
      Node* const last = parts.back();
      if (is_constant(last) && is_constant(part)) {
        parts.back() = constant(part->value.concat(last->value));
        return;
      }
      const auto origin = [](const Node* node) {
        return node->op == Op::slice ? node->in[0] : node;
      };
      const auto low = [](const Node* node) { return node->op == Op::slice ? node->low : 0; };
      if (!is_constant(part) && origin(last) == origin(part) &&
          low(last) + last->width == low(part)) {
        parts.back() =
            slice(part->op == Op::slice ? part->in[0] : part, low(last), last->width + part->width);
        return;
      }
    }
    parts.push_back(part);
  };
  for (Node* const part : given) add(part);
  if (parts.size() == 1) return parts.front();
  unsigned width = 0;
  for (const Node* const part : parts) width += part->width;
  return shared(Op::concat, width, std::move(parts));
}

Node* Graph::extend(Node* value, unsigned width) {
  if (width <= value->width) return slice(value, 0, width);
  return concat({value, zero(width - value->width)});
}
Node* Graph::sign_extend(Node* value, unsigned width) {
  if (width <= value->width) return slice(value, 0, width);
  return concat({value, repeat(slice(value, value->width - 1, 1), width - value->width)});
}
Node* Graph::repeat(Node* bit, unsigned times) { return concat(std::vector<Node*>(times, bit)); }

Node* Graph::invert(Node* value) {
  if (is_constant(value)) return constant(~value->value);
  if (value->op == Op::invert) return value->in[0];
  if (value->op == Op::concat) {
    std::vector<Node*> parts;
    for (Node* const part : value->in) parts.push_back(invert(part));
    return concat(parts);
  }
  return shared(Op::invert, value->width, {value});
}

namespace {

constexpr std::size_t most_terms = 24;

// What must be 1 for a condition to be 1.
void add_terms(Node* condition, std::vector<Node*>& terms) {
  if (condition->op == Op::and_ && terms.size() < most_terms) {
    for (Node* const input : condition->in) add_terms(input, terms);
  } else if (std::ranges::find(terms, condition) == terms.end()) {
    terms.push_back(condition);
  }
}

bool opposite(const Node* a, const Node* b) {
  return (a->op == Op::invert && a->in[0] == b) || (b->op == Op::invert && b->in[0] == a);
}

}  // namespace

std::vector<Node*> terms_of(Node* condition) {
  std::vector<Node*> terms;
  add_terms(condition, terms);
  return terms;
}

Node* Graph::all_of(llvm::ArrayRef<Node*> terms) {
  Node* all = bit(true);
  for (Node* const term : terms) all = and_(all, term);
  return all;
}

// A condition of one bit: its simplest form, or nothing if there is no simpler one than a & b.
// Conditions have and_ and invert only, so that opposites are found; and the ways that meet again
// behind a branch get the condition that they had in front of it: ~(p & x) & ~(p & ~x) = ~p.
Node* Graph::conjunction(Node* a, Node* b) {
  const std::vector<Node*> of_a = terms_of(a);
  const std::vector<Node*> of_b = terms_of(b);
  const auto contains = [](const std::vector<Node*>& terms, const Node* term) {
    return std::ranges::find(terms, term) != terms.end();
  };
  for (const Node* const x : of_a)
    for (const Node* const y : of_b)
      if (opposite(x, y)) return bit(false);
  if (std::ranges::all_of(of_b, [&](const Node* term) { return contains(of_a, term); })) return a;
  if (std::ranges::all_of(of_a, [&](const Node* term) { return contains(of_b, term); })) return b;
  // a & ~(u & v), where a says something of u.
  const auto beside = [&](Node* first, const std::vector<Node*>& known, Node* second) -> Node* {
    if (second->op != Op::invert || second->in[0]->op != Op::and_) return nullptr;
    std::vector<Node*> open;
    bool changed = false;
    for (Node* const term : terms_of(second->in[0])) {
      if (std::ranges::any_of(known, [&](const Node* other) { return opposite(term, other); }))
        return first;
      if (contains(known, term)) {
        changed = true;
      } else {
        open.push_back(term);
      }
    }
    return changed ? and_(first, invert(all_of(open))) : nullptr;
  };
  if (Node* const simpler = beside(a, of_a, b)) return simpler;
  if (Node* const simpler = beside(b, of_b, a)) return simpler;
  // ~(p & u) & ~(p & v) = ~(p & ~(~u & ~v))
  if (a->op != Op::invert || b->op != Op::invert) return nullptr;
  const std::vector<Node*> in_a = terms_of(a->in[0]);
  const std::vector<Node*> in_b = terms_of(b->in[0]);
  std::vector<Node*> common;
  std::vector<Node*> rest_a;
  std::vector<Node*> rest_b;
  for (Node* const term : in_a) (contains(in_b, term) ? common : rest_a).push_back(term);
  for (Node* const term : in_b)
    if (!contains(in_a, term)) rest_b.push_back(term);
  if (common.empty()) return nullptr;
  return invert(and_(all_of(common), invert(and_(invert(all_of(rest_a)), invert(all_of(rest_b))))));
}

Node* Graph::bitwise(Op op, Node* a, Node* b) {
  if (a == b) return op == Op::xor_ ? zero(a->width) : a;
  std::vector<unsigned> cuts;
  add_cuts(a, true, cuts);
  add_cuts(b, true, cuts);
  const std::vector<Piece> pieces = pieces_of(cuts, a->width);
  if (pieces.size() > 1) {
    std::vector<Node*> parts;
    for (const Piece& piece : pieces)
      parts.push_back(
          bitwise(op, slice(a, piece.low, piece.width), slice(b, piece.low, piece.width)));
    return concat(parts);
  }
  if (is_constant(a)) std::swap(a, b);
  if (is_constant(b)) {
    if (op == Op::and_) return is_zero(b) ? b : a;
    if (op == Op::or_) return is_zero(b) ? a : b;
    return is_zero(b) ? a : invert(a);
  }
  if (op == Op::xor_ && a->op == Op::invert) return invert(bitwise(op, a->in[0], b));
  if (op == Op::xor_ && b->op == Op::invert) return invert(bitwise(op, a, b->in[0]));
  if (opposite(a, b))
    return op == Op::and_ ? zero(a->width) : constant(APInt::getAllOnes(a->width));
  // a & (a & x), a | (a | x)
  if (op != Op::xor_) {
    if (b->op == op && (b->in[0] == a || b->in[1] == a)) return b;
    if (a->op == op && (a->in[0] == b || a->in[1] == b)) return a;
  }
  if (a->width == 1 && op == Op::or_) return invert(and_(invert(a), invert(b)));
  if (a->width == 1 && op == Op::and_) {
    if (Node* const simpler = conjunction(a, b)) return simpler;
  }
  if (a->id > b->id) std::swap(a, b);
  return shared(op, a->width, {a, b});
}

// c ? p & u : p & v = p & (c ? u : v)
Node* Graph::common(Node* condition, Node* a, Node* b) {
  const std::vector<Node*> of_a = terms_of(a);
  const std::vector<Node*> of_b = terms_of(b);
  std::vector<Node*> both;
  std::vector<Node*> rest_a;
  std::vector<Node*> rest_b;
  for (Node* const term : of_a)
    (std::ranges::find(of_b, term) != of_b.end() ? both : rest_a).push_back(term);
  if (both.empty()) return nullptr;
  for (Node* const term : of_b)
    if (std::ranges::find(both, term) == both.end()) rest_b.push_back(term);
  return and_(all_of(both), select(condition, all_of(rest_a), all_of(rest_b)));
}

Node* Graph::select(Node* condition, Node* a, Node* b) {
  if (is_constant(condition)) return is_zero(condition) ? b : a;
  if (a == b) return a;
  if (condition->op == Op::invert) return select(condition->in[0], b, a);
  if (a->op == Op::select && a->in[0] == condition) a = a->in[1];
  if (b->op == Op::select && b->in[0] == condition) b = b->in[2];
  if (a == b) return a;
  std::vector<unsigned> cuts;
  add_cuts(a, false, cuts);
  add_cuts(b, false, cuts);
  if (is_constant(a) && is_constant(b)) {
    for (unsigned i = 1; i < a->width; ++i)
      if (a->value[i] != a->value[i - 1] || b->value[i] != b->value[i - 1]) cuts.push_back(i);
  }
  const std::vector<Piece> pieces = pieces_of(cuts, a->width);
  if (pieces.size() > 1) {
    std::vector<Node*> parts;
    for (const Piece& piece : pieces)
      parts.push_back(
          select(condition, slice(a, piece.low, piece.width), slice(b, piece.low, piece.width)));
    return concat(parts);
  }
  if (is_constant(a) && is_constant(b)) {
    Node* const chosen = is_ones(a) ? condition : invert(condition);
    return repeat(chosen, a->width);
  }
  // c ? ~x : x
  if (a->op == Op::invert && a->in[0] == b)
    return bitwise(Op::xor_, repeat(condition, b->width), b);
  if (b->op == Op::invert && b->in[0] == a)
    return bitwise(Op::xor_, repeat(invert(condition), a->width), a);
  if (a->width == 1) {
    if (is_ones(a) || a == condition) return or_(condition, b);
    if (is_zero(a)) return and_(invert(condition), b);
    if (is_zero(b) || b == condition) return and_(condition, a);
    if (is_ones(b)) return or_(invert(condition), a);
    // What holds on both sides is no matter of the choice.
    if (Node* const simpler = common(condition, a, b)) return simpler;
  }
  return shared(Op::select, a->width, {condition, a, b});
}

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
  add_cuts(a, false, cuts);
  add_cuts(b, false, cuts);
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

Node* Graph::source(Op op, unsigned width, unsigned index) {
  Node* const node = make(op, width, {});
  node->index = index;
  return node;
}
Node* Graph::ram_read(unsigned ram, Node* row, unsigned width) {
  Node* const node = make(Op::ram_read, width, {row});
  node->index = ram;
  return node;
}
Node* Graph::sink(Op op, std::vector<Node*> in, unsigned index) {
  Node* const node = make(op, 0, std::move(in));
  node->index = index;
  sinks.push_back(node);
  return node;
}

std::vector<Node*> Graph::live() const {
  std::vector<Node*> order;
  std::vector<char> seen(nodes_.size(), 0);
  // Without recursion: chains are long.
  struct Visit {
    Node* node;
    std::size_t next;
  };
  std::vector<Visit> stack;
  std::vector<Node*> roots = sinks;
  for (std::size_t i = 0; i < roots.size(); ++i) {
    if (seen[roots[i]->id] == 0) stack.push_back({roots[i], 0});
    seen[roots[i]->id] = 1;
    while (!stack.empty()) {
      Visit& visit = stack.back();
      if (visit.next < visit.node->in.size()) {
        Node* const input = visit.node->in[visit.next++];
        if (seen[input->id] == 0) {
          seen[input->id] = 1;
          stack.push_back({input, 0});
        }
        continue;
      }
      order.push_back(visit.node);
      if (visit.node->op == Op::state) roots.push_back(states[visit.node->index].next);
      stack.pop_back();
    }
  }
  return order;
}

}  // namespace hlsc
