#include "random_packets.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace espial::test {

using packet::Layer;

std::uint32_t RandomPackets::spi() {
  switch (below(6)) {
    case 0:
      return 0;
    case 1:
      return below(256);
    default:
      return static_cast<std::uint32_t>(random_());
  }
}

Octets RandomPackets::content(std::uint32_t most) {
  Octets octets(below(most + 1));
  for (std::uint8_t& octet : octets) octet = u8();
  return octets;
}

Layer RandomPackets::esp() {
  const Layer whole = packet::esp(spi(), 1, content(40));
  return one_in(4) ? packet::cut(whole, below(9)) : whole;
}

Layer RandomPackets::ah() {
  Layer inside = esp();
  if (one_in(4)) inside = other();
  if (one_in(8)) inside = packet::ah(spi(), esp());
  const std::size_t check_value = 4 * static_cast<std::size_t>(below(8));
  const Layer whole = packet::ah(spi(), inside, {}, packet::filler(check_value));
  return one_in(6) ? packet::cut(whole, below(30)) : whole;
}

Layer RandomPackets::udp() {
  constexpr std::uint16_t nat_traversal = 4500;
  const std::uint16_t source = one_in(2) ? nat_traversal : u16();
  const std::uint16_t destination = one_in(2) ? nat_traversal : u16();
  Octets inside;
  switch (below(5)) {
    case 0:
      inside = packet::ike_behind_marker();
      break;
    case 1:
      inside = packet::keepalive();
      break;
    case 2:
      inside = content(4);
      break;
    default:
      inside = esp();
  }
  std::optional<std::uint16_t> length;
  if (one_in(5)) length = static_cast<std::uint16_t>(below(40));
  if (one_in(20)) length = 0;
  const Layer whole = packet::udp(source, destination, inside, length);
  return one_in(8) ? packet::cut(whole, below(20)) : whole;
}

Layer RandomPackets::other() {
  constexpr std::array<std::uint8_t, 8> icmp_types = {0, 3, 5, 8, 11, 128, 129, 1};
  const std::uint8_t type = icmp_types.at(below(icmp_types.size()));
  const auto rest = static_cast<std::uint32_t>(random_());
  Layer whole;
  switch (below(5)) {
    case 0:
      whole = packet::icmp(type, 0, rest, content(20));
      break;
    case 1:
      whole = packet::icmpv6(type, 0, rest, content(20));
      break;
    case 2:
      whole = packet::payload(u8(), content(20));
      break;
    default:
      whole = packet::tcp(u16(), u16(), content(20));
  }
  return one_in(6) ? packet::cut(whole, below(20)) : whole;
}

Layer RandomPackets::transport() {
  switch (below(4)) {
    case 0:
      return esp();
    case 1:
      return ah();
    case 2:
      return udp();
    default:
      return other();
  }
}

Layer RandomPackets::ipv4() {
  packet::Ipv4 header;
  if (one_in(2)) std::swap(header.source, header.destination);
  if (one_in(3)) header.options = packet::filler(4 * static_cast<std::size_t>(below(11)));
  if (one_in(6)) header.more_fragments = true;
  if (one_in(12)) header.fragment_offset = 8 * below(1U << 13);
  if (one_in(12)) header.total_length = static_cast<std::uint16_t>(below(80));
  if (one_in(30)) header.total_length = 0;
  if (one_in(40)) header.version = static_cast<std::uint8_t>(below(16));
  if (one_in(20)) header.header_words = static_cast<std::uint8_t>(below(16));
  return packet::ipv4(header, transport());
}

Layer RandomPackets::ipv6() {
  packet::Ipv6 header;
  if (one_in(20)) header.source = "::ffff:192.168.0.1";
  if (one_in(2)) std::swap(header.source, header.destination);
  Layer inside = transport();
  const std::uint32_t extensions = one_in(2) ? 0 : below(12);
  for (std::uint32_t i = 0; i < extensions; ++i) {
    const std::size_t size = 8 * (one_in(4) ? std::size_t{below(6)} + 1 : std::size_t{1});
    switch (below(4)) {
      case 0:
        inside = packet::hop_by_hop(inside, size);
        break;
      case 1:
        inside = packet::routing(inside, size);
        break;
      case 2:
        inside = packet::ipv6_fragment(inside, one_in(8) ? 8 * below(1U << 13) : 0, one_in(2));
        break;
      default:
        inside = packet::destination_options(inside, size);
    }
  }
  if (one_in(12)) {
    inside = packet::jumbo_payload(inside, static_cast<std::uint32_t>(inside.octets.size() + 8));
    header.payload_length = 0;
  }
  if (one_in(12)) header.payload_length = static_cast<std::uint16_t>(below(120));
  if (one_in(40)) header.version = static_cast<std::uint8_t>(below(16));
  return packet::ipv6(header, inside);
}

Layer RandomPackets::tagged() {
  Layer inside = one_in(2) ? ipv4() : ipv6();
  const std::uint32_t tags = one_in(2) ? 0 : below(11);
  for (std::uint32_t i = 0; i < tags; ++i) {
    switch (below(3)) {
      case 0:
        inside = packet::vlan(u16(), inside);
        break;
      case 1:
        inside = packet::service_vlan(u16(), inside);
        break;
      default:
        inside = packet::mpls(below(1U << 20), inside);
    }
  }
  return inside;
}

Sample RandomPackets::sound() {
  const hw::LinkType link = this->link();
  const bool names_tags = link == hw::LinkType::ethernet || link == hw::LinkType::linux_cooked ||
                          link == hw::LinkType::linux_cooked_2;
  Octets octets = packet::on_link(link, names_tags ? tagged() : one_in(2) ? ipv4() : ipv6());
  if (link == hw::LinkType::ethernet && one_in(2)) octets = packet::padded(std::move(octets));
  const auto length = static_cast<std::uint32_t>(octets.size());
  return {.link = link, .octets = std::move(octets), .length = length};
}

Sample RandomPackets::broken() {
  constexpr std::array<std::uint8_t, 24> telling = {0,    1,    4,    6,    17,   43,   44,   50,
                                                    51,   58,   60,   0x08, 0x81, 0x86, 0x88, 0x47,
                                                    0x45, 0x60, 0xDD, 0xA8, 0xFF, 0x11, 0x94, 0x48};
  Sample sample = sound();
  for (std::uint32_t times = below(4); times-- > 0;) {
    switch (below(5)) {
      case 0:
        sample.octets.resize(below(static_cast<std::uint32_t>(sample.octets.size()) + 1));
        break;
      case 1:
        sample.length = one_in(2) ? below(200) : sample.length + below(100);
        break;
      case 2:
        sample.link = link();
        break;
      default:
        if (!sample.octets.empty()) {
          const auto most = static_cast<std::uint32_t>(
              std::min<std::size_t>(sample.octets.size(), hw::window_octets));
          sample.octets[below(most)] = one_in(2) ? telling.at(below(telling.size())) : u8();
        }
    }
  }
  return sample;
}

Sample RandomPackets::noise() {
  Octets octets = content(hw::window_octets + 20);
  const auto length = static_cast<std::uint32_t>(octets.size()) + (one_in(2) ? 0 : below(1000));
  return {.link = link(), .octets = std::move(octets), .length = length};
}

}  // namespace espial::test
