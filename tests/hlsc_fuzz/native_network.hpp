/// \file
/// A network run natively, as a whole.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "processes/bench/elements.hpp"
#include "processes/bench/interface.hpp"
#include "processes/bench/native.hpp"

namespace espial::fuzz {

struct NativeRun {
  std::map<std::string, bench::Elements> streams;  ///< What was put into each, packed.
  std::map<std::string, std::size_t> taken;        ///< Of the inputs.
  std::map<std::string, std::size_t> left;         ///< In the streams inside, in the end.
  std::string waiting;                             ///< What its processes wait for in the end.
};

/// Runs it in a copy of this program until it has taken all input or waits for ever.
/// \param ports of the network \param inside its streams between processes
NativeRun run_natively(const bench::Native& network, const bench::Interface& ports,
                       const bench::Interface& inside, const bench::Stimulus& stimulus);

}  // namespace espial::fuzz
