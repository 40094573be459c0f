// Opening, closing, clearing, and what a device says of itself.
#include <type_traits>

#include "conformance.hpp"

namespace espial::test {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;

class Opening : public Conformance {};
INSTANTIATE_TEST_SUITE_P(Device, Opening, on_every_device(), device_of);

// Leaves something of every kind that a device can remember.
void leave_traces(Device& device) {
  device.set_zone(7, 70);
  device.set_policy(70, {.port_mapping = hw::PortMapping::negotiated,
                         .pass_through = hw::PortMapping::none,
                         .miss_action = hw::Action::drop});
  device.set_policy(0, {.port_mapping = hw::PortMapping::negotiated});
  device.set_timer(hw::Timer::esp_spi_split, seconds(1));
  device.add_sa({.local = Address::parse("192.168.0.1"),
                 .remote = Address::parse("10.0.1.2"),
                 .spi_in = 0x11112222,
                 .spi_out = 0x33334444});
  const std::vector<ModelPacket> packets{
      at(beginning, esp_packet("192.168.0.1", "10.0.1.2", 0x33334444)),
      at(beginning + 4000 * second, esp_packet("192.168.0.1", "10.0.1.2", 0x33334444)),
      at(beginning + 4000 * second, by(7, esp_packet("192.168.0.1", "10.0.1.2", 5)))};
  ASSERT_EQ(test::submit(device, packets).size(), packets.size());
}

// As if nothing had ever been said or seen.
void expect_forgotten(Device& device) {
  EXPECT_THAT(device.read_sessions(), testing::IsEmpty());
  EXPECT_THAT(device.read_ended(), testing::IsEmpty());
  EXPECT_EQ(device.policy(0), ZonePolicy{});
  EXPECT_EQ(device.policy(70), ZonePolicy{});
  const Statistics before = device.read_statistics();
  EXPECT_EQ(before.packets, 0U);
  EXPECT_EQ(before.outcome, Statistics{}.outcome);
  EXPECT_EQ(before.sessions, 0U);

  // Earlier than anything that came before, by an ingress that had a zone, with an SPI of an SA.
  const PacketResult result =
      test::submit(device, at(second, by(7, esp_packet("192.168.0.1", "10.0.1.2", 0x33334444))));
  EXPECT_EQ(result, (PacketResult{.outcome = hw::Outcome::counted,
                                  .action = hw::Action::forward,
                                  .created = true,
                                  .session = 0,
                                  .source_port = 0x3333,
                                  .destination_port = 0x4444}));
  const std::vector<Session> sessions = device.read_sessions();
  ASSERT_EQ(sessions.size(), 1U);
  EXPECT_EQ(sessions.front().zone, 0);
  EXPECT_EQ(sessions.front().created_ns, second);
  EXPECT_EQ(sessions.front().timeout_ns, 3600 * second);
  EXPECT_EQ(device.read_statistics().time_reversals, 0U);
}

TEST_P(Opening, says_what_was_opened) {
  const Device device = open();
  EXPECT_EQ(device.name(), GetParam());
  EXPECT_EQ(device.identity().interface_version, hw::interface_version);
  EXPECT_EQ(device.identity().capacity_sessions, 65'536U);
  EXPECT_GE(device.identity().index_slots, device.identity().capacity_sessions);
  EXPECT_EQ(device.identity().capacity_sas, 4096U);
  EXPECT_GE(device.identity().tag_bits, 24U);
}

TEST_P(Opening, knows_its_name_among_all) {
  EXPECT_THAT(device_names(), testing::Contains(GetParam()));
}

TEST_P(Opening, finds_a_device_that_remembers_nothing) {
  Device device = open();
  expect_forgotten(device);
}

TEST_P(Opening, finds_nothing_of_the_last_owner) {
  {
    Device device = open();
    leave_traces(device);
  }
  Device device = open();
  expect_forgotten(device);
}

TEST_P(Opening, works_with_secret_hashes_if_no_seed_is_given) {
  Device device = Device::open(GetParam());
  expect_forgotten(device);
}

TEST_P(Opening, works_as_often_as_one_likes) {
  for (int i = 0; i < 5; ++i) {
    Device device = open();
    EXPECT_TRUE(test::submit(device, esp_packet("10.0.0.1", "10.0.0.2", 7)).created) << i;
  }
}

TEST_P(Opening, moves_to_another_owner) {
  static_assert(!std::is_copy_constructible_v<Device> && !std::is_copy_assignable_v<Device>);
  Device device = open();
  leave_traces(device);
  Device owner = std::move(device);
  EXPECT_EQ(owner.read_sessions().size(), 2U);
  EXPECT_EQ(owner.name(), GetParam());
}

TEST_P(Opening, closes_what_it_moves_over) {
  Device device = open();
  leave_traces(device);
  {
    const Device other = std::move(device);
  }
  device = open();
  expect_forgotten(device);
}

class Clearing : public OpenDevice {};
INSTANTIATE_TEST_SUITE_P(Device, Clearing, on_every_device(), device_of);

TEST_P(Clearing, forgets_sessions_counters_settings_and_the_clock) {
  leave_traces(device_);
  device_.clear();
  expect_forgotten(device_);
}

TEST_P(Clearing, leaves_no_ended_session_to_be_read) {
  leave_traces(device_);
  device_.clear();
  leave_traces(device_);
  EXPECT_EQ(device_.read_ended().size(), 1U);
}

TEST_P(Clearing, may_follow_clearing) {
  for (int i = 0; i < 3; ++i) device_.clear();
  expect_forgotten(device_);
}

TEST_P(Clearing, makes_room_for_as_many_sessions_as_before) {
  std::vector<ModelPacket> packets;
  for (std::uint32_t i = 0; i < 5000; ++i) {
    packets.push_back(at(beginning, esp_packet("10.0.0.1", "10.0.0.2", 0x1000 + i)));
  }
  for (int round = 0; round < 3; ++round) {
    submit(packets);
    EXPECT_EQ(device_.read_sessions().size(), packets.size()) << round;
    device_.clear();
  }
  EXPECT_THAT(device_.read_sessions(), testing::IsEmpty());
}

// --- names -------------------------------------------------------------------------------------

TEST(OpeningByName, says_which_names_there_are_if_it_knows_none) {
  try {
    const Device device = Device::open("cloud");
    FAIL() << "device '" << device.name() << "' opened";
  } catch (const InvalidArgument& error) {
    EXPECT_THAT(error.what(), HasSubstr("cloud"));
    for (const std::string_view name : device_names()) {
      EXPECT_THAT(error.what(), HasSubstr(std::string(name)));
    }
  }
}

TEST(OpeningByName, takes_no_empty_name) { EXPECT_THROW(Device::open(""), InvalidArgument); }

// The kernels' state is static: a program has one native card.
TEST(OpeningNative, twice_is_an_error_that_says_so) {
  Device device = Device::open("native");
  try {
    const Device second_one = Device::open("native");
    FAIL() << "a second one opened";
  } catch (const DeviceError& error) {
    EXPECT_EQ(error.device(), "native");
    EXPECT_THAT(error.what(), HasSubstr("device native: it is open already"));
  }
  // The first one does not notice.
  EXPECT_TRUE(submit(device, esp_packet("10.0.0.1", "10.0.0.2", 7)).created);
}

TEST(OpeningNative, works_again_after_it_was_refused) {
  {
    const Device device = Device::open("native");
    EXPECT_THROW(Device::open("native"), DeviceError);
  }
  Device device = Device::open("native");
  EXPECT_TRUE(submit(device, esp_packet("10.0.0.1", "10.0.0.2", 7)).created);
}

}  // namespace
}  // namespace espial::test
