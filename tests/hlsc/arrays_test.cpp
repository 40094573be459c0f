// Arrays of registers, tables and arrays in RAM.
#include <gmock/gmock.h>

#include "hlsc/kernel.hpp"

namespace hlsc::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;

// Line 3 is the first of `body`.
std::string kernel(const std::string& body, const std::string& before = "") {
  return before +
         "#include \"ap_int.h\"\n#include \"hls_stream.h\"\n"
         "void kernel(hls::stream<unsigned>& row, hls::stream<unsigned>& column, hls::stream<int>& "
         "in,\n"
         "            hls::stream<int>& out) {\n"
         "  unsigned r = row.read();\n  unsigned c = column.read();\n  int x = in.read();\n" +
         body + "}\n";
}
// The line of a kernel in which its body begins.
constexpr unsigned body_line = 8;

std::string at_line(unsigned line) { return ".cpp:" + std::to_string(line) + ":"; }

const std::string in_ram =
    "#pragma HLS BIND_STORAGE variable=memory type=ram_2p impl=bram\n"
    "#pragma HLS DEPENDENCE variable=memory inter false\n";

std::map<std::string, std::uint64_t> at(unsigned row, unsigned column, unsigned value) {
  return {{"row", row}, {"column", column}, {"in", value}};
}

// --- registers ---

TEST(Arrays, a_variable_index_reads_the_element_that_it_says) {
  KernelRun run(kernel("  int a[5] = {10, 11, 12, 13, 14};\n  a[2] = x;\n  out.write(a[r]);\n"));
  for (const unsigned index : {0U, 1U, 3U, 4U})
    EXPECT_EQ(run.fire(at(index, 0, 99)).at("out"), 10 + index);
  EXPECT_EQ(run.fire(at(2, 0, 99)).at("out"), 99U);
}

TEST(Arrays, a_variable_index_writes_that_element_alone) {
  KernelRun run(
      kernel("  static int a[3] = {1, 2, 3};\n  a[r] = x;\n"
             "  out.write(a[0] * 100 + a[1] * 10 + a[2]);\n"));
  EXPECT_EQ(run.fire(at(1, 0, 7)).at("out"), 173U);
  EXPECT_EQ(run.fire(at(2, 0, 8)).at("out"), 178U);
}

TEST(Arrays, an_index_with_an_offset_reads_the_neighbour) {
  KernelRun run(
      kernel("  static int a[4] = {1, 2, 3, 4};\n  a[0] += x;\n  out.write(a[r - 1]);\n"));
  EXPECT_EQ(run.fire(at(4, 0, 0)).at("out"), 4U);
  EXPECT_EQ(run.fire(at(1, 0, 5)).at("out"), 6U);
}

TEST(Arrays, indices_of_two_dimensions_read_row_and_column) {
  KernelRun run(
      kernel("  static int a[2][3] = {{1, 2, 3}, {4, 5, 6}};\n  a[0][0] += x;\n"
             "  out.write(a[r][c]);\n"));
  for (const unsigned r : {0U, 1U})
    for (const unsigned c : {0U, 1U, 2U}) EXPECT_EQ(run.fire(at(r, c, 0)).at("out"), 1 + 3 * r + c);
}

TEST(Arrays, indices_of_two_dimensions_write_row_and_column) {
  KernelRun run(
      kernel("  static int a[2][2];\n  a[r][c] = x;\n"
             "  out.write(a[0][0] + 10 * a[0][1] + 100 * a[1][0] + 1000 * a[1][1]);\n"));
  run.fire(at(0, 1, 2));
  run.fire(at(1, 0, 3));
  run.fire(at(1, 1, 4));
  EXPECT_EQ(run.fire(at(0, 0, 1)).at("out"), 4321U);
}

TEST(Arrays, a_field_of_an_element_of_structs_is_found) {
  KernelRun run(kernel("  static P a[3];\n  a[r].second = x;\n  out.write(a[c].second);\n",
                       "struct P { bool first; int second; };\n"));
  run.fire(at(2, 0, 6));
  EXPECT_EQ(run.fire(at(1, 2, 0)).at("out"), 6U);
}

