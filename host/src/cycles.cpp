#include "espial/cycles.hpp"

#include <fmt/format.h>

#include <charconv>
#include <numeric>

#include "espial/error.hpp"

namespace espial {
namespace {

// All of a text as a decimal number.
bool parse_number(std::string_view text, std::uint64_t& number) {
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && stopped == end;
}

}  // namespace

CycleWindow CycleWindow::parse(std::string_view text) {
  CycleWindow window;
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || !parse_number(text.substr(0, colon), window.first) ||
      !parse_number(text.substr(colon + 1), window.last)) {
    throw InvalidArgument(
        fmt::format("cycles '{}': give the first and the last one, as 0:999", text));
  }
  if (window.last < window.first) {
    throw InvalidArgument(fmt::format("cycles '{}': the last one is before the first one", text));
  }
  return window;
}

std::uint64_t CycleStatistics::packets() const {
  return std::accumulate(latency.begin(), latency.end(), std::uint64_t{0});
}

std::uint64_t CycleStatistics::median_latency() const {
  const std::uint64_t all = packets();
  std::uint64_t sum = 0;
  for (std::size_t cycles = 0; cycles < latency.size(); ++cycles) {
    sum += latency[cycles];
    if (all != 0 && 2 * sum >= all) return cycles;
  }
  return 0;
}

std::uint64_t CycleStatistics::maximum_latency() const {
  for (std::size_t cycles = latency.size(); cycles-- > 0;)
    if (latency[cycles] != 0) return cycles;
  return 0;
}

}  // namespace espial
