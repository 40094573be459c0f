/// \file
/// A second reading of the parsing rules, octet by octet, to hold the kernel `parse` against. It
/// shares nothing with the kernel but the numbers of outcomes, link types and the size of the
/// window, and it refuses to look at an octet before having asked whether it is there.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iomanip>
#include <ostream>
#include <span>
#include <stdexcept>

#include "espial/hw/geometry.hpp"
#include "espial/hw/types.hpp"

namespace espial::test {

using Address = std::array<std::uint8_t, 16>;

/// What a parser says of a packet. Where it does not count, nothing but the outcome says anything.
struct ParsedPacket {
  hw::Outcome outcome = hw::Outcome::counted;
  std::uint8_t protocol = 0;  ///< 50 for ESP in UDP too.
  bool encapsulated = false;  ///< ESP in UDP.
  bool has_spi = false;
  bool has_ah = false;  ///< AH stands directly around this ESP: both count.
  std::uint32_t spi = 0;
  std::uint32_t ah_spi = 0;
  bool keepalive = false;
  Address source{};  ///< IPv4 mapped.
  Address destination{};
  std::uint16_t source_port = 0;  ///< Of UDP for ESP in UDP.
  std::uint16_t destination_port = 0;

  friend bool operator==(const ParsedPacket&, const ParsedPacket&) = default;
};

inline std::ostream& operator<<(std::ostream& out, const ParsedPacket& packet) {
  const auto address = [&out](const Address& octets) {
    for (const unsigned octet : octets) out << std::setw(2) << octet;
  };
  const std::ios_base::fmtflags flags = out.flags();
  const char fill = out.fill('0');
  out << "outcome " << std::dec << unsigned{static_cast<std::uint8_t>(packet.outcome)}
      << ", protocol " << unsigned{packet.protocol} << (packet.encapsulated ? " in UDP" : "")
      << std::hex;
  if (packet.has_spi) out << ", SPI " << packet.spi;
  if (packet.has_ah) out << " in AH " << packet.ah_spi;
  out << ", ";
  address(packet.source);
  out << std::dec << ":" << packet.source_port << " -> " << std::hex;
  address(packet.destination);
  out << std::dec << ":" << packet.destination_port << (packet.keepalive ? ", keepalive" : "");
  out.flags(flags);
  out.fill(fill);
  return out;
}

/// Reads one packet. Use `reference_parse`.
class ReferenceParser {
 public:
  /// \param octets what was captured, as much as the window holds \param length octets on the wire
  ReferenceParser(hw::LinkType link, std::span<const std::uint8_t> octets, std::uint32_t length)
      : link_(link), octets_(octets), end_(length) {}

  ParsedPacket parse() {
    try {
      read_link();
    } catch (const Speaks& against) {
      packet_ = {.outcome = against.outcome};
    }
    return packet_;
  }

 private:
  /// What speaks against the packet.
  struct Speaks {
    hw::Outcome outcome;
  };

  // --- octets ---

  /// Where the octets before `end` are missing, the packet does not have them, or the capture, or
  /// the window.
  void need(std::size_t end) {
    if (end > end_) throw Speaks{hw::Outcome::too_short};
    if (end > octets_.size()) {
      throw Speaks{octets_.size() < hw::window_octets ? hw::Outcome::truncated
                                                      : hw::Outcome::beyond_window};
    }
    asked_ = std::max(asked_, end);
  }
  [[nodiscard]] unsigned u8(std::size_t at) const {
    if (at >= asked_)
      throw std::logic_error("the reference parser looks at an octet that it did not ask for");
    return octets_[at];
  }
  [[nodiscard]] unsigned u16(std::size_t at) const { return (u8(at) << 8) | u8(at + 1); }
  [[nodiscard]] std::uint32_t u32(std::size_t at) const { return (u16(at) << 16) | u16(at + 2); }
  /// The IP packet ends at `end` at the latest: padding behind it is not payload.
  void bound(std::size_t end) { end_ = std::min(end_, end); }

  // --- link ---

