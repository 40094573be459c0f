#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "hls_task.h"

namespace {

using hls::native::Deadlock;
using hls::native::describe_waiting;
using hls::native::Process;
using hls::native::run;
using testing::HasSubstr;
using testing::ThrowsMessage;

void add_one(hls::stream<int>& in, hls::stream<int>& out) { out.write(in.read() + 1); }

std::vector<int> drain(hls::stream<int>& stream) {
  std::vector<int> all;
  int value = 0;
  while (stream.read_nb(value)) all.push_back(value);
  return all;
}

TEST(Task, fires_as_long_as_there_is_data) {
  hls::stream<int, 8> in("in");
  hls::stream<int, 8> out("out");
  const hls::task task(add_one, in, out);
  for (int i = 0; i < 5; ++i) in.write(10 * i);
  run();
  EXPECT_EQ(drain(out), (std::vector<int>{1, 11, 21, 31, 41}));
}

TEST(Task, does_not_run_before_it_must) {
  hls::stream<int, 8> in("in");
  hls::stream<int, 8> out("out");
  in.write(1);
  const hls::task task(add_one, in, out);
  EXPECT_EQ(in.size(), 1U);
  run();
  EXPECT_EQ(in.size(), 0U);
}

TEST(Task, tasks_in_a_row_hand_on_every_element_in_order) {
  hls::stream<int, 1> first("first");
  hls::stream<int, 1> second("second");
  hls::stream<int, 3> third("third");
  hls::stream<int, 1> fourth("fourth");
  const hls::task one(add_one, first, second);
  const hls::task two(add_one, second, third);
  const hls::task three(add_one, third, fourth);
  for (int i = 0; i < 50; ++i) {
    first.write(i);
    EXPECT_EQ(fourth.read(), i + 3);
  }
}

TEST(Task, a_long_row_of_tasks_works) {
  constexpr std::size_t tasks = 200;
  std::vector<std::unique_ptr<hls::stream<int, 2>>> streams;
  for (std::size_t i = 0; i <= tasks; ++i)
    streams.push_back(std::make_unique<hls::stream<int, 2>>("link"));
  std::vector<std::unique_ptr<hls::task>> row;
  for (std::size_t i = 0; i < tasks; ++i)
    row.push_back(std::make_unique<hls::task>(add_one, *streams[i], *streams[i + 1]));
  streams.front()->write(0);
  EXPECT_EQ(streams.back()->read(), static_cast<int>(tasks));
}

// Elements go round until they are large enough.
TEST(Task, feedback_is_legal) {
  hls::stream<int, 4> in("in");
  hls::stream<int, 4> back("back");
  hls::stream<int, 4> loop("loop");
  hls::stream<int, 4> out("out");
  const Process merge(
      [&] {
        int value = 0;
        if (back.read_nb(value) || in.read_nb(value)) loop.write(value + 1);
      },
      Process::Runs::for_ever);
  const Process split(
      [&] {
        const int value = loop.read();
        (value < 100 ? back : out).write(value);
      },
      Process::Runs::for_ever);
  in.write(1);
  in.write(50);
  run();
  EXPECT_EQ(drain(out), (std::vector<int>{100, 100}));
}

TEST(Process, a_writer_stops_at_the_declared_depth) {
  hls::stream<int, 3> stream("stream");
  int written = 0;
  const Process writer(
      [&] {
        stream.write(written);
        ++written;
      },
      Process::Runs::for_ever);
  run();
  EXPECT_EQ(written, 3);
  EXPECT_EQ(stream.read(), 0);
  run();
  EXPECT_EQ(written, 4);
}

TEST(Process, a_reader_stops_at_an_empty_stream_and_goes_on_where_it_stopped) {
  hls::stream<int, 4> stream("stream");
  std::vector<std::string> steps;
  const Process reader(
      [&] {
        steps.emplace_back("before");
        const int value = stream.read();
        steps.push_back("got " + std::to_string(value));
      },
      Process::Runs::once);
  run();
  EXPECT_EQ(steps, (std::vector<std::string>{"before"}));
  stream.write(5);
  run();
  EXPECT_EQ(steps, (std::vector<std::string>{"before", "got 5"}));
}

TEST(Process, runs_side_by_side_with_others) {
  hls::stream<int, 1> there("there");
  hls::stream<int, 1> back("back");
  int last = 0;
  const Process ping(
      [&] {
        for (int i = 0; i < 1000; ++i) {
          there.write(i);
          last = back.read();
        }
      },
      Process::Runs::once);
  const Process pong([&] { back.write(there.read()); }, Process::Runs::for_ever);
  run();
  EXPECT_TRUE(ping.done());
  EXPECT_EQ(last, 999);
}

TEST(Process, that_only_asks_and_is_told_no_does_not_spin) {
  hls::stream<int, 1> empty("empty");
  hls::stream<int, 1> full("full");
  full.write(1);
  int firings = 0;
  int value = 0;
  const std::vector<std::function<void()>> questions = {
      [&] { EXPECT_FALSE(empty.read_nb(value)); },
      [&] { EXPECT_TRUE(empty.empty()); },
      [&] { EXPECT_FALSE(full.write_nb(2)); },
      [&] { EXPECT_TRUE(full.full()); },
  };
  for (const std::function<void()>& question : questions) {
    firings = 0;
    const Process process(
        [&] {
          ++firings;
          question();
        },
        Process::Runs::for_ever);
    run();
    EXPECT_EQ(firings, 1);
    run();
    EXPECT_EQ(firings, 1) << "nothing has moved";
  }
}

TEST(Process, that_asks_is_asked_again_once_something_has_moved) {
  hls::stream<int, 4> asked("asked");
  hls::stream<int, 4> elsewhere("elsewhere");
  int firings = 0;
  int sum = 0;
  const Process process(
      [&] {
        ++firings;
        int value = 0;
        if (asked.read_nb(value)) sum += value;
      },
      Process::Runs::for_ever);
  run();
  EXPECT_EQ(firings, 1);
  elsewhere.write(1);
  run();
  EXPECT_EQ(firings, 2);
  asked.write(30);
  asked.write(12);
  run();
  EXPECT_EQ(sum, 42);
  EXPECT_EQ(firings, 5) << "two that took an element, and one that found none";
}

TEST(Process, that_asks_and_moves_something_goes_on) {
  hls::stream<int, 4> empty("empty");
  hls::stream<int, 100> out("out");
  const Process process(
      [&] {
        if (empty.empty()) out.write(1);
      },
      Process::Runs::for_ever);
  run();
  EXPECT_EQ(out.size(), 100U);
}

// As a process that sweeps its memory after reset.
TEST(Process, that_neither_asks_nor_moves_anything_goes_on) {
  hls::stream<int, 4> in("in");
  int swept = 0;
  int value = 0;
  const Process process(
      [&] {
        if (swept < 1000) {
          ++swept;
          return;
        }
        value = in.read();
      },
      Process::Runs::for_ever);
  in.write(3);
  run();
  EXPECT_EQ(swept, 1000);
  EXPECT_EQ(value, 3);
}

TEST(Process, that_runs_once_is_done_when_its_body_returns) {
  hls::stream<int, 1> in("in");
  const Process process([&] { in.read(); }, Process::Runs::once);
  EXPECT_FALSE(process.done());
  run();
  EXPECT_FALSE(process.done()) << "it waits";
  in.write(1);
  EXPECT_FALSE(process.done());
  run();
  EXPECT_TRUE(process.done());
}

TEST(Process, that_runs_once_is_called_once) {
  int calls = 0;
  const Process process([&] { ++calls; }, Process::Runs::once);
  run();
  run();
  EXPECT_EQ(calls, 1);
  EXPECT_TRUE(process.done());
}

TEST(Process, that_runs_for_ever_is_never_done) {
  hls::stream<int, 1> in("in");
  const Process process([&] { in.read(); }, Process::Runs::for_ever);
  in.write(1);
  run();
  EXPECT_FALSE(process.done());
}

TEST(Process, what_it_throws_reaches_run) {
  hls::stream<int, 1> in("in");
  const Process process(
      [&] {
        in.read();
        throw std::runtime_error("what went wrong");
      },
      Process::Runs::for_ever);
  run();
  in.write(1);
  EXPECT_THAT([] { run(); }, ThrowsMessage<std::runtime_error>("what went wrong"));
}

TEST(Process, what_it_throws_reaches_whoever_waits_for_a_stream) {
  hls::stream<int, 1> out("out");
  const Process process([] { throw std::logic_error("what went wrong"); }, Process::Runs::once);
  EXPECT_THAT([&] { out.read(); }, ThrowsMessage<std::logic_error>("what went wrong"));
}

TEST(Process, that_threw_is_over_and_the_others_go_on) {
  hls::stream<int, 2> in("in");
  hls::stream<int, 2> out("out");
  const Process thrower([] { throw std::runtime_error("once"); }, Process::Runs::for_ever);
  const hls::task task(add_one, in, out);
  EXPECT_THROW(run(), std::runtime_error);
  EXPECT_TRUE(thrower.done());
  in.write(1);
  run();
  EXPECT_EQ(out.read(), 2);
}

// Says in a flag that it was destroyed.
class Witness {
 public:
  explicit Witness(bool& gone) : gone_(gone) {}
  Witness(const Witness&) = delete;
  Witness& operator=(const Witness&) = delete;
  ~Witness() { gone_ = true; }

