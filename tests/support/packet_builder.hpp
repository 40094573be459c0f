/// \file
/// Builds packets layer by layer, the way they nest on the wire:
///
///     using namespace espial::test::packet;
///     Octets frame = ethernet(vlan(100, ipv4(udp(4500, 4500, esp(0xC0FFEE01)))));
///     Octets other = ethernet(ipv6({.destination = "2001:db8::9"}, hop_by_hop(ah(7, esp(8)))));
///
/// Each layer tells the one in front of it what it is, so EtherTypes, protocol numbers and lengths
/// come out right by themselves. What shall be wrong is said: `ipv4({.total_length = 10}, …)`,
/// `as(0x0800, …)`, `cut(…, 7)`. Checksums are right in IPv4 headers and zero elsewhere. Header
/// only, and needs nothing but this project's types.
#pragma once

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "espial/hw/types.hpp"

namespace espial::test {

using Octets = std::vector<std::uint8_t>;

namespace packet {

namespace ethertype {
constexpr std::uint16_t ipv4 = 0x0800;
constexpr std::uint16_t arp = 0x0806;
constexpr std::uint16_t vlan = 0x8100;
constexpr std::uint16_t ipv6 = 0x86DD;
constexpr std::uint16_t mpls = 0x8847;
constexpr std::uint16_t mpls_upstream = 0x8848;
constexpr std::uint16_t service_vlan = 0x88A8;
}  // namespace ethertype

/// IP protocol numbers (IANA), extension headers among them.
namespace protocol {
constexpr std::uint8_t hop_by_hop = 0;
constexpr std::uint8_t icmp = 1;
constexpr std::uint8_t ip_in_ip = 4;
constexpr std::uint8_t tcp = 6;
constexpr std::uint8_t udp = 17;
constexpr std::uint8_t ipv6_in_ip = 41;
constexpr std::uint8_t routing = 43;
constexpr std::uint8_t fragment = 44;
constexpr std::uint8_t gre = 47;
constexpr std::uint8_t esp = 50;
constexpr std::uint8_t ah = 51;
constexpr std::uint8_t icmpv6 = 58;
constexpr std::uint8_t no_next_header = 59;
constexpr std::uint8_t destination_options = 60;
}  // namespace protocol

/// A header with all that follows it, and the number by which the header in front of it names it:
/// an EtherType, or an IP protocol.
struct Layer {
  Octets octets;
  std::uint16_t type = 0;