  void read_link() {
    switch (link_) {
      case hw::LinkType::ethernet:
        need(14);
        return read_type(u16(12), 14, 0);
      case hw::LinkType::loopback:
        need(4);
        return read_family();
      case hw::LinkType::linux_cooked:
        need(16);
        return read_type(u16(14), 16, 0);
      case hw::LinkType::linux_cooked_2:
        need(20);
        return read_type(u16(0), 20, 0);
      case hw::LinkType::raw_ip:
        break;
    }
    read_by_version(0);
  }

  /// The family is in either byte order: in one of them it is a small number.
  void read_family() {
    const std::uint32_t big = u32(0);
    const std::uint32_t little = u8(0) | (u8(1) << 8) | (u8(2) << 16) | (u8(3) << 24);
    switch (std::min(big, little)) {
      case 2:
        return read_ipv4(4);
      case 10:  // Linux
      case 24:  // NetBSD, OpenBSD
      case 28:  // FreeBSD
      case 30:  // macOS
        return read_ipv6(4);
      default:
        throw Speaks{hw::Outcome::not_ip};
    }
  }

  /// What an EtherType names; up to 8 VLAN tags and MPLS labels are followed.
  void read_type(unsigned type, std::size_t at, unsigned tags) {
    if (type == 0x0800) return read_ipv4(at);
    if (type == 0x86DD) return read_ipv6(at);
    const bool tag = type == 0x8100 || type == 0x88A8;
    const bool label = type == 0x8847 || type == 0x8848;
    if (!tag && !label) throw Speaks{hw::Outcome::not_ip};
    if (tags == 8) throw Speaks{hw::Outcome::link_depth};
    need(at + 4);
    if (tag) return read_type(u16(at + 2), at + 4, tags + 1);
    const bool bottom = (u8(at + 2) & 1) != 0;
    if (bottom) return read_by_version(at + 4);
    read_type(type, at + 4, tags + 1);
  }

  void read_by_version(std::size_t at) {
    need(at + 1);
    switch (u8(at) >> 4) {
      case 4:
        return read_ipv4(at);
      case 6:
        return read_ipv6(at);
      default:
        throw Speaks{hw::Outcome::not_ip};
    }
  }

  // --- IP ---

  void read_ipv4(std::size_t at) {
    need(at + 20);
    const unsigned header = 4 * (u8(at) & 0xF);
    const unsigned total = u16(at + 2);
    if (u8(at) >> 4 != 4) throw Speaks{hw::Outcome::ip_version};
    if (header < 20) throw Speaks{hw::Outcome::ip_header};
    if (total != 0) {  // 0: captured before segmentation offload
      if (total < header) throw Speaks{hw::Outcome::ip_header};
      bound(at + total);
    }
    need(at + header);
    if ((u16(at + 6) & 0x1FFF) != 0) throw Speaks{hw::Outcome::fragment};
    packet_.source = packet_.destination = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    for (std::size_t i = 0; i < 4; ++i) {
      packet_.source[12 + i] = static_cast<std::uint8_t>(u8(at + 12 + i));
      packet_.destination[12 + i] = static_cast<std::uint8_t>(u8(at + 16 + i));
    }
    read_transport(u8(at + 9), at + header);
  }

  /// ::ffff:0:0/96 stands for IPv4 addresses.
  static bool is_mapped(const Address& address) {
    constexpr Address prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    return std::equal(prefix.begin(), prefix.begin() + 12, address.begin());
  }

  void read_ipv6(std::size_t at) {
    v6_ = true;
    need(at + 40);
    if (u8(at) >> 4 != 6) throw Speaks{hw::Outcome::ip_version};
    const unsigned payload = u16(at + 4);
    unsigned next = u8(at + 6);
    const bool jumbogram = payload == 0 && next == 0;  // RFC 2675
    for (std::size_t i = 0; i < 16; ++i) {
      packet_.source[i] = static_cast<std::uint8_t>(u8(at + 8 + i));
      packet_.destination[i] = static_cast<std::uint8_t>(u8(at + 24 + i));
    }
    if (is_mapped(packet_.source) || is_mapped(packet_.destination)) {
      throw Speaks{hw::Outcome::mapped_address};
    }
    at += 40;
    if (!jumbogram) bound(at + payload);
    while (next == 0 || next == 43 || next == 44 || next == 60) {
      need(at + 8);
      const bool fragment = next == 44;
      const unsigned size = fragment ? 8 : 8 * (u8(at + 1) + 1);
      need(at + size);
      if (fragment && u16(at + 2) >> 3 != 0) throw Speaks{hw::Outcome::fragment};
      next = u8(at);
      at += size;
    }
    read_transport(next, at);
  }

