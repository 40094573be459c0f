// Bits, ranges and concatenations.
#include <utility>

#include "ap_int_test_model.hpp"

namespace {

using model::cpp_int;
using model::expect_same;
using model::value;

bool bit_of(const cpp_int& value, int index) {
  return (model::wrapped(value, 2048, false) >> index & 1) != 0;
}
cpp_int field_of(const cpp_int& value, int high, int low) {
  return model::wrapped(model::wrapped(value, 2048, false) >> low, high - low + 1, false);
}
cpp_int with_field(const cpp_int& value, int high, int low, const cpp_int& field) {
  const cpp_int old = field_of(value, high, low);
  return value + ((model::wrapped(field, high - low + 1, false) - old) << low);
}

/// Calls `check(number, value, index)` for every type, and the indices at its ends and in between.
template <class F>
void for_each_index(F&& check) {
  SCOPED_TRACE("seed 8");
  model::Values values(8);
  model::for_each_type([&]<class N> {
    for (const cpp_int& a : values.of(N::width, N::is_signed, 6)) {
      for (const int index : {0, N::width / 2, N::width - 1, values.below(N::width)}) {
        check(model::number<N>(a), a, index);
      }
    }
  });
}

TEST(ApIntBits, can_be_read_by_every_name) {
  for_each_index([](auto number, const cpp_int& a, int index) {
    const auto constant = number;
    const bool want = bit_of(a, index);
    EXPECT_EQ(number[index], want);
    EXPECT_EQ(constant[index], want);
    EXPECT_EQ(number.bit(index), want);
    EXPECT_EQ(constant.bit(index), want);
    EXPECT_EQ(number.test(index), want);
    EXPECT_EQ(number.get_bit(index), want);
    EXPECT_EQ(number[ap_uint<11>(index)], want);
    EXPECT_EQ(~number[index], !want);
    EXPECT_EQ(number[index].to_bool(), want);
  });
}

TEST(ApIntBits, can_be_written_and_leave_the_others_alone) {
  for_each_index([]<class N>(const N& number, const cpp_int& a, int index) {
    const auto expect = [&](bool bit, const char* name, auto write) {
      N changed = number;
      write(changed);
      const cpp_int bits = with_field(model::wrapped(a, N::width, false), index, index, bit);
      expect_same(value(changed), model::wrapped(bits, N::width, N::is_signed), name, a, index);
    };
    const bool old = bit_of(a, index);
    expect(true, "[] = true", [&](N& x) { x[index] = true; });
    expect(false, "[] = 0", [&](N& x) { x[index] = 0; });
    expect(true, "[] = 2", [&](N& x) { x[index] = 2; });
    expect(true, "bit = number", [&](N& x) { x.bit(index) = ap_uint<70>(1) << 69; });
    expect(bit_of(a, 0), "[] = []", [&](N& x) { x[index] = x[0]; });
    expect(true, "set", [&](N& x) { x.set(index); });
    expect(false, "set false", [&](N& x) { x.set(index, false); });
    expect(false, "clear", [&](N& x) { x.clear(index); });
    expect(!old, "invert", [&](N& x) { x.invert(index); });
    expect(true, "set_bit", [&](N& x) { x.set_bit(index, true); });
  });
}

TEST(ApIntRanges, can_be_read_from_any_number) {
  for_each_index([]<class N>(N number, const cpp_int& a, int low) {
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
  for_each_index([&]<class N>(const N& number, const cpp_int& a, int low) {
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

TEST(ApIntConcatenation, puts_the_first_above_the_others) {
  SCOPED_TRACE("seed 10");
  model::Values values(10);
  for (const cpp_int& a : values.of(33, true)) {
    for (const cpp_int& b : values.of(95, false)) {
      const auto high = model::number<ap_int<33>>(a);
      const auto low = model::number<ap_uint<95>>(b);
      const cpp_int want = (model::wrapped(a, 33, false) << 95) | b;
      expect_same(value(ap_uint<128>((high, low))), want, "(,)", a, b);
      expect_same(value(ap_uint<128>(high.concat(low))), want, "concat", a, b);
      expect_same(value(ap_uint<128>((ap_int<33>(high), ap_uint<95>(low)))), want, "temporary", a,
                  b);
    }
  }
}

TEST(ApIntConcatenation, takes_any_number_of_parts_of_any_kind) {
  ap_uint<8> octet = 0xA5;
  const ap_int<4> nibble = -2;
  const ap_uint<32> all = (octet.range(7, 4), octet[0], nibble, true, octet);
  EXPECT_EQ(all, 0b1010'1'1110'1'10100101);
  EXPECT_EQ((octet, -1).get(), 0xA5FFFFFFFF);
  EXPECT_EQ((nibble, (octet, nibble)).get(), 0xEA5E);
}

TEST(ApIntConcatenation, counts_only_the_bits_of_a_range) {
  ap_uint<32> number = 0x12345678;
  const ap_uint<32> constant = number;
  const ap_uint<16> crossed = (number.range(7, 0), number.range(31, 24));
  EXPECT_EQ(crossed, 0x7812);
  EXPECT_EQ((constant.range(3, 0), constant.range(11, 8)), 0x86);
  EXPECT_EQ((constant.range(3, 0), number.range(11, 8)).length(), 8);
}

TEST(ApIntConcatenation, can_be_written) {
  ap_uint<4> high = 0;
  ap_int<12> low = 0;
  (high, low) = 0xABCD;
  EXPECT_EQ(high, 0xA);
  EXPECT_EQ(low, 0xBCD - 0x1000);
  ap_uint<32> number = 0xFFFFFFFF;
  (number.range(31, 28), high, number[0]) = 0b0011'0101'0;
  EXPECT_EQ(number, 0x3FFFFFFE);
  EXPECT_EQ(high, 5);
  high.concat(low) = 0x7001;
  EXPECT_EQ(high, 7);
  EXPECT_EQ(low, 1);
}

TEST(ApIntConcatenation, exchanges_what_it_is_assigned_from) {
  ap_uint<8> first = 1;
  ap_uint<8> second = 2;
  (first, second) = (second, first);
  EXPECT_EQ(first, 2);
  EXPECT_EQ(second, 1);
}

TEST(ApIntConcatenation, of_temporaries_outlives_them) {
  const auto both = (ap_uint<100>(7), ap_uint<100>(9));
  EXPECT_EQ(both.get(), (ap_uint<200>(7) << 100) + 9);
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