TEST(Arrays, whole_elements_are_copied_between_registers) {
  KernelRun run(
      kernel("  static P a[2] = {{1, 2}, {3, 4}};\n  P p = a[r];\n  a[1 - r] = p;\n"
             "  a[0].first += x;\n  out.write(a[c].first * 10 + a[c].second);\n",
             "struct P { int first; int second; };\n"));
  EXPECT_EQ(run.fire(at(1, 0, 0)).at("out"), 34U);
}

TEST(Arrays, arrays_are_copied_as_a_whole) {
  KernelRun run(
      kernel("  static L kept;\n  L line = {{x, x + 1, x + 2}};\n"
             "  out.write(kept.word[c]);\n  kept = line;\n",
             "struct L { int word[3]; };\n"));
  run.fire(at(0, 0, 5));
  EXPECT_EQ(run.fire(at(0, 2, 0)).at("out"), 7U);
}

TEST(Arrays, a_choice_between_two_variables_is_one_between_their_values) {
  KernelRun run(
      kernel("  static int a = 1;\n  static int b = 2;\n  int& chosen = r != 0 ? a : b;\n"
             "  chosen += x;\n  out.write(a * 10 + b);\n"));
  EXPECT_EQ(run.fire(at(1, 0, 3)).at("out"), 42U);
  EXPECT_EQ(run.fire(at(0, 0, 3)).at("out"), 45U);
}

TEST(Arrays, a_choice_between_a_variable_and_an_element_is_one_between_their_values) {
  KernelRun run(
      kernel("  static int a[4] = {1, 2, 3, 4};\n  a[c] = x;\n"
             "  const int& chosen = (r > 1 && a[0] < x) ? x : a[2];\n  out.write(chosen);\n"));
  EXPECT_EQ(run.fire(at(2, 1, 9)).at("out"), 9U);
  EXPECT_EQ(run.fire(at(1, 1, 9)).at("out"), 3U);
  EXPECT_EQ(run.fire(at(2, 0, 9)).at("out"), 3U);
}

TEST(Arrays, a_choice_may_be_of_an_element_that_is_looked_up_on_one_way_only) {
  KernelRun run(
      kernel("  static int a[4] = {1, 2, 3, 4};\n  a[c] = x;\n"
             "  const int& chosen = (r > 1 && a[0] < x) ? x : a[(r + c) & 3];\n"
             "  out.write(chosen);\n"));
  EXPECT_EQ(run.fire(at(2, 1, 9)).at("out"), 9U);
  EXPECT_EQ(run.fire(at(1, 1, 8)).at("out"), 3U);
  EXPECT_EQ(run.fire(at(0, 1, 7)).at("out"), 7U);
}

// --- tables ---

TEST(Arrays, a_table_of_constants_is_looked_up) {
  KernelRun run(
      kernel("  static const int table[4] = {7, 5, 3, 1};\n  out.write(table[r] + x);\n"));
  for (const unsigned index : {0U, 1U, 2U, 3U})
    EXPECT_EQ(run.fire(at(index, 0, 0)).at("out"), 7 - 2 * index);
}

TEST(Arrays, a_table_of_constants_is_neither_state_nor_memory) {
  KernelRun run(
      kernel("  static const int table[4] = {7, 5, 3, 1};\n  out.write(table[r] + x);\n"));
  EXPECT_TRUE(run.graph().states.empty());
  EXPECT_TRUE(run.graph().rams.empty());
}

TEST(Arrays, a_table_of_constants_that_is_bound_to_a_memory_is_looked_up) {
  KernelRun run(
      kernel("  static const int table[4] = {7, 5, 3, 1};\n"
             "#pragma HLS BIND_STORAGE variable=table type=rom_1p impl=bram\n"
             "  out.write(table[r] + x);\n"));
  EXPECT_EQ(run.fire(at(1, 0, 0)).at("out"), 5U);
}

TEST(Arrays, a_table_of_structs_is_looked_up) {
  KernelRun run(
      kernel("  static const P table[2] = {{1, 10}, {2, 20}};\n  P p = table[r];\n"
             "  out.write(p.first + p.second);\n",
             "struct P { char first; int second; };\n"));
  EXPECT_EQ(run.fire(at(1, 0, 0)).at("out"), 22U);
}

// --- RAM ---

TEST(Arrays, a_word_that_was_written_to_ram_is_read_in_later_firings) {
  KernelRun run(kernel("  static int memory[16];\n" + in_ram +
                       "  out.write(memory[c]);\n  memory[r] = x;\n"));
  run.fire(at(3, 0, 33));
  run.fire(at(4, 0, 44));
  EXPECT_EQ(run.fire(at(0, 3, 0)).at("out"), 33U);
  EXPECT_EQ(run.fire(at(0, 4, 0)).at("out"), 44U);
}

