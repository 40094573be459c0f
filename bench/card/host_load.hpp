// Packets that `load` brings while the caller steps the card, one call for all of them. The driver
// would wait until they are answered.
#pragma once

#include <cstdint>
#include <memory>

#include "backend/backend.hpp"
#include "driver/kernel_call.hpp"
#include "traffic.hpp"

namespace espial::bench {

class HostLoad {
 public:
  // Starts `load` and `store`.
  HostLoad(Backend& backend, Traffic& traffic, std::uint32_t packets);
  // Requests wait in `load`.
  [[nodiscard]] bool waiting() { return !load_.idle(); }
  // Waits for both. \returns how many packets were answered as counted
  [[nodiscard]] std::uint32_t finish();

 private:
  std::uint32_t packets_;
  std::unique_ptr<Buffer> requests_;
  std::unique_ptr<Buffer> answers_;
  KernelCall load_;
  KernelCall store_;
};

}  // namespace espial::bench
