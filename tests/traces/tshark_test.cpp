// ESP and AH of every capture by SA, beside tshark's.
#include "traces/tshark.hpp"

#include <gtest/gtest.h>

#include "support/run_command.hpp"
#include "traces/expectation.hpp"
#include "traces/replaying.hpp"

namespace espial::test {
namespace {

namespace json = boost::json;

/// The packets of SAs that only one of them sees.
std::uint64_t packets_without(const Traffic& traffic, const Traffic& others) {
  std::uint64_t packets = 0;
  for (const auto& [key, amount] : traffic) {
    if (!others.contains(key)) packets += amount.packets;
  }
  return packets;
}

void expect_same_as_tshark(const std::string& path) {
  const ReplayResult result = replay_capture(path);
  const Traffic ours = traffic_of(result);
  const Traffic theirs = traffic_by_tshark(path);
  for (const auto& [key, amount] : ours) {
    const auto found = theirs.find(key);
    ASSERT_NE(found, theirs.end()) << "tshark has no " << key;
    EXPECT_EQ(amount, found->second) << key;
  }
  // tshark follows headers to any depth; Espial counts what it does not follow.
  const Statistics& statistics = result.statistics;
  EXPECT_EQ(packets_without(theirs, ours),
            statistics[hw::Outcome::link_depth] + statistics[hw::Outcome::beyond_window]);
}

class BesideTshark : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (!is_installed("tshark")) GTEST_SKIP() << "tshark is not installed";
  }
};

// --- generated captures

std::vector<std::string> expected_captures() {
  std::vector<std::string> names = {"deep_stacks.pcap"};
  for (const ExpectedRun& run :
       expected_runs(read_json("tests/captures/expected.json").as_array())) {
    if (run.port_mapping == "spi-split") names.push_back(run.capture);
  }
  return names;
}

class GeneratedBesideTshark : public BesideTshark {};

INSTANTIATE_TEST_SUITE_P(Traffic, GeneratedBesideTshark, testing::ValuesIn(expected_captures()),
                         [](const auto& info) { return test_name(info.param); });

TEST_P(GeneratedBesideTshark, has_the_same_packets_of_every_sa) {
  expect_same_as_tshark(generated(GetParam()));
}

// --- captures that are not part of the project

std::vector<std::string> expected_shared_captures() {
  const json::value expected = read_json("tests/traces/shared_expected.json");
  std::vector<std::string> names;
  for (const ExpectedRun& run : expected_runs(expected.at("runs").as_array())) {
    if (run.port_mapping == "spi-split") names.push_back(run.capture);
  }
  for (const json::value& entry : expected.at("traffic").as_array()) {
    names.push_back(json::value_to<std::string>(entry.at("capture")));
  }
  return names;
}

class SharedBesideTshark : public BesideTshark {};

INSTANTIATE_TEST_SUITE_P(Traffic, SharedBesideTshark, testing::ValuesIn(expected_shared_captures()),
                         [](const auto& info) { return test_name(info.param); });

TEST_P(SharedBesideTshark, has_the_same_packets_of_every_sa) {
  const auto folder = shared_captures();
  if (!folder) GTEST_SKIP() << "ESPIAL_SHARED is not set";
  expect_same_as_tshark(*folder + "/" + GetParam());
}

}  // namespace
}  // namespace espial::test
