/// \file
/// The card's counters, as `verdict` keeps them.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "espial/hw/types.hpp"

namespace espial {

/// Everything that was counted since the card was cleared.
struct Statistics {
  /// Packets by what became of them, indexed by hw::Outcome. AH around ESP adds two.
  std::array<std::uint64_t, hw::outcomes> outcome{};
  /// Packets that arrived.
  std::uint64_t packets = 0;
  /// Packets that count in two sessions: AH directly around ESP.
  std::uint64_t doubled = 0;
  /// NAT keepalives (RFC 3948, 2.3); they count in their UDP session too.
  std::uint64_t keepalives = 0;
  /// Packets stamped earlier than one before them, taken at the newest time.
  std::uint64_t time_reversals = 0;
  /// Sessions created.
  std::uint64_t sessions = 0;

  [[nodiscard]] std::uint64_t operator[](hw::Outcome which) const {
    return outcome[static_cast<std::size_t>(which)];
  }
  /// Whether packets + doubled = the sum of all outcomes.
  [[nodiscard]] bool balanced() const;
};

/// The name of an outcome in listings and JSON: `not_ip`, `truncated`, ….
/// Empty for a number that is no outcome.
std::string_view name(hw::Outcome outcome);

}  // namespace espial
