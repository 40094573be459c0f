#include "graph/rebuild.hpp"

namespace hlsc {

Node* apply(Graph& graph, const Node& like, const std::vector<Node*>& in) {
  switch (like.op) {
    case Op::constant:
      return graph.constant(like.value);
    case Op::slice:
      return graph.slice(in[0], like.low, like.width);
    case Op::concat:
      return graph.concat(in);
    case Op::invert:
      return graph.invert(in[0]);
    case Op::and_:
    case Op::or_:
    case Op::xor_:
      return graph.bitwise(like.op, in[0], in[1]);
    case Op::select:
      return graph.select(in[0], in[1], in[2]);
    case Op::add:
      return graph.add(in[0], in[1]);
    case Op::sub:
      return graph.sub(in[0], in[1]);
    case Op::mul:
      return graph.mul(in[0], in[1]);
    case Op::equal:
      return graph.equal(in[0], in[1]);
    case Op::less:
      return graph.less(in[0], in[1]);
    case Op::ram_read:
      return graph.ram_read(like.index, in[0], like.width);
    default:
      return graph.source(like.op, like.width, like.index);
  }
}

Rebuild::Rebuild(const Graph& graph) : from(graph), made_(graph.size()) {
  to.states = graph.states;
  to.rams = graph.rams;
  to.streams = graph.streams;
  to.questions = graph.questions;
  for (StateVariable& state : to.states) state.current = state.next = nullptr;
}

Node* Rebuild::same(const Node& node) {
  std::vector<Node*> in;
  for (const Node* const input : node.in) in.push_back((*this)[input]);
  to.location = node.location;
  Node* const made = apply(to, node, in);
  if (made->name.empty()) made->name = node.name;
  if (node.op == Op::state) to.states[node.index].current = made;
  set(&node, made);
  return made;
}

void Rebuild::sink(const Node& node, std::vector<Node*> in) {
  to.location = node.location;
  set(&node, to.sink(node.op, std::move(in), node.index));
}

void Rebuild::finish() {
  for (std::size_t i = 0; i < from.states.size(); ++i) {
    StateVariable& state = to.states[i];
    if (state.current != nullptr && state.next == nullptr)
      state.next = (*this)[from.states[i].next];
  }
  for (const Order& order : from.orders) {
    if ((*this)[order.first] != nullptr && (*this)[order.then] != nullptr)
      to.orders.push_back({(*this)[order.first], (*this)[order.then]});
  }
}

}  // namespace hlsc
