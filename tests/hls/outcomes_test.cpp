#include "native/outcomes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hls_task.h"

namespace {

using hls::native::Asks;
using hls::native::Deadlock;
using hls::native::OutcomeMismatch;
using hls::native::Outcomes;
using testing::AllOf;
using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(Outcomes, say_what_read_nb_and_empty_answer) {
  hls::stream<int, 4> stream("stream");
  stream.write(1);
  int value = 0;
  Outcomes outcomes;
  outcomes.set(stream, Asks::data, false);
  EXPECT_TRUE(stream.empty());
  EXPECT_FALSE(stream.read_nb(value));
  EXPECT_EQ(stream.size(), 1U) << "it simply says no";
  outcomes.set(stream, Asks::data, true);
  EXPECT_FALSE(stream.empty());
  EXPECT_TRUE(stream.read_nb(value));
  EXPECT_EQ(value, 1);
}

TEST(Outcomes, say_what_write_nb_and_full_answer) {
  hls::stream<int, 4> stream("stream");
  Outcomes outcomes;
  outcomes.set(stream, Asks::room, false);
  EXPECT_TRUE(stream.full());
  EXPECT_FALSE(stream.write_nb(1));
  EXPECT_EQ(stream.size(), 0U) << "it simply says no";
  outcomes.set(stream, Asks::room, true);
  EXPECT_FALSE(stream.full());
  EXPECT_TRUE(stream.write_nb(1));
  EXPECT_EQ(stream.size(), 1U);
}

TEST(Outcomes, are_of_one_stream_and_one_question) {
  hls::stream<int, 4> one("one");
  hls::stream<int, 4> two("two");
  one.write(1);
  two.write(2);
  Outcomes outcomes;
  outcomes.set(one, Asks::data, false);
  outcomes.set(one, Asks::room, true);
  outcomes.set(two, Asks::data, true);
  outcomes.set(two, Asks::room, false);
  EXPECT_TRUE(one.empty());
  EXPECT_FALSE(one.full());
  EXPECT_FALSE(two.empty());
  EXPECT_TRUE(two.full());
}

TEST(Outcomes, leave_blocking_reads_and_writes_alone) {
  hls::stream<int, 4> stream("stream");
  Outcomes outcomes;
  outcomes.set(stream, Asks::data, false);
  outcomes.set(stream, Asks::room, false);
  stream.write(3);
  EXPECT_EQ(stream.read(), 3);
}

TEST(Outcomes, know_what_was_asked) {
  hls::stream<int, 4> stream("stream");
  hls::stream<int, 4> other("other");
  Outcomes outcomes;
  outcomes.set(stream, Asks::data, false);
  outcomes.set(stream, Asks::room, false);
  outcomes.set(other, Asks::data, false);
  EXPECT_FALSE(outcomes.asked(stream, Asks::data));
  EXPECT_TRUE(stream.empty());
  EXPECT_TRUE(outcomes.asked(stream, Asks::data));
  EXPECT_FALSE(outcomes.asked(stream, Asks::room));
  EXPECT_FALSE(outcomes.asked(other, Asks::data));
  EXPECT_FALSE(outcomes.asked(other, Asks::room)) << "it is not set";
  outcomes.set(stream, Asks::data, false);
  EXPECT_FALSE(outcomes.asked(stream, Asks::data)) << "not since then";
}

// Twice the same process on the same inputs; timing is what the recording says.
void merge(hls::stream<int>& urgent, hls::stream<int>& ordinary, hls::stream<int>& merged) {
  int value = 0;
  if (urgent.read_nb(value) || ordinary.read_nb(value)) merged.write(value);
}

TEST(Outcomes, replay_a_process_firing_by_firing) {
  hls::stream<int, 4> urgent("urgent");
  hls::stream<int, 4> ordinary("ordinary");
  hls::stream<int, 4> merged("merged");
  urgent.write(1);
  urgent.write(2);
  ordinary.write(10);
  Outcomes outcomes;
  const bool recorded[][2] = {{false, false}, {true, false}, {false, true}, {true, false}};
  for (const auto& [urgent_data, ordinary_data] : recorded) {
    outcomes.set(urgent, Asks::data, urgent_data);
    outcomes.set(ordinary, Asks::data, ordinary_data);
    merge(urgent, ordinary, merged);
  }
  ASSERT_EQ(merged.size(), 3U);
  EXPECT_EQ(merged.read(), 1);
  EXPECT_EQ(merged.read(), 10);
  EXPECT_EQ(merged.read(), 2);
}

TEST(Outcomes, that_promise_what_is_not_there_are_a_mismatch) {
  hls::stream<int, 1> empty("nothing_here");
  hls::stream<int, 1> full("no_place");
  full.write(1);
  int value = 0;
  Outcomes outcomes;
  outcomes.set(empty, Asks::data, true);
  outcomes.set(full, Asks::room, true);
  const auto names_empty =
      ThrowsMessage<OutcomeMismatch>(AllOf(HasSubstr("'nothing_here'"), HasSubstr("data")));
  const auto names_full =
      ThrowsMessage<OutcomeMismatch>(AllOf(HasSubstr("'no_place'"), HasSubstr("room")));
  EXPECT_THAT([&] { empty.read_nb(value); }, names_empty);
  EXPECT_THAT([&] { return empty.empty(); }, names_empty);
  EXPECT_THAT([&] { full.write_nb(2); }, names_full);
  EXPECT_THAT([&] { return full.full(); }, names_full);
}

TEST(Outcomes, do_not_answer_what_was_not_recorded) {
  hls::stream<int, 1> stream("unexpected");
  Outcomes outcomes;
  outcomes.set(stream, Asks::room, true);
  EXPECT_THAT([&] { return stream.empty(); },
              ThrowsMessage<OutcomeMismatch>(
                  AllOf(HasSubstr("'unexpected'"), HasSubstr("data"), HasSubstr("no outcome"))));
}

TEST(Outcomes, make_a_blocking_read_of_an_empty_stream_a_deadlock_that_names_it) {
  hls::stream<int, 1> stream("starved");
  const Outcomes outcomes;
  EXPECT_THAT([&] { stream.read(); }, ThrowsMessage<Deadlock>(HasSubstr("'starved' stays empty")));
  stream.write(1);
  EXPECT_THAT([&] { stream.write(2); }, ThrowsMessage<Deadlock>(HasSubstr("'starved' stays full")));
}

void copy(hls::stream<int>& in, hls::stream<int>& out) { out.write(in.read()); }

// The others would be told what is meant for the process that is replayed.
TEST(Outcomes, let_no_other_process_run) {
  hls::stream<int, 1> in("in");
  hls::stream<int, 1> out("out");
  const hls::task task(copy, in, out);
  in.write(1);
  {
    const Outcomes outcomes;
    EXPECT_THROW(out.read(), Deadlock);
    EXPECT_EQ(in.size(), 1U);
  }
  EXPECT_EQ(out.read(), 1);
}

TEST(Outcomes, end_where_they_go_out_of_scope) {
  hls::stream<int, 1> stream("stream");
  EXPECT_FALSE(Outcomes::installed());
  {
    Outcomes outer;
    outer.set(stream, Asks::room, false);
    {
      Outcomes inner;
      inner.set(stream, Asks::room, true);
      EXPECT_FALSE(stream.full());
    }
    EXPECT_TRUE(stream.full());
    EXPECT_TRUE(Outcomes::installed());
  }
  EXPECT_FALSE(stream.full());
  EXPECT_FALSE(Outcomes::installed());
}

}  // namespace
