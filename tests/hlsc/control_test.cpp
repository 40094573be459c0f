// Branches, loops, calls and operators; and what is outside of what hlsc accepts.
#include <gmock/gmock.h>

#include "hlsc/kernel.hpp"

namespace hlsc::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;

// Without `before`, the first line of `body` is line 6.
std::string kernel(const std::string& body, const std::string& before = "") {
  return "#include \"ap_int.h\"\n#include \"hls_stream.h\"\n" + before +
         "void kernel(hls::stream<unsigned>& first, hls::stream<unsigned>& second,\n"
         "            hls::stream<unsigned long>& out) {\n"
         "  unsigned a = first.read(); unsigned b = second.read();\n" +
         body + "}\n";
}

std::uint64_t value_of(KernelRun& run, unsigned a, unsigned b) {
  return run.fire({{"first", a}, {"second", b}}).at("out");
}

// --- control ---

TEST(Control, branches_that_meet_again_bring_their_values) {
  KernelRun run(
      kernel("  unsigned x;\n  if (a < b) x = a; else if (a == b) x = 7; else x = b + 1;\n"
             "  out.write(x);\n"));
  EXPECT_EQ(value_of(run, 1, 2), 1U);
  EXPECT_EQ(value_of(run, 2, 2), 7U);
  EXPECT_EQ(value_of(run, 3, 2), 3U);
}

TEST(Control, a_switch_takes_its_case_or_the_default) {
  KernelRun run(
      kernel("  unsigned x = 0;\n  switch (a) {\n    case 0: x = 5; break;\n"
             "    case 3: x = 6;\n    case 4: x += b; break;\n    default: x = 9;\n  }\n"
             "  out.write(x);\n"));
  EXPECT_EQ(value_of(run, 0, 1), 5U);
  EXPECT_EQ(value_of(run, 3, 1), 7U);
  EXPECT_EQ(value_of(run, 4, 1), 1U);
  EXPECT_EQ(value_of(run, 2, 1), 9U);
}

TEST(Control, a_loop_of_constant_length_is_unrolled) {
  KernelRun run(
      kernel("  unsigned long x = 0;\n  for (int i = 0; i < 10; ++i) x += a << i;\n"
             "  out.write(x);\n"));
  EXPECT_EQ(value_of(run, 1, 0), 1023U);
}

TEST(Control, a_loop_may_be_left_early) {
  KernelRun run(
      kernel("  unsigned x = 99;\n  for (unsigned i = 0; i < 8; ++i) {\n"
             "    if ((a >> i) & 1) {\n      x = i;\n      break;\n    }\n  }\n  out.write(x);\n"));
  EXPECT_EQ(value_of(run, 0b10100, 0), 2U);
  EXPECT_EQ(value_of(run, 0, 0), 99U);
}

TEST(Control, loops_in_loops_are_unrolled) {
  KernelRun run(
      kernel("  unsigned x = 0;\n  for (int i = 0; i < 3; ++i)\n"
             "    for (int j = 0; j <= i; ++j) x += a;\n  out.write(x);\n"));
  EXPECT_EQ(value_of(run, 10, 0), 60U);
}

TEST(Control, templates_and_calls_are_inlined) {
  KernelRun run(kernel("  out.write(add<3>(a) + add<4>(b));\n",
                       "template <int N> unsigned add(unsigned x) { return x + N; }\n"));
  EXPECT_EQ(value_of(run, 10, 20), 37U);
}

TEST(Control, a_short_circuit_evaluates_its_second_side_only_if_need_be) {
  KernelRun run(
      kernel("  static unsigned calls;\n  bool both = a > 0 && ++calls > 0;\n"
             "  out.write(calls + (both ? 100 : 0));\n"));
  EXPECT_EQ(value_of(run, 0, 0), 0U);
  EXPECT_EQ(value_of(run, 1, 0), 101U);
}

// --- operators ---

TEST(Control, a_division_by_a_constant_power_of_two_is_a_shift) {
  KernelRun run(kernel("  out.write(a / 8 * 1000 + a % 8);\n"));
  EXPECT_EQ(value_of(run, 83, 0), 10003U);
}

TEST(Control, a_signed_shift_to_the_right_keeps_the_sign) {
  KernelRun run(kernel("  out.write(static_cast<unsigned>(static_cast<int>(a) >> (b & 31)));\n"));
  EXPECT_EQ(value_of(run, 0x80000000U, 4), 0xf8000000U);
}

