// The values of a pipeline, and the registers in which they wait.
//
// Only the bits that a later stage uses are kept. Bits that wait for the same stages share a
// register; what waits three stages or more, and is not used on the way, goes into a delay line.
#pragma once

#include <llvm/ADT/APInt.h>

#include <map>
#include <string>
#include <vector>

#include "graph/graph.hpp"
#include "print/names.hpp"
#include "schedule/schedule.hpp"

namespace hlsc {

// Bits of a value that wait for the same stages.
struct Segment {
  unsigned low;
  unsigned width;
  std::string name;
  std::vector<unsigned> stages;    // where they are used, behind the one where they are made
  std::vector<std::string> names;  // in each of these
};

struct Value {
  std::string name;
  unsigned width;
  unsigned available;                    // stage
  std::map<unsigned, llvm::APInt> uses;  // bits by stage
  std::vector<Segment> segments;
};

// A step of a segment on its way: registers or a delay line.
struct Wait {
  std::string from;  // expression
  std::string to;    // name of the register or of the delay line's output
  unsigned width;
  unsigned stage;   // of `from`
  unsigned stages;  // how long
};

class Values {
 public:
  Values(const Graph& graph, const Schedule& schedule, Names& names);

  // Adds a value that is no node.
  unsigned add(const std::string& name, unsigned width, unsigned available);
  // Says that a node, or such a value, is used in a stage.
  void use(const Node* node, unsigned stage);
  void use(unsigned value, unsigned stage);
  // When all uses are known.
  void finish();

  [[nodiscard]] std::string name(const Node* node) const { return values_[by_node_.at(node)].name; }
  [[nodiscard]] std::string name(unsigned value) const { return values_[value].name; }
  // The node as an expression in a stage in which it is used.
  [[nodiscard]] std::string at(const Node* node, unsigned stage) const;
  [[nodiscard]] std::string at(unsigned value, unsigned stage) const;
  [[nodiscard]] std::string inverse_at(const Node* node, unsigned stage) const;
  // Bits of registers and delay lines.
  [[nodiscard]] std::vector<Wait> waits() const;

 private:
  using Pieces = std::vector<std::pair<std::string, unsigned>>;  // the lowest first

  void use(const Node* node, unsigned stage, unsigned low, unsigned width);
  void use(unsigned value, unsigned stage, unsigned low, unsigned width);
  void pieces(const Node* node, unsigned stage, unsigned low, unsigned width, bool inverted,
              Pieces& out) const;
  void pieces(const Value& value, unsigned stage, unsigned low, unsigned width, bool inverted,
              Pieces& out) const;

  Names& names_;
  std::vector<Value> values_;
  std::map<const Node*, unsigned> by_node_;
};

std::string constant_text(const llvm::APInt& value);
// Bits of a signal of `whole` bits.
std::string part_text(const std::string& name, unsigned whole, unsigned low, unsigned width);
// "[7:0] ", or nothing for one bit.
std::string range_text(unsigned width);

}  // namespace hlsc
