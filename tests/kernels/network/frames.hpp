// Frames for the tests of the network.
#pragma once

#include <cstdint>
#include <vector>

namespace loop {

using Octets = std::vector<std::uint8_t>;

struct Endpoint {
  std::uint32_t address;  ///< IPv4.
  std::uint16_t port = 0;

  auto operator<=>(const Endpoint&) const = default;
};

/// Ethernet and IPv4 around this payload. What the checksums say is left out: nobody looks at them.
inline Octets ipv4(Endpoint from, Endpoint to, std::uint8_t protocol, const Octets& payload) {
  const std::size_t length = 20 + payload.size();
  Octets frame = {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x08, 0x00, 0x45, 0};
  const auto put16 = [&](std::size_t value) {
    frame.push_back(static_cast<std::uint8_t>(value >> 8));
    frame.push_back(static_cast<std::uint8_t>(value));
  };
  put16(length);
  frame.insert(frame.end(), {0, 0, 0, 0, 64, protocol, 0, 0});
  for (const std::uint32_t address : {from.address, to.address}) {
    put16(address >> 16);
    put16(address & 0xFFFF);
  }
  frame.insert(frame.end(), payload.begin(), payload.end());
  return frame;
}

inline Octets udp(Endpoint from, Endpoint to, std::size_t payload = 18) {
  const std::size_t length = 8 + payload;
  Octets segment;
  for (const std::size_t value :
       {std::size_t{from.port}, std::size_t{to.port}, length, std::size_t{0}}) {
    segment.push_back(static_cast<std::uint8_t>(value >> 8));
    segment.push_back(static_cast<std::uint8_t>(value));
  }
  for (std::size_t i = 0; i < payload; ++i) segment.push_back(static_cast<std::uint8_t>(i * 7 + 1));
  return ipv4(from, to, 17, segment);
}

/// A UDP frame of this many octets in all.
inline Octets udp_frame(Endpoint from, Endpoint to, std::size_t octets) {
  return udp(from, to, octets - 42);
}

inline Octets spi_octets(std::uint32_t spi) {
  return {static_cast<std::uint8_t>(spi >> 24), static_cast<std::uint8_t>(spi >> 16),
          static_cast<std::uint8_t>(spi >> 8), static_cast<std::uint8_t>(spi)};
}

inline Octets esp_octets(std::uint32_t spi) {
  Octets esp = spi_octets(spi);
  esp.resize(40, 0xE5);
  return esp;
}

inline Octets esp(std::uint32_t from, std::uint32_t to, std::uint32_t spi) {
  return ipv4({from}, {to}, 50, esp_octets(spi));
}

/// AH directly around ESP (RFC 4302: 24 octets with an authentication value of 96 bits).
inline Octets ah_around_esp(std::uint32_t from, std::uint32_t to, std::uint32_t ah_spi,
                            std::uint32_t spi) {
  Octets ah = {50, 4, 0, 0};
  const Octets number = spi_octets(ah_spi);
  ah.insert(ah.end(), number.begin(), number.end());
  ah.resize(24, 0xA4);
  const Octets inner = esp_octets(spi);
  ah.insert(ah.end(), inner.begin(), inner.end());
  return ipv4({from}, {to}, 51, ah);
}

/// Ethernet that carries no IP (an EtherType for experiments, IEEE 802).
inline Octets not_ip() {
  Octets frame = {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x88, 0xB5};
  frame.resize(60, 0x11);
  return frame;
}

}  // namespace loop