TEST(Control, signed_comparisons_know_their_sign) {
  KernelRun run(kernel("  out.write(static_cast<int>(a) < static_cast<int>(b));\n"));
  EXPECT_EQ(value_of(run, 0xffffffffU, 1), 1U);
  EXPECT_EQ(value_of(run, 1, 0xffffffffU), 0U);
}

TEST(Control, products_are_of_full_width) {
  KernelRun run(kernel("  out.write(static_cast<unsigned long>(a) * b);\n"));
  EXPECT_EQ(value_of(run, 0xffffffffU, 0xffffffffU), 0xfffffffe00000001U);
}

TEST(Control, ranges_of_bits_are_read_and_written) {
  KernelRun run(kernel(
      "  ap_uint<32> x = a;\n  x.range(15, 8) = b;\n  out.write(x.range(19, 4).to_uint64());\n"));
  EXPECT_EQ(value_of(run, 0xabcdef12U, 0x34), 0xd341U);
}

TEST(Control, a_bit_at_a_variable_index_is_read_and_written) {
  KernelRun run(
      kernel("  ap_uint<32> x = a;\n  bool was = x[b];\n  x[b] = !was;\n  out.write(x);\n"));
  EXPECT_EQ(value_of(run, 0b1000, 3), 0U);
  EXPECT_EQ(value_of(run, 0, 31), 0x80000000U);
}

TEST(Control, leading_zeros_are_counted) {
  KernelRun run(kernel("  ap_uint<20> x = a;\n  out.write(x.countLeadingZeros());\n"));
  EXPECT_EQ(value_of(run, 0, 0), 20U);
  EXPECT_EQ(value_of(run, 1, 0), 19U);
  EXPECT_EQ(value_of(run, 0x80000, 0), 0U);
}

// --- what cannot be ---

TEST(Control, a_loop_with_a_dynamic_bound_is_an_error_with_its_line) {
  EXPECT_THAT(error_of(kernel("  unsigned x = 0;\n  for (unsigned i = 0; i < a; ++i) x = 5 * x ^ "
                              "b;\n  out.write(x);\n")),
              AllOf(HasSubstr(".cpp:7:"), HasSubstr("loop"), HasSubstr("constant bounds")));
}

TEST(Control, recursion_is_an_error_that_names_the_function) {
  EXPECT_THAT(
      error_of(kernel(
          "  out.write(down(a));\n",
          "static unsigned down(unsigned x) { return x == 0 ? 0 : down(x - 1) + 2 * x; }\n")),
      AllOf(HasSubstr("recursion"), HasSubstr("down")));
}

TEST(Control, floating_point_is_an_error_with_its_line) {
  EXPECT_THAT(error_of(kernel("  float x = a;\n  x = x * 1.5F;\n  out.write(x > 2);\n")),
              AllOf(HasSubstr(".cpp:6:"), HasSubstr("not supported")));
}

TEST(Control, a_division_by_a_variable_is_an_error_with_its_line) {
  EXPECT_THAT(error_of(kernel("  out.write(a / b);\n")),
              AllOf(HasSubstr(".cpp:6:"), HasSubstr("division")));
}

TEST(Control, a_division_by_another_constant_than_a_power_of_two_is_an_error_with_its_line) {
  EXPECT_THAT(error_of(kernel("  out.write(a % 10);\n")),
              AllOf(HasSubstr(".cpp:6:"), HasSubstr("division")));
}

TEST(Control, a_function_without_a_body_is_an_error_that_names_it) {
  EXPECT_THAT(error_of(kernel("  out.write(elsewhere(a));\n",
                              "extern \"C\" unsigned elsewhere(unsigned);\n")),
              AllOf(HasSubstr(".cpp:7:"), HasSubstr("elsewhere")));
}

TEST(Control, dynamic_memory_is_an_error_with_its_line) {
  EXPECT_THAT(error_of(kernel(
                  "  unsigned* x = new unsigned(a);\n  *x += b;\n  out.write(*x);\n  delete x;\n")),
              HasSubstr(".cpp:6:"));
}

TEST(Control, an_error_in_an_inlined_function_names_the_line_there) {
  EXPECT_THAT(
      error_of(kernel("  out.write(half(a, b));\n",
                      "static unsigned half(unsigned x, unsigned y) {\n  return x / y;\n}\n")),
      HasSubstr(".cpp:4:"));
}

}  // namespace
}  // namespace hlsc::test
