// What the tests of `parse` share: from packets to what it says of them, and what it should say.
#pragma once

#include <cstdint>

#include "parse_kernel.hpp"
#include "support/packet_builder.hpp"

namespace espial::test {

/// What the kernel says of a packet that was captured whole.
inline ParsedPacket parse(const Octets& octets, hw::LinkType link = hw::LinkType::ethernet) {
  return kernel_parse(link, octets, static_cast<std::uint32_t>(octets.size()));
}

// Expectations. The addresses are those that the packet builder takes by itself.

inline ParsedPacket only(hw::Outcome outcome) { return {.outcome = outcome}; }

inline ParsedPacket without_ports(std::uint8_t protocol) { return {.protocol = protocol}; }
inline ParsedPacket with_ports(std::uint8_t protocol, std::uint16_t source,
                               std::uint16_t destination) {
  return {.protocol = protocol, .source_port = source, .destination_port = destination};
}
inline ParsedPacket is_esp(std::uint32_t spi) {
  return {.protocol = 50, .has_spi = true, .spi = spi};
}
inline ParsedPacket is_ah(std::uint32_t spi) {
  return {.protocol = 51, .has_spi = true, .spi = spi};
}
inline ParsedPacket is_ah_around_esp(std::uint32_t ah_spi, std::uint32_t spi) {
  return {.protocol = 50, .has_spi = true, .has_ah = true, .spi = spi, .ah_spi = ah_spi};
}
inline ParsedPacket is_esp_in_udp(std::uint32_t spi, std::uint16_t source,
                                  std::uint16_t destination) {
  return {.protocol = 50,
          .encapsulated = true,
          .has_spi = true,
          .spi = spi,
          .source_port = source,
          .destination_port = destination};
}

inline ParsedPacket in_ipv4(ParsedPacket packet) {
  packet.source = packet::mapped_address(packet::Ipv4{}.source);
  packet.destination = packet::mapped_address(packet::Ipv4{}.destination);
  return packet;
}
inline ParsedPacket in_ipv6(ParsedPacket packet) {
  packet.source = packet::mapped_address(packet::Ipv6{}.source);
  packet.destination = packet::mapped_address(packet::Ipv6{}.destination);
  return packet;
}

}  // namespace espial::test
