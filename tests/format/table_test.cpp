// The listing for people.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "sessions.hpp"

namespace espial::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();

ListingOptions at(std::uint64_t now_ns) {
  ListingOptions options;
  options.now_ns = now_ns;
  return options;
}

std::size_t widest(const std::string& text) {
  std::size_t widest = 0;
  for (const std::string& line : lines(text)) widest = std::max(widest, line.size());
  return widest;
}

// A session of IPv4 that is as wide as one can be.
Session wide_session() {
  Session session = esp_session("255.255.255.255", "255.255.255.254", 0xffffffff);
  session.zone = 65535;
  session.encapsulation = hw::Encapsulation::udp;
  session.state = hw::SessionState::discard;
  session.flags = 0xffff;
  session.created_ns = 0;
  session.last_seen_ns = 0;
  for (Flow* flow : {&session.c2s, &session.s2c}) {
    flow->spi = 0xffffffff;
    flow->packets = largest;
    flow->bytes = largest;
  }
  return session;
}

TEST(Table, looks_like_this) {
  const TimeZone none(nullptr);
  std::vector<Session> sessions = kb35317();
  sessions.push_back(session_791());
  sessions.back().created_ns = sessions.back().last_seen_ns = sessions.front().created_ns;
  sessions.back().encapsulation = hw::Encapsulation::udp;
  sessions.back().flags = static_cast<std::uint16_t>(hw::SessionFlag::nat_rebind);
  EXPECT_EQ("\n" + print(sessions, at(sessions.front().last_seen_ns + 2'500'000)), R"(
3 sessions as of 2020-01-04T00:19:57.0025Z
ID  ZONE PROTO   STATE      AGE   IDLE  SOURCE                -> DESTINATION           SPI        PACKETS     BYTES
 1     0 esp     active  19m56s     0s  192.168.0.1:51529     -> 10.0.1.2:54456        0xc949d4b8    1197    198702
                                        10.0.1.2:54456        -> 192.168.0.1:51529     -                0         0
 2     0 esp     active  19m56s     0s  10.0.1.2:62648        -> 192.168.0.1:33453     0xf4b882ad    1197    198702
                                        192.168.0.1:33453     -> 10.0.1.2:62648        -                0         0
 3     0 esp-udp active  19m56s 19m56s  192.168.0.11:20033    -> 129.187.7.11:20033    0x1a2b3c4d       8      1080
                                        129.187.7.11:20033    -> 192.168.0.11:20033    0x5e6f7081       5      1014
   flags: nat_rebind
)");
}

TEST(Table, fits_in_120_columns_with_ipv4_whatever_the_numbers) {
  const std::vector<Session> sessions(9, wide_session());
  for (const std::uint64_t first_id : {1ull, 9'999'990ull, 99'999'999'999'990ull}) {
    ListingOptions options = at(largest);
    options.first_id = first_id;
    EXPECT_LE(widest(print(sessions, options)), 120u) << "from id " << first_id;
  }
}

TEST(Table, has_rows_as_wide_as_its_heading) {
  std::vector<Session> sessions{wide_session(), kb35317().front()};
  sessions.push_back(
      esp_session("2001:470:e5bf:1001:8519:2d1f:c57d:fc4f", "2001:db8::2", 0x49507636));
  for (Session& session : sessions) session.flags = 0;
  const auto text = lines(print(sessions, at(largest)));
  ASSERT_EQ(text.size(), 2 + 2 * sessions.size());
  for (std::size_t i = 2; i < text.size(); ++i)
    EXPECT_EQ(text[i].size(), text[1].size()) << text[i];
}

TEST(Table, shows_ipv6_in_brackets) {
  const std::string text = print({esp_session("2001:db8::1", "2001:db8::2", 0x49507636)});
  EXPECT_THAT(text, HasSubstr("[2001:db8::1]:18768   -> [2001:db8::2]:30262 "));
  EXPECT_LE(widest(text), 120u);
}

TEST(Table, leaves_idle_times_out_where_the_line_would_be_too_wide) {
  ListingOptions options = at(0);
  options.width = 110;
  EXPECT_THAT(lines(print(kb35317(), options)).at(1),
              AllOf(HasSubstr("ZONE"), Not(HasSubstr("IDLE"))));
  EXPECT_LE(widest(print(kb35317(), options)), 110u);
}

TEST(Table, leaves_the_zone_out_only_where_it_is_0_for_all) {
  ListingOptions options = at(0);
  options.width = 103;
  std::vector<Session> sessions = kb35317();
  EXPECT_THAT(lines(print(sessions, options)).at(1), Not(HasSubstr("ZONE")));
  EXPECT_LE(widest(print(sessions, options)), 103u);
  sessions.back().zone = 12;
  EXPECT_THAT(lines(print(sessions, options)).at(1), HasSubstr("ZONE"));
}

