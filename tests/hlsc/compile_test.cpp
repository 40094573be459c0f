#include "frontend/compile.hpp"

#include <gmock/gmock.h>

#include <filesystem>

#include "hlsc/compiling.hpp"

namespace hlsc::test {
namespace {

using testing::HasSubstr;

TEST(Compile, a_source_becomes_a_module_with_its_functions) {
  const Compiled compiled = compile("extern \"C\" int twice(int x) { return 2 * x; }\n");
  ASSERT_TRUE(compiled.module) << compiled.diagnostics;
  const llvm::Function* const twice = compiled.module->getFunction("twice");
  ASSERT_NE(twice, nullptr);
  EXPECT_FALSE(twice->isDeclaration());
}

TEST(Compile, an_error_names_file_line_and_column) {
  const Compiled compiled = compile("int wrong() {\n  return nothing;\n}\n");
  EXPECT_FALSE(compiled.module);
  EXPECT_THAT(compiled.diagnostics,
              HasSubstr(".cpp:2:10: error: use of undeclared identifier 'nothing'"));
}

TEST(Compile, a_define_reaches_the_source) {
  const Compiled compiled = compile("extern \"C\" int value() { return VALUE; }\n", {"VALUE=7"});
  EXPECT_TRUE(compiled.module) << compiled.diagnostics;
}

TEST(Compile, a_missing_source_is_an_error_that_names_it) {
  llvm::LLVMContext context;
  std::string text;
  llvm::raw_string_ostream diagnostics(text);
  CompileOptions options;
  options.sources = {"no_such_file.cpp"};
  EXPECT_FALSE(compile(options, context, diagnostics).module);
  EXPECT_THAT(text, HasSubstr("no_such_file.cpp"));
}

TEST(Compile, wide_integers_keep_their_width) {
  const Compiled compiled = compile(
      "extern \"C\" unsigned _BitInt(104) next(unsigned _BitInt(104) x) { return x + 1; }\n");
  ASSERT_TRUE(compiled.module) << compiled.diagnostics;
  std::string text;
  llvm::raw_string_ostream stream(text);
  compiled.module->print(stream, nullptr);
  EXPECT_THAT(text, HasSubstr("add i104"));
}

}  // namespace
}  // namespace hlsc::test
