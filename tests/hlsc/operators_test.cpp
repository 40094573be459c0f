// LLVM's operators and intrinsics compute in the graph what they compute in C++.
#include <gmock/gmock.h>

#include <bit>
#include <functional>

#include "hlsc/kernel.hpp"

namespace hlsc::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;

// `result` is an expression of two unsigned numbers a and b, both of 32 bits.
std::string kernel(const std::string& result) {
  return "#include \"ap_int.h\"\n#include \"hls_stream.h\"\n"
         "void kernel(hls::stream<unsigned>& first, hls::stream<unsigned>& second,\n"
         "            hls::stream<unsigned>& out) {\n"
         "  unsigned a = first.read(), b = second.read();\n"
         "  out.write(static_cast<unsigned>(" +
         result + "));\n}\n";
}

using Expected = std::function<std::uint32_t(std::uint32_t, std::uint32_t)>;

void expect_like(const std::string& result, const Expected& expected) {
  KernelRun run(kernel(result));
  std::mt19937 random(1);
  for (unsigned i = 0; i < 60; ++i) {
    const auto a = static_cast<std::uint32_t>(random_bits(random, 32).getZExtValue());
    const auto b = static_cast<std::uint32_t>(random_bits(random, 32).getZExtValue());
    ASSERT_EQ(run.fire({{"first", a}, {"second", b}}).at("out"), expected(a, b))
        << result << " of a = " << a << ", b = " << b;
  }
}

std::int32_t as_signed(std::uint32_t x) { return static_cast<std::int32_t>(x); }
std::uint32_t as_unsigned(std::int64_t x) { return static_cast<std::uint32_t>(x); }

TEST(Operators, narrow_numbers_are_computed_as_int) {
  expect_like("static_cast<signed char>(a) * static_cast<short>(b) >> 3",
              [](std::uint32_t a, std::uint32_t b) {
                return as_unsigned(static_cast<signed char>(a) * static_cast<short>(b) >> 3);
              });
}

TEST(Operators, numbers_are_cut_when_they_are_kept_in_narrow_ones) {
  expect_like("static_cast<unsigned char>(a + b)",
              [](std::uint32_t a, std::uint32_t b) { return static_cast<unsigned char>(a + b); });
}

TEST(Operators, shifts_by_a_variable_use_its_low_bits) {
  expect_like("(a << (b % 32)) ^ (a >> (b % 32))",
              [](std::uint32_t a, std::uint32_t b) { return (a << (b % 32)) ^ (a >> (b % 32)); });
}

TEST(Operators, comparisons_of_all_kinds_hold) {
  expect_like(
      "(a < b) | (a <= b) << 1 | (a > b) << 2 | (a >= b) << 3 | (a == b) << 4 | (a != b) << 5",
      [](std::uint32_t a, std::uint32_t b) {
        return as_unsigned((a < b) | (a <= b) << 1 | (a > b) << 2 | (a >= b) << 3 | (a == b) << 4 |
                           (a != b) << 5);
      });
}

TEST(Operators, signed_comparisons_of_all_kinds_hold) {
  expect_like(
      "(int(a) < int(b)) | (int(a) <= int(b)) << 1 | (int(a) > int(b)) << 2 | (int(a) >= int(b)) "
      "<< 3",
      [](std::uint32_t x, std::uint32_t y) {
        const std::int32_t a = as_signed(x);
        const std::int32_t b = as_signed(y);
        return as_unsigned((a < b) | (a <= b) << 1 | (a > b) << 2 | (a >= b) << 3);
      });
}

TEST(Operators, ones_are_counted) {
  expect_like("__builtin_popcount(a)",
              [](std::uint32_t a, std::uint32_t) { return as_unsigned(std::popcount(a)); });
}

TEST(Operators, trailing_zeros_are_counted) {
  expect_like("a == 0 ? 32 : __builtin_ctz(a)",
              [](std::uint32_t a, std::uint32_t) { return as_unsigned(std::countr_zero(a)); });
}

TEST(Operators, leading_zeros_are_counted) {
  expect_like("a == 0 ? 32 : __builtin_clz(a)",
              [](std::uint32_t a, std::uint32_t) { return as_unsigned(std::countl_zero(a)); });
}

