// Packets of one session close behind one another. On the card a record that was written can be
// read only some accesses later; until then it is forwarded, to operations and to background reads
// alike.
#include <cstring>

#include "kernels/random.hpp"
#include "record_fixture.hpp"

namespace {

namespace hw = espial::hw;
using hw::packets;
using loop::packet_at;
using loop::second;

constexpr unsigned longest_distance = 20;

class RecordBurst : public loop::RecordFixture {
 protected:
  // What a background read finds while another record's packet is counted.
  hw::Record read_beside(unsigned number, unsigned other) {
    RecordAccess both{};
    both.has_operation = true;
    both.located.operation = packet_at(other, 0);
    both.located.found = true;
    both.located.record = other;
    both.has_read = true;
    both.read = number;
    access(both);
    EXPECT_FALSE(results_.read().bounced);
    hw::Record record{};
    const record_beats_t beats = read_records_.read();
    std::memcpy(&record, &beats, sizeof(record));
    return record;
  }
};

TEST_F(RecordBurst, packets_of_one_session_back_to_back_all_count) {
  learn(packet_at(1, 0), 3);
  for (unsigned i = 1; i < 1000; ++i) EXPECT_FALSE(pass(packet_at(1, i), 3).bounced);
  EXPECT_EQ(packets(read(3).c2s), 1000U);
  EXPECT_EQ(read(3).last_seen_ns, loop::start_time + 999);
}

TEST_F(RecordBurst, packets_of_one_session_count_at_any_distance) {
  for (unsigned other = 100; other < 100 + longest_distance; ++other)
    learn(packet_at(other, 0), other);
  for (unsigned distance = 1; distance <= longest_distance; ++distance) {
    SCOPED_TRACE(distance);
    learn(packet_at(1, 0), 3);
    for (unsigned turn = 1; turn < 5; ++turn) {
      for (unsigned i = 1; i < distance; ++i) pass(packet_at(100 + i, 0), 100 + i);
      EXPECT_FALSE(pass(packet_at(1, turn), 3).created);
    }
    EXPECT_EQ(packets(read(3).c2s), 5U);
  }
}

TEST_F(RecordBurst, packets_of_one_session_count_at_any_distance_with_background_reads_between) {
  for (unsigned distance = 1; distance <= longest_distance; ++distance) {
    SCOPED_TRACE(distance);
    learn(packet_at(1, 0), 3);
    for (unsigned turn = 1; turn < 5; ++turn) {
      for (unsigned i = 1; i < distance; ++i) EXPECT_EQ(packets(read(3).c2s), turn);
      pass(packet_at(1, turn), 3);
    }
    EXPECT_EQ(packets(read(3).c2s), 5U);
  }
}

TEST_F(RecordBurst, a_background_read_finds_the_newest_state_at_any_distance) {
  for (unsigned other = 100; other < 100 + longest_distance; ++other)
    learn(packet_at(other, 0), other);
  learn(packet_at(1, 0), 3);
  for (unsigned distance = 1; distance <= longest_distance; ++distance) {
    SCOPED_TRACE(distance);
    pass(packet_at(1, distance), 3);
    for (unsigned i = 1; i < distance; ++i) pass(packet_at(100 + i, 0), 100 + i);
    EXPECT_EQ(read_beside(3, 100).last_seen_ns, loop::start_time + distance);
  }
}

TEST_F(RecordBurst, operations_that_change_nothing_do_not_hide_the_newest_state) {
  for (unsigned distance = 1; distance <= longest_distance; ++distance) {
    SCOPED_TRACE(distance);
    learn(packet_at(1, 0), 3);
    pass(packet_at(1, 1), 3);
    for (unsigned i = 1; i < distance; ++i) pass(loop::command(hw::RequestKind::advance));
    EXPECT_EQ(packets(read(3).c2s), 2U);
    pass(packet_at(1, 2), 3);
    EXPECT_EQ(packets(read(3).c2s), 3U);
  }
}

TEST_F(RecordBurst, a_record_that_gets_a_new_session_is_new_at_any_distance) {
  for (unsigned distance = 1; distance <= longest_distance; ++distance) {
    SCOPED_TRACE(distance);
    learn(packet_at(1, 0), 3);
    learn(packet_at(2, 0), 3);
    for (unsigned i = 1; i < distance; ++i) pass(loop::command(hw::RequestKind::advance));
    EXPECT_FALSE(pass(packet_at(2, 1), 3).bounced);
    EXPECT_EQ(packets(read(3).c2s), 2U);
  }
}

TEST_F(RecordBurst, an_ended_session_is_ended_for_the_packet_right_behind) {
  learn(packet_at(1, 0), 3);
  EXPECT_TRUE(pass(packet_at(1, 30 * second), 3).bounced);
  EXPECT_EQ(read(3).state, code(hw::SessionState::closed));
}

TEST_F(RecordBurst, random_bursts_count_like_a_plain_list_of_sessions) {
  constexpr unsigned seed = 5;
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  loop::Random random(seed);
  constexpr unsigned sessions = 12;
  unsigned expected[sessions] = {};
  for (unsigned session = 0; session < sessions; ++session) {
    learn(packet_at(session, 0), session);
    expected[session] = 1;
  }
  for (unsigned i = 0; i < 50'000; ++i) {
    const unsigned session = random.below(1 + random.below(sessions));
    if (random.one_in(3)) {
      ASSERT_EQ(packets(read(session).c2s), expected[session]);
    } else {
      ASSERT_FALSE(pass(packet_at(session, i), session).bounced);
      loop::drain(completed_);
      ++expected[session];
    }
  }
}

}  // namespace
