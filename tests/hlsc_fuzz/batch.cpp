#include "hlsc_fuzz/batch.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <cstring>

#include "hlsc_fuzz/json_files.hpp"
#include "hlsc_fuzz/stimulus.hpp"
#include "probe.hpp"

namespace espial::fuzz {

namespace {

namespace json = boost::json;

// More than any kernel needs, sweeps and the longest stalls included.
constexpr std::size_t cycles_an_item = 200;

template <std::size_t N>
json::array array(const std::uint64_t (&counts)[N]) {
  return json::array(std::begin(counts), std::end(counts));
}

template <std::size_t N, std::size_t M>
json::array array(const std::uint64_t (&counts)[N][M]) {
  json::array all;
  for (const auto& some : counts) all.push_back(array(some));
  return all;
}

json::object describe(bench::Stalls stalls, const bench::Comparison& comparison,
                      const Counts& counts) {
  json::object run;
  run["stalls"] = bench::name(stalls);
  run["report"] = comparison.report;
  run["firings"] = comparison.firings;
  run["cycles"] = comparison.cycles;
  run["stages"] = comparison.stages;
  json::object& moved = run["moved"].emplace_object();
  for (const auto& [stream, elements] : comparison.moved) moved[stream] = elements;
  run["blocks"] = array(counts.blocks);
  run["answers"] = array(counts.answers);
  run["hazards"] = array(counts.hazards);
  return run;
}

}  // namespace

int compare_batch(int argc, char** argv, const MakeModel& make_model,
                  const std::vector<Subject>& subjects) {
  const Arguments arguments(argc, argv);
  const auto& [items, folder] = arguments;
  if (items == 0) return 64;

  std::vector<json::object> descriptions;
  std::vector<json::array> runs(subjects.size());
  for (const Subject& subject : subjects) {
    descriptions.push_back(read_json(folder / fmt::format("about_{}.json", subject.seed)));
  }
  unsigned seed = static_cast<unsigned>(subjects.front().seed);
  for (const bench::Stalls stalls : bench::all_stalls) {
    const std::unique_ptr<bench::Model> model = make_model(++seed);
    std::vector<bench::Job> jobs;
    for (std::size_t i = 0; i < subjects.size(); ++i) {
      const std::string name = fmt::format("kernel_{}", subjects[i].seed);
      const std::uint64_t job_seed = 1000 * static_cast<std::uint64_t>(subjects[i].seed) + seed;
      jobs.push_back(
          {.process = name,
           .native = subjects[i].native,
           .stimulus = stimulus(model->process(name).interface, descriptions[i], items, job_seed),
           .stalls = stalls,
           .seed = job_seed,
           .limits = {.most_cycles = cycles_an_item * items}});
      std::memset(static_cast<void*>(Probe::all().at(subjects[i].seed)), 0, sizeof(Counts));
    }
    const std::vector<bench::Comparison> comparisons = compare(*model, jobs);
    for (std::size_t i = 0; i < subjects.size(); ++i) {
      runs[i].push_back(describe(stalls, comparisons[i], *Probe::all().at(subjects[i].seed)));
    }
  }
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    json::object result;
    result["seed"] = subjects[i].seed;
    result["runs"] = runs[i];
    write_json(folder / fmt::format("result_{}.json", subjects[i].seed), result);
  }
  return 0;
}

}  // namespace espial::fuzz