 private:
  bool& gone_;
};

TEST(Process, is_unwound_if_destroyed_while_it_waits_for_data) {
  hls::stream<int, 1> in("in");
  bool gone = false;
  bool went_on = false;
  {
    const Process process(
        [&] {
          const Witness witness(gone);
          in.read();
          went_on = true;
        },
        Process::Runs::once);
    run();
    EXPECT_FALSE(gone);
  }
  EXPECT_TRUE(gone);
  EXPECT_FALSE(went_on);
}

TEST(Process, is_unwound_if_destroyed_while_it_waits_for_room) {
  hls::stream<int, 1> out("out");
  bool gone = false;
  {
    const Process process(
        [&] {
          const Witness witness(gone);
          out.write(1);
          out.write(2);
        },
        Process::Runs::once);
    run();
    EXPECT_FALSE(gone);
  }
  EXPECT_TRUE(gone);
  EXPECT_EQ(out.size(), 1U);
}

TEST(Process, may_be_destroyed_idle_or_done_or_before_it_ran) {
  hls::stream<int, 1> empty("empty");
  int firings = 0;
  {
    const Process never_ran([&] { ++firings; }, Process::Runs::once);
  }
  EXPECT_EQ(firings, 0);
  {
    const Process idle(
        [&] {
          ++firings;
          EXPECT_TRUE(empty.empty());
        },
        Process::Runs::for_ever);
    const Process done([&] { ++firings; }, Process::Runs::once);
    run();
    EXPECT_EQ(firings, 2);
  }
  run();
  EXPECT_EQ(firings, 2);
}

TEST(Process, the_others_go_on_after_one_was_destroyed) {
  hls::stream<int, 2> in("in");
  hls::stream<int, 2> out("out");
  auto waiting = std::make_unique<Process>([&] { out.read(); }, Process::Runs::for_ever);
  const hls::task task(add_one, in, out);
  run();
  waiting.reset();
  in.write(1);
  run();
  EXPECT_EQ(drain(out), (std::vector<int>{2}));
}

TEST(Waiting, is_described_by_the_streams) {
  hls::stream<int, 1> in("orders");
  hls::stream<int, 1> out("parcels");
  EXPECT_EQ(describe_waiting(), "no process waits");
  const hls::task reader(add_one, in, out);
  run();
  EXPECT_EQ(describe_waiting(), "processes wait for data in 'orders'");
  in.write(1);
  run();
  in.write(2);
  run();
  EXPECT_EQ(describe_waiting(), "processes wait for room in 'parcels'");
}

// A network at rest waits for data everywhere: who waits for room is what is wrong.
TEST(Waiting, who_waits_for_room_comes_first) {
  hls::stream<int, 1> first("a_first");
  hls::stream<int, 1> last("z_last");
  hls::stream<int, 1> full("full");
  const Process one([&] { first.read(); }, Process::Runs::for_ever);
  const Process two([&] { full.write(1); }, Process::Runs::for_ever);
  const Process three([&] { last.read(); }, Process::Runs::for_ever);
  run();
  EXPECT_THAT(describe_waiting(), testing::StartsWith("processes wait for room in 'full'"));
  EXPECT_THAT(describe_waiting(), HasSubstr("for data in 'a_first'"));
  EXPECT_THAT(describe_waiting(), HasSubstr("for data in 'z_last'"));
}

// Two processes, each of which first gives and then takes: more than their streams hold is a
// deadlock.
TEST(Waiting, a_deadlock_names_all_streams_that_processes_wait_for) {
  hls::stream<int, 2> clockwise("clockwise");
  hls::stream<int, 2> counterclockwise("counterclockwise");
  hls::stream<int, 1> result("result");
  const auto exchange = [](hls::stream<int>& to, hls::stream<int>& from) {
    for (int i = 0; i < 3; ++i) to.write(i);
    for (int i = 0; i < 3; ++i) from.read();
  };
  const Process left([&] { exchange(clockwise, counterclockwise); }, Process::Runs::once);
  const Process right([&] { exchange(counterclockwise, clockwise); }, Process::Runs::once);
  EXPECT_THAT([&] { result.read(); },
              ThrowsMessage<Deadlock>(testing::AllOf(HasSubstr("'result' stays empty"),
                                                     HasSubstr("for room in 'clockwise'"),
                                                     HasSubstr("for room in 'counterclockwise'"))));
}

TEST(Waiting, is_no_deadlock_if_the_streams_hold_enough) {
  hls::stream<int, 3> clockwise("clockwise");
  hls::stream<int, 3> counterclockwise("counterclockwise");
  const auto exchange = [](hls::stream<int>& to, hls::stream<int>& from) {
    for (int i = 0; i < 3; ++i) to.write(i);
    for (int i = 0; i < 3; ++i) from.read();
  };
  const Process left([&] { exchange(clockwise, counterclockwise); }, Process::Runs::once);
  const Process right([&] { exchange(counterclockwise, clockwise); }, Process::Runs::once);
  run();
  EXPECT_TRUE(left.done());
  EXPECT_TRUE(right.done());
}

}  // namespace
