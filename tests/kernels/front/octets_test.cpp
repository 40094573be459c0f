// Octets and numbers out of wide values.
#include "table/octets.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <vector>

namespace espial::test {
namespace {

constexpr std::uint64_t seed = 7;
constexpr unsigned size = 112;
using Wide = ap_uint<8 * size>;

/// Octet 0 is the lowest.
Wide wide_of(const std::vector<std::uint8_t>& content) {
  Wide wide = 0;
  for (std::size_t i = content.size(); i-- > 0;) wide = (wide << 8) | Wide(content[i]);
  return wide;
}

std::vector<std::uint8_t> random_octets() {
  std::mt19937 random(seed);
  std::vector<std::uint8_t> content(size);
  for (std::uint8_t& octet : content) octet = static_cast<std::uint8_t>(random());
  return content;
}

TEST(Octets, each_stands_where_it_says) {
  SCOPED_TRACE(seed);
  const std::vector<std::uint8_t> content = random_octets();
  const Wide wide = wide_of(content);
  for (unsigned at = 0; at < size; ++at) {
    EXPECT_EQ(octets<1>(wide, at), content[at]) << at;
  }
}

TEST(Octets, of_several_the_first_is_the_lowest) {
  SCOPED_TRACE(seed);
  const std::vector<std::uint8_t> content = random_octets();
  const Wide wide = wide_of(content);
  for (unsigned at = 0; at + 16 <= size; ++at) {
    const ap_uint<128> several = octets<16>(wide, at);
    for (unsigned i = 0; i < 16; ++i)
      EXPECT_EQ(ap_uint<8>(several >> (8 * i)), content[at + i]) << at << ' ' << i;
  }
}

TEST(Octets, beyond_the_end_are_zero) {
  const Wide wide = ~Wide(0);
  EXPECT_EQ(octets<4>(wide, size - 2), 0xFFFF);
  EXPECT_EQ(octets<4>(wide, size), 0);
  EXPECT_EQ(octets<4>(wide, size + 100), 0);
}

TEST(Octets, in_network_order_have_the_first_highest) {
  EXPECT_EQ(network_order(ap_uint<8>(0x12)), 0x12);
  EXPECT_EQ(network_order(ap_uint<24>(0x123456)), 0x563412);
  EXPECT_EQ(network_order(ap_uint<64>(0x0102030405060708ULL)), 0x0807060504030201ULL);
}

TEST(Octets, in_network_order_twice_are_the_same) {
  SCOPED_TRACE(seed);
  const Wide wide = wide_of(random_octets());
  EXPECT_EQ(network_order(network_order(wide)), wide);
}

TEST(Octets, numbers_are_read_in_network_order_anywhere) {
  SCOPED_TRACE(seed);
  const std::vector<std::uint8_t> content = random_octets();
  const Wide wide = wide_of(content);
  for (unsigned at = 0; at + 4 <= size; ++at) {
    const std::uint32_t expected = (std::uint32_t{content[at]} << 24) |
                                   (std::uint32_t{content[at + 1]} << 16) |
                                   (std::uint32_t{content[at + 2]} << 8) | content[at + 3];
    EXPECT_EQ(number<4>(wide, at), expected) << at;
    EXPECT_EQ(number<2>(wide, at), expected >> 16) << at;
  }
}

}  // namespace
}  // namespace espial::test
