#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "hls_stream.h"

namespace {

using hls::native::Deadlock;
using hls::native::Process;
using hls::native::set_depth;
using testing::HasSubstr;
using testing::ThrowsMessage;

// How many elements it takes while nobody reads.
unsigned room(hls::stream<int>& stream) {
  unsigned count = 0;
  while (stream.write_nb(static_cast<int>(count))) ++count;
  return count;
}

TEST(Stream, holds_exactly_as_many_elements_as_declared) {
  hls::stream<int, 1> one("one");
  hls::stream<int, 3> three("three");
  hls::stream<int, 16> sixteen("sixteen");
  hls::stream<int, 1000> thousand("thousand");
  EXPECT_EQ(room(one), 1U);
  EXPECT_EQ(room(three), 3U);
  EXPECT_EQ(room(sixteen), 16U);
  EXPECT_EQ(room(thousand), 1000U);
}

TEST(Stream, holds_two_elements_if_nothing_is_declared) {
  hls::stream<int> stream("stream");
  EXPECT_EQ(room(stream), 2U);
}

TEST(Stream, knows_its_name) {
  hls::stream<int, 4> named("some_name");
  hls::stream<int> unnamed;
  EXPECT_STREQ(named.name(), "some_name");
  EXPECT_STREQ(unnamed.name(), "unnamed");
}

TEST(Stream, elements_leave_in_the_order_in_which_they_came) {
  hls::stream<int, 5> stream("stream");
  int written = 0;
  int read = 0;
  // Lots of all sizes, so that the places are used in every position.
  for (int lot = 1; lot <= 5; ++lot) {
    for (int turn = 0; turn < 20; ++turn) {
      for (int i = 0; i < lot; ++i) stream.write(written++);
      for (int i = 0; i < lot; ++i) EXPECT_EQ(stream.read(), read++);
    }
  }
}

TEST(Stream, read_nb_takes_the_oldest_element) {
  hls::stream<int, 4> stream("stream");
  stream.write(1);
  stream.write(2);
  int value = 0;
  EXPECT_TRUE(stream.read_nb(value));
  EXPECT_EQ(value, 1);
  EXPECT_TRUE(stream.read_nb(value));
  EXPECT_EQ(value, 2);
}

TEST(Stream, read_nb_of_an_empty_stream_leaves_the_value) {
  hls::stream<int, 4> stream("stream");
  int value = 77;
  EXPECT_FALSE(stream.read_nb(value));
  EXPECT_EQ(value, 77);
}

TEST(Stream, write_nb_to_a_full_stream_changes_nothing) {
  hls::stream<int, 2> stream("stream");
  stream.write(1);
  stream.write(2);
  EXPECT_FALSE(stream.write_nb(3));
  EXPECT_EQ(stream.size(), 2U);
  EXPECT_EQ(stream.read(), 1);
  EXPECT_EQ(stream.read(), 2);
  EXPECT_TRUE(stream.empty());
}

TEST(Stream, empty_and_full_say_what_it_holds) {
  hls::stream<int, 2> stream("stream");
  EXPECT_TRUE(stream.empty());
  EXPECT_FALSE(stream.full());
  stream.write(1);
  EXPECT_FALSE(stream.empty());
  EXPECT_FALSE(stream.full());
  stream.write(2);
  EXPECT_FALSE(stream.empty());
  EXPECT_TRUE(stream.full());
  stream.read();
  EXPECT_FALSE(stream.full());
}

TEST(Stream, shift_operators_write_and_read) {
  hls::stream<int, 4> stream("stream");
  stream << 1 << 2;
  int first = 0;
  int second = 0;
  stream >> first >> second;
  EXPECT_EQ(first, 1);
  EXPECT_EQ(second, 2);
  stream << 3;
  stream.read(first);
  EXPECT_EQ(first, 3);
}

TEST(Stream, carries_what_can_be_copied) {
  struct Beat {
    std::string text;
    bool last;
  };
  hls::stream<Beat, 2> stream("stream");
  stream.write({"a text that is longer than any small string would hold", true});
  const Beat beat = stream.read();
  EXPECT_EQ(beat.text, "a text that is longer than any small string would hold");
  EXPECT_TRUE(beat.last);
}

TEST(Stream, a_stream_of_any_depth_is_passed_as_one_without) {
  hls::stream<int, 7> stream("stream");
  hls::stream<int>& parameter = stream;
  parameter.write(5);
  EXPECT_EQ(parameter.depth(), 7U);
  EXPECT_EQ(stream.read(), 5);
}

TEST(Stream, a_read_waits_for_a_process_that_writes) {
  hls::stream<int, 2> stream("stream");
  const Process process([&] { stream.write(42); }, Process::Runs::once);
  EXPECT_EQ(stream.read(), 42);
}

TEST(Stream, a_write_waits_for_a_process_that_reads) {
  hls::stream<int, 1> stream("stream");
  std::vector<int> taken;
  const Process process([&] { taken.push_back(stream.read()); }, Process::Runs::for_ever);
  for (int i = 0; i < 100; ++i) stream.write(i);
  hls::native::run();
  ASSERT_EQ(taken.size(), 100U);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(taken[static_cast<std::size_t>(i)], i);
}

TEST(Stream, a_read_that_nobody_serves_is_a_deadlock) {
  hls::stream<int, 2> stream("lonely");
  EXPECT_THAT([&] { stream.read(); }, ThrowsMessage<Deadlock>(HasSubstr("'lonely' stays empty")));
}

TEST(Stream, a_write_that_nobody_serves_is_a_deadlock) {
  hls::stream<int, 1> stream("lonely");
  stream.write(1);
  EXPECT_THAT([&] { stream.write(2); }, ThrowsMessage<Deadlock>(HasSubstr("'lonely' stays full")));
  EXPECT_EQ(stream.size(), 1U);
}

TEST(SetDepth, makes_a_stream_shallower) {
  hls::stream<int, 8> stream("shallow");
  set_depth("shallow", 3);
  EXPECT_EQ(stream.depth(), 3U);
  EXPECT_EQ(room(stream), 3U);
  EXPECT_TRUE(stream.full());
}

TEST(SetDepth, goes_back_to_what_was_declared) {
  hls::stream<int, 8> stream("shallow");
  set_depth("shallow", 1);
  set_depth("shallow", 8);
  EXPECT_EQ(room(stream), 8U);
}

TEST(SetDepth, keeps_what_a_stream_holds) {
  hls::stream<int, 8> stream("shallow");
  for (int i = 0; i < 6; ++i) stream.write(i);
  set_depth("shallow", 2);
  EXPECT_TRUE(stream.full());
  for (int i = 0; i < 4; ++i) EXPECT_EQ(stream.read(), i);
  EXPECT_FALSE(stream.write_nb(6));
  EXPECT_EQ(stream.read(), 4);
  EXPECT_TRUE(stream.write_nb(6));
  EXPECT_EQ(stream.read(), 5);
  EXPECT_EQ(stream.read(), 6);
}

TEST(SetDepth, lets_a_waiting_process_go_on) {
  hls::stream<int, 8> stream("shallow");
  set_depth("shallow", 1);
  const Process process([&] { stream.write(7); }, Process::Runs::for_ever);
  hls::native::run();
  EXPECT_EQ(stream.size(), 1U);
  set_depth("shallow", 5);
  hls::native::run();
  EXPECT_EQ(stream.size(), 5U);
}

TEST(SetDepth, needs_a_stream_of_that_name) {
  hls::stream<int, 8> stream("shallow");
  EXPECT_THAT([] { set_depth("deep", 1); },
              ThrowsMessage<std::invalid_argument>(HasSubstr("'deep'")));
}

TEST(SetDepth, does_not_know_streams_that_are_gone) {
  {
    const hls::stream<int, 8> stream("gone");
  }
  EXPECT_THROW(set_depth("gone", 1), std::invalid_argument);
}

TEST(SetDepth, stays_within_what_was_declared) {
  const hls::stream<int, 8> stream("shallow");
  EXPECT_THAT([] { set_depth("shallow", 9); }, ThrowsMessage<std::invalid_argument>(testing::AllOf(
                                                   HasSubstr("'shallow'"), HasSubstr("9"))));
  EXPECT_THROW(set_depth("shallow", 0), std::invalid_argument);
  EXPECT_EQ(stream.depth(), 8U);
}

}  // namespace
