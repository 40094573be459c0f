// The index under many secrets: it takes a session for every record there is.
#include <gtest/gtest.h>

#include <functional>

#include "lockstep.hpp"
#include "print.hpp"
#include "scale.hpp"

namespace espial::test {
namespace {

constexpr std::uint64_t seeds = sanitized ? 2 : 20;

// Under each seed another stream of keys.
std::vector<ModelPacket> sequential_spis(std::uint64_t seed) {
  std::vector<ModelPacket> packets;
  ModelPacket packet = at(beginning, esp_packet("10.0.0.1", "10.0.0.2", 0x100));
  packet.spi = static_cast<std::uint32_t>(0x0100'0000 * (seed + 1));
  for (unsigned i = 0; i < hw::records; ++i) {
    packets.push_back(packet);
    ++packet.spi;
  }
  return packets;
}

std::vector<ModelPacket> sequential_hosts(std::uint64_t seed) {
  std::vector<ModelPacket> packets;
  for (unsigned i = 0; i < hw::records; ++i) {
    ModelPacket packet;
    packet.time_ns = beginning;
    packet.length = 100;
    packet.protocol = 6;
    packet.source_port = static_cast<std::uint16_t>(1000 + seed);
    packet.destination_port = 443;
    packet.source = Address::v4(std::array<std::uint8_t, 4>{
        10, 0, static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i)});
    packet.destination = Address::v4(std::array<std::uint8_t, 4>{192, 0, 2, 1});
    packets.push_back(packet);
  }
  return packets;
}

void expect_filled(const std::function<std::vector<ModelPacket>(std::uint64_t)>& keys) {
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(testing::Message() << "hash seed " << seed);
    Device device = Device::open("native", {.hash_seed = seed});
    submit(device, keys(seed));
    const Statistics statistics = device.read_statistics();
    EXPECT_EQ(statistics.sessions, hw::records);
    EXPECT_EQ(statistics[hw::Outcome::refused], 0U);
    EXPECT_EQ(device.read_sessions().size(), hw::records);
  }
}

TEST(IndexFill, reaches_the_last_record_with_sequential_spis_under_20_seeds) {
  expect_filled(sequential_spis);
}

TEST(IndexFill, reaches_the_last_record_with_sequential_hosts_under_20_seeds) {
  expect_filled(sequential_hosts);
}

}  // namespace
}  // namespace espial::test
