// The backend `native` by itself: what its kernels reach, and its registers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "backend/backend.hpp"
#include "driver/device_access.hpp"
#include "driver/kernel_call.hpp"
#include "driver/request.hpp"
#include "espial/error.hpp"
#include "espial/hw/answer.hpp"
#include "lockstep.hpp"

namespace espial::test {
namespace {

using hw::Kernel;
using testing::HasSubstr;

class NativeBackend : public testing::Test {
 protected:
  void start(Kernel kernel, std::uint64_t address, std::uint32_t beats) {
    backend_->write_register(kernel, hw::registers::address_low,
                             static_cast<std::uint32_t>(address));
    backend_->write_register(kernel, hw::registers::address_high,
                             static_cast<std::uint32_t>(address >> 32));
    backend_->write_register(kernel, hw::registers::beats, beats);
    backend_->write_register(kernel, hw::registers::control, hw::registers::ap_start);
  }
  void expect_refused(Kernel kernel, std::uint64_t address, std::uint32_t beats) {
    try {
      start(kernel, address, beats);
      FAIL() << "started";
    } catch (const DeviceError& error) {
      EXPECT_EQ(error.device(), "native");
      EXPECT_THAT(error.what(), HasSubstr("not within a buffer"));
    }
    EXPECT_TRUE(KernelCall(*backend_, kernel).idle()) << "it did not start";
  }

  // The card outlives its owners: a device settles what the test before has left.
  static std::unique_ptr<Backend> settled_backend() {
    Device::open("native");
    return open_backend("native");
  }

  std::unique_ptr<Backend> backend_ = settled_backend();
  std::unique_ptr<Buffer> buffer_ = backend_->allocate(4 * hw::beat_octets);
};

TEST_F(NativeBackend, says_its_name) { EXPECT_EQ(backend_->name(), "native"); }

TEST_F(NativeBackend, allocates_what_was_asked_for) {
  EXPECT_EQ(buffer_->host().size(), 4U * hw::beat_octets);
  EXPECT_NE(buffer_->address(), backend_->allocate(64)->address());
}

TEST_F(NativeBackend, refuses_beats_beyond_a_buffer) {
  for (const Kernel kernel : {Kernel::load, Kernel::store}) {
    expect_refused(kernel, buffer_->address(), 5);
    expect_refused(kernel, buffer_->address(), ~0U);
  }
}

TEST_F(NativeBackend, refuses_an_address_that_is_no_buffer) {
  for (const Kernel kernel : {Kernel::load, Kernel::store}) {
    expect_refused(kernel, 0, 1);
    expect_refused(kernel, buffer_->address() - hw::beat_octets, 1);
  }
}

TEST_F(NativeBackend, refuses_a_buffer_that_is_gone) {
  const std::uint64_t address = buffer_->address();
  buffer_.reset();
  for (const Kernel kernel : {Kernel::load, Kernel::store}) expect_refused(kernel, address, 1);
}

TEST_F(NativeBackend, refuses_a_buffer_of_an_owner_before) {
  const std::uint64_t address = buffer_->address();
  backend_.reset();
  backend_ = open_backend("native");
  expect_refused(Kernel::load, address, 1);
}

TEST_F(NativeBackend, calls_a_kernel_on_a_whole_buffer) {
  const auto requests = backend_->allocate(2 * sizeof(hw::Request));
  for (std::size_t i = 0; i < 2; ++i) {
    const hw::Request request = command_request(hw::RequestKind::identify);
    std::memcpy(requests->host().subspan(i * sizeof(request)).data(), &request, sizeof(request));
  }
  const auto answers = backend_->allocate(2 * sizeof(hw::Answer));
  KernelCall load(*backend_, Kernel::load);
  KernelCall store(*backend_, Kernel::store);
  load.start(*requests, 4);
  store.start(*answers, 2);
  store.wait(std::chrono::milliseconds(1000));
  EXPECT_TRUE(load.idle());
  hw::Answer second{};
  std::memcpy(&second, answers->host().subspan(sizeof(second)).data(), sizeof(second));
  EXPECT_EQ(second.value[hw::answer::identification], hw::identification);
}

TEST_F(NativeBackend, keeps_what_is_written_to_its_registers) {
  backend_->write_register(Kernel::load, hw::registers::beats, 77);
  EXPECT_EQ(backend_->read_register(Kernel::load, hw::registers::beats), 77U);
  EXPECT_NE(backend_->read_register(Kernel::store, hw::registers::beats), 77U);
}

TEST_F(NativeBackend, keeps_a_buffer_as_long_as_a_kernel_uses_it) {
  // As pinned memory stays: the sanitizers tell if it did not.
  KernelCall store(*backend_, Kernel::store);
  store.start(*buffer_, 4);
  EXPECT_FALSE(store.idle());
  buffer_.reset();
  backend_.reset();
  Device device = Device::open("native");
  EXPECT_EQ(device.read_statistics().packets, 0U);
}

TEST_F(NativeBackend, says_why_a_wait_would_never_end) {
  KernelCall store(*backend_, Kernel::store);
  store.start(*buffer_, 1);
  try {
    store.wait(std::chrono::hours(1));
    FAIL() << "it ended";
  } catch (const DeviceTimeout& error) {
    EXPECT_THAT(error.what(), HasSubstr("device native: deadlock"));
    EXPECT_THAT(error.what(), HasSubstr("'host_out'")) << "the stream that stays empty";
  }
  EXPECT_NE(backend_->stalled(), std::nullopt);
}

TEST_F(NativeBackend, does_not_call_an_idle_card_stalled) {
  EXPECT_EQ(backend_->stalled(), std::nullopt);
}

}  // namespace
}  // namespace espial::test
