// Operations on the same lines, so close behind one another that the place of a new key was chosen
// before the ones in front were decided. An operation that cannot be decided comes again; one that
// can need not.
#include "index_fixture.hpp"

namespace {

using espial::hw::Outcome;
using espial::hw::RequestKind;
using loop::at;
using loop::command;
using loop::exchange;
using loop::from;
using loop::longest_distance;
using loop::owning;
using loop::packet;
using loop::slot_at;
using loop::slots;

class IndexRetry : public loop::IndexFixture {
 protected:
  /// Passes operations that matter to nobody.
  void pause(unsigned operations = longest_distance) {
    for (unsigned i = 0; i < operations; ++i) pass(command(RequestKind::advance));
  }
  /// Fills the lines 0 but for some of their slots.
  void fill_lines(unsigned left) {
    for (unsigned tag = 0; tag + left < slots; ++tag) learn(packet(1000 + tag), 1000 + tag);
    pause();
  }
  /// Records for those that take one.
  void offer(unsigned count) {
    for (unsigned i = 0; i < count; ++i) free_records_.write({.mark = false, .record = 100 + i});
  }
};

TEST_F(IndexRetry, a_new_key_whose_place_the_operation_in_front_takes_gets_the_last_of_the_line) {
  offer(2);
  EXPECT_EQ(pass_once(packet(1)).position, slot_at(0, 0));
  const Located out = pass_once(packet(2));
  EXPECT_FALSE(out.retry);
  EXPECT_TRUE(out.learned);
  EXPECT_EQ(out.position, slot_at(0, 5));
}

// The one in front meets its session, but when the new key gets its place that is not known.
TEST_F(IndexRetry, a_place_that_the_operation_in_front_could_have_taken_is_left_to_it) {
  const Located known = learn_alone(packet(1), 7);
  pause();
  offer(1);
  EXPECT_EQ(pass_once(packet(1)).position, known.position);
  EXPECT_EQ(pass_once(packet(2)).position, slot_at(1, 5));
}

TEST_F(IndexRetry, a_new_key_whose_two_places_are_taken_in_front_comes_again) {
  offer(3);
  ASSERT_TRUE(pass_once(packet(1)).learned);
  ASSERT_TRUE(pass_once(packet(2)).learned);
  Operation operation = from(packet(3), 3);
  operation.round.pass = 77;
  const Located out = pass_once(operation);
  EXPECT_TRUE(out.retry);
  EXPECT_FALSE(out.found);
  EXPECT_FALSE(out.learned);
  EXPECT_EQ(free_records_.size(), 1U) << "it has not taken a record";
  EXPECT_EQ(out.operation.transit.outcome, code(Outcome::counted));
  EXPECT_EQ(out.operation.round.pass, 77);
  EXPECT_EQ(out.operation.round.start, 3);
  EXPECT_FALSE(out.operation.round.owns);
  EXPECT_FALSE(out.operation.round.exchange);
}

TEST_F(IndexRetry, an_operation_that_comes_again_gets_a_place_of_its_own) {
  offer(2);
  const Located first = pass_once(packet(1));
  const Located second = pass(packet(2));
  EXPECT_TRUE(second.learned);
  EXPECT_EQ(second.record, 101);
  EXPECT_NE(second.position, first.position);
  EXPECT_EQ(pass(packet(1)).record, 100);
  EXPECT_EQ(pass(packet(2)).record, 101);
}

TEST_F(IndexRetry, new_keys_of_other_lines_do_not_come_again) {
  offer(10);
  for (unsigned i = 0; i < 10; ++i) EXPECT_TRUE(pass_once(at({i, i, i, i}, 5)).learned) << i;
}

TEST_F(IndexRetry, new_keys_that_share_a_line_which_is_not_the_emptiest_do_not_come_again) {
  learn(at({7, 1, 1, 1}, 1), 1);  // to line 7
  pause();
  offer(2);
  EXPECT_EQ(pass_once(at({7, 2, 2, 2}, 2)).position, slot_at(1, 0));
  EXPECT_EQ(pass_once(at({7, 3, 3, 3}, 3)).position, slot_at(1, 0));
}

TEST_F(IndexRetry, the_next_packet_of_a_new_key_meets_it_at_once) {
  offer(1);
  ASSERT_TRUE(pass_once(packet(1)).learned);
  const Located out = pass_once(packet(1));
  EXPECT_FALSE(out.retry);
  EXPECT_TRUE(out.found);
  EXPECT_FALSE(out.learned);
  EXPECT_EQ(out.record, 100);
}

TEST_F(IndexRetry, a_known_key_does_not_come_again_whatever_is_learned_in_front) {
  learn(packet(1), 7);
  pause();
  offer(4);
  for (unsigned tag = 10; tag < 14; ++tag) {
    pass_once(packet(tag));
    const Located out = pass_once(packet(1));
    EXPECT_FALSE(out.retry);
    EXPECT_EQ(out.record, 7);
  }
}

TEST_F(IndexRetry, each_of_many_new_keys_in_the_same_lines_is_learned_at_any_distance) {
  for (unsigned distance = 1; distance <= 4; ++distance) {
    SCOPED_TRACE(distance);
    clear();
    for (unsigned tag = 0; tag < slots; ++tag) {
      offer(1);
      ASSERT_TRUE(pass(packet(tag)).learned) << tag;
      pause(distance - 1);
    }
  }
}

TEST_F(IndexRetry, the_last_slot_is_for_the_first_of_two_and_the_other_is_refused) {
  fill_lines(1);
  offer(2);
  EXPECT_TRUE(pass_once(packet(1)).learned);
  const Located other = pass(packet(2));
  EXPECT_FALSE(other.found);
  EXPECT_EQ(other.operation.transit.outcome, code(Outcome::refused));
  EXPECT_EQ(free_records_.size(), 1U);
}

// Its lines look full, but the one in front has just left a slot.
TEST_F(IndexRetry, a_slot_that_was_given_back_just_in_front_is_taken_at_any_distance) {
  for (unsigned distance = 1; distance <= longest_distance; ++distance) {
    SCOPED_TRACE(distance);
    clear();
    fill_lines(2);
    const Located own = learn(packet(9), 100);
    learn(from(packet(9), slots), 101);
    pause();
    const Located met = pass(owning(packet(9), own.position.to_uint()));
    ASSERT_EQ(met.record, 101);
    pause(distance - 1);
    const Located out = pass(packet(10));
    EXPECT_TRUE(out.learned);
    EXPECT_EQ(out.position, own.position);
    EXPECT_EQ(out.record, 100);
  }
}

TEST_F(IndexRetry, a_slot_is_learned_given_back_and_learned_again_back_to_back) {
  learn(packet(9), 100);
  pause();
  offer(1);
  const Located own = pass_once(from(packet(9), slots));
  ASSERT_TRUE(own.learned);
  // It meets the other one, and its record is free for the next.
  const Located met = pass_once(owning(packet(9), own.position.to_uint()));
  EXPECT_EQ(met.record, 100);
  EXPECT_FALSE(met.learned);
  const Located next = pass(packet(10));
  EXPECT_TRUE(next.learned);
  EXPECT_EQ(next.record, own.record);
  EXPECT_EQ(pass(packet(10)).record, own.record);
  EXPECT_EQ(pass(packet(9)).record, 100);
}

TEST_F(IndexRetry, an_owner_keeps_its_slot_straight_behind_those_that_are_learned) {
  offer(3);
  const Located own = pass_once(packet(1));
  pass(packet(2));
  const Located kept = pass_once(owning(packet(1), own.position.to_uint()));
  EXPECT_FALSE(kept.retry);
  EXPECT_TRUE(kept.learned);
  EXPECT_EQ(kept.record, own.record);
  // Straight behind itself, its own slot is still no match.
  const Located again = pass_once(owning(packet(1), own.position.to_uint()));
  EXPECT_TRUE(again.learned);
  EXPECT_EQ(again.record, own.record);
}

TEST_F(IndexRetry, the_last_free_record_is_for_the_first_of_two_neighbours) {
  for (unsigned distance = 1; distance <= 6; ++distance) {
    SCOPED_TRACE(distance);
    clear();
    take_all_but(1);
    pause();
    offer(1);
    EXPECT_TRUE(pass_once(at({1, 1, 1, 1}, 1)).learned);
    pause(distance - 1);
    const Located other = pass_once(at({2, 2, 2, 2}, 2));
    EXPECT_FALSE(other.retry) << "coming again would not help";
    EXPECT_FALSE(other.found);
    EXPECT_EQ(other.operation.transit.outcome, code(Outcome::refused));
  }
}

TEST_F(IndexRetry, without_a_free_record_nobody_comes_again) {
  take_all_but(1);
  pause();
  offer(1);
  EXPECT_TRUE(pass_once(packet(1)).learned);
  const Located other = pass_once(packet(2));
  EXPECT_FALSE(other.retry);
  EXPECT_EQ(other.operation.transit.outcome, code(Outcome::refused));
}

// However few they are, and however close behind the release.
TEST_F(IndexRetry, as_many_neighbours_are_learned_as_records_were_released) {
  for (unsigned released = 1; released <= 6; ++released) {
    SCOPED_TRACE(released);
    clear();
    take_all_but(released);
    for (unsigned i = 0; i < released; ++i) learn(at({i, i, i, i}, 1), i);
    for (unsigned i = 0; i < released; ++i) {
      EXPECT_FALSE(pass_once(exchange(at({i, i, i, i}, 1), 0)).found);
    }
    EXPECT_EQ(pass_once(at({9, 9, 9, 9}, 9)).operation.transit.outcome,
              code(Outcome::learn_deferred));
    read_ended(released, 0);
    offer(released);
    for (unsigned i = 0; i < released; ++i) {
      EXPECT_TRUE(pass_once(at({10 + i, 10 + i, 10 + i, 10 + i}, 9)).learned) << i;
    }
    EXPECT_EQ(pass_once(at({9, 9, 9, 9}, 9)).operation.transit.outcome, code(Outcome::refused));
    EXPECT_TRUE(free_records_.empty());
  }
}

TEST_F(IndexRetry, an_exchange_takes_the_last_record_from_the_key_behind_it) {
  take_all_but(2);
  learn(packet(1), 7);
  pause();
  offer(1);
  const Located out = pass_once(exchange(packet(1), 0));
  EXPECT_TRUE(out.learned);
  EXPECT_EQ(out.record, 100);
  EXPECT_EQ(asked().record, 7);
  EXPECT_EQ(pass_once(packet(2)).operation.transit.outcome, code(Outcome::learn_deferred));
}

TEST_F(IndexRetry, a_new_key_takes_the_last_record_from_the_exchange_behind_it) {
  take_all_but(2);
  learn(packet(1), 7);
  pause();
  offer(1);
  EXPECT_TRUE(pass_once(packet(2)).learned);
  const Located out = pass_once(exchange(packet(1), 0));
  EXPECT_FALSE(out.found);
  EXPECT_EQ(asked().record, 7);
  EXPECT_EQ(out.operation.transit.outcome, code(Outcome::learn_deferred));
}

TEST_F(IndexRetry, an_exchange_of_a_slot_that_was_just_learned_names_its_record) {
  for (unsigned distance = 1; distance <= longest_distance; ++distance) {
    SCOPED_TRACE(distance);
    clear();
    offer(3);
    const Located out = pass_once(packet(1));
    pause(distance - 1);
    EXPECT_EQ(pass_once(exchange(packet(1), out.position.to_uint())).record, 101);
    EXPECT_EQ(asked().record, 100);
    EXPECT_EQ(pass_once(exchange(packet(1), out.position.to_uint())).record, 102);
    EXPECT_EQ(asked().record, 101);
    EXPECT_EQ(pass_once(packet(1)).record, 102);
  }
}

TEST_F(IndexRetry, an_exchange_is_decided_at_once_beside_new_keys) {
  learn(packet(1), 7);
  pause();
  offer(8);
  for (unsigned tag = 10; tag < 14; ++tag) {
    pass(packet(tag));
    const Located out = pass_once(exchange(packet(1), 0));
    EXPECT_TRUE(out.learned);
    EXPECT_FALSE(out.retry);
  }
}

}  // namespace
