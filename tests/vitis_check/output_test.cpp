#include <gmock/gmock.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <memory>

#include "vitis_check/checking.hpp"

namespace hlsc::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

struct Ran {
  int status;
  std::string output;  // of both kinds
};

Ran run_hlsc(const std::string& arguments) {
  FILE* const pipe = popen((std::string(HLSC_PROGRAM) + " " + arguments + " 2>&1").c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("hlsc cannot be run");
  Ran ran{0, ""};
  std::array<char, 4096> piece;
  for (std::size_t size = 0; (size = fread(piece.data(), 1, piece.size(), pipe)) != 0;)
    ran.output.append(piece.data(), size);
  ran.status = WEXITSTATUS(pclose(pipe));
  return ran;
}

TEST(VitisOutput, errors_look_as_those_of_clang) {
  EXPECT_EQ(check({"struct S {\n  virtual void f();\n};"}).output,
            "source0.cpp:2:16: error: virtual function 'f'; choose by a template argument\n"
            "    2 |   virtual void f();\n"
            "      |                ^\n");
}

TEST(VitisOutput, all_errors_come_in_one_run_in_the_order_of_the_text) {
  const Checked checked =
      check({"struct S {\n  virtual void f();\n};\nint* p = new int;\n"
             "static_assert(true);\n",
             "ap_uint<1025> wide;\n"});
  EXPECT_THAT(checked.errors,
              testing::UnorderedElementsAre(HasSubstr("5: "), HasSubstr("2: virtual"),
                                            HasSubstr("4: dynamic"), HasSubstr("1: a number")));
  EXPECT_LT(checked.output.find("virtual function"), checked.output.find("dynamic memory"));
}

TEST(VitisOutput, there_is_no_limit_to_errors) {
  std::string text;
  for (int i = 0; i < 50; ++i) text += "int* p" + std::to_string(i) + " = new int;\n";
  EXPECT_EQ(errors({text}).size(), 50U);
}

TEST(VitisOutput, an_error_in_a_header_of_several_sources_comes_once) {
  const Folder folder;
  const std::string header = folder.file(
      "header.hpp", "#pragma once\nstruct S { virtual void f(); };\nnamespace a::b {}\n");
  const std::string text = "#include \"" + header + "\"\n";
  const Checked checked = check({text, text});
  const auto count = [&](const std::string& what) {
    std::size_t found = 0;
    for (std::size_t at = 0; (at = checked.output.find(what, at)) != std::string::npos; ++at)
      ++found;
    return found;
  };
  EXPECT_EQ(count("error: virtual function 'f'"), 1U) << checked.output;
  EXPECT_EQ(count("error: nested namespace"), 1U) << checked.output;
}

TEST(VitisOutput, warnings_are_none) {
  EXPECT_THAT(check({"int f() { int x; return (x == 1); 3; }"}).output, IsEmpty());
}

TEST(VitisOutput, the_program_says_nothing_and_ends_with_0_if_all_is_well) {
  const Folder folder;
  const Ran ran = run_hlsc("--vitis-check " + folder.file("a.cpp", "int a;\n"));
  EXPECT_EQ(ran.status, 0);
  EXPECT_EQ(ran.output, "");
}

TEST(VitisOutput, the_program_ends_with_65_at_an_error) {
  const Folder folder;
  const std::string path = folder.file("a.cpp", "int a;\nint* b = new int(VALUE);\n");
  const Ran ran = run_hlsc("--vitis-check " + path + " -D VALUE=3 -I .");
  EXPECT_EQ(ran.status, 65);
  EXPECT_THAT(ran.output, HasSubstr(path + ":2:10: error: dynamic memory ('new')"));
}

TEST(VitisOutput, the_program_names_a_source_that_is_missing) {
  const Ran ran = run_hlsc("--vitis-check no_such_file.cpp");
  EXPECT_EQ(ran.status, 65);
  EXPECT_THAT(ran.output, HasSubstr("no_such_file.cpp"));
}

TEST(VitisOutput, the_program_ends_with_64_without_a_source) {
  const Ran ran = run_hlsc("--vitis-check");
  EXPECT_EQ(ran.status, 64);
  EXPECT_THAT(ran.output, HasSubstr("a source file is missing"));
}

}  // namespace
}  // namespace hlsc::test
