#include "driver/kernel_call.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "espial/error.hpp"

namespace espial {
namespace {

// On a card a call takes microseconds; the first pauses must not cost more than that.
constexpr std::chrono::microseconds first_pause{1};
constexpr std::chrono::microseconds longest_pause{1000};

}  // namespace

void KernelCall::start(const Buffer& buffer, std::uint32_t beats) {
  const std::uint64_t address = buffer.address();
  backend_.write_register(kernel_, hw::registers::address_low, static_cast<std::uint32_t>(address));
  backend_.write_register(kernel_, hw::registers::address_high,
                          static_cast<std::uint32_t>(address >> 32));
  backend_.write_register(kernel_, hw::registers::beats, beats);
  backend_.write_register(kernel_, hw::registers::control, hw::registers::ap_start);
}

bool KernelCall::idle() {
  return (backend_.read_register(kernel_, hw::registers::control) & hw::registers::ap_idle) != 0;
}

void KernelCall::wait(std::chrono::milliseconds budget) {
  if (idle()) return;
  const auto end = std::chrono::steady_clock::now() + budget;
  for (auto pause = first_pause; !idle(); pause = std::min(2 * pause, longest_pause)) {
    if (const auto why = backend_.stalled()) throw DeviceTimeout(backend_.name(), *why);
    if (std::chrono::steady_clock::now() >= end) {
      throw DeviceTimeout(
          backend_.name(),
          fmt::format("kernel '{}' did not finish within {} ms",
                      kernel_ == hw::Kernel::load ? "load" : "store", budget.count()));
    }
    std::this_thread::sleep_for(pause);
  }
}

}  // namespace espial
