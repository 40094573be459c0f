#include "graph/narrow.hpp"

#include <gmock/gmock.h>

#include "graph/merge_rams.hpp"
#include "graph/speculate.hpp"
#include "hlsc/random_graph.hpp"

namespace hlsc::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const ArrayDirectives block{Storage::block, 0, {}, false, false, {}};

std::vector<const Node*> live_of(const Graph& graph, Op op) {
  std::vector<const Node*> found;
  for (const Node* const node : graph.live())
    if (node->op == op) found.push_back(node);
  return found;
}

std::vector<unsigned> widths_of(const Graph& graph, Op op) {
  std::vector<unsigned> widths;
  for (const Node* const node : live_of(graph, op)) widths.push_back(node->width);
  return widths;
}

// --- narrow ---

TEST(Narrow, an_addition_is_as_wide_as_what_is_wanted_of_it) {
  Graph graph;
  Node* const sum = graph.add(add_input(graph, "a", 32), add_input(graph, "b", 32));
  bring_out(graph, "out", graph.slice(sum, 0, 5));
  EXPECT_THAT(widths_of(narrow(graph), Op::add), ElementsAre(5));
}

TEST(Narrow, a_product_is_as_wide_as_what_is_wanted_of_it) {
  Graph graph;
  Node* const product = graph.mul(add_input(graph, "a", 64), add_input(graph, "b", 64));
  bring_out(graph, "out", graph.slice(product, 0, 20));
  EXPECT_THAT(widths_of(narrow(graph), Op::mul), ElementsAre(20));
}

TEST(Narrow, a_select_is_made_of_the_wanted_bits_only) {
  Graph graph;
  Node* const chosen =
      graph.select(add_input(graph, "c", 1), add_input(graph, "a", 32), add_input(graph, "b", 32));
  bring_out(graph, "low", graph.slice(chosen, 0, 3));
  bring_out(graph, "high", graph.slice(chosen, 20, 4));
  EXPECT_THAT(widths_of(narrow(graph), Op::select), testing::UnorderedElementsAre(3, 4));
}

TEST(Narrow, a_state_is_as_wide_as_what_is_wanted_of_it) {
  Graph graph;
  Node* const state = add_state(graph, "count", 32, 9);
  graph.states[0].next = graph.add(state, add_input(graph, "a", 32));
  bring_out(graph, "out", graph.slice(state, 0, 6));
  const Graph narrowed = narrow(graph);
  ASSERT_EQ(narrowed.states.size(), 1U);
  EXPECT_EQ(narrowed.states[0].reset, llvm::APInt(6, 9));
  EXPECT_EQ(narrowed.states[0].name, "count");
}

TEST(Narrow, bits_of_a_state_that_never_change_are_constants) {
  Graph graph;
  Node* const state = add_state(graph, "kind", 8, 0x80);
  graph.states[0].next =
      graph.select(add_input(graph, "c", 1), graph.constant(8, 0x81), graph.constant(8, 0x80));
  bring_out(graph, "out", state);
  EXPECT_THAT(widths_of(narrow(graph), Op::state), ElementsAre(1));
}

TEST(Narrow, a_state_that_never_changes_is_a_constant) {
  Graph graph;
  Node* const state = add_state(graph, "fixed", 16, 77);
  graph.states[0].next = state;
  bring_out(graph, "out", graph.add(state, add_input(graph, "a", 16)));
  const Graph narrowed = narrow(graph);
  EXPECT_THAT(narrowed.states, IsEmpty());
}

TEST(Narrow, a_state_that_only_feeds_itself_is_gone) {
  Graph graph;
  Node* const state = add_state(graph, "idle", 16);
  graph.states[0].next = graph.add(state, graph.constant(16, 1));
  bring_out(graph, "out", add_input(graph, "a", 16));
  EXPECT_THAT(narrow(graph).states, IsEmpty());
}

TEST(Narrow, a_memory_is_as_wide_as_what_is_read_of_it) {
  Graph graph;
  graph.rams.push_back({"memory", 16, 32, &block});
  Node* const row = add_input(graph, "row", 4);
  Node* const word = graph.ram_read(0, row, 32);
  graph.sink(Op::ram_write, {graph.bit(true), row, add_input(graph, "value", 32)}, 0);
  bring_out(graph, "out", graph.slice(word, 0, 7));
  const Graph narrowed = narrow(graph);
  EXPECT_EQ(narrowed.rams[0].width, 7U);
  EXPECT_THAT(widths_of(narrowed, Op::ram_read), ElementsAre(7));
}