  // --- what IP carries ---

  void read_transport(unsigned protocol, std::size_t at) {
    packet_.protocol = static_cast<std::uint8_t>(protocol);
    if (protocol == 50) return read_esp(at);
    if (protocol == 51) return read_ah(at);
    if (protocol == 17) return read_udp(at);
    if (protocol == 6) {
      need(at + 14);
      return set_ports(u16(at), u16(at + 2));
    }
    if (protocol == (v6_ ? 58U : 1U)) read_icmp(at);
  }

  void set_ports(unsigned source, unsigned destination) {
    packet_.source_port = static_cast<std::uint16_t>(source);
    packet_.destination_port = static_cast<std::uint16_t>(destination);
  }

  void read_icmp(std::size_t at) {
    need(at + 8);
    const unsigned type = u8(at);
    const bool echo = v6_ ? type == 128 || type == 129 : type == 0 || type == 8;
    if (echo) set_ports(u16(at + 4), u16(at + 4));
  }

  void read_esp(std::size_t at) {
    need(at + 8);
    packet_.protocol = 50;
    packet_.has_spi = true;
    packet_.spi = u32(at);
    if (packet_.spi == 0) throw Speaks{hw::Outcome::spi_zero};
  }

  void read_ah(std::size_t at) {
    need(at + 12);
    const unsigned length = u8(at + 1);
    if (length == 0) throw Speaks{hw::Outcome::ah_length};
    packet_.has_spi = true;
    packet_.spi = u32(at + 4);
    if (packet_.spi == 0) throw Speaks{hw::Outcome::spi_zero};
    if (u8(at) != 50) return;
    // If what it says to be ESP is none, AH counts alone.
    const ParsedPacket alone = packet_;
    try {
      read_esp(at + 4 * (length + 2));
      packet_.has_ah = true;
      packet_.ah_spi = alone.spi;
    } catch (const Speaks&) {
      packet_ = alone;
    }
  }

  void read_udp(std::size_t at) {
    need(at + 8);
    set_ports(u16(at), u16(at + 2));
    const unsigned length = u16(at + 4);
    // RFC 2675, 4: over IPv6 a length of 0 means what the IP header leaves.
    const bool absent = v6_ && length == 0;
    if (length < 8 && !absent) throw Speaks{hw::Outcome::udp_length};
    if (!absent) bound(at + length);
    if (packet_.source_port != 4500 && packet_.destination_port != 4500) return;
    const std::size_t content = end_ - (at + 8);
    if (content == 1) {
      need(at + 9);
      packet_.keepalive = u8(at + 8) == 0xFF;
    } else if (content >= 4) {
      need(at + 12);
      if (u32(at + 8) == 0) return;  // IKE
      packet_.encapsulated = true;
      read_esp(at + 8);
    }
  }

  hw::LinkType link_;
  std::span<const std::uint8_t> octets_;
  std::size_t end_;        // of the packet, from its first octet on
  std::size_t asked_ = 0;  // octets that are known to be there
  bool v6_ = false;
  ParsedPacket packet_;
};

/// What the parsing rules say of a packet. \param octets captured; the window shows the first 112
/// of them
/// \param length octets on the wire
inline ParsedPacket reference_parse(hw::LinkType link, std::span<const std::uint8_t> octets,
                                    std::uint32_t length) {
  const std::size_t seen = std::min<std::size_t>(octets.size(), hw::window_octets);
  return ReferenceParser(link, octets.first(seen), length).parse();
}

}  // namespace espial::test
