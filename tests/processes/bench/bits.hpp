/// \file
/// Bits in rows of octets: bit 0 is the lowest of the first octet.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

namespace espial::bench {

/// Up to 56 bits from `bit` on.
inline std::uint64_t get_bits(std::span<const std::uint8_t> octets, std::size_t bit,
                              unsigned width) {
  const std::size_t end = (bit + width + 7) / 8;
  std::uint64_t bits = 0;
  for (std::size_t i = end; i-- > bit / 8;) bits = (bits << 8) | octets[i];
  return (bits >> (bit % 8)) & ((std::uint64_t{1} << width) - 1);
}

inline void put_bits(std::span<std::uint8_t> octets, std::size_t bit, unsigned width,
                     std::uint64_t value) {
  const std::uint64_t mask = ((std::uint64_t{1} << width) - 1) << (bit % 8);
  value <<= bit % 8;
  const std::size_t first = bit / 8;
  for (std::size_t i = first; i < (bit + width + 7) / 8; ++i) {
    const unsigned shift = static_cast<unsigned>(8 * (i - first));
    const auto keep = static_cast<std::uint8_t>(~(mask >> shift));
    octets[i] = static_cast<std::uint8_t>((octets[i] & keep) | ((value & mask) >> shift));
  }
}

inline void copy_bits(std::span<const std::uint8_t> from, std::size_t from_bit,
                      std::span<std::uint8_t> to, std::size_t to_bit, std::size_t width) {
  constexpr std::size_t step = 56;
  for (std::size_t done = 0; done < width; done += step) {
    const auto some = static_cast<unsigned>(std::min(step, width - done));
    put_bits(to, to_bit + done, some, get_bits(from, from_bit + done, some));
  }
}

}  // namespace espial::bench
