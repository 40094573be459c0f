#include "graph/graph.hpp"

#include <gmock/gmock.h>

#include "hlsc/random_graph.hpp"

namespace hlsc::test {
namespace {

using llvm::APInt;
using testing::ElementsAre;

// Values of which nothing is known.
struct GraphValues : testing::Test {
  Node* value(unsigned width) { return graph.source(Op::element, width, 0); }
  Node* ones(unsigned width) { return graph.constant(APInt::getAllOnes(width)); }
  Node* xor_(Node* x, Node* y) { return graph.bitwise(Op::xor_, x, y); }

  Graph graph;
  Node* a = value(8);
  Node* b = value(8);
  Node* c = value(1);
  Node* d = value(1);
  Node* e = value(1);
};

// --- sharing ---

TEST_F(GraphValues, equal_operators_are_one_node) { EXPECT_EQ(graph.add(a, b), graph.add(a, b)); }

TEST_F(GraphValues, the_order_of_operands_makes_no_other_node_where_it_means_nothing) {
  EXPECT_EQ(graph.add(a, b), graph.add(b, a));
  EXPECT_EQ(graph.mul(a, b), graph.mul(b, a));
  EXPECT_EQ(graph.and_(a, b), graph.and_(b, a));
  EXPECT_EQ(graph.equal(a, b), graph.equal(b, a));
}

TEST_F(GraphValues, the_order_of_operands_counts_where_it_means_something) {
  EXPECT_NE(graph.sub(a, b), graph.sub(b, a));
  EXPECT_NE(graph.less(a, b), graph.less(b, a));
  EXPECT_NE(graph.select(c, a, b), graph.select(c, b, a));
}

TEST_F(GraphValues, equal_constants_are_one_node_if_they_are_of_one_width) {
  EXPECT_EQ(graph.constant(8, 5), graph.constant(8, 5));
  EXPECT_NE(graph.constant(8, 5), graph.constant(9, 5));
}

TEST_F(GraphValues, sources_are_never_shared) { EXPECT_NE(value(8), value(8)); }

TEST_F(GraphValues, reads_of_a_memory_are_never_shared) {
  EXPECT_NE(graph.ram_read(0, a, 8), graph.ram_read(0, a, 8));
}

// --- moving bits ---

TEST_F(GraphValues, a_slice_of_everything_is_the_value_itself) {
  EXPECT_EQ(graph.slice(a, 0, 8), a);
}

TEST_F(GraphValues, a_slice_of_a_slice_is_one_slice) {
  EXPECT_EQ(graph.slice(graph.slice(a, 2, 5), 1, 3), graph.slice(a, 3, 3));
}

TEST_F(GraphValues, a_slice_looks_through_a_concat) {
  EXPECT_EQ(graph.slice(graph.concat({a, b}), 8, 8), b);
  EXPECT_EQ(graph.slice(graph.concat({a, b}), 6, 4),
            graph.concat({graph.slice(a, 6, 2), graph.slice(b, 0, 2)}));
}

TEST_F(GraphValues, a_concat_of_neighbours_is_what_they_were_cut_from) {
  EXPECT_EQ(graph.concat({graph.slice(a, 0, 3), graph.slice(a, 3, 5)}), a);
}

TEST_F(GraphValues, a_concat_is_flat_and_its_constants_are_joined) {
  Node* const inner = graph.concat({a, graph.constant(4, 0x5)});
  Node* const all = graph.concat({inner, graph.constant(4, 0xa), b});
  EXPECT_THAT(all->in, ElementsAre(a, graph.constant(8, 0xa5), b));
}

TEST_F(GraphValues, extending_adds_zeros_and_shortening_keeps_the_low_bits) {
  EXPECT_EQ(graph.extend(a, 12), graph.concat({a, graph.zero(4)}));
  EXPECT_EQ(graph.extend(a, 3), graph.slice(a, 0, 3));
}

TEST_F(GraphValues, extending_a_sign_repeats_the_highest_bit) {
  Node* const sign = graph.slice(a, 7, 1);
  EXPECT_EQ(graph.sign_extend(a, 10), graph.concat({a, sign, sign}));
}

// --- bitwise operators ---

TEST_F(GraphValues, two_inversions_are_none) { EXPECT_EQ(graph.invert(graph.invert(a)), a); }

TEST_F(GraphValues, a_value_with_itself_is_itself_or_nothing) {
  EXPECT_EQ(graph.and_(a, a), a);
  EXPECT_EQ(graph.or_(a, a), a);
  EXPECT_EQ(xor_(a, a), graph.zero(8));
}

TEST_F(GraphValues, a_value_with_its_opposite_is_a_constant) {
  EXPECT_EQ(graph.and_(a, graph.invert(a)), graph.zero(8));
  EXPECT_EQ(graph.or_(a, graph.invert(a)), ones(8));
  EXPECT_EQ(xor_(a, graph.invert(a)), ones(8));
}

TEST_F(GraphValues, constants_decide_bits_one_by_one) {
  Node* const masked = graph.and_(a, graph.constant(8, 0xf0));
  EXPECT_EQ(masked, graph.concat({graph.zero(4), graph.slice(a, 4, 4)}));
  Node* const set = graph.or_(a, graph.constant(8, 0x0f));
  EXPECT_EQ(set, graph.concat({ones(4), graph.slice(a, 4, 4)}));
  EXPECT_EQ(xor_(a, ones(8)), graph.invert(a));
}

TEST_F(GraphValues, a_word_with_a_bit_that_is_repeated_is_a_choice) {
  Node* const repeated = graph.repeat(c, 8);
  EXPECT_EQ(graph.and_(a, repeated), graph.select(c, a, graph.zero(8)));
  EXPECT_EQ(graph.or_(repeated, a), graph.select(c, graph.constant(8, 0xFF), a));
}

TEST_F(GraphValues, bits_that_are_repeated_are_worked_on_once) {
  EXPECT_EQ(graph.and_(graph.repeat(c, 8), graph.repeat(d, 8)), graph.repeat(graph.and_(c, d), 8));
  EXPECT_EQ(graph.select(e, graph.repeat(c, 8), graph.repeat(d, 8)),
            graph.repeat(graph.select(e, c, d), 8));
}

TEST_F(GraphValues, each_bit_that_is_repeated_is_for_its_own_part_of_a_word) {
  const auto part = [&](Node* condition, unsigned low) {
    return graph.select(condition, graph.slice(a, low, 4), graph.zero(4));
  };
  EXPECT_EQ(graph.and_(a, graph.concat({graph.repeat(c, 4), graph.repeat(d, 4)})),
            graph.concat({part(c, 0), part(d, 4)}));
}

TEST_F(GraphValues, what_is_there_already_is_not_added_again) {
  EXPECT_EQ(graph.and_(a, graph.and_(a, b)), graph.and_(a, b));
  EXPECT_EQ(graph.or_(graph.or_(a, b), b), graph.or_(a, b));
}

// --- conditions ---

TEST_F(GraphValues, conditions_that_contradict_each_other_never_hold) {
  EXPECT_EQ(graph.and_(graph.and_(c, d), graph.and_(e, graph.invert(d))), graph.bit(false));
}

TEST_F(GraphValues, ways_that_meet_again_have_the_condition_in_front_of_the_branch) {
  Node* const left = graph.and_(c, d);
  Node* const right = graph.and_(c, graph.invert(d));
  EXPECT_EQ(graph.or_(left, right), c);
}

TEST_F(GraphValues, a_condition_that_holds_anyway_is_left_out) {
  // c & ~(c & d)
  EXPECT_EQ(graph.and_(c, graph.invert(graph.and_(c, d))), graph.and_(c, graph.invert(d)));
}

TEST_F(GraphValues, the_terms_of_a_condition_are_what_must_hold_for_it) {
  EXPECT_THAT(terms_of(graph.and_(graph.and_(c, d), e)), testing::UnorderedElementsAre(c, d, e));
}

// --- choices ---

TEST_F(GraphValues, a_choice_by_a_constant_is_made) {
  EXPECT_EQ(graph.select(graph.bit(true), a, b), a);
  EXPECT_EQ(graph.select(graph.bit(false), a, b), b);
}

TEST_F(GraphValues, a_choice_between_equals_is_none) { EXPECT_EQ(graph.select(c, a, a), a); }

TEST_F(GraphValues, a_choice_by_an_inverted_condition_is_turned_round) {
  EXPECT_EQ(graph.select(graph.invert(c), a, b), graph.select(c, b, a));
}

TEST_F(GraphValues, a_choice_that_was_made_before_is_not_made_again) {
  Node* const other = value(8);
  EXPECT_EQ(graph.select(c, graph.select(c, a, other), b), graph.select(c, a, b));
  EXPECT_EQ(graph.select(c, a, graph.select(c, other, b)), graph.select(c, a, b));
}

TEST_F(GraphValues, a_choice_between_bits_that_are_known_is_the_condition) {
  EXPECT_EQ(graph.select(c, graph.bit(true), graph.bit(false)), c);
  EXPECT_EQ(graph.select(c, graph.constant(2, 0b01), graph.constant(2, 0b10)),
            graph.concat({c, graph.invert(c)}));
}

TEST_F(GraphValues, a_choice_keeps_parts_apart_that_are_equal_on_both_sides) {
  Node* const chosen = graph.select(c, graph.concat({a, b}), graph.concat({a, a}));
  EXPECT_EQ(chosen, graph.concat({a, graph.select(c, b, a)}));
}

TEST_F(GraphValues, a_choice_between_a_value_and_its_opposite_is_an_xor) {
  EXPECT_EQ(graph.select(c, graph.invert(a), a), xor_(graph.repeat(c, 8), a));
}

TEST_F(GraphValues, what_holds_on_both_sides_is_no_matter_of_the_choice) {
  EXPECT_EQ(graph.select(c, graph.and_(d, e), d), graph.and_(d, graph.or_(graph.invert(c), e)));
}

// --- arithmetic ---

TEST_F(GraphValues, adding_nothing_is_nothing) {
  EXPECT_EQ(graph.add(a, graph.zero(8)), a);
  EXPECT_EQ(graph.sub(a, graph.zero(8)), a);
  EXPECT_EQ(graph.sub(a, a), graph.zero(8));
}

TEST_F(GraphValues, a_constant_is_never_subtracted) {
  EXPECT_EQ(graph.sub(a, graph.constant(8, 3)), graph.add(a, graph.constant(8, 0xfd)));
}

TEST_F(GraphValues, zeros_at_the_bottom_shorten_an_addition) {
  Node* const high = graph.concat({graph.zero(4), value(4)});
  Node* const sum = graph.add(a, high);
  ASSERT_EQ(sum->op, Op::concat);
  EXPECT_EQ(sum->in[0], graph.slice(a, 0, 4));
  EXPECT_EQ(sum->in[1]->width, 4U);
}

TEST_F(GraphValues, zeros_at_the_top_shorten_an_addition) {
  Node* const sum = graph.add(graph.extend(a, 64), graph.extend(b, 64));
  ASSERT_EQ(sum->op, Op::concat);
  EXPECT_EQ(sum->in[0]->width, 9U) << "a bit more than the operands";
}

TEST_F(GraphValues, a_product_with_a_constant_of_few_bits_is_a_sum) {
  EXPECT_EQ(graph.mul(a, graph.constant(8, 8)),
            graph.concat({graph.zero(3), graph.slice(a, 0, 5)}));
  EXPECT_NE(graph.mul(a, graph.constant(8, 5))->op, Op::mul);
}

TEST_F(GraphValues, a_product_is_as_wide_as_its_operands_need) {
  Node* const product = graph.mul(graph.extend(a, 64), graph.extend(b, 64));
  ASSERT_EQ(product->op, Op::concat);
  EXPECT_EQ(product->in[0]->op, Op::mul);
  EXPECT_EQ(product->in[0]->width, 16U);
}

// --- comparisons ---

TEST_F(GraphValues, a_comparison_leaves_out_what_is_equal_anyway) {
  EXPECT_EQ(graph.equal(graph.concat({a, value(4)}), graph.concat({b, graph.zero(4)}))->op,
            Op::equal);
  EXPECT_EQ(graph.equal(graph.extend(a, 16), graph.extend(b, 16)), graph.equal(a, b));
}

TEST_F(GraphValues, a_comparison_with_what_cannot_be_is_false) {
  EXPECT_EQ(graph.equal(graph.extend(a, 16), graph.constant(16, 0x100)), graph.bit(false));
}

TEST_F(GraphValues, nothing_is_below_zero_or_above_the_highest) {
  EXPECT_EQ(graph.less(a, graph.zero(8)), graph.bit(false));
  EXPECT_EQ(graph.less(ones(8), a), graph.bit(false));
}

TEST_F(GraphValues, a_comparison_with_a_power_of_two_looks_at_the_high_bits) {
  EXPECT_EQ(graph.less(a, graph.constant(8, 16)), graph.equal(graph.slice(a, 4, 4), graph.zero(4)));
}

TEST_F(GraphValues, a_sign_alone_decides_a_signed_comparison_with_zero) {
  EXPECT_EQ(graph.less_signed(a, graph.zero(8)), graph.slice(a, 7, 1));
}

// --- what a graph needs ---

TEST_F(GraphValues, inputs_come_before_what_is_made_of_them) {
  bring_out(graph, "out", graph.add(graph.sub(a, b), b));
  const std::vector<Node*> live = graph.live();
  for (const Node* const node : live)
    for (const Node* const input : node->in)
      EXPECT_LT(std::ranges::find(live, input), std::ranges::find(live, node));
}

TEST_F(GraphValues, what_no_sink_needs_is_not_live) {
  Node* const unused = graph.add(a, b);
  bring_out(graph, "out", a);
  EXPECT_THAT(graph.live(), testing::Not(testing::Contains(unused)));
}

TEST_F(GraphValues, what_becomes_of_a_state_that_is_needed_is_live) {
  Node* const state = add_state(graph, "state", 8);
  graph.states[0].next = graph.add(state, a);
  bring_out(graph, "out", state);
  EXPECT_THAT(graph.live(), testing::Contains(graph.states[0].next));
}

}  // namespace
}  // namespace hlsc::test
