// Records that wait for the host, and the clear of all.
#include "index_fixture.hpp"

namespace {

using espial::hw::Outcome;
using espial::hw::RequestKind;
using loop::command;
using loop::drain;
using loop::exchange;
using loop::from;
using loop::owning;
using loop::packet;
using loop::slots;

class IndexEnded : public loop::IndexFixture {};

TEST_F(IndexEnded, a_read_of_ended_sessions_names_what_waits_now) {
  learn(packet(9), 100);
  for (unsigned i = 0; i < 5; ++i) take(exchange(packet(9), 0), 101 + i);
  const BulkRequest bulk = read_ended(0, 3);
  EXPECT_EQ(bulk.start, 0);
  EXPECT_EQ(bulk.count, 3);
  EXPECT_EQ(bulk.valid, 3);
  EXPECT_EQ(bulk.left, 2);
}

TEST_F(IndexEnded, a_read_of_ended_sessions_names_no_more_than_wait) {
  learn(packet(9), 100);
  take(exchange(packet(9), 0), 101);
  const BulkRequest bulk = read_ended(0, 50);
  EXPECT_EQ(bulk.count, 50);
  EXPECT_EQ(bulk.valid, 1);
  EXPECT_EQ(bulk.left, 0);
  const BulkRequest nothing = read_ended(0, 0);
  EXPECT_EQ(nothing.valid, 0);
  EXPECT_EQ(nothing.left, 1);
}

TEST_F(IndexEnded, a_read_of_ended_sessions_releases_the_oldest_first) {
  learn(packet(9), 100);
  for (unsigned i = 0; i < 5; ++i) take(exchange(packet(9), 0), 101 + i);
  drain(requests_);
  const BulkRequest bulk = read_ended(3, 10);
  const FreeListRequest request = asked();
  EXPECT_EQ(request.action, code(FreeListAction::release));
  EXPECT_EQ(request.count, 3);
  EXPECT_EQ(bulk.start, 3);
  EXPECT_EQ(bulk.valid, 2);
  EXPECT_EQ(bulk.left, 0);
}

TEST_F(IndexEnded, no_more_are_released_than_wait) {
  for (const unsigned release : {3U, 65'536U, 131'072U, 0xFFFFFFFFU}) {
    clear();
    learn(packet(9), 100);
    for (unsigned i = 0; i < 2; ++i) take(exchange(packet(9), 0), 101 + i);
    drain(requests_);
    const BulkRequest bulk = read_ended(release, 10);
    EXPECT_EQ(asked().count, 2) << release;
    EXPECT_EQ(bulk.valid, 0);
    EXPECT_EQ(bulk.left, 0);
  }
}

TEST_F(IndexEnded, places_of_ended_sessions_go_round_their_ring) {
  learn(packet(9), 0);
  for (unsigned i = 0; i < 2 * espial::hw::records + 3; ++i) {
    take(exchange(packet(9), 0), 1);
    const BulkRequest bulk = read_ended(0, 1);
    ASSERT_EQ(bulk.start, i % espial::hw::records);
    read_ended(1, 0);
    drain(requests_);
  }
}

// What it releases must be released once, and what it names must not change.
TEST_F(IndexEnded, a_read_of_ended_sessions_that_goes_round_is_not_served_twice) {
  learn(packet(9), 100);
  for (unsigned i = 0; i < 5; ++i) take(exchange(packet(9), 0), 101 + i);
  const Located out = pass(loop::read_command(RequestKind::read_ended, 2, 80));
  EXPECT_TRUE(out.operation.round.served);
  take(exchange(packet(9), 0), 120);
  drain(requests_);
  const Located again = pass(out.operation);
  EXPECT_TRUE(requests_.empty());
  EXPECT_EQ(again.operation.transit.argument, out.operation.transit.argument);
  EXPECT_EQ(read_ended(0, 80).valid, 4);
}

TEST_F(IndexEnded, a_clear_forgets_all_and_is_passed_on) {
  for (unsigned tag = 0; tag < slots; ++tag) learn(packet(tag), tag);
  take(exchange(packet(0), 0), 500);
  drain(requests_);
  const Located out = pass(command(RequestKind::clear));
  EXPECT_EQ(out.operation.transit.kind, code(RequestKind::clear));
  EXPECT_EQ(asked().action, code(FreeListAction::clear));
  free_records_.write({.mark = true, .record = 0});
  EXPECT_EQ(read_ended(0, 10).valid, 0);
  for (unsigned tag = 0; tag < slots; ++tag) EXPECT_TRUE(learn(packet(tag), tag).learned);
}

// Numbers from before the clear may be on the way.
TEST_F(IndexEnded, after_a_clear_no_number_in_front_of_the_mark_is_taken) {
  pass(command(RequestKind::clear));
  drain(free_records_);
  for (const unsigned old : {1U, 2U, 3U}) free_records_.write({.mark = false, .record = old});
  free_records_.write({.mark = true, .record = 4});
  EXPECT_EQ(learn(packet(1), 70).record, 70);
}

TEST_F(IndexEnded, a_clear_forgets_records_that_were_given_back) {
  const Located own = learn(packet(9), 100);
  learn(from(packet(9), own.position.to_uint() + 1), 101);
  pass(owning(packet(9), own.position.to_uint()));
  clear();
  EXPECT_EQ(learn(packet(9), 70).record, 70);
}

TEST_F(IndexEnded, a_clear_makes_all_records_free) {
  take_all_but(0);
  clear();
  take_all_but(0);
  EXPECT_EQ(pass(packet(1)).operation.transit.outcome, code(Outcome::refused));
}

}  // namespace
