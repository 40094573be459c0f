// Operations on the same lines, close behind one another. On the card a line that was written can
// be read only some operations later; until then it is forwarded. How far apart two operations are
// must not matter.
#include <set>

#include "index_fixture.hpp"

namespace {

using espial::hw::RequestKind;
using loop::at;
using loop::command;
using loop::exchange;
using loop::from;
using loop::longest_distance;
using loop::owning;
using loop::packet;
using loop::slots;

class IndexBurst : public loop::IndexFixture {};

TEST_F(IndexBurst, a_key_is_found_at_any_distance_after_others_were_learned_in_its_lines) {
  for (unsigned distance = 1; distance <= longest_distance; ++distance) {
    SCOPED_TRACE(distance);
    clear();
    learn(packet(1000), 7);
    for (unsigned i = 1; i < distance; ++i) learn(packet(i), i + 100);
    const Located out = pass(packet(1000));
    EXPECT_TRUE(out.found);
    EXPECT_FALSE(out.learned);
    EXPECT_EQ(out.record, 7);
  }
}

TEST_F(IndexBurst, a_key_is_found_at_any_distance_after_keys_of_other_lines) {
  for (unsigned distance = 1; distance <= longest_distance; ++distance) {
    SCOPED_TRACE(distance);
    clear();
    learn(packet(1000), 7);
    for (unsigned i = 1; i < distance; ++i) learn(at({i, i, i, i}, 1000), i + 100);
    EXPECT_EQ(pass(packet(1000)).record, 7);
  }
}

TEST_F(IndexBurst, a_key_is_found_at_any_distance_after_operations_that_change_nothing) {
  for (unsigned distance = 1; distance <= longest_distance; ++distance) {
    SCOPED_TRACE(distance);
    clear();
    learn(packet(1000), 7);
    for (unsigned i = 1; i < distance; ++i) pass(command(RequestKind::advance));
    EXPECT_EQ(pass(packet(1000)).record, 7);
  }
}

TEST_F(IndexBurst, the_record_of_an_exchange_is_found_at_any_distance) {
  for (unsigned distance = 1; distance <= longest_distance; ++distance) {
    SCOPED_TRACE(distance);
    clear();
    learn(packet(1000), 7);
    take(exchange(packet(1000), 0), 8);
    for (unsigned i = 1; i < distance; ++i) learn(packet(i), i + 100);
    EXPECT_EQ(pass(packet(1000)).record, 8);
  }
}

TEST_F(IndexBurst, a_slot_that_was_given_back_is_empty_at_any_distance) {
  for (unsigned distance = 1; distance <= longest_distance; ++distance) {
    SCOPED_TRACE(distance);
    clear();
    learn(packet(1000), 7);
    learn_alone(from(packet(1000), slots), 8);
    pass(owning(packet(1000), 0));
    for (unsigned i = 1; i < distance; ++i) pass(command(RequestKind::advance));
    EXPECT_EQ(pass(packet(1000)).record, 8);
    const Located out = pass(packet(2000));
    EXPECT_TRUE(out.learned);
    // The first or the last empty slot of its line, which is empty again.
    EXPECT_TRUE(out.position == 0 || out.position == loop::slot_at(0, 5)) << out.position;
  }
}

TEST_F(IndexBurst, keys_learned_back_to_back_in_the_same_lines_get_different_slots) {
  std::set<unsigned> positions;
  for (unsigned i = 0; i < slots; ++i) positions.insert(learn(packet(i), i).position.to_uint());
  EXPECT_EQ(positions.size(), slots);
}

}  // namespace
