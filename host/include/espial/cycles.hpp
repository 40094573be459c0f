/// \file
/// What a device with a clock says of its cycles.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace espial {

/// Cycles of a device's clock, both ends included.
struct CycleWindow {
  std::uint64_t first = 0;
  std::uint64_t last = 0;

  /// Reads `A:B`, such as `0:999`. \throws InvalidArgument that quotes the text
  static CycleWindow parse(std::string_view text);
  friend bool operator==(const CycleWindow&, const CycleWindow&) = default;
};

/// Since the device was opened, but for `elapsed_cycles`.
struct CycleStatistics {
  /// Of the clock, since the device was powered up.
  std::uint64_t elapsed_cycles = 0;
  /// From the arrival of the first packet at the card to the last verdict; 0 without packets.
  std::uint64_t device_cycles = 0;
  /// Packets, by cycles from the acceptance of their last beat to their verdict. The last element
  /// counts those that took as long or longer.
  std::vector<std::uint64_t> latency;
  /// By process: elements of its busiest stream, for each device cycle.
  std::map<std::string, double> utilisation;

  /// How many have a latency.
  [[nodiscard]] std::uint64_t packets() const;
  /// The latency that half of the packets do not exceed; 0 without packets.
  [[nodiscard]] std::uint64_t median_latency() const;
  /// 0 without packets.
  [[nodiscard]] std::uint64_t maximum_latency() const;
};

}  // namespace espial
