// The data flow of one firing.
//
// Values are bit vectors. What only moves bits is `slice` and `concat`; operators work on values of
// equal width. Signs are gone: what depends on them has been written out. Nodes without effect are
// shared when they are equal, and simplified as they are made.
#pragma once

#include <llvm/ADT/APInt.h>
#include <llvm/ADT/ArrayRef.h>

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "frontend/layout.hpp"
#include "lower/directives.hpp"
#include "support/error.hpp"

namespace hlsc {

enum class Op {
  constant,
  state,     // what a static variable holds when the firing begins
  offered,   // 1 bit: an input stream has an element
  room,      // 1 bit: an output stream has room
  element,   // of an input stream
  ram_read,  // in: row
  slice,     // in: value; from bit `low` on
  concat,    // in: the lowest part first
  invert,
  and_,
  or_,
  xor_,
  select,  // in: condition, value if 1, value if 0
  add,
  sub,
  mul,
  equal,  // 1 bit
  less,   // 1 bit, unsigned
  // Sinks: what a firing does.
  read,       // in: whether the element is taken (if there is one), whether it is waited for
  write,      // in: whether, value
  ram_write,  // in: whether, row, value
  outcome,    // in: what a question was answered, 0 if it was not asked
};

bool is_sink(Op op);
const char* name_of(Op op);

struct Node {
  Op op;
  unsigned width;
  unsigned id;
  std::vector<Node*> in;
  unsigned low = 0;    // slice
  unsigned index = 0;  // of the state, stream, RAM or question
  llvm::APInt value;   // constant
  std::string name;    // in the source, if it has one
  Location location;
};

struct StateVariable {
  std::string name;
  llvm::APInt reset;
  Node* current = nullptr;
  Node* next = nullptr;
};

// Where a field of an array's element stands in a word of memory.
struct RamPart {
  unsigned offset;  // of row 0, from the beginning of the array in C++, octets
  unsigned bit;     // its lowest one, in the word
  unsigned width;
};

// A memory of `rows` words; fields of an array that are read and written together share one.
struct Ram {
  std::string name;
  unsigned rows = 0;
  unsigned width = 0;
  const ArrayDirectives* directives = nullptr;
  std::vector<RamPart> parts = {};  // lowest bit first
};

struct Stream {
  std::string name;
  Payload payload;
  bool input = false;
  bool output = false;
  bool waits_for_room = false;  // also where the process asks for room

  [[nodiscard]] unsigned width() const { return payload.width(); }
};

// A question to a stream whose answer depends on timing.
struct Question {
  unsigned stream;
  bool data;  // whether there is an element; else whether there is room
};

// A write and a blocking read in their order in the source: a write that comes first must not wait
// for the read, and one that comes behind the read does nothing while that waits.
struct Order {
  Node* first;
  Node* then;
};

class Graph {
 public:
  Graph() = default;
  Graph(Graph&&) noexcept = default;
  Graph& operator=(Graph&&) noexcept = default;
  Graph(const Graph&) = delete;
  Graph& operator=(const Graph&) = delete;
  ~Graph() = default;

  std::vector<StateVariable> states;
  std::vector<Ram> rams;
  std::vector<Stream> streams;
  std::vector<Question> questions;
  std::vector<Node*> sinks;
  std::vector<Order> orders;

  // --- values ---

  Node* constant(const llvm::APInt& value);
  Node* constant(unsigned width, std::uint64_t value);
  Node* zero(unsigned width) { return constant(width, 0); }
  Node* bit(bool value) { return constant(1, value ? 1 : 0); }
  Node* slice(Node* value, unsigned low, unsigned width);
  // The lowest part first.
  Node* concat(llvm::ArrayRef<Node*> given);
  Node* extend(Node* value, unsigned width);  // with zeros, or truncated
  Node* sign_extend(Node* value, unsigned width);
  Node* repeat(Node* bit, unsigned times);
  Node* invert(Node* value);
  Node* bitwise(Op op, Node* a, Node* b);  // and_, or_, xor_
  Node* and_(Node* a, Node* b) { return bitwise(Op::and_, a, b); }
  Node* or_(Node* a, Node* b) { return bitwise(Op::or_, a, b); }
  Node* all_of(llvm::ArrayRef<Node*> terms);
  Node* select(Node* condition, Node* a, Node* b);
  Node* add(Node* a, Node* b);
  Node* sub(Node* a, Node* b);
  Node* mul(Node* a, Node* b);
  Node* equal(Node* a, Node* b);
  Node* less(Node* a, Node* b);
  Node* less_signed(Node* a, Node* b);
  Node* parity(Node* value);
  Node* popcount(Node* value, unsigned width);
  // By a variable amount, of which only the bits that matter count; `fill` comes in.
  Node* shift_left(Node* value, Node* amount);
  Node* shift_right(Node* value, Node* amount, Node* fill);

  // --- sources and sinks: never shared ---

  Node* source(Op op, unsigned width, unsigned index);
  Node* ram_read(unsigned ram, Node* row, unsigned width);
  Node* sink(Op op, std::vector<Node*> in, unsigned index);

  // Nodes that sinks and states need, in an order in which inputs come first (but for states,
  // whose `next` comes somewhere).
  [[nodiscard]] std::vector<Node*> live() const;
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }

  // Where nodes made from now on come from.
  Location location;

 private:
  Node* conjunction(Node* a, Node* b);
  Node* with_repeated(Op op, Node* a, Node* b);
  Node* common(Node* condition, Node* a, Node* b);
  Node* make(Op op, unsigned width, std::vector<Node*> in);
  Node* shared(Op op, unsigned width, std::vector<Node*> in, unsigned low = 0);

  std::deque<Node> nodes_;
  std::map<std::tuple<Op, unsigned, unsigned, std::vector<unsigned>>, Node*> shared_;
  std::map<std::pair<unsigned, std::string>, Node*> constants_;
};

// What must be 1 for a condition of one bit to be 1.
std::vector<Node*> terms_of(Node* condition);

inline bool is_constant(const Node* node) { return node->op == Op::constant; }
inline bool is_zero(const Node* node) { return is_constant(node) && node->value.isZero(); }
inline bool is_ones(const Node* node) { return is_constant(node) && node->value.isAllOnes(); }

}  // namespace hlsc
