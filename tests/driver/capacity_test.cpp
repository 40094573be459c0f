// A full table: what is refused, what is deferred, and that nothing is lost.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <set>
#include <tuple>

#include "driver/device_access.hpp"
#include "hashes.hpp"
#include "lockstep.hpp"
#include "print.hpp"

namespace espial::test {
namespace {

using hw::Outcome;
using std::chrono::seconds;

constexpr std::uint32_t capacity = hw::records;
// Of ESP under spi-split.
constexpr std::uint64_t timeout = 3600 * second;

// The i-th of as many sessions as one likes: ESP between two hosts, the SPIs in sequence.
ModelPacket nth(std::uint32_t i, std::uint64_t time_ns = beginning) {
  static const ModelPacket packet = esp_packet("10.0.0.1", "10.0.0.2", 0x1000);
  ModelPacket other = at(time_ns, packet);
  other.spi += i;
  return other;
}

std::vector<ModelPacket> range(std::uint32_t first, std::uint32_t count,
                               std::uint64_t time_ns = beginning) {
  std::vector<ModelPacket> packets;
  for (std::uint32_t i = 0; i < count; ++i) packets.push_back(nth(first + i, time_ns));
  return packets;
}

std::size_t count(std::span<const PacketResult> results, Outcome outcome) {
  return static_cast<std::size_t>(std::ranges::count(results, outcome, &PacketResult::outcome));
}

class Capacity : public testing::Test {
 protected:
  Device device_ = Device::open("native", {.hash_seed = 1});
  Lockstep both_{device_};
};

TEST_F(Capacity, takes_65536_sessions_and_refuses_exactly_the_next_one) {
  const std::vector<PacketResult> results = both_.submit(range(0, capacity + 1));
  EXPECT_EQ(count(results, Outcome::counted), capacity);
  EXPECT_EQ(results.back().outcome, Outcome::refused);
  EXPECT_EQ(results.back().session, std::nullopt);
  EXPECT_EQ(results.back().action, hw::Action::forward);
  EXPECT_EQ(device_.read_statistics()[Outcome::refused], 1U);
  EXPECT_EQ(both_.read_sessions().size(), capacity);
  both_.check();
}

TEST_F(Capacity, counts_the_sessions_that_are_there_while_it_refuses_others) {
  both_.submit(range(0, capacity));
  both_.submit(range(capacity, 1000));
  const std::vector<PacketResult> results = both_.submit(range(0, capacity));
  EXPECT_EQ(count(results, Outcome::counted), capacity);
  both_.check();
}

TEST_F(Capacity, gives_refused_packets_the_miss_action) {
  both_.set_policy(0, {.miss_action = hw::Action::drop});
  both_.submit(range(0, capacity));
  EXPECT_EQ(both_.submit(nth(capacity)).action, hw::Action::drop);
  EXPECT_EQ(both_.submit(nth(0)).action, hw::Action::forward);
}

TEST_F(Capacity, counts_the_half_of_ah_around_esp_that_finds_a_record) {
  both_.set_policy(0, {.miss_action = hw::Action::drop});
  both_.submit(range(0, capacity - 1));
  // AH gets the last record, the ESP in it none; the packet is dropped if either says so.
  const PacketResult result =
      both_.submit(at(beginning, ah_esp_packet("10.0.0.3", "10.0.0.4", 5, 6)));
  EXPECT_EQ(result.outcome, Outcome::refused);
  EXPECT_EQ(result.action, hw::Action::drop);
  both_.check();
}

TEST_F(Capacity, drops_ah_around_esp_if_only_the_ah_finds_no_record) {
  both_.set_policy(0, {.miss_action = hw::Action::drop});
  both_.submit(at(beginning, esp_packet("10.0.0.3", "10.0.0.4", 6)));
  both_.submit(range(0, capacity - 1));
  const PacketResult result =
      both_.submit(at(beginning, ah_esp_packet("10.0.0.3", "10.0.0.4", 5, 6)));
  EXPECT_EQ(result.outcome, Outcome::counted) << "the ESP has its session";
  EXPECT_EQ(result.action, hw::Action::drop);
  both_.check();
}

TEST_F(Capacity, defers_learning_until_ended_sessions_are_read_and_then_uses_their_records) {
  both_.submit(range(0, capacity));
  // The session has ended, but its record waits for the host, and there is no other one.
  EXPECT_EQ(both_.submit(nth(7, beginning + timeout)).outcome, Outcome::learn_deferred);
  EXPECT_EQ(both_.submit(nth(7, beginning + timeout)).outcome, Outcome::learn_deferred)
      << "the next one tries again";
  EXPECT_EQ(both_.submit(nth(capacity, beginning + timeout)).outcome, Outcome::learn_deferred);
  EXPECT_EQ(both_.read_ended().size(), 1U);
  EXPECT_TRUE(both_.submit(nth(capacity, beginning + timeout)).created);
  EXPECT_EQ(both_.submit(nth(7, beginning + timeout)).outcome, Outcome::refused)
      << "nothing waits for the host now";
  both_.check();
}

TEST_F(Capacity, gives_the_last_free_record_to_one_of_two_packets_that_come_together) {
  both_.submit(range(0, capacity - 1));
  // The first one ends its session and has to go round; the second one is right behind it. Which of
  // them gets the record is a matter of timing.
  const std::vector<ModelPacket> packets{nth(7, beginning + timeout),
                                         nth(capacity, beginning + timeout)};
  const std::vector<PacketResult> results = submit(device_, packets);
  EXPECT_NE(results[0].created, results[1].created);
  EXPECT_EQ(count(results, Outcome::learn_deferred), 1U);
  EXPECT_EQ(device_.read_ended().size(), 1U);
  EXPECT_EQ(device_.read_sessions().size(), capacity - 1);
}

TEST_F(Capacity, loses_no_end_of_a_key_that_returns_10000_times_in_one_call) {
  both_.set_timer(hw::Timer::esp_spi_split, seconds(1));
  std::vector<ModelPacket> packets;
  for (std::uint64_t i = 0; i <= 10'000; ++i) packets.push_back(nth(0, beginning + i * second));
  const std::vector<PacketResult> results = both_.submit(packets);
  EXPECT_EQ(std::ranges::count(results, true, &PacketResult::created), 10'001);
  EXPECT_EQ(both_.read_ended().size(), 10'000U);
  both_.check();
}

TEST_F(Capacity, holds_as_many_ended_sessions_as_it_has_records) {
  both_.set_timer(hw::Timer::esp_spi_split, seconds(1));
  std::vector<ModelPacket> packets;
  for (std::uint64_t i = 0; i < capacity + 100; ++i) {
    packets.push_back(nth(0, beginning + i * second));
  }
  const std::vector<PacketResult> results = both_.submit(packets);
  EXPECT_EQ(count(results, Outcome::counted), capacity);
  EXPECT_EQ(count(results, Outcome::learn_deferred), 100U);
  EXPECT_EQ(both_.read_ended().size(), capacity);
  EXPECT_TRUE(both_.submit(packets.back()).created);
  both_.check();
}

TEST_F(Capacity, is_whole_again_after_clear) {
  both_.submit(range(0, capacity));
  both_.submit(range(0, 100, beginning + timeout));
  both_.clear();
  EXPECT_EQ(count(both_.submit(range(capacity, capacity + 1)), Outcome::counted), capacity);
  both_.check();
}

// What the results say of every session, added up: the records must say the same.
class Ledger {
 public:
  void submit(Device& device, std::span<const ModelPacket> packets) {
    const std::vector<PacketResult> results = test::submit(device, packets);
    for (std::size_t i = 0; i < packets.size(); ++i) {
      ++outcomes_.at(static_cast<std::size_t>(results[i].outcome));
      if (!results[i].session) continue;
      Entry& entry = entries_[*results[i].session];
      EXPECT_EQ(results[i].created, entry.packets == 0) << "packet " << i;
      ++entry.packets;
      entry.bytes += packets[i].length;
    }
  }

  // Each session comes once: when it has ended, or among those that live.
  void settle(std::span<const Session> sessions) {
    for (const Session& session : sessions) {
      const auto found = entries_.find(session.creation);
      ASSERT_NE(found, entries_.end()) << testing::PrintToString(session);
      ASSERT_EQ(session.c2s.packets + session.s2c.packets, found->second.packets)
          << testing::PrintToString(session);
      ASSERT_EQ(session.c2s.bytes + session.s2c.bytes, found->second.bytes);
      entries_.erase(found);
    }
  }

  // At the end.
  void expect_settled(Device& device) {
    settle(device.read_ended());
    const std::vector<Session> sessions = device.read_sessions();
    settle(sessions);
    EXPECT_TRUE(entries_.empty()) << entries_.size() << " sessions are lost";
    const Statistics statistics = device.read_statistics();
    EXPECT_TRUE(statistics.balanced());
    EXPECT_EQ(statistics.outcome, outcomes_);
    std::set<std::tuple<Address, Address, std::uint16_t, std::uint16_t>> keys;
    for (const Session& session : sessions) {
      const Flow& flow = session.c2s;
      EXPECT_TRUE(
          keys.emplace(flow.source, flow.destination, flow.source_port, flow.destination_port)
              .second)
          << "a key has two sessions";
    }
  }

  [[nodiscard]] std::uint64_t operator[](Outcome outcome) const {
    return outcomes_.at(static_cast<std::size_t>(outcome));
  }

 private:
  struct Entry {
    std::uint64_t packets = 0;
    std::uint64_t bytes = 0;
  };
  std::map<std::uint64_t, Entry> entries_;
  std::array<std::uint64_t, hw::outcomes> outcomes_{};
};

// Sessions come back after their timeout, so that records are wanted twice at once; others come for
// the first time, and are let in as others leave.
void replace_full_tables(Device& device, std::uint64_t seed) {
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937_64 random(seed);
  Ledger ledger;
  std::uint64_t now = beginning;
  ledger.submit(device, range(0, capacity, now));
  for (std::uint32_t next = capacity; next < 3 * capacity && !testing::Test::HasFailure();) {
    now += timeout / 8;
    std::vector<ModelPacket> packets;
    for (int i = 0; i < 6000; ++i) {
      const auto behind = static_cast<std::uint32_t>(random() % (capacity + 4000));
      packets.push_back(nth(random() % 2 == 0 ? next++ : next - std::min(next, behind), now));
    }
    ledger.submit(device, packets);
    ledger.settle(device.read_ended());
  }
  EXPECT_GT(ledger[Outcome::refused], 0U) << "it was full";
  EXPECT_GT(ledger[Outcome::learn_deferred], 0U) << "and ended sessions waited";
  ledger.expect_settled(device);
}

TEST_F(Capacity, loses_nothing_while_three_tables_full_of_sessions_come_and_go) {
  replace_full_tables(device_, 1);
}

TEST(CapacityWithFalseMatches, loses_nothing_while_three_tables_full_of_sessions_come_and_go) {
  // Tags of 8 bits: one packet in ten or so goes round because of another session.
  Device device = open_native(2, {.tag_bits = 8});
  replace_full_tables(device, 2);
}

TEST(CapacityWithFalseMatches, gives_out_every_record_and_refuses_the_others) {
  Device device = open_native(1, {.tag_bits = 6});
  const std::vector<PacketResult> first = submit(device, range(0, capacity - 50));
  EXPECT_EQ(count(first, Outcome::counted), capacity - 50);
  const std::vector<PacketResult> last = submit(device, range(capacity, 100));
  EXPECT_EQ(count(last, Outcome::counted), 50U);
  EXPECT_EQ(count(last, Outcome::refused), 50U);
  EXPECT_GT(DeviceAccess::bounced(device), 0U);
  EXPECT_EQ(device.read_sessions().size(), capacity);
}

}  // namespace
}  // namespace espial::test
