// Hashes that are worse than any secret could make them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "driver/hash_tables.hpp"
#include "espial/device.hpp"

namespace espial::test {

// Which bits of a session's hash are left; the others are zero for every key. The line number of
// choice c stands in bits 12 c to 12 c + 11, the tag in bits 48 to 71 (hw/kernels/table/hash.cpp).
struct HashBits {
  unsigned tag_bits = hw::tag_bits;
  std::array<unsigned, hw::choices> line_bits{hw::line_bits, hw::line_bits, hw::line_bits,
                                              hw::line_bits};

  // Slots in the index that a session can stand in at all: not all of these are open to each.
  [[nodiscard]] std::size_t slots() const;
};

HashTables draw(std::uint64_t seed, const HashBits& bits);
Device open_native(std::uint64_t seed, const HashBits& bits);

}  // namespace espial::test
