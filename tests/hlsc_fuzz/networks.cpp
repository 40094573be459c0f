#include "hlsc_fuzz/networks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <optional>

#include "hlsc_fuzz/json_files.hpp"
#include "hlsc_fuzz/native_network.hpp"
#include "hlsc_fuzz/stimulus.hpp"
#include "processes/bench/bits.hpp"

namespace espial::fuzz {

namespace {

namespace json = boost::json;
using bench::Elements;
using bench::Interface;
using bench::Octets;
using bench::Stream;

// More than any network needs: loops with a single place, and the longest stalls.
constexpr std::size_t cycles_an_item = 1500;

// What moves on the streams inside, cycle by cycle.
class Inside {
 public:
  explicit Inside(const bench::ProcessPins& pins) : pins_(pins) {
    for (const Stream& stream : pins.interface.streams)
      elements_.emplace_back(stream.packed_octets);
  }

  void observe() {
    for (std::size_t i = 0; i < elements_.size(); ++i) {
      if (pins_.streams[i].valid[0] == 0) continue;
      const Stream& stream = pins_.interface.streams[i];
      packed_.assign(stream.packed_octets, 0);
      for (std::size_t j = 0; j < stream.signals.size(); ++j) {
        std::copy_n(pins_.streams[i].signals[j].begin(), stream.signals[j].octets(),
                    packed_.begin() + static_cast<std::ptrdiff_t>(stream.signals[j].at));
      }
      elements_[i].push(Octets(packed_));
    }
  }
  [[nodiscard]] const Elements& elements(std::size_t stream) const { return elements_[stream]; }

 private:
  const bench::ProcessPins& pins_;
  std::vector<Elements> elements_;
  std::vector<std::uint8_t> packed_;
};

// One stream in both runs: which elements have to be equal, one after the other.
struct Both {
  std::vector<Octets> there;  // in the module
  std::vector<Octets> here;   // natively
};

class Judge {
 public:
  Judge(const json::object& description, const bench::Stimulus& stimulus, const NativeRun& here)
      : stimulus_(stimulus), here_(here) {
    for (const json::value& value : description.at("streams").as_array()) {
      std::optional<std::string>& tag = tags_[std::string(value.at("name").as_string())];
      if (value.at("tag").is_string()) tag = value.at("tag").as_string();
    }
    for (const auto& [name, tag] : tags_) in_order_ = in_order_ && tag == "";
    for (const auto& [name, taken] : here.taken) {
      complete_ = complete_ && taken == stimulus.at(name).size();
    }
    complete_ = complete_ && here.waiting.find("for room") == std::string::npos;
  }

  // A stream of the module, and what moved on it.
  void see(const Stream& stream, bool inside, const Elements& there) {
    seen_ += fmt::format(" {} {}", stream.name, there.size());
    if (stream.is_input) {
      taken_[stream.name] = there.size();
    } else if (tags_.at(stream.name)) {
      compare(stream, there);
      compare_counts(stream, inside, there);
    }
  }

  // Nothing if they agree.
  std::string report(const std::string& fault) {
    if (!fault.empty()) return fault;
    if (stands_still(here_.taken)) return "natively it stands still: " + here_.waiting;
    // What stands still has fewer elements somewhere, too.
    if (stands_still(taken_)) return "it stands still; moved so far:" + seen_;
    return report_;
  }
  [[nodiscard]] bool complete() const { return complete_; }

 private:
  // It waits, and none of its inputs has come to its end.
  [[nodiscard]] bool stands_still(const std::map<std::string, std::size_t>& taken) const {
    return std::ranges::none_of(
        taken, [&](const auto& input) { return input.second == stimulus_.at(input.first).size(); });
  }

  void compare(const Stream& stream, const Elements& there) {
    const Elements& here = here_.streams.at(stream.name);
    std::map<std::uint64_t, Both> parts;
    for (std::size_t i = 0; i < there.size(); ++i) {
      parts[tag_of(stream, there[i])].there.push_back(there[i]);
    }
    for (std::size_t i = 0; i < here.size(); ++i) {
      parts[tag_of(stream, here[i])].here.push_back(here[i]);
    }
    for (const auto& [tag, both] : parts) {
      if (report_.empty()) compare(stream, tag, both);
    }
  }

  void compare(const Stream& stream, std::uint64_t tag, const Both& both) {
    const std::string name =
        tags_.at(stream.name)->empty()
            ? fmt::format("stream '{}'", stream.name)
            : fmt::format("stream '{}', {} {}", stream.name, *tags_.at(stream.name), tag);
    const std::size_t common = std::min(both.there.size(), both.here.size());
    for (std::size_t i = 0; i < common; ++i) {
      if (std::ranges::equal(both.there[i], both.here[i])) continue;
      report_ = fmt::format("{}, element {}: {}", name, i,
                            stream.difference(both.there[i], both.here[i]));
      return;
    }
    if (both.there.size() > both.here.size() && complete_) {
      report_ =
          fmt::format("{}: {} elements instead of {}", name, both.there.size(), both.here.size());
    }
  }

  // Where an input came to its end before the others, processes wait for it, and what could move on
  // until then depends on how much the streams hold: not less than they were declared with.
  void compare_counts(const Stream& stream, bool inside, const Elements& there) {
    const std::size_t given = here_.streams.at(stream.name).size();
    // Inside, the module counts what is taken; and a firing that reads several streams takes none
    // before it can take all.
    const std::size_t taken = inside ? given - here_.left.at(stream.name) : given;
    const std::size_t least = inside && taken != 0 ? taken - 1 : taken;
    if (there.size() >= least || !(complete_ || in_order_) || !report_.empty()) return;
    report_ =
        fmt::format("stream '{}': {} elements instead of {}", stream.name, there.size(), taken);
  }

