// A look into the verilated card: its memories hold what those of the native kernels do, and
// Device::check sees what is done to them.
#include "inside.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cstring>

#include "card.hpp"
#include "driver/device_access.hpp"
#include "driver/lockstep.hpp"
#include "driver/traffic.hpp"
#include "espial/device.hpp"
#include "espial/error.hpp"
#include "sim_backend.hpp"

namespace espial::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Of ESP under spi-split.
constexpr std::uint64_t timeout = 3600 * second;

ModelPacket nth(std::uint32_t i, std::uint64_t time_ns = beginning) {
  return at(time_ns, esp_packet("10.0.0.1", "10.0.0.2", 0x1000 + i));
}

// 60 sessions that live, of which 10 were there before, 20 that wait for the host, 10 that are
// released.
void fill(Device& device) {
  const auto count = [&](std::uint32_t first, std::uint32_t end, std::uint64_t time_ns) {
    std::vector<ModelPacket> packets;
    for (std::uint32_t i = first; i < end; ++i) packets.push_back(nth(i, time_ns));
    submit(device, packets);
  };
  count(0, 40, beginning);
  count(30, 40, beginning + timeout / 2);
  count(0, 10, beginning + timeout);
  EXPECT_EQ(device.read_ended().size(), 10U);
  count(10, 30, beginning + timeout);
  count(40, 60, beginning + timeout);
}

// A card, and the device that it is.
struct Opened {
  sim::Card* card;
  Device device;
};
Opened open(const sim::CardOptions& options) {
  auto card = std::make_unique<sim::Card>(options);
  sim::Card* const there = card.get();
  return {there, DeviceAccess::open(open_sim(std::move(card)), HashTables::draw(1))};
}

Memories memories_of(Device& device) {
  EXPECT_THAT(device.check(), IsEmpty());  // which also brings everything to memory
  return DeviceAccess::backend(device).inside()->memories();
}

TEST(SimInside, memories_hold_what_those_of_the_native_kernels_do) {
  Device native = Device::open("native", {.hash_seed = 1});
  Opened simulated = open({.seed = 21, .stalls = 96});
  fill(native);
  fill(simulated.device);
  const Memories is = memories_of(simulated.device);
  const Memories due = memories_of(native);
  EXPECT_EQ(is.ingest.clock_ns, due.ingest.clock_ns);
  EXPECT_EQ(is.ingest.next_creation, due.ingest.next_creation);
  EXPECT_EQ(is.index.free, due.index.free);
  EXPECT_EQ(is.index.ended, due.index.ended);
  EXPECT_EQ(is.index.spare, due.index.spare);
  EXPECT_EQ(is.free_list.ring, due.free_list.ring);
  EXPECT_EQ(is.free_list.ended, due.free_list.ended);
  EXPECT_EQ(is.free_list.put, due.free_list.put);
  EXPECT_TRUE(is.index.slots == due.index.slots);
  for (std::size_t i = 0; i < hw::records; ++i)
    ASSERT_EQ(std::memcmp(&is.records[i], &due.records[i], sizeof(hw::Record)), 0) << i;
}

TEST(SimInside, finds_random_traffic_in_order) {
  constexpr std::uint64_t seed = 22;
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  Opened opened = open({.seed = seed, .stalls = 64});
  Lockstep both(opened.device);
  Traffic traffic(seed, {.hosts = 6, .spis = 8, .conversations = 40, .pauses = 0.02});
  both.submit(traffic.next(1500));
  both.check();
  both.clear();
  both.check();
}

TEST(SimInside, counts_frames_of_the_wire_that_are_still_on_their_way) {
  Opened opened = open({.seed = 23, .stalls = 64});
  Wire& wire = *DeviceAccess::backend(opened.device).wire();
  const ModelPacket packet = nth(0);
  for (int i = 0; i < 20; ++i)
    wire.send({.time_ns = beginning, .ingress = 0, .octets = octets_of(packet)});
  EXPECT_THAT(opened.device.check(), IsEmpty());
  EXPECT_EQ(opened.device.read_statistics().packets, 20U);
  EXPECT_EQ(wire.receive().size(), 20U);
}

// What is written to a word of memory; undone afterwards, so that a card serves several times.
class Changed {
 public:
  Changed(const sim::Variable& variable, std::size_t row, std::uint8_t flipped,
          std::size_t octet = 0)
      : octet_(variable.word(row)[octet]), flipped_(flipped) {
    octet_ = static_cast<std::uint8_t>(octet_ ^ flipped_);
  }
  Changed(const Changed&) = delete;
  Changed& operator=(const Changed&) = delete;
  ~Changed() { octet_ = static_cast<std::uint8_t>(octet_ ^ flipped_); }

 private:
  std::uint8_t& octet_;
  std::uint8_t flipped_;
};

TEST(SimInside, what_is_done_to_memories_is_named) {
  Opened opened = open({.seed = 24});
  Device& device = opened.device;
  fill(device);
  const VerilatedContext& context = opened.card->context();
  const Memories memories = memories_of(device);
  const auto& slots = memories.index.slots;
  const auto found = std::ranges::find(slots, true, &IndexSlot::taken);
  ASSERT_NE(found, slots.end());
  const auto at = static_cast<std::size_t>(found - slots.begin());
  const std::string number = std::to_string(found->record);
  {
    const sim::Variable bank =
        sim::memory_of(context, "index",
                       "table_" + std::to_string(at / hw::line_slots / hw::lines) + "_" +
                           std::to_string(at % hw::line_slots));
    const Changed tag(bank, at / hw::line_slots % hw::lines, 1, 2);
    EXPECT_THAT(device.check(), ElementsAre(HasSubstr("the key of its record " + number)));
  }
  {
    const sim::Variable bank =
        sim::memory_of(context, "record", "records_" + std::to_string(found->record % hw::banks));
    // `used`.
    const Changed record(bank, found->record / hw::banks, 1);
    EXPECT_THAT(device.check(),
                Contains(HasSubstr("names record " + number + ", in which no session lives")));
  }
  {
    const sim::Variable ring = sim::memory_of(context, "free_list", "ring");
    const Changed free(ring, 1000, 1);
    EXPECT_THAT(device.check(), ElementsAre(HasSubstr("record 1001 stands in two places"),
                                            HasSubstr("record 1000 is lost")));
  }
  {
    const Changed count(sim::Variable(context, "u_index", "ended"), 0, 1);
    EXPECT_THAT(device.check(), Contains(HasSubstr("index counts 21 ended records")));
  }
  EXPECT_THAT(device.check(), IsEmpty());
}

TEST(SimInside, an_unknown_name_is_said_to_be_unknown) {
  const sim::Card card;
  try {
    sim::memory_of(card.context(), "index", "tabel_0_0");
    FAIL() << "it was found";
  } catch (const DeviceError& error) {
    EXPECT_STREQ(error.what(),
                 "device sim: nothing is visible as TOP.card.u_table.u_index.u_tabel_0_0.mem");
  }
}

}  // namespace
}  // namespace espial::test
