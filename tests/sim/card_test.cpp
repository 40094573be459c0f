// The card and its surroundings: cables, cycles, and several of them.
#include "card.hpp"

#include <gmock/gmock.h>

#include <memory>
#include <random>
#include <utility>

#include "driver/device_access.hpp"
#include "driver/lockstep.hpp"
#include "driver/traffic.hpp"
#include "espial/device.hpp"
#include "espial/error.hpp"
#include "sim_backend.hpp"

namespace espial::test {
namespace {

// A card of its own that is at rest: what follows `clear` waits until memories are swept.
Device device_of(const sim::CardOptions& options) {
  Device device = DeviceAccess::open(open_sim(options), HashTables::draw(1));
  EXPECT_EQ(device.read_statistics().packets, 0U);
  return device;
}

std::vector<Frame> random_frames(std::uint32_t seed, std::size_t count) {
  std::mt19937 random(seed);
  std::vector<Frame> frames;
  for (std::size_t i = 0; i < count; ++i) {
    const ModelPacket packet = esp_packet("10.0.0.1", "10.0.0.2", 0x1000 + random() % 8);
    Frame frame{.time_ns = 1'000'000 * (i + 1), .ingress = 0, .octets = octets_of(packet)};
    // Behind what the headers say: the card carries it, whatever it is.
    const std::size_t more = random() % 3 == 0 ? random() % 1400 : 0;
    for (std::size_t k = 0; k < more; ++k)
      frame.octets.push_back(static_cast<std::uint8_t>(random()));
    frames.push_back(std::move(frame));
  }
  return frames;
}

std::vector<std::vector<std::uint8_t>> octets_of(const std::vector<Frame>& frames) {
  std::vector<std::vector<std::uint8_t>> all;
  for (const Frame& frame : frames) all.push_back(frame.octets);
  return all;
}

class Cable : public testing::TestWithParam<unsigned> {};
INSTANTIATE_TEST_SUITE_P(Stalls, Cable, testing::Values(0U, 128U));

TEST_P(Cable, frames_come_out_octet_by_octet_and_in_order) {
  constexpr std::uint32_t seed = 11;
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  Device device = device_of({.seed = seed, .stalls = GetParam()});
  Wire& wire = *DeviceAccess::backend(device).wire();
  const std::vector<Frame> frames = random_frames(seed, 200);
  for (const Frame& frame : frames) wire.send(frame);
  EXPECT_EQ(octets_of(wire.receive()), octets_of(frames));
}

TEST(Cable, an_empty_frame_is_refused) {
  sim::Card card;
  EXPECT_THROW(card.send({}), InvalidArgument);
}

TEST(Cycles, a_packet_of_one_beat_enters_in_every_cycle) {
  Device device = device_of({.seed = 12});
  Wire& wire = *DeviceAccess::backend(device).wire();
  constexpr std::size_t packets = 5000;
  for (const Frame& frame : random_frames(1, packets)) {
    Frame short_one = frame;
    short_one.octets.resize(60);
    wire.send(short_one);
  }
  wire.receive();
  const CycleStatistics cycles = device.cycle_statistics().value();
  EXPECT_LE(cycles.device_cycles, packets + cycles.maximum_latency() + 1);
  EXPECT_LE(cycles.maximum_latency(), 64U);
}

TEST(Cycles, start_with_the_first_packet) {
  Device device = device_of({.seed = 13});
  EXPECT_EQ(device.cycle_statistics().value().device_cycles, 0U);
  submit(device, at(beginning, esp_packet("10.0.0.1", "10.0.0.2", 256)));
  const CycleStatistics cycles = device.cycle_statistics().value();
  EXPECT_EQ(cycles.device_cycles, cycles.median_latency() + 1);
}

TEST(Cards, can_be_fed_beside_their_driver) {
  auto powered = std::make_unique<sim::Card>(sim::CardOptions{.seed = 15});
  sim::Card& card = *powered;
  Device device = DeviceAccess::open(open_sim(std::move(powered)), HashTables::draw(1));
  const std::vector<Frame> frames = random_frames(3, 20);
  for (const Frame& frame : frames) card.send(frame);
  // While the driver waits, frames pass.
  const std::vector<ModelPacket> packets(100, esp_packet("10.0.0.1", "10.0.0.2", 256));
  submit(device, packets);
  EXPECT_EQ(device.read_statistics().packets, frames.size() + packets.size());
  EXPECT_EQ(octets_of(card.take_frames()), octets_of(frames));
  EXPECT_EQ(device.cycle_statistics().value().packets(), frames.size() + packets.size());
}

TEST(Cards, several_are_open_at_once_and_know_nothing_of_each_other) {
  Device one = Device::open("sim");
  Device other = Device::open("sim");
  submit(one, at(beginning, esp_packet("10.0.0.1", "10.0.0.2", 256)));
  EXPECT_EQ(one.read_statistics().packets, 1U);
  EXPECT_EQ(other.read_statistics().packets, 0U);
}

TEST(Cards, a_store_that_is_held_back_holds_up_no_frame) {
  sim::Card card({.seed = 14});
  card.hold_store(true);
  const std::vector<Frame> frames = random_frames(2, 50);
  for (const Frame& frame : frames) card.send(frame);
  std::vector<Frame> out;
  for (int i = 0; i < 200'000 && out.size() < frames.size(); ++i) {
    card.step();
    std::ranges::move(card.take_frames(), std::back_inserter(out));
  }
  EXPECT_EQ(octets_of(out), octets_of(frames));
}

}  // namespace
}  // namespace espial::test
