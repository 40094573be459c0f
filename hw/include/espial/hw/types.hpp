/// \file
/// The small types of the card: policies, states, outcomes. Shared by kernels, host and Python.
/// C++14 and <cstdint> only, so that Vitis HLS and gcc 12 read it.
#pragma once

#include <cstdint>

namespace espial {
namespace hw {

/// IP protocol numbers (IANA) that the card knows by name.
enum class Protocol : std::uint8_t { icmp = 1, tcp = 6, udp = 17, esp = 50, ah = 51, icmpv6 = 58 };

/// Which 16-bit ports a packet without ports gets (design: "SPI to ports").
enum class PortMapping : std::uint8_t {
  spi_split = 0,   ///< The SPI's halves: Junos stateful firewall.
  generic = 1,     ///< 20033 and 20033: PAN-OS, pass-through tunnels.
  negotiated = 2,  ///< Halves of the negotiated inbound SPI: PAN-OS, tunnels that end on the firewall.
  none = 3,        ///< 0 and 0: Linux nf_conntrack.
};

/// What carries an ESP packet.
enum class Encapsulation : std::uint8_t {
  none = 0,
  udp = 1,  ///< RFC 3948.
};

/// A session's state.
enum class SessionState : std::uint8_t {
  free = 0,     ///< The record holds no session.
  opening = 1,  ///< The other direction was not seen yet.
  active = 2,
  closing = 3,  ///< Reserved for TCP.
  closed = 4,   ///< Ended; `EndReason` says why.
  discard = 5,  ///< Its packets are dropped.
};

/// Why a session ended.
enum class EndReason : std::uint8_t { none = 0, timeout = 1 };

/// Bits that a session collects.
enum class SessionFlag : std::uint16_t {
  spi_reserved = 1 << 0,     ///< An SPI of 1 to 255 (reserved: RFC 4303, 2.1).
  spi_alias = 1 << 1,        ///< Under spi-split, the mirror flow counted: the peer uses the swapped SPI.
  nat_rebind = 1 << 2,       ///< An outer UDP port changed (RFC 3948).
  sa_unknown = 1 << 3,       ///< Under negotiated, the SA table did not know the SPI.
  mapping_changed = 1 << 4,  ///< The zone's port mapping has changed since; set by the host.
};

/// What the card does with a packet, as far as it decides.
enum class Action : std::uint8_t { forward = 0, drop = 1 };

/// The port that PAN-OS gives both ends of a pass-through tunnel.
constexpr std::uint16_t generic_port = 20033;
/// A flow's count of different SPIs stops here, meaning that many or more.
constexpr std::uint8_t most_spis = 3;

}  // namespace hw
}  // namespace espial
