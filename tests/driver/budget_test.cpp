// Waits end with their budget, also if nobody can tell that they are hopeless.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "driver/device_access.hpp"
#include "espial/error.hpp"
#include "fake_card.hpp"
#include "lockstep.hpp"

namespace espial::test {
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr seconds budget{2};
constexpr seconds most{10};

class Budget : public testing::Test {
 protected:
  Device open() {
    return DeviceAccess::open(std::make_unique<FakeCard>(card_), HashTables::draw(1), budget);
  }
  template <class Call>
  static void expect_timeout(Call call, const std::string& message) {
    const steady_clock::time_point begin = steady_clock::now();
    try {
      call();
      ADD_FAILURE() << "nothing was thrown";
    } catch (const DeviceTimeout& fault) {
      EXPECT_THAT(fault.what(), testing::HasSubstr(message));
    }
    EXPECT_GE(steady_clock::now() - begin, budget);
    EXPECT_LT(steady_clock::now() - begin, most);
  }

  Misbehaviour card_;
};

TEST_F(Budget, ends_a_wait_for_store) {
  Device device = open();
  card_.store_stuck = true;
  expect_timeout([&] { device.read_statistics(); }, "kernel 'store' did not finish within");
}

TEST_F(Budget, ends_a_wait_for_load) {
  Device device = open();
  // Its requests are answered, but it says that it is busy.
  card_.alter = [this](const hw::Request&, hw::Answer&) { card_.load_stuck = true; };
  expect_timeout([&] { device.clear(); }, "kernel 'load' did not finish within");
}

TEST_F(Budget, ends_an_opening_while_load_is_busy) {
  card_.load_stuck = true;
  card_.most_reads = std::size_t{1} << 36;
  expect_timeout([this] { open(); }, "stay busy");
}

TEST_F(Budget, ends_an_opening_while_both_kernels_are_busy) {
  card_.load_stuck = true;
  card_.store_stuck = true;
  card_.most_reads = std::size_t{1} << 36;
  expect_timeout([this] { open(); }, "stay busy");
}

TEST_F(Budget, ends_an_opening_without_an_answer) {
  card_.alter = [this](const hw::Request&, hw::Answer&) { card_.store_stuck = true; };
  expect_timeout([this] { open(); }, "kernel 'store' did not finish within");
}

}  // namespace
}  // namespace espial::test
