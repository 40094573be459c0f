// Static variables become states.
#include <gmock/gmock.h>

#include "hlsc/kernel.hpp"

namespace hlsc::test {
namespace {

using testing::Contains;
using testing::HasSubstr;

std::string kernel(const std::string& body, const std::string& before = "") {
  return "#include \"ap_int.h\"\n#include \"hls_stream.h\"\n" + before +
         "void kernel(hls::stream<int>& in, hls::stream<int>& out) {\n" + body + "}\n";
}

std::vector<std::string> state_names(const Graph& graph) {
  std::vector<std::string> names;
  for (const StateVariable& state : graph.states) names.push_back(state.name);
  return names;
}

TEST(Statics, a_static_variable_is_kept_from_firing_to_firing) {
  KernelRun run(kernel("  static int sum;\n  sum += in.read();\n  out.write(sum);\n"));
  EXPECT_EQ(run.fire({{"in", 3}}).at("out"), 3U);
  EXPECT_EQ(run.fire({{"in", 4}}).at("out"), 7U);
}

TEST(Statics, a_static_variable_begins_with_its_initial_value) {
  KernelRun run(kernel("  static int sum = 100;\n  sum += in.read();\n  out.write(sum);\n"));
  EXPECT_EQ(run.fire({{"in", 1}}).at("out"), 101U);
}

TEST(Statics, an_ap_uint_begins_with_its_initial_value) {
  KernelRun run(
      kernel("  static ap_uint<70> x = 5;\n  x = x + in.read();\n  out.write(x.to_int());\n"));
  EXPECT_EQ(run.fire({{"in", 1}}).at("out"), 6U);
}

TEST(Statics, a_counter_wraps_at_its_own_width) {
  KernelRun run(
      kernel("  static ap_uint<2> count = 2;\n  in.read();\n  count++;\n  out.write(count);\n"));
  EXPECT_EQ(run.fire({{"in", 0}}).at("out"), 3U);
  EXPECT_EQ(run.fire({{"in", 0}}).at("out"), 0U);
}

TEST(Statics, what_is_written_on_one_path_stays_on_the_other) {
  KernelRun run(
      kernel("  static int kept = 7;\n  int x = in.read();\n  if (x > 0) kept = x;\n"
             "  out.write(kept);\n"));
  EXPECT_EQ(run.fire({{"in", 0}}).at("out"), 7U);
  EXPECT_EQ(run.fire({{"in", 9}}).at("out"), 9U);
  EXPECT_EQ(run.fire({{"in", 0}}).at("out"), 9U);
}

TEST(Statics, structs_with_padding_are_copied_to_each_other) {
  KernelRun run(
      kernel("  static Kept kept = {7, 1};\n  int x = in.read();\n  Kept next = kept;\n"
             "  next.low = x;\n  if (x > 0) kept = next;\n  out.write(kept.low + kept.high);\n",
             "struct Kept { int low; signed char high; };\n"));
  EXPECT_EQ(run.fire({{"in", 0}}).at("out"), 8U);
  EXPECT_EQ(run.fire({{"in", 9}}).at("out"), 10U);
}

TEST(Statics, an_early_return_keeps_what_was_written_before_it) {
  KernelRun run(
      kernel("  static int count;\n  ++count;\n  int x = in.read();\n"
             "  if (x == 0) return;\n  out.write(count);\n"));
  EXPECT_TRUE(run.fire({{"in", 0}}).empty());
  EXPECT_EQ(run.fire({{"in", 1}}).at("out"), 2U);
}

TEST(Statics, fields_of_a_struct_are_states_of_their_own) {
  KernelRun run(
      kernel("  static Pair last = {1, 2};\n  out.write(last.a * 10 + last.b);\n"
             "  last.a = last.b;\n  last.b = in.read();\n",
             "struct Pair { int a; int b; };\n"));
  EXPECT_EQ(run.fire({{"in", 3}}).at("out"), 12U);
  EXPECT_EQ(run.fire({{"in", 4}}).at("out"), 23U);
}

TEST(Statics, elements_of_an_array_begin_with_their_initial_values) {
  KernelRun run(
      kernel("  static int last[3] = {1, 2, 3};\n"
             "  out.write(last[0] * 100 + last[1] * 10 + last[2]);\n"
             "  last[2] = last[1];\n  last[1] = last[0];\n  last[0] = in.read();\n"));
  EXPECT_EQ(run.fire({{"in", 9}}).at("out"), 123U);
  EXPECT_EQ(run.fire({{"in", 8}}).at("out"), 912U);
}

TEST(Statics, a_static_variable_of_a_called_function_is_a_state_too) {
  KernelRun run(kernel("  out.write(count(in.read()));\n",
                       "static int count(int by) { static int n = 10; n += by; return n; }\n"));
  EXPECT_EQ(run.fire({{"in", 1}}).at("out"), 11U);
  EXPECT_EQ(run.fire({{"in", 1}}).at("out"), 12U);
}

TEST(Statics, a_static_variable_of_a_function_called_twice_is_one_state) {
  KernelRun run(kernel(
      "  int x = in.read();\n  int first = count(x);\n  out.write(first * 100 + count(x));\n",
      "static int count(int by) { static int n; n += by; return n; }\n"));
  EXPECT_EQ(run.fire({{"in", 1}}).at("out"), 102U);
  EXPECT_EQ(run.fire({{"in", 1}}).at("out"), 304U);
}

TEST(Statics, a_static_constant_is_no_state) {
  KernelRun run(kernel("  static const int offset = 5;\n  out.write(in.read() + offset);\n"));
  EXPECT_EQ(run.fire({{"in", 1}}).at("out"), 6U);
  EXPECT_TRUE(run.graph().states.empty());
}

TEST(Statics, a_state_has_the_name_of_the_variable) {
  const auto kernel_graph =
      kernel_of(kernel("  static int total;\n  total += in.read();\n  out.write(total);\n"));
  EXPECT_THAT(state_names(kernel_graph->graph), Contains("total"));
}

TEST(Statics, a_bool_is_a_state_of_one_bit) {
  KernelRun run(
      kernel("  static bool odd = true;\n  odd = odd != (in.read() > 0);\n  out.write(odd);\n"));
  EXPECT_EQ(run.fire({{"in", 1}}).at("out"), 0U);
  EXPECT_EQ(run.fire({{"in", 1}}).at("out"), 1U);
  ASSERT_EQ(run.graph().states.size(), 1U);
  EXPECT_EQ(run.graph().states[0].reset.getBitWidth(), 1U);
}

TEST(Statics, a_static_variable_may_begin_with_what_the_first_firing_reads) {
  KernelRun run(kernel("  static int first = in.read();\n  out.write(first);\n"));
  EXPECT_EQ(run.fire({{"in", 5}}).at("out"), 5U);
  EXPECT_EQ(run.fire({{"in", 6}}).at("out"), 5U);
}

TEST(Statics, a_static_variable_of_two_processes_is_an_error_that_names_it) {
  EXPECT_THAT(error_of(kernel("  shared -= in.read();\n  out.write(shared);\n",
                              "static int shared;\n"
                              "void other(hls::stream<int>& from, hls::stream<int>& to) {\n"
                              "  shared += from.read();\n  to.write(shared);\n}\n")),
              HasSubstr("'shared'"));
}

TEST(Statics, a_state_of_an_ap_uint_has_the_name_of_the_variable) {
  const auto kernel_graph =
      kernel_of(kernel("  static ap_uint<9> total;\n  total += in.read();\n  out.write(total);\n"));
  EXPECT_THAT(state_names(kernel_graph->graph), Contains("total"));
}

TEST(Statics, a_static_pointer_is_an_error) {
  EXPECT_THAT(error_of(kernel("  static int* where = nullptr;\n  int x = in.read();\n"
                              "  if (where != nullptr) x += 1;\n  where = &x;\n  out.write(x);\n")),
              HasSubstr("pointer"));
}

TEST(Statics, a_static_floating_point_number_is_an_error) {
  EXPECT_THAT(
      error_of(kernel("  static float mean = 0;\n  mean += in.read();\n  out.write(mean > 1);\n")),
      HasSubstr("floating-point"));
}

}  // namespace
}  // namespace hlsc::test
