// Sessions as JSON Lines.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <limits>

#include "sessions.hpp"

namespace espial::test {
namespace {

namespace json = boost::json;
using testing::ElementsAre;

ListingOptions options_of_json() {
  ListingOptions options;
  options.format = Format::json;
  return options;
}

std::vector<json::object> parsed(const std::vector<Session>& sessions,
                                 const ListingOptions& options = options_of_json()) {
  std::vector<json::object> objects;
  for (const std::string& line : lines(print(sessions, options))) {
    objects.push_back(json::parse(line).as_object());
  }
  return objects;
}

json::object parsed(const Session& session) { return parsed(std::vector<Session>{session}).at(0); }

std::vector<std::string> keys(const json::object& object) {
  std::vector<std::string> keys;
  for (const auto& member : object) keys.emplace_back(member.key());
  return keys;
}

TEST(Json, prints_a_session_of_kb35317) {
  EXPECT_EQ(
      lines(print(kb35317(), options_of_json())).front(),
      R"({"id":1,"zone":0,"protocol":"esp","encapsulation":"none","state":"active",)"
      R"("end_reason":null,"flags":[],"created_ns":1578096001000000000,)"
      R"("last_seen_ns":1578097197000000000,"timeout_s":3600,)"
      R"("c2s":{"source":"192.168.0.1","destination":"10.0.1.2","source_port":51529,)"
      R"("destination_port":54456,"spi":3377059000,"spis":1,"packets":1197,"bytes":198702,)"
      R"("ingress":0},)"
      R"("s2c":{"source":"10.0.1.2","destination":"192.168.0.1","source_port":54456,)"
      R"("destination_port":51529,"spi":null,"spis":0,"packets":0,"bytes":0,"ingress":null}})");
}

TEST(Json, has_its_members_in_this_order) {
  const json::object session = parsed(session_791());
  EXPECT_THAT(keys(session),
              ElementsAre("id", "zone", "protocol", "encapsulation", "state", "end_reason", "flags",
                          "created_ns", "last_seen_ns", "timeout_s", "c2s", "s2c"));
  for (const char* const flow : {"c2s", "s2c"}) {
    EXPECT_THAT(keys(session.at(flow).as_object()),
                ElementsAre("source", "destination", "source_port", "destination_port", "spi",
                            "spis", "packets", "bytes", "ingress"));
  }
}

TEST(Json, has_the_value_of_every_member) {
  constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();
  Session session;
  session.zone = 65535;
  session.protocol = 51;
  session.state = hw::SessionState::opening;
  session.flags = static_cast<std::uint16_t>(hw::SessionFlag::spi_reserved);
  session.created_ns = 1;
  session.last_seen_ns = largest;
  session.timeout_ns = 432'000 * second;
  session.c2s = {.source = Address::parse("2001:db8::1"),
                 .destination = Address::parse("2001:db8::2"),
                 .source_port = 1,
                 .destination_port = 2,
                 .spi = 0xffffffff,
                 .spis = 3,
                 .packets = largest,
                 .bytes = largest - 1,
                 .ingress = 65535};
  session.s2c = {.source = Address::parse("2001:db8::2"),
                 .destination = Address::parse("2001:db8::1"),
                 .source_port = 2,
                 .destination_port = 1,
                 .spi = 1,
                 .spis = 2,
                 .packets = 10,
                 .bytes = 11,
                 .ingress = 0};
  const json::object object = parsed(session);
  EXPECT_EQ(object.at("id"), 1);
  EXPECT_EQ(object.at("zone"), 65535);
  EXPECT_EQ(object.at("protocol"), "ah");
  EXPECT_EQ(object.at("encapsulation"), "none");
  EXPECT_EQ(object.at("state"), "opening");
  EXPECT_EQ(object.at("end_reason"), nullptr);
  EXPECT_EQ(object.at("flags"), json::array({"spi_reserved"}));
  EXPECT_EQ(object.at("created_ns"), 1);
  EXPECT_EQ(object.at("last_seen_ns"), largest);
  EXPECT_EQ(object.at("timeout_s"), 432'000);
  const json::object& c2s = object.at("c2s").as_object();
  EXPECT_EQ(c2s.at("source"), "2001:db8::1");
  EXPECT_EQ(c2s.at("destination"), "2001:db8::2");
  EXPECT_EQ(c2s.at("source_port"), 1);
  EXPECT_EQ(c2s.at("destination_port"), 2);
  EXPECT_EQ(c2s.at("spi"), 0xffffffff);
  EXPECT_EQ(c2s.at("spis"), 3);
  EXPECT_EQ(c2s.at("packets"), largest);
  EXPECT_EQ(c2s.at("bytes"), largest - 1);
  EXPECT_EQ(c2s.at("ingress"), 65535);
  const json::object& s2c = object.at("s2c").as_object();
  EXPECT_EQ(s2c.at("source"), "2001:db8::2");
  EXPECT_EQ(s2c.at("destination"), "2001:db8::1");
  EXPECT_EQ(s2c.at("source_port"), 2);
  EXPECT_EQ(s2c.at("destination_port"), 1);
  EXPECT_EQ(s2c.at("spi"), 1);
  EXPECT_EQ(s2c.at("spis"), 2);
  EXPECT_EQ(s2c.at("packets"), 10);
  EXPECT_EQ(s2c.at("bytes"), 11);
  EXPECT_EQ(s2c.at("ingress"), 0);
}

TEST(Json, numbers_sessions_from_the_first_id) {
  ListingOptions options = options_of_json();
  options.first_id = 791;
  const auto objects = parsed(kb35317(), options);
  ASSERT_EQ(objects.size(), 2u);
  EXPECT_EQ(objects[0].at("id"), 791);
  EXPECT_EQ(objects[1].at("id"), 792);
}

TEST(Json, has_null_for_an_spi_that_never_came) {
  const json::object object = parsed(session_of(hw::Protocol::tcp, 1024, 443));
  EXPECT_EQ(object.at("c2s").at("spi"), nullptr);
  EXPECT_EQ(object.at("s2c").at("spi"), nullptr);
}

TEST(Json, has_null_for_the_ingress_of_a_flow_without_packets) {
  const json::object object = parsed(kb35317().front());
  EXPECT_EQ(object.at("c2s").at("ingress"), 0);
  EXPECT_EQ(object.at("s2c").at("ingress"), nullptr);
}

TEST(Json, tells_why_a_session_ended) {
  const json::object object = parsed(timed_out(session_791()));
  EXPECT_EQ(object.at("state"), "closed");
  EXPECT_EQ(object.at("end_reason"), "timeout");
}

TEST(Json, has_outer_ports_of_both_flows_for_esp_in_udp_only) {
  Session session = session_791();
  session.encapsulation = hw::Encapsulation::udp;
  session.c2s.outer_source_port = 61234;
  session.c2s.outer_destination_port = 4500;
  const json::object object = parsed(session);
  EXPECT_EQ(object.at("protocol"), "esp");
  EXPECT_EQ(object.at("encapsulation"), "udp");
  EXPECT_EQ(object.at("c2s").at("outer_source_port"), 61234);
  EXPECT_EQ(object.at("c2s").at("outer_destination_port"), 4500);
  EXPECT_EQ(object.at("s2c").at("outer_source_port"), 0);
  EXPECT_EQ(object.at("s2c").at("outer_destination_port"), 0);
  EXPECT_EQ(keys(object.at("c2s").as_object()).back(), "outer_destination_port");
}

TEST(Json, names_every_state) {
  using enum hw::SessionState;
  const auto state = [](hw::SessionState state) {
    Session session = session_791();
    session.state = state;
    return parsed(session).at("state");
  };
  EXPECT_EQ(state(opening), "opening");
  EXPECT_EQ(state(active), "active");
  EXPECT_EQ(state(closing), "closing");
  EXPECT_EQ(state(closed), "closed");
  EXPECT_EQ(state(discard), "discard");
}

TEST(Json, names_every_flag) {
  const auto flags = [](unsigned flags) {
    Session session = session_791();
    session.flags = static_cast<std::uint16_t>(flags);
    return parsed(session).at("flags");
  };
  EXPECT_EQ(flags(0), json::array());
  EXPECT_EQ(flags(1), json::array({"spi_reserved"}));
  EXPECT_EQ(flags(2), json::array({"spi_alias"}));
  EXPECT_EQ(flags(4), json::array({"nat_rebind"}));
  EXPECT_EQ(flags(8), json::array({"sa_unknown"}));
  EXPECT_EQ(flags(16), json::array({"mapping_changed"}));
  EXPECT_EQ(flags(31), json::array({"spi_reserved", "spi_alias", "nat_rebind", "sa_unknown",
                                    "mapping_changed"}));
}

TEST(Json, names_six_protocols_and_numbers_all_others) {
  const std::map<unsigned, std::string> names{{1, "icmp"}, {6, "tcp"}, {17, "udp"},
                                              {50, "esp"}, {51, "ah"}, {58, "icmpv6"}};
  for (unsigned number = 0; number < 256; ++number) {
    const auto named = names.find(number);
    const std::string expected = named != names.end() ? named->second : std::to_string(number);
    EXPECT_EQ(parsed(session_of(hw::Protocol(number), 0, 0)).at("protocol"), json::value(expected));
  }
}

TEST(Json, keeps_the_fraction_of_a_timeout) {
  Session session = session_791();
  session.timeout_ns = 30 * second;
  EXPECT_EQ(parsed(session).at("timeout_s"), 30);
  session.timeout_ns = second / 4;
  EXPECT_EQ(parsed(session).at("timeout_s"), 0.25);
  session.timeout_ns = 2 * second + 1;
  EXPECT_EQ(parsed(session).at("timeout_s"), 2.000000001);
}

}  // namespace
}  // namespace espial::test
