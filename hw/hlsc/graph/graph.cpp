#include "graph/graph.hpp"

#include <llvm/ADT/SmallString.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/MathExtras.h>

#include <algorithm>
#include <functional>

#include "graph/pieces.hpp"

namespace hlsc {

using llvm::APInt;

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

std::vector<Piece> common_pieces(const Node* a, const Node* b, CutAt at) {
  std::vector<unsigned> cuts;
  add_cuts(a, at, cuts);
  add_cuts(b, at, cuts);
  return pieces_of(cuts, a->width);
}

}  // namespace

Node* Graph::bitwise(Op op, Node* a, Node* b) {
  if (a == b) return op == Op::xor_ ? zero(a->width) : a;
  const std::vector<Piece> pieces = common_pieces(a, b, {.runs = true, .repeated_bits = false});
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
  if (Node* const simpler = with_repeated(op, a, b)) return simpler;
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

// Of words with a bit that is repeated: what it does to all bits is one choice.
Node* Graph::with_repeated(Op op, Node* a, Node* b) {
  Node* x = repeated_bit(a);
  Node* const y = repeated_bit(b);
  if (x != nullptr && y != nullptr) return repeat(bitwise(op, x, y), a->width);
  if (op == Op::xor_ || (x == nullptr && y == nullptr)) return nullptr;
  Node* const word = x == nullptr ? a : b;
  if (x == nullptr) x = y;
  return op == Op::and_ ? select(x, word, zero(word->width))
                        : select(x, constant(APInt::getAllOnes(word->width)), word);
}

Node* Graph::select(Node* condition, Node* a, Node* b) {
  if (is_constant(condition)) return is_zero(condition) ? b : a;
  if (a == b) return a;
  if (condition->op == Op::invert) return select(condition->in[0], b, a);
  if (a->op == Op::select && a->in[0] == condition) a = a->in[1];
  if (b->op == Op::select && b->in[0] == condition) b = b->in[2];
  if (a == b) return a;
  const bool constants = is_constant(a) && is_constant(b);
  const std::vector<Piece> pieces =
      common_pieces(a, b, {.runs = constants, .repeated_bits = false});
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
  if (Node* const x = repeated_bit(a); x != nullptr && repeated_bit(b) != nullptr)
    return repeat(select(condition, x, repeated_bit(b)), a->width);
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
