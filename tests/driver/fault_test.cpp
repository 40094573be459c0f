// Cards that misbehave: the driver says what is wrong, and never waits for ever.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "driver/device_access.hpp"
#include "driver/request.hpp"
#include "espial/error.hpp"
#include "fake_card.hpp"
#include "lockstep.hpp"

namespace espial::test {
namespace {

using hw::RequestKind;
using testing::AllOf;
using testing::HasSubstr;

class Faults : public testing::Test {
 protected:
  Device open() {
    return DeviceAccess::open(std::make_unique<FakeCard>(card_), HashTables::draw(1));
  }
  // Alters the answers to one kind of request.
  void alter(RequestKind kind, const std::function<void(hw::Answer&)>& how) {
    card_.alter = [kind, how](const hw::Request& request, hw::Answer& answer) {
      if (kind_of(request) == kind) how(answer);
    };
  }

  Misbehaviour card_;
};

// That `call` throws this, with all of this in its message.
template <class Fault, class Call, class Matcher>
void expect_fault(Call call, const Matcher& message) {
  try {
    call();
    ADD_FAILURE() << "nothing was thrown";
  } catch (const Fault& fault) {
    EXPECT_THAT(fault.what(), message);
    EXPECT_THAT(fault.what(), testing::StartsWith("device fake: "));
    EXPECT_EQ(fault.device(), "fake");
  }
}

std::vector<ModelPacket> packets(std::size_t count) {
  return std::vector<ModelPacket>(count, at(beginning, esp_packet("10.0.0.1", "10.0.0.2", 7)));
}

TEST_F(Faults, are_none_with_a_card_that_behaves) {
  Device device = open();
  EXPECT_EQ(device.name(), "fake");
  EXPECT_EQ(submit(device, packets(10'000)).size(), 10'000U);
  EXPECT_THAT(device.read_sessions(), testing::IsEmpty());
  EXPECT_THAT(device.read_ended(), testing::IsEmpty());
}

// --- opening -------------------------------------------------------------------------------------

TEST_F(Faults, of_another_interface_version_name_both) {
  card_.interface_version = 77;
  expect_fault<DeviceError>([this] { open(); },
                            AllOf(HasSubstr("interface"), HasSubstr("77"),
                                  HasSubstr(std::to_string(hw::interface_version))));
}

TEST_F(Faults, of_another_sa_table_name_both_sizes) {
  card_.sa_slots = 1000;
  expect_fault<DeviceError>([this] { open(); }, AllOf(HasSubstr("1000"), HasSubstr("4096")));
}

TEST_F(Faults, of_a_card_that_is_not_ours_are_told) {
  card_.identification = 0x1234;
  expect_fault<DeviceError>([this] { open(); }, HasSubstr("does not identify itself"));
}

TEST_F(Faults, of_a_card_that_answers_for_ever_but_never_to_us_are_told) {
  // For longer than anything that a last owner can have left.
  card_.endless = true;
  alter(RequestKind::identify, [](hw::Answer& answer) { ++answer.open_count; });
  expect_fault<DeviceError>([this] { open(); }, HasSubstr("does not identify itself"));
}

TEST_F(Faults, of_a_card_that_answers_another_opening_only_are_told) {
  alter(RequestKind::identify, [](hw::Answer& answer) { ++answer.open_count; });
  card_.stalled = "no more answers";
  expect_fault<DeviceTimeout>([this] { open(); }, HasSubstr("no more answers"));
}

TEST_F(Faults, of_a_load_that_stays_busy_are_told_at_opening) {
  card_.load_stuck = true;
  card_.stalled = "deadlock: streams a and b";
  expect_fault<DeviceTimeout>([this] { open(); }, HasSubstr("deadlock: streams a and b"));
}

TEST_F(Faults, of_a_store_that_stays_busy_are_told_at_opening) {
  card_.store_stuck = true;
  expect_fault<DeviceTimeout>([this] { open(); }, HasSubstr("stay busy"));
}

TEST_F(Faults, of_both_kernels_are_told_at_opening_as_soon_as_the_backend_knows) {
  card_.load_stuck = true;
  card_.store_stuck = true;
  card_.stalled = "deadlock: streams a and b";
  expect_fault<DeviceTimeout>([this] { open(); }, HasSubstr("deadlock: streams a and b"));
}

// --- open ----------------------------------------------------------------------------------------

TEST_F(Faults, of_a_card_that_stops_are_told_as_soon_as_the_backend_knows) {
  Device device = open();
  card_.store_stuck = true;
  card_.stalled = "deadlock: streams a and b";
  expect_fault<DeviceTimeout>([&] { submit(device, packets(1)); },
                              HasSubstr("deadlock: streams a and b"));
}

TEST_F(Faults, of_an_answer_to_something_else_tell_which) {
  Device device = open();
  std::size_t answers = 0;
  alter(RequestKind::packet, [&](hw::Answer& answer) {
    if (answers++ == 5000) answer.kind = static_cast<std::uint8_t>(RequestKind::set_timer);
  });
  expect_fault<DeviceError>([&] { submit(device, packets(6000)); },
                            AllOf(HasSubstr("answer 5000"), HasSubstr("out of step"),
                                  HasSubstr("kind 6"), HasSubstr("kind 0")));
}

TEST_F(Faults, of_an_answer_to_another_opening_tell_which) {
  Device device = open();
  alter(RequestKind::packet, [](hw::Answer& answer) { answer.open_count ^= 0x80; });
  expect_fault<DeviceError>([&] { submit(device, packets(10)); },
                            AllOf(HasSubstr("answer 0"), HasSubstr("out of step")));
}

TEST_F(Faults, of_more_records_than_were_asked_for_are_told) {
  Device device = open();
  alter(RequestKind::read_sessions,
        [](hw::Answer& answer) { answer.value[hw::answer::count] = 2049; });
  expect_fault<DeviceError>([&] { device.read_sessions(); },
                            AllOf(HasSubstr("2049 records"), HasSubstr("2048")));
}

TEST_F(Faults, of_more_ended_records_than_were_asked_for_are_told) {
  Device device = open();
  alter(RequestKind::read_ended, [](hw::Answer& answer) {
    answer.value[hw::answer::count] = std::numeric_limits<std::uint64_t>::max();
  });
  expect_fault<DeviceError>([&] { device.read_ended(); }, HasSubstr("records where 16"));
}

TEST_F(Faults, of_a_read_that_never_gets_on_are_told) {
  Device device = open();
  card_.calls = 0;
  card_.most_calls = 100'000;
  alter(RequestKind::read_sessions, [](hw::Answer& answer) {
    answer.value[hw::answer::more] = 1;
    answer.value[hw::answer::cursor] = 0;
  });
  EXPECT_THROW(device.read_sessions(), DeviceError);
}

TEST_F(Faults, of_more_ended_sessions_than_the_card_can_hold_are_told) {
  Device device = open();
  card_.calls = 0;
  card_.most_calls = 10'000;
  alter(RequestKind::read_ended, [](hw::Answer& answer) {
    answer.value[hw::answer::count] = 16;
    answer.value[hw::answer::more] = 1;
  });
  EXPECT_THROW(device.read_ended(), DeviceError);
}

TEST_F(Faults, leave_only_closing_to_be_done) {
  Device device = open();
  alter(RequestKind::packet, [](hw::Answer& answer) { answer.kind = 9; });
  EXPECT_THROW(submit(device, packets(10)), DeviceError);
  card_.alter = nullptr;
  expect_fault<DeviceError>([&] { device.read_statistics(); },
                            AllOf(HasSubstr("an earlier call has failed"), HasSubstr("close")));
  device = open();
  EXPECT_EQ(device.read_statistics().packets, 0U);
}

TEST_F(Faults, of_the_way_to_the_card_come_through_as_they_are) {
  Device device = open();
  card_.disconnected = true;
  EXPECT_THROW(submit(device, packets(1)), std::runtime_error);
}

TEST_F(Faults, of_the_way_to_the_card_do_not_keep_it_from_closing) {
  auto device = std::make_unique<Device>(open());
  card_.disconnected = true;
  EXPECT_NO_THROW(device.reset());
}

}  // namespace
}  // namespace espial::test