TEST(Narrow, bits_that_every_write_to_a_memory_has_are_known_when_it_is_read) {
  Graph graph;
  graph.rams.push_back({"memory", 16, 32, &block});
  Node* const row = add_input(graph, "row", 4);
  Node* const word = graph.ram_read(0, row, 32);
  graph.sink(Op::ram_write, {graph.bit(true), row, graph.extend(add_input(graph, "value", 8), 32)},
             0);
  bring_out(graph, "out", word);
  EXPECT_EQ(narrow(graph).rams[0].width, 8U);
}

TEST(Narrow, a_memory_that_nobody_reads_is_not_written) {
  Graph graph;
  graph.rams.push_back({"memory", 16, 8, &block});
  graph.sink(Op::ram_write,
             {graph.bit(true), add_input(graph, "row", 4), add_input(graph, "value", 8)}, 0);
  for (const Node* const sink : narrow(graph).sinks) EXPECT_NE(sink->op, Op::ram_write);
}

TEST(Narrow, a_write_that_never_happens_is_gone) {
  Graph graph;
  Node* const a = add_input(graph, "a", 8);
  graph.sink(Op::write, {graph.less(graph.extend(graph.slice(a, 0, 3), 8), graph.zero(8)), a},
             add_stream(graph, "out", 8, false));
  for (const Node* const sink : narrow(graph).sinks) EXPECT_NE(sink->op, Op::write);
}

TEST(Narrow, values_keep_their_names) {
  Graph graph;
  Node* const sum = graph.add(add_input(graph, "a", 32), add_input(graph, "b", 32));
  sum->name = "total";
  bring_out(graph, "out", sum);
  const Graph narrowed = narrow(graph);
  ASSERT_EQ(live_of(narrowed, Op::add).size(), 1U);
  EXPECT_EQ(live_of(narrowed, Op::add)[0]->name, "total");
}

TEST(Narrow, orders_between_sinks_are_kept) {
  Graph graph;
  bring_out(graph, "request", graph.bit(true));
  Node* const write = graph.sinks.back();
  bring_out(graph, "out", add_input(graph, "answer", 8));
  Node* const read = graph.sinks[1];
  graph.orders.push_back({write, read});
  const Graph narrowed = narrow(graph);
  ASSERT_EQ(narrowed.orders.size(), 1U);
  EXPECT_EQ(narrowed.orders[0].first->op, Op::write);
  EXPECT_EQ(narrowed.orders[0].then->op, Op::read);
}

// --- speculate ---

// Whether a comparison has to wait for a choice.
bool compares_a_choice(const Graph& graph) {
  for (const Node* const node : live_of(graph, Op::equal))
    for (const Node* input : node->in) {
      while (input->op == Op::slice) input = input->in[0];
      if (input->op == Op::select) return true;
    }
  return false;
}

TEST(Speculate, a_comparison_of_a_choice_with_a_constant_is_done_before_the_choice) {
  Graph graph;
  Node* const chosen =
      graph.select(add_input(graph, "c", 1), add_input(graph, "a", 16), add_input(graph, "b", 16));
  bring_out(graph, "out", graph.equal(chosen, graph.constant(16, 5)));
  EXPECT_TRUE(compares_a_choice(graph));
  const Graph after = speculate(graph);
  EXPECT_FALSE(compares_a_choice(after));
  EXPECT_EQ(live_of(after, Op::equal).size(), 2U);
}

TEST(Speculate, a_comparison_of_a_part_of_a_choice_is_done_before_the_choice) {
  Graph graph;
  Node* const chosen =
      graph.select(add_input(graph, "c", 1), add_input(graph, "a", 16), add_input(graph, "b", 16));
  bring_out(graph, "whole", chosen);
  bring_out(graph, "out", graph.equal(graph.slice(chosen, 4, 8), graph.constant(8, 5)));
  EXPECT_FALSE(compares_a_choice(speculate(graph)));
}

TEST(Speculate, a_comparison_of_choices_over_choices_is_done_before_all_of_them) {
  Graph graph;
  Node* chosen = add_input(graph, "first", 16);
  for (const char* const name : {"second", "third", "fourth"})
    chosen = graph.select(add_input(graph, std::string(name) + "_go", 1),
                          add_input(graph, name, 16), chosen);
  bring_out(graph, "out", graph.equal(chosen, graph.constant(16, 5)));
  EXPECT_FALSE(compares_a_choice(speculate(graph)));
}

// One of so many values of 8 bits.
Node* one_of(Graph& graph, const std::string& name, unsigned values) {
  Node* chosen = add_input(graph, name, 8);
  for (unsigned i = 1; i < values; ++i) {
    const std::string number = name + std::to_string(i);
    chosen = graph.select(add_input(graph, number + "_go", 1), add_input(graph, number, 8), chosen);
  }
  return chosen;
}

