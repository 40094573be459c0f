// What a graph computes, firing by firing: the meaning that every pass has to keep.
#pragma once

#include <llvm/ADT/APInt.h>

#include <iosfwd>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "graph/graph.hpp"

namespace hlsc::test {

// What a firing meets, by the number of the stream.
struct Offer {
  std::map<unsigned, llvm::APInt> elements;  // of input streams; where it is empty: 0
  std::map<unsigned, bool> offered;          // whether there is one; not said: yes
  std::map<unsigned, bool> room;             // of output streams; not said: yes
};

// What a firing does, by the number of the stream or question: sinks that do nothing are left out.
struct Effects {
  std::map<unsigned, llvm::APInt> writes;
  std::map<unsigned, bool> reads;  // whether it waits for the element
  std::map<unsigned, bool> outcomes;

  friend bool operator==(const Effects&, const Effects&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Effects& effects);
};

// An operator on values, as its name says, without any of the graph's simplifications.
llvm::APInt plain(const Node& like, const std::vector<llvm::APInt>& in);

// Runs a graph. Memories hold zeros at first.
class Evaluator {
 public:
  explicit Evaluator(const Graph& graph);

  Effects fire(const Offer& offer);
  // Of a node in the last firing; it need not be one that the graph uses.
  [[nodiscard]] llvm::APInt value(const Node* node);

 private:
  llvm::APInt compute(const Node& node);

  const Graph& graph_;
  std::vector<Node*> live_;
  std::vector<llvm::APInt> states_;
  std::vector<std::map<std::uint64_t, llvm::APInt>> words_;  // by RAM and row
  Offer offer_;
  std::map<const Node*, llvm::APInt> values_;
};

llvm::APInt random_bits(std::mt19937& random, unsigned width);

// Random elements, some missing, for the streams of a graph.
Offer random_offer(std::mt19937& random, const Graph& graph);

// Fires both with the same random offers and expects the same effects.
void expect_same_effects(const Graph& before, const Graph& after, std::mt19937& random,
                         unsigned firings = 24);

}  // namespace hlsc::test
