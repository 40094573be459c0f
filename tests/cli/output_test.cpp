// What a replay prints, and the options that change it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/espial_command.hpp"

namespace espial::test {
namespace {

namespace json = boost::json;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Le;
using testing::Not;
using testing::SizeIs;

/// Replays a generated capture; fails the test unless that succeeds.
Finished replay(const std::string& name, const std::vector<std::string>& options = {}) {
  std::vector<std::string> arguments = {"replay", capture(name)};
  arguments.insert(arguments.end(), options.begin(), options.end());
  Finished finished = espial(arguments);
  EXPECT_EQ(finished.status, 0) << finished;
  return finished;
}

std::uint64_t number(const json::object& object, std::string_view member) {
  return object.at(member).to_number<std::uint64_t>();
}

// --- counters

/// packets + double = the sessions' packets and everything that is in no session.
void expect_adds_up(const json::object& counters, const std::vector<json::object>& sessions) {
  std::uint64_t sum = packets_of(sessions);
  for (const char* const member : {"not_ip", "fragments", "refused", "learn_deferred"}) {
    sum += number(counters, member);
  }
  for (const auto& reason : counters.at("malformed").as_object()) {
    sum += reason.value().to_number<std::uint64_t>();
  }
  EXPECT_EQ(number(counters, "packets") + number(counters, "double"), sum) << counters;
  EXPECT_EQ(number(counters, "sessions"), sessions.size());
}

class Counters : public testing::TestWithParam<std::string> {};

INSTANTIATE_TEST_SUITE_P(Captures, Counters,
                         testing::Values("edge_encap.pcap", "edge_natt.pcap", "edge_reserved.pcap",
                                         "ipv6_extensions.pcap", "malformed.pcap", "not_ip.pcap",
                                         "snapped_41.pcap", "timers_other.pcap"),
                         [](const auto& info) {
                           return info.param.substr(0, info.param.find('.'));
                         });

TEST_P(Counters, in_a_file_add_up) {
  const TemporaryFolder folder;
  const Finished finished =
      replay(GetParam(), {"--format", "json", "--stats-json", folder.file("stats.json")});
  const std::string content = read_file(folder.file("stats.json"));
  EXPECT_THAT(lines(content), SizeIs(1));
  expect_adds_up(json::parse(content).as_object(), json_lines(finished.out));
}

TEST_P(Counters, on_standard_output_follow_the_listing) {
  const Finished finished = replay(GetParam(), {"--format", "json", "--stats-json", "-"});
  auto objects = json_lines(finished.out);
  ASSERT_THAT(objects, Not(IsEmpty()));
  const json::object counters = objects.back();
  objects.pop_back();
  expect_adds_up(counters, objects);
}

TEST(CountersFile, has_every_member) {
  const Finished finished = replay("not_ip.pcap", {"--format", "json", "--stats-json", "-"});
  const json::object counters = json_lines(finished.out).at(0);
  for (const char* const member : {"packets", "sessions", "not_ip", "fragments", "double",
                                   "keepalives", "time_reversals", "refused", "learn_deferred"}) {
    ASSERT_TRUE(counters.contains(member)) << member;
    EXPECT_TRUE(counters.at(member).is_int64() || counters.at(member).is_uint64()) << member;
  }
  for (const char* const reason : {"truncated", "beyond_window", "oversize"}) {
    EXPECT_TRUE(counters.at("malformed").as_object().contains(reason)) << reason;
  }
  EXPECT_TRUE(counters.at("device_cycles").is_null()) << "'native' has no clock";
}

TEST(CountersFile, takes_the_place_of_what_was_there) {
  const TemporaryFolder folder;
  write_file(folder.file("stats.json"), std::string(10'000, 'x'));
  replay("not_ip.pcap", {"--stats-json", folder.file("stats.json")});
  EXPECT_NO_THROW(json::parse(read_file(folder.file("stats.json"))));
}

TEST(Summary, says_what_became_of_every_packet) {
  const std::string not_ip = replay("not_ip.pcap").err;
  EXPECT_THAT(lines(not_ip), SizeIs(1));
  for (const char* const part :
       {"4 packets", "0 sessions", "3 not IP", "1 malformed", "1 too_short", "0 refused"}) {
    EXPECT_THAT(not_ip, HasSubstr(part));
  }
  EXPECT_THAT(replay("edge_fragments.pcap").err, HasSubstr("4 later fragments"));
  EXPECT_THAT(replay("edge_natt.pcap").err, HasSubstr("1 keepalives"));
  EXPECT_THAT(replay("edge_encap.pcap").err, HasSubstr("1 counted twice"));
  EXPECT_THAT(replay("time_jump.pcap").err, HasSubstr("2 time reversals"));
}

// --- the time of the listing

/// Session 791 under `generic`: C to S at 0 … 7 s after 11:58:59, S to C at 0.02 … 4.02 s.
std::vector<json::object> session_791_at(const std::string& time) {
  return json_lines(
      replay("pan_session791.pcap", {"--format", "json", "--port-mapping", "generic", "--at", time})
          .out);
}

TEST(At, a_time_the_replay_stops) {
  for (const char* const time :
       {"2015-06-10T11:59:01Z", "2015-06-10T13:59:01+02:00", "1433937541"}) {
    SCOPED_TRACE(time);
    const auto sessions = session_791_at(time);
    ASSERT_THAT(sessions, SizeIs(1));
    EXPECT_EQ(number(sessions[0].at("c2s").as_object(), "packets"), 3);
    EXPECT_EQ(number(sessions[0].at("s2c").as_object(), "packets"), 2);
  }
}

TEST(At, a_fraction_of_a_second_counts) {
  const auto sessions = session_791_at("2015-06-10T11:59:01.02Z");
  ASSERT_THAT(sessions, SizeIs(1));
  EXPECT_EQ(packets_of(sessions), 6);
}

TEST(At, a_time_before_the_first_packet_there_is_nothing) {
  EXPECT_THAT(session_791_at("2015-06-10T11:58:58Z"), IsEmpty());
}

TEST(At, a_distance_after_the_last_packet_only_live_sessions_are_listed) {
  EXPECT_THAT(session_791_at("+3599"), SizeIs(1));
  EXPECT_THAT(session_791_at("+3601"), IsEmpty());
}

TEST(At, sessions_that_ended_before_are_left_out) {
  // A pause of 3601 s ends both sessions of the time before, and one of them begins anew.
  EXPECT_THAT(json_lines(replay("time_forward.pcap", {"--format", "json"}).out), SizeIs(3));
  const auto alive =
      json_lines(replay("time_forward.pcap", {"--format", "json", "--at", "+0"}).out);
  ASSERT_THAT(alive, SizeIs(1));
  EXPECT_EQ(number(alive[0].at("c2s").as_object(), "packets"), 2);
}

// --- numbers, seeds, formats

TEST(FirstId, is_the_number_of_the_first_session) {
  const auto sessions =
      json_lines(replay("edge_rekey.pcap", {"--format", "json", "--first-id", "100"}).out);
  ASSERT_THAT(sessions, SizeIs(4));
  for (std::size_t i = 0; i < sessions.size(); ++i) EXPECT_EQ(number(sessions[i], "id"), 100 + i);
}

TEST(HashSeed, changes_no_listing) {
  for (const char* const format : {"table", "junos", "panos", "json"}) {
    const Finished without = replay("timers_other.pcap", {"--format", format});
    for (const char* const seed : {"0", "1", "0xFFFFFFFFFFFFFFFF"}) {
      SCOPED_TRACE(std::string(format) + " with seed " + seed);
      EXPECT_EQ(replay("timers_other.pcap", {"--format", format, "--hash-seed", seed}).out,
                without.out);
    }
  }
}

TEST(Device, is_named_in_short_or_in_full) {
  EXPECT_EQ(replay("vlan.pcap", {"-d", "native"}).out, replay("vlan.pcap").out);
  EXPECT_EQ(replay("vlan.pcap", {"--device", "native"}).out, replay("vlan.pcap").out);
}

TEST(Table, is_the_default_format) {
  EXPECT_EQ(replay("vlan.pcap", {"--format", "table"}).out, replay("vlan.pcap").out);
}

TEST(Table, fits_120_columns_and_is_not_coloured_where_it_is_no_terminal) {
  for (const char* const name : {"juniper_kb35317.pcap", "timers_other.pcap", "natt6.pcap"}) {
    SCOPED_TRACE(name);
    const std::string table = replay(name).out;
    EXPECT_THAT(table, Not(HasSubstr("\x1b")));
    std::vector<std::size_t> widths;
    for (const std::string& line : lines(table)) widths.push_back(line.size());
    EXPECT_THAT(widths, Each(Le(120)));
  }
}

TEST(Table, writes_spis_in_hexadecimal) {
  EXPECT_THAT(replay("juniper_kb35317.pcap").out, HasSubstr("0xc949d4b8"));
}

TEST(Json, has_the_members_in_their_order) {
  const std::string line = lines(replay("juniper_kb35317.pcap", {"--format", "json"}).out).at(0);
  EXPECT_EQ(line, R"({"id":1,"zone":0,"protocol":"esp","encapsulation":"none","state":"active",)"
                  R"("end_reason":null,"flags":[],"created_ns":1578096001000000000,)"
                  R"("last_seen_ns":1578097197000000000,"timeout_s":3600,)"
                  R"("c2s":{"source":"192.168.0.1","destination":"10.0.1.2","source_port":51529,)"
                  R"("destination_port":54456,"spi":3377059000,"spis":1,"packets":1197,)"
                  R"("bytes":198702,"ingress":0},)"
                  R"("s2c":{"source":"10.0.1.2","destination":"192.168.0.1","source_port":54456,)"
                  R"("destination_port":51529,"spi":null,"spis":0,"packets":0,"bytes":0,)"
                  R"("ingress":null}})");
}

TEST(EmptyListing, is_no_line_in_formats_for_programs) {
  EXPECT_EQ(replay("not_ip.pcap", {"--format", "json"}).out, "");
  EXPECT_EQ(replay("not_ip.pcap", {"--format", "junos"}).out, "");
}

}  // namespace
}  // namespace espial::test
