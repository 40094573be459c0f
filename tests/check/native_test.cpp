// Device::check on the kernels of this program: it sees what is done to their memories.
#include <gmock/gmock.h>

#include "driver/device_access.hpp"
#include "driver/fake_card.hpp"
#include "driver/lockstep.hpp"
#include "driver/traffic.hpp"
#include "espial/device.hpp"
#include "espial/error.hpp"
#include "table/visible.hpp"

namespace espial::test {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

// Of ESP under spi-split.
constexpr std::uint64_t timeout = 3600 * second;

ModelPacket nth(std::uint32_t i, std::uint64_t time_ns = beginning) {
  return at(time_ns, esp_packet("10.0.0.1", "10.0.0.2", 0x1000 + i));
}

class NativeCheck : public testing::Test {
 protected:
  // 100 sessions that live, 20 that wait for the host, 10 that are released.
  NativeCheck() {
    for (std::uint32_t i = 0; i < 30; ++i) submit(device_, nth(i));
    for (std::uint32_t i = 0; i < 10; ++i) submit(device_, nth(i, beginning + timeout));
    EXPECT_EQ(device_.read_ended().size(), 10U);
    for (std::uint32_t i = 10; i < 30; ++i) submit(device_, nth(i, beginning + timeout));
    for (std::uint32_t i = 30; i < 100; ++i) submit(device_, nth(i, beginning + timeout));
    EXPECT_THAT(device_.check(), IsEmpty());
  }

  // One that names a record.
  static slot_t& taken_slot() {
    for (auto& choice : *visible<VisibleIndex>().table)
      for (auto& line : choice)
        for (slot_t& slot : line)
          if (is_taken(slot)) return slot;
    throw std::logic_error("no slot is taken");
  }
  static ::Session& record(unsigned number) {
    return (*visible<VisibleRecord>().records)[number % hw::banks][number / hw::banks];
  }

  Device device_ = Device::open("native", {.hash_seed = 1});
};

TEST_F(NativeCheck, finds_a_table_in_order_after_each_packet) {
  for (std::uint32_t i = 0; i < 30; ++i) {
    submit(device_, nth(i, beginning + 2 * timeout));
    ASSERT_THAT(device_.check(), IsEmpty()) << i;
  }
}

TEST_F(NativeCheck, finds_a_cleared_table_in_order) {
  device_.clear();
  EXPECT_THAT(device_.check(), IsEmpty());
}

TEST_F(NativeCheck, counts_frames_that_came_by_the_wire) {
  Wire& wire = *DeviceAccess::backend(device_).wire();
  const ModelPacket packet = nth(500);
  for (int i = 0; i < 20; ++i)
    wire.send({.time_ns = beginning + timeout, .ingress = 0, .octets = octets_of(packet)});
  EXPECT_THAT(device_.check(), IsEmpty());
  EXPECT_EQ(device_.read_statistics().packets, 130U + 20U);
}

TEST_F(NativeCheck, names_a_slot_whose_tag_has_changed) {
  slot_t& slot = taken_slot();
  const auto number = record_in(slot).to_uint();
  slot = slot ^ (slot_t(1) << static_cast<int>(hw::record_bits));
  EXPECT_THAT(device_.check(),
              testing::ElementsAre(HasSubstr("the key of its record " + std::to_string(number))));
}

TEST_F(NativeCheck, names_a_record_that_no_slot_leads_to) {
  slot_t& slot = taken_slot();
  const std::string number = std::to_string(record_in(slot).to_uint());
  slot = 0;
  EXPECT_THAT(device_.check(),
              testing::ElementsAre(HasSubstr("record " + number + " is lost"),
                                   HasSubstr("a session lives in record " + number)));
}

TEST_F(NativeCheck, names_a_record_that_lost_a_packet) {
  ::Session& session = record(record_in(taken_slot()).to_uint());
  ASSERT_NE(session.lower_packets_low + session.upper_packets_low, 0);
  (session.c2s_from_upper ? session.upper_packets_low : session.lower_packets_low) += 1;
  EXPECT_THAT(
      device_.check(),
      testing::ElementsAre(HasSubstr("130 packets were counted, and the sessions have 131")));
}

TEST_F(NativeCheck, names_a_key_that_has_changed) {
  const auto number = record_in(taken_slot()).to_uint();
  record(number).protocol = 51;
  EXPECT_THAT(device_.check(),
              Contains(HasSubstr("names record " + std::to_string(number) + ", whose key leads")));
}

TEST_F(NativeCheck, names_an_ended_record_that_lives) {
  const VisibleFreeList& list = visible<VisibleFreeList>();
  const auto number = (*list.ring)[record_number_t(*list.ended).to_uint()].to_uint();
  record(number).ended = false;
  EXPECT_THAT(device_.check(),
              Contains(HasSubstr("record " + std::to_string(number) + " waits for the host")));
}

TEST_F(NativeCheck, names_a_free_number_that_has_changed) {
  const VisibleFreeList& list = visible<VisibleFreeList>();
  (*list.ring)[record_number_t(*list.next + 100).to_uint()] = record_in(taken_slot());
  EXPECT_THAT(device_.check(),
              testing::ElementsAre(HasSubstr("stands in two places: slot"), HasSubstr("is lost")));
}

TEST_F(NativeCheck, names_counts_that_differ) {
  *visible<VisibleIndex>().ended += 1;
  EXPECT_THAT(device_.check(),
              testing::ElementsAre("index counts 21 ended records, free_list has 20"));
}

TEST_F(NativeCheck, names_a_session_from_the_future) {
  *visible<VisibleIngest>().clock = beginning;
  EXPECT_THAT(device_.check(), Contains(HasSubstr("and the clock says")));
}

TEST(TableCheck, says_of_a_device_that_it_cannot_look_into_it) {
  Misbehaviour none;
  Device device = DeviceAccess::open(std::make_unique<FakeCard>(none), HashTables::draw(1));
  try {
    static_cast<void>(device.check());
    FAIL() << "it was looked into";
  } catch (const InvalidArgument& error) {
    EXPECT_STREQ(error.what(),
                 "device fake: nobody can look into its memories; 'native' and 'sim' let one");
  }
}

}  // namespace
}  // namespace espial::test
