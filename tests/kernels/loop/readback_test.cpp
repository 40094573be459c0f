#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <map>

#include "espial/hw/answer.hpp"
#include "espial/hw/record.hpp"
#include "hls_task.h"
#include "operations.hpp"

namespace {

namespace hw = espial::hw;
using hw::SessionState;
using loop::drain;

// What an answer to a read consists of.
struct Bulk {
  std::vector<hw::Record> records;  // as many as were asked for
  std::uint64_t count = 0;
  std::uint64_t cursor = 0;
  std::uint64_t more = 0;
};

// `readback` with records, and a ring of ended ones, made by the test.
class Readback : public testing::Test {
 protected:
  // One more record with this state; all others are free.
  void put(unsigned number, SessionState state) {
    hw::Record record{};
    record.state = static_cast<std::uint8_t>(state);
    record.created_ns = number;
    records_[number] = record;
  }
  void put(unsigned first, unsigned count, SessionState state) {
    for (unsigned i = 0; i < count; ++i) put(first + i, state);
  }
  // The number at a place of the ring.
  void list(unsigned place, unsigned number) { ring_[place] = number; }

  Bulk sessions(unsigned start, unsigned count) {
    BulkRequest request{};
    request.start = start;
    request.count = count;
    return read(request);
  }
  Bulk ended(unsigned start, unsigned count, unsigned valid, unsigned left = 0) {
    BulkRequest request{};
    request.ended = true;
    request.start = start;
    request.count = count;
    request.valid = valid;
    request.left = left;
    return read(request);
  }

  // An answer of 2N + 1 beats, whatever there is.
  Bulk read(const BulkRequest& request) {
    bulk_requests_.write(request);
    return take(request.count.to_uint());
  }

  Bulk take(unsigned count) {
    Bulk out;
    for (unsigned i = 0; i < count; ++i) {
      const beat_t halves[2] = {next_beat(), next_beat()};
      hw::Record record{};
      std::memcpy(&record, halves, sizeof(record));
      out.records.push_back(record);
    }
    const beat_t last = next_beat();
    hw::Answer answer{};
    std::memcpy(&answer, &last, sizeof(answer));
    out.count = answer.value[hw::answer::count];
    out.cursor = answer.value[hw::answer::cursor];
    out.more = answer.value[hw::answer::more];
    return out;
  }

  beat_t next_beat() {
    while (bulk_.empty()) {
      hls::native::run();
      if (!serve() && bulk_.empty()) throw std::logic_error("the answer is too short");
    }
    return bulk_.read();
  }

  // The rest of the table: answers what is asked. Whether there was anything.
  bool serve() {
    most_reads_ = std::max(most_reads_, reads_.size());
    most_ended_reads_ = std::max(most_ended_reads_, ended_reads_.size());
    bool any = false;
    for (const record_number_t& place : drain(ended_reads_)) {
      ended_numbers_.write(ring_.at(place.to_uint()));
      any = true;
    }
    for (const record_number_t& number : drain(reads_)) {
      asked_.push_back(number.to_uint());
      const auto found = records_.find(number.to_uint());
      const hw::Record record = found == records_.end() ? hw::Record{} : found->second;
      record_beats_t beats;
      std::memcpy(static_cast<void*>(&beats), &record, sizeof(record));
      read_records_.write(beats);
      any = true;
    }
    return any;
  }

  static std::vector<unsigned> numbers(const Bulk& answer) {
    std::vector<unsigned> all;
    for (std::size_t i = 0; i < answer.count; ++i)
      all.push_back(static_cast<unsigned>(answer.records[i].created_ns));
    return all;
  }

  // Deeper than in the table, to see what `readback` limits by itself.
  hls::stream<BulkRequest, 4> bulk_requests_{"bulk_requests"};
  hls::stream<record_number_t, 256> ended_numbers_{"ended_numbers"};
  hls::stream<record_beats_t, 256> read_records_{"read_records"};
  hls::stream<record_number_t, 256> ended_reads_{"ended_reads"};
  hls::stream<record_number_t, 256> reads_{"reads"};
  hls::stream<beat_t, 16> bulk_{"bulk"};
  std::vector<unsigned> asked_;
  std::size_t most_reads_ = 0;
  std::size_t most_ended_reads_ = 0;

