// Counts two ESP packets, one in each direction of a tunnel, and lists their session.
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <vector>

#include "espial/device.hpp"
#include "espial/listing.hpp"

namespace {

using Host = std::array<std::uint8_t, 4>;
using Octets = std::vector<std::uint8_t>;

// An IPv4 header, then SPI and sequence number of ESP.
Octets esp(const Host& source, const Host& destination, std::uint32_t spi) {
  Octets octets = {0x45, 0, 0, 28, 0, 0, 0, 0, 64, 50, 0, 0};
  octets.insert(octets.end(), source.begin(), source.end());
  octets.insert(octets.end(), destination.begin(), destination.end());
  for (int shift = 24; shift >= 0; shift -= 8) {
    octets.push_back(static_cast<std::uint8_t>(spi >> shift));
  }
  octets.insert(octets.end(), {0, 0, 0, 1});
  return octets;
}

// A packet does not own its octets: they live until it is submitted.
espial::Packet packet(std::uint64_t time_s, const Octets& octets) {
  return {.time_ns = time_s * 1'000'000'000,
          .length = static_cast<std::uint32_t>(octets.size()),
          .link = espial::hw::LinkType::raw_ip,
          .octets = octets};
}

void run() {
  using namespace espial;
  Device device = Device::open("native");
  device.set_policy(0, {.port_mapping = hw::PortMapping::generic});
  device.set_timer(hw::Timer::esp_active, std::chrono::minutes(30));

  const Host here = {192, 0, 2, 1};
  const Host there = {198, 51, 100, 7};
  const Octets out = esp(here, there, 0xC949D4B8);
  const Octets in = esp(there, here, 0xF4B882AD);
  const std::array packets = {packet(1'000'000'000, out), packet(1'000'000'007, in)};
  std::array<PacketResult, packets.size()> results;
  device.submit(packets, results);
  for (const PacketResult& result : results) {
    std::cout << name(result.outcome) << ", ports " << result.source_port << " and "
              << result.destination_port << (result.created ? ", new session\n" : "\n");
  }

  ListingOptions options;
  options.now_ns = packets.back().time_ns;
  write_listing(std::cout, device.read_sessions(), options);

  const Statistics statistics = device.read_statistics();
  std::cout << statistics.packets << " packets, "
            << (statistics.balanced() ? "all accounted for\n" : "not all accounted for\n");
}

}  // namespace

int main() {
  try {
    run();
    return EXIT_SUCCESS;
  } catch (const std::exception& error) {
    std::cerr << "quickstart: " << error.what() << '\n';
    return EXIT_FAILURE;
  }
}
