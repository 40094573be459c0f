#include "ap_int_test_model.hpp"

namespace {

using model::cpp_int;

TEST(ApIntComparison, goes_by_value_whatever_the_widths_and_signs) {
  model::for_each_operands([](const auto& l, const auto& r, const cpp_int& a, const cpp_int& b) {
    EXPECT_EQ(l == r, a == b) << a << " == " << b;
    EXPECT_EQ(l != r, a != b) << a << " != " << b;
    EXPECT_EQ(l < r, a < b) << a << " < " << b;
    EXPECT_EQ(l <= r, a <= b) << a << " <= " << b;
    EXPECT_EQ(l > r, a > b) << a << " > " << b;
    EXPECT_EQ(l >= r, a >= b) << a << " >= " << b;
  });
}

TEST(ApIntComparison, works_up_to_the_widest_numbers) {
  const ap_uint<1024> large = ~ap_uint<1024>(0);
  const ap_int<1024> minus_one = -1;
  EXPECT_FALSE(large == minus_one);
  EXPECT_TRUE(minus_one < large);
  EXPECT_TRUE(minus_one == -1);
  EXPECT_TRUE(large > 0);
  EXPECT_TRUE(ap_uint<1023>(large) < large);
}

TEST(ApIntComparison, an_unsigned_number_never_equals_a_negative_builtin) {
  const ap_uint<32> all_ones = 0xFFFFFFFF;
  EXPECT_FALSE(all_ones == -1);
  EXPECT_TRUE(all_ones > -1);
  EXPECT_TRUE(-1 < all_ones);
  EXPECT_TRUE(all_ones == 0xFFFFFFFFU);
  EXPECT_TRUE(4294967295LL == all_ones);
  EXPECT_FALSE(ap_int<32>(-1) == 0xFFFFFFFFU);
  EXPECT_TRUE(ap_int<8>(-1) == static_cast<signed char>(-1));
  EXPECT_TRUE(ap_uint<1>(1) == true);
}

TEST(ApIntComparison, takes_ranges_bits_and_concatenations) {
  ap_uint<16> number = 0xA5F3;
  const ap_uint<16> constant = number;
  EXPECT_TRUE(number.range(7, 0) == 0xF3);
  EXPECT_TRUE(0xF3 == constant.range(7, 0));
  EXPECT_TRUE(number.range(15, 8) < constant.range(7, 0));
  EXPECT_TRUE(number.range(15, 8) != ap_uint<4>(5));
  EXPECT_TRUE(number[0] == constant[1]);
  EXPECT_TRUE(number[0] == 1);
  EXPECT_TRUE(number[2] != number[1]);
  EXPECT_TRUE(number[0] == ap_uint<8>(1));
  EXPECT_TRUE((number.range(7, 0), number.range(15, 8)) == 0xF3A5);
}

TEST(ApIntComparison, sorts_unscoped_enumerations_by_value) {
  enum Kind : unsigned char { first = 3, second = 200 };
  EXPECT_TRUE(ap_uint<8>(200) == second);
  EXPECT_TRUE(first < ap_uint<2>(3) + 1);
}

}  // namespace
