#include "graph/recurrences.hpp"

#include <algorithm>
#include <limits>

namespace hlsc {
namespace {

constexpr unsigned unseen = std::numeric_limits<unsigned>::max();

// Tarjan's algorithm for strongly connected components, along the inputs of nodes and from states
// to what replaces them; without recursion, since graphs are deep.
class Components {
 public:
  explicit Components(const Graph& graph)
      : graph_(graph),
        order_(graph.size(), unseen),
        low_(graph.size()),
        waiting_(graph.size(), 0),
        depth_(graph.size()) {}

  unsigned depth(const Node* node) {
    if (order_[node->id] == unseen) visit(node);
    return depth_[node->id];
  }

 private:
  struct Step {
    const Node* node;
    std::size_t next;  // of its dependencies
  };

  [[nodiscard]] const Node* dependency(const Node* node, std::size_t number) const {
    if (node->op == Op::state) return number == 0 ? graph_.states[node->index].next : nullptr;
    return number < node->in.size() ? node->in[number] : nullptr;
  }

  void enter(const Node* node) {
    order_[node->id] = low_[node->id] = count_++;
    waiting_[node->id] = 1;
    path_.push_back(node);
    steps_.push_back({node, 0});
  }

  void visit(const Node* start) {
    enter(start);
    while (!steps_.empty()) {
      const Node* const node = steps_.back().node;
      const Node* const input = dependency(node, steps_.back().next++);
      if (input == nullptr) {
        steps_.pop_back();
        if (low_[node->id] == order_[node->id]) close(node);
        if (!steps_.empty()) lower(steps_.back().node, low_[node->id]);
      } else if (order_[input->id] == unseen) {
        enter(input);
      } else if (waiting_[input->id] != 0) {
        lower(node, order_[input->id]);
      }
    }
  }
  void lower(const Node* node, unsigned to) { low_[node->id] = std::min(low_[node->id], to); }

  // The component that `node` was the first of.
  void close(const Node* node) {
    const auto first = std::ranges::find(path_, node);
    unsigned depth = 0;
    bool again = path_.end() - first > 1;
    for (auto member = first; member != path_.end(); ++member) {
      waiting_[(*member)->id] = 0;
      for (std::size_t i = 0; const Node* const input = dependency(*member, i); ++i) {
        again |= input == node;
        depth = std::max(depth, depth_[input->id]);
      }
    }
    for (auto member = first; member != path_.end(); ++member)
      depth_[(*member)->id] = depth + (again ? 1 : 0);
    path_.erase(first, path_.end());
  }

  const Graph& graph_;
  std::vector<unsigned> order_, low_;
  std::vector<char> waiting_;  // for their component
  std::vector<unsigned> depth_;
  std::vector<const Node*> path_;
  std::vector<Step> steps_;
  unsigned count_ = 0;
};

}  // namespace

std::vector<unsigned> recurrences_before(const Graph& graph) {
  Components components(graph);
  std::vector<unsigned> depths;
  for (const StateVariable& state : graph.states)
    depths.push_back(state.current == nullptr ? 0 : components.depth(state.current));
  return depths;
}

}  // namespace hlsc