  [[nodiscard]] std::uint64_t tag_of(const Stream& stream, Octets packed) const {
    const std::string& tag = *tags_.at(stream.name);
    if (tag.empty()) return 0;
    const auto field = std::ranges::find(stream.fields, tag, &bench::Field::name);
    if (field == stream.fields.end()) {
      throw bench::InterfaceError(fmt::format("'{}' has no field '{}'", stream.name, tag));
    }
    return bench::get_bits(packed, 8 * stream.signals[field->signal].at + field->bit, field->width);
  }

  const bench::Stimulus& stimulus_;
  const NativeRun& here_;
  std::map<std::string, std::optional<std::string>> tags_;  // none: not compared
  bool in_order_ = true;                                    // nothing depends on timing
  bool complete_ = true;                                    // natively: all input went through
  std::map<std::string, std::size_t> taken_;
  std::string seen_;
  std::string report_;
};

// A network in one program with others.
class Pair {
 public:
  Pair(const Subject& subject, json::object description)
      : subject_(subject),
        name_(fmt::format("network_{}", subject.seed)),
        description_(std::move(description)) {}

  [[nodiscard]] int seed() const { return subject_.seed; }
  [[nodiscard]] const json::array& results() const { return results_; }

  bench::Run begin(bench::Model& model, std::size_t items, bench::Stalls stalls,
                   std::uint64_t seed) {
    pins_ = &model.process(name_);
    inside_.emplace(model.process(name_ + "_streams"));
    stimulus_ = stimulus(pins_->interface, description_, items, seed);
    return {*pins_,
            stimulus_,
            stalls,
            seed,
            {.rest = 1000, .patience = 2000, .most_cycles = cycles_an_item * items},
            {}};
  }
  void observe() { inside_->observe(); }

  void end(bench::Model& model, bench::Run& run, bench::Stalls stalls, std::uint64_t seed) {
    const bench::Recording& recording = run.recording();
    const Interface& inner = model.process(name_ + "_streams").interface;
    json::object result;
    result["stalls"] = bench::name(stalls);
    result["cycles"] = recording.last_move + 1;
    json::object& moved = result["moved"].emplace_object();
    std::string report;
    try {
      const NativeRun here = run_natively(subject_.native, pins_->interface, inner, stimulus_);
      Judge judge(description_, stimulus_, here);
      for (std::size_t i = 0; i < pins_->interface.streams.size(); ++i) {
        judge.see(pins_->interface.streams[i], false, recording.streams[i].elements);
        moved[pins_->interface.streams[i].name] = recording.streams[i].elements.size();
      }
      for (std::size_t i = 0; i < inner.streams.size(); ++i) {
        judge.see(inner.streams[i], true, inside_->elements(i));
        moved[inner.streams[i].name] = inside_->elements(i).size();
      }
      report = judge.report(recording.cut ? "it has no end" : recording.fault);
      result["complete"] = judge.complete();
    } catch (const std::exception& error) {
      report = fmt::format("the native run failed: {}", error.what());
    }
    if (!report.empty()) {
      report = fmt::format("{}, stalls {}, seed {}: {}", name_, bench::name(stalls), seed, report);
    }
    result["report"] = report;
    results_.push_back(result);
  }

 private:
  const Subject& subject_;
  std::string name_;
  json::object description_;
  bench::ProcessPins* pins_ = nullptr;
  std::optional<Inside> inside_;
  bench::Stimulus stimulus_;
  json::array results_;
};

void compare(bench::Model& model, std::vector<Pair>& pairs, std::size_t items, bench::Stalls stalls,
             unsigned seed) {
  const auto seed_of = [&](const Pair& pair) {
    return 1000 * static_cast<std::uint64_t>(pair.seed()) + seed;
  };
  std::vector<bench::Run> runs;
  for (Pair& pair : pairs) runs.push_back(pair.begin(model, items, stalls, seed_of(pair)));
  model.reset();
  while (!std::ranges::all_of(runs, &bench::Run::done) && !model.failed()) {
    for (bench::Run& run : runs) run.drive();
    model.settle();
    for (bench::Run& run : runs) run.observe();
    for (Pair& pair : pairs) pair.observe();
    model.tick();
  }
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (model.failed()) runs[i].recording().fault = "an assertion of the module failed";
    pairs[i].end(model, runs[i], stalls, seed_of(pairs[i]));
  }
}

}  // namespace

int compare_networks(int argc, char** argv, const MakeModel& make_model,
                     const std::vector<Subject>& subjects) {
  const Arguments arguments(argc, argv);
  if (arguments.items == 0) return 64;
  const auto file = [&](const char* what, int seed) {
    return arguments.folder / fmt::format("{}_{}.json", what, seed);
  };
  std::vector<Pair> pairs;
  for (const Subject& subject : subjects) {
    pairs.emplace_back(subject, read_json(file("about", subject.seed)));
  }
  unsigned seed = static_cast<unsigned>(subjects.front().seed);
  for (const bench::Stalls stalls : bench::all_stalls) {
    const std::unique_ptr<bench::Model> model = make_model(++seed);
    compare(*model, pairs, arguments.items, stalls, seed);
  }
  for (const Pair& pair : pairs) {
    json::object result;
    result["seed"] = pair.seed();
    result["runs"] = pair.results();
    write_json(file("result", pair.seed()), result);
  }
  return 0;
}

}  // namespace espial::fuzz
