// What the verilated card makes of captures, beside the same kernels compiled natively: fed by the
// host and by the wire, with random stalls everywhere, and with slow memory.
#include <gtest/gtest.h>

#include <array>
#include <string>

#include "card.hpp"
#include "driver/device_access.hpp"
#include "driver/hash_tables.hpp"
#include "driver/print.hpp"
#include "espial/device.hpp"
#include "espial/error.hpp"
#include "espial/replay.hpp"
#include "sim_backend.hpp"

namespace espial::test {
namespace {

Device native() { return Device::open("native", {.hash_seed = 1}); }
Device simulated(const sim::CardOptions& options) {
  return DeviceAccess::open(open_sim(options), HashTables::draw(1));
}

ReplayResult replayed(Device device, const std::string& capture, bool wire = false) {
  const std::array paths{ESPIAL_TEST_CAPTURES "/" + capture};
  return replay(device, paths, {.at = {}, .wire = wire, .progress = {}});
}

void expect_equal(const ReplayResult& one, const ReplayResult& other) {
  EXPECT_EQ(one.sessions, other.sessions);
  EXPECT_EQ(one.now_ns, other.now_ns);
  EXPECT_EQ(one.statistics.outcome, other.statistics.outcome);
  EXPECT_EQ(one.statistics.packets, other.statistics.packets);
  EXPECT_EQ(one.statistics.doubled, other.statistics.doubled);
  EXPECT_EQ(one.statistics.keepalives, other.statistics.keepalives);
  EXPECT_EQ(one.statistics.time_reversals, other.statistics.time_reversals);
  EXPECT_EQ(one.statistics.sessions, other.statistics.sessions);
}

struct Case {
  const char* name;
  const char* capture;
  bool wire;
  sim::CardOptions card;
};

constexpr unsigned often = 96;  // of 256 cycles
const Case cases[] = {
    {"the_article_of_juniper", "juniper_kb35317.pcap", false, {}},
    {"the_article_of_palo_alto", "pan_session791.pcap", false, {}},
    {"the_wire", "juniper_kb35317.pcap", true, {.seed = 2}},
    {"the_wire_with_stalls", "mpls.pcap", true, {.seed = 3, .stalls = often}},
    {"ah_around_esp_with_stalls", "ah_around.pcap", false, {.seed = 4, .stalls = often}},
    {"malformed_packets_with_stalls", "malformed.pcap", false, {.seed = 5, .stalls = often}},
    {"expiring_sessions", "timers_other.pcap", false, {.seed = 6}},
    {"tcp_udp_and_icmp_from_slow_memory",
     "tcp_udp_icmp.pcap",
     false,
     {.seed = 7, .memory = {.latency = 300, .beats_of_64 = 8}}},
    {"jumps_in_time", "time_jump.pcap", false, {.seed = 8, .memory = sim::hbm_like}},
};

class Parity : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(Captures, Parity, testing::ValuesIn(cases),
                         [](const auto& of) { return std::string(of.param.name); });

TEST_P(Parity, sessions_and_counters_are_those_of_the_native_kernels) {
  const Case& of = GetParam();
  expect_equal(replayed(simulated(of.card), of.capture, of.wire), replayed(native(), of.capture));
}

TEST(WireReplay, refuses_what_is_no_ethernet) {
  try {
    replayed(native(), "link_raw_101.pcap", true);
    FAIL() << "it was replayed";
  } catch (const FileError& error) {
    EXPECT_NE(std::string(error.what()).find("link type is not Ethernet"), std::string::npos)
        << error.what();
  }
}

}  // namespace
}  // namespace espial::test
