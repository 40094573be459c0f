/// \file
/// The processes of `session_table`, as subjects of the bench.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "processes/bench/bench.hpp"
#include "processes/table/recorded.hpp"

namespace espial::test {

struct Subject {
  std::string name;
  bench::Native native;
  /// Its inputs, and what they are connected to in table.cpp.
  std::map<std::string, std::string> inputs;
  /// The input that all others serve: it must be used up.
  std::string main;
  /// Random input that comes close to what it is made for.
  bench::Stimulus (*random)(const bench::Interface& interface, std::uint64_t seed);
  /// Feedback, with a state of its own; it takes the place of these inputs in what was recorded.
  bench::Respond (*respond)(std::uint64_t seed) = nullptr;
  std::vector<std::string> responses = {};
};

const std::vector<Subject>& subjects();

/// What the process received.
bench::Stimulus recorded_for(const Subject& subject, const Recorded& recorded);

}  // namespace espial::test
