// What stands behind a Device, for those who stand in for its surroundings: tests, and whoever
// feeds the wire.
#pragma once

#include <chrono>
#include <memory>

#include "backend/backend.hpp"
#include "driver/hash_tables.hpp"
#include "espial/device.hpp"

namespace espial {

class DeviceAccess {
 public:
  // Opens a device over a backend, with hashes of the caller's choice.
  static Device open(std::unique_ptr<Backend> backend, const HashTables& tables,
                     std::chrono::milliseconds budget = OpenOptions{}.budget);
  static Backend& backend(Device& device);
  // Operations that went round the loop of `index` and `record` once more.
  static std::uint64_t bounced(Device& device);
};

}  // namespace espial
