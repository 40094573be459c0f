// Times of pcapng interfaces at the ends of what they can say.
#include <gtest/gtest.h>

#include <limits>

#include "reading.hpp"

namespace espial::test {
namespace {

constexpr std::uint64_t latest = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint8_t binary = 0x80;

/// The time of a packet with this timestamp on an interface with these options.
std::uint64_t time_of(std::uint64_t timestamp, std::optional<std::uint8_t> resolution,
                      std::optional<std::int64_t> offset_s = {}) {
  const auto reading = read_all(PcapngWriter()
                                    .interface({.resolution = resolution, .offset_s = offset_s})
                                    .enhanced(0, timestamp, pattern(20))
                                    .octets());
  EXPECT_EQ(reading.packets.size(), 1u) << reading.fault.value_or("");
  return reading.packets.empty() ? 0 : reading.packets[0].time_ns;
}

TEST(Timestamp, is_in_microseconds_unless_the_interface_says_otherwise) {
  EXPECT_EQ(time_of(1'433'937'539'000'001, {}), 1'433'937'539'000'001'000u);
}

TEST(Timestamp, may_be_in_any_power_of_ten) {
  EXPECT_EQ(time_of(7, 0), 7'000'000'000u);
  EXPECT_EQ(time_of(1'433'937'539, 0), 1'433'937'539'000'000'000u);
  EXPECT_EQ(time_of(1'433'937'539'123, 3), 1'433'937'539'123'000'000u);
  EXPECT_EQ(time_of(1'433'937'539'123'456'789, 9), 1'433'937'539'123'456'789u);
  EXPECT_EQ(time_of(60'000'000'000, 12), 60'000'000u);
  EXPECT_EQ(time_of(latest, 19), 1'844'674'407u);
  EXPECT_EQ(time_of(latest, 28), 1u);
}

TEST(Timestamp, may_be_in_any_power_of_two) {
  EXPECT_EQ(time_of(3, binary | 0), 3'000'000'000u);
  EXPECT_EQ(time_of(3, binary | 1), 1'500'000'000u);
  EXPECT_EQ(time_of((std::uint64_t{1'433'937'539} << 32) + (1u << 31), binary | 32),
            1'433'937'539'500'000'000u);
  EXPECT_EQ(time_of(std::uint64_t{1} << 63, binary | 63), 1'000'000'000u);
  EXPECT_EQ(time_of(latest, binary | 64), 999'999'999u);
}

TEST(Timestamp, in_units_too_small_to_count_is_zero) {
  for (const unsigned resolution : {30u, 127u, binary | 96u, binary | 127u}) {
    EXPECT_EQ(time_of(latest, static_cast<std::uint8_t>(resolution)), 0u) << resolution;
  }
}

TEST(Timestamp, too_late_for_64_bits_is_the_latest_that_fits) {
  EXPECT_EQ(time_of(latest, {}), latest);
  EXPECT_EQ(time_of(latest, 0), latest);
  EXPECT_EQ(time_of(latest, binary | 0), latest);
  EXPECT_EQ(time_of(1, {}, std::numeric_limits<std::int64_t>::max()), latest);
  EXPECT_EQ(time_of(latest, 0, std::numeric_limits<std::int64_t>::max()), latest);
}

TEST(Timestamp, before_1970_is_zero) {
  EXPECT_EQ(time_of(5, {}, -1), 0u);
  EXPECT_EQ(time_of(5, 9, std::numeric_limits<std::int64_t>::min()), 0u);
}

TEST(Timestamp, counts_from_the_offset) {
  EXPECT_EQ(time_of(2'000'000, {}, -1), 1'000'000'000u);
  EXPECT_EQ(time_of(2'000'000, {}, 1'433'937'539), 1'433'937'541'000'000'000u);
}

}  // namespace
}  // namespace espial::test
