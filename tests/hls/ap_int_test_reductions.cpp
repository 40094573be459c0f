// What looks at, or moves, all the bits of a number.
#include "ap_int_test_model.hpp"

namespace {

using model::cpp_int;
using model::expect_same;
using model::value;

/// Calls `check(number, bits)` with the bits as an unsigned value.
template <class F>
void for_each_number(F&& check) {
  SCOPED_TRACE("seed 11");
  model::Values values(11);
  model::for_each_type([&]<class N> {
    for (const cpp_int& a : values.of(N::width, N::is_signed)) {
      check(model::number<N>(a), model::wrapped(a, N::width, false));
    }
  });
}

int ones(const cpp_int& bits) {
  int count = 0;
  for (cpp_int left = bits; left != 0; left >>= 1) count += (left & 1) != 0 ? 1 : 0;
  return count;
}

TEST(ApIntReductions, combine_all_bits) {
  for_each_number([]<class N>(const N& number, const cpp_int& bits) {
    const bool all = ones(bits) == N::width, any = bits != 0, odd = ones(bits) % 2 == 1;
    EXPECT_EQ(number.and_reduce(), all);
    EXPECT_EQ(number.nand_reduce(), !all);
    EXPECT_EQ(number.or_reduce(), any);
    EXPECT_EQ(number.nor_reduce(), !any);
    EXPECT_EQ(number.xor_reduce(), odd);
    EXPECT_EQ(number.xnor_reduce(), !odd);
    EXPECT_EQ(number.is_zero(), !any);
    EXPECT_EQ(number.iszero(), !any);
  });
}

TEST(ApIntReductions, the_sign_is_that_of_the_value) {
  for_each_number([]<class N>(const N& number, const cpp_int&) {
    EXPECT_EQ(number.sign(), value(number) < 0);
  });
}

TEST(ApIntReductions, leading_zeros_are_counted_down_to_the_first_one) {
  for_each_number([]<class N>(const N& number, const cpp_int& bits) {
    int zeros = N::width;
    for (cpp_int left = bits; left != 0; left >>= 1) --zeros;
    EXPECT_EQ(number.countLeadingZeros(), zeros);
  });
}

TEST(ApIntReductions, reverse_exchanges_first_and_last) {
  for_each_number([]<class N>(N number, const cpp_int& bits) {
    cpp_int want = 0;
    for (int i = 0; i < N::width; ++i) want = (want << 1) | (bits >> i & 1);
    EXPECT_TRUE(&number.reverse() == &number);
    expect_same(model::wrapped(value(number), N::width, false), want, "reverse", bits);
  });
}

TEST(ApIntReductions, rotation_brings_back_at_one_end_what_leaves_at_the_other) {
  for_each_number([]<class N>(const N& number, const cpp_int& bits) {
    for (const int count : {0, N::width / 3, N::width - 1}) {
      const cpp_int left =
          model::wrapped(bits << count, N::width, false) | (bits >> (N::width - count));
      N rotated = number;
      rotated.lrotate(count);
      expect_same(model::wrapped(value(rotated), N::width, false), left, "lrotate", bits, count);
      rotated.rrotate(count);
      expect_same(value(rotated), value(number), "and back", bits, count);
    }
  });
}

}  // namespace
