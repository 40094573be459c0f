#include "schedule/schedule.hpp"

#include <gmock/gmock.h>

#include "graph/balance.hpp"
#include "hlsc/evaluator.hpp"
#include "hlsc/random_graph.hpp"

namespace hlsc::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Timing timing(3.33);

Placement placement_of(const Graph& graph, const Node* node) {
  return schedule(graph, timing).nodes[node->id];
}

std::string schedule_error(const Graph& graph) {
  try {
    schedule(graph, timing);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

// --- what operators cost ---

TEST(Timing, four_levels_fit_a_cycle_of_300_mhz) { EXPECT_EQ(timing.levels(), 4U); }

TEST(Timing, a_slower_clock_has_more_levels_and_even_the_fastest_has_one) {
  EXPECT_GT(Timing(5).levels(), 4U);
  EXPECT_EQ(Timing(0.1).levels(), 1U);
}

TEST(Timing, every_level_takes_of_the_slack) {
  EXPECT_GT(timing.slack_ns(4), 0);
  EXPECT_LT(timing.slack_ns(5), timing.slack_ns(4));
}

TEST(Timing, a_carry_chain_counts_a_level_for_each_started_16_bits) {
  for (const auto& [width, levels] : {std::pair{8U, 1U}, {16U, 1U}, {17U, 2U}, {48U, 3U}}) {
    Graph graph;
    Node* const sum = graph.add(add_input(graph, "a", width), add_input(graph, "b", width));
    bring_out(graph, "out", sum);
    EXPECT_EQ(placement_of(graph, sum).level, levels) << width << " bits";
  }
}

TEST(Timing, bitwise_operators_of_six_inputs_are_one_lut) {
  Graph graph;
  Node* value = add_input(graph, "in0", 8);
  for (unsigned i = 1; i < 7; ++i) {
    value = graph.bitwise(Op::xor_, value, add_input(graph, "in" + std::to_string(i), 8));
    bring_out(graph, "out" + std::to_string(i), value);
    EXPECT_EQ(placement_of(graph, value).level, i < 6 ? 1U : 2U) << i + 1 << " inputs";
  }
}

TEST(Timing, a_condition_of_a_word_is_one_input_of_the_lut_whatever_bit_is_taken) {
  for (const unsigned bit : {0U, 3U}) {
    Graph graph;
    Node* const c = add_input(graph, "c", 1);
    Node* const word = graph.select(c, add_input(graph, "a", 8), add_input(graph, "b", 8));
    Node* value = graph.and_(graph.slice(word, bit, 1), c);
    for (const char* const name : {"d", "e", "f"})
      value = graph.bitwise(Op::xor_, value, add_input(graph, name, 1));
    bring_out(graph, "out", value);
    EXPECT_EQ(placement_of(graph, value).level, 1U) << "bit " << bit;
  }
}

TEST(Timing, what_follows_a_comparison_goes_into_its_last_lut_if_that_has_inputs_left) {
  for (const auto& [width, level] : {std::pair{24U, 2U}, {36U, 3U}}) {
    Graph graph;
    Node* const same = graph.equal(add_input(graph, "a", width), graph.constant(width, 5));
    Node* const both = graph.and_(same, add_input(graph, "b", 1));
    bring_out(graph, "out", both);
    EXPECT_EQ(placement_of(graph, same).level, 2U) << width << " bits";
    EXPECT_EQ(placement_of(graph, both).level, level) << width << " bits";
  }
}

TEST(Timing, a_bit_that_is_repeated_comes_when_the_bit_does) {
  Graph graph;
  Node* const bit = graph.and_(add_input(graph, "a", 1), add_input(graph, "b", 1));
  Node* const mixed = graph.bitwise(Op::xor_, graph.repeat(bit, 8), add_input(graph, "c", 8));
  bring_out(graph, "out", mixed);
  EXPECT_EQ(placement_of(graph, mixed).level, 1U);
}

TEST(Timing, what_only_moves_bits_costs_nothing) {
  Graph graph;
  Node* const a = add_input(graph, "a", 8);
  Node* const moved = graph.invert(graph.concat({graph.slice(a, 4, 4), graph.slice(a, 0, 4)}));
  bring_out(graph, "out", moved);
  EXPECT_EQ(placement_of(graph, moved).level, 0U);
}

// --- stages ---

TEST(Schedule, what_fits_a_cycle_is_one_stage) {
  Graph graph;
  bring_out(graph, "out", graph.add(add_input(graph, "a", 16), add_input(graph, "b", 16)));
  EXPECT_EQ(schedule(graph, timing).stages, 1U);
}

TEST(Schedule, what_does_not_fit_a_cycle_goes_to_the_next_stage) {
  Graph graph;
  Node* const first = graph.add(add_input(graph, "a", 48), add_input(graph, "b", 48));
  Node* const second = graph.add(first, add_input(graph, "c", 48));
  bring_out(graph, "out", second);
  const Schedule placed = schedule(graph, timing);
  EXPECT_EQ(placed.nodes[first->id].stage, 0U);
  EXPECT_EQ(placed.nodes[second->id].stage, 1U);
}

TEST(Schedule, a_product_takes_three_cycles) {
  Graph graph;
  Node* const product = graph.mul(add_input(graph, "a", 16), add_input(graph, "b", 16));
  bring_out(graph, "out", product);
  const Placement placed = placement_of(graph, product);
  EXPECT_EQ(placed.available, placed.stage + 3);
}

TEST(Schedule, no_stage_of_a_random_graph_has_more_levels_than_fit) {
  unsigned scheduled = 0;
  for (unsigned seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    // Operators of up to 100 bits want a slow clock.
    const Timing slow(8);
    const Graph graph = random_graph(random, 25);
    try {
      for (const unsigned level : schedule(graph, slow).worst) EXPECT_LE(level, slow.levels());
      ++scheduled;
    } catch (const Error&) {
      // A recurrence that does not fit.
    }
  }
  EXPECT_GE(scheduled, 10U) << "too few to say anything";
}

TEST(Schedule, no_operator_of_a_random_graph_comes_before_its_inputs) {
  unsigned scheduled = 0;
  for (unsigned seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    const Graph graph = random_graph(random, 25);
    try {
      const Schedule placed = schedule(graph, Timing(8));
      for (const Node* const node : graph.live())
        for (const Node* const input : node->in)
          if (!is_constant(input) && node->op != Op::read)
            ASSERT_LE(placed.nodes[input->id].available, placed.nodes[node->id].stage)
                << name_of(input->op) << " for " << name_of(node->op);
      ++scheduled;
    } catch (const Error&) {
      // A recurrence that does not fit.
    }
  }
  EXPECT_GE(scheduled, 10U) << "too few to say anything";
}

TEST(Schedule, a_read_waits_for_its_condition) {
  Graph graph;
  Node* const product = graph.mul(add_input(graph, "a", 16), add_input(graph, "b", 16));
  Node* const go = graph.slice(product, 0, 1);
  const unsigned stream = add_stream(graph, "late", 8, true);
  Node* const element = graph.source(Op::element, 8, stream);
  graph.sink(Op::read, {go, go}, stream);
  bring_out(graph, "out", element);
  EXPECT_GE(schedule(graph, timing).streams[stream], 3U);
}

// --- states ---

// A state whose next value is made by `step` from an older one, `age` copies back.
struct Recurrence {
  Graph graph;
  Node* oldest = nullptr;

  template <class Step>
  Recurrence(unsigned age, unsigned width, Step step) {
    for (unsigned i = 0; i <= age; ++i)
      oldest = add_state(graph, "state" + std::to_string(i), width, 1);
    graph.states[0].next = step(graph, oldest, add_input(graph, "in", width));
    for (unsigned i = 1; i <= age; ++i) graph.states[i].next = graph.states[i - 1].current;
    bring_out(graph, "out", graph.states[0].next);
  }
};

Node* product(Graph& graph, Node* a, Node* b) { return graph.mul(a, b); }

TEST(Schedule, a_sum_of_32_bits_fits_a_cycle) {
  const Recurrence sum(0, 32, [](Graph& graph, Node* a, Node* b) { return graph.add(a, b); });
  const Schedule placed = schedule(sum.graph, timing);
  EXPECT_EQ(placed.states[0].read, placed.states[0].produced);
}

TEST(Schedule, a_product_does_not_fit_a_cycle_and_the_error_names_the_state) {
  EXPECT_THAT(schedule_error(Recurrence(0, 16, product).graph),
              AllOf(HasSubstr("'state0'"), HasSubstr("4 LUT levels"), HasSubstr("multiply")));
}

TEST(Schedule, a_state_may_be_read_as_many_stages_early_as_it_is_firings_old) {
  const Recurrence old(3, 16, product);
  const Schedule placed = schedule(old.graph, timing);
  const StatePlacement& state = placed.states[3];
  EXPECT_EQ(state.age, 3U);
  EXPECT_EQ(state.root, 0U);
  EXPECT_EQ(state.produced, state.read + 3);
  EXPECT_TRUE(state.history());
}

TEST(Schedule, a_state_that_is_a_firing_too_young_does_not_fit) {
  EXPECT_THAT(schedule_error(Recurrence(2, 16, product).graph), HasSubstr("must be computed"));
}

TEST(Schedule, states_that_copy_each_other_in_a_ring_are_registers) {
  Graph graph;
  Node* const a = add_state(graph, "a", 8, 1);
  Node* const b = add_state(graph, "b", 8, 2);
  graph.states[0].next = b;
  graph.states[1].next = a;
  bring_out(graph, "out", a);
  const Schedule placed = schedule(graph, timing);
  EXPECT_FALSE(placed.states[0].history());
  EXPECT_EQ(placed.states[0].root, 0U);
}

TEST(Schedule, a_counter_of_48_bits_is_forwarded_over_ten_firings) {
  // The next value is the newest of the last ten with the same key, plus one.
  Graph graph;
  constexpr unsigned depth = 10;
  Node* const key = add_input(graph, "key", 8);
  std::vector<Node*> keys;
  std::vector<Node*> counts;
  for (unsigned i = 0; i < depth; ++i) {
    keys.push_back(add_state(graph, "key" + std::to_string(i), 8));
    counts.push_back(add_state(graph, "count" + std::to_string(i), 48));
  }
  Node* found = add_input(graph, "from_memory", 48);
  for (unsigned i = depth; i > 0; --i)
    found = graph.select(graph.equal(keys[i - 1], key), counts[i - 1], found);
  Node* const next = graph.add(found, graph.constant(48, 1));
  for (unsigned i = 0; i < depth; ++i) {
    graph.states[2 * i].next = i == 0 ? key : keys[i - 1];
    graph.states[2 * i + 1].next = i == 0 ? next : counts[i - 1];
  }
  bring_out(graph, "out", next);
  const Graph balanced = balance(graph, timing);
  EXPECT_EQ(schedule_error(balanced), "");
}

// --- memories ---

// Reads a word, adds to it and writes it back.
Graph read_modify_write(const ArrayDirectives& directives) {
  Graph graph;
  graph.rams.push_back({"memory", 64, 16, &directives});
  Node* const row = add_input(graph, "row", 6);
  Node* const word = graph.ram_read(0, row, 16);
  graph.sink(Op::ram_write, {graph.bit(true), row, graph.add(word, add_input(graph, "x", 16))}, 0);
  bring_out(graph, "out", word);
  return graph;
}

// The least distance with which it fits.
unsigned least_distance(ArrayDirectives directives) {
  for (unsigned distance = 1; distance < 20; ++distance) {
    directives.distance = distance;
    if (schedule_error(read_modify_write(directives)).empty()) return distance;
  }
  return 0;
}

ArrayDirectives stored(Storage storage, unsigned latency = 0) {
  ArrayDirectives directives;
  directives.storage = storage;
  directives.latency = latency;
  return directives;
}

unsigned latency_of(const ArrayDirectives& directives) {
  ArrayDirectives independent = directives;
  independent.independent = true;
  const Graph graph = read_modify_write(independent);
  const Schedule placed = schedule(graph, timing);
  for (const Node* const node : graph.live())
    if (node->op == Op::ram_read)
      EXPECT_EQ(placed.nodes[node->id].available - placed.nodes[node->id].stage,
                placed.rams[0].latency);
  return placed.rams[0].latency;
}

TEST(Schedule, each_storage_has_its_own_latency) {
  EXPECT_EQ(latency_of(stored(Storage::lutram)), 1U);
  EXPECT_EQ(latency_of(stored(Storage::block)), 2U);
  EXPECT_EQ(latency_of(stored(Storage::ultra)), 3U);
}

TEST(Schedule, a_latency_that_is_said_holds) {
  for (const unsigned latency : {1U, 4U, 8U})
    EXPECT_EQ(latency_of(stored(Storage::block, latency)), latency);
}

TEST(Schedule, a_distance_that_is_one_too_short_is_an_error_that_names_the_right_one) {
  ArrayDirectives directives = stored(Storage::block);
  const unsigned needed = least_distance(directives);
  ASSERT_GT(needed, 1U);
  directives.distance = needed - 1;
  EXPECT_THAT(schedule_error(read_modify_write(directives)),
              AllOf(HasSubstr("'memory'"), HasSubstr("distance=" + std::to_string(needed))));
}

TEST(Schedule, a_distance_covers_all_firings_between_read_and_write) {
  ArrayDirectives directives = stored(Storage::block);
  directives.distance = least_distance(directives);
  const Graph graph = read_modify_write(directives);
  const RamPlacement placed = schedule(graph, timing).rams[0];
  EXPECT_EQ(placed.unseen(), placed.write - placed.read);
  EXPECT_EQ(placed.unseen() + 1, *directives.distance);
}

TEST(Schedule, a_memory_that_takes_a_cycle_longer_needs_a_distance_longer_by_one) {
  EXPECT_EQ(least_distance(stored(Storage::block, 4)),
            least_distance(stored(Storage::block, 3)) + 1);
}

TEST(Schedule, a_memory_without_a_distance_must_show_the_last_write) {
  EXPECT_THAT(schedule_error(read_modify_write(stored(Storage::block))), HasSubstr("distance="));
}

TEST(Schedule, a_memory_that_is_independent_needs_no_distance) {
  ArrayDirectives directives = stored(Storage::ultra);
  directives.independent = true;
  EXPECT_THAT(schedule_error(read_modify_write(directives)), IsEmpty());
}

TEST(Schedule, a_memory_is_never_written_before_it_is_read) {
  ArrayDirectives directives = stored(Storage::block);
  directives.independent = true;
  Graph graph;
  graph.rams.push_back({"memory", 64, 16, &directives});
  // The row to read comes late, what is written is there at once.
  Node* const late = graph.mul(add_input(graph, "a", 6), add_input(graph, "b", 6));
  bring_out(graph, "out", graph.ram_read(0, late, 16));
  graph.sink(Op::ram_write,
             {graph.bit(true), add_input(graph, "row", 6), add_input(graph, "x", 16)}, 0);
  const RamPlacement placed = schedule(graph, timing).rams[0];
  EXPECT_GE(placed.write, placed.read);
}

// --- reads that follow writes ---

// request.write(…); answer.read() once the request is out.
Graph request_and_answer(bool waits) {
  Graph graph;
  Node* const request = graph.mul(add_input(graph, "a", 16), add_input(graph, "b", 16));
  bring_out(graph, "request", request);
  Node* const write = graph.sinks.back();
  const unsigned stream = add_stream(graph, "answer", 16, true);
  Node* const read = graph.sink(Op::read, {graph.bit(true), graph.bit(waits)}, stream);
  bring_out(graph, "out", graph.source(Op::element, 16, stream));
  graph.orders.push_back({write, read});
  return graph;
}

TEST(Schedule, a_read_that_follows_a_write_is_in_a_later_stage) {
  const Graph graph = request_and_answer(true);
  const Schedule placed = schedule(graph, timing);
  EXPECT_GT(placed.streams[3], placed.streams[2]);
}

TEST(Schedule, a_write_that_follows_a_read_comes_no_earlier) {
  Graph graph = request_and_answer(true);
  bring_out(graph, "done", graph.bit(true));
  const unsigned early = schedule(graph, timing).streams[5];
  graph.orders.push_back({graph.sinks[3], graph.sinks.back()});
  const Schedule placed = schedule(graph, timing);
  EXPECT_LT(early, placed.streams[3]);
  EXPECT_EQ(placed.streams[5], placed.streams[3]);
}

TEST(Schedule, a_blocking_read_that_comes_late_is_where_a_firing_may_wait) {
  const Graph graph = request_and_answer(true);
  const Schedule placed = schedule(graph, timing);
  EXPECT_THAT(placed.stalls, ElementsAre(0U, placed.streams[3]));
}

TEST(Schedule, a_read_that_does_not_wait_holds_nobody_up) {
  const Graph graph = request_and_answer(false);
  EXPECT_THAT(schedule(graph, timing).stalls, ElementsAre(0U));
}

TEST(Schedule, no_word_is_on_its_way_while_its_firing_waits) {
  static const ArrayDirectives directives = [] {
    ArrayDirectives array = stored(Storage::ultra, 6);
    array.independent = true;
    return array;
  }();
  Graph graph = request_and_answer(true);
  graph.rams.push_back({"memory", 64, 16, &directives});
  Node* const word = graph.ram_read(0, add_input(graph, "row", 6), 16);
  bring_out(graph, "word", word);
  const Schedule placed = schedule(graph, timing);
  const Placement& read = placed.nodes[word->id];
  for (const unsigned stall : placed.stalls)
    EXPECT_FALSE(stall > 0 && stall >= read.stage && stall + 1 < read.available)
        << "read in " << read.stage << ", waits in " << stall;
}

}  // namespace
}  // namespace hlsc::test
