// Prefixes: which addresses they contain, and which texts are none.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "espial/address.hpp"
#include "espial/error.hpp"

namespace espial {
namespace {

using testing::HasSubstr;

bool contains(std::string_view prefix, std::string_view address) {
  return Prefix::parse(prefix).contains(Address::parse(address));
}

std::string refusal_of(std::string_view text) {
  try {
    Prefix::parse(text);
  } catch (const InvalidArgument& error) {
    return error.what();
  }
  return "";
}

TEST(Prefix, contains_the_addresses_that_begin_alike) {
  EXPECT_TRUE(contains("10.0.1.0/24", "10.0.1.0"));
  EXPECT_TRUE(contains("10.0.1.0/24", "10.0.1.255"));
  EXPECT_FALSE(contains("10.0.1.0/24", "10.0.0.255"));
  EXPECT_FALSE(contains("10.0.1.0/24", "10.0.2.0"));
  EXPECT_TRUE(contains("2001:db8::/32", "2001:db8:ffff::1"));
  EXPECT_FALSE(contains("2001:db8::/32", "2001:db9::"));
}

TEST(Prefix, may_end_within_an_octet) {
  EXPECT_TRUE(contains("172.16.0.0/12", "172.31.255.255"));
  EXPECT_FALSE(contains("172.16.0.0/12", "172.32.0.0"));
  EXPECT_TRUE(contains("192.0.2.254/31", "192.0.2.255"));
  EXPECT_FALSE(contains("192.0.2.254/31", "192.0.2.253"));
  EXPECT_TRUE(contains("fe80::/10", "febf::1"));
  EXPECT_FALSE(contains("fe80::/10", "fec0::1"));
}

TEST(Prefix, is_one_address_where_no_length_is_given) {
  EXPECT_EQ(Prefix::parse("10.0.1.2"), Prefix::parse("10.0.1.2/32"));
  EXPECT_EQ(Prefix::parse("2001:db8::1"), Prefix::parse("2001:db8::1/128"));
  EXPECT_TRUE(contains("10.0.1.2", "10.0.1.2"));
  EXPECT_FALSE(contains("10.0.1.2", "10.0.1.3"));
}

TEST(Prefix, of_length_0_contains_its_whole_family_and_nothing_else) {
  EXPECT_TRUE(contains("0.0.0.0/0", "255.255.255.255"));
  EXPECT_FALSE(contains("0.0.0.0/0", "2001:db8::1"));
  EXPECT_TRUE(contains("::/0", "2001:db8::1"));
  EXPECT_FALSE(contains("::/0", "192.0.2.1"));
}

TEST(Prefix, counts_its_length_in_the_mapped_form) {
  EXPECT_EQ(Prefix::parse("10.0.0.0/8").length(), 104u);
  EXPECT_EQ(Prefix::parse("::ffff:10.0.0.0/104"), Prefix::parse("10.0.0.0/8"));
  EXPECT_EQ(Prefix::parse("2001:db8::/32").length(), 32u);
}

TEST(Prefix, must_have_no_bits_beyond_its_length) {
  EXPECT_THAT(refusal_of("10.0.1.2/24"), HasSubstr("the network is 10.0.1.0/24"));
  EXPECT_THAT(refusal_of("2001:db8::1/64"), HasSubstr("the network is 2001:db8::/64"));
  EXPECT_THAT(refusal_of("128.0.0.0/0"), HasSubstr("the network is 0.0.0.0/0"));
}

TEST(Prefix, must_have_a_length_that_its_family_has) {
  EXPECT_THAT(refusal_of("10.0.1.0/33"), HasSubstr("from 0 to 32"));
  EXPECT_THAT(refusal_of("2001:db8::/129"), HasSubstr("from 0 to 128"));
}

TEST(Prefix, is_refused_with_its_text_unless_it_is_one) {
  for (const std::string_view text :
       {"10.0.1.0/", "10.0.1.0/-1", "10.0.1.0/+8", "10.0.1.0/ 24", "10.0.1.0/24 ", "10.0.1.0/024",
        "10.0.1.0/24/8", "10.0.1.0/255.255.255.0", "10.0.1.0/4294967320", "2001:db8::/x"}) {
    SCOPED_TRACE(text);
    EXPECT_THAT(refusal_of(text), HasSubstr("'" + std::string(text) + "'"));
  }
  EXPECT_THAT(refusal_of("10.0.1/24"), HasSubstr("'10.0.1'"));
  EXPECT_THAT(refusal_of("/24"), HasSubstr("''"));
}

}  // namespace
}  // namespace espial
