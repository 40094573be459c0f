// The secret words of the card's hashes (hw/kernels/table/tabulation.hpp).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "espial/hw/record.hpp"
#include "espial/hw/request.hpp"

namespace espial {

// A word of the session hash: line numbers, and the tag above them.
struct HashWord {
  std::uint64_t low = 0;
  std::uint8_t high = 0;
};

// The hash of a session key: where in the index it may stand, by choice, and its tag.
struct SessionHash {
  std::array<std::uint32_t, hw::choices> line{};
  std::uint32_t tag = 0;

  friend bool operator==(const SessionHash&, const SessionHash&) = default;
};

struct HashTables {
  std::array<std::array<HashWord, 16>, hw::key_nibbles> session{};
  std::array<std::array<std::uint64_t, 16>, hw::sa_nibbles> sa{};

  // Words from the system's randomness, or derived from a seed.
  static HashTables draw(std::optional<std::uint64_t> seed);

  // The commands that bring them to the card.
  static constexpr std::size_t requests = (hw::key_nibbles + hw::sa_nibbles) * 16;
  [[nodiscard]] hw::Request request(std::size_t i) const;

  // Of a record's key, as the card makes it (hw/kernels/table/hash.cpp).
  [[nodiscard]] SessionHash hash(const hw::Record& record) const;
};

}  // namespace espial