 private:
  std::map<unsigned, hw::Record> records_;
  std::map<unsigned, unsigned> ring_;
  hls::task task_{process::readback, bulk_requests_, ended_numbers_, read_records_,
                  ended_reads_,      reads_,         bulk_};
};

TEST_F(Readback, live_sessions_come_in_order_of_their_records) {
  put(0, SessionState::opening);
  put(1, SessionState::active);
  put(2, SessionState::discard);
  const Bulk answer = sessions(0, 3);
  EXPECT_EQ(numbers(answer), (std::vector<unsigned>{0, 1, 2}));
  EXPECT_EQ(answer.records[1].state, code(SessionState::active));
}

TEST_F(Readback, records_without_a_live_session_are_left_out) {
  put(3, SessionState::active);
  put(4, SessionState::closed);
  put(40, SessionState::opening);
  put(41, SessionState::free);
  put(999, SessionState::active);
  const Bulk answer = sessions(0, 3);
  EXPECT_EQ(answer.count, 3U);
  EXPECT_EQ(numbers(answer), (std::vector<unsigned>{3, 40, 999}));
}

TEST_F(Readback, an_answer_goes_on_where_the_last_one_stopped) {
  put(0, 1000, SessionState::active);
  std::vector<unsigned> all;
  std::uint64_t cursor = 0;
  while (true) {
    const Bulk answer = sessions(static_cast<unsigned>(cursor), 37);
    const std::vector<unsigned> some = numbers(answer);
    all.insert(all.end(), some.begin(), some.end());
    cursor = answer.cursor;
    if (answer.more == 0) break;
  }
  ASSERT_EQ(all.size(), 1000U);
  for (unsigned i = 0; i < 1000; ++i) EXPECT_EQ(all[i], i);
}

TEST_F(Readback, a_read_of_more_than_there_is_ends_with_empty_records) {
  put(65'535, SessionState::active);
  put(65'530, SessionState::active);
  const Bulk answer = sessions(65'500, 100);
  EXPECT_EQ(numbers(answer), (std::vector<unsigned>{65'530, 65'535}));
  EXPECT_EQ(answer.more, 0U);
  EXPECT_EQ(answer.cursor, hw::records);
  ASSERT_EQ(answer.records.size(), 100U);
  for (std::size_t i = 2; i < 100; ++i) {
    const hw::Record empty{};
    EXPECT_EQ(std::memcmp(&answer.records[i], &empty, sizeof(empty)), 0);
  }
}

TEST_F(Readback, a_read_of_nothing_is_one_beat) {
  put(0, SessionState::active);
  const Bulk answer = sessions(0, 0);
  EXPECT_EQ(answer.count, 0U);
  EXPECT_EQ(answer.cursor, 0U);
  EXPECT_EQ(answer.more, 1U);
  EXPECT_TRUE(asked_.empty());
  EXPECT_TRUE(bulk_.empty());
}

TEST_F(Readback, a_read_that_starts_beyond_the_end_finds_nothing) {
  for (const unsigned start : {65'536U, 65'537U, 0xFFFFFFFFU}) {
    const Bulk answer = sessions(start, 3);
    EXPECT_EQ(answer.count, 0U);
    EXPECT_EQ(answer.more, 0U);
  }
  EXPECT_TRUE(asked_.empty());
}

TEST_F(Readback, no_record_is_read_that_has_no_place_in_the_answer) {
  put(0, 1000, SessionState::active);
  sessions(0, 5);
  EXPECT_EQ(asked_.size(), 5U);
}

TEST_F(Readback, the_last_record_may_fill_the_answer) {
  put(65'500, 36, SessionState::active);
  const Bulk answer = sessions(65'500, 36);
  EXPECT_EQ(answer.count, 36U);
  EXPECT_EQ(answer.more, 0U);
}

TEST_F(Readback, the_largest_answer_holds_65535_records) {
  put(0, hw::records, SessionState::active);
  const Bulk answer = sessions(0, 65'535);
  EXPECT_EQ(answer.count, 65'535U);
  EXPECT_EQ(answer.cursor, 65'535U);
  EXPECT_EQ(answer.more, 1U);
  EXPECT_EQ(answer.records.back().created_ns, 65'534U);
}

TEST_F(Readback, no_more_reads_are_on_the_way_than_their_streams_hold) {
  put(0, 500, SessionState::active);
  for (unsigned i = 0; i < 500; ++i) list(i, i);
  sessions(0, 500);
  ended(0, 500, 500);
  EXPECT_EQ(most_reads_, read_places);
  EXPECT_EQ(most_ended_reads_, read_places);
}

TEST_F(Readback, ended_sessions_come_in_the_order_of_their_list) {
  const unsigned ended_ones[] = {70, 7, 700, 9};
  for (unsigned i = 0; i < 4; ++i) {
    list(20 + i, ended_ones[i]);
    put(ended_ones[i], SessionState::closed);
  }
  const Bulk answer = ended(20, 4, 4);
  EXPECT_EQ(numbers(answer), (std::vector<unsigned>{70, 7, 700, 9}));
  EXPECT_EQ(answer.records[0].state, code(SessionState::closed));
}

TEST_F(Readback, of_ended_sessions_no_more_are_read_than_are_listed) {
  for (unsigned i = 0; i < 10; ++i) {
    list(i, 100 + i);
    put(100 + i, SessionState::closed);
  }
  const Bulk answer = ended(0, 8, 3);
  EXPECT_EQ(numbers(answer), (std::vector<unsigned>{100, 101, 102}));
  EXPECT_EQ(answer.more, 0U);
  EXPECT_EQ(answer.records.size(), 8U);
  EXPECT_EQ(answer.records[3].created_ns, 0U);
}

TEST_F(Readback, of_ended_sessions_the_answer_says_how_many_more_wait) {
  for (unsigned i = 0; i < 3; ++i) list(i, i);
  EXPECT_EQ(ended(0, 3, 3, 65'533).more, 65'533U);
  EXPECT_EQ(ended(0, 0, 0, 65'536).more, 65'536U);
}

TEST_F(Readback, the_list_of_ended_sessions_goes_round_its_ring) {
  for (unsigned i = 0; i < 40; ++i) {
    list((65'520 + i) % 65'536, i);
    put(i, SessionState::closed);
  }
  const Bulk answer = ended(65'520, 40, 40);
  ASSERT_EQ(answer.count, 40U);
  for (unsigned i = 0; i < 40; ++i) EXPECT_EQ(answer.records[i].created_ns, i);
}

TEST_F(Readback, an_ended_read_of_nothing_is_one_beat) {
  const Bulk answer = ended(5, 0, 0);
  EXPECT_EQ(answer.count, 0U);
  EXPECT_TRUE(bulk_.empty());
}

TEST_F(Readback, requests_are_answered_one_after_the_other) {
  put(1, SessionState::active);
  put(2, SessionState::active);
  list(0, 50);
  put(50, SessionState::closed);
  BulkRequest request{};
  request.count = 2;
  bulk_requests_.write(request);
  request.ended = true;
  request.valid = 1;
  bulk_requests_.write(request);
  request.ended = false;
  request.start = 2;
  bulk_requests_.write(request);
  EXPECT_EQ(numbers(take(2)), (std::vector<unsigned>{1, 2}));
  EXPECT_EQ(numbers(take(2)), (std::vector<unsigned>{50}));
  EXPECT_EQ(numbers(take(2)), (std::vector<unsigned>{2}));
}

// While nobody takes the answer, `record` must not wait for `readback`.
TEST_F(Readback, a_lot_that_was_asked_for_can_be_answered_though_the_answer_is_stuck) {
  put(0, 200, SessionState::active);
  BulkRequest request{};
  request.count = 200;
  bulk_requests_.write(request);
  do {
    hls::native::run();
  } while (serve());
  EXPECT_TRUE(bulk_.full());
  EXPECT_LE(read_records_.size(), read_places);
  EXPECT_EQ(take(200).count, 200U);
}

}  // namespace
