#include "timestamp.hpp"

#include <algorithm>
#include <limits>

namespace espial::capture {
namespace {

/// 64-bit units times 10^9, and 64-bit seconds in nanoseconds, fit with room to spare.
__extension__ using Wide = __int128;

Wide power_of_ten(unsigned exponent) {
  Wide result = 1;
  for (; exponent > 0; --exponent) result *= 10;
  return result;
}

/// Below this, 10^-n and 2^-n second units make every 64-bit timestamp 0 ns.
constexpr unsigned ten_limit = 30;
constexpr unsigned two_limit = 96;

Wide since_offset(std::uint64_t timestamp, std::uint8_t resolution) {
  const unsigned exponent = resolution & 0x7Fu;
  const bool binary = (resolution & 0x80u) != 0;
  if (binary) {
    if (exponent >= two_limit) return 0;
    return (static_cast<Wide>(timestamp) * 1'000'000'000) >> exponent;
  }
  if (exponent <= 9) return static_cast<Wide>(timestamp) * power_of_ten(9 - exponent);
  if (exponent >= ten_limit) return 0;
  return static_cast<Wide>(timestamp) / power_of_ten(exponent - 9);
}

}  // namespace

std::uint64_t TimestampFormat::nanoseconds(std::uint64_t timestamp) const {
  constexpr auto latest = std::numeric_limits<std::uint64_t>::max();
  // The usual one, without 128-bit arithmetic.
  if (resolution == 6 && offset_s == 0 && timestamp <= latest / 1000) return timestamp * 1000;
  const Wide time =
      since_offset(timestamp, resolution) + static_cast<Wide>(offset_s) * 1'000'000'000;
  return static_cast<std::uint64_t>(std::clamp<Wide>(time, 0, latest));
}

}  // namespace espial::capture
