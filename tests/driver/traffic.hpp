// Packets as the model describes them: their octets, and random streams of them.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "support/model_table.hpp"
#include "support/packet_builder.hpp"

namespace espial::test {

constexpr std::uint64_t second = 1'000'000'000;
// When the streams begin: 2026-11-25, in nanoseconds since 1970.
constexpr std::uint64_t beginning = 1'795'564'800 * second;

// The octets of a packet, on Ethernet. Captured whole, but for an outcome of `truncated`.
Octets octets_of(const ModelPacket& packet);

// Packets that others are made from by changing a field or two. Their length is that of their
// octets.
ModelPacket esp_packet(std::string_view source, std::string_view destination, std::uint32_t spi);
ModelPacket ah_packet(std::string_view source, std::string_view destination, std::uint32_t spi);
ModelPacket ah_esp_packet(std::string_view source, std::string_view destination,
                          std::uint32_t ah_spi, std::uint32_t esp_spi);
ModelPacket esp_in_udp_packet(std::string_view source, std::string_view destination,
                              std::uint32_t spi, std::uint16_t source_port = 4500);
// TCP or UDP.
ModelPacket port_packet(hw::Protocol protocol, std::string_view source,
                        std::string_view destination, std::uint16_t source_port,
                        std::uint16_t destination_port);
ModelPacket echo_packet(std::string_view source, std::string_view destination,
                        std::uint16_t identifier);

ModelPacket at(std::uint64_t time_ns, ModelPacket packet);
ModelPacket by(std::uint16_t ingress, ModelPacket packet);
ModelPacket reversed(ModelPacket packet);

// Endless traffic of every kind: bursts of one session, two that alternate, many new ones, some
// that return after their timeout; clocks that jump either way.
class Traffic {
 public:
  struct Shape {
    unsigned hosts = 12;
    unsigned spis = 24;
    // Conversations that packets are drawn from; a new one takes an older one's place.
    unsigned conversations = 200;
    // How likely a pattern brings packets of new conversations only, and how many at most.
    double all_new = 0.1;
    unsigned most_new = 60;
    // How likely a packet comes after a pause that ends sessions.
    double pauses = 0.004;
    // How likely a packet brings its conversation another SPI, outer port or ingress.
    double changes = 0.03;
    double malformed = 0.02;
  };

  Traffic(std::uint64_t seed, const Shape& shape);
  std::vector<ModelPacket> next(std::size_t count);
  std::mt19937_64& random() { return random_; }
  // Inclusive.
  std::uint64_t between(std::uint64_t low, std::uint64_t high);
  bool chance(double probability);
  ModelPacket conversation();
  Address host();
  std::uint32_t spi();

 private:
  void pattern(std::vector<ModelPacket>& packets);
  ModelPacket& any();
  // The conversation's next packet: either direction, with whatever may change on the way.
  ModelPacket next_of(ModelPacket& conversation);
  ModelPacket malformed(ModelPacket packet);
  void stamp(ModelPacket& packet);

  std::mt19937_64 random_;
  Shape shape_;
  std::uint64_t time_ns_ = beginning;
  std::vector<ModelPacket> conversations_;
};

}  // namespace espial::test
