#include "traffic.hpp"

#include <algorithm>

namespace espial::test {
namespace {

namespace build = packet;
using hw::Outcome;

build::Layer transport(const ModelPacket& p) {
  const Octets content = build::filler(16);
  switch (static_cast<hw::Protocol>(p.protocol)) {
    case hw::Protocol::esp: {
      const build::Layer esp = build::esp(p.outcome == Outcome::spi_zero ? 0 : p.spi, 1, content);
      return p.in_udp ? build::udp(p.source_port, p.destination_port, esp.octets) : esp;
    }
    case hw::Protocol::ah:
      return build::ah(p.spi, p.inner_spi ? build::esp(*p.inner_spi, 1, content)
                                          : build::payload(build::protocol::gre, content));
    case hw::Protocol::tcp:
      return build::tcp(p.source_port, p.destination_port, content);
    case hw::Protocol::udp:
      if (p.keepalive) return build::udp(p.source_port, p.destination_port, build::keepalive());
      return build::udp(
          p.source_port, p.destination_port, build::ike_behind_marker(),
          p.outcome == Outcome::udp_length ? std::optional<std::uint16_t>(7) : std::nullopt);
    case hw::Protocol::icmp:
      return p.source_port != 0 ? build::icmp_echo(p.source_port) : build::icmp(3);
    case hw::Protocol::icmpv6:
      return p.source_port != 0 ? build::icmpv6_echo(p.source_port) : build::icmpv6(1);
  }
  return build::payload(p.protocol, content);
}

build::Layer network(const ModelPacket& p, const build::Layer& content) {
  const std::string source = p.source.to_string();
  const std::string destination = p.destination.to_string();
  if (!p.source.is_v4()) {
    const build::Ipv6 header{.source = source, .destination = destination};
    constexpr unsigned offset = 1232;
    return build::ipv6(
        header, p.outcome == Outcome::fragment ? build::ipv6_fragment(content, offset) : content);
  }
  constexpr unsigned offset = 1480;
  return build::ipv4({.source = source,
                      .destination = destination,
                      .fragment_offset = p.outcome == Outcome::fragment ? offset : 0},
                     content);
}

ModelPacket with_length(ModelPacket packet) {
  packet.length = static_cast<std::uint32_t>(octets_of(packet).size());
  return packet;
}

ModelPacket with_spi(std::string_view source, std::string_view destination, hw::Protocol protocol,
                     std::uint32_t spi) {
  return {.source = Address::parse(source),
          .destination = Address::parse(destination),
          .protocol = static_cast<std::uint8_t>(protocol),
          .spi = spi};
}

std::uint32_t halves_exchanged(std::uint32_t spi) { return (spi >> 16) | (spi << 16); }

}  // namespace

Octets octets_of(const ModelPacket& p) {
  if (p.outcome == Outcome::not_ip) {
    return build::ethernet(build::payload(build::ethertype::arp, build::filler(28)));
  }
  build::Layer content = transport(p);
  if (p.outcome == Outcome::too_short) content = build::cut(content, 4);
  Octets octets = build::ethernet(network(p, content));
  if (p.outcome == Outcome::truncated) octets.resize(octets.size() - content.octets.size() + 4);
  return octets;
}

ModelPacket esp_packet(std::string_view source, std::string_view destination, std::uint32_t spi) {
  return with_length(with_spi(source, destination, hw::Protocol::esp, spi));
}

ModelPacket ah_packet(std::string_view source, std::string_view destination, std::uint32_t spi) {
  return with_length(with_spi(source, destination, hw::Protocol::ah, spi));
}

ModelPacket ah_esp_packet(std::string_view source, std::string_view destination,
                          std::uint32_t ah_spi, std::uint32_t esp_spi) {
  ModelPacket packet = with_spi(source, destination, hw::Protocol::ah, ah_spi);
  packet.inner_spi = esp_spi;
  return with_length(packet);
}

ModelPacket esp_in_udp_packet(std::string_view source, std::string_view destination,
                              std::uint32_t spi, std::uint16_t source_port) {
  ModelPacket packet = with_spi(source, destination, hw::Protocol::esp, spi);
  packet.in_udp = true;
  packet.source_port = source_port;
  packet.destination_port = 4500;
  return with_length(packet);
}

ModelPacket port_packet(hw::Protocol protocol, std::string_view source,
                        std::string_view destination, std::uint16_t source_port,
                        std::uint16_t destination_port) {
  ModelPacket packet = with_spi(source, destination, protocol, 0);
  packet.source_port = source_port;
  packet.destination_port = destination_port;
  return with_length(packet);
}

ModelPacket echo_packet(std::string_view source, std::string_view destination,
                        std::uint16_t identifier) {
  const bool v4 = Address::parse(source).is_v4();
  return port_packet(v4 ? hw::Protocol::icmp : hw::Protocol::icmpv6, source, destination,
                     identifier, identifier);
}

ModelPacket at(std::uint64_t time_ns, ModelPacket packet) {
  packet.time_ns = time_ns;
  return packet;
}

ModelPacket by(std::uint16_t ingress, ModelPacket packet) {
  packet.ingress = ingress;
  return packet;
}

ModelPacket reversed(ModelPacket packet) {
  std::swap(packet.source, packet.destination);
  std::swap(packet.source_port, packet.destination_port);
  return packet;
}

Traffic::Traffic(std::uint64_t seed, const Shape& shape) : random_(seed), shape_(shape) {
  while (conversations_.size() < shape_.conversations) conversations_.push_back(conversation());
}

std::uint64_t Traffic::between(std::uint64_t low, std::uint64_t high) {
  return std::uniform_int_distribution<std::uint64_t>(low, high)(random_);
}

bool Traffic::chance(double probability) {
  return std::bernoulli_distribution(probability)(random_);
}

// Every fourth host has an IPv6 address.
Address Traffic::host() {
  const auto n = static_cast<std::uint16_t>(between(0, shape_.hosts - 1));
  const auto high = static_cast<std::uint8_t>(n >> 8);
  const auto low = static_cast<std::uint8_t>(n);
  if (n % 4 != 3) return Address::v4(std::array<std::uint8_t, 4>{10, 1, high, low});
  std::array<std::uint8_t, 16> v6{0x20, 0x01, 0x0D, 0xB8};
  v6[14] = high;
  v6[15] = low;
  return Address(v6);
}

// Some are reserved, some are their own halves exchanged, one has the port of `generic` twice.
std::uint32_t Traffic::spi() {
  const auto n = static_cast<std::uint32_t>(between(0, shape_.spis - 1));
  switch (n % 8) {
    case 0:
      return 1 + n % 255;
    case 1:
      return n * 0x0001'0001;
    case 2:
      return n < 8 ? 0x4E41'4E41 : n << 16;
    default:
      return 0xC000'0000 + n;
  }
}

ModelPacket Traffic::conversation() {
  ModelPacket packet;
  packet.source = host();
  do packet.destination = host();
  while (packet.destination.is_v4() != packet.source.is_v4());
  packet.ingress = static_cast<std::uint16_t>(between(0, 3));
  const auto protocol = [&packet](hw::Protocol p) {
    packet.protocol = static_cast<std::uint8_t>(p);
  };
  packet.source_port = static_cast<std::uint16_t>(between(1, 4 * shape_.spis));
  packet.destination_port = static_cast<std::uint16_t>(between(1, 3));
  switch (between(0, 9)) {
    case 0:
    case 1:
    case 2:
      protocol(hw::Protocol::esp);
      packet.spi = spi();
      break;
    case 3:
      protocol(hw::Protocol::ah);
      packet.spi = spi();
      break;
    case 4:
      protocol(hw::Protocol::ah);
      packet.spi = spi();
      packet.inner_spi = spi();
      break;
    case 5:
      protocol(hw::Protocol::esp);
      packet.spi = spi();
      packet.in_udp = true;
      packet.destination_port = 4500;
      break;
    case 6:
      protocol(hw::Protocol::tcp);
      break;
    case 7:
      protocol(hw::Protocol::udp);
      if (chance(0.5)) packet.destination_port = 4500;
      break;
    case 8:
      protocol(packet.source.is_v4() ? hw::Protocol::icmp : hw::Protocol::icmpv6);
      if (chance(0.3)) packet.source_port = 0;
      break;
    default:
      packet.protocol = 47;
      break;
  }
  // Only TCP and UDP have two ports, and ESP in UDP outer ones.
  const bool ports = packet.protocol == 6 || packet.protocol == 17 || packet.in_udp;
  const bool icmp = packet.protocol == 1 || packet.protocol == 58;
  if (!ports) packet.source_port = icmp ? packet.source_port : std::uint16_t{0};
  if (!ports) packet.destination_port = packet.source_port;
  return packet;
}

ModelPacket& Traffic::any() { return conversations_[between(0, conversations_.size() - 1)]; }

ModelPacket Traffic::next_of(ModelPacket& conversation) {
  if (chance(shape_.changes)) conversation.ingress = static_cast<std::uint16_t>(between(0, 3));
  if (conversation.has_spi() && chance(shape_.changes)) conversation.spi = spi();
  if (conversation.in_udp && chance(shape_.changes)) {
    conversation.source_port = static_cast<std::uint16_t>(between(1000, 1003));
  }
  ModelPacket packet = chance(0.3) ? reversed(conversation) : conversation;
  if (packet.has_spi() && chance(0.1)) packet.spi = halves_exchanged(packet.spi);
  if (packet.protocol == 17 && conversation.destination_port == 4500) {
    packet.keepalive = chance(0.4);
  }
  return packet;
}

ModelPacket Traffic::malformed(ModelPacket packet) {
  switch (between(0, 4)) {
    case 0:
      packet.outcome = Outcome::not_ip;
      break;
    case 1:
      packet.outcome = Outcome::fragment;
      break;
    case 2:
      packet.outcome = Outcome::truncated;
      break;
    case 3:
      packet.protocol = 50;
      packet.in_udp = false;
      packet.outcome = Outcome::spi_zero;
      break;
    default:
      packet.protocol = 17;
      packet.keepalive = false;
      packet.outcome = Outcome::udp_length;
      break;
  }
  // Other protocols have no header that could be cut.
  const bool known = packet.has_spi() || packet.protocol == 6 || packet.protocol == 17;
  if (packet.outcome == Outcome::truncated && !known) packet.outcome = Outcome::not_ip;
  return packet;
}

void Traffic::stamp(ModelPacket& packet) {
  static constexpr std::uint64_t timeouts[] = {1, 2, 3, 30, 60, 120, 300, 600, 3600, 432'000};
  if (chance(shape_.pauses)) {
    // Often exactly as long as a timeout, or not quite.
    const std::uint64_t pause = timeouts[between(0, std::size(timeouts) - 1)] * second;
    time_ns_ += pause - 1 + between(0, 2);
  } else if (chance(0.3)) {
    time_ns_ += between(0, second / 10);
  }
  packet.time_ns = time_ns_;
  if (chance(0.01)) packet.time_ns -= between(1, 4000 * second);
  // Lengths of all sizes, and now and then the largest that 24 bits hold.
  packet.length = chance(0.01) ? 0xFF'FFFF : static_cast<std::uint32_t>(between(120, 1600));
  if (chance(shape_.malformed)) packet = malformed(packet);
}

void Traffic::pattern(std::vector<ModelPacket>& packets) {
  const std::size_t before = packets.size();
  if (chance(shape_.all_new)) {
    for (std::uint64_t n = between(1, shape_.most_new); n != 0; --n) {
      packets.push_back(any() = conversation());
    }
  } else {
    switch (between(0, 2)) {
      case 0: {
        ModelPacket& one = any();
        for (std::uint64_t n = between(1, 80); n != 0; --n) packets.push_back(next_of(one));
        break;
      }
      case 1: {
        ModelPacket& one = any();
        ModelPacket& other = any();
        for (std::uint64_t n = between(1, 40); n != 0; --n) {
          packets.push_back(next_of(one));
          packets.push_back(next_of(other));
        }
        break;
      }
      default:
        for (std::uint64_t n = between(1, 80); n != 0; --n) packets.push_back(next_of(any()));
        break;
    }
  }
  for (std::size_t i = before; i < packets.size(); ++i) stamp(packets[i]);
}

std::vector<ModelPacket> Traffic::next(std::size_t count) {
  std::vector<ModelPacket> packets;
  while (packets.size() < count) pattern(packets);
  packets.resize(count);
  return packets;
}

}  // namespace espial::test
