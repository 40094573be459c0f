// Packets per second through a device, without a capture: what the kernels and the driver cost.
#include <benchmark/benchmark.h>

#include <array>
#include <cstdint>
#include <random>
#include <vector>

#include "espial/device.hpp"

namespace {

using espial::Device;
using espial::Packet;

constexpr std::size_t packets_a_round = 1U << 16;

// ESP over IPv4 and Ethernet, with as many tunnels as asked for, the next one chosen at random.
class Traffic {
 public:
  explicit Traffic(std::uint32_t tunnels) : frames_(packets_a_round), packets_(packets_a_round) {
    std::mt19937 random(1);
    for (std::size_t i = 0; i < packets_a_round; ++i) {
      std::array<std::uint8_t, 60>& frame = frames_[i];
      const std::uint32_t tunnel = static_cast<std::uint32_t>(random()) % tunnels;
      frame = {2,  0, 0, 0, 0, 1,  2,  0, 0, 0,  0, 2, 8, 0,   0x45, 0, 0,
               46, 0, 0, 0, 0, 64, 50, 0, 0, 10, 0, 0, 0, 192, 0,    2, 1};
      for (unsigned octet = 0; octet < 3; ++octet) {
        frame[29 - octet] = static_cast<std::uint8_t>(tunnel >> (8 * octet));
      }
      for (unsigned octet = 0; octet < 4; ++octet) {
        frame[34 + octet] = static_cast<std::uint8_t>((tunnel + 0x10000) >> (8 * (3 - octet)));
      }
      packets_[i].length = static_cast<std::uint32_t>(frame.size());
      packets_[i].octets = frame;
    }
  }
  [[nodiscard]] const std::vector<Packet>& packets() const { return packets_; }

 private:
  std::vector<std::array<std::uint8_t, 60>> frames_;
  std::vector<Packet> packets_;
};

void submit(benchmark::State& state) {
  const Traffic traffic(static_cast<std::uint32_t>(state.range(0)));
  Device device = Device::open("native");
  for ([[maybe_unused]] auto round : state) device.submit(traffic.packets());
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(packets_a_round));
  if (!device.read_statistics().balanced()) state.SkipWithError("the counters do not add up");
}
BENCHMARK(submit)->ArgName("tunnels")->Arg(1)->Arg(1000)->Arg(60000)->Unit(benchmark::kMillisecond);

}  // namespace
