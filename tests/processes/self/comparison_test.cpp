#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "processes/bench/random_stimulus.hpp"
#include "processes/self/self.hpp"

namespace espial::bench {
namespace {

class Under : public testing::TestWithParam<Stalls> {};
INSTANTIATE_TEST_SUITE_P(Stalls, Under, testing::ValuesIn(all_stalls),
                         [](const auto& info) { return std::string(name(info.param)); });

TEST_P(Under, a_process_that_waits_agrees) {
  const auto model = by_hand(1);
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const Comparison comparison = compare(*model, pair_job(1000, GetParam(), seed));
    EXPECT_TRUE(comparison.agrees()) << comparison.report;
    EXPECT_EQ(comparison.moved.at("parts"), 1000U);
    EXPECT_EQ(comparison.moved.at("wholes"), 500U);
    EXPECT_EQ(comparison.firings, 1000U);
  }
}

TEST_P(Under, a_process_that_asks_agrees) {
  const auto model = by_hand(2);
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const Comparison comparison = compare(*model, merge_job(1000, GetParam(), seed));
    EXPECT_TRUE(comparison.agrees()) << comparison.report;
    EXPECT_EQ(comparison.moved.at("merged"), 2000U);
    EXPECT_EQ(comparison.yes.at("urgent data"), 1000U);
    EXPECT_EQ(comparison.yes.at("ordinary data"), 1000U);
    EXPECT_EQ(comparison.yes.at("status room"), comparison.moved.at("status"));
    // Each urgent item asked for it.
    EXPECT_EQ(comparison.yes.at("status room") + comparison.no.at("status room"), 1000U);
    EXPECT_GE(comparison.no.at("urgent data"), 1000U);
  }
}

TEST(Comparison, without_stalls_counts_a_cycle_for_each_firing_and_the_latency) {
  const auto model = by_hand(3);
  const Comparison comparison = compare(*model, pair_job(1000));
  EXPECT_EQ(comparison.overhead(), 1);
}

TEST(Comparison, with_stalls_takes_longer_than_without) {
  const auto model = by_hand(4);
  const std::uint64_t fast = compare(*model, pair_job(1000, Stalls::none)).cycles;
  for (const Stalls stalls : {Stalls::light, Stalls::heavy, Stalls::bursts, Stalls::starved}) {
    EXPECT_GT(compare(*model, pair_job(1000, stalls)).cycles, fast + 50) << name(stalls);
  }
}

TEST(Comparison, an_input_that_ends_early_is_no_fault) {
  const auto model = by_hand(5);
  const Comparison comparison = compare(*model, pair_job(7));
  EXPECT_TRUE(comparison.agrees()) << comparison.report;
  EXPECT_EQ(comparison.moved.at("parts"), 7U);
  EXPECT_EQ(comparison.moved.at("wholes"), 3U);
}

TEST(Comparison, runs_several_processes_in_the_same_cycles) {
  const auto model = by_hand(6);
  const std::vector<Comparison> both =
      compare(*model, {pair_job(400, Stalls::light, 1), merge_job(900, Stalls::heavy, 2)});
  ASSERT_EQ(both.size(), 2U);
  for (const Comparison& one : both) EXPECT_TRUE(one.agrees()) << one.report;
  EXPECT_EQ(both[0].moved.at("parts"), 400U);
  EXPECT_EQ(both[1].moved.at("merged"), 1800U);
}

TEST(Comparison, feeds_back_what_a_response_asks_for) {
  const auto model = by_hand(7);
  Job job = merge_job(10, Stalls::bursts, 3);
  // Each ordinary item comes back once, as an urgent one.
  job.respond = [](std::string_view stream, Octets element, const Feed& feed) {
    if (stream != "merged") return;
    Merged merged;
    std::memcpy(static_cast<void*>(&merged), element.data(), sizeof(merged));
    if (merged.urgent) return;
    Item item{};
    item.value = merged.value;
    feed("urgent", Octets(reinterpret_cast<const std::uint8_t*>(&item), sizeof(item)));
  };
  const Comparison comparison = compare(*model, job);
  EXPECT_TRUE(comparison.agrees()) << comparison.report;
  EXPECT_EQ(comparison.moved.at("urgent"), 20U);
  EXPECT_EQ(comparison.moved.at("merged"), 30U);
}

TEST(Comparison, of_one_seed_is_the_same_each_time) {
  const Comparison one = compare(*by_hand(8), merge_job(500, Stalls::heavy, 5));
  const Comparison two = compare(*by_hand(8), merge_job(500, Stalls::heavy, 5));
  EXPECT_EQ(one.cycles, two.cycles);
  EXPECT_EQ(one.moved, two.moved);
  EXPECT_NE(one.cycles, compare(*by_hand(8), merge_job(500, Stalls::heavy, 6)).cycles);
}

TEST(RandomStimulus, fits_every_process) {
  const auto model = by_hand(9);
  for (ProcessPins& process : model->processes()) {
    Job job = process.interface.name == "pair" ? pair_job(0) : merge_job(0);
    job.stimulus = random_stimulus(process.interface, 500, 10);
    for (const Stream& stream : process.interface.streams) {
      if (!stream.is_input) continue;
      // Faults are not what this test is for.
      Elements sound(stream.octets);
      for (std::size_t i = 0; i < job.stimulus[stream.name].size(); ++i) {
        const Octets element = job.stimulus[stream.name][i];
        std::vector<std::uint8_t> copy(element.begin(), element.end());
        copy[0] = 0;
        sound.push(Octets(copy));
      }
      EXPECT_EQ(sound.size(), 500U);
      job.stimulus[stream.name] = sound;
    }
    const Comparison comparison = compare(*model, job);
    EXPECT_TRUE(comparison.agrees()) << comparison.report;
  }
}

}  // namespace
}  // namespace espial::bench
