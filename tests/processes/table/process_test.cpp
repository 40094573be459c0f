// Each process of `session_table` as RTL, made by hlsc, beside its native self: on real traffic,
// and on random input, under random stalls, bit for bit.
#include <gtest/gtest.h>

#include <array>
#include <iostream>
#include <map>
#include <memory>
#include <tuple>

#include "models.hpp"
#include "processes/table/subject.hpp"

namespace espial::test {
namespace {

using bench::Comparison;
using bench::Job;
using bench::Limits;
using bench::Stalls;
using bench::Stimulus;

enum class Input { random, captures, collisions };

// A process sweeps its memory in so many cycles, and does nothing else then.
constexpr Limits limits{.rest = 400, .patience = 70'000, .most_cycles = 3'000'000};

Stimulus stimulus_of(const Subject& subject, Input input, const bench::Interface& interface,
                     std::uint64_t seed) {
  switch (input) {
    case Input::random:
      return subject.random(interface, seed);
    case Input::captures:
      return recorded_for(subject, record_captures());
    case Input::collisions:
      return recorded_for(subject, record_collisions());
  }
  return {};
}

std::string name_of(Input input) {
  return input == Input::random ? "random" : input == Input::captures ? "captures" : "collisions";
}

class Process : public testing::TestWithParam<std::tuple<std::size_t, Input>> {
 public:
  static std::string name(const testing::TestParamInfo<ParamType>& info) {
    return subjects()[std::get<0>(info.param)].name + "_" + name_of(std::get<1>(info.param));
  }
};

INSTANTIATE_TEST_SUITE_P(Table, Process,
                         testing::Combine(testing::Range<std::size_t>(0, subjects().size()),
                                          testing::Values(Input::random, Input::captures,
                                                          Input::collisions)),
                         Process::name);

// In how many firings each question was answered with no, and with yes.
using Answers = std::map<std::string, std::array<std::uint64_t, 2>>;

// Without stalls a process starts a firing in every cycle: what it does in N firings it has done in
// N cycles and its latency, the FIFO at its exit included.
void expect_one_firing_a_cycle(const Comparison& comparison) {
  constexpr unsigned exit_fifo = 4;
  EXPECT_LE(comparison.overhead(), comparison.stages + exit_fifo);
  std::cout << comparison.firings << " firings in " << comparison.cycles << " cycles, "
            << comparison.stages << " stages\n";
  for (const auto& [question, no] : comparison.no) {
    if (question.ends_with(" room")) EXPECT_EQ(no, 0U) << question;
  }
}

void expect_agreement(const Subject& subject, Input input, Stalls stalls, std::uint64_t seed,
                      Answers& answers) {
  const auto model = models().at(subject.name)(static_cast<unsigned>(seed));
  const bench::Interface& interface = model->process(subject.name).interface;
  Job job{.process = subject.name,
          .native = subject.native,
          .stimulus = stimulus_of(subject, input, interface, seed),
          .stalls = stalls,
          .seed = seed,
          .limits = limits};
  if (subject.respond != nullptr) job.respond = subject.respond(seed);
  const std::size_t offered = job.stimulus.at(subject.main).size();
  ASSERT_NE(offered, 0U);
  const Comparison comparison = compare(*model, job);
  ASSERT_TRUE(comparison.agrees()) << comparison.report;
  EXPECT_GE(comparison.moved.at(subject.main), offered * 9 / 10);
  for (const auto& [question, count] : comparison.no) answers[question][0] += count;
  for (const auto& [question, count] : comparison.yes) answers[question][1] += count;
  if (stalls == Stalls::none) expect_one_firing_a_cycle(comparison);
}

TEST_P(Process, agrees_with_its_native_self) {
  const auto& [index, input] = GetParam();
  Answers answers;
  std::uint64_t seed = 0;
  for (int round = 0; round < (input == Input::random ? 3 : 1); ++round) {
    for (const Stalls stalls : bench::all_stalls) {
      SCOPED_TRACE(testing::Message() << "stalls " << bench::name(stalls) << ", seed " << ++seed);
      expect_agreement(subjects()[index], input, stalls, seed, answers);
      if (HasFatalFailure()) return;
    }
  }
  for (const auto& [question, counts] : answers) {
    EXPECT_NE(counts[0], 0U) << question << " was never answered with no";
    EXPECT_NE(counts[1], 0U) << question << " was never answered with yes";
  }
}

TEST(Processes, are_all_here) { EXPECT_EQ(models().size(), subjects().size()); }

}  // namespace
}  // namespace espial::test
