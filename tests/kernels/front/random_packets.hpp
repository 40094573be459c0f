// Packets of every kind the parser knows, sound and broken, from a seed.
#pragma once

#include <cstdint>
#include <random>

#include "espial/hw/geometry.hpp"
#include "support/packet_builder.hpp"

namespace espial::test {

/// What a capture keeps of a packet.
struct Sample {
  hw::LinkType link = hw::LinkType::ethernet;
  Octets octets;
  /// On the wire.
  std::uint32_t length = 0;
};

class RandomPackets {
 public:
  explicit RandomPackets(std::uint64_t seed) : random_(seed) {}

  /// A packet as its sender would make it, though with lengths and counts at and beyond every
  /// limit; whole.
  Sample sound();
  /// One that went through something: octets changed, cut off by the capture, lengths that do not
  /// fit.
  Sample broken();
  /// Octets without any sense.
  Sample noise();

  /// Below `limit`.
  std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(random_() % limit); }
  bool one_in(std::uint32_t count) { return below(count) == 0; }

 private:
  std::uint16_t u16() { return static_cast<std::uint16_t>(random_()); }
  std::uint8_t u8() { return static_cast<std::uint8_t>(random_()); }
  std::uint32_t spi();
  Octets content(std::uint32_t most);
  packet::Layer esp();
  packet::Layer ah();
  packet::Layer udp();
  packet::Layer other();
  packet::Layer transport();
  packet::Layer ipv4();
  packet::Layer ipv6();
  packet::Layer tagged();
  hw::LinkType link() { return static_cast<hw::LinkType>(below(5)); }

  std::mt19937_64 random_;
};

}  // namespace espial::test
