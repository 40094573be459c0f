/// \file
/// The differential bench: a module that hlsc made, under random stalls, beside the C++ function
/// that it was made of.
///
///     const auto model = front_model(seed);  // made by espial_process_model(front_model …)
///     Stimulus stimulus;
///     for (const Request& request : requests) stimulus["arrivals"].push(request);
///     const Comparison comparison = compare(
///         *model, {.process = "parse", .native = native(process::parse), .stimulus = stimulus,
///                  .stalls = Stalls::heavy, .seed = seed});
///     EXPECT_TRUE(comparison.agrees()) << comparison.report;
///
/// First the module runs, and what it was told by its streams is recorded for every firing; then
/// the function is called firing by firing with the same inputs and the same outcomes. All outputs
/// must agree bit for bit, and all inputs be consumed alike. The function runs in a copy of this
/// program, so that each comparison begins with `static` variables as they are at its start: never
/// call a process that is compared in this program itself.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "processes/bench/elements.hpp"
#include "processes/bench/model.hpp"
#include "processes/bench/native.hpp"
#include "processes/bench/run.hpp"
#include "processes/bench/stalls.hpp"

namespace espial::bench {

struct Job {
  std::string process = {};  ///< Its name in the model.
  Native native = {};
  Stimulus stimulus = {};
  Stalls stalls = Stalls::none;
  std::uint64_t seed = 1;  ///< Of the stalls.
  Limits limits = {};
  Respond respond = {};  ///< Feedback, if it needs any.
};

struct Comparison {
  /// What differs, where, and how to see it again; empty if they agree.
  std::string report;

  std::uint64_t firings = 0;  ///< Of the function, up to the last one that moved anything.
  std::uint64_t cycles = 0;   ///< Of the module, from reset up to the same.
  unsigned stages = 0;
  std::map<std::string, std::size_t> moved = {};  ///< Elements, by stream.
  /// For each question ("requests data", "free_records room"): in how many firings it was asked and
  /// answered with yes, and with no.
  std::map<std::string, std::uint64_t> yes = {};
  std::map<std::string, std::uint64_t> no = {};

  [[nodiscard]] bool agrees() const { return report.empty(); }
  /// Cycles beyond one for each firing: the latency, if it starts a firing in every cycle. Only
  /// without stalls.
  [[nodiscard]] std::int64_t overhead() const {
    return static_cast<std::int64_t>(cycles) - static_cast<std::int64_t>(firings);
  }
};

/// Resets the model, so it can be used again, though the seed of what its registers start with
/// counts only once.
Comparison compare(Model& model, const Job& job);
/// The same for several processes of one model, in the same cycles.
std::vector<Comparison> compare(Model& model, const std::vector<Job>& jobs);

}  // namespace espial::bench
