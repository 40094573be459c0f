/// \file
/// What a device with a clock says of its cycles.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace espial {

/// Of the packets since the device was opened.
struct CycleStatistics {
  /// From the arrival of the first packet at the card to the last verdict; 0 without packets.
  std::uint64_t device_cycles = 0;
  /// Packets, by cycles from the acceptance of their last beat to their verdict. The last element
  /// counts those that took as long or longer.
  std::vector<std::uint64_t> latency;
  /// By process: elements of its busiest stream, for each device cycle.
  std::map<std::string, double> utilisation;

  /// The latency that half of the packets do not exceed; 0 without packets.
  [[nodiscard]] std::uint64_t median_latency() const;
  /// 0 without packets.
  [[nodiscard]] std::uint64_t maximum_latency() const;
};

}  // namespace espial
