// Two packets of one session, the second at any distance behind the first: what the first one has
// decided must be known to the second, on the card in the very next cycle.
#include <algorithm>
#include <set>

#include "kernels/random.hpp"
#include "record_fixture.hpp"

namespace {

namespace hw = espial::hw;
using hw::PortMapping;
using hw::Protocol;
using hw::RequestKind;
using hw::SessionState;
using loop::esp;
using loop::packet_at;
using loop::reply;
using loop::second;

constexpr unsigned longest_distance = 16;
// UDP, not answered yet.
constexpr std::uint64_t timeout = 30 * second;

Operation tcp_at(std::uint64_t after) {
  Operation operation = packet_at(1, after);
  operation.key.protocol = code(Protocol::tcp);
  return operation;
}

Operation later(Operation operation, std::uint64_t after) {
  operation.transit.time += after;
  return operation;
}

Operation set_timer(hw::Timer timer, std::uint32_t seconds) {
  Operation operation = loop::command(RequestKind::set_timer);
  operation.transit.argument = argument_t(seconds) | (argument_t(code(timer)) << 32);
  return operation;
}

class RecordNeighbours : public loop::RecordFixture, public testing::WithParamInterface<unsigned> {
 protected:
  // Between two neighbours.
  void gap() {
    for (unsigned i = 1; i < GetParam(); ++i) pass(loop::command(RequestKind::advance));
    loop::drain(completed_);
  }
  // The same while operations bounce, where commands do too.
  void gap_behind() {
    for (unsigned i = 1; i < GetParam(); ++i) {
      pass(loop::command(RequestKind::advance));
      back();
    }
  }
};

INSTANTIATE_TEST_SUITE_P(AtDistance, RecordNeighbours, testing::Range(1U, longest_distance + 1));

TEST_P(RecordNeighbours, the_timeout_runs_from_the_packet_before) {
  learn(packet_at(1, 0), 3);
  gap();
  EXPECT_FALSE(pass(packet_at(1, timeout - 1), 3).bounced);
  gap();
  EXPECT_FALSE(pass(packet_at(1, 2 * timeout - 2), 3).bounced);
  gap();
  EXPECT_TRUE(pass(packet_at(1, 3 * timeout - 2), 3).bounced);
}

TEST_P(RecordNeighbours, a_session_that_ended_stays_ended_for_the_next_first) {
  learn(packet_at(1, 0), 3);
  gap();
  EXPECT_TRUE(pass(packet_at(1, timeout), 3, 6).bounced);
  EXPECT_TRUE(back().round.exchange);
  gap_behind();
  Operation again = packet_at(1, timeout);
  again.round.first = true;
  EXPECT_TRUE(pass(again, 3, 6).bounced);
  EXPECT_TRUE(back().round.exchange);
  const hw::Record record = read(3);
  EXPECT_EQ(record.state, code(SessionState::closed));
  EXPECT_EQ(record.last_seen_ns, loop::start_time);
  EXPECT_EQ(hw::packets(record.c2s), 1U);
}

TEST_P(RecordNeighbours, an_answer_gives_the_session_the_longer_timeout) {
  learn(tcp_at(0), 3);
  gap();
  EXPECT_FALSE(pass(reply(tcp_at(0)), 3).bounced);
  gap();
  EXPECT_FALSE(pass(tcp_at(1000 * second), 3).bounced);
  EXPECT_EQ(read(3).state, code(SessionState::active));
}

TEST_P(RecordNeighbours, without_an_answer_it_has_the_shorter_one) {
  learn(tcp_at(0), 3);
  gap();
  EXPECT_FALSE(pass(tcp_at(299 * second), 3).bounced);
  gap();
  EXPECT_TRUE(pass(tcp_at(599 * second), 3).bounced);
}

TEST_P(RecordNeighbours, who_answers_is_told_by_the_first_packet) {
  learn(reply(tcp_at(0)), 3);
  gap();
  pass(reply(tcp_at(0)), 3);
  gap();
  EXPECT_EQ(read(3).state, code(SessionState::opening));
  pass(tcp_at(0), 3);
  gap();
  pass(reply(tcp_at(0)), 3);
  const hw::Record record = read(3);
  EXPECT_EQ(record.state, code(SessionState::active));
  EXPECT_EQ(hw::packets(record.c2s), 3U);
  EXPECT_EQ(hw::packets(record.s2c), 1U);
}

TEST_P(RecordNeighbours, udp_streams_two_seconds_after_its_first_packet) {
  for (const bool streams : {false, true}) {
    SCOPED_TRACE(streams);
    learn(packet_at(1, 0), 3);
    gap();
    pass(reply(packet_at(1, second)), 3);
    gap();
    const std::uint64_t last = 2 * second + (streams ? 1 : 0);
    EXPECT_FALSE(pass(packet_at(1, last), 3).bounced);
    gap();
    EXPECT_EQ(pass(packet_at(1, last + 119 * second), 3).bounced, !streams);
    loop::drain(bounced_);
    if (!streams) return_it();
  }
}

TEST_P(RecordNeighbours, the_two_seconds_begin_anew_with_a_new_session) {
  learn(packet_at(1, 0), 3);
  pass(reply(packet_at(1, 3 * second)), 3);
  gap();
  learn(packet_at(1, 4 * second), 3);
  gap();
  pass(reply(packet_at(1, 6 * second)), 3);
  EXPECT_EQ(read(3).timeout_s, 30U);
  gap();
  pass(reply(packet_at(1, 6 * second + 1)), 3);
  EXPECT_EQ(read(3).timeout_s, 120U);
}

TEST_P(RecordNeighbours, the_mapping_of_the_first_packet_says_which_timeout_an_sa_has) {
  for (const auto& [mapping, seconds] :
       {std::pair(PortMapping::spi_split, 3600U), std::pair(PortMapping::generic, 60U),
        std::pair(PortMapping::none, 600U)}) {
    SCOPED_TRACE(seconds);
    learn(esp(1000, mapping), 3);
    gap();
    // As after a change of its zone's mapping.
    const Operation other =
        esp(1000, mapping == PortMapping::none ? PortMapping::spi_split : PortMapping::none);
    EXPECT_FALSE(pass(later(other, seconds * second - 1), 3).bounced);
    EXPECT_EQ(read(3).timeout_s, seconds);
    gap();
    EXPECT_TRUE(pass(later(other, 2 * seconds * second - 1), 3).bounced);
    loop::drain(bounced_);
    return_it();
  }
}

TEST_P(RecordNeighbours, spis_are_counted_in_both_directions) {
  constexpr unsigned seed = 17;
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  loop::Random random(seed);
  for (unsigned session = 0; session < 100; ++session) {
    std::set<std::uint32_t> seen[2];
    std::uint32_t last[2] = {};
    const unsigned packets = 1 + random.below(12);
    for (unsigned i = 0; i < packets; ++i) {
      const bool answer = i != 0 && random.one_in(2);
      Operation operation = esp(1000 + random.below(3));
      seen[answer].insert(operation.spi.to_uint());
      last[answer] = operation.spi.to_uint();
      if (answer) operation = reply(operation);
      if (i == 0) {
        learn(operation, 3);
      } else {
        gap();
        pass(operation, 3);
      }
    }
    const hw::Record record = read(3);
    const auto count = [&](bool answer) {
      return std::min<std::size_t>(seen[answer].size(), hw::most_spis);
    };
    ASSERT_EQ(record.directions >> hw::c2s_spis_bit & 3U, count(false));
    ASSERT_EQ(record.directions >> hw::s2c_spis_bit & 3U, count(true));
    ASSERT_EQ(record.c2s.spi, last[0]);
    ASSERT_EQ(record.s2c.spi, last[1]);
  }
}

TEST_P(RecordNeighbours, an_outer_port_that_changes_and_changes_back_is_a_rebind) {
  Operation first = esp(1000);
  first.key.encapsulated = true;
  first.outer_source_port = 4500;
  Operation moved = first;
  moved.outer_source_port = 61000;
  learn(first, 3);
  gap();
  pass(first, 3);
  gap();
  EXPECT_EQ(read(3).flags, 0);
  pass(moved, 3);
  gap();
  pass(first, 3);
  const hw::Record record = read(3);
  EXPECT_EQ(record.flags, code(hw::SessionFlag::nat_rebind));
  EXPECT_EQ(record.c2s.outer_source_port, 4500);
}

TEST_P(RecordNeighbours, ah_and_the_esp_inside_count_in_their_own_sessions) {
  Operation ah = esp(1000);
  ah.key.protocol = code(Protocol::ah);
  ah.joined = true;
  const Operation inside = esp(2000);
  EXPECT_TRUE(learn(ah, 3).created);
  EXPECT_TRUE(learn(inside, 4).created);
  for (unsigned i = 1; i < 10; ++i) {
    gap();
    EXPECT_FALSE(pass(later(ah, i), 3).bounced);
    EXPECT_FALSE(pass(later(inside, i), 4).bounced);
  }
  for (const unsigned number : {3U, 4U}) {
    const hw::Record record = read(number);
    EXPECT_EQ(hw::packets(record.c2s), 10U);
    EXPECT_EQ(record.c2s.spi, number == 3 ? 1000U : 2000U);
    EXPECT_EQ(record.directions >> hw::c2s_spis_bit & 3U, 1U);
  }
}

TEST_P(RecordNeighbours, a_false_match_between_them_changes_nothing) {
  learn(packet_at(1, 0), 3);
  gap();
  EXPECT_TRUE(pass(packet_at(2, 1), 3, 6).bounced);
  Operation first = back();
  gap_behind();
  EXPECT_TRUE(pass(packet_at(1, 2), 3).bounced);
  const Operation behind = back();
  gap_behind();
  EXPECT_TRUE(learn(first, 4).created);
  EXPECT_FALSE(pass(behind, 3).bounced);
  gap();
  const hw::Record record = read(3);
  EXPECT_EQ(hw::packets(record.c2s), 2U);
  EXPECT_EQ(record.last_seen_ns, loop::start_time + 2);
}

TEST_P(RecordNeighbours, a_record_taken_behind_a_bounce_is_nobodys_session) {
  learn(packet_at(1, 0), 3);
  bounce_one();
  learn(packet_at(1, 0), 3);
  back();
  gap_behind();
  Operation first = packet_at(1, 1);
  first.round.first = true;
  EXPECT_TRUE(pass(first, 3, 6).bounced);
  EXPECT_FALSE(back().round.exchange);
  gap_behind();
  first.round.first = true;
  EXPECT_TRUE(learn(first, 3).created);
  EXPECT_EQ(hw::packets(read(3).c2s), 1U);
}

TEST_P(RecordNeighbours, a_set_timer_between_them_is_for_the_second) {
  learn(packet_at(1, 0), 3);
  gap();
  pass(set_timer(hw::Timer::udp_opening, 5));
  // Until then the first one's timeout runs.
  EXPECT_FALSE(pass(packet_at(1, timeout - 1), 3).bounced);
  EXPECT_EQ(read(3).timeout_s, 5U);
  gap();
  EXPECT_TRUE(pass(packet_at(1, timeout - 1 + 5 * second), 3).bounced);
}

TEST_P(RecordNeighbours, a_deadline_beyond_64_bits_never_comes) {
  pass(set_timer(hw::Timer::udp_opening, 0xFFFFFFFF));
  Operation operation = packet_at(1, 0);
  operation.transit.time = ~std::uint64_t{0} - 5;
  learn(operation, 3);
  gap();
  operation.transit.time = ~std::uint64_t{0};
  EXPECT_FALSE(pass(operation, 3).bounced);
  EXPECT_EQ(read(3).last_seen_ns, ~std::uint64_t{0});
}

}  // namespace