TEST(Operators, octets_are_swapped) {
  expect_like("__builtin_bswap32(a)",
              [](std::uint32_t a, std::uint32_t) { return __builtin_bswap32(a); });
}

TEST(Operators, bits_are_reversed) {
  expect_like("__builtin_bitreverse32(a)",
              [](std::uint32_t a, std::uint32_t) { return __builtin_bitreverse32(a); });
}

TEST(Operators, bits_are_rotated_by_a_variable) {
  expect_like("__builtin_rotateleft32(a, b) ^ __builtin_rotateright32(b, a)", [](std::uint32_t a,
                                                                                 std::uint32_t b) {
    return std::rotl(a, static_cast<int>(b % 32)) ^ std::rotr(b, static_cast<int>(a % 32));
  });
}

TEST(Operators, an_overflow_is_told) {
  expect_like("([&] { unsigned sum; return __builtin_add_overflow(a, b, &sum) ? 7 : sum; })()",
              [](std::uint32_t a, std::uint32_t b) {
                std::uint32_t sum = 0;
                return __builtin_add_overflow(a, b, &sum) ? 7U : sum;
              });
}

TEST(Operators, a_signed_overflow_is_told) {
  expect_like("([&] { int sum; return __builtin_sub_overflow(int(a), int(b), &sum) ? 7 : sum; })()",
              [](std::uint32_t a, std::uint32_t b) {
                std::int32_t difference = 0;
                return __builtin_sub_overflow(as_signed(a), as_signed(b), &difference)
                           ? 7U
                           : as_unsigned(difference);
              });
}

TEST(Operators, an_overflow_of_a_product_is_told) {
  expect_like("([&] { unsigned x; return __builtin_mul_overflow(a, b, &x) ? 7 : x; })()",
              [](std::uint32_t a, std::uint32_t b) {
                std::uint32_t product = 0;
                return __builtin_mul_overflow(a, b, &product) ? 7U : product;
              });
}

TEST(Operators, an_ap_uint_can_be_divided_by_a_power_of_two) {
  expect_like("(ap_uint<20>(a) / 16 + ap_uint<20>(b) % 16).to_uint()",
              [](std::uint32_t a, std::uint32_t b) { return (a & 0xfffff) / 16 + (b & 0xf); });
}

TEST(Operators, an_ap_int_is_shifted_by_negative_counts_the_other_way) {
  expect_like("(ap_uint<32>(a) << ap_int<4>(b)).to_uint()", [](std::uint32_t a, std::uint32_t b) {
    const std::int32_t by = as_signed(b << 28) >> 28;
    return by < 0 ? a >> -by : a << by;
  });
}

TEST(Operators, reductions_look_at_all_bits) {
  expect_like(
      "ap_uint<9>(a).xor_reduce() | ap_uint<3>(a).and_reduce() << 1 | ap_uint<3>(b).nor_reduce() "
      "<< 2",
      [](std::uint32_t a, std::uint32_t b) {
        return as_unsigned(std::popcount(a & 0x1ffU) % 2 | ((a & 7) == 7) << 1 |
                           ((b & 7) == 0) << 2);
      });
}

TEST(Operators, numbers_side_by_side_are_one) {
  expect_like("(ap_uint<32>((ap_uint<12>(a), ap_uint<20>(b)))).to_uint()",
              [](std::uint32_t a, std::uint32_t b) { return (a << 20) | (b & 0xfffff); });
}

TEST(Operators, a_rotation_of_an_odd_width_takes_any_count) {
  expect_like("([&] { ap_uint<13> x = a; x.lrotate(b % 8); return x.to_uint(); })()",
              [](std::uint32_t a, std::uint32_t b) {
                const std::uint32_t x = a & 0x1fff;
                const std::uint32_t by = b % 8;
                return ((x << by) | (x >> (13 - by))) & 0x1fff;
              });
}

TEST(Operators, a_signed_division_is_an_error_with_its_line) {
  EXPECT_THAT(error_of(kernel("int(a) / 4")), AllOf(HasSubstr(".cpp:6:"), HasSubstr("division")));
}

}  // namespace
}  // namespace hlsc::test
