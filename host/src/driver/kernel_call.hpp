// Calling a kernel through its AXI4-Lite registers.
#pragma once

#include <chrono>
#include <cstdint>

#include "backend/backend.hpp"
#include "espial/hw/registers.hpp"

namespace espial {

class KernelCall {
 public:
  KernelCall(Backend& backend, hw::Kernel kernel) : backend_(backend), kernel_(kernel) {}

  // Starts an idle kernel on the first `beats` beats of a buffer, which lives until the kernel is
  // idle again.
  void start(const Buffer& buffer, std::uint32_t beats);
  [[nodiscard]] bool idle();
  // Polls with growing pauses until the kernel is idle. \throws DeviceTimeout when the budget is
  // used up, or as soon as it is certain that this will never be
  void wait(std::chrono::milliseconds budget);

 private:
  Backend& backend_;
  hw::Kernel kernel_;
};

}  // namespace espial
