// Captures that are not part of the project: ESPIAL_SHARED names the folder that has them in
// captures/. What they must show is in shared_expected.json.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "traces/expectation.hpp"
#include "traces/replaying.hpp"

namespace espial::test {
namespace {

namespace json = boost::json;
using testing::IsEmpty;
using testing::Not;

json::value expected() { return read_json("tests/traces/shared_expected.json"); }

/// Skips the test where the captures are not.
class Shared : public testing::Test {
 protected:
  void SetUp() override {
    const auto folder = shared_captures();
    if (!folder) GTEST_SKIP() << "ESPIAL_SHARED is not set";
    folder_ = *folder;
  }
  [[nodiscard]] const std::string& folder() const { return folder_; }
  [[nodiscard]] std::string path(const std::string& capture) const {
    return folder_ + "/" + capture;
  }

 private:
  std::string folder_;
};

// --- sessions

struct SharedRun {
  ExpectedRun run;
  std::vector<SaPair> sas;

  friend std::ostream& operator<<(std::ostream& out, const SharedRun& shared) {
    return out << shared.run;
  }
};

std::uint32_t hexadecimal(const json::value& value) {
  return static_cast<std::uint32_t>(std::stoul(json::value_to<std::string>(value), nullptr, 16));
}

std::vector<SaPair> sa_pairs(const json::value& run) {
  std::vector<SaPair> pairs;
  const json::value* const sas = run.as_object().if_contains("sas");
  if (sas == nullptr) return pairs;
  for (const json::value& sa : sas->as_array()) {
    pairs.push_back({.local = Address::parse(json::value_to<std::string>(sa.at("local"))),
                     .remote = Address::parse(json::value_to<std::string>(sa.at("remote"))),
                     .spi_in = hexadecimal(sa.at("spi_in")),
                     .spi_out = hexadecimal(sa.at("spi_out"))});
  }
  return pairs;
}

std::vector<SharedRun> shared_runs() {
  const json::value whole = expected();
  const json::array& runs = whole.at("runs").as_array();
  const std::vector<ExpectedRun> parsed = expected_runs(runs);
  std::vector<SharedRun> result;
  for (std::size_t i = 0; i < runs.size(); ++i) result.push_back({parsed[i], sa_pairs(runs[i])});
  return result;
}

class SharedSessions : public Shared, public testing::WithParamInterface<SharedRun> {};

INSTANTIATE_TEST_SUITE_P(Replay, SharedSessions, testing::ValuesIn(shared_runs()),
                         [](const auto& info) { return info.param.run.name(); });

TEST_P(SharedSessions, are_what_is_expected) {
  const ExpectedRun& run = GetParam().run;
  const ReplayResult result =
      replay_capture(path(run.capture), {.port_mapping = run.port_mapping, .sas = GetParam().sas});
  EXPECT_THAT(result.faults, IsEmpty());
  EXPECT_EQ(differences(run.sessions, sessions_of(result)), "");
  EXPECT_EQ(differences_of_statistics(run.statistics, statistics_of(result)), "");
}

// --- packets of each SA

struct ExpectedTraffic {
  std::string capture;
  std::map<SaKey, std::uint64_t> packets = {};

  friend std::ostream& operator<<(std::ostream& out, const ExpectedTraffic& traffic) {
    return out << traffic.capture;
  }
};

std::vector<ExpectedTraffic> expected_traffic() {
  std::vector<ExpectedTraffic> result;
  const json::value whole = expected();
  for (const json::value& entry : whole.at("traffic").as_array()) {
    ExpectedTraffic traffic{.capture = json::value_to<std::string>(entry.at("capture"))};
    for (const json::value& sa : entry.at("sas").as_array()) {
      const json::array& parts = sa.as_array();
      const SaKey key{json::value_to<std::string>(parts[0]), json::value_to<std::string>(parts[1]),
                      json::value_to<std::string>(parts[2]), hexadecimal(parts[3])};
      traffic.packets[key] = parts[4].to_number<std::uint64_t>();
    }
    result.push_back(traffic);
  }
  return result;
}

class SharedTraffic : public Shared, public testing::WithParamInterface<ExpectedTraffic> {};

INSTANTIATE_TEST_SUITE_P(Replay, SharedTraffic, testing::ValuesIn(expected_traffic()),
                         [](const auto& info) { return test_name(info.param.capture); });

TEST_P(SharedTraffic, has_the_packets_of_every_sa) {
  std::map<SaKey, std::uint64_t> packets;
  for (const auto& [key, amount] : traffic_of(replay_capture(path(GetParam().capture)))) {
    packets[key] = amount.packets;
  }
  EXPECT_EQ(packets, GetParam().packets);
}

// --- all of them

TEST_F(Shared, captures_add_up_under_every_port_mapping_and_print_in_every_format) {
  const std::vector<std::string> captures = captures_in(folder());
  ASSERT_THAT(captures, Not(IsEmpty()));
  for (const std::string& capture : captures) {
    for (const char* const mapping : {"spi-split", "generic", "negotiated", "none"}) {
      SCOPED_TRACE(capture + " under " + mapping);
      const ReplayResult result = replay_capture(path(capture), {.port_mapping = mapping});
      EXPECT_GT(result.statistics.packets, 0);
      EXPECT_THAT(result.faults, IsEmpty());
      EXPECT_EQ(sessions_of(result).size(), result.sessions.size());
      for (const std::string_view format : format_names()) {
        EXPECT_EQ(print(result, parse_format(format)).empty(),
                  result.sessions.empty() && format != "table");
      }
    }
  }
}

TEST_F(Shared, captures_all_have_expectations) {
  std::set<std::string> listed;
  for (const SharedRun& shared : shared_runs()) listed.insert(shared.run.capture);
  for (const ExpectedTraffic& traffic : expected_traffic()) listed.insert(traffic.capture);
  const std::vector<std::string> captures = captures_in(folder());
  EXPECT_EQ(std::set(captures.begin(), captures.end()), listed);
}

}  // namespace
}  // namespace espial::test