TEST(Arrays, a_read_sees_what_was_there_before_the_write_of_its_firing) {
  KernelRun run(kernel("  static int memory[16];\n" + in_ram +
                       "  int old = memory[r];\n  memory[r] = old + x;\n  out.write(old);\n"));
  EXPECT_EQ(run.fire(at(3, 0, 5)).at("out"), 0U);
  EXPECT_EQ(run.fire(at(3, 0, 5)).at("out"), 5U);
  EXPECT_EQ(run.fire(at(3, 0, 5)).at("out"), 10U);
}

TEST(Arrays, a_write_to_ram_happens_on_its_path_only) {
  KernelRun run(kernel("  static int memory[16];\n" + in_ram +
                       "  out.write(memory[r]);\n  if (x > 0) memory[r] = x;\n"));
  run.fire(at(3, 0, 5));
  run.fire(at(3, 0, 0));
  EXPECT_EQ(run.fire(at(3, 0, 0)).at("out"), 5U);
}

TEST(Arrays, writes_on_exclusive_paths_share_the_port) {
  KernelRun run(kernel("  static int memory[16];\n" + in_ram +
                       "  out.write(memory[c]);\n"
                       "  if (x > 100) memory[r] = x; else memory[r + 1] = -x;\n"));
  run.fire(at(3, 0, 200));
  run.fire(at(3, 0, 1));
  EXPECT_EQ(run.fire(at(9, 3, 0)).at("out"), 200U);
  EXPECT_EQ(run.fire(at(9, 4, 0)).at("out"), 0xffffffffU);
}

// The first or second index says the bank, the other one the row.
void check_partition(unsigned dimension) {
  KernelRun run(kernel(
      "  static int memory[4][4];\n#pragma HLS ARRAY_PARTITION variable=memory complete dim=" +
      std::to_string(dimension) + "\n" + in_ram +
      "  out.write(memory[r][c]);\n  if (x != 0) memory[r][c] = x;\n"));
  for (const unsigned r : {0U, 1U, 2U, 3U})
    for (const unsigned c : {0U, 1U, 2U, 3U}) run.fire(at(r, c, 10 * r + c + 1));
  for (const unsigned r : {0U, 1U, 2U, 3U})
    for (const unsigned c : {0U, 1U, 2U, 3U})
      EXPECT_EQ(run.fire(at(r, c, 0)).at("out"), 10 * r + c + 1) << r << ", " << c;
  ASSERT_EQ(run.graph().rams.size(), 4U);
  for (const Ram& ram : run.graph().rams) EXPECT_EQ(ram.rows, 4U);
}

TEST(Arrays, ram_partitioned_on_its_first_dimension_has_a_bank_for_each_row) { check_partition(1); }

TEST(Arrays, ram_partitioned_on_its_second_dimension_has_a_bank_for_each_column) {
  check_partition(2);
}

TEST(Arrays, ram_of_two_dimensions_is_one_memory_row_by_row) {
  KernelRun run(kernel("  static int memory[3][5];\n" + in_ram +
                       "  out.write(memory[r][c]);\n  if (x != 0) memory[r][c] = x;\n"));
  for (const unsigned r : {0U, 1U, 2U})
    for (const unsigned c : {0U, 2U, 4U}) run.fire(at(r, c, 10 * r + c + 1));
  for (const unsigned r : {0U, 1U, 2U})
    for (const unsigned c : {0U, 2U, 4U})
      EXPECT_EQ(run.fire(at(r, c, 0)).at("out"), 10 * r + c + 1) << r << ", " << c;
  ASSERT_EQ(run.graph().rams.size(), 1U);
  EXPECT_EQ(run.graph().rams[0].rows, 15U);
}

TEST(Arrays, banks_are_written_side_by_side_in_one_firing) {
  KernelRun run(kernel(
      "  static int memory[2][8];\n#pragma HLS ARRAY_PARTITION variable=memory complete dim=1\n" +
      in_ram +
      "  out.write(memory[0][c] * 100 + memory[1][c]);\n"
      "  for (int i = 0; i < 2; ++i) memory[i][r] = x + i;\n"));
  run.fire(at(5, 0, 3));
  EXPECT_EQ(run.fire(at(0, 5, 0)).at("out"), 304U);
}

