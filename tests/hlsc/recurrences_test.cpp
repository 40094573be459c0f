// How many recurrences a state's value comes through.
#include "graph/recurrences.hpp"

#include <gmock/gmock.h>

#include "hlsc/random_graph.hpp"

namespace hlsc::test {
namespace {

using testing::ElementsAre;

// A state that adds `value` to itself.
Node* add_sum(Graph& graph, const std::string& name, Node* value) {
  const std::size_t number = graph.states.size();
  Node* const state = add_state(graph, name, value->width);
  graph.states[number].next = graph.add(state, value);
  return state;
}

TEST(Recurrences, a_state_that_holds_an_input_comes_through_none) {
  Graph graph;
  Node* const in = add_input(graph, "in", 8);
  bring_out(graph, "out", add_state(graph, "last", 8));
  graph.states[0].next = in;
  EXPECT_THAT(recurrences_before(graph), ElementsAre(0));
}

TEST(Recurrences, a_sum_of_inputs_comes_through_its_own) {
  Graph graph;
  bring_out(graph, "out", add_sum(graph, "sum", add_input(graph, "in", 8)));
  EXPECT_THAT(recurrences_before(graph), ElementsAre(1));
}

TEST(Recurrences, a_sum_of_sums_comes_through_both) {
  Graph graph;
  Node* const sum = add_sum(graph, "sum", add_input(graph, "in", 8));
  bring_out(graph, "out", add_sum(graph, "sum_of_sums", sum));
  EXPECT_THAT(recurrences_before(graph), ElementsAre(1, 2));
}

TEST(Recurrences, states_that_need_each_other_are_one) {
  Graph graph;
  Node* const ping = add_state(graph, "ping", 8);
  Node* const pong = add_state(graph, "pong", 8);
  graph.states[0].next = graph.add(pong, add_input(graph, "in", 8));
  graph.states[1].next = graph.invert(ping);
  bring_out(graph, "out", add_sum(graph, "sum", pong));
  EXPECT_THAT(recurrences_before(graph), ElementsAre(1, 1, 2));
}

TEST(Recurrences, a_copy_comes_through_those_of_what_it_copies) {
  Graph graph;
  Node* const sum = add_sum(graph, "sum", add_input(graph, "in", 8));
  bring_out(graph, "out", add_state(graph, "copy", 8));
  graph.states[1].next = sum;
  EXPECT_THAT(recurrences_before(graph), ElementsAre(1, 1));
}

TEST(Recurrences, a_long_chain_of_operators_is_followed) {
  Graph graph;
  Node* const in = add_input(graph, "in", 64);
  Node* const state = add_state(graph, "state", 64);
  Node* value = state;
  for (unsigned i = 0; i < 100'000; ++i) value = graph.add(graph.invert(value), in);
  graph.states[0].next = value;
  bring_out(graph, "out", state);
  EXPECT_THAT(recurrences_before(graph), ElementsAre(1));
}

}  // namespace
}  // namespace hlsc::test
