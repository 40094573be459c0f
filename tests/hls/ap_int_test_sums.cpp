#include "ap_int_test_model.hpp"

namespace {

using model::cpp_int;
using model::expect_same;
using model::value;

TEST(ApIntArithmetic, sums_are_exact) {
  model::for_each_operands([](const auto& l, const auto& r, const cpp_int& a, const cpp_int& b) {
    expect_same(value(l + r), a + b, "+", a, b);
  });
}

TEST(ApIntArithmetic, differences_are_exact) {
  model::for_each_operands([](const auto& l, const auto& r, const cpp_int& a, const cpp_int& b) {
    expect_same(value(l - r), a - b, "-", a, b);
  });
}

TEST(ApIntArithmetic, products_are_exact) {
  model::for_each_operands(
      []<class L, class R>(const L& l, const R& r, const cpp_int& a, const cpp_int& b) {
        if constexpr (L::width + R::width <= AP_INT_MAX_W)
          expect_same(value(l * r), a * b, "*", a, b);
      });
}

TEST(ApIntArithmetic, minus_is_exact) {
  SCOPED_TRACE("seed 2");
  model::Values values(2);
  model::for_each_type([&]<class N> {
    if constexpr (N::width < AP_INT_MAX_W) {
      for (const cpp_int& a : values.of(N::width, N::is_signed)) {
        expect_same(value(-model::number<N>(a)), -a, "minus", a);
      }
    }
  });
}

TEST(ApIntArithmetic, a_product_of_two_numbers_of_half_the_limit_fills_it) {
  const ap_uint<512> largest = ~ap_uint<512>(0);
  const cpp_int a = value(largest);
  expect_same(value(largest * largest), a * a, "*", a, a);
  EXPECT_EQ((largest * largest).length(), 1024);
}

TEST(ApIntArithmetic, builtin_operands_keep_their_value) {
  SCOPED_TRACE("seed 3");
  model::Values values(3);
  const auto with = [&](auto builtin) {
    for (const cpp_int& a : values.of(40, true)) {
      const auto number = model::number<ap_int<40>>(a);
      const cpp_int b = builtin;
      expect_same(value(number + builtin), a + b, "+", a, b);
      expect_same(value(builtin + number), a + b, "reversed +", a, b);
      expect_same(value(number - builtin), a - b, "-", a, b);
      expect_same(value(builtin - number), b - a, "reversed -", a, b);
      expect_same(value(number * builtin), a * b, "*", a, b);
      expect_same(value(builtin * number), a * b, "reversed *", a, b);
    }
  };
  with(true);
  with(static_cast<signed char>(-128));
  with(static_cast<unsigned char>(255));
  with(static_cast<short>(-32768));
  with(static_cast<unsigned short>(65535));
  with(-2147483647 - 1);
  with(4294967295U);
  with(-9223372036854775807LL - 1);
  with(18446744073709551615ULL);
  with(-5L);
  with(5UL);
}

TEST(ApIntArithmetic, ranges_bits_and_concatenations_are_operands) {
  ap_uint<16> number = 0xA5F3;
  const ap_uint<8> eight = 7;
  EXPECT_EQ(number.range(7, 4) + eight, 0xF + 7);
  EXPECT_EQ(eight - number.range(7, 4), 7 - 0xF);
  EXPECT_EQ(number.range(15, 8) * number.range(7, 0), 0xA5 * 0xF3);
  EXPECT_EQ(number[0] + eight, 8);
  EXPECT_EQ((eight, eight) + 1, 0x708);
  EXPECT_EQ((eight, eight) - (eight, eight), 0);
  EXPECT_EQ((eight, eight) - number.range(7, 0), 0x707 - 0xF3);
}

TEST(ApIntArithmetic, results_are_constant_expressions) {
  constexpr ap_int<9> sum = ap_uint<8>(200) + ap_int<5>(-3) - 7;
  static_assert(sum == 190);
  static_assert(ap_uint<100>(3) * ap_uint<100>(5) == 15);
  static_assert((ap_uint<4>(5), ap_uint<4>(6)) == 0x56);
  static_assert(ap_uint<8>(0x5A).range(7, 4) == 5);
  EXPECT_EQ(sum.to_int(), 190);
}

}  // namespace
