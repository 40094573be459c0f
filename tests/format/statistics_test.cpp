// The counters: their names, their balance, and their JSON.
#include "espial/statistics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <limits>
#include <set>
#include <sstream>

#include "sessions.hpp"

namespace espial::test {
namespace {

namespace json = boost::json;
using testing::ElementsAre;

// A different number of each, in balance.
Statistics some_statistics() {
  Statistics statistics;
  for (std::size_t i = 0; i < statistics.outcome.size(); ++i) {
    if (!name(static_cast<hw::Outcome>(i)).empty()) statistics.outcome[i] = 1 + 100 * i;
  }
  statistics.doubled = 7;
  statistics.keepalives = 8;
  statistics.time_reversals = 9;
  statistics.sessions = 2;
  for (const std::uint64_t count : statistics.outcome) statistics.packets += count;
  statistics.packets -= statistics.doubled;
  return statistics;
}

json::object parsed(const Statistics& statistics,
                    const std::optional<CycleStatistics>& cycles = {}) {
  std::ostringstream out;
  write_statistics_json(out, statistics, cycles);
  return json::parse(out.str()).as_object();
}

std::uint64_t number(const json::value& value) { return json::value_to<std::uint64_t>(value); }

std::vector<std::string> keys(const json::object& object) {
  std::vector<std::string> keys;
  for (const auto& member : object) keys.emplace_back(member.key());
  return keys;
}

TEST(Statistics, are_balanced_when_every_packet_has_one_outcome) {
  EXPECT_TRUE(Statistics().balanced());
  EXPECT_TRUE(some_statistics().balanced());
}

TEST(Statistics, are_not_balanced_when_a_packet_is_lost_or_counted_once_more) {
  Statistics lost = some_statistics();
  ++lost.packets;
  EXPECT_FALSE(lost.balanced());
  Statistics more = some_statistics();
  ++more.outcome[static_cast<std::size_t>(hw::Outcome::spi_zero)];
  EXPECT_FALSE(more.balanced());
}

TEST(Statistics, count_ah_around_esp_twice) {
  Statistics statistics;
  statistics.packets = 1;
  statistics.outcome[static_cast<std::size_t>(hw::Outcome::counted)] = 2;
  EXPECT_FALSE(statistics.balanced());
  statistics.doubled = 1;
  EXPECT_TRUE(statistics.balanced());
}

TEST(Statistics, name_every_malformed_outcome_differently) {
  std::set<std::string_view> names;
  for (unsigned i = hw::first_malformed; i < hw::outcomes; ++i) {
    const std::string_view text = name(static_cast<hw::Outcome>(i));
    EXPECT_FALSE(text.empty()) << "outcome " << i;
    EXPECT_TRUE(names.insert(text).second) << text;
  }
}

TEST(StatisticsJson, has_its_members_in_this_order) {
  EXPECT_THAT(
      keys(parsed(Statistics())),
      ElementsAre("packets", "sessions", "double", "counted", "not_ip", "malformed", "fragments",
                  "refused", "learn_deferred", "keepalives", "time_reversals", "device_cycles"));
}

TEST(StatisticsJson, has_every_reason_even_if_nothing_was_malformed) {
  EXPECT_THAT(
      keys(parsed(Statistics()).at("malformed").as_object()),
      ElementsAre("truncated", "beyond_window", "oversize", "too_short", "link_depth", "ip_version",
                  "ip_header", "udp_length", "ah_length", "spi_zero", "mapped_address"));
}

TEST(StatisticsJson, has_the_value_of_every_counter) {
  const Statistics statistics = some_statistics();
  const json::object object =
      parsed(statistics,
             CycleStatistics{.device_cycles = 123'456'789'012, .latency = {}, .utilisation = {}});
  EXPECT_EQ(number(object.at("packets")), statistics.packets);
  EXPECT_EQ(number(object.at("sessions")), statistics.sessions);
  EXPECT_EQ(number(object.at("double")), statistics.doubled);
  EXPECT_EQ(number(object.at("counted")), statistics[hw::Outcome::counted]);
  EXPECT_EQ(number(object.at("not_ip")), statistics[hw::Outcome::not_ip]);
  EXPECT_EQ(number(object.at("fragments")), statistics[hw::Outcome::fragment]);
  EXPECT_EQ(number(object.at("refused")), statistics[hw::Outcome::refused]);
  EXPECT_EQ(number(object.at("learn_deferred")), statistics[hw::Outcome::learn_deferred]);
  EXPECT_EQ(number(object.at("keepalives")), statistics.keepalives);
  EXPECT_EQ(number(object.at("time_reversals")), statistics.time_reversals);
  EXPECT_EQ(number(object.at("device_cycles")), 123'456'789'012u);
  const json::object& malformed = object.at("malformed").as_object();
  EXPECT_EQ(number(malformed.at("truncated")), statistics[hw::Outcome::truncated]);
  EXPECT_EQ(number(malformed.at("beyond_window")), statistics[hw::Outcome::beyond_window]);
  EXPECT_EQ(number(malformed.at("oversize")), statistics[hw::Outcome::oversize]);
  EXPECT_EQ(number(malformed.at("too_short")), statistics[hw::Outcome::too_short]);
  EXPECT_EQ(number(malformed.at("link_depth")), statistics[hw::Outcome::link_depth]);
  EXPECT_EQ(number(malformed.at("ip_version")), statistics[hw::Outcome::ip_version]);
  EXPECT_EQ(number(malformed.at("ip_header")), statistics[hw::Outcome::ip_header]);
  EXPECT_EQ(number(malformed.at("udp_length")), statistics[hw::Outcome::udp_length]);
  EXPECT_EQ(number(malformed.at("ah_length")), statistics[hw::Outcome::ah_length]);
  EXPECT_EQ(number(malformed.at("spi_zero")), statistics[hw::Outcome::spi_zero]);
}

TEST(StatisticsJson, has_null_cycles_where_a_device_has_none) {
  EXPECT_EQ(parsed(Statistics()).at("device_cycles"), nullptr);
  EXPECT_EQ(number(parsed(Statistics(), CycleStatistics{}).at("device_cycles")), 0u);
}

TEST(StatisticsJson, says_how_long_packets_took_and_how_busy_processes_were) {
  const CycleStatistics cycles{
      .device_cycles = 100, .latency = {0, 0, 5, 0, 3}, .utilisation = {{"parse", 0.5}}};
  const json::object object = parsed(Statistics(), cycles);
  EXPECT_EQ(json::serialize(object.at("latency_cycles")),
            R"({"median":2,"maximum":4,"histogram":[[2,5],[4,3]]})");
  EXPECT_EQ(object.at("utilisation").at("parse").as_double(), 0.5);
}

TEST(StatisticsJson, keeps_the_largest_counter) {
  Statistics statistics;
  statistics.packets = std::numeric_limits<std::uint64_t>::max();
  EXPECT_EQ(number(parsed(statistics).at("packets")), statistics.packets);
}

TEST(StatisticsJson, adds_up_with_the_sessions_beside_it) {
  const std::vector<Session> sessions = kb35317();
  Statistics statistics = some_statistics();
  statistics.packets -= statistics[hw::Outcome::counted];
  statistics.outcome[static_cast<std::size_t>(hw::Outcome::counted)] = 2394;
  statistics.packets += 2394;

  const json::object object = parsed(statistics);
  std::uint64_t in_sessions = 0;
  ListingOptions options;
  options.format = Format::json;
  for (const std::string& line : lines(print(sessions, options))) {
    const json::value session = json::parse(line);
    in_sessions +=
        number(session.at("c2s").at("packets")) + number(session.at("s2c").at("packets"));
  }
  std::uint64_t malformed = 0;
  for (const auto& reason : object.at("malformed").as_object()) malformed += number(reason.value());

  EXPECT_EQ(number(object.at("packets")) + number(object.at("double")),
            in_sessions + number(object.at("not_ip")) + malformed + number(object.at("fragments")) +
                number(object.at("refused")) + number(object.at("learn_deferred")));
}

TEST(StatisticsJson, ends_its_one_line) {
  std::ostringstream out;
  write_statistics_json(out, Statistics(), std::nullopt);
  EXPECT_EQ(lines(out.str()).size(), 1u);
  EXPECT_EQ(out.str().back(), '\n');
}

}  // namespace
}  // namespace espial::test
