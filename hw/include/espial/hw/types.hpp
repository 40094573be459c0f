/// \file
/// The small types of the card: policies, states, outcomes. Shared by kernels, host and Python.
/// C++14 and `<cstdint>` only, so that Vitis HLS and gcc 12 read it.
#pragma once

#include <cstdint>

namespace espial {
namespace hw {

/// IP protocol numbers (IANA) that the card knows by name.
enum class Protocol : std::uint8_t { icmp = 1, tcp = 6, udp = 17, esp = 50, ah = 51, icmpv6 = 58 };

/// Which 16-bit ports a packet without ports gets (design: "SPI to ports").
enum class PortMapping : std::uint8_t {
  spi_split = 0,  ///< The SPI's halves: Junos stateful firewall.
  generic = 1,    ///< 20033 and 20033: PAN-OS, pass-through tunnels.
  negotiated =
      2,     ///< Halves of the negotiated inbound SPI: PAN-OS, tunnels that end on the firewall.
  none = 3,  ///< 0 and 0: Linux nf_conntrack.
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
  spi_reserved = 1 << 0,  ///< An SPI of 1 to 255 (reserved: RFC 4303, 2.1).
  spi_alias = 1 << 1,  ///< Under spi-split, the mirror flow counted: the peer uses the swapped SPI.
  nat_rebind = 1 << 2,       ///< An outer UDP port changed (RFC 3948).
  sa_unknown = 1 << 3,       ///< Under negotiated, the SA table did not know the SPI.
  mapping_changed = 1 << 4,  ///< The zone's port mapping has changed since; set by the host.
};

/// What the card does with a packet, as far as it decides.
enum class Action : std::uint8_t { forward = 0, drop = 1 };

/// How a packet's octets begin. Values of the request's link type.
enum class LinkType : std::uint8_t {
  ethernet = 0,
  raw_ip = 1,          ///< An IPv4 or IPv6 header at once.
  loopback = 2,        ///< BSD loopback: an address family in 4 octets, either byte order.
  linux_cooked = 3,    ///< Linux cooked capture, version 1: 16 octets.
  linux_cooked_2 = 4,  ///< Linux cooked capture, version 2: 20 octets.
};

/// What became of a packet: every packet has exactly one, and `verdict` owns one counter for each.
enum class Outcome : std::uint8_t {
  counted = 0,   ///< In a session.
  not_ip = 1,    ///< Neither IPv4 nor IPv6 behind the link header.
  fragment = 2,  ///< A later fragment: it carries no ports and creates nothing.
  refused = 3,   ///< No session found, and no record, or no slot of its lines, free.
  learn_deferred =
      4,              ///< As refused, but ended records wait for the host to read and release them.
  truncated = 8,      ///< Malformed, from here on: the capture ends before the octets needed.
  beyond_window = 9,  ///< A header ends beyond the window of octets that the card sees.
  oversize = 10,      ///< A frame longer than 9,728 octets on the wire port.
  too_short =
      11,  ///< The packet itself, or the length a header states, ends before the octets needed.
  link_depth = 12,  ///< More VLAN tags or MPLS labels than the parser follows.
  ip_version = 13,  ///< The version in the IP header is not the one announced.
  ip_header = 14,  ///< An IPv4 header length below 20 octets, or a total length below the header's.
  udp_length = 15,  ///< A UDP length below 8 (RFC 768).
  ah_length = 16,   ///< An AH shorter than its fixed fields (RFC 4302, 2.2).
  spi_zero = 17,    ///< SPI 0, which never appears on the wire (RFC 4303, 2.1).
  mapped_address =
      18,  ///< An IPv6 address that stands for an IPv4 one: never on the wire (RFC 6890, 2.2.3).
};
/// One more than the largest Outcome.
constexpr unsigned outcomes = 19;
/// The first Outcome that means malformed; all above it do too.
constexpr unsigned first_malformed = 8;

/// Idle times after which a session ends, each settable.
enum class Timer : std::uint8_t {
  esp_spi_split = 0,  ///< ESP and AH under spi-split, from the first packet on.
  esp_opening = 1,  ///< ESP and AH under generic and negotiated, until the other direction is seen.
  esp_active = 2,   ///< The same, afterwards.
  esp_none = 3,     ///< ESP and AH under none.
  tcp_opening = 4,  ///< TCP, until the other direction is seen.
  tcp_active = 5,
  udp_opening = 6,  ///< UDP, until both directions are seen and 2 s have passed.
  udp_active = 7,
  icmp = 8,
  icmpv6 = 9,
  other = 10,  ///< Every other protocol.
};
constexpr unsigned timers = 11;

/// The port that PAN-OS gives both ends of a pass-through tunnel.
constexpr std::uint16_t generic_port = 20033;
/// A flow's count of different SPIs stops here, meaning that many or more.
constexpr std::uint8_t most_spis = 3;

}  // namespace hw
}  // namespace espial
