// The secret of the hashes: it decides where sessions stand, and nothing else.
#include <gtest/gtest.h>

#include <algorithm>

#include "lockstep.hpp"
#include "print.hpp"
#include "scale.hpp"

namespace espial::test {
namespace {

constexpr std::uint64_t seeds = 20;

// All that a device tells of its traffic.
struct Listing {
  std::vector<PacketResult> results;
  std::vector<Session> ended;
  std::vector<Session> sessions;
  Statistics statistics;
};

Listing listing(std::span<const Packet> packets, std::uint64_t hash_seed) {
  Device device = Device::open("native", {.hash_seed = hash_seed});
  Listing all;
  all.results.resize(packets.size());
  device.submit(packets, all.results);
  all.ended = device.read_ended();
  all.sessions = device.read_sessions();
  all.statistics = device.read_statistics();
  return all;
}

TEST(HashSeed, decides_nothing_that_anybody_sees) {
  Traffic traffic(1, {.hosts = 100, .conversations = 1000, .pauses = 0.01});
  const PacketList list(traffic.next(scaled(20'000)));
  const Listing first = listing(list.packets(), 0);
  EXPECT_FALSE(first.ended.empty());
  for (std::uint64_t seed = 1; seed < seeds; ++seed) {
    SCOPED_TRACE(testing::Message() << "hash seed " << seed);
    const Listing other = listing(list.packets(), seed);
    ASSERT_TRUE(other.results == first.results);
    ASSERT_TRUE(other.ended == first.ended);
    ASSERT_TRUE(other.sessions == first.sessions);
    ASSERT_EQ(other.statistics.outcome, first.statistics.outcome);
    ASSERT_EQ(other.statistics.sessions, first.statistics.sessions);
  }
}

TEST(HashSeed, may_be_any_number) {
  for (const std::uint64_t seed : {std::uint64_t{0}, ~std::uint64_t{0}, std::uint64_t{1} << 63}) {
    Device device = Device::open("native", {.hash_seed = seed});
    EXPECT_TRUE(submit(device, esp_packet("10.0.0.1", "10.0.0.2", 7)).created);
  }
}

}  // namespace
}  // namespace espial::test
