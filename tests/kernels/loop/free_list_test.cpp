#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <optional>
#include <vector>

#include "kernels/random.hpp"
#include "operations.hpp"

namespace {

using espial::hw::records;
using loop::drain;

// Each test begins with all records free, and the mark taken.
class FreeList : public testing::Test {
 protected:
  void SetUp() override {
    clear();
    drain(free_records_);
    ASSERT_TRUE(next().mark);
  }

  void fire() { process::free_list(requests_, ended_reads_, free_records_, ended_numbers_); }

  void ask(FreeListAction action, unsigned record, unsigned count) {
    FreeListRequest request{};
    request.action = code(action);
    request.record = record;
    request.count = count;
    requests_.write(request);
    while (!requests_.empty()) fire();
  }
  void end(unsigned record) { ask(FreeListAction::end, record, 0); }
  void release(unsigned count) { ask(FreeListAction::release, 0, count); }
  void clear() { ask(FreeListAction::clear, 0, 0); }

  // What comes next: there is something.
  FreeRecord next() {
    while (free_records_.empty()) fire();
    return free_records_.read();
  }
  // The next free record, if there is one.
  std::optional<unsigned> take() {
    for (unsigned i = 0; i < 3 && free_records_.empty(); ++i) fire();
    if (free_records_.empty()) return std::nullopt;
    const FreeRecord free = free_records_.read();
    EXPECT_FALSE(free.mark);
    return free.record.to_uint();
  }
  void take_all() {
    for (unsigned i = 0; i < records; ++i) ASSERT_EQ(take(), i);
  }

  // The number at a place of the ring, as `readback` asks for it.
  unsigned number_at(unsigned place) {
    ended_reads_.write(place);
    while (ended_numbers_.empty()) fire();
    return ended_numbers_.read().to_uint();
  }

