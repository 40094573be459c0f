// A network that repeats what its processes were told in another run.
#include "native/recorded_outcomes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "hls_task.h"

namespace {

using hls::native::Asks;
using hls::native::Deadlock;
using hls::native::OutcomeMismatch;
using hls::native::ProcessOutcomes;
using hls::native::RecordedOutcomes;
using hls::native::run;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::ThrowsMessage;

std::vector<int> drain(hls::stream<int>& stream) {
  std::vector<int> all;
  while (!stream.empty()) all.push_back(stream.read());
  return all;
}

void add_ten(hls::stream<int>& in, hls::stream<int>& out) { out.write(in.read() + 10); }

void merge(hls::stream<int>& left, hls::stream<int>& right, hls::stream<int>& out) {
  int value = 0;
  if (left.read_nb(value) || right.read_nb(value)) out.write(value);
}

// Gives numbers as long as there is room; a command starts from it anew.
void count(hls::stream<int>& commands, hls::stream<int>& numbers) {
  static int next = 0;
  int command = 0;
  if (commands.read_nb(command)) {
    next = command;
  } else if (!numbers.full()) {
    numbers.write(next++);
  }
}

constexpr std::uint32_t left_has = 1;
constexpr std::uint32_t right_has = 2;
constexpr std::uint32_t nothing = 0;

ProcessOutcomes of_merge(const std::vector<ProcessOutcomes::Run>& runs) {
  return {
      "merge", {"left", "right", "merged"}, {{"left", Asks::data}, {"right", Asks::data}}, runs};
}

std::vector<ProcessOutcomes> one(ProcessOutcomes process) {
  std::vector<ProcessOutcomes> all;
  all.push_back(std::move(process));
  return all;
}

// What comes in by `late` is there only after a task has run.
struct Merging : testing::Test {
  hls::stream<int, 16> left{"left"};
  hls::stream<int, 16> late{"late"};
  hls::stream<int, 16> right{"right"};
  hls::stream<int, 16> merged{"merged"};
  hls::task merging{merge, left, right, merged};
  hls::task adding{add_ten, late, right};
};

TEST_F(Merging, takes_what_it_took_though_the_other_comes_first) {
  for (int i = 0; i < 3; ++i) {
    left.write(i);
    late.write(i);
  }
  const RecordedOutcomes outcomes(
      one(of_merge({{right_has, 2}, {left_has, 1}, {right_has, 1}, {left_has, 2}})));
  run();
  outcomes.check();
  EXPECT_THAT(drain(merged), ElementsAre(10, 11, 0, 12, 1, 2));
}

TEST_F(Merging, idle_firings_count) {
  left.write(1);
  left.write(2);
  const RecordedOutcomes outcomes(one(
      of_merge({{nothing, 1000}, {left_has, 1}, {nothing, 100'000}, {left_has, 1}, {nothing, 3}})));
  run();
  outcomes.check();
  EXPECT_THAT(drain(merged), ElementsAre(1, 2));
}

TEST_F(Merging, waits_for_ever_behind_its_last_firing) {
  const RecordedOutcomes outcomes(one(of_merge({{left_has, 1}, {nothing, 1}})));
  left.write(1);
  left.write(2);
  run();
  outcomes.check();
  EXPECT_THAT(drain(merged), ElementsAre(1));
  EXPECT_EQ(left.size(), 1U);
}

TEST_F(Merging, without_any_firing_does_nothing) {
  const RecordedOutcomes outcomes(one(of_merge({})));
  left.write(1);
  run();
  outcomes.check();
  EXPECT_THAT(drain(merged), IsEmpty());
}

TEST_F(Merging, stays_where_it_is_without_its_recording) {
  left.write(1);
  {
    const RecordedOutcomes outcomes(one(of_merge({{left_has, 2}})));
    run();
  }
  left.write(2);
  run();
  EXPECT_THAT(drain(merged), ElementsAre(1));
}

TEST_F(Merging, of_others_goes_on_as_usual) {
  hls::stream<int, 4> others_left("others_left");
  hls::stream<int, 4> others_right("others_right");
  hls::stream<int, 4> others_merged("others_merged");
  const hls::task others(merge, others_left, others_right, others_merged);
  others_right.write(7);
  const RecordedOutcomes outcomes(one(of_merge({{nothing, 1}})));
  run();
  EXPECT_THAT(drain(others_merged), ElementsAre(7));
  others_left.write(8);
  run();
  EXPECT_THAT(drain(others_merged), ElementsAre(8));
}

TEST_F(Merging, a_yes_where_nothing_comes_is_an_error) {
  left.write(1);
  const RecordedOutcomes outcomes(one(of_merge({{left_has, 1}, {nothing, 4}, {right_has, 1}})));
  run();
  EXPECT_THAT([&] { outcomes.check(); },
              ThrowsMessage<OutcomeMismatch>(AllOf(
                  HasSubstr("process 'merge', firing 5: its recorded outcome says that 'right' has "
                            "data, and it has none"),
                  HasSubstr("for data in 'late'"))));
}

void add_if_any(hls::stream<int>& left, hls::stream<int>& right, hls::stream<int>& out) {
  if (!left.empty()) out.write(left.read() + right.read());
}

TEST(RecordedOutcomes, a_firing_that_others_follow_and_that_waits_for_ever_is_an_error) {
  hls::stream<int, 4> left("left");
  hls::stream<int, 4> right("right");
  hls::stream<int, 4> sums("sums");
  const hls::task adding(add_if_any, left, right, sums);
  const RecordedOutcomes outcomes(
      one({"adding", {"left", "right", "sums"}, {{"left", Asks::data}}, {{1, 2}, {0, 1}}}));
  for (int i = 0; i < 2; ++i) left.write(i);
  right.write(10);
  run();
  EXPECT_THAT([&] { outcomes.check(); },
              ThrowsMessage<OutcomeMismatch>(
                  AllOf(HasSubstr("process 'adding' does 2 of 3 recorded firings"),
                        HasSubstr("for data in 'right' (process 'adding', firing 1)"))));
  right.write(20);
  run();
  outcomes.check();
  EXPECT_THAT(drain(sums), ElementsAre(10, 21));
}

TEST_F(Merging, a_yes_that_is_not_asked_is_an_error) {
  left.write(1);
  right.write(2);
  const RecordedOutcomes outcomes(one(of_merge({{nothing, 2}, {left_has | right_has, 1}})));
  EXPECT_THAT([&] { run(); },
              ThrowsMessage<OutcomeMismatch>(
                  HasSubstr("process 'merge', firing 2: its recorded outcome says that 'right' has "
                            "data, which is not asked")));
}

TEST_F(Merging, a_question_that_is_not_recorded_is_an_error) {
  ProcessOutcomes process = of_merge({{nothing, 1}});
  process.questions.pop_back();
  const RecordedOutcomes outcomes(one(process));
  EXPECT_THAT([&] { run(); },
              ThrowsMessage<OutcomeMismatch>(
                  HasSubstr("process 'merge', firing 0: 'right' is asked for data, and no outcome "
                            "of that is recorded")));
}

TEST_F(Merging, a_process_that_is_not_there_is_an_error) {
  ProcessOutcomes process = of_merge({});
  process.streams = {"left", "merged"};
  EXPECT_THAT([&] { RecordedOutcomes{one(process)}; },
              ThrowsMessage<OutcomeMismatch>(
                  AllOf(HasSubstr("process 'merge'"), HasSubstr("'left', 'merged'"))));
}

TEST_F(Merging, a_process_that_has_fired_is_an_error) {
  run();
  EXPECT_THAT([&] { RecordedOutcomes{one(of_merge({}))}; },
              ThrowsMessage<OutcomeMismatch>(HasSubstr("that has not fired yet")));
}

TEST_F(Merging, a_question_to_a_stream_of_others_is_an_error) {
  ProcessOutcomes process = of_merge({});
  process.questions[0].stream = "late";
  EXPECT_THAT([&] { RecordedOutcomes{one(process)}; },
              ThrowsMessage<OutcomeMismatch>(HasSubstr("'merge' has no stream 'late'")));
}

TEST_F(Merging, a_deadlock_says_in_which_firing_a_process_waits) {
  const RecordedOutcomes outcomes(one(of_merge({{nothing, 6}, {left_has, 1}})));
  EXPECT_THAT([&] { merged.read(); },
              ThrowsMessage<Deadlock>(HasSubstr("for data in 'left' (process 'merge', firing 6)")));
}

// Whoever drives the network from outside is told the truth.
TEST_F(Merging, the_outside_asks_as_ever) {
  const RecordedOutcomes outcomes(one(of_merge({{left_has, 1}})));
  EXPECT_TRUE(merged.empty());
  left.write(1);
  run();
  EXPECT_FALSE(merged.empty());
}

constexpr std::uint32_t command = 1;
constexpr std::uint32_t room = 2;

ProcessOutcomes of_count(const std::vector<ProcessOutcomes::Run>& runs) {
  return {
      "count", {"commands", "numbers"}, {{"commands", Asks::data}, {"numbers", Asks::room}}, runs};
}

// Where it was recorded, some were on their way when the command came.
TEST(RecordedRoom, streams_hold_more_than_their_depth_where_all_would_wait) {
  hls::stream<int, 2> commands("commands");
  hls::stream<int, 2> numbers("numbers");
  const hls::task counting(count, commands, numbers);
  const RecordedOutcomes outcomes(
      one(of_count({{command, 1}, {room, 5}, {nothing, 2}, {command, 1}, {room, 1}})));
  commands.write(100);
  commands.write(200);
  run();
  outcomes.check();
  EXPECT_THAT(drain(numbers), ElementsAre(100, 101, 102, 103, 104, 200));
}

void pass_one_for_each_token(hls::stream<int>& in, hls::stream<int>& tokens,
                             hls::stream<int>& out) {
  out.write(in.read());
  tokens.read();
}

TEST(RecordedRoom, a_stream_that_wraps_keeps_its_order_when_it_grows) {
  hls::stream<int, 2> commands("commands");
  hls::stream<int, 2> numbers("numbers");
  hls::stream<int, 16> tokens("tokens");
  hls::stream<int, 16> out("out");
  const hls::task counting(count, commands, numbers);
  const hls::task passing(pass_one_for_each_token, numbers, tokens, out);
  const RecordedOutcomes outcomes(one(of_count({{command, 1}, {room, 9}})));
  commands.write(100);
  run();  // one is taken by then, and the others fill the stream
  EXPECT_EQ(numbers.size(), 8U);
  for (int i = 0; i < 9; ++i) tokens.write(0);
  run();
  outcomes.check();
  EXPECT_THAT(drain(out), ElementsAre(100, 101, 102, 103, 104, 105, 106, 107, 108));
}

TEST(RecordedRoom, without_a_recording_depths_count) {
  hls::stream<int, 2> commands("commands");
  hls::stream<int, 2> numbers("numbers");
  const hls::task counting(count, commands, numbers);
  run();
  EXPECT_EQ(numbers.size(), 2U);
}

}  // namespace
