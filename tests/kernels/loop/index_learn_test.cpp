// How keys are found, and where they are learned.
#include "index_fixture.hpp"

namespace {

using espial::hw::choices;
using espial::hw::lines;
using espial::hw::Outcome;
using espial::hw::RequestKind;
using loop::at;
using loop::command;
using loop::exchange;
using loop::from;
using loop::packet;
using loop::slot_at;
using loop::slots;

class IndexLearn : public loop::IndexFixture {};

TEST_F(IndexLearn, an_unknown_key_gets_a_free_record) {
  const Located out = learn(packet(5), 1234);
  EXPECT_TRUE(out.found);
  EXPECT_TRUE(out.learned);
  EXPECT_EQ(out.record, 1234);
  EXPECT_EQ(out.operation.transit.outcome, code(Outcome::counted));
}

TEST_F(IndexLearn, a_known_key_is_found_at_its_record) {
  const Located learned = learn(packet(5), 1234);
  const Located out = pass(packet(5));
  EXPECT_TRUE(out.found);
  EXPECT_FALSE(out.learned);
  EXPECT_EQ(out.record, 1234);
  EXPECT_EQ(out.position, learned.position);
}

TEST_F(IndexLearn, an_operation_passes_unchanged) {
  Operation operation = packet(5);
  operation.transit.number = 77;
  operation.transit.argument = 88;
  operation.round.pass = 9;
  const Located out = learn(operation, 1);
  EXPECT_EQ(out.operation.transit.number, 77);
  EXPECT_EQ(out.operation.transit.argument, 88);
  EXPECT_EQ(out.operation.key.upper_port, 5);
  EXPECT_EQ(out.operation.tag, 5);
  EXPECT_EQ(out.operation.round.pass, 9);
  EXPECT_FALSE(out.operation.round.served);
}

TEST_F(IndexLearn, a_key_goes_to_the_line_with_the_most_free_slots) {
  learn_alone(at({1, 9, 9, 9}, 1), 1);  // the lines 9 stay empty
  learn_alone(at({2, 1, 1, 1}, 2), 2);
  EXPECT_EQ(learn_alone(at({1, 1, 3, 1}, 3), 3).position, slot_at(1, 0));
  // Of the lines 1, 1, 3, 1 the first two hold a key each.
  EXPECT_EQ(learn_alone(at({1, 1, 3, 1}, 4), 4).position, slot_at(2, 0));
  EXPECT_EQ(learn_alone(at({1, 1, 3, 1}, 5), 5).position, slot_at(3, 0));
  // Now each of them holds one: the first of those that are equally empty.
  EXPECT_EQ(learn_alone(at({1, 1, 3, 1}, 6), 6).position, slot_at(0, 1));
}

TEST_F(IndexLearn, a_key_is_found_in_each_of_its_lines) {
  for (unsigned tag = 0; tag < slots; ++tag) {
    const Located out = learn_alone(packet(tag), tag);
    EXPECT_EQ(out.position, slot_at(tag % choices, tag / choices));
  }
  for (unsigned tag = 0; tag < slots; ++tag) {
    const Located out = pass(packet(tag));
    EXPECT_TRUE(out.found);
    EXPECT_EQ(out.record, tag);
  }
}

TEST_F(IndexLearn, lines_of_one_number_are_another_line_in_each_choice) {
  learn(at({7, 1, 1, 1}, 3), 30);
  const Located out = learn(at({1, 7, 7, 7}, 3), 31);
  EXPECT_TRUE(out.learned);
}

TEST_F(IndexLearn, the_first_and_the_last_line_are_usable) {
  learn(at({0, 0, 0, 0}, 1), 10);
  learn(at({lines - 1, lines - 1, lines - 1, lines - 1}, 1), 11);
  EXPECT_EQ(pass(at({0, 0, 0, 0}, 1)).record, 10);
  EXPECT_EQ(pass(at({lines - 1, lines - 1, lines - 1, lines - 1}, 1)).record, 11);
}

TEST_F(IndexLearn, records_and_tags_keep_all_their_bits) {
  learn(packet(0xFFFFFF), espial::hw::records - 1);
  const Located other = learn(packet(0x7FFFFF), 0);
  EXPECT_TRUE(other.learned);
  EXPECT_EQ(pass(packet(0xFFFFFF)).record, espial::hw::records - 1);
}

TEST_F(IndexLearn, learning_ends_at_the_last_slot_of_all_four_lines) {
  for (unsigned tag = 0; tag < slots; ++tag) EXPECT_TRUE(learn(packet(tag), tag).learned);
  free_records_.write({.mark = false, .record = 99});
  const Located out = pass(packet(slots));
  EXPECT_FALSE(out.found);
  EXPECT_EQ(out.operation.transit.outcome, code(Outcome::refused));
  EXPECT_EQ(free_records_.size(), 1U) << "no record is taken that no slot could name";
}

// A release of ended ones would not help.
TEST_F(IndexLearn, a_key_whose_lines_are_full_is_refused_also_while_ended_records_wait) {
  for (unsigned tag = 0; tag < slots; ++tag) learn(packet(tag), tag);
  take(exchange(packet(0), 0), 100);
  EXPECT_EQ(pass(packet(slots)).operation.transit.outcome, code(Outcome::refused));
}

TEST_F(IndexLearn, learning_ends_at_the_last_record) {
  take_all_but(1);
  EXPECT_TRUE(learn(packet(1), espial::hw::records - 1).learned);
  // It does not wait for a number that will not come.
  const Located out = pass(packet(2));
  EXPECT_FALSE(out.found);
  EXPECT_FALSE(out.learned);
  EXPECT_EQ(out.operation.transit.outcome, code(Outcome::refused));
  EXPECT_EQ(pass(packet(1)).record, espial::hw::records - 1);
}

TEST_F(IndexLearn, a_miss_is_deferred_while_ended_records_wait_for_the_host) {
  take_all_but(1);
  const Located old = learn(packet(1), 7);
  pass(exchange(packet(1), old.position.to_uint()));
  EXPECT_EQ(pass(packet(2)).operation.transit.outcome, code(Outcome::learn_deferred));
  // Once the host has taken them, there is a record again, for one.
  read_ended(1, 0);
  EXPECT_TRUE(learn(packet(2), 7).learned);
  EXPECT_EQ(pass(packet(3)).operation.transit.outcome, code(Outcome::refused));
}

TEST_F(IndexLearn, after_a_miss_without_a_free_record_the_next_packet_tries_again) {
  take_all_but(1);
  const Located old = learn(packet(1), 7);
  pass(exchange(packet(1), old.position.to_uint()));
  pass(packet(1));
  read_ended(1, 0);
  EXPECT_TRUE(learn(packet(1), 8).learned);
  EXPECT_EQ(pass(packet(1)).record, 8);
}

TEST_F(IndexLearn, of_equal_tags_the_first_from_start_on_is_found) {
  const unsigned positions[] = {slot_at(0, 0), slot_at(1, 0), slot_at(2, 0)};
  unsigned start = 0;
  for (unsigned i = 0; i < 3; ++i) {
    const Located out = learn_alone(from(packet(9), start), 100 + i);
    ASSERT_EQ(out.position, positions[i]);
    start = positions[i] + 1;
  }
  EXPECT_EQ(pass(packet(9)).record, 100);
  EXPECT_EQ(pass(from(packet(9), positions[0])).record, 100);
  EXPECT_EQ(pass(from(packet(9), positions[0] + 1)).record, 101);
  EXPECT_EQ(pass(from(packet(9), positions[1] + 1)).record, 102);
}

TEST_F(IndexLearn, behind_the_last_equal_tag_a_key_is_learned) {
  learn_alone(packet(9), 100);
  const Located out = learn_alone(from(packet(9), 1), 101);
  EXPECT_TRUE(out.learned);
  EXPECT_EQ(out.record, 101);
}

TEST_F(IndexLearn, all_slots_of_four_lines_can_hold_one_tag) {
  for (unsigned i = 0; i < slots; ++i) learn(from(packet(9), slots), i);
  for (unsigned start = 0; start < slots; ++start) {
    EXPECT_EQ(pass(from(packet(9), start)).position, start);
  }
  EXPECT_FALSE(pass(from(packet(9), slots)).found);
}

TEST_F(IndexLearn, a_packet_that_counts_nowhere_passes_untouched) {
  Operation operation = packet(9);
  operation.transit.outcome = code(Outcome::not_ip);
  const Located out = pass(operation);
  EXPECT_FALSE(out.found);
  EXPECT_FALSE(out.learned);
  EXPECT_EQ(out.operation.transit.outcome, code(Outcome::not_ip));
}

TEST_F(IndexLearn, a_command_passes_untouched) {
  learn(packet(0), 1);
  for (const RequestKind kind : {RequestKind::identify, RequestKind::pad, RequestKind::set_timer,
                                 RequestKind::read_sessions, RequestKind::advance}) {
    const Located out = pass(command(kind));
    EXPECT_FALSE(out.found);
    EXPECT_EQ(out.operation.transit.outcome, code(Outcome::counted));
  }
  EXPECT_TRUE(requests_.empty());
}

}  // namespace
