// What the index does for operations that come back from `record`.
#include <set>

#include "index_fixture.hpp"

namespace {

using espial::hw::Outcome;
using loop::at;
using loop::exchange;
using loop::from;
using loop::owning;
using loop::packet;
using loop::slot_at;
using loop::slots;

class IndexReturn : public loop::IndexFixture {};

TEST_F(IndexReturn, an_exchange_puts_a_free_record_into_the_slot) {
  const Located old = learn(packet(9), 100);
  const Located out = take(exchange(packet(9), old.position.to_uint()), 200);
  const FreeListRequest request = asked();
  EXPECT_EQ(request.action, code(FreeListAction::end));
  EXPECT_EQ(request.record, 100);
  EXPECT_TRUE(out.found);
  EXPECT_TRUE(out.learned);
  EXPECT_EQ(out.record, 200);
  EXPECT_EQ(out.position, old.position);
  EXPECT_EQ(pass(packet(9)).record, 200);
}

TEST_F(IndexReturn, an_exchange_reaches_every_slot) {
  for (unsigned tag = 0; tag < slots; ++tag) learn(packet(tag), tag);
  for (unsigned tag = 0; tag < slots; ++tag) {
    const unsigned position = pass(packet(tag)).position.to_uint();
    take(exchange(packet(tag), position), 1000 + tag);
    EXPECT_EQ(asked().record, tag);
  }
  for (unsigned tag = 0; tag < slots; ++tag) EXPECT_EQ(pass(packet(tag)).record, 1000 + tag);
}

TEST_F(IndexReturn, an_exchange_without_a_free_record_empties_the_slot) {
  take_all_but(1);
  const Located old = learn(packet(9), 100);
  const Located out = pass(exchange(packet(9), old.position.to_uint()));
  EXPECT_EQ(asked().record, 100);
  EXPECT_FALSE(out.found);
  EXPECT_FALSE(out.learned);
  EXPECT_EQ(out.operation.transit.outcome, code(Outcome::learn_deferred));
  // The key is unknown again, and its slot is free.
  read_ended(1, 0);
  const Located again = learn(packet(9), 101);
  EXPECT_TRUE(again.learned);
  EXPECT_EQ(again.position, old.position);
}

TEST_F(IndexReturn, an_exchange_leaves_the_other_slots_of_its_line) {
  for (unsigned tag = 0; tag < 8; ++tag) learn_alone(packet(tag), tag);
  take(exchange(packet(0), slot_at(0, 0)), 50);
  for (unsigned tag = 1; tag < 8; ++tag) EXPECT_EQ(pass(packet(tag)).record, tag);
}

// An operation learns a slot, but `record` bounces it, since it stands behind another one: the slot
// stays its own.
TEST_F(IndexReturn, an_operation_that_returns_keeps_its_slot) {
  const Located first = learn(packet(9), 100);
  const Located out = pass(owning(packet(9), first.position.to_uint()));
  EXPECT_TRUE(out.found);
  EXPECT_TRUE(out.learned);
  EXPECT_EQ(out.record, 100);
  EXPECT_EQ(out.position, first.position);
}

TEST_F(IndexReturn, an_operation_may_keep_any_slot) {
  for (unsigned tag = 0; tag < slots; ++tag) {
    const Located first = learn(packet(tag), tag);
    const Located out = pass(owning(packet(tag), first.position.to_uint()));
    EXPECT_TRUE(out.learned);
    EXPECT_EQ(out.record, tag);
    EXPECT_EQ(out.position, first.position);
  }
}

TEST_F(IndexReturn, a_slot_that_is_kept_is_found_by_the_packets_behind) {
  const Located first = learn(packet(9), 100);
  pass(owning(packet(9), first.position.to_uint()));
  const Located out = pass(packet(9));
  EXPECT_FALSE(out.learned);
  EXPECT_EQ(out.record, 100);
}

// Meanwhile another key with the same tag was learned in a line that they share: this may be its
// session.
TEST_F(IndexReturn, an_operation_that_returns_and_meets_another_match_gives_its_slot_back) {
  const Located own = learn(at({1, 2, 3, 4}, 9), 100);
  ASSERT_EQ(own.position, slot_at(0, 0));
  learn(at({5, 2, 5, 5}, 1), 101);
  learn(at({5, 6, 6, 4}, 2), 102);
  learn(at({7, 7, 7, 4}, 9), 103);  // to the first choice: not seen
  const Located other = learn(from(at({1, 2, 3, 4}, 9), 1), 104);
  const Located out = pass(owning(at({1, 2, 3, 4}, 9), 0));
  EXPECT_TRUE(out.found);
  EXPECT_FALSE(out.learned);
  EXPECT_EQ(out.record, 104);
  EXPECT_EQ(out.position, other.position);
  // Its slot is free again, and so is its record: it is the next that is taken.
  const Located next = pass(from(at({1, 2, 3, 4}, 8), slots));
  EXPECT_TRUE(next.learned);
  EXPECT_EQ(next.record, 100);
}

TEST_F(IndexReturn, a_slot_that_was_given_back_is_found_no_more) {
  const Located own = learn(packet(9), 100);
  learn(from(packet(9), own.position.to_uint() + 1), 101);
  pass(owning(packet(9), own.position.to_uint()));
  EXPECT_EQ(pass(packet(9)).record, 101);
}

TEST_F(IndexReturn, records_that_were_given_back_are_taken_before_others) {
  std::set<unsigned> given_back;
  for (unsigned tag = 0; tag < 6; ++tag) {
    learn(packet(tag), tag);  // in slot_at(tag % 4, tag / 4)
    learn(from(packet(tag), slots), 100 + tag);
  }
  for (unsigned tag = 0; tag < 6; ++tag) {
    const unsigned own = pass(packet(tag)).position.to_uint();
    given_back.insert(pass(packet(tag)).record.to_uint());
    pass(owning(packet(tag), own));
  }
  std::set<unsigned> taken;
  for (unsigned tag = 50; tag < 56; ++tag) taken.insert(pass(packet(tag)).record.to_uint());
  EXPECT_EQ(taken, given_back);
  EXPECT_EQ(learn(packet(60), 77).record, 77);
}

TEST_F(IndexReturn, the_last_record_can_be_given_back_and_taken_again) {
  take_all_but(2);
  learn(packet(1), 100);
  const Located own = learn(from(packet(1), slots), 200);
  // Another packet of that key has met the first one in the meantime.
  pass(owning(packet(1), own.position.to_uint()));
  const Located out = pass(packet(2));
  EXPECT_TRUE(out.learned);
  EXPECT_EQ(out.record, 200);
  EXPECT_EQ(pass(packet(3)).operation.transit.outcome, code(Outcome::refused));
}

}  // namespace