TEST(Arrays, elements_of_structs_in_ram_are_copied_as_a_whole) {
  KernelRun run(kernel("  static P memory[8];\n" + in_ram +
                           "  P old = memory[c];\n  P next = {x > 5, x};\n  memory[r] = next;\n"
                           "  out.write(old.first ? old.second : -old.second);\n",
                       "struct P { bool first; int second; };\n"));
  run.fire(at(1, 0, 4));
  run.fire(at(2, 0, 6));
  EXPECT_EQ(run.fire(at(0, 1, 0)).at("out"), 0xfffffffcU);
  EXPECT_EQ(run.fire(at(0, 2, 0)).at("out"), 6U);
}

TEST(Arrays, fields_that_are_read_and_written_together_share_a_memory) {
  KernelRun run(kernel("  static P memory[8];\n" + in_ram +
                           "  P old = memory[c];\n  P next = {x + 1, x};\n  memory[r] = next;\n"
                           "  out.write(old.first + old.second);\n",
                       "struct P { int first; int second; };\n"));
  ASSERT_EQ(run.graph().rams.size(), 1U);
  EXPECT_EQ(run.graph().rams[0].width, 64U);
}

// --- what cannot be ---

TEST(Arrays, an_array_in_ram_that_begins_with_other_values_than_0_is_an_error_that_names_it) {
  // No memory has contents at reset.
  EXPECT_THAT(error_of(kernel("  static int memory[4] = {5, 6, 7, 8};\n" + in_ram +
                              "  out.write(memory[c]);\n  memory[r] = x;\n")),
              HasSubstr("'memory'"));
}

TEST(Arrays, a_table_of_wide_constants_is_looked_up) {
  // Its last words are 0, so that its type is not the same everywhere.
  KernelRun run(
      kernel("  static const ap_uint<300> table[4] = {ap_uint<300>(5) << 290, 1, 2, 3};\n"
             "  ap_uint<300> word = table[r & 3];\n"
             "  out.write(word(299, 290).to_int() * 10 + word(1, 0).to_int());\n"));
  EXPECT_EQ(run.fire(at(0, 0, 0)).at("out"), 50U);
  EXPECT_EQ(run.fire(at(3, 0, 0)).at("out"), 3U);
}

TEST(Arrays, an_index_outside_the_array_is_an_error_with_its_line) {
  EXPECT_THAT(error_of(kernel("  static int memory[4];\n" + in_ram +
                              "  out.write(memory[r]);\n  memory[4] = x;\n")),
              AllOf(HasSubstr(at_line(body_line + 4)), HasSubstr("outside")));
}

TEST(Arrays, an_index_that_is_a_sum_of_two_variables_is_added_up) {
  KernelRun run(
      kernel("  static const int table[8] = {0, 1, 2, 3, 4, 5, 6, 7};\n"
             "  out.write(table[r + c] + x);\n"));
  EXPECT_EQ(run.fire(at(2, 3, 0)).at("out"), 5U);
}

TEST(Arrays, pointers_that_add_two_indices_are_an_error_with_its_line) {
  EXPECT_THAT(
      error_of(kernel("  static int a[8];\n  int* p = a + r;\n  p[c] = x;\n  out.write(a[0]);\n")),
      AllOf(HasSubstr(at_line(body_line + 2)), HasSubstr("sum of two variables")));
}

TEST(Arrays, two_rows_written_in_one_firing_are_an_error_that_names_the_array) {
  EXPECT_THAT(
      error_of(kernel("  static int memory[8];\n" + in_ram +
                      "  out.write(memory[c]);\n  memory[r] = x;\n  memory[r + 1] = x;\n")),
      AllOf(HasSubstr(at_line(body_line + 5)), HasSubstr("'memory'"), HasSubstr("one write port")));
}

TEST(Arrays, a_read_of_ram_behind_a_write_in_the_same_firing_is_an_error_that_names_the_array) {
  EXPECT_THAT(error_of(kernel("  static int memory[8];\n" + in_ram +
                              "  memory[r] = x;\n  out.write(memory[c]);\n")),
              AllOf(HasSubstr(at_line(body_line + 4)), HasSubstr("'memory'"),
                    HasSubstr("after it was written")));
}

}  // namespace
}  // namespace hlsc::test