TEST(Table, shows_every_state) {
  using enum hw::SessionState;
  const auto row = [](hw::SessionState state) {
    Session session = session_791();
    session.state = state;
    return lines(print({session})).at(2);
  };
  EXPECT_THAT(row(opening), HasSubstr(" opening "));
  EXPECT_THAT(row(active), HasSubstr(" active "));
  EXPECT_THAT(row(closing), HasSubstr(" closing "));
  EXPECT_THAT(row(closed), HasSubstr(" closed "));
  EXPECT_THAT(row(discard), HasSubstr(" discard "));
}

TEST(Table, shows_flags_in_a_line_of_their_own) {
  Session session = session_791();
  EXPECT_EQ(lines(print({session})).size(), 4u);
  session.flags = 3;
  const auto text = lines(print({session}));
  ASSERT_EQ(text.size(), 5u);
  EXPECT_EQ(text[4], "   flags: spi_reserved spi_alias");
}

TEST(Table, shows_the_age_in_its_two_largest_units) {
  const auto age = [](std::uint64_t seconds) {
    Session session = session_791();
    const std::string row = lines(print({session}, at(session.created_ns + seconds * second)))[2];
    return row.substr(row.find("active") + 8, 6);
  };
  EXPECT_EQ(age(0), "    0s");
  EXPECT_EQ(age(59), "   59s");
  EXPECT_EQ(age(60), " 1m00s");
  EXPECT_EQ(age(3599), "59m59s");
  EXPECT_EQ(age(3600), " 1h00m");
  EXPECT_EQ(age(86'399), "23h59m");
  EXPECT_EQ(age(86'400), " 1d00h");
  EXPECT_EQ(age(100 * 86'400 - 1), "99d23h");
  EXPECT_EQ(age(100 * 86'400), "  100d");
}

TEST(Table, shortens_counts_that_do_not_fit) {
  const auto packets = [](std::uint64_t packets) {
    const std::string row = lines(print({esp_session("10.0.0.1", "10.0.0.2", 1, packets)}))[2];
    return row.substr(row.find("0x00000001") + 11, 7);
  };
  EXPECT_EQ(packets(9'999'999), "9999999");
  EXPECT_EQ(packets(10'000'000), "  10.0M");
  EXPECT_EQ(packets(999'949'999), " 999.9M");
  EXPECT_EQ(packets(999'999'999), "1000.0M");
  EXPECT_EQ(packets(1'500'000'000), "   1.5G");
}

TEST(Table, counts_its_sessions) {
  EXPECT_THAT(print({}), testing::StartsWith("0 sessions as of "));
  EXPECT_THAT(print({session_791()}), testing::StartsWith("1 session as of "));
}

TEST(Table, tells_its_time_in_the_time_zone_that_tz_names) {
  const auto time = [](const char* tz) {
    const TimeZone zone(tz);
    return lines(print({}, at(session_791().created_ns))).at(0);
  };
  EXPECT_EQ(time(nullptr), "0 sessions as of 2015-06-10T11:58:59Z");
  EXPECT_EQ(time("UTC"), "0 sessions as of 2015-06-10T11:58:59Z");
  EXPECT_EQ(time("<+0545>-5:45"), "0 sessions as of 2015-06-10T17:43:59+05:45");
  EXPECT_EQ(time("NST3:30"), "0 sessions as of 2015-06-10T08:28:59-03:30");
}

TEST(Table, has_no_escape_codes_unless_colour_is_asked_for) {
  Session session = wide_session();
  EXPECT_THAT(print({session}), Not(HasSubstr("\x1b")));
  ListingOptions options;
  options.colour = true;
  EXPECT_THAT(print({session}, options), HasSubstr("\x1b["));
}

TEST(Table, differs_by_nothing_but_escape_codes_in_colour) {
  using enum hw::SessionState;
  std::vector<Session> sessions;
  for (const hw::SessionState state : {opening, active, closing, closed, discard}) {
    sessions.push_back(wide_session());
    sessions.back().state = state;
  }
  ListingOptions options;
  options.colour = true;
  std::string text = print(sessions, options);
  for (std::size_t at = text.find('\x1b'); at != std::string::npos; at = text.find('\x1b')) {
    text.erase(at, text.find('m', at) - at + 1);
  }
  EXPECT_EQ(text, print(sessions));
}

}  // namespace
}  // namespace espial::test
