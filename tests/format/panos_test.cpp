// The block of Palo Alto Networks' article on the ports of ESP sessions.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sessions.hpp"

namespace espial::test {
namespace {

using testing::Each;
using testing::HasSubstr;

ListingOptions panos() {
  ListingOptions options;
  options.format = Format::panos;
  options.now_ns = session_791_now();
  return options;
}

ListingOptions with_example_names() {
  ListingOptions options = panos();
  options.names = Names::read(source_path("docs/examples/names.json"));
  return options;
}

std::string value(const std::string& text, std::string_view label) {
  const std::string line = line_of(text, label);
  const std::size_t colon = line.find(": ");
  return colon == std::string::npos ? "no such line" : line.substr(colon + 2);
}

std::string value(const Session& session, std::string_view label,
                  const ListingOptions& options = panos()) {
  return value(print({session}, options), label);
}

// The source lines of the two flows.
std::vector<std::string> sources(const Session& session, const ListingOptions& options) {
  std::vector<std::string> sources;
  for (const std::string& line : lines(print({session}, options))) {
    if (const std::size_t at = line.find("source:"); at != std::string::npos) {
      sources.push_back(line.substr(at + 13));
    }
  }
  return sources;
}

TEST(Panos, prints_the_block_of_the_article) {
  const TimeZone none(nullptr);
  EXPECT_EQ(print({session_791()}, with_example_names()),
            read_source("tests/data/panos_session791.txt"));
}

TEST(Panos, has_unknown_for_what_no_names_file_tells) {
  const std::string text = print({session_791()}, panos());
  EXPECT_THAT(sources(session_791(), panos()),
              testing::ElementsAre("192.168.0.11 [unknown]", "129.187.7.11 [unknown]"));
  for (const std::string_view label :
       {"vsys", "rule", "session to be logged at end", "session updated by HA peer",
        "layer7 processing", "URL filtering enabled", "URL category", "session via syn-cookies",
        "session terminated on host", "session traverses tunnel", "captive portal session",
        "ingress interface", "egress interface", "session QoS rule", "tracker stage l7proc"}) {
    SCOPED_TRACE(label);
    EXPECT_EQ(value(text, label), "unknown");
  }
}

TEST(Panos, numbers_sessions_from_the_first_id_and_parts_them_by_a_line) {
  ListingOptions options = panos();
  options.first_id = 791;
  const auto text = lines(print({session_791(), session_791()}, options));
  ASSERT_EQ(text.size() % 2, 1u);
  const std::size_t half = text.size() / 2;
  EXPECT_EQ(text.front(), "Session             791");
  EXPECT_EQ(text[half], "");
  EXPECT_EQ(text[half + 1], "Session             792");
}

TEST(Panos, names_the_application) {
  const auto application = [](const Session& session) { return value(session, "application"); };
  EXPECT_EQ(application(session_791()), "ipsec-esp");
  EXPECT_EQ(application(kb35317().front()), "ipsec-esp");
  EXPECT_EQ(application(session_of(hw::Protocol::ah, 1, 2)), "ipsec-ah");
  EXPECT_EQ(application(session_of(hw::Protocol::udp, 500, 500)), "ike");
  EXPECT_EQ(application(session_of(hw::Protocol::udp, 61234, 4500)), "ike");
  EXPECT_EQ(application(session_of(hw::Protocol::udp, 4500, 61234)), "ike");
  EXPECT_EQ(application(session_of(hw::Protocol::udp, 53, 5353)), "udp");
  EXPECT_EQ(application(session_of(hw::Protocol::tcp, 500, 4500)), "tcp");
  EXPECT_EQ(application(session_of(hw::Protocol::icmp, 7, 7)), "icmp");
  EXPECT_EQ(application(session_of(hw::Protocol::icmpv6, 7, 7)), "icmpv6");
  EXPECT_EQ(application(session_of(hw::Protocol{47}, 0, 0)), "47");
}

TEST(Panos, names_esp_in_udp) {
  Session session = session_791();
  session.encapsulation = hw::Encapsulation::udp;
  EXPECT_EQ(value(session, "application"), "ipsec-esp-udp");
}

TEST(Panos, names_what_the_sa_table_found) {
  Session session = session_791();
  session.port_mapping = hw::PortMapping::negotiated;
  EXPECT_EQ(value(session, "application"), "IPSEC-UDP");
  session.encapsulation = hw::Encapsulation::udp;
  EXPECT_EQ(value(session, "application"), "IPSEC-UDP");
}

TEST(Panos, looks_up_no_sa_for_protocols_without_spi) {
  Session session = session_of(hw::Protocol::tcp, 1024, 443);
  session.port_mapping = hw::PortMapping::negotiated;
  EXPECT_EQ(value(session, "application"), "tcp");
}

TEST(Panos, prints_states_in_capitals) {
  using enum hw::SessionState;
  const auto state = [](hw::SessionState state) {
    Session session = session_791();
    session.state = state;
    return line_of(print({session}, panos()), "state:");
  };
  EXPECT_EQ(state(opening), "state:       OPENING         type:       FLOW");
  EXPECT_EQ(state(active), "state:       ACTIVE          type:       FLOW");
  EXPECT_EQ(state(closing), "state:       CLOSING         type:       FLOW");
  EXPECT_EQ(state(closed), "state:       CLOSED          type:       FLOW");
  EXPECT_EQ(state(discard), "state:       DISCARD         type:       FLOW");
}

TEST(Panos, prints_ports_of_every_width_in_their_columns) {
  const std::string text = print({session_of(hw::Protocol::udp, 7, 65535)}, panos());
  EXPECT_EQ(line_of(text, "sport:"), "sport:       7               dport:      65535");
  EXPECT_THAT(text, HasSubstr("sport:       65535           dport:      7\n"));
}

TEST(Panos, counts_the_time_to_live_down_to_0) {
  const auto after = [](std::uint64_t ns) {
    ListingOptions options = panos();
    options.now_ns = session_791().last_seen_ns + ns;
    return value(session_791(), "time to live", options);
  };
  EXPECT_EQ(after(0), "3600 sec");
  EXPECT_EQ(after(second - 1), "3599 sec");
  EXPECT_EQ(after(second), "3599 sec");
  EXPECT_EQ(after(3600 * second), "0 sec");
  EXPECT_EQ(after(3601 * second), "0 sec");
}

TEST(Panos, gives_a_session_its_whole_time_where_the_listing_is_from_before_its_last_packet) {
  ListingOptions options = panos();
  options.now_ns = session_791().created_ns;
  EXPECT_EQ(value(session_791(), "time to live", options), "3600 sec");
}

TEST(Panos, prints_a_session_that_ended_as_aged_out) {
  const Session ended = timed_out(session_791());
  EXPECT_EQ(value(ended, "end-reason"), "aged-out");
  EXPECT_EQ(value(ended, "time to live"), "0 sec");
  EXPECT_EQ(value(ended, "timeout"), "3600 sec");
  EXPECT_EQ(value(ended, "session in session ager"), "False");
}

TEST(Panos, names_the_zone_by_where_the_flow_came_in) {
  ListingOptions options = with_example_names();
  options.ingress_names = {"left", "right"};
  Session session = session_791();
  session.c2s.ingress = 2;
  session.s2c.ingress = 1;
  EXPECT_THAT(sources(session, options),
              testing::ElementsAre("192.168.0.11 [right]", "129.187.7.11 [left]"));
}

TEST(Panos, names_the_zone_by_the_network_where_the_ingress_has_no_name) {
  ListingOptions options = with_example_names();
  options.ingress_names = {"left"};
  const auto with_ingress = [&](std::optional<std::uint16_t> c2s,
                                std::optional<std::uint16_t> s2c) {
    Session session = session_791();
    session.c2s.ingress = c2s;
    session.s2c.ingress = s2c;
    return sources(session, options);
  };
  EXPECT_THAT(with_ingress(0, std::nullopt),
              testing::ElementsAre("192.168.0.11 [trust]", "129.187.7.11 [untrust]"));
  EXPECT_THAT(with_ingress(1, 2),
              testing::ElementsAre("192.168.0.11 [left]", "129.187.7.11 [untrust]"));
  EXPECT_THAT(with_ingress(65535, 65535), Each(HasSubstr("trust]")));
}

TEST(Panos, exchanges_the_users_in_the_reverse_flow) {
  const std::string path = testing::TempDir() + "espial_users.json";
  std::FILE* const file = std::fopen(path.c_str(), "w");
  ASSERT_NE(file, nullptr);
  std::fputs(R"({"fields": {"src user": "alice", "dst user": "bob"}})", file);
  std::fclose(file);
  ListingOptions options = panos();
  options.names = Names::read(path);
  std::remove(path.c_str());
  const auto text = lines(print({session_791()}, options));
  EXPECT_EQ(text.at(8), "                src user:    alice");
  EXPECT_EQ(text.at(9), "                dst user:    bob");
  EXPECT_EQ(text.at(17), "                src user:    bob");
  EXPECT_EQ(text.at(18), "                dst user:    alice");
}

TEST(Panos, prints_the_start_time_in_the_time_zone_that_tz_names) {
  {
    const TimeZone berlin("CET-1CEST,M3.5.0,M10.5.0/3");
    EXPECT_EQ(value(session_791(), "start time"), "Wed Jun 10 13:58:59 2015");
  }
  {
    const TimeZone kathmandu("<+0545>-5:45");
    EXPECT_EQ(value(session_791(), "start time"), "Wed Jun 10 17:43:59 2015");
  }
  {
    const TimeZone none(nullptr);
    EXPECT_EQ(value(session_791(), "start time"), "Wed Jun 10 11:58:59 2015");
  }
}

TEST(Panos, pads_the_day_of_the_start_time) {
  const TimeZone none(nullptr);
  Session session = session_791();
  session.created_ns = 0;
  EXPECT_EQ(value(session, "start time"), "Thu Jan 01 00:00:00 1970");
}

TEST(Panos, prints_ipv6_addresses_plain) {
  const Session session = esp_session("2001:db8::1", "2001:db8::2", 0x49507636);
  EXPECT_THAT(sources(session, panos()),
              testing::ElementsAre("2001:db8::1 [unknown]", "2001:db8::2 [unknown]"));
  EXPECT_EQ(line_of(print({session}, panos()), "dst:"), "dst:         2001:db8::2");
}

}  // namespace
}  // namespace espial::test
