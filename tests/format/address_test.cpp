// Addresses as RFC 5952 writes them, and what is no address.
#include "espial/address.hpp"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "espial/error.hpp"

namespace espial {
namespace {

using testing::HasSubstr;

std::string rewritten(std::string_view text) { return Address::parse(text).to_string(); }

TEST(Address, is_unspecified_by_default) { EXPECT_EQ(Address().to_string(), "::"); }

TEST(Address, prints_groups_without_leading_zeros) {
  EXPECT_EQ(rewritten("2001:0db8:00a0:0b00:c000:0001:0020:0300"), "2001:db8:a0:b00:c000:1:20:300");
  EXPECT_EQ(rewritten("2001:db8:0000:1:2:3:4:5"), "2001:db8:0:1:2:3:4:5");
}

TEST(Address, prints_lower_case) {
  EXPECT_EQ(rewritten("2001:DB8:ABCD:EF01:2345:6789:AaBb:CcDd"),
            "2001:db8:abcd:ef01:2345:6789:aabb:ccdd");
}

TEST(Address, shortens_a_run_of_zero_groups_as_far_as_it_goes) {
  EXPECT_EQ(rewritten("2001:db8:0:0:0:0:2:1"), "2001:db8::2:1");
  EXPECT_EQ(rewritten("2001:db8::0:1"), "2001:db8::1");
  EXPECT_EQ(rewritten("2001:db8:0:0:1:1:1:1"), "2001:db8::1:1:1:1");
}

TEST(Address, leaves_a_single_zero_group_as_it_is) {
  EXPECT_EQ(rewritten("2001:db8:0:1:1:1:1:1"), "2001:db8:0:1:1:1:1:1");
  EXPECT_EQ(rewritten("2001:db8::1:1:1:1:1"), "2001:db8:0:1:1:1:1:1");
  EXPECT_EQ(rewritten("0:1:2:3:4:5:6:7"), "0:1:2:3:4:5:6:7");
  EXPECT_EQ(rewritten("1:2:3:4:5:6:7:0"), "1:2:3:4:5:6:7:0");
}

TEST(Address, shortens_the_longest_of_several_runs) {
  EXPECT_EQ(rewritten("2001:0:0:1:0:0:0:1"), "2001:0:0:1::1");
  EXPECT_EQ(rewritten("2001:0:0:0:1:0:0:1"), "2001::1:0:0:1");
}

TEST(Address, shortens_the_first_of_equal_runs) {
  EXPECT_EQ(rewritten("2001:db8:0:0:1:0:0:1"), "2001:db8::1:0:0:1");
  EXPECT_EQ(rewritten("0:0:1:2:3:4:0:0"), "::1:2:3:4:0:0");
}

TEST(Address, shortens_at_either_end) {
  EXPECT_EQ(rewritten("0:0:0:0:0:0:0:0"), "::");
  EXPECT_EQ(rewritten("0:0:0:0:0:0:0:1"), "::1");
  EXPECT_EQ(rewritten("fe80:0:0:0:0:0:0:0"), "fe80::");
  EXPECT_EQ(rewritten("1:0:0:0:0:0:0:2"), "1::2");
}

TEST(Address, prints_ipv4_with_dots) {
  EXPECT_EQ(rewritten("192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(rewritten("0.0.0.0"), "0.0.0.0");
  EXPECT_EQ(rewritten("255.255.255.255"), "255.255.255.255");
}

TEST(Address, is_ipv4_where_it_is_written_mapped) {
  const Address mapped = Address::parse("::ffff:192.0.2.1");
  EXPECT_TRUE(mapped.is_v4());
  EXPECT_EQ(mapped, Address::parse("192.0.2.1"));
  EXPECT_EQ(mapped.to_string(), "192.0.2.1");
  EXPECT_EQ(rewritten("::ffff:c000:201"), "192.0.2.1");
}

TEST(Address, keeps_other_addresses_that_hold_an_ipv4_one_in_groups) {
  EXPECT_EQ(rewritten("::192.0.2.1"), "::c000:201");
  EXPECT_EQ(rewritten("64:ff9b::192.0.2.1"), "64:ff9b::c000:201");
  EXPECT_EQ(rewritten("::ffff:0:192.0.2.1"), "::ffff:0:c000:201");
  EXPECT_FALSE(Address::parse("::192.0.2.1").is_v4());
}

TEST(Address, holds_ipv4_mapped_in_network_order) {
  const std::array<std::uint8_t, 4> octets{192, 0, 2, 1};
  const std::array<std::uint8_t, 16> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 192, 0, 2, 1};
  EXPECT_EQ(Address::v4(octets).octets(), mapped);
  EXPECT_EQ(Address::v4(octets), Address::parse("192.0.2.1"));
}

TEST(Address, has_the_order_of_its_octets) {
  EXPECT_LT(Address::parse("9.255.255.255"), Address::parse("10.0.0.0"));
  EXPECT_LT(Address::parse("255.255.255.255"), Address::parse("2001:db8::"));
}

TEST(Address, is_refused_with_its_text_unless_it_is_one) {
  for (const std::string_view text : {
           "",
           "localhost",
           "192.0.2",
           "192.0.2.1.1",
           "192.0.2.256",
           "192.0.2.",
           ".192.0.2.1",
           "192.0.2.01",
           "0xc0.0.2.1",
           " 192.0.2.1",
           "192.0.2.1 ",
           "3221225985",
           "192.0.2.1/32",
           "192.0.2.1:80",
           "1:2:3:4:5:6:7",
           "1:2:3:4:5:6:7:8:9",
           "1::2::3",
           ":::",
           ":1:2:3:4:5:6:7",
           "1:2:3:4:5:6:7:",
           "2001:db8::12345",
           "2001:db8::g",
           "[2001:db8::1]",
           "fe80::1%eth0",
           "::ffff:192.0.2",
           "::ffff:192.0.2.01",
           "1:2:3:4:5:6:7:192.0.2.1",
       }) {
    SCOPED_TRACE(text);
    try {
      const Address address = Address::parse(text);
      ADD_FAILURE() << "was read as " << address.to_string();
    } catch (const InvalidArgument& error) {
      EXPECT_THAT(error.what(), HasSubstr("'" + std::string(text) + "'"));
    }
  }
}

TEST(Address, ends_where_its_text_ends) {
  EXPECT_EQ(Address::parse(std::string_view("192.0.2.123").substr(0, 9)).to_string(), "192.0.2.1");
  EXPECT_THROW(Address::parse(std::string_view("192.0.2.1\0", 10)), InvalidArgument);
}

TEST(Address, reads_back_what_it_prints) {
  constexpr unsigned seed = 5952;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 20'000; ++round) {
    std::array<std::uint8_t, 16> octets{};
    // Mostly zeros, so that there are runs of every length.
    for (auto& octet : octets) octet = random() % 4 == 0 ? static_cast<std::uint8_t>(random()) : 0;
    const Address address(octets);
    EXPECT_EQ(Address::parse(address.to_string()), address);
  }
}

TEST(Address, prints_as_the_c_library_does_where_that_keeps_to_rfc_5952) {
  constexpr unsigned seed = 4291;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 20'000; ++round) {
    std::array<std::uint8_t, 16> octets{0x20};  // neither mapped nor IPv4-compatible
    for (std::size_t i = 2; i < octets.size(); i += 2) {
      if (random() % 2 == 0) octets[i + 1] = static_cast<std::uint8_t>(random());
      if (random() % 4 == 0) octets[i] = static_cast<std::uint8_t>(random());
    }
    std::array<char, INET6_ADDRSTRLEN> text{};
    ASSERT_NE(inet_ntop(AF_INET6, octets.data(), text.data(), text.size()), nullptr);
    EXPECT_EQ(Address(octets).to_string(), text.data());
  }
}

}  // namespace
}  // namespace espial
