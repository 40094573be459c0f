/// \file
/// When the neighbours of a process are ready, and when they are not.
#pragma once

#include <cstdint>
#include <random>
#include <string_view>
#include <vector>

namespace espial::bench {

enum class Stalls {
  none,     ///< All is offered and taken at once.
  light,    ///< Each stream waits in one cycle of ten.
  heavy,    ///< Each stream moves in one cycle of four.
  bursts,   ///< Each stream goes and waits for some ten cycles at a time.
  starved,  ///< One stream, by the seed, moves in one cycle of 20; the others hardly ever wait.
};

constexpr Stalls all_stalls[] = {Stalls::none, Stalls::light, Stalls::heavy, Stalls::bursts,
                                 Stalls::starved};

std::string_view name(Stalls stalls);

/// One stream's neighbour.
class Neighbour {
 public:
  /// \param index of the stream among `count`
  Neighbour(Stalls stalls, std::uint64_t seed, std::size_t index, std::size_t count);

  /// Whether it is ready in the next cycle.
  bool ready();

 private:
  bool chance(double probability) {
    return static_cast<double>(random_()) < probability * 4294967296.0;
  }

  std::mt19937 random_;
  double go_ = 1;  // probability that it becomes or stays ready, cycle by cycle
  bool in_bursts_ = false;
  bool going_ = true;
};

/// Those of all streams of a process.
std::vector<Neighbour> neighbours(Stalls stalls, std::uint64_t seed, std::size_t count);

}  // namespace espial::bench