TEST(Speculate, a_comparison_of_what_may_come_from_very_many_places_waits_for_the_choice) {
  for (const unsigned places : {16U, 17U}) {
    Graph graph;
    bring_out(graph, "out", graph.equal(one_of(graph, "a", places), graph.constant(8, 5)));
    EXPECT_EQ(compares_a_choice(speculate(graph)), places > 16) << places << " places";
  }
}

TEST(Speculate, places_count_for_each_bit) {
  Graph graph;
  Node* const both = graph.concat({one_of(graph, "a", 16), one_of(graph, "b", 16)});
  bring_out(graph, "out", graph.equal(both, graph.constant(16, 0x0506)));
  EXPECT_EQ(live_of(speculate(graph), Op::equal).size(), 32U);
}

TEST(Speculate, a_place_that_is_chosen_in_several_ways_counts_once) {
  Graph graph;
  Node* const few = one_of(graph, "a", 9);
  Node* const twice =
      graph.select(add_input(graph, "c", 1), few,
                   graph.select(add_input(graph, "d", 1), add_input(graph, "b", 8), few));
  bring_out(graph, "out", graph.equal(twice, graph.constant(8, 5)));
  EXPECT_FALSE(compares_a_choice(speculate(graph)));
}

TEST(Speculate, a_comparison_with_a_variable_stays) {
  Graph graph;
  Node* const chosen =
      graph.select(add_input(graph, "c", 1), add_input(graph, "a", 16), add_input(graph, "b", 16));
  bring_out(graph, "out", graph.equal(chosen, add_input(graph, "d", 16)));
  EXPECT_TRUE(compares_a_choice(speculate(graph)));
}

// --- merge_rams ---

// Two fields of 8 and 5 bits; the second has rows and conditions of its own if asked for.
Graph two_fields(const std::string& name, bool other_row, bool other_condition) {
  Graph graph;
  graph.rams.push_back({"memory", 16, 8, &block});
  graph.rams.push_back({name, 16, 5, &block});
  Node* const row = add_input(graph, "row", 4);
  Node* const next_row = add_input(graph, "other_row", 4);
  Node* const go = add_input(graph, "go", 1);
  Node* const next_go = add_input(graph, "other_go", 1);
  bring_out(graph, "first", graph.ram_read(0, row, 8));
  bring_out(graph, "second", graph.ram_read(1, other_row ? next_row : row, 5));
  graph.sink(Op::ram_write, {go, row, add_input(graph, "x", 8)}, 0);
  graph.sink(Op::ram_write, {other_condition ? next_go : go, row, add_input(graph, "y", 5)}, 1);
  return graph;
}

TEST(MergeRams, fields_with_the_same_rows_and_conditions_share_a_memory) {
  const Graph merged = merge_rams(two_fields("memory", false, false));
  ASSERT_EQ(merged.rams.size(), 1U);
  EXPECT_EQ(merged.rams[0].width, 13U);
  EXPECT_EQ(live_of(merged, Op::ram_read).size(), 1U);
}

TEST(MergeRams, fields_that_are_read_in_different_rows_do_not) {
  EXPECT_EQ(merge_rams(two_fields("memory", true, false)).rams.size(), 2U);
}

TEST(MergeRams, fields_that_are_written_on_different_conditions_do_not) {
  EXPECT_EQ(merge_rams(two_fields("memory", false, true)).rams.size(), 2U);
}

TEST(MergeRams, fields_of_different_arrays_do_not) {
  EXPECT_EQ(merge_rams(two_fields("other", false, false)).rams.size(), 2U);
}

// Arrays in different scopes may have one name.
TEST(MergeRams, arrays_of_different_sizes_do_not_although_their_names_are_equal) {
  Graph graph = two_fields("memory", false, false);
  graph.rams[1].rows = 9;
  EXPECT_EQ(merge_rams(graph).rams.size(), 2U);
}

TEST(MergeRams, arrays_of_different_storage_do_not_although_their_names_are_equal) {
  static const ArrayDirectives ultra{Storage::ultra, 0, {}, false, false, {}};
  Graph graph = two_fields("memory", false, false);
  graph.rams[1].directives = &ultra;
  EXPECT_EQ(merge_rams(graph).rams.size(), 2U);
}

TEST(MergeRams, a_memory_that_is_written_and_never_read_is_left_out) {
  Graph graph;
  graph.rams.push_back({"memory", 16, 8, &block});
  graph.sink(Op::ram_write,
             {graph.bit(true), add_input(graph, "row", 4), add_input(graph, "value", 8)}, 0);
  EXPECT_NO_THROW(merge_rams(graph));
}

}  // namespace
}  // namespace hlsc::test
