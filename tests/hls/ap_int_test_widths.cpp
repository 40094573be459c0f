// Types of results, as UG1399 states them.
#include <gtest/gtest.h>

#include <cstdint>
#include <type_traits>

#include "ap_int.h"

namespace {

template <class Want, class Got>
void expect_type(const Got&) {
  EXPECT_TRUE((std::is_same_v<Want, Got>))
      << "expected " << Want::width << (Want::is_signed ? " signed" : " unsigned") << ", got "
      << Got::width << (Got::is_signed ? " signed" : " unsigned");
}

const ap_uint<8> u8 = 1;
const ap_uint<12> u12 = 1;
const ap_int<8> s8 = 1;
const ap_int<12> s12 = 1;

TEST(ApIntWidths, a_sum_has_one_bit_more_than_its_wider_operand) {
  expect_type<ap_uint<13>>(u8 + u12);
  expect_type<ap_uint<13>>(u12 + u8);
  expect_type<ap_int<13>>(s8 + s12);
  expect_type<ap_uint<9>>(u8 + u8);
}

TEST(ApIntWidths, beside_a_signed_operand_an_unsigned_one_counts_one_bit_more) {
  expect_type<ap_int<14>>(u12 + s8);
  expect_type<ap_int<14>>(s8 + u12);
  expect_type<ap_int<14>>(u12 + s12);
  expect_type<ap_int<13>>(u8 + s12);
  expect_type<ap_int<13>>(u12 & s8);
  expect_type<ap_int<12>>(u8 | s12);
}

TEST(ApIntWidths, a_difference_is_signed) {
  expect_type<ap_int<13>>(u12 - u8);
  expect_type<ap_int<9>>(u8 - u8);
  expect_type<ap_int<13>>(s8 - s12);
  expect_type<ap_int<14>>(u12 - s8);
}

TEST(ApIntWidths, a_product_is_as_wide_as_both_operands) {
  expect_type<ap_uint<20>>(u8 * u12);
  expect_type<ap_int<20>>(s8 * u12);
  expect_type<ap_int<16>>(s8 * s8);
}

TEST(ApIntWidths, a_quotient_is_as_wide_as_the_dividend_and_a_bit_more_for_a_signed_divisor) {
  expect_type<ap_uint<8>>(u8 / u12);
  expect_type<ap_int<9>>(u8 / s12);
  expect_type<ap_int<8>>(s8 / u12);
  expect_type<ap_int<9>>(s8 / s12);
}

TEST(ApIntWidths, a_remainder_has_the_dividends_sign_and_fits_both) {
  expect_type<ap_uint<8>>(u12 % u8);
  expect_type<ap_uint<8>>(u8 % u12);
  expect_type<ap_uint<8>>(u12 % s8);
  expect_type<ap_int<9>>(s12 % u8);
  expect_type<ap_int<8>>(s12 % s8);
}

TEST(ApIntWidths, bitwise_results_are_as_wide_as_the_wider_operand) {
  expect_type<ap_uint<12>>(u8 & u12);
  expect_type<ap_uint<12>>(u12 | u8);
  expect_type<ap_int<12>>(s8 ^ s12);
}

TEST(ApIntWidths, a_shift_keeps_the_type_of_its_left_operand) {
  expect_type<ap_uint<8>>(u8 << u12);
  expect_type<ap_int<8>>(s8 >> 3);
  expect_type<ap_uint<8>>(u8 << 3ULL);
  expect_type<ap_uint<8>>(u8.range(3, 0) << 1);
}

TEST(ApIntWidths, minus_gains_a_bit_and_a_sign_and_complement_keeps_the_type) {
  expect_type<ap_int<9>>(-u8);
  expect_type<ap_int<9>>(-s8);
  expect_type<ap_uint<8>>(~u8);
  expect_type<ap_int<8>>(~s8);
  expect_type<ap_uint<8>>(+u8);
}

TEST(ApIntWidths, builtin_integers_count_with_their_own_width_and_sign) {
  expect_type<ap_int<33>>(s8 + 1);
  expect_type<ap_int<33>>(u8 + 1);
  expect_type<ap_uint<33>>(u8 + 1U);
  expect_type<ap_uint<9>>(u8 + true);
  expect_type<ap_int<10>>(u8 + static_cast<signed char>(1));
  expect_type<ap_uint<9>>(static_cast<unsigned char>(1) + u8);
  expect_type<ap_int<17>>(static_cast<short>(1) - u8);
  expect_type<ap_int<65>>(u8 + 1L);
  expect_type<ap_uint<65>>(u8 + 1UL);
  expect_type<ap_int<65>>(1LL + s8);
  expect_type<ap_uint<72>>(1ULL * u8);
  expect_type<ap_uint<32>>(u8 & 0xFFU);
}

TEST(ApIntWidths, an_unscoped_enumeration_counts_as_what_it_is_promoted_to) {
  enum Small : std::uint8_t { small };
  enum Large : std::uint64_t { large };
  expect_type<ap_int<33>>(u8 + small);
  expect_type<ap_uint<65>>(u8 + large);
}

TEST(ApIntWidths, a_range_counts_as_an_unsigned_number_as_wide_as_its_own) {
  ap_int<12> number = 5;
  expect_type<ap_uint<13>>(number.range(3, 0) + u8);
  expect_type<ap_uint<13>>(s12.range(3, 0) + u8);
  expect_type<ap_int<33>>(number.range(3, 0) + 1);
}

TEST(ApIntWidths, a_bit_counts_as_one_bit_beside_a_number_and_as_bool_beside_a_builtin) {
  ap_uint<8> number = 5;
  expect_type<ap_uint<9>>(u8 + number[0]);
  expect_type<ap_uint<12>>(number[0] | u12);
  EXPECT_EQ(number[0] << 3, 8);
  EXPECT_TRUE((std::is_same_v<decltype(number[0] + 1), int>));
}

TEST(ApIntWidths, a_concatenation_is_unsigned_and_as_wide_as_its_parts) {
  expect_type<ap_uint<20>>((s8, u12).get());
  expect_type<ap_uint<29>>((u8, (u8, s12), ap_uint<1>(1)).get());
  expect_type<ap_uint<24>>(ap_uint<24>((u8, u8) + (u8, u8)));
  expect_type<ap_uint<17>>((u8, u8) + (u8, u8));
}

TEST(ApIntWidths, conversion_gives_the_smallest_builtin_type) {
  EXPECT_TRUE((std::is_same_v<ap_uint<1>::RetType, unsigned char>));
  EXPECT_TRUE((std::is_same_v<ap_int<8>::RetType, signed char>));
  EXPECT_TRUE((std::is_same_v<ap_uint<9>::RetType, unsigned short>));
  EXPECT_TRUE((std::is_same_v<ap_int<17>::RetType, int>));
  EXPECT_TRUE((std::is_same_v<ap_uint<32>::RetType, unsigned>));
  EXPECT_TRUE((std::is_same_v<ap_int<33>::RetType, long long>));
  EXPECT_TRUE((std::is_same_v<ap_uint<896>::RetType, unsigned long long>));
}

TEST(ApIntWidths, both_alternatives_of_a_choice_may_have_the_same_type) {
  const bool first = u12 == 1;
  expect_type<ap_uint<8>>(first ? u8 : ap_uint<8>(3));
}

TEST(ApIntWidths, a_number_takes_no_more_room_than_its_bits) {
  EXPECT_EQ(sizeof(ap_uint<1>), 1U);
  EXPECT_EQ(sizeof(ap_int<17>), 4U);
  EXPECT_EQ(sizeof(ap_uint<512>), 64U);
  EXPECT_TRUE(std::is_trivially_copyable_v<ap_uint<896>>);
}

}  // namespace
