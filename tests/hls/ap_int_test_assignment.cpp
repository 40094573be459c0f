// Compound assignment, increment and decrement: the left operand keeps its width.
#include "ap_int_test_model.hpp"

namespace {

using model::cpp_int;
using model::expect_same;
using model::value;
using model::wrapped;

template <class L, class R, class Assign>
void expect_assigned(const L& l, const R& r, const cpp_int& want, std::string_view name,
                     Assign assign) {
  L number = l;
  const L& returned = assign(number, r);
  EXPECT_TRUE(&returned == &number);
  expect_same(value(number), wrapped(want, L::width, L::is_signed), name, value(l), value(r));
}

TEST(ApIntAssignment, arithmetic_wraps_in_the_width_of_the_left_operand) {
  model::for_each_operands([](const auto& l, const auto& r, const cpp_int& a, const cpp_int& b) {
    expect_assigned(l, r, a + b, "+=", [](auto& x, auto& y) -> auto& { return x += y; });
    expect_assigned(l, r, a - b, "-=", [](auto& x, auto& y) -> auto& { return x -= y; });
    expect_assigned(l, r, a * b, "*=", [](auto& x, auto& y) -> auto& { return x *= y; });
  });
}

TEST(ApIntAssignment, bitwise_operators_extend_the_right_operand) {
  model::for_each_operands(
      []<class L, class R>(const L& l, const R& r, const cpp_int& a, const cpp_int& b) {
        const cpp_int left = wrapped(a, L::width, false), right = wrapped(b, L::width, false);
        expect_assigned(l, r, left & right, "&=", [](auto& x, auto& y) -> auto& { return x &= y; });
        expect_assigned(l, r, left | right, "|=", [](auto& x, auto& y) -> auto& { return x |= y; });
        expect_assigned(l, r, left ^ right, "^=", [](auto& x, auto& y) -> auto& { return x ^= y; });
      });
}

TEST(ApIntAssignment, the_widest_numbers_can_be_changed_in_place) {
  ap_uint<1024> number = 0;
  number -= 1;
  EXPECT_TRUE(number.and_reduce());
  number += 2;
  EXPECT_EQ(number, 1);
  number *= -1;
  EXPECT_TRUE(number.and_reduce());
  number >>= 1000;
  EXPECT_EQ(number, 0xFFFFFF);
  number <<= 1023;
  EXPECT_EQ(number.countLeadingZeros(), 0);
  EXPECT_FALSE(number.range(1022, 0).or_reduce());
  number |= 5;
  number /= 2;
  number %= 7;
  // (2^1022 + 2) mod 7; 2^1022 mod 7 = 2^(1022 mod 3) mod 7 = 4
  EXPECT_EQ(number, 6);
}

TEST(ApIntAssignment, increment_and_decrement_wrap) {
  SCOPED_TRACE("seed 5");
  model::Values values(5);
  model::for_each_type([&]<class N> {
    for (const cpp_int& a : values.of(N::width, N::is_signed)) {
      const cpp_int more = wrapped(a + 1, N::width, N::is_signed);
      const cpp_int less = wrapped(a - 1, N::width, N::is_signed);
      N number = model::number<N>(a);
      expect_same(value(++number), more, "++", a);
      expect_same(value(number++), more, "++ after", a);
      expect_same(value(--number), more, "--", a);
      expect_same(value(number--), more, "-- after", a);
      expect_same(value(number), a, "back again", a);
      expect_same(value(--number), less, "--", a);
    }
  });
}

TEST(ApIntAssignment, takes_builtins_ranges_bits_and_concatenations) {
  ap_uint<8> number = 0x0F;
  ap_uint<8> other = 0xA5;
  number += other.range(7, 4);
  EXPECT_EQ(number, 0x19);
  number |= other[0];
  EXPECT_EQ(number, 0x19);
  number ^= (ap_uint<4>(1), ap_uint<4>(2));
  EXPECT_EQ(number, 0x0B);
  number -= 12ULL;
  EXPECT_EQ(number, 0xFF);
  number &= true;
  EXPECT_EQ(number, 1);
  number <<= ap_uint<3>(7);
  EXPECT_EQ(number, 0x80);
}

TEST(ApIntAssignment, a_loop_counts_with_a_number) {
  int rounds = 0;
  for (ap_uint<4> i = 0; i < 10; ++i) ++rounds;
  EXPECT_EQ(rounds, 10);
}

}  // namespace
