#include "lower/directives.hpp"

#include <gmock/gmock.h>

#include "hlsc/compiling.hpp"
#include "support/error.hpp"

namespace hlsc::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

// A function with a static array of three dimensions, and pragmas about it from line 3 on.
std::string with(const std::string& pragmas) {
  return "void process(int* out) {\n  static int memory[2][4][8];\n" + pragmas +
         "\n  memory[out[0]][out[1]][out[2]] = 1;\n}\n";
}

ArrayDirectives directives_of(const std::string& pragmas) {
  const Compiled compiled = compile(with(pragmas));
  EXPECT_TRUE(compiled.module) << compiled.diagnostics;
  const Directives directives = take_directives(*compiled.module);
  EXPECT_EQ(directives.size(), 1U);
  return directives.empty() ? ArrayDirectives{} : directives.begin()->second;
}

std::string directive_error(const std::string& source) {
  const Compiled compiled = compile(source);
  EXPECT_TRUE(compiled.module) << compiled.diagnostics;
  try {
    take_directives(*compiled.module);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

// --- storage ---

TEST(Directives, the_kinds_of_storage_are_known_by_their_names) {
  const auto storage = [](const std::string& impl) {
    return directives_of("#pragma HLS BIND_STORAGE variable=memory type=ram_2p impl=" + impl)
        .storage;
  };
  EXPECT_EQ(storage("uram"), Storage::ultra);
  EXPECT_EQ(storage("bram"), Storage::block);
  EXPECT_EQ(storage("lutram"), Storage::lutram);
}

TEST(Directives, capitals_in_a_kind_of_storage_do_not_matter) {
  EXPECT_EQ(directives_of("#pragma HLS BIND_STORAGE variable=memory type=RAM_2P impl=URAM").storage,
            Storage::ultra);
}

TEST(Directives, an_array_that_no_storage_is_said_of_is_registers) {
  EXPECT_EQ(directives_of("#pragma HLS ARRAY_PARTITION variable=memory complete").storage,
            Storage::registers);
}

TEST(Directives, storage_without_a_kind_is_block_ram) {
  EXPECT_EQ(directives_of("#pragma HLS BIND_STORAGE variable=memory type=ram_2p").storage,
            Storage::block);
}

TEST(Directives, an_unknown_kind_of_storage_is_an_error_with_its_line) {
  EXPECT_THAT(
      directive_error(with("#pragma HLS BIND_STORAGE variable=memory type=ram_2p impl=tape")),
      AllOf(HasSubstr(".cpp:3:"), HasSubstr("'tape'"), HasSubstr("uram")));
}

TEST(Directives, a_fifo_is_no_storage_of_an_array) {
  EXPECT_THAT(directive_error(with("#pragma HLS BIND_STORAGE variable=memory type=fifo impl=srl")),
              AllOf(HasSubstr(".cpp:3:"), HasSubstr("FIFO")));
}

TEST(Directives, storage_of_a_local_array_is_an_error_with_its_line) {
  EXPECT_THAT(directive_error("void process(int* out) {\n"
                              "  int memory[4] = {};\n"
                              "#pragma HLS BIND_STORAGE variable=memory type=ram_2p impl=bram\n"
                              "  memory[out[0]] = 1;\n"
                              "  out[1] = memory[out[2]];\n"
                              "}\n"),
              AllOf(HasSubstr(".cpp:3:"), HasSubstr("BIND_STORAGE"), HasSubstr("static")));
}

// --- latency ---

TEST(Directives, a_latency_is_taken_over) {
  for (const unsigned latency : {1U, 8U})
    EXPECT_EQ(
        directives_of("#pragma HLS BIND_STORAGE variable=memory type=ram_2p impl=uram latency=" +
                      std::to_string(latency))
            .latency,
        latency);
}

TEST(Directives, a_latency_that_is_not_said_is_0) {
  EXPECT_EQ(directives_of("#pragma HLS BIND_STORAGE variable=memory type=ram_2p impl=uram").latency,
            0U);
}

TEST(Directives, a_latency_outside_of_1_to_8_is_an_error_with_its_line) {
  for (const std::string latency : {"0", "9", "some"})
    EXPECT_THAT(
        directive_error(with(
            "#pragma HLS BIND_STORAGE variable=memory type=ram_2p impl=uram latency=" + latency)),
        AllOf(HasSubstr(".cpp:3:"), HasSubstr("latency must be 1 to 8")))
        << latency;
}

// --- dependences ---

TEST(Directives, a_distance_is_taken_over) {
  EXPECT_EQ(
      directives_of("#pragma HLS DEPENDENCE variable=memory inter RAW true distance=7").distance,
      7U);
}

TEST(Directives, a_dependence_that_is_false_makes_an_array_independent) {
  const ArrayDirectives array = directives_of("#pragma HLS DEPENDENCE variable=memory inter false");
  EXPECT_TRUE(array.independent);
  EXPECT_FALSE(array.distance.has_value());
}

TEST(Directives, a_dependence_that_is_true_does_not_make_it_independent) {
  EXPECT_FALSE(directives_of("#pragma HLS DEPENDENCE variable=memory inter RAW true distance=2")
                   .independent);
}

TEST(Directives, a_distance_of_less_than_1_is_an_error_with_its_line) {
  for (const std::string distance : {"0", "far"})
    EXPECT_THAT(directive_error(with(
                    "#pragma HLS DEPENDENCE variable=memory inter RAW true distance=" + distance)),
                AllOf(HasSubstr(".cpp:3:"), HasSubstr("distance")))
        << distance;
}

// --- partitions ---

TEST(Directives, the_first_dimension_is_partitioned_if_none_is_said) {
  EXPECT_THAT(directives_of("#pragma HLS ARRAY_PARTITION variable=memory complete").dimensions,
              ElementsAre(1));
}

TEST(Directives, dimensions_are_partitioned_one_by_one) {
  const ArrayDirectives array = directives_of(
      "#pragma HLS ARRAY_PARTITION variable=memory complete dim=1\n"
      "#pragma HLS ARRAY_PARTITION variable=memory complete dim=3");
  EXPECT_TRUE(array.partitioned(1));
  EXPECT_FALSE(array.partitioned(2));
  EXPECT_TRUE(array.partitioned(3));
}

TEST(Directives, dimension_0_means_all_of_them) {
  const ArrayDirectives array =
      directives_of("#pragma HLS ARRAY_PARTITION variable=memory complete dim=0");
  for (const unsigned dimension : {1U, 2U, 3U}) EXPECT_TRUE(array.partitioned(dimension));
}

TEST(Directives, a_dimension_that_the_array_does_not_have_is_an_error_with_its_line) {
  for (const std::string dimension : {"4", "some"})
    EXPECT_THAT(directive_error(
                    with("#pragma HLS ARRAY_PARTITION variable=memory complete dim=" + dimension)),
                AllOf(HasSubstr(".cpp:3:"), HasSubstr("dim")))
        << dimension;
}

TEST(Directives, partitions_that_are_not_complete_are_errors_with_their_line) {
  for (const std::string kind : {"cyclic", "block"})
    EXPECT_THAT(
        directive_error(with("#pragma HLS ARRAY_PARTITION variable=memory " + kind + " factor=2")),
        AllOf(HasSubstr(".cpp:3:"), HasSubstr("complete")))
        << kind;
}

TEST(Directives, what_was_said_of_an_array_in_several_pragmas_comes_together) {
  const ArrayDirectives array = directives_of(
      "#pragma HLS BIND_STORAGE variable=memory type=ram_2p impl=uram latency=2\n"
      "#pragma HLS DEPENDENCE variable=memory inter RAW true distance=5\n"
      "#pragma HLS ARRAY_PARTITION variable=memory complete dim=1");
  EXPECT_EQ(array.storage, Storage::ultra);
  EXPECT_EQ(array.latency, 2U);
  EXPECT_EQ(array.distance, 5U);
  EXPECT_TRUE(array.partitioned(1));
}

TEST(Directives, none_is_left_in_the_module) {
  const Compiled compiled =
      compile(with("#pragma HLS ARRAY_PARTITION variable=memory complete\n#pragma HLS INLINE"));
  ASSERT_TRUE(compiled.module);
  take_directives(*compiled.module);
  EXPECT_TRUE(compiled.directives("process").empty());
}

}  // namespace
}  // namespace hlsc::test
