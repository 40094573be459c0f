#include "ap_int_test_model.hpp"

namespace {

using model::cpp_int;
using model::expect_same;
using model::value;

// Bits of a negative value: its two's complement in a width that holds every operand.
cpp_int bits(const cpp_int& value) { return model::wrapped(value, 2048, false); }
cpp_int number(const cpp_int& bits) { return model::wrapped(bits, 2048, true); }

TEST(ApIntBitwise, and_works_on_extended_operands) {
  model::for_each_operands([](const auto& l, const auto& r, const cpp_int& a, const cpp_int& b) {
    expect_same(value(l & r), number(bits(a) & bits(b)), "&", a, b);
  });
}

TEST(ApIntBitwise, or_works_on_extended_operands) {
  model::for_each_operands([](const auto& l, const auto& r, const cpp_int& a, const cpp_int& b) {
    expect_same(value(l | r), number(bits(a) | bits(b)), "|", a, b);
  });
}

TEST(ApIntBitwise, exclusive_or_works_on_extended_operands) {
  model::for_each_operands([](const auto& l, const auto& r, const cpp_int& a, const cpp_int& b) {
    expect_same(value(l ^ r), number(bits(a) ^ bits(b)), "^", a, b);
  });
}

TEST(ApIntBitwise, complement_turns_every_bit) {
  SCOPED_TRACE("seed 4");
  model::Values values(4);
  model::for_each_type([&]<class N> {
    for (const cpp_int& a : values.of(N::width, N::is_signed)) {
      const cpp_int want = model::wrapped(-1 - a, N::width, N::is_signed);
      N turned = model::number<N>(a);
      expect_same(value(~turned), want, "~", a);
      turned.b_not();
      expect_same(value(turned), want, "b_not", a);
    }
  });
}

TEST(ApIntBitwise, a_negative_builtin_extends_its_sign) {
  const ap_uint<40> mask = 0xFF'0000'0000;
  EXPECT_EQ(mask & -1, 0xFF'0000'0000);
  EXPECT_EQ(mask | -1, -1);
  EXPECT_EQ(-1 ^ mask, -1 - 0xFF'0000'0000);
  EXPECT_EQ(mask & 0xFFFFFFFFU, 0);
  EXPECT_EQ((ap_uint<8>(0xF0), ap_uint<8>(0x0F)) & ap_uint<8>(0xFF), 0x0F);
}

}  // namespace
