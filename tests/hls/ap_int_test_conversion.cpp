// Construction, assignment and conversion.
#include <cstdint>

#include "ap_int_test_model.hpp"

namespace {

using model::cpp_int;
using model::expect_same;
using model::value;

TEST(ApIntConversion, between_numbers_extends_by_the_sources_sign_or_truncates) {
  model::for_each_operands(
      []<class L, class R>(const L& l, const R& r, const cpp_int& a, const cpp_int&) {
        R assigned = r;
        assigned = l;
        expect_same(value(assigned), model::wrapped(a, R::width, R::is_signed), "assigned", a);
        expect_same(value(R(l)), model::wrapped(a, R::width, R::is_signed), "constructed", a);
      });
}

TEST(ApIntConversion, between_the_widest_numbers_keeps_every_bit) {
  const ap_int<1023> number = -2;
  EXPECT_EQ(ap_int<1024>(number), -2);
  EXPECT_EQ(ap_uint<1024>(number).countLeadingZeros(), 0);
  EXPECT_EQ(ap_uint<1024>(ap_uint<1023>(number)).countLeadingZeros(), 1);
}

TEST(ApIntConversion, from_builtins_extends_by_their_sign_or_truncates) {
  const auto from = [](auto builtin) {
    const auto into = [builtin]<class N>(const N& converted) {
      const cpp_int want = model::wrapped(builtin, N::width, N::is_signed);
      expect_same(value(converted), want, "from", builtin);
    };
    into(ap_uint<1>(builtin));
    into(ap_int<1>(builtin));
    into(ap_int<8>(builtin));
    into(ap_uint<33>(builtin));
    into(ap_int<64>(builtin));
    into(ap_uint<129>(builtin));
    into(ap_int<1024>(builtin));
  };
  from(true);
  from(false);
  from('\x7F');
  from(static_cast<signed char>(-128));
  from(static_cast<unsigned char>(255));
  from(static_cast<short>(-32768));
  from(static_cast<unsigned short>(65535));
  from(-2147483647 - 1);
  from(4294967295U);
  from(-9223372036854775807L - 1);
  from(18446744073709551615UL);
  from(-9223372036854775807LL);
  from(12345678901234567890ULL);
}

TEST(ApIntConversion, from_plain_bits_of_any_width_is_possible) {
  const ap_uint<200> wide = ap_uint<200>(0x1234) << 150;
  EXPECT_EQ(ap_uint<200>(wide.V), wide);
  EXPECT_EQ(ap_int<8>(ap_uint<4>(15).V), 15);
  EXPECT_EQ(ap_int<8>(static_cast<ap_detail::value_t<4, true>>(-3)), -3);
}

TEST(ApIntConversion, from_an_enumeration_takes_its_value) {
  enum Kind : std::int8_t { minus = -3 };
  EXPECT_EQ(ap_int<100>(minus), -3);
}

TEST(ApIntConversion, to_builtins_extends_or_truncates) {
  SCOPED_TRACE("seed 7");
  model::Values values(7);
  model::for_each_type([&]<class N> {
    for (const cpp_int& a : values.of(N::width, N::is_signed)) {
      const N number = model::number<N>(a);
      const auto expect = [&a](const cpp_int& got, int width, bool is_signed) {
        expect_same(got, model::wrapped(a, width, is_signed), "to builtin", a, width);
      };
      expect(number.to_schar(), 8, true);
      expect(number.to_uchar(), 8, false);
      expect(number.to_short(), 16, true);
      expect(number.to_ushort(), 16, false);
      expect(number.to_int(), 32, true);
      expect(number.to_uint(), 32, false);
      expect(number.to_long(), 64, true);
      expect(number.to_ulong(), 64, false);
      expect(number.to_int64(), 64, true);
      expect(number.to_uint64(), 64, false);
      EXPECT_EQ(number.to_bool(), a != 0);
      EXPECT_EQ(number.length(), N::width);
      EXPECT_EQ(!number, a == 0);
    }
  });
}

TEST(ApIntConversion, is_implicit_into_the_smallest_builtin_type_without_a_warning) {
  const std::uint8_t octet = ap_uint<8>(200);
  const std::uint16_t port = ap_uint<16>(65535);
  const std::uint32_t spi = ap_uint<32>(0xC949D4B8);
  const std::uint64_t time = ap_uint<64>(~0ULL);
  const std::int8_t step = ap_int<5>(-16);
  const bool flag = ap_uint<1>(1);
  EXPECT_EQ(octet, 200);
  EXPECT_EQ(port, 65535);
  EXPECT_EQ(spi, 0xC949D4B8);
  EXPECT_EQ(time, ~0ULL);
  EXPECT_EQ(step, -16);
  EXPECT_TRUE(flag);
}

TEST(ApIntConversion, to_bool_by_itself_sees_64_bits_as_in_vitis) {
  const ap_uint<65> number = ap_uint<65>(1) << 64;
  EXPECT_FALSE(static_cast<bool>(number));
  EXPECT_TRUE(number.to_bool());
  EXPECT_FALSE(!number);
  EXPECT_TRUE(number != 0);
}

TEST(ApIntConversion, a_number_is_an_index_of_an_array) {
  const int table[4] = {10, 11, 12, 13};
  EXPECT_EQ(table[ap_uint<2>(3)], 13);
  EXPECT_EQ(*(table + ap_uint<2>(2)), 12);
}

TEST(ApIntConversion, a_number_selects_a_case) {
  switch (ap_uint<3>(5)) {
    case 5:
      SUCCEED();
      break;
    default:
      FAIL();
  }
}

TEST(ApIntConversion, from_a_range_a_bit_or_a_concatenation_takes_its_bits) {
  ap_uint<16> number = 0xA5F3;
  const ap_uint<4> nibble = number.range(7, 4);
  const ap_int<4> negative = number.range(7, 4);
  const ap_uint<8> bit = number[0];
  const ap_uint<24> both = (number, nibble);
  EXPECT_EQ(nibble, 15);
  EXPECT_EQ(negative, -1);
  EXPECT_EQ(bit, 1);
  EXPECT_EQ(both, 0xA5F3F);
}

}  // namespace
