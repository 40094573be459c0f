// Making a graph anew, node by node: what most passes do.
#pragma once

#include <functional>
#include <vector>

#include "graph/graph.hpp"

namespace hlsc {

class Rebuild {
 public:
  explicit Rebuild(const Graph& graph);

  const Graph& from;
  Graph to;

  // What became of a node.
  [[nodiscard]] Node* operator[](const Node* node) const { return made_[node->id]; }
  void set(const Node* node, Node* made) { made_[node->id] = made; }

  // The same operator on what became of the inputs.
  Node* same(const Node& node);
  // A sink on what became of its inputs.
  void sink(const Node& node, std::vector<Node*> in);
  // Puts the next values of the states and the orders in place, at the end.
  void finish();

 private:
  std::vector<Node*> made_;
};

// The operator of `like` on other inputs, of any width.
Node* apply(Graph& graph, const Node& like, const std::vector<Node*>& in);

}  // namespace hlsc
