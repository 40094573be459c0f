// The flow rows of Juniper's KB35317.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cinttypes>
#include <cstdio>

#include "sessions.hpp"

namespace espial::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

ListingOptions junos(std::initializer_list<std::string_view> inside = {}) {
  ListingOptions options;
  options.format = Format::junos;
  for (const std::string_view prefix : inside) options.inside.push_back(Prefix::parse(prefix));
  return options;
}

// The pattern that docs/formats.md gives.
std::string row(const char* protocol, const char* source, const char* destination,
                const char* action, const char* side, std::uint64_t packets) {
  std::array<char, 256> text{};
  std::snprintf(text.data(), text.size(), "%-8s%21s -> %21s %-8s %s %6" PRIu64, protocol, source,
                destination, action, side, packets);
  return text.data();
}

// The letters of the rows, in order.
std::string sides(const std::vector<Session>& sessions, const ListingOptions& options) {
  std::string sides;
  for (const std::string& line : lines(print(sessions, options))) {
    if (!line.empty()) sides += line.at(8 + 21 + 4 + 21 + 1 + 8 + 1);
  }
  return sides;
}

TEST(Junos, prints_the_rows_of_kb35317) {
  EXPECT_EQ(print(kb35317(), junos({"10.0.1.2/32"})), read_source("tests/data/junos_kb35317.txt"));
}

TEST(Junos, prints_two_flows_of_each_session_and_a_line_between_sessions) {
  EXPECT_THAT(
      lines(print(kb35317(), junos())),
      ElementsAre(row("ESP", "192.168.0.1:51529", "10.0.1.2:54456", "Forward", "I", 1197),
                  row("ESP", "10.0.1.2:54456", "192.168.0.1:51529", "Forward", "O", 0),  //
                  "", row("ESP", "10.0.1.2:62648", "192.168.0.1:33453", "Forward", "I", 1197),
                  row("ESP", "192.168.0.1:33453", "10.0.1.2:62648", "Forward", "O", 0)));
}

TEST(Junos, prints_ports_in_hexadecimal_on_request) {
  ListingOptions options = junos();
  options.hex = true;
  EXPECT_EQ(lines(print(kb35317(), options)).front(),
            row("ESP", "192.168.0.1:C949", "10.0.1.2:D4B8", "Forward", "I", 1197));
  EXPECT_EQ(lines(print({esp_session("10.0.0.1", "10.0.0.2", 0x000100ff)}, options)).front(),
            row("ESP", "10.0.0.1:0001", "10.0.0.2:00FF", "Forward", "I", 1));
}

TEST(Junos, explains_each_session_on_request) {
  ListingOptions options = junos();
  options.explain = true;
  const auto text = lines(print(kb35317(), options));
  ASSERT_EQ(text.size(), 7u);
  EXPECT_EQ(text[0],
            "This session is created by traffic originated from 192.168.0.1 with SPI C949D4B8:");
  EXPECT_THAT(text[1], StartsWith("ESP "));
  EXPECT_EQ(text[3], "");
  EXPECT_EQ(text[4],
            "This session is created by traffic originated from 10.0.1.2 with SPI F4B882AD:");
}

TEST(Junos, explains_an_spi_with_all_its_digits) {
  ListingOptions options = junos();
  options.explain = true;
  EXPECT_THAT(print({esp_session("10.0.0.1", "10.0.0.2", 0x1f)}, options),
              HasSubstr("with SPI 0000001F:"));
}

TEST(Junos, names_no_spi_where_it_is_not_known_which_one_came_first) {
  ListingOptions options = junos();
  options.explain = true;
  constexpr auto* sentence = "This session is created by traffic originated from 192.168.0.11:";
  Session session = session_791();
  session.c2s.spis = 2;
  EXPECT_EQ(lines(print({session}, options)).front(), sentence);
  session.c2s.spis = 0;
  session.c2s.spi.reset();
  EXPECT_EQ(lines(print({session}, options)).front(), sentence);
}

TEST(Junos, says_on_which_side_the_source_stands) {
  EXPECT_EQ(sides(kb35317(), junos({"10.0.1.2/32"})), "OIIO");
  EXPECT_EQ(sides(kb35317(), junos({"192.168.0.0/16"})), "IOOI");
}

TEST(Junos, says_inside_for_the_first_flow_where_neither_end_is_inside) {
  EXPECT_EQ(sides(kb35317(), junos()), "IOIO");
  EXPECT_EQ(sides(kb35317(), junos({"172.16.0.0/12", "2001:db8::/32"})), "IOIO");
}

TEST(Junos, says_inside_for_the_first_flow_where_both_ends_are_inside) {
  EXPECT_EQ(sides(kb35317(), junos({"10.0.0.0/8", "192.168.0.0/16"})), "IOIO");
}

TEST(Junos, drops_where_the_session_discards) {
  Session session = kb35317().front();
  session.state = hw::SessionState::discard;
  EXPECT_THAT(lines(print({session}, junos())),
              ElementsAre(row("ESP", "192.168.0.1:51529", "10.0.1.2:54456", "Drop", "I", 1197),
                          row("ESP", "10.0.1.2:54456", "192.168.0.1:51529", "Drop", "O", 0)));
}

TEST(Junos, forwards_in_every_other_state) {
  using enum hw::SessionState;
  for (const hw::SessionState state : {opening, active, closing, closed}) {
    Session session = kb35317().front();
    session.state = state;
    EXPECT_THAT(print({session}, junos()), HasSubstr(" Forward  I "));
  }
}

TEST(Junos, widens_the_row_for_ipv6) {
  const Session session =
      esp_session("2001:470:e5bf:1001:8519:2d1f:c57d:fc4f", "2001:db8::2", 0x49507636);
  EXPECT_THAT(lines(print({session}, junos())),
              ElementsAre("ESP     [2001:470:e5bf:1001:8519:2d1f:c57d:fc4f]:18768 ->   "
                          "[2001:db8::2]:30262 Forward  I      1",
                          "ESP       [2001:db8::2]:30262 -> "
                          "[2001:470:e5bf:1001:8519:2d1f:c57d:fc4f]:18768 Forward  O      0"));
}

TEST(Junos, decides_the_side_of_ipv6_too) {
  const std::vector<Session> sessions{esp_session("2001:db8::1", "2001:db8:1::1", 0x12345678)};
  const std::string text = print(sessions, junos({"2001:db8:1::/48"}));
  EXPECT_THAT(lines(text).at(0), HasSubstr(" Forward  O "));
  EXPECT_THAT(lines(text).at(1), HasSubstr(" Forward  I "));
}

TEST(Junos, widens_the_row_for_more_packets_than_six_digits) {
  EXPECT_EQ(lines(print({esp_session("10.0.0.1", "10.0.0.2", 0x10002, 12'345'678)}, junos()))[0],
            row("ESP", "10.0.0.1:1", "10.0.0.2:2", "Forward", "I", 12'345'678));
}

TEST(Junos, names_the_protocol_in_capitals_or_by_number) {
  const auto protocol = [](std::uint8_t number) {
    const auto session = session_of(static_cast<hw::Protocol>(number), 0, 0);
    return print({session}, junos()).substr(0, 8);
  };
  EXPECT_EQ(protocol(51), "AH      ");
  EXPECT_EQ(protocol(17), "UDP     ");
  EXPECT_EQ(protocol(6), "TCP     ");
  EXPECT_EQ(protocol(1), "ICMP    ");
  EXPECT_EQ(protocol(58), "ICMPV6  ");
  EXPECT_EQ(protocol(47), "47      ");
}

}  // namespace
}  // namespace espial::test
