#include "ap_int_test_model.hpp"

namespace {

using model::cpp_int;
using model::expect_same;
using model::value;

TEST(ApIntConcatenation, puts_the_first_above_the_others) {
  SCOPED_TRACE("seed 10");
  model::Values values(10);
  for (const cpp_int& a : values.of(33, true)) {
    for (const cpp_int& b : values.of(95, false)) {
      const auto high = model::number<ap_int<33>>(a);
      const auto low = model::number<ap_uint<95>>(b);
      const cpp_int want = (model::wrapped(a, 33, false) << 95) | b;
      expect_same(value(ap_uint<128>((high, low))), want, "(,)", a, b);
      expect_same(value(ap_uint<128>(high.concat(low))), want, "concat", a, b);
      expect_same(value(ap_uint<128>((ap_int<33>(high), ap_uint<95>(low)))), want, "temporary", a,
                  b);
    }
  }
}

TEST(ApIntConcatenation, takes_any_number_of_parts_of_any_kind) {
  ap_uint<8> octet = 0xA5;
  const ap_int<4> nibble = -2;
  const ap_uint<32> all = (octet.range(7, 4), octet[0], nibble, true, octet);
  EXPECT_EQ(all, 0b1010'1'1110'1'10100101);
  EXPECT_EQ((octet, -1).get(), 0xA5FFFFFFFF);
  EXPECT_EQ((nibble, (octet, nibble)).get(), 0xEA5E);
}

TEST(ApIntConcatenation, counts_only_the_bits_of_a_range) {
  ap_uint<32> number = 0x12345678;
  const ap_uint<32> constant = number;
  const ap_uint<16> crossed = (number.range(7, 0), number.range(31, 24));
  EXPECT_EQ(crossed, 0x7812);
  EXPECT_EQ((constant.range(3, 0), constant.range(11, 8)), 0x86);
  EXPECT_EQ((constant.range(3, 0), number.range(11, 8)).length(), 8);
}

TEST(ApIntConcatenation, can_be_written) {
  ap_uint<4> high = 0;
  ap_int<12> low = 0;
  (high, low) = 0xABCD;
  EXPECT_EQ(high, 0xA);
  EXPECT_EQ(low, 0xBCD - 0x1000);
  ap_uint<32> number = 0xFFFFFFFF;
  (number.range(31, 28), high, number[0]) = 0b0011'0101'0;
  EXPECT_EQ(number, 0x3FFFFFFE);
  EXPECT_EQ(high, 5);
  high.concat(low) = 0x7001;
  EXPECT_EQ(high, 7);
  EXPECT_EQ(low, 1);
}

TEST(ApIntConcatenation, exchanges_what_it_is_assigned_from) {
  ap_uint<8> first = 1;
  ap_uint<8> second = 2;
  (first, second) = (second, first);
  EXPECT_EQ(first, 2);
  EXPECT_EQ(second, 1);
}

TEST(ApIntConcatenation, of_temporaries_outlives_them) {
  const auto both = (ap_uint<100>(7), ap_uint<100>(9));
  EXPECT_EQ(both.get(), (ap_uint<200>(7) << 100) + 9);
}

}  // namespace
