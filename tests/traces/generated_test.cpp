// The generated captures against tests/captures/expected.json.
#include <gtest/gtest.h>

#include "traces/expectation.hpp"
#include "traces/replaying.hpp"

namespace espial::test {
namespace {

class GeneratedCapture : public testing::TestWithParam<ExpectedRun> {};

INSTANTIATE_TEST_SUITE_P(
    Replay, GeneratedCapture,
    testing::ValuesIn(expected_runs(read_json("tests/captures/expected.json").as_array())),
    [](const auto& info) { return info.param.name(); });

TEST_P(GeneratedCapture, shows_what_is_expected) {
  const ExpectedRun& expected = GetParam();
  const ReplayResult result =
      replay_capture(generated(expected.capture), {.port_mapping = expected.port_mapping});
  EXPECT_TRUE(result.faults.empty());
  EXPECT_EQ(differences(expected.sessions, sessions_of(result)), "");
  EXPECT_EQ(differences_of_statistics(expected.statistics, statistics_of(result)), "");
}

// How deep the parser follows tags and labels is its own choice, but what it does not follow it
// says. Each packet has an SPI of its own.
TEST(DeepStacks, are_sessions_or_counted_as_too_deep) {
  const ReplayResult result = replay_capture(generated("deep_stacks.pcap"));
  const boost::json::object statistics = statistics_of(result);
  std::uint64_t unfollowed = 0;
  for (const char* const reason : {"link_depth", "beyond_window"}) {
    unfollowed += statistics.at("malformed").at(reason).to_number<std::uint64_t>();
  }
  EXPECT_EQ(result.sessions.size() + unfollowed, result.statistics.packets);
  EXPECT_GE(result.sessions.size(), 4) << "one tag and two, one label and two are everyday traffic";
}

}  // namespace
}  // namespace espial::test
