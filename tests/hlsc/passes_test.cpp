// Every pass keeps what a graph computes.
#include <gtest/gtest.h>

#include <functional>

#include "graph/balance.hpp"
#include "graph/expand.hpp"
#include "graph/linear.hpp"
#include "graph/merge_rams.hpp"
#include "graph/narrow.hpp"
#include "graph/speculate.hpp"
#include "hlsc/evaluator.hpp"
#include "hlsc/random_graph.hpp"

namespace hlsc::test {
namespace {

constexpr unsigned seeds = 120;
constexpr double clock_ns = 3.33;

using Pass = std::function<Graph(const Graph&)>;

void expect_kept(const Pass& pass, const std::function<Graph(std::mt19937&)>& make) {
  for (unsigned seed = 1; seed <= seeds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    const Graph before = make(random);
    const Graph after = pass(before);
    expect_same_effects(before, after, random);
    if (testing::Test::HasFatalFailure()) return;
  }
}
void expect_kept(const Pass& pass) {
  expect_kept(pass, [](std::mt19937& random) { return random_graph(random); });
}

// One operator over and over, each on the result of the last: what trees are made from.
Graph chain(std::mt19937& random, const std::function<Node*(Graph&, Node*, Node*)>& join) {
  Graph graph;
  const unsigned width = 1 + static_cast<unsigned>(random() % 70);
  Node* const state = add_state(graph, "state", width, 1);
  std::vector<Node*> values = {add_input(graph, "first", width), add_input(graph, "second", width),
                               state};
  Node* value = values.front();
  for (unsigned i = 0; i < 3 + random() % 20; ++i) {
    Node* operand = values[random() % values.size()];
    if (random() % 2 == 0) {
      operand =
          graph.extend(graph.slice(operand, 0, 1 + static_cast<unsigned>(random() % width)), width);
    } else if (random() % 3 == 0) {
      operand = graph.constant(random_bits(random, width));
    }
    value = join(graph, value, operand);
    if (random() % 8 == 0) values.push_back(value);
  }
  graph.states[0].next = value;
  bring_out(graph, "out", values[random() % values.size()]);
  bring_out(graph, "result", value);
  return graph;
}

Graph xor_network(std::mt19937& random) {
  return chain(random, [&](Graph& graph, Node* a, Node* b) {
    // A step of a shift register with feedback, now and then.
    if (random() % 2 == 0 || a->width < 3) return graph.bitwise(Op::xor_, a, b);
    Node* const moved = graph.concat({graph.slice(a, 1, a->width - 1), graph.slice(a, 0, 1)});
    return graph.bitwise(Op::xor_, moved, random() % 3 == 0 ? graph.invert(b) : b);
  });
}

TEST(Passes, narrow_keeps_what_a_graph_computes) { expect_kept(narrow); }

TEST(Passes, narrow_again_keeps_what_a_graph_computes) {
  expect_kept([](const Graph& graph) { return narrowed(narrow(graph)); });
}

TEST(Passes, speculate_keeps_what_a_graph_computes) { expect_kept(speculate); }

TEST(Passes, balance_keeps_what_a_graph_computes) {
  expect_kept([](const Graph& graph) { return balance(graph, Timing(clock_ns)); });
}

TEST(Passes, balance_keeps_what_chains_of_additions_compute) {
  expect_kept([](const Graph& graph) { return balance(graph, Timing(clock_ns)); },
              [](std::mt19937& random) {
                return chain(random,
                             [](Graph& graph, Node* a, Node* b) { return graph.add(a, b); });
              });
}

TEST(Passes, balance_keeps_what_chains_of_selects_compute) {
  expect_kept([](const Graph& graph) { return balance(graph, Timing(clock_ns)); },
              [](std::mt19937& random) {
                return chain(random, [&](Graph& graph, Node* a, Node* b) {
                  const auto low = static_cast<unsigned>(random() % b->width);
                  Node* const other = graph.invert(b);
                  return random() % 4 == 0 ? graph.select(graph.slice(b, low, 1), a, other)
                                           : graph.select(graph.slice(b, low, 1), other, a);
                });
              });
}

TEST(Passes, expand_keeps_what_a_graph_computes) {
  for (const double clock : {2.0, clock_ns, 10.0})
    expect_kept([&](const Graph& graph) { return expand(graph, Timing(clock)); });
}

TEST(Passes, merge_rams_keeps_what_a_graph_computes) {
  // Behind narrow, which leaves no memory that is written and not read.
  expect_kept([](const Graph& graph) { return merge_rams(graph); },
              [](std::mt19937& random) { return narrowed(random_graph(random)); });
}

TEST(Passes, linear_keeps_what_a_graph_computes) { expect_kept(linear); }

TEST(Passes, linear_keeps_what_networks_of_xor_compute) { expect_kept(linear, xor_network); }

TEST(Passes, all_of_them_keep_what_a_graph_computes) {
  expect_kept([](const Graph& graph) {
    const Timing timing(clock_ns);
    return narrow(expand(
        balance(linear(speculate(narrow(merge_rams(narrowed(narrow(graph)))))), timing), timing));
  });
}

}  // namespace
}  // namespace hlsc::test
