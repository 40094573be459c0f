#include "frontend/layout.hpp"

#include <gmock/gmock.h>

#include <ostream>

#include "hlsc/kernel.hpp"

namespace hlsc {

std::ostream& operator<<(std::ostream& out, const Field& field) {
  return out << "'" << field.name << "' at " << field.offset << " of " << field.storage << ", "
             << field.width << (field.is_signed ? " signed" : "") << " bits, " << field.signal;
}

namespace test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// \param types declarations before the process \param type what its stream carries
std::string carrying(const std::string& types, const std::string& type) {
  return "#include \"ap_axi_sdata.h\"\n#include \"ap_int.h\"\n#include \"hls_stream.h\"\n" + types +
         "\nvoid kernel(hls::stream<" + type + ">& in, hls::stream<bool>& out) {\n  " + type +
         " value = in.read();\n  static_cast<void>(value);\n  out.write(true);\n}\n";
}

// The first stream's payload.
Payload payload_of(const std::string& types, const std::string& type) {
  const Compiled compiled = compile(carrying(types, type));
  EXPECT_TRUE(compiled.module) << compiled.diagnostics;
  for (const auto& [symbol, process] : compiled.processes)
    if (process.name == "kernel") return process.streams.at(0).payload;
  ADD_FAILURE() << "there is no process";
  return {};
}

std::vector<Field> fields_of(const std::string& types, const std::string& type) {
  return payload_of(types, type).fields;
}

Field field(const std::string& name, unsigned offset, unsigned storage, unsigned width,
            bool is_signed = false, const std::string& signal = "TDATA") {
  return {name, offset, storage, width, is_signed, signal};
}

// --- numbers ---

TEST(Layout, a_number_alone_is_a_field_without_a_name) {
  EXPECT_THAT(fields_of("", "unsigned"), ElementsAre(field("", 0, 4, 32)));
}

TEST(Layout, an_ap_uint_has_exactly_its_bits) {
  EXPECT_THAT(fields_of("", "ap_uint<17>"), ElementsAre(field("", 0, 4, 17)));
}

TEST(Layout, an_ap_int_is_signed) {
  EXPECT_THAT(fields_of("", "ap_int<12>"), ElementsAre(field("", 0, 2, 12, true)));
}

TEST(Layout, a_number_may_be_as_wide_as_1024_bits) {
  EXPECT_THAT(fields_of("", "ap_uint<1024>"), ElementsAre(field("", 0, 128, 1024)));
}

TEST(Layout, a_bool_is_one_bit_of_an_octet) {
  EXPECT_THAT(fields_of("", "bool"), ElementsAre(field("", 0, 1, 1)));
}

TEST(Layout, signs_of_built_in_types_are_kept) {
  EXPECT_THAT(fields_of("struct Pair { short a; unsigned short b; };", "Pair"),
              ElementsAre(field("a", 0, 2, 16, true), field("b", 2, 2, 16)));
}

TEST(Layout, an_enum_is_as_wide_as_what_is_behind_it) {
  EXPECT_THAT(fields_of("enum class Kind : unsigned char { one, two };", "Kind"),
              ElementsAre(field("", 0, 1, 8)));
}

TEST(Layout, a_bit_int_has_exactly_its_bits) {
  EXPECT_THAT(fields_of("typedef unsigned _BitInt(23) number;", "number"),
              ElementsAre(field("", 0, 4, 23)));
}

// --- structs and arrays ---

TEST(Layout, fields_stand_where_cpp_puts_them) {
  EXPECT_THAT(fields_of("struct Mixed { ap_uint<3> a; ap_uint<33> b; bool c; };", "Mixed"),
              ElementsAre(field("a", 0, 1, 3), field("b", 8, 8, 33), field("c", 16, 1, 1)));
}

TEST(Layout, the_size_of_a_payload_counts_padding) {
  EXPECT_EQ(payload_of("struct Mixed { ap_uint<3> a; ap_uint<33> b; bool c; };", "Mixed").octets,
            24U);
}

TEST(Layout, names_of_nested_structs_are_joined_by_dots) {
  EXPECT_THAT(fields_of("struct Inner { ap_uint<9> x; };"
                        "struct Outer { ap_uint<4> before; Inner inner; };",
                        "Outer"),
              ElementsAre(field("before", 0, 1, 4), field("inner.x", 2, 2, 9)));
}

TEST(Layout, elements_of_arrays_have_their_index_in_the_name) {
  EXPECT_THAT(fields_of("struct Line { ap_uint<9> word[2]; };", "Line"),
              ElementsAre(field("word[0]", 0, 2, 9), field("word[1]", 2, 2, 9)));
}

TEST(Layout, arrays_of_structs_are_flat_too) {
  EXPECT_THAT(fields_of("struct P { bool a; ap_int<5> b; }; struct Line { P p[2]; };", "Line"),
              ElementsAre(field("p[0].a", 0, 1, 1), field("p[0].b", 1, 1, 5, true),
                          field("p[1].a", 2, 1, 1), field("p[1].b", 3, 1, 5, true)));
}

TEST(Layout, arrays_of_two_dimensions_are_row_by_row) {
  EXPECT_THAT(fields_of("struct Grid { bool x[2][2]; };", "Grid"),
              ElementsAre(field("x[0][0]", 0, 1, 1), field("x[0][1]", 1, 1, 1),
                          field("x[1][0]", 2, 1, 1), field("x[1][1]", 3, 1, 1)));
}

TEST(Layout, fields_of_a_base_come_first) {
  EXPECT_THAT(
      fields_of("struct Base { ap_uint<7> a; }; struct All : Base { ap_uint<2> b; };", "All"),
      ElementsAre(field("a", 0, 1, 7), field("b", 1, 1, 2)));
}

TEST(Layout, an_empty_member_carries_nothing) {
  EXPECT_THAT(fields_of("struct Nothing {}; struct All { Nothing none; bool b; };", "All"),
              ElementsAre(field("b", 1, 1, 1)));
}

TEST(Layout, an_empty_base_carries_nothing) {
  EXPECT_THAT(fields_of("struct Nothing {}; struct All : Nothing { bool b; };", "All"),
              ElementsAre(field("b", 0, 1, 1)));
}

// --- beats of AXI4-Stream ---

TEST(Layout, the_members_of_a_beat_are_signals_of_their_own) {
  EXPECT_THAT(
      fields_of("", "ap_axiu<16, 5, 0, 0>"),
      ElementsAre(field("data", 0, 2, 16), field("keep", 2, 1, 2, false, "TKEEP"),
                  field("strb", 3, 1, 2, false, "TSTRB"), field("user", 4, 1, 5, false, "TUSER"),
                  field("last", 5, 1, 1, false, "TLAST")));
}

TEST(Layout, side_channels_of_width_0_are_absent) {
  for (const Field& found : fields_of("", "ap_axiu<8, 0, 0, 0>")) {
    EXPECT_NE(found.signal, "TUSER");
    EXPECT_NE(found.signal, "TID");
    EXPECT_NE(found.signal, "TDEST");
  }
}

TEST(Layout, a_struct_in_a_beat_is_its_data) {
  const std::vector<Field> fields =
      fields_of("struct Pair { ap_uint<8> a; ap_uint<8> b; };", "hls::axis<Pair, 0, 0, 0>");
  ASSERT_GE(fields.size(), 2U);
  EXPECT_EQ(fields[0], field("data.a", 0, 1, 8));
  EXPECT_EQ(fields[1], field("data.b", 1, 1, 8));
}

// --- processes ---

TEST(Layout, a_process_has_its_streams_in_order) {
  const Compiled compiled = compile(carrying("", "int"));
  ASSERT_EQ(compiled.processes.size(), 1U);
  const Process& process = compiled.processes.begin()->second;
  EXPECT_EQ(process.name, "kernel");
  ASSERT_EQ(process.streams.size(), 2U);
  EXPECT_EQ(process.streams[0].name, "in");
  EXPECT_EQ(process.streams[1].name, "out");
}

TEST(Layout, a_function_with_other_parameters_is_no_process) {
  const Compiled compiled = compile(
      "#include \"hls_stream.h\"\n"
      "void helper(hls::stream<int>& in, int n) { in.read(); static_cast<void>(n); }\n");
  EXPECT_THAT(compiled.processes, IsEmpty());
}

TEST(Layout, a_process_in_a_namespace_has_both_names) {
  const Compiled compiled = compile(
      "#include \"hls_stream.h\"\n"
      "namespace deep { void inner(hls::stream<int>& out) { out.write(1); } }\n");
  ASSERT_EQ(compiled.processes.size(), 1U);
  EXPECT_EQ(compiled.processes.begin()->second.name, "inner");
  EXPECT_EQ(compiled.processes.begin()->second.qualified_name, "deep::inner");
}

TEST(Layout, an_instance_of_a_template_is_a_process) {
  const Compiled compiled = compile(
      "#include \"hls_stream.h\"\n"
      "template <int N> void add(hls::stream<int>& in, hls::stream<int>& out) {"
      " out.write(in.read() + N); }\n"
      "template void add<3>(hls::stream<int>&, hls::stream<int>&);\n");
  ASSERT_EQ(compiled.processes.size(), 1U);
  EXPECT_EQ(compiled.processes.begin()->second.name, "add");
}

// --- what hardware cannot carry ---

TEST(Layout, a_pointer_in_a_payload_is_an_error_that_names_it) {
  EXPECT_THAT(error_of(carrying("struct Bad { bool ok; int* where; };", "Bad")),
              testing::AllOf(HasSubstr("stream 'in'"), HasSubstr("'where'"), HasSubstr("int *")));
}

TEST(Layout, a_union_in_a_payload_is_an_error_that_names_it) {
  EXPECT_THAT(error_of(carrying("union Either { int a; short b; };"
                                "struct Bad { Either either; };",
                                "Bad")),
              HasSubstr("'either'"));
}

TEST(Layout, a_bit_field_in_a_payload_is_an_error_that_names_it) {
  EXPECT_THAT(error_of(carrying("struct Bad { unsigned narrow : 3; };", "Bad")),
              HasSubstr("bit-field 'narrow'"));
}

TEST(Layout, a_floating_point_number_in_a_payload_is_an_error_that_names_it) {
  EXPECT_THAT(error_of(carrying("struct Bad { float ratio; };", "Bad")), HasSubstr("'ratio'"));
}

TEST(Layout, a_virtual_function_in_a_payload_is_an_error) {
  EXPECT_THAT(error_of(carrying("struct Inner { virtual int f() const { return x; } int x; };"
                                "struct Bad { Inner inner; };",
                                "Bad")),
              HasSubstr("'inner'"));
}

TEST(Layout, a_beat_within_a_struct_is_an_error_that_names_it) {
  // Its side channels are signals of a port: there can be no second ones.
  EXPECT_THAT(
      error_of(carrying("struct Bad { ap_axiu<8, 0, 0, 0> beat; ap_uint<8> more; };", "Bad")),
      HasSubstr("'beat'"));
}

TEST(Layout, a_payload_of_no_bits_is_an_error_that_names_its_stream) {
  EXPECT_THAT(error_of("#include \"hls_stream.h\"\n"
                       "struct Nothing {};\n"
                       "void kernel(hls::stream<int>& in, hls::stream<Nothing>& out) {\n"
                       "  in.read();\n  out.write(Nothing());\n}\n"),
              HasSubstr("'out'"));
}

TEST(Layout, the_full_name_of_a_deep_member_is_said) {
  EXPECT_THAT(
      error_of(carrying("struct Inner { int* where; }; struct Bad { Inner inner[2]; };", "Bad")),
      HasSubstr("'inner[1].where'"));
}

}  // namespace
}  // namespace test
}  // namespace hlsc
