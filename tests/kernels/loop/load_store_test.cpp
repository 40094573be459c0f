#include <gtest/gtest.h>

#include <vector>

#include "load.hpp"
#include "operations.hpp"
#include "store.hpp"

namespace {

std::vector<beat_t> memory_of(unsigned beats) {
  std::vector<beat_t> memory(beats);
  for (unsigned i = 0; i < beats; ++i) memory[i] = (beat_t(i + 1) << 500) | beat_t(i);
  return memory;
}

TEST(Load, beats_of_memory_leave_in_order) {
  hls::stream<host_beat_t, 128> to_table("to_table");
  const std::vector<beat_t> memory = memory_of(100);
  load(memory.data(), 100, to_table);
  ASSERT_EQ(to_table.size(), 100U);
  for (unsigned i = 0; i < 100; ++i) EXPECT_TRUE(to_table.read().data == memory[i]) << i;
}

TEST(Load, every_octet_is_valid) {
  hls::stream<host_beat_t, 4> to_table("to_table");
  const std::vector<beat_t> memory = memory_of(1);
  load(memory.data(), 1, to_table);
  const host_beat_t beat = to_table.read();
  EXPECT_EQ(beat.keep, ~ap_uint<64>(0));
  EXPECT_EQ(beat.strb, ~ap_uint<64>(0));
}

TEST(Load, the_last_beat_and_no_other_is_marked) {
  hls::stream<host_beat_t, 4> to_table("to_table");
  const std::vector<beat_t> memory = memory_of(3);
  load(memory.data(), 3, to_table);
  EXPECT_EQ(to_table.read().last, 0);
  EXPECT_EQ(to_table.read().last, 0);
  EXPECT_EQ(to_table.read().last, 1);
  load(memory.data(), 1, to_table);
  EXPECT_EQ(to_table.read().last, 1);
}

TEST(Load, no_beats_are_no_beats) {
  hls::stream<host_beat_t, 4> to_table("to_table");
  load(nullptr, 0, to_table);
  EXPECT_TRUE(to_table.empty());
}

TEST(Store, beats_reach_memory_in_order) {
  hls::stream<host_beat_t, 128> from_table("from_table");
  const std::vector<beat_t> sent = memory_of(100);
  for (const beat_t& data : sent) {
    host_beat_t beat{};
    beat.data = data;
    from_table.write(beat);
  }
  std::vector<beat_t> memory(100);
  store(memory.data(), 100, from_table);
  for (unsigned i = 0; i < 100; ++i) EXPECT_TRUE(memory[i] == sent[i]) << i;
}

// An answer may end in the middle of a batch.
TEST(Store, as_many_beats_are_taken_as_asked_for_wherever_the_last_one_is_marked) {
  hls::stream<host_beat_t, 8> from_table("from_table");
  for (unsigned i = 0; i < 6; ++i) {
    host_beat_t beat{};
    beat.data = i;
    beat.last = i % 2;
    from_table.write(beat);
  }
  std::vector<beat_t> memory(6, beat_t(99));
  store(memory.data(), 5, from_table);
  EXPECT_EQ(memory[4], 4);
  EXPECT_EQ(memory[5], 99);
  EXPECT_EQ(from_table.size(), 1U);
}

TEST(Store, no_beats_are_no_beats) {
  hls::stream<host_beat_t, 4> from_table("from_table");
  from_table.write(host_beat_t{});
  store(nullptr, 0, from_table);
  EXPECT_EQ(from_table.size(), 1U);
}

TEST(LoadAndStore, what_goes_through_both_is_the_same) {
  hls::stream<host_beat_t, 64> between("between");
  const std::vector<beat_t> sent = memory_of(64);
  std::vector<beat_t> memory(64);
  load(sent.data(), 64, between);
  store(memory.data(), 64, between);
  for (unsigned i = 0; i < 64; ++i) EXPECT_TRUE(memory[i] == sent[i]) << i;
}

}  // namespace
