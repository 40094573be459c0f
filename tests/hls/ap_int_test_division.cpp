#include "ap_int_test_model.hpp"

namespace {

using model::cpp_int;
using model::expect_same;
using model::value;

TEST(ApIntDivision, quotients_are_exact_and_go_towards_zero) {
  model::for_each_operands([](const auto& l, const auto& r, const cpp_int& a, const cpp_int& b) {
    if (b != 0) expect_same(value(l / r), a / b, "/", a, b);
  });
}

TEST(ApIntDivision, remainders_are_exact_and_have_the_sign_of_the_dividend) {
  model::for_each_operands([](const auto& l, const auto& r, const cpp_int& a, const cpp_int& b) {
    if (b != 0) expect_same(value(l % r), a % b, "%", a, b);
  });
}

TEST(ApIntDivision, the_most_negative_number_divided_by_minus_one_fits) {
  EXPECT_EQ(ap_int<8>(-128) / ap_int<8>(-1), 128);
  EXPECT_EQ(ap_int<1>(-1) / ap_int<1>(-1), 1);
  EXPECT_EQ(ap_int<8>(-128) % ap_int<8>(-1), 0);
}

TEST(ApIntDivision, builtin_operands_keep_their_value) {
  const ap_int<12> number = -1000;
  EXPECT_EQ(number / 7, -142);
  EXPECT_EQ(number % 7, -6);
  EXPECT_EQ(number / 7U, -142);
  EXPECT_EQ(5000 / number, -5);
  EXPECT_EQ(5000 % number, 0);
  EXPECT_EQ(5001U % number, 1);
  EXPECT_EQ(ap_uint<8>(200) / -3, -66);
  EXPECT_EQ(ap_uint<8>(200) % -3, 2);
}

TEST(ApIntDivision, assignment_divides_and_truncates) {
  ap_int<8> number = -128;
  number /= -1;
  EXPECT_EQ(number, -128);
  number %= 5;
  EXPECT_EQ(number, -3);
}

}  // namespace
