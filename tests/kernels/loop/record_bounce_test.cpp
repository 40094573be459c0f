// What cannot be counted goes round once more, and nobody overtakes it.
#include "record_fixture.hpp"

namespace {

namespace hw = espial::hw;
using hw::EndReason;
using hw::Outcome;
using hw::RequestKind;
using hw::SessionState;
using loop::packet_at;
using loop::second;

class RecordBounce : public loop::RecordFixture {};

// UDP, not answered yet.
constexpr std::uint64_t timeout = 30 * second;

TEST_F(RecordBounce, a_false_match_goes_round_from_the_next_slot_on) {
  learn(packet_at(1, 0), 3);
  loop::drain(completed_);
  const Result result = pass(packet_at(2, 0), 3, 17);
  EXPECT_TRUE(result.bounced);
  const Operation operation = back();
  EXPECT_TRUE(operation.round.first);
  EXPECT_FALSE(operation.round.exchange);
  EXPECT_EQ(operation.round.start, 18);
  EXPECT_EQ(operation.key.upper_port, 2);
  EXPECT_TRUE(completed_.empty());
}

TEST_F(RecordBounce, a_false_match_changes_nothing) {
  learn(packet_at(1, 0), 3);
  pass(packet_at(2, 5 * second), 3);
  const hw::Record record = read(3);
  EXPECT_EQ(record.upper_port, 1);
  EXPECT_EQ(hw::packets(record.c2s), 1U);
  EXPECT_EQ(record.last_seen_ns, loop::start_time);
  EXPECT_EQ(record.state, code(SessionState::opening));
}

// Whose session it is does not matter: the packet's own has not ended.
TEST_F(RecordBounce, a_false_match_does_not_end_a_session_past_its_timeout) {
  learn(packet_at(1, 0), 3);
  pass(packet_at(2, 2 * timeout), 3, 4);
  EXPECT_FALSE(back().round.exchange);
  EXPECT_EQ(read(3).state, code(SessionState::opening));
}

TEST_F(RecordBounce, a_false_match_in_the_last_slot_starts_behind_all) {
  learn(packet_at(1, 0), 3);
  pass(packet_at(2, 0), 3, hw::choices * hw::line_slots - 1);
  EXPECT_EQ(back().round.start, hw::choices * hw::line_slots);
}

// `admit` knows by it who follows.
TEST_F(RecordBounce, what_bounces_keeps_the_number_of_its_round) {
  learn(packet_at(1, 0), 3);
  Operation operation = packet_at(2, 0);
  operation.round.pass = 201;
  pass(operation, 3);
  EXPECT_EQ(back().round.pass, 201);
}

TEST_F(RecordBounce, packets_behind_it_bounce_uncounted) {
  learn(packet_at(1, 0), 3);
  bounce_one();
  EXPECT_TRUE(pass(packet_at(1, second), 3, 5).bounced);
  EXPECT_TRUE(learn(packet_at(2, second), 4, 5).bounced);
  for (unsigned session = 1; session <= 2; ++session) {
    const Operation operation = back();
    EXPECT_EQ(operation.key.upper_port, session);
    EXPECT_FALSE(operation.round.first);
    EXPECT_FALSE(operation.round.exchange);
    EXPECT_EQ(operation.round.start, 0);
  }
  EXPECT_EQ(hw::packets(read(3).c2s), 1U);
  EXPECT_EQ(read(4).state, code(SessionState::free));
}

TEST_F(RecordBounce, commands_and_packets_without_a_session_bounce_behind_it_too) {
  bounce_one();
  loop::drain(completed_);
  Operation command = loop::read_command(RequestKind::read_sessions, 5, 6);
  command.round.pass = 9;
  EXPECT_TRUE(pass(command).bounced);
  Operation malformed = packet_at(1, 0);
  malformed.transit.outcome = code(Outcome::udp_length);
  EXPECT_TRUE(pass(malformed).bounced);
  EXPECT_TRUE(completed_.empty());
  EXPECT_TRUE(bulk_requests_.empty());
  const Operation first = back();
  EXPECT_EQ(first.transit.kind, code(RequestKind::read_sessions));
  EXPECT_EQ(first.transit.argument, command.transit.argument);
  EXPECT_EQ(first.round.pass, 9);
  EXPECT_EQ(back().transit.outcome, code(Outcome::udp_length));
}

TEST_F(RecordBounce, a_read_that_index_has_served_stays_served) {
  bounce_one();
  Operation command = loop::command(RequestKind::read_ended);
  command.round.served = true;
  pass(command);
  EXPECT_TRUE(back().round.served);
}

// In the next round there may be a record for it.
TEST_F(RecordBounce, a_refusal_behind_it_is_no_last_word) {
  bounce_one();
  for (const Outcome outcome : {Outcome::refused, Outcome::learn_deferred}) {
    Operation operation = packet_at(1, 0);
    operation.transit.outcome = code(outcome);
    EXPECT_TRUE(pass(operation).bounced);
    EXPECT_EQ(back().transit.outcome, code(Outcome::counted));
  }
}

// `admit` lets a set_timer in alone.
TEST_F(RecordBounce, a_command_behind_it_takes_effect_in_its_turn_only) {
  bounce_one();
  const Operation command = loop::read_command(RequestKind::read_sessions, 5, 6);
  pass(command);
  EXPECT_TRUE(bulk_requests_.empty());
  return_it();
  EXPECT_TRUE(bulk_requests_.empty());
  EXPECT_FALSE(pass(back()).bounced);
  EXPECT_EQ(loop::drain(bulk_requests_).size(), 1U);
}

TEST_F(RecordBounce, when_it_returns_it_counts_and_the_others_follow) {
  learn(packet_at(1, 0), 3);
  pass(packet_at(2, 0), 3, 6);
  Operation first = back();
  pass(packet_at(1, second), 3);
  const Operation behind = back();
  loop::drain(completed_);
  EXPECT_FALSE(learn(first, 4).bounced);
  EXPECT_FALSE(pass(behind, 3).bounced);
  EXPECT_EQ(completed_.size(), 2U);
  EXPECT_EQ(read(4).upper_port, 2);
  EXPECT_EQ(hw::packets(read(3).c2s), 2U);
}

TEST_F(RecordBounce, it_may_bounce_again_and_the_others_stay_behind) {
  learn(packet_at(1, 0), 3);
  learn(packet_at(2, 0), 4);
  pass(packet_at(9, 0), 3, 6);
  const Operation once = back();
  pass(once, 4, 12);
  const Operation twice = back();
  EXPECT_TRUE(twice.round.first);
  EXPECT_EQ(twice.round.start, 13);
  EXPECT_TRUE(pass(packet_at(1, 0), 3).bounced);
  back();
  EXPECT_FALSE(learn(twice, 5).bounced);
  EXPECT_FALSE(pass(packet_at(1, 0), 3).bounced);
}

TEST_F(RecordBounce, it_may_return_without_finding_a_record) {
  learn(packet_at(1, 0), 3);
  pass(packet_at(2, 0), 3, 6);
  Operation first = back();
  first.transit.outcome = code(Outcome::refused);
  const Result result = pass(first);
  EXPECT_FALSE(result.bounced);
  EXPECT_EQ(result.transit.outcome, code(Outcome::refused));
  EXPECT_FALSE(pass(packet_at(1, 0), 3).bounced);
}

TEST_F(RecordBounce, one_that_was_behind_may_bounce_for_its_own_sake_afterwards) {
  learn(packet_at(1, 0), 3);
  bounce_one();
  pass(packet_at(2, 0), 3, 6);
  const Operation behind = back();
  EXPECT_FALSE(behind.round.first);
  return_it();
  EXPECT_TRUE(pass(behind, 3, 6).bounced);
  const Operation again = back();
  EXPECT_TRUE(again.round.first);
  EXPECT_EQ(again.round.start, 7);
}

// A record that was taken in a round that did not count stays with the packet that took it.
TEST_F(RecordBounce, a_packet_that_took_a_record_owns_its_slot) {
  bounce_one();
  EXPECT_FALSE(learn(packet_at(1, 0), 3, 14).created);
  const Operation owner = back();
  EXPECT_TRUE(owner.round.owns);
  EXPECT_EQ(owner.round.owned, 14);
  EXPECT_FALSE(owner.round.first);
  EXPECT_EQ(owner.round.start, 0);
  EXPECT_EQ(read(3).state, code(SessionState::free));
}

TEST_F(RecordBounce, nobody_else_owns_a_slot) {
  learn(packet_at(1, 0), 3);
  EXPECT_TRUE(pass(packet_at(2, 0), 3).bounced);
  EXPECT_FALSE(back().round.owns) << "it met a session that is not its own";
  pass(packet_at(1, 0), 3);
  EXPECT_FALSE(back().round.owns) << "it stands behind, and met its session";
  Operation owner = packet_at(4, 0);
  owner.round.owns = true;
  owner.round.owned = 5;
  pass(owner, 3, 7);
  EXPECT_FALSE(back().round.owns) << "it has given its slot back";
}

TEST_F(RecordBounce, a_record_taken_behind_it_becomes_a_session_when_its_packet_returns) {
  bounce_one();
  learn(packet_at(1, 0), 3);
  pass(packet_at(1, 1), 3);
  return_it();
  const Result result = learn(packet_at(1, 0), 3);
  EXPECT_FALSE(result.bounced);
  EXPECT_TRUE(result.created);
  EXPECT_FALSE(pass(packet_at(1, 1), 3).created);
  const hw::Record record = read(3);
  EXPECT_EQ(record.upper_port, 1);
  EXPECT_EQ(hw::packets(record.c2s), 2U);
}

// It may be the owner's, but nobody knows yet: it is looked for further on.
TEST_F(RecordBounce, a_record_that_waits_for_its_packet_is_no_session_of_another) {
  bounce_one();
  learn(packet_at(1, 0), 3);
  return_it();
  EXPECT_TRUE(pass(packet_at(2, 0), 3, 6).bounced);
  loop::drain(bounced_);
  return_it();
  // Not even of one whose key is all zero, as the record is.
  Operation zero = loop::command(RequestKind::packet);
  zero.transit.time = loop::start_time;
  EXPECT_TRUE(pass(zero, 3, 6).bounced);
  const Operation operation = back();
  EXPECT_TRUE(operation.round.first);
  EXPECT_FALSE(operation.round.exchange);
  EXPECT_EQ(operation.round.start, 7);
  EXPECT_EQ(read(3).state, code(SessionState::free));
}

TEST_F(RecordBounce, a_record_taken_behind_it_has_nothing_of_its_former_session) {
  learn(packet_at(1, 0), 3);
  bounce_one();
  learn(packet_at(2, 0), 3);
  EXPECT_EQ(read(3).state, code(SessionState::free));
  return_it();
  EXPECT_TRUE(pass(packet_at(1, 0), 3).bounced) << "the former session is gone";
}

TEST_F(RecordBounce, a_session_lives_until_just_before_its_timeout) {
  learn(packet_at(1, 0), 3);
  EXPECT_FALSE(pass(packet_at(1, timeout - 1), 3).bounced);
  EXPECT_FALSE(pass(packet_at(1, 2 * timeout - 2), 3).bounced);
  EXPECT_EQ(hw::packets(read(3).c2s), 3U);
}

TEST_F(RecordBounce, a_packet_at_the_timeout_ends_the_session) {
  learn(packet_at(1, 0), 3);
  pass(packet_at(1, second), 3);
  EXPECT_TRUE(pass(packet_at(1, second + timeout), 3, 6).bounced);
  const hw::Record record = read(3);
  EXPECT_EQ(record.state, code(SessionState::closed));
  EXPECT_EQ(record.end_reason, code(EndReason::timeout));
  EXPECT_EQ(record.last_seen_ns, loop::start_time + second);
  EXPECT_EQ(hw::packets(record.c2s), 2U);
  EXPECT_EQ(hw::creation(record), 0U);
}

TEST_F(RecordBounce, a_packet_that_ended_its_session_asks_for_a_free_record_in_its_slot) {
  learn(packet_at(1, 0), 3);
  pass(packet_at(1, timeout), 3, 6);
  const Operation operation = back();
  EXPECT_TRUE(operation.round.first);
  EXPECT_TRUE(operation.round.exchange);
  EXPECT_EQ(operation.round.start, 6);
}

// Whatever ended it.
TEST_F(RecordBounce, an_ended_session_takes_no_more_packets) {
  learn(packet_at(1, 0), 3);
  pass(packet_at(1, timeout), 3);
  back();
  return_it();
  EXPECT_TRUE(pass(packet_at(1, 1), 3, 6).bounced);
  EXPECT_TRUE(back().round.exchange);
  const hw::Record record = read(3);
  EXPECT_EQ(record.state, code(SessionState::closed));
  EXPECT_EQ(hw::packets(record.c2s), 1U);
}

TEST_F(RecordBounce, the_new_session_of_a_key_that_returns_is_another_one) {
  Operation operation = packet_at(1, 0);
  learn(operation, 3);
  operation = packet_at(1, timeout);
  operation.transit.number = 88;
  pass(operation, 3);
  const Result result = learn(back(), 9);
  EXPECT_TRUE(result.created);
  EXPECT_EQ(result.session, 88);
  EXPECT_EQ(read(9).created_ns, loop::start_time + timeout);
  EXPECT_EQ(hw::packets(read(9).c2s), 1U);
  // The old one stays for the host.
  EXPECT_EQ(read(3).state, code(SessionState::closed));
}

TEST_F(RecordBounce, packets_that_still_meet_the_ended_session_follow_in_order) {
  learn(packet_at(1, 0), 3);
  pass(packet_at(1, timeout), 3, 6);
  const Operation first = back();
  EXPECT_TRUE(pass(packet_at(1, timeout + 1), 3, 6).bounced);
  const Operation second_one = back();
  EXPECT_FALSE(second_one.round.exchange);
  learn(first, 9);
  EXPECT_FALSE(pass(second_one, 9).created);
  EXPECT_EQ(hw::packets(read(9).c2s), 2U);
  EXPECT_EQ(hw::packets(read(3).c2s), 1U);
}

TEST_F(RecordBounce, background_reads_go_on) {
  learn(packet_at(1, 0), 3);
  bounce_one();
  RecordAccess both{};
  both.has_operation = true;
  both.located.operation = packet_at(1, 0);
  both.located.found = true;
  both.located.record = 4;
  both.has_read = true;
  both.read = 3;
  access(both);
  EXPECT_TRUE(results_.read().bounced);
  EXPECT_EQ(read_records_.size(), 1U);
  EXPECT_EQ(read_records_.read().range(287, 272), 1);  // the upper port
}

}  // namespace
