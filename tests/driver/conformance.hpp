// What every device must do, whatever stands behind it. A suite derives from one of these and is
// instantiated with on_every_device().
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "espial/device.hpp"
#include "espial/error.hpp"
#include "lockstep.hpp"
#include "print.hpp"
#include "traffic.hpp"

namespace espial::test {

inline auto on_every_device() { return testing::ValuesIn(device_names()); }
inline std::string device_of(const testing::TestParamInfo<std::string_view>& info) {
  return std::string(info.param);
}

// The parameter is a device's name.
class Conformance : public testing::TestWithParam<std::string_view> {
 protected:
  static Device open() { return Device::open(GetParam(), {.hash_seed = 1}); }
};

// With the device open.
class OpenDevice : public Conformance {
 protected:
  PacketResult submit(const ModelPacket& packet) { return test::submit(device_, packet); }
  std::vector<PacketResult> submit(std::span<const ModelPacket> packets) {
    return test::submit(device_, packets);
  }
  // The session that a packet counted in, whether it has ended or not; it must be there.
  Session session(const PacketResult& result);
  // The only one that lives.
  Session only_session();

  Device device_ = open();
};

bool has(const Session& session, hw::SessionFlag flag);

}  // namespace espial::test
