// What hlsc says of kernels whose states or memories are not there in time.
#include <gmock/gmock.h>

#include <regex>

#include "hlsc/kernel.hpp"

namespace hlsc::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

// The first line of `body` is line 5.
std::string kernel(const std::string& body) {
  return "#include \"ap_int.h\"\n#include \"hls_stream.h\"\n"
         "void kernel(hls::stream<ap_uint<16> >& in, hls::stream<ap_uint<16> >& out) {\n"
         "  ap_uint<16> x = in.read();\n" +
         body + "}\n";
}

// A state forwarded from `age` firings back.
std::string forwarded(unsigned age) {
  const std::string count = std::to_string(age);
  return kernel("  static ap_uint<16> last[" + count + "];\n  ap_uint<16> next = last[" +
                std::to_string(age - 1) + "] * x + 1;\n  for (int i = " + std::to_string(age - 1) +
                "; i > 0; --i) last[i] = last[i - 1];\n  last[0] = next;\n  out.write(next);\n");
}

// A memory of sums.
std::string sums(const std::string& directive) {
  return kernel(
      "  static ap_uint<16> memory[64];\n"
      "#pragma HLS BIND_STORAGE variable=memory type=ram_2p impl=bram\n" +
      directive +
      "  ap_uint<16> word = memory[x % 64];\n  memory[x % 64] = word + x;\n"
      "  out.write(word);\n");
}
std::string sums_at(unsigned distance) {
  return sums("#pragma HLS DEPENDENCE variable=memory inter RAW true distance=" +
              std::to_string(distance) + "\n");
}

TEST(Recurrence, an_error_names_the_state_and_the_lines_of_its_path) {
  EXPECT_THAT(error_of(kernel("  static ap_uint<16> power = 1;\n  power = power * x;\n"
                              "  out.write(power);\n")),
              AllOf(HasSubstr("'power"), HasSubstr(".cpp:6:"), HasSubstr("multiply"),
                    HasSubstr("from the state 'power")));
}

TEST(Recurrence, a_path_through_two_states_names_both) {
  EXPECT_THAT(error_of(kernel("  static ap_uint<16> ping = 1;\n  static ap_uint<16> pong = 2;\n"
                              "  ap_uint<16> next = pong * x;\n  pong = ping + 1;\n  ping = next;\n"
                              "  out.write(next);\n")),
              AllOf(HasSubstr("'ping"), HasSubstr("'pong")));
}

TEST(Recurrence, what_does_not_fit_a_fast_clock_fits_a_slow_one) {
  const std::string source = kernel(
      "  static ap_uint<16> sum;\n  sum = (sum + x) ^ (sum << 3);\n  sum = sum + 5;\n"
      "  sum = sum ^ (sum >> 7);\n  out.write(sum);\n");
  EXPECT_THAT(error_of(source, 1.2), HasSubstr("'sum"));
  EXPECT_THAT(error_of(source, 10), IsEmpty());
}

TEST(Recurrence, a_state_of_enough_firings_ago_may_take_its_time) {
  EXPECT_THAT(error_of(forwarded(4)), IsEmpty());
}

TEST(Recurrence, a_state_of_too_few_firings_ago_is_an_error) {
  EXPECT_THAT(error_of(forwarded(3)), HasSubstr("'last"));
}

TEST(Recurrence, a_memory_without_a_distance_is_an_error_that_says_which_one_it_needs) {
  EXPECT_THAT(error_of(sums("")),
              AllOf(HasSubstr(".cpp:8:"), HasSubstr("'memory'"), HasSubstr("say distance=")));
}

TEST(Recurrence, the_distance_that_an_error_asks_for_is_enough_and_the_least) {
  const std::string error = error_of(sums(""));
  std::smatch found;
  ASSERT_TRUE(std::regex_search(error, found, std::regex("say distance=([0-9]+)"))) << error;
  const auto needed = static_cast<unsigned>(std::stoul(found[1]));
  EXPECT_THAT(error_of(sums_at(needed)), IsEmpty());
  EXPECT_THAT(error_of(sums_at(needed - 1)), HasSubstr("distance=" + found[1].str()));
}

TEST(Recurrence, a_memory_that_is_independent_needs_no_distance) {
  EXPECT_THAT(error_of(sums("#pragma HLS DEPENDENCE variable=memory inter false\n")), IsEmpty());
}

TEST(Recurrence, a_write_that_would_wait_for_a_read_on_another_path_is_an_error) {
  EXPECT_THAT(error_of("#include \"hls_stream.h\"\n"
                       "void kernel(hls::stream<int>& in, hls::stream<int>& request,\n"
                       "            hls::stream<int>& answer, hls::stream<int>& out) {\n"
                       "  int x = in.read();\n  int y;\n"
                       "  if (x > 0) {\n    request.write(x);\n    y = answer.read();\n"
                       "  } else {\n    y = answer.read();\n    request.write(y);\n  }\n"
                       "  out.write(y);\n}\n"),
              AllOf(HasSubstr("'answer'"), HasSubstr("'request'"), HasSubstr("wait")));
}

}  // namespace
}  // namespace hlsc::test
