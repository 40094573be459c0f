// Small captures of every kind, to be damaged.
#pragma once

#include <cstddef>
#include <map>
#include <ostream>
#include <string>
#include <vector>

#include "support/capture_writer.hpp"

namespace espial::test {

struct Sample {
  std::string name;
  Octets octets;
  /// Sizes at which the capture may end, and how many packets there are up to them.
  std::map<std::size_t, std::size_t> ends;
  bool compressed = false;

  friend std::ostream& operator<<(std::ostream& out, const Sample& sample) {
    return out << sample.name;
  }
};

/// One for each format, byte order, resolution and kind of compression.
std::vector<Sample> samples();

}  // namespace espial::test
