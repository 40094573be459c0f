#include <gmock/gmock.h>

#include "hlsc/compiling.hpp"

namespace hlsc::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// A process whose body holds the lines given.
std::string process(const std::string& body) {
  return "void process(int* out) {\n" + body + "\n  *out = 1;\n}\n";
}

TEST(Pragma, a_directive_reaches_the_ir_in_a_normal_form) {
  const Compiled compiled = compile(process("#pragma HLS PIPELINE II=1 style=flp"));
  ASSERT_TRUE(compiled.module) << compiled.diagnostics;
  EXPECT_THAT(compiled.directives("process"),
              ElementsAre(Directive{"PIPELINE II=1 style=flp", ""}));
}

TEST(Pragma, white_space_around_an_equals_sign_does_not_matter) {
  const Compiled compiled = compile(process("#pragma HLS PIPELINE II = 1 style= flp"));
  ASSERT_TRUE(compiled.module) << compiled.diagnostics;
  EXPECT_THAT(compiled.directives("process"),
              ElementsAre(Directive{"PIPELINE II=1 style=flp", ""}));
}

TEST(Pragma, the_case_of_a_directive_does_not_matter) {
  const Compiled compiled = compile(process("#pragma HLS pipeline II=1"));
  ASSERT_TRUE(compiled.module) << compiled.diagnostics;
  EXPECT_THAT(compiled.directives("process"), ElementsAre(Directive{"PIPELINE II=1", ""}));
}

TEST(Pragma, flags_stand_beside_options) {
  const Compiled compiled =
      compile(process("  static int memory[4];\n"
                      "#pragma HLS DEPENDENCE variable=memory inter RAW true distance=9\n"
                      "  memory[*out] = 1;"));
  ASSERT_TRUE(compiled.module) << compiled.diagnostics;
  const std::vector<Directive> directives = compiled.directives("process");
  ASSERT_EQ(directives.size(), 1U);
  EXPECT_EQ(directives[0].text, "DEPENDENCE variable=memory inter RAW true distance=9");
}

TEST(Pragma, a_variable_is_resolved_in_its_scope) {
  const Compiled compiled =
      compile(process("  static int memory[4];\n"
                      "  {\n"
                      "    static int memory[8];\n"
                      "#pragma HLS BIND_STORAGE variable=memory type=ram_2p impl=bram\n"
                      "    memory[*out] = 1;\n"
                      "  }\n"
                      "  memory[*out] = 1;"));
  ASSERT_TRUE(compiled.module) << compiled.diagnostics;
  const std::vector<Directive> directives = compiled.directives("process");
  ASSERT_EQ(directives.size(), 1U);
  const llvm::GlobalVariable* const inner = compiled.module->getNamedGlobal(directives[0].variable);
  ASSERT_NE(inner, nullptr);
  EXPECT_EQ(llvm::cast<llvm::ArrayType>(inner->getValueType())->getNumElements(), 8U);
}

TEST(Pragma, macros_are_expanded_in_values) {
  const Compiled compiled =
      compile(process("#define DISTANCE 9\n"
                      "  static int memory[4];\n"
                      "#pragma HLS DEPENDENCE variable=memory inter true distance=DISTANCE\n"
                      "  memory[*out] = 1;"));
  ASSERT_TRUE(compiled.module) << compiled.diagnostics;
  EXPECT_EQ(compiled.directives("process").at(0).text,
            "DEPENDENCE variable=memory inter true distance=9");
}

TEST(Pragma, the_port_return_is_no_variable) {
  const Compiled compiled = compile(process("#pragma HLS INTERFACE ap_ctrl_none port=return"));
  ASSERT_TRUE(compiled.module) << compiled.diagnostics;
  EXPECT_THAT(compiled.directives("process"),
              ElementsAre(Directive{"INTERFACE ap_ctrl_none port=return", ""}));
}

TEST(Pragma, an_unknown_directive_is_an_error_at_its_place) {
  const Compiled compiled = compile(process("#pragma HLS PIPLINE II=1"));
  EXPECT_FALSE(compiled.module);
  EXPECT_THAT(compiled.diagnostics, HasSubstr(".cpp:2:13: error: unknown directive 'PIPLINE'"));
}

TEST(Pragma, an_unknown_variable_is_an_error_at_its_place) {
  const Compiled compiled = compile(process("#pragma HLS BIND_STORAGE variable=memroy impl=bram"));
  EXPECT_FALSE(compiled.module);
  EXPECT_THAT(compiled.diagnostics,
              HasSubstr(".cpp:2:35: error: use of undeclared identifier 'memroy'"));
}

TEST(Pragma, an_option_without_value_is_an_error) {
  const Compiled compiled = compile(process("#pragma HLS PIPELINE II="));
  EXPECT_FALSE(compiled.module);
  EXPECT_THAT(compiled.diagnostics, HasSubstr("error: 'II' has no value"));
}

TEST(Pragma, no_directive_at_all_is_an_error) {
  const Compiled compiled = compile(process("#pragma HLS"));
  EXPECT_FALSE(compiled.module);
  EXPECT_THAT(compiled.diagnostics, HasSubstr("error: '#pragma HLS' names no directive"));
}

TEST(Pragma, other_pragmas_are_left_alone) {
  const Compiled compiled =
      compile(process("#pragma clang diagnostic push\n#pragma clang diagnostic pop"));
  ASSERT_TRUE(compiled.module) << compiled.diagnostics;
  EXPECT_TRUE(compiled.directives("process").empty());
}

}  // namespace
}  // namespace hlsc::test
