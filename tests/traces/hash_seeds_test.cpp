// The same listings whatever the hashes.
#include <gtest/gtest.h>

#include "traces/expectation.hpp"
#include "traces/replaying.hpp"

namespace espial::test {
namespace {

/// The listings in every format, one after the other.
std::string listings(const std::string& capture, const Run& run) {
  const ReplayResult result = replay_capture(generated(capture), run);
  std::string all;
  for (const std::string_view format : format_names()) all += print(result, parse_format(format));
  return all;
}

void expect_same_under_20_hash_seeds(const std::string& capture, const std::string& port_mapping) {
  const std::string first = listings(capture, {.port_mapping = port_mapping, .hash_seed = 1});
  for (std::uint64_t seed = 2; seed <= 20; ++seed) {
    SCOPED_TRACE("hash seed " + std::to_string(seed));
    EXPECT_EQ(listings(capture, {.port_mapping = port_mapping, .hash_seed = seed}), first);
  }
}

class HashSeeds : public testing::TestWithParam<ExpectedRun> {};

INSTANTIATE_TEST_SUITE_P(
    Twenty, HashSeeds,
    testing::ValuesIn(expected_runs(read_json("tests/captures/expected.json").as_array())),
    [](const auto& info) { return info.param.name(); });

TEST_P(HashSeeds, give_the_same_listings) {
  expect_same_under_20_hash_seeds(GetParam().capture, GetParam().port_mapping);
}

TEST(TwentyHashSeeds, give_the_same_listings_of_deep_stacks) {
  expect_same_under_20_hash_seeds("deep_stacks.pcap", "spi-split");
}

}  // namespace
}  // namespace espial::test
