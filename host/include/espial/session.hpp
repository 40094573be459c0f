/// \file
/// A session as the host shows it: what the listings print and what a reader of the table gets.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "espial/address.hpp"
#include "espial/hw/types.hpp"

namespace espial {

/// One direction of a session.
struct Flow {
  Address source;
  Address destination;
  std::uint16_t source_port = 0;
  std::uint16_t destination_port = 0;
  /// The SPI last seen in this direction, as the packet carried it; none if no ESP or AH came.
  std::optional<std::uint32_t> spi;
  /// How many different SPIs this direction has carried; hw::most_spis means that many or more.
  std::uint8_t spis = 0;
  std::uint64_t packets = 0;
  /// Octets on the wire, link header included.
  std::uint64_t bytes = 0;
  /// The port or VLAN tag by which the flow last came in; none before its first packet.
  std::optional<std::uint16_t> ingress;
  /// Outer UDP ports last seen, of ESP in UDP (RFC 3948) only.
  std::uint16_t outer_source_port = 0;
  std::uint16_t outer_destination_port = 0;

  friend bool operator==(const Flow&, const Flow&) = default;
};

/// Two flows that belong together. `c2s` is the direction of the first packet.
struct Session {
  /// Number of the session's first packet among all arrivals: names the session, and orders
  /// listings.
  std::uint64_t creation = 0;
  std::uint16_t zone = 0;
  /// IP protocol number; 50 for ESP in UDP too.
  std::uint8_t protocol = 0;
  hw::Encapsulation encapsulation = hw::Encapsulation::none;
  hw::SessionState state = hw::SessionState::opening;
  hw::EndReason end_reason = hw::EndReason::none;
  /// Bits of hw::SessionFlag.
  std::uint16_t flags = 0;
  /// The mapping that gave this session its ports: `negotiated` only if the SA table knew the SPI.
  hw::PortMapping port_mapping = hw::PortMapping::spi_split;
  /// Nanoseconds since 1970, UTC.
  std::uint64_t created_ns = 0;
  std::uint64_t last_seen_ns = 0;
  /// The idle time after which the session ends.
  std::uint64_t timeout_ns = 0;
  Flow c2s;
  Flow s2c;

  /// Whether the session has ended: `state` is closed.
  [[nodiscard]] bool closed() const { return state == hw::SessionState::closed; }
  friend bool operator==(const Session&, const Session&) = default;
};

}  // namespace espial
