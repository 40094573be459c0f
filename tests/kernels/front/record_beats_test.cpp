// A record crosses to the host octet by octet as espial/hw/record.hpp lays it out.
#include "table/record_beats.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <random>

namespace espial::test {
namespace {

constexpr std::uint64_t seed = 11;

hw::Record record_of(const std::array<std::uint8_t, sizeof(hw::Record)>& octets) {
  hw::Record record;
  std::memcpy(&record, octets.data(), sizeof record);
  return record;
}

TEST(RecordBeats, are_the_octets_of_the_record) {
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 1000; ++round) {
    std::array<std::uint8_t, sizeof(hw::Record)> octets{};
    for (std::uint8_t& octet : octets) octet = static_cast<std::uint8_t>(random());
    const record_beats_t beats = to_beats(record_of(octets));
    for (unsigned i = 0; i < octets.size(); ++i) {
      ASSERT_EQ(ap_uint<8>(beats >> (8 * i)), octets.at(i))
          << "octet " << i << " in round " << round;
    }
  }
}

TEST(RecordBeats, take_every_bit_from_one_place_only) {
  for (unsigned bit = 0; bit < 8 * sizeof(hw::Record); ++bit) {
    std::array<std::uint8_t, sizeof(hw::Record)> octets{};
    octets.at(bit / 8) = static_cast<std::uint8_t>(1U << (bit % 8));
    ASSERT_EQ(to_beats(record_of(octets)), record_beats_t(1) << bit) << "bit " << bit;
  }
}

TEST(RecordBeats, tell_live_sessions_from_ended_and_free_records) {
  const auto live_in = [](hw::SessionState state) {
    hw::Record record{};
    record.state = static_cast<std::uint8_t>(state);
    return is_live(to_beats(record));
  };
  EXPECT_FALSE(live_in(hw::SessionState::free));
  EXPECT_TRUE(live_in(hw::SessionState::opening));
  EXPECT_TRUE(live_in(hw::SessionState::active));
  EXPECT_TRUE(live_in(hw::SessionState::closing));
  EXPECT_FALSE(live_in(hw::SessionState::closed));
  EXPECT_TRUE(live_in(hw::SessionState::discard));
}

}  // namespace
}  // namespace espial::test
