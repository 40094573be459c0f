// Chains become trees, and wide operators become parts: balance, linear and expand.
#include <gmock/gmock.h>

#include "graph/balance.hpp"
#include "graph/expand.hpp"
#include "graph/linear.hpp"
#include "graph/narrow.hpp"
#include "hlsc/evaluator.hpp"
#include "hlsc/random_graph.hpp"
#include "schedule/schedule.hpp"

namespace hlsc::test {
namespace {

using testing::Each;
using testing::Le;

const Timing timing(3.33);

// LUT levels to the last value, as if a cycle took all the time that it wants.
unsigned levels_of(const Graph& graph) {
  const Schedule placed = schedule(graph, Timing(500));
  return *std::ranges::max_element(placed.worst);
}

bool fits(const Graph& graph) {
  try {
    schedule(graph, timing);
  } catch (const Error&) {
    return false;
  }
  return true;
}

std::vector<unsigned> operand_widths(const Graph& graph, Op op) {
  std::vector<unsigned> widths;
  for (const Node* const node : graph.live())
    if (node->op == op) widths.push_back(node->in[0]->width);
  return widths;
}

// One operator over inputs, one after the other.
template <class Join>
Graph chain_of(unsigned inputs, unsigned width, Join join) {
  Graph graph;
  Node* value = add_input(graph, "in0", width);
  for (unsigned i = 1; i < inputs; ++i)
    value = join(graph, value, add_input(graph, "in" + std::to_string(i), width));
  bring_out(graph, "out", value);
  return graph;
}

// --- balance ---

TEST(Balance, a_chain_of_bitwise_operators_becomes_a_tree_of_luts) {
  for (const Op op : {Op::and_, Op::or_, Op::xor_}) {
    const Graph chain =
        chain_of(36, 8, [&](Graph& graph, Node* a, Node* b) { return graph.bitwise(op, a, b); });
    EXPECT_GT(levels_of(chain), 2U);
    EXPECT_EQ(levels_of(balance(chain, timing)), 2U) << name_of(op) << ": six inputs to a LUT";
  }
}

TEST(Balance, a_chain_of_additions_becomes_a_tree) {
  const Graph chain =
      chain_of(8, 12, [](Graph& graph, Node* a, Node* b) { return graph.add(a, b); });
  EXPECT_EQ(levels_of(chain), 7U);
  EXPECT_EQ(levels_of(balance(chain, timing)), 3U);
}

TEST(Balance, a_chain_of_additions_that_grow_becomes_a_tree) {
  const Graph chain = chain_of(8, 8, [](Graph& graph, Node* a, Node* b) {
    const unsigned width = a->width + 1;
    return graph.add(graph.extend(a, width), graph.extend(b, width));
  });
  EXPECT_EQ(levels_of(balance(chain, timing)), 3U);
}

TEST(Balance, selects_on_top_of_each_other_become_shallow) {
  Graph graph;
  Node* value = add_input(graph, "default", 16);
  for (unsigned i = 0; i < 16; ++i)
    value = graph.select(add_input(graph, "go" + std::to_string(i), 1),
                         add_input(graph, "in" + std::to_string(i), 16), value);
  bring_out(graph, "out", value);
  EXPECT_LE(2 * levels_of(balance(graph, timing)), levels_of(graph));
}

TEST(Balance, what_a_state_brings_is_added_last) {
  Graph graph;
  Node* const state = add_state(graph, "sum", 32);
  Node* value = state;
  for (unsigned i = 0; i < 4; ++i)
    value = graph.add(value, add_input(graph, "in" + std::to_string(i), 32));
  graph.states[0].next = value;
  bring_out(graph, "out", value);
  EXPECT_FALSE(fits(graph)) << "four additions in a cycle";
  EXPECT_TRUE(fits(balance(graph, timing)));
}

// The next value is the newest of the last eight with the same key, plus one; the key is a sum.
Graph forwarded_by_sums() {
  Graph graph;
  constexpr unsigned depth = 8;
  Node* const sum = add_state(graph, "sum", 12);
  graph.states[0].next = graph.add(sum, add_input(graph, "in", 12));
  Node* const key = graph.mul(sum, graph.constant(12, 1357));
  std::vector<Node*> keys;
  std::vector<Node*> counts;
  for (unsigned i = 0; i < depth; ++i) {
    keys.push_back(add_state(graph, "key" + std::to_string(i), 12));
    counts.push_back(add_state(graph, "count" + std::to_string(i), 40));
  }
  Node* found = add_input(graph, "from_memory", 40);
  for (unsigned i = depth; i > 0; --i)
    found = graph.select(graph.equal(keys[i - 1], key), counts[i - 1], found);
  Node* const next = graph.add(found, graph.constant(40, 1));
  for (unsigned i = 0; i < depth; ++i) {
    graph.states[2 * i + 1].next = i == 0 ? key : keys[i - 1];
    graph.states[2 * i + 2].next = i == 0 ? next : counts[i - 1];
  }
  bring_out(graph, "out", next);
  return graph;
}

TEST(Balance, with_a_long_lead_what_another_recurrence_brings_is_chosen_first) {
  const Graph graph = forwarded_by_sums();
  EXPECT_FALSE(fits(balance(graph, timing, 0))) << "all conditions seem late";
  EXPECT_TRUE(fits(balance(graph, timing, long_lead)));
}

TEST(Balance, a_value_that_others_use_too_is_not_made_twice) {
  Graph graph;
  Node* const a = add_input(graph, "a", 16);
  Node* const partial =
      graph.add(graph.add(a, add_input(graph, "b", 16)), add_input(graph, "c", 16));
  bring_out(graph, "partial", partial);
  bring_out(graph, "all", graph.add(partial, add_input(graph, "d", 16)));
  EXPECT_EQ(operand_widths(balance(graph, timing), Op::add).size(), 3U);
}

// --- linear ---

// A CRC over so many octets: a chain of xor as long as they have bits.
Graph crc(unsigned octets) {
  Graph graph;
  Node* const data = add_input(graph, "data", 8 * octets);
  Node* const state = add_state(graph, "crc", 32, 0xffffffff);
  Node* value = state;
  for (unsigned i = 0; i < 8 * octets; ++i) {
    Node* const feedback =
        graph.bitwise(Op::xor_, graph.slice(value, 0, 1), graph.slice(data, i, 1));
    Node* const moved = graph.concat({graph.slice(value, 1, 31), graph.bit(false)});
    Node* const polynomial = graph.select(feedback, graph.constant(32, 0xedb88320), graph.zero(32));
    value = graph.bitwise(Op::xor_, moved, polynomial);
  }
  graph.states[0].next = value;
  bring_out(graph, "out", graph.invert(value));
  return graph;
}

TEST(Linear, a_crc_over_many_bits_is_a_few_levels_deep) {
  const Graph graph = crc(8);
  EXPECT_LE(2 * levels_of(linear(graph)), levels_of(graph));
}

TEST(Linear, a_crc_over_many_bits_fits_a_cycle) {
  const Graph graph = crc(8);
  EXPECT_FALSE(fits(graph));
  EXPECT_TRUE(fits(linear(graph)));
}

TEST(Linear, a_crc_is_still_the_crc) {
  const Graph graph = linear(crc(4));
  Evaluator evaluator(graph);
  Offer offer;
  // "1234" and "5678": the CRC-32 of both is 0x9ae0daaf.
  offer.elements.emplace(0U, llvm::APInt(32, 0x34333231));
  evaluator.fire(offer);
  offer.elements.at(0) = llvm::APInt(32, 0x38373635);
  EXPECT_EQ(evaluator.fire(offer).writes.at(1), llvm::APInt(32, 0x9ae0daaf));
}

// --- expand ---

TEST(Expand, an_adder_wider_than_three_levels_is_split) {
  const Graph wide =
      chain_of(2, 128, [](Graph& graph, Node* a, Node* b) { return graph.add(a, b); });
  // 48 bits, and a carry in and out.
  EXPECT_THAT(operand_widths(expand(wide, timing), Op::add), Each(Le(50U)));
  EXPECT_TRUE(fits(expand(wide, timing)));
}

TEST(Expand, an_adder_of_48_bits_stays) {
  const Graph narrow =
      chain_of(2, 48, [](Graph& graph, Node* a, Node* b) { return graph.add(a, b); });
  EXPECT_THAT(operand_widths(expand(narrow, timing), Op::add), testing::ElementsAre(48));
}

TEST(Expand, a_subtraction_wider_than_three_levels_is_split) {
  const Graph wide =
      chain_of(2, 128, [](Graph& graph, Node* a, Node* b) { return graph.sub(a, b); });
  const Graph split = expand(wide, timing);
  EXPECT_TRUE(operand_widths(split, Op::sub).empty());
  EXPECT_THAT(operand_widths(split, Op::add), Each(Le(50U)));
}

TEST(Expand, a_comparison_wider_than_three_levels_is_split) {
  const Graph wide =
      chain_of(2, 128, [](Graph& graph, Node* a, Node* b) { return graph.less(a, b); });
  EXPECT_THAT(operand_widths(expand(wide, timing), Op::less), Each(Le(48U)));
}

TEST(Expand, a_wide_comparison_for_equality_is_a_tree_of_narrow_ones) {
  const Graph wide =
      chain_of(2, 314, [](Graph& graph, Node* a, Node* b) { return graph.equal(a, b); });
  EXPECT_THAT(operand_widths(expand(wide, timing), Op::equal), Each(Le(18U)));
}

TEST(Expand, a_faster_clock_makes_narrower_parts) {
  const Graph wide =
      chain_of(2, 128, [](Graph& graph, Node* a, Node* b) { return graph.add(a, b); });
  EXPECT_GT(operand_widths(expand(wide, Timing(2.2)), Op::add).size(),
            operand_widths(expand(wide, timing), Op::add).size());
}

}  // namespace
}  // namespace hlsc::test