  operator const Octets&() const { return octets; }
};

// --- what layers are made of
// ------------------------------------------------------------------------

/// Appends a number in network order.
inline void put(Octets& octets, std::uint64_t value, std::size_t size) {
  for (std::size_t i = size; i-- > 0;) {
    octets.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  }
}
inline void append(Octets& octets, const Octets& more) {
  octets.insert(octets.end(), more.begin(), more.end());
}

/// Octets that mean nothing and are never zero.
inline Octets filler(std::size_t size) {
  Octets octets(size);
  for (std::size_t i = 0; i < size; ++i) octets[i] = static_cast<std::uint8_t>(0xA0 + i % 0x40);
  return octets;
}

/// An address in network order, of 4 or 16 octets. \throws std::invalid_argument if it is none
inline Octets address(std::string_view text) {
  const std::string name(text);
  const bool v6 = name.find(':') != std::string::npos;
  Octets octets(v6 ? 16 : 4);
  if (inet_pton(v6 ? AF_INET6 : AF_INET, name.c_str(), octets.data()) != 1) {
    throw std::invalid_argument(name + " is no address");
  }
  return octets;
}

/// An address as the session table keeps it: IPv4 mapped (RFC 4291, 2.5.5.2).
inline std::array<std::uint8_t, 16> mapped_address(std::string_view text) {
  std::array<std::uint8_t, 16> mapped{};
  const Octets octets = address(text);
  if (octets.size() == 4) mapped[10] = mapped[11] = 0xFF;
  std::ranges::copy_backward(octets, mapped.end());
  return mapped;
}

/// Any octets as the payload of a header that names them by `type`.
inline Layer payload(std::uint16_t type, Octets octets) { return {std::move(octets), type}; }
/// The same octets under another name.
inline Layer as(std::uint16_t type, Layer layer) {
  layer.type = type;
  return layer;
}
/// The first `size` octets only; headers in front of it are made for these.
inline Layer cut(Layer layer, std::size_t size) {
  layer.octets.resize(std::min(size, layer.octets.size()));
  return layer;
}
/// With zeros up to `size`, as Ethernet pads its frames to 60 octets.
inline Octets padded(Octets octets, std::size_t size = 60) {
  octets.resize(std::max(size, octets.size()));
  return octets;
}

// --- what stands behind IP
// --------------------------------------------------------------------------

/// RFC 4303. \param content what follows SPI and sequence number
inline Layer esp(std::uint32_t spi, std::uint32_t sequence = 1,
                 const Octets& content = filler(32)) {
  Octets octets;
  put(octets, spi, 4);
  put(octets, sequence, 4);
  append(octets, content);
  return {octets, protocol::esp};
}

/// RFC 4302. \param length_field in units of 4 octets, less 2; true if absent
/// \param check_value 12 octets as with a 96-bit algorithm
inline Layer ah(std::uint32_t spi, const Layer& content,
                std::optional<std::uint8_t> length_field = {},
                const Octets& check_value = filler(12)) {
  const auto units = static_cast<std::uint8_t>((12 + check_value.size()) / 4 - 2);
  Octets octets;
  put(octets, content.type, 1);
  put(octets, length_field.value_or(units), 1);
  put(octets, 0, 2);
  put(octets, spi, 4);
  put(octets, 1, 4);
  append(octets, check_value);
  append(octets, content);
  return {octets, protocol::ah};
}

/// RFC 768. \param length header and payload; true if absent
inline Layer udp(std::uint16_t source_port, std::uint16_t destination_port,
                 const Octets& content = {}, std::optional<std::uint16_t> length = {}) {
  Octets octets;
  put(octets, source_port, 2);
  put(octets, destination_port, 2);
  put(octets, length.value_or(static_cast<std::uint16_t>(8 + content.size())), 2);
  put(octets, 0, 2);
  append(octets, content);
  return {octets, protocol::udp};
}

/// What IKE puts into UDP on port 4500: the marker of four zero octets, then its header (RFC
/// 3948, 2.2).
inline Octets ike_behind_marker() {
  Octets octets(4);
  append(octets, filler(28));
  return octets;
}
/// What keeps a NAT's binding alive (RFC 3948, 2.3).
inline Octets keepalive() { return {0xFF}; }

/// RFC 9293, without options. \param flags as octet 13 has them; ACK if absent
inline Layer tcp(std::uint16_t source_port, std::uint16_t destination_port,
                 const Octets& content = {}, std::uint8_t flags = 0x10) {
  constexpr std::uint8_t header_words = 5;
  Octets octets;
  put(octets, source_port, 2);
  put(octets, destination_port, 2);
  put(octets, 1, 4);
  put(octets, 1, 4);
  put(octets, header_words << 4, 1);
  put(octets, flags, 1);
  put(octets, 0xFFFF, 2);
  put(octets, 0, 4);
  append(octets, content);
  return {octets, protocol::tcp};
}

/// RFC 792. \param rest the header's second four octets
inline Layer icmp(std::uint8_t type, std::uint8_t code = 0, std::uint32_t rest = 0,
                  const Octets& content = {}) {
  Octets octets;
  put(octets, type, 1);
  put(octets, code, 1);
  put(octets, 0, 2);
  put(octets, rest, 4);
  append(octets, content);
  return {octets, protocol::icmp};
}
/// RFC 4443: as ICMP, with types of its own.
inline Layer icmpv6(std::uint8_t type, std::uint8_t code = 0, std::uint32_t rest = 0,
                    const Octets& content = {}) {
  return as(protocol::icmpv6, icmp(type, code, rest, content));
}

enum class Echo { request, reply };
inline Layer icmp_echo(std::uint16_t identifier, Echo which = Echo::request,
                       std::uint16_t sequence = 1) {
  const std::uint32_t rest = (std::uint32_t{identifier} << 16) | sequence;
  return icmp(which == Echo::request ? 8 : 0, 0, rest, filler(24));
}
inline Layer icmpv6_echo(std::uint16_t identifier, Echo which = Echo::request,
                         std::uint16_t sequence = 1) {
  const std::uint32_t rest = (std::uint32_t{identifier} << 16) | sequence;
  return icmpv6(which == Echo::request ? 128 : 129, 0, rest, filler(24));
}

// --- IP
// ---------------------------------------------------------------------------------------------

struct Ipv4 {
  std::string_view source = "192.168.0.1";
  std::string_view destination = "10.0.1.2";
  /// A multiple of 4, at most 40 octets.
  Octets options = {};
  /// In octets, a multiple of 8.
  unsigned fragment_offset = 0;
  bool more_fragments = false;
  /// These three are true if absent.
  std::optional<std::uint8_t> version = {};
  std::optional<std::uint8_t> header_words = {};
  std::optional<std::uint16_t> total_length = {};
};

/// RFC 791.
inline Layer ipv4(const Ipv4& header, const Layer& content) {
  const std::size_t size = 20 + header.options.size();
  const unsigned version = header.version.value_or(4);
  const unsigned words = header.header_words.value_or(static_cast<std::uint8_t>(size / 4));
  const auto total = static_cast<std::uint16_t>(size + content.octets.size());
  constexpr unsigned more_fragments = 0x2000;
  constexpr std::uint8_t time_to_live = 64;
  Octets octets;
  put(octets, (version << 4) | words, 1);
  put(octets, 0, 1);
  put(octets, header.total_length.value_or(total), 2);
  put(octets, 0x1234, 2);
  put(octets, (header.more_fragments ? more_fragments : 0U) | (header.fragment_offset / 8), 2);
  put(octets, time_to_live, 1);
  put(octets, content.type, 1);
  put(octets, 0, 2);
  append(octets, address(header.source));
  append(octets, address(header.destination));
  append(octets, header.options);
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i + 1 < octets.size(); i += 2)
    sum += (std::uint32_t{octets[i]} << 8) | octets[i + 1];
  while (sum > 0xFFFF) sum = (sum & 0xFFFF) + (sum >> 16);
  octets[10] = static_cast<std::uint8_t>(~sum >> 8);
  octets[11] = static_cast<std::uint8_t>(~sum);
  append(octets, content);
  return {octets, ethertype::ipv4};
}
inline Layer ipv4(const Layer& content) { return ipv4({}, content); }

struct Ipv6 {
  std::string_view source = "2001:db8::1";
  std::string_view destination = "2001:db8::2";
  /// These two are true if absent.
  std::optional<std::uint8_t> version = {};
  std::optional<std::uint16_t> payload_length = {};
};

/// RFC 8200.
inline Layer ipv6(const Ipv6& header, const Layer& content) {
  constexpr std::uint8_t hop_limit = 64;
  Octets octets;
  put(octets, std::uint32_t{header.version.value_or(6)} << 28, 4);
  put(octets, header.payload_length.value_or(static_cast<std::uint16_t>(content.octets.size())), 2);
  put(octets, content.type, 1);
  put(octets, hop_limit, 1);
  append(octets, address(header.source));
  append(octets, address(header.destination));
  append(octets, content);
  return {octets, ethertype::ipv6};
}
inline Layer ipv6(const Layer& content) { return ipv6({}, content); }

/// An extension header of the form that all options headers share (RFC 8200, 4): next header,
/// length, contents.
/// \param size a multiple of 8, header included; `length_field`, in units of 8 beyond the first 8,
/// is true if absent
inline Layer extension(std::uint8_t type, const Layer& content, std::size_t size = 8,
                       std::optional<std::uint8_t> length_field = {}) {
  Octets octets;
  put(octets, content.type, 1);
  put(octets, length_field.value_or(static_cast<std::uint8_t>(size / 8 - 1)), 1);
  octets.resize(size);  // Pad1 options, or a routing header of type 0 with nothing left to visit
  append(octets, content);
  return {octets, type};
}
inline Layer hop_by_hop(const Layer& content, std::size_t size = 8) {
  return extension(protocol::hop_by_hop, content, size);
}
inline Layer routing(const Layer& content, std::size_t size = 8) {
  return extension(protocol::routing, content, size);
}
inline Layer destination_options(const Layer& content, std::size_t size = 8) {
  return extension(protocol::destination_options, content, size);
}
/// RFC 8200, 4.5. \param offset in octets, a multiple of 8
inline Layer ipv6_fragment(const Layer& content, unsigned offset = 0, bool more = false) {
  Octets octets;
  put(octets, content.type, 1);
  put(octets, 0, 1);
  put(octets, (offset & ~7U) | (more ? 1U : 0U), 2);
  put(octets, 0x12345678, 4);
  append(octets, content);
  return {octets, protocol::fragment};
}
/// The hop-by-hop header of a jumbogram (RFC 2675, 2), whose IPv6 header says a payload length of
/// 0.
inline Layer jumbo_payload(const Layer& content, std::uint32_t length) {
  constexpr std::uint8_t jumbo_option = 0xC2;
  Octets octets;
  put(octets, content.type, 1);
  put(octets, 0, 1);
  put(octets, jumbo_option, 1);
  put(octets, 4, 1);
  put(octets, length, 4);
  append(octets, content);
  return {octets, protocol::hop_by_hop};
}

// --- links
// ------------------------------------------------------------------------------------------

/// IEEE 802.1Q. \param control priority and VLAN identifier
inline Layer vlan(std::uint16_t control, const Layer& content) {
  Octets octets;
  put(octets, control, 2);
  put(octets, content.type, 2);
  append(octets, content);
  return {octets, ethertype::vlan};
}
/// IEEE 802.1ad.
inline Layer service_vlan(std::uint16_t control, const Layer& content) {
  return as(ethertype::service_vlan, vlan(control, content));
}
/// One entry of a label stack (RFC 3032, 2.1): the bottom one unless another label follows.
inline Layer mpls(std::uint32_t label, const Layer& content) {
  constexpr std::uint32_t bottom_of_stack = 0x100;
  constexpr std::uint32_t time_to_live = 64;
  const bool bottom = content.type != ethertype::mpls && content.type != ethertype::mpls_upstream;
  Octets octets;
  put(octets, (label << 12) | (bottom ? bottom_of_stack : 0U) | time_to_live, 4);
  append(octets, content);
  return {octets, ethertype::mpls};
}

inline Octets ethernet(const Layer& content) {
  Octets octets = {0x02, 0x00, 0x00, 0x00, 0x00, 0x02, 0x02, 0x00, 0x00, 0x00, 0x00, 0x01};
  put(octets, content.type, 2);
  append(octets, content);
  return octets;
}
/// No link header at all.
inline Octets raw_ip(const Layer& content) { return content.octets; }
/// An address family in 4 octets: in the byte order of who captured (link type 0), or of the
/// network (108).
inline Octets loopback(std::uint32_t family, std::endian order, const Layer& content) {
  Octets octets;
  put(octets, family, 4);
  if (order == std::endian::little) std::ranges::reverse(octets);
  append(octets, content);
  return octets;
}
/// Linux cooked capture, version 1 (LINKTYPE_LINUX_SLL).
inline Octets linux_cooked(const Layer& content) {
  constexpr std::uint16_t ethernet_device = 1;
  Octets octets;
  put(octets, 0, 2);  // to us
  put(octets, ethernet_device, 2);
  put(octets, 6, 2);
  append(octets, {0x02, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00});
  put(octets, content.type, 2);
  append(octets, content);
  return octets;
}
/// Linux cooked capture, version 2 (LINKTYPE_LINUX_SLL2).
inline Octets linux_cooked_2(const Layer& content) {
  constexpr std::uint16_t ethernet_device = 1;
  Octets octets;
  put(octets, content.type, 2);
  put(octets, 0, 2);
  put(octets, 3, 4);  // interface index
  put(octets, ethernet_device, 2);
  put(octets, 0, 1);  // to us
  put(octets, 6, 1);
  append(octets, {0x02, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00});
  append(octets, content);
  return octets;
}
/// Behind a header of this link type; loopback as macOS writes it on a little-endian machine.
inline Octets on_link(hw::LinkType link, const Layer& content) {
  constexpr std::uint32_t af_inet = 2;
  constexpr std::uint32_t af_inet6 = 30;
  switch (link) {
    case hw::LinkType::raw_ip:
      return raw_ip(content);
    case hw::LinkType::loopback:
      return loopback(content.type == ethertype::ipv6 ? af_inet6 : af_inet, std::endian::little,
                      content);
    case hw::LinkType::linux_cooked:
      return linux_cooked(content);
    case hw::LinkType::linux_cooked_2:
      return linux_cooked_2(content);
    case hw::LinkType::ethernet:
      break;
  }
  return ethernet(content);
}

}  // namespace packet
}  // namespace espial::test
