// Times of pcapng interfaces (draft-ietf-opsawg-pcapng, 4.2: if_tsresol and if_tsoffset).
#pragma once

#include <cstdint>

namespace espial::capture {

/// What one interface's timestamps mean.
struct TimestampFormat {
  /// if_tsresol: units of 10^-n seconds, or, with the highest bit set, of 2^-n seconds.
  std::uint8_t resolution = 6;
  /// if_tsoffset, seconds.
  std::int64_t offset_s = 0;

  /// Nanoseconds since 1970, rounded down; 0 for times before, the largest value for times that do
  /// not fit.
  [[nodiscard]] std::uint64_t nanoseconds(std::uint64_t timestamp) const;
};

}  // namespace espial::capture
