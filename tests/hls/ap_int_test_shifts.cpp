#include "ap_int_test_model.hpp"

namespace {

using model::cpp_int;
using model::expect_same;
using model::value;

// `count` may be negative, or beyond every width.
template <class N>
cpp_int shifted_left(const cpp_int& a, int count) {
  return count >= 0 ? model::wrapped(a << count, N::width, N::is_signed)
                    : model::floor_shifted(a, -count);
}

template <class Count>
void expect_shifts(const auto& number, const cpp_int& a, const Count& by, int count) {
  using N = std::remove_cvref_t<decltype(number)>;
  expect_same(value(number << by), shifted_left<N>(a, count), "<<", a, count);
  expect_same(value(number >> by), shifted_left<N>(a, -count), ">>", a, count);
}

template <class F>
void for_each_shift(F&& check) {
  SCOPED_TRACE("seed 6");
  model::Values values(6);
  model::for_each_type([&]<class N> {
    for (const cpp_int& a : values.of(N::width, N::is_signed, 6)) {
      const N number = model::number<N>(a);
      for (const int count : {0, 1, N::width / 2, N::width - 1, N::width, N::width + 1, 1500,
                              values.below(N::width)}) {
        check(number, a, count);
      }
    }
  });
}

TEST(ApIntShifts, by_builtin_counts_leave_nothing_or_the_sign_beyond_the_width) {
  for_each_shift([](const auto& number, const cpp_int& a, int count) {
    expect_shifts(number, a, count, count);
    expect_shifts(number, a, -count, -count);
    expect_shifts(number, a, static_cast<unsigned long long>(count), count);
  });
}

TEST(ApIntShifts, by_a_negative_count_go_the_other_way) {
  for_each_shift([](const auto& number, const cpp_int& a, int count) {
    expect_shifts(number, a, ap_int<12>(-count), -count);
  });
}

TEST(ApIntShifts, by_a_number_count_its_value) {
  for_each_shift([](const auto& number, const cpp_int& a, int count) {
    expect_shifts(number, a, ap_uint<11>(count), count);
    expect_shifts(number, a, ap_uint<3>(count), count % 8);
  });
}

// In a constant expression a shift by the width would not compile.
TEST(ApIntShifts, are_constant_expressions_for_every_count_of_a_narrow_type) {
  static_assert((ap_uint<7>(127) << ap_uint<3>(7)) == 0);
  static_assert((ap_uint<7>(127) >> ap_uint<3>(7)) == 0);
  static_assert((ap_int<7>(-1) >> ap_uint<3>(7)) == -1);
  static_assert((ap_uint<8>(255) << ap_uint<3>(7)) == 128);
  static_assert((ap_uint<63>(1) << ap_uint<6>(63)) == 0);
  static_assert((ap_uint<64>(1) << ap_uint<6>(63)) == 1ULL << 63);
  constexpr ap_int<1> minus_one = ap_int<1>(-1) >> ap_uint<1>(1);
  EXPECT_EQ(minus_one, -1);
}

TEST(ApIntShifts, in_place_give_the_same) {
  ap_int<129> number = -12345;
  number <<= 100;
  EXPECT_EQ(number, ap_int<129>(-12345) << 100);
  number >>= ap_uint<8>(107);
  EXPECT_EQ(number, -97);
  number >>= -4;
  EXPECT_EQ(number, -97 * 16);
  number >>= ap_uint<8>(200);
  EXPECT_EQ(number, -1);
}

TEST(ApIntShifts, by_counts_beyond_every_builtin_type_leave_nothing_or_the_sign) {
  const ap_uint<100> count = ap_uint<100>(1) << 99;
  EXPECT_EQ(ap_uint<8>(0xFF) << count, 0);
  EXPECT_EQ(ap_int<8>(-2) >> count, -1);
  EXPECT_EQ(ap_int<8>(-2) << ap_int<100>(count), -1);
  EXPECT_EQ(ap_uint<8>(0xFF) >> (-2147483647 - 1), 0);
  EXPECT_EQ(ap_int<8>(-2) << (-2147483647 - 1), -1);
  EXPECT_EQ(ap_int<8>(-2) << (-9223372036854775807LL - 1), -1);
}

TEST(ApIntShifts, by_the_most_negative_count_of_a_number_go_the_other_way) {
  EXPECT_EQ(ap_uint<16>(0x1234) << ap_int<4>(-8), 0x12);
  EXPECT_EQ(ap_uint<16>(0x1234) >> ap_int<4>(-8), 0x3400);
  EXPECT_EQ(ap_uint<16>(0x1234) << ap_int<1>(-1), 0x091A);
}

TEST(ApIntShifts, take_ranges_and_bits_as_counts_and_ranges_as_operands) {
  ap_uint<16> number = 0x0143;
  EXPECT_EQ(number << number.range(3, 0), 0x0A18);
  EXPECT_EQ(number >> number[0], 0x00A1);
  EXPECT_EQ(number.range(7, 4) << 8, 0x400);
  EXPECT_EQ(number.range(7, 4) << 14, 0);
  EXPECT_EQ((ap_uint<4>(1), ap_uint<4>(2)) << 4, 0x20);
  EXPECT_EQ(number[0] << ap_uint<3>(1), 0);
  EXPECT_EQ(1 << ap_uint<3>(7), 128);
}

}  // namespace
