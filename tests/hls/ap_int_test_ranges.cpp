#include <tuple>

#include "ap_int_test_model.hpp"

namespace {

using model::cpp_int;
using model::expect_same;
using model::field_of;
using model::value;
using model::with_field;

TEST(ApIntRanges, can_be_read_from_any_number) {
  model::for_each_index([]<class N>(N number, const cpp_int& a, int low) {
    const N constant = number;
    for (const int high : {low, (low + N::width) / 2, N::width - 1}) {
      const cpp_int want = field_of(a, high, low);
      expect_same(value(ap_uint<1024>(number.range(high, low))), want, "range", a, low);
      expect_same(value(ap_uint<1024>(constant.range(high, low))), want, "const range", a, low);
      expect_same(value(ap_uint<1024>(N(a < 0 ? constant : number)(high, low))), want, "()", a,
                  low);
      expect_same(number.range(high, low).to_uint64(), field_of(want, 63, 0), "to_uint64", a, low);
      EXPECT_EQ(number.range(high, low).length(), high - low + 1);
      EXPECT_EQ(constant.range(high, low).length(), high - low + 1);
    }
    expect_same(value(number.range().get()), field_of(a, N::width - 1, 0), "range()", a);
  });
}

TEST(ApIntRanges, can_be_written_and_leave_the_other_bits_alone) {
  SCOPED_TRACE("seed 9");
  model::Values values(9);
  const auto fields = values.of(70, true);
  model::for_each_index([&]<class N>(const N& number, const cpp_int& a, int low) {
    for (const int high : {low, (low + N::width) / 2, N::width - 1}) {
      for (const cpp_int& field : fields) {
        const cpp_int bits = with_field(model::wrapped(a, N::width, false), high, low, field);
        N changed = number;
        changed.range(high, low) = model::number<ap_int<70>>(field);
        expect_same(value(changed), model::wrapped(bits, N::width, N::is_signed), "range", a, low);
        changed = number;
        changed(ap_uint<10>(high), ap_uint<10>(low)) = model::number<ap_int<70>>(field);
        expect_same(value(changed), model::wrapped(bits, N::width, N::is_signed), "()", a, low);
      }
    }
  });
}

TEST(ApIntRanges, take_integers_numbers_bits_and_other_ranges) {
  ap_uint<16> number = 0xA5F3;
  const ap_uint<16> constant = 0x1234;
  number.range(7, 4) = 0x2E;
  EXPECT_EQ(number, 0xA5E3);
  number(11, 8) = -1;
  EXPECT_EQ(number, 0xAFE3);
  number.range(15, 8) = number.range(7, 0);
  EXPECT_EQ(number, 0xE3E3);
  number.range(7, 0) = constant.range(15, 8);
  EXPECT_EQ(number, 0xE312);
  number.range(3, 0) = number[15];
  EXPECT_EQ(number, 0xE311);
  number.range(15, 8) = (ap_uint<4>(7), ap_uint<4>(8));
  EXPECT_EQ(number, 0x7811);
  number.range(15, 12) = number.range(7, 4) = 9;
  EXPECT_EQ(number, 0x9891);
}

TEST(ApIntRanges, tell_about_their_bits) {
  ap_uint<16> number = 0x0FF1;
  EXPECT_TRUE(number.range(11, 4).and_reduce());
  EXPECT_FALSE(number.range(12, 4).and_reduce());
  EXPECT_FALSE(number.range(15, 12).or_reduce());
  EXPECT_TRUE(number.range(15, 11).or_reduce());
  EXPECT_TRUE(number.range(4, 2).xor_reduce());
  EXPECT_EQ(number.range(15, 4).to_int(), 0xFF);
  EXPECT_EQ(number.range(15, 4).to_uint(), 0xFFU);
  EXPECT_TRUE(number.range(15, 4).to_bool());
}

TEST(ApIntRanges, of_a_temporary_outlive_it) {
  const auto range = (ap_uint<896>(0xABCD) << 800).range(815, 800);
  EXPECT_EQ(range, 0xABCD);
}

#if GTEST_HAS_DEATH_TEST && !defined(NDEBUG)
TEST(ApIntRangesDeathTest, an_index_out_of_range_is_an_assertion) {
  ap_uint<8> number = 0;
  volatile int index = 8;
  EXPECT_DEATH(number[index] = true, "index");
  EXPECT_DEATH(number.range(index, 0) = 1, "index");
  EXPECT_DEATH(std::ignore = number.range(2, index - 5).to_uint(), "index");
}
#endif

}  // namespace
