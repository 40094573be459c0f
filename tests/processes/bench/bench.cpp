#include "processes/bench/bench.hpp"

#include <fmt/format.h>

#include <exception>
#include <iterator>
#include <sstream>

#include "processes/bench/child.hpp"
#include "processes/bench/replay.hpp"

namespace espial::bench {

namespace {

std::string name_of(const Interface& interface, const Question& question) {
  return interface.streams[question.stream].name +
         (question.asks == hls::native::Asks::data ? " data" : " room");
}

Replay replay_in_child(const Interface& interface, const Job& job, Run& run) {
  std::istringstream text(in_child([&] {
    const Replay made = replay(interface, job.native, run.inputs(), run.recording());
    std::string line = fmt::format("{} ", made.firings);
    for (const std::uint64_t count : made.no) line += fmt::format("{} ", count);
    return line + made.mismatch;
  }));
  Replay read;
  text >> read.firings;
  read.no.resize(interface.questions.size());
  for (std::uint64_t& count : read.no) text >> count;
  text.ignore();
  read.mismatch.assign(std::istreambuf_iterator<char>(text), {});
  return read;
}

Comparison judge(const Interface& interface, const Job& job, Run& run) {
  const Recording& recording = run.recording();
  Comparison comparison;
  comparison.stages = interface.stages;
  comparison.cycles = recording.last_move + 1;
  for (std::size_t i = 0; i < interface.streams.size(); ++i) {
    comparison.moved[interface.streams[i].name] = recording.streams[i].elements.size();
  }
  for (std::size_t i = 0; i < interface.questions.size(); ++i) {
    std::uint64_t& count = comparison.yes[name_of(interface, interface.questions[i])];
    for (const std::uint64_t bits : recording.outcomes) count += bits >> i & 1;
  }
  std::string fault = recording.fault;
  if (fault.empty()) {
    try {
      const Replay replayed = replay_in_child(interface, job, run);
      comparison.firings = replayed.firings;
      fault = replayed.mismatch;
      for (std::size_t i = 0; i < interface.questions.size(); ++i) {
        comparison.no[name_of(interface, interface.questions[i])] = replayed.no[i];
      }
    } catch (const std::exception& error) {
      fault = fmt::format("the native run failed: {}", error.what());
    }
  }
  if (!fault.empty()) {
    comparison.report = fmt::format("{}, stalls {}, seed {}: {}", interface.name, name(job.stalls),
                                    job.seed, fault);
  }
  return comparison;
}

}  // namespace

std::vector<Comparison> compare(Model& model, const std::vector<Job>& jobs) {
  std::vector<Run> runs;
  for (const Job& job : jobs) {
    runs.emplace_back(model.process(job.process), job.stimulus, job.stalls, job.seed, job.limits,
                      job.respond);
  }
  run(model, runs);
  std::vector<Comparison> comparisons;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    comparisons.push_back(judge(model.process(jobs[i].process).interface, jobs[i], runs[i]));
  }
  return comparisons;
}

Comparison compare(Model& model, const Job& job) {
  return compare(model, std::vector{job}).front();
}

}  // namespace espial::bench