  hls::stream<FreeListRequest, 16> requests_{"requests"};
  hls::stream<record_number_t, 4> ended_reads_{"ended_reads"};
  hls::stream<FreeRecord, 8> free_records_{"free_records"};
  hls::stream<record_number_t, 4> ended_numbers_{"ended_numbers"};
};

TEST_F(FreeList, free_records_come_in_order_each_once) {
  take_all();
  EXPECT_EQ(take(), std::nullopt);
}

TEST_F(FreeList, free_records_come_ahead_of_need_as_far_as_there_is_room) {
  for (unsigned i = 0; i < 100; ++i) fire();
  EXPECT_EQ(free_records_.size(), free_records_.depth());
  EXPECT_EQ(take(), 0U);
  fire();
  EXPECT_EQ(free_records_.size(), free_records_.depth());
}

TEST_F(FreeList, ended_records_are_not_free_before_the_host_releases_them) {
  take_all();
  end(7);
  EXPECT_EQ(take(), std::nullopt);
  release(1);
  EXPECT_EQ(take(), 7U);
  EXPECT_EQ(take(), std::nullopt);
}

TEST_F(FreeList, the_oldest_are_released_first) {
  take_all();
  for (const unsigned record : {30U, 0U, 400U, 5U}) end(record);
  release(2);
  EXPECT_EQ(take(), 30U);
  EXPECT_EQ(take(), 0U);
  EXPECT_EQ(take(), std::nullopt);
  release(2);
  EXPECT_EQ(take(), 400U);
  EXPECT_EQ(take(), 5U);
}

TEST_F(FreeList, a_release_of_none_changes_nothing) {
  take_all();
  end(7);
  release(0);
  EXPECT_EQ(take(), std::nullopt);
}

TEST_F(FreeList, released_records_come_after_those_that_were_free_before) {
  EXPECT_EQ(take(), 0U);
  end(0);
  release(1);
  for (unsigned i = 1; i < records; ++i) ASSERT_EQ(take(), i);
  EXPECT_EQ(take(), 0U);
  EXPECT_EQ(take(), std::nullopt);
}

// `index` counts these places too.
TEST_F(FreeList, ended_records_stand_one_behind_the_other_from_the_first_place_on) {
  for (unsigned i = 0; i < 5; ++i) take();
  for (const unsigned record : {3U, 0U, 4U}) end(record);
  EXPECT_EQ(number_at(0), 3U);
  EXPECT_EQ(number_at(1), 0U);
  EXPECT_EQ(number_at(2), 4U);
}

TEST_F(FreeList, a_release_leaves_ended_records_in_their_places) {
  for (unsigned i = 0; i < 5; ++i) take();
  for (const unsigned record : {3U, 0U, 4U}) end(record);
  release(1);
  EXPECT_EQ(number_at(1), 0U);
  EXPECT_EQ(number_at(2), 4U);
}

TEST_F(FreeList, all_records_may_wait_for_the_host_at_once) {
  take_all();
  for (unsigned i = 0; i < records; ++i) end(records - 1 - i);
  EXPECT_EQ(take(), std::nullopt);
  EXPECT_EQ(number_at(0), records - 1);
  EXPECT_EQ(number_at(records - 1), 0U);
  release(records);
  for (unsigned i = 0; i < records; ++i) ASSERT_EQ(take(), records - 1 - i);
  EXPECT_EQ(take(), std::nullopt);
}

// On the card what was put into the ring can be read only some firings later; until then it is
// forwarded.
TEST_F(FreeList, a_number_is_read_at_any_distance_after_it_was_put) {
  for (unsigned i = 0; i < 10; ++i) take();
  unsigned place = 0;
  for (unsigned distance = 1; distance <= 20; ++distance) {
    end(distance % 10);
    const unsigned at = place++;
    for (unsigned i = 1; i < distance; ++i) fire();
    EXPECT_EQ(number_at(at), distance % 10);
  }
}

TEST_F(FreeList, numbers_put_one_after_the_other_are_read_at_any_distance) {
  for (unsigned i = 0; i < 30; ++i) take();
  unsigned place = 0;
  for (unsigned distance = 1; distance <= 20; ++distance) {
    const unsigned at = place;
    for (unsigned i = 0; i < distance; ++i) {
      end(i);
      ++place;
    }
    EXPECT_EQ(number_at(at), 0U);
    EXPECT_EQ(number_at(place - 1), distance - 1);
  }
}

TEST_F(FreeList, a_number_that_was_just_put_and_released_is_taken_at_any_distance) {
  take_all();
  for (unsigned distance = 1; distance <= 20; ++distance) {
    end(distance);
    release(1);
    for (unsigned i = 1; i < distance; ++i) fire();
    EXPECT_EQ(take(), distance);
    EXPECT_EQ(take(), std::nullopt);
  }
}

// They come by different streams, but the number belongs to an `end` that was sent before.
TEST_F(FreeList, what_index_says_comes_before_what_readback_asks) {
  for (unsigned i = 0; i < 10; ++i) take();
  for (unsigned i = 0; i < 5; ++i) {
    FreeListRequest request{};
    request.action = code(FreeListAction::end);
    request.record = 9 - i;
    requests_.write(request);
  }
  ended_reads_.write(4);
  while (ended_numbers_.empty()) fire();
  EXPECT_EQ(ended_numbers_.read(), 5);
}

TEST_F(FreeList, a_clear_sends_a_mark_and_then_all_numbers) {
  for (unsigned i = 0; i < 100; ++i) take();
  for (unsigned i = 0; i < 9; ++i) end(i);
  release(3);
  clear();
  FreeRecord free = next();
  unsigned before = 0;
  for (; !free.mark; free = next()) ++before;
  EXPECT_LE(before, free_records_.depth() + 1) << "what was on the way";
  take_all();
  EXPECT_EQ(take(), std::nullopt);
  end(5);
  EXPECT_EQ(number_at(0), 5U);
}

TEST_F(FreeList, each_clear_sends_one_mark) {
  clear();
  drain(free_records_);
  unsigned marks = 0;
  for (unsigned i = 0; i < 20; ++i) marks += next().mark ? 1 : 0;
  EXPECT_EQ(marks, 1U);
}

TEST_F(FreeList, agrees_with_two_queues_over_many_turns_of_the_ring) {
  constexpr unsigned seed = 7;
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  loop::Random random(seed);
  std::deque<unsigned> free;
  std::deque<unsigned> ended;
  std::deque<unsigned> live;
  for (unsigned i = 0; i < records; ++i) free.push_back(i);
  unsigned place = 0;  // of the oldest ended record
  unsigned ends = 0;
  // Long phases in which records become scarce, or ended ones pile up.
  for (unsigned phase = 0; phase < 20; ++phase) {
    const unsigned takes = 1 + random.below(8);
    const unsigned one_release_in = 1U << random.below(12);
    for (unsigned i = 0; i < 40'000; ++i) {
      if (random.one_in(one_release_in)) {
        const unsigned count = std::min(random.below(2000), static_cast<unsigned>(ended.size()));
        release(count);
        for (unsigned n = 0; n < count; ++n) {
          free.push_back(ended.front());
          ended.pop_front();
        }
        place = (place + count) % records;
      } else if (random.below(9) < takes || live.empty()) {
        const std::optional<unsigned> record = take();
        ASSERT_EQ(record.has_value(), !free.empty());
        if (!record) continue;
        ASSERT_EQ(*record, free.front());
        live.push_back(free.front());
        free.pop_front();
      } else {
        const unsigned record = live.front();
        live.pop_front();
        end(record);
        ended.push_back(record);
        ++ends;
      }
      if (!ended.empty() && random.one_in(4)) {
        const unsigned n = random.one_in(2) ? static_cast<unsigned>(ended.size()) - 1
                                            : random.below(static_cast<unsigned>(ended.size()));
        ASSERT_EQ(number_at((place + n) % records), ended[n]);
      }
    }
  }
  EXPECT_GT(ends, 4 * records);
}

}  // namespace
