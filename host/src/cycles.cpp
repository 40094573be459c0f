#include "espial/cycles.hpp"

#include <numeric>

namespace espial {

std::uint64_t CycleStatistics::median_latency() const {
  const std::uint64_t packets = std::accumulate(latency.begin(), latency.end(), std::uint64_t{0});
  std::uint64_t sum = 0;
  for (std::size_t cycles = 0; cycles < latency.size(); ++cycles) {
    sum += latency[cycles];
    if (packets != 0 && 2 * sum >= packets) return cycles;
  }
  return 0;
}

std::uint64_t CycleStatistics::maximum_latency() const {
  for (std::size_t cycles = latency.size(); cycles-- > 0;)
    if (latency[cycles] != 0) return cycles;
  return 0;
}

}  // namespace espial
