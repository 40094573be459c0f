/// \file
/// The native process beside what the module did: firing by firing, with the same inputs and the
/// same outcomes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "processes/bench/native.hpp"
#include "processes/bench/run.hpp"

namespace espial::bench {

/// What came of it.
struct Replay {
  std::string mismatch;       ///< Empty if they agree.
  std::uint64_t firings = 0;  ///< Up to the last one that moved anything.
  /// For each question: in how many firings it was asked and answered with no.
  std::vector<std::uint64_t> no;
};

/// Changes the `static` variables of the process.
/// \param inputs for each stream, as it lies in memory: what the module was offered
Replay replay(const Interface& interface, const Native& native, const std::vector<Elements>& inputs,
              const Recording& recording);

}  // namespace espial::bench
