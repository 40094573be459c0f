// Random numbers of tests: the same on every machine.
#pragma once

#include <cstdint>
#include <random>

namespace loop {

class Random {
 public:
  explicit Random(std::uint32_t seed) : generator_(seed) {}

  /// One of 0 to `count` - 1.
  unsigned below(unsigned count) { return static_cast<unsigned>(generator_() % count); }
  std::uint32_t word() { return static_cast<std::uint32_t>(generator_()); }
  bool one_in(unsigned count) { return below(count) == 0; }

 private:
  std::mt19937 generator_;
};

}  // namespace loop
