/// \file
/// A packet as it goes into the session table.
#pragma once

#include <cstdint>
#include <span>

#include "espial/hw/types.hpp"

namespace espial {

/// One packet with its time. Owns nothing: `octets` belongs to whoever made the packet.
struct Packet {
  /// Nanoseconds since 1970, UTC.
  std::uint64_t time_ns = 0;
  /// Octets on the wire, link header included; at most 2^24 - 1. May exceed `octets.size()` (a
  /// snapped packet).
  std::uint32_t length = 0;
  hw::LinkType link = hw::LinkType::ethernet;
  /// Port or VLAN tag by which it came in.
  std::uint16_t ingress = 0;
  /// The octets captured, from the link header on.
  std::span<const std::uint8_t> octets;
};

}  // namespace espial
