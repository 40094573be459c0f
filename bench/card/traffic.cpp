#include "traffic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "support/packet_builder.hpp"

namespace espial::bench {
namespace {

namespace packet = test::packet;

constexpr std::size_t ethernet_octets = 14;
constexpr std::size_t ipv4_octets = 20;

enum class Kind : std::uint8_t { esp, udp, tcp };

Kind kind_of(std::uint32_t session) {
  switch (session % 4) {
    case 2:
      return Kind::udp;
    case 3:
      return Kind::tcp;
    default:
      return Kind::esp;
  }
}

// Each session has a pair of hosts of its own.
std::string host(unsigned net, std::uint32_t number) {
  return fmt::format("{}.{}.{}.{}", net, number >> 16 & 0xFF, number >> 8 & 0xFF, number & 0xFF);
}

packet::Layer payload_of(std::uint32_t session, bool reply, std::size_t octets) {
  constexpr std::uint16_t client = 40000;
  constexpr std::uint16_t server = 443;
  const std::uint16_t source = reply ? server : client;
  const std::uint16_t destination = reply ? client : server;
  constexpr std::size_t esp_header = 8;
  constexpr std::size_t udp_header = 8;
  constexpr std::size_t tcp_header = 20;
  constexpr std::uint32_t first_spi = 256;  // below: reserved (RFC 4303, 2.1)
  switch (kind_of(session)) {
    case Kind::udp:
      return packet::udp(source, destination, packet::filler(octets - udp_header));
    case Kind::tcp:
      return packet::tcp(source, destination, packet::filler(octets - tcp_header));
    case Kind::esp:
      break;
  }
  const auto spi = static_cast<std::uint32_t>(random_bits(session)) | first_spi;
  return packet::esp(spi, 1, packet::filler(octets - esp_header));
}

}  // namespace

// SplitMix64.
std::uint64_t random_bits(std::uint64_t number) {
  std::uint64_t bits = (number + 1) * 0x9E3779B97F4A7C15;
  bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
  bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
  return bits ^ (bits >> 31);
}

Pattern random_sessions(std::uint32_t sessions) {
  return [sessions](std::uint64_t i) {
    return static_cast<std::uint32_t>((random_bits(i) >> 32) * sessions >> 32);
  };
}

Pattern alternating_sessions(std::uint32_t sessions) {
  return [sessions](std::uint64_t i) { return static_cast<std::uint32_t>(i % sessions); };
}

Pattern new_sessions(std::uint32_t first) {
  return [first](std::uint64_t i) { return first + static_cast<std::uint32_t>(i); };
}

Pattern elephant(std::uint32_t first) {
  return [first](std::uint64_t i) {
    return i % 10 == 9 ? first + static_cast<std::uint32_t>(i / 10) : 0;
  };
}

Traffic::Traffic(Pattern pattern, std::size_t octets, std::uint64_t start_ns)
    : pattern_(std::move(pattern)), octets_(octets), start_ns_(start_ns) {
  if (octets < hw::beat_octets) throw std::invalid_argument("a frame of less than a beat");
}

const Traffic::Head& Traffic::head(std::uint32_t session, bool reply) {
  const auto [at, absent] = heads_.try_emplace((std::uint64_t{session} << 1) | (reply ? 1U : 0U));
  if (absent) {
    const std::string client = host(10, session);
    const std::string server = host(172, session);
    const test::Octets octets = packet::ethernet(
        packet::ipv4({.source = reply ? server : client, .destination = reply ? client : server},
                     payload_of(session, reply, octets_ - ethernet_octets - ipv4_octets)));
    std::copy_n(octets.begin(), at->second.size(), at->second.begin());
  }
  return at->second;
}

Frame Traffic::frame(std::uint64_t i) {
  const std::uint32_t session = pattern_(i);
  const bool reply = kind_of(session) != Kind::esp && (random_bits(~i) & 1) != 0;
  const Head& first = head(session, reply);
  Frame frame{.time_ns = time_ns(i), .ingress = 0, .octets = {}};
  frame.octets.reserve(octets_);
  frame.octets.assign(first.begin(), first.end());
  frame.octets.resize(octets_);
  // No two frames are the same: the last octets, which are payload, count them.
  const std::size_t last = octets_ - 1;
  for (unsigned octet = 0; octet < 4; ++octet)
    frame.octets[last - octet] = static_cast<std::uint8_t>(i >> (8 * octet));
  return frame;
}

}  // namespace espial::bench
