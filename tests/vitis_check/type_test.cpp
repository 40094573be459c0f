#include <gmock/gmock.h>

#include "vitis_check/checking.hpp"

namespace hlsc::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

// --- widths
// ---------------------------------------------------------------------------------------

TEST(VitisWidths, above_1024_bits_are_refused) {
  for (const char* const width : {"1025", "8 * 129 - 7", "(1 << 10) + 1", "limits::bits + 1"}) {
    SCOPED_TRACE(width);
    EXPECT_THAT(errors({"namespace limits { constexpr int bits = 1024; }\nap_uint<" +
                        std::string(width) + "> wide;\n"}),
                ElementsAre("2: a number of 1025 bits; split it: 1024 bits are the limit"));
  }
}

TEST(VitisWidths, of_1024_bits_pass) {
  for (const char* const type : {"ap_int<1024>", "ap_uint<8 * 128>", "ap_axiu<1024, 0, 0, 0>"}) {
    SCOPED_TRACE(type);
    EXPECT_THAT(errors({std::string(type) + " wide;\n"}), IsEmpty());
  }
}

TEST(VitisWidths, are_known_in_instances_of_templates) {
  const std::string text =
      "template <int N> int f() {\n  ap_int<8 * N> x = 0;\n  return x.to_int();\n}\n";
  EXPECT_THAT(errors({text + "int g() { return f<129>(); }"}),
              ElementsAre("2: a number of 1032 bits; split it: 1024 bits are the limit"));
  EXPECT_THAT(errors({text + "int g() { return f<128>(); }"}), IsEmpty());
}

TEST(VitisWidths, of_results_count) {
  const std::string text = "ap_uint<600> f(ap_uint<600> a, ap_uint<512> b) {\n  return a * b;\n}\n";
  EXPECT_THAT(errors({text}),
              ElementsAre("2: a result of 1112 bits; split it: 1024 bits are the limit"));
  EXPECT_THAT(errors({spoiled(text, "600> a", "512> a")}), IsEmpty());
}

TEST(VitisWidths, a_greater_limit_is_none) {
  const Checked checked = check({"ap_uint<2000> wide;\n"}, {"AP_INT_MAX_W=2048"});
  EXPECT_THAT(checked.errors,
              ElementsAre("1: a number of 2000 bits; split it: 1024 bits are the limit"));
}

// --- dynamic memory
// -------------------------------------------------------------------------------

void expect_dynamic(const std::string& text, unsigned line, const std::string& what) {
  SCOPED_TRACE(text);
  EXPECT_THAT(errors({text}), Contains(std::to_string(line) + ": dynamic memory (" + what +
                                       "); use an array or a stream of fixed size"));
}

TEST(VitisDynamicMemory, by_operators_is_refused) {
  expect_dynamic("int* f() {\n  return new int[3];\n}", 2, "'new'");
  expect_dynamic("void f(int* p) {\n  delete p;\n}", 2, "'delete'");
  expect_dynamic("template <class T>\nT* f() { return new T; }", 2, "'new'");
}

TEST(VitisDynamicMemory, by_functions_of_c_is_refused) {
  expect_dynamic("#include <cstdlib>\nvoid* f() { return malloc(3); }", 2, "'malloc'");
  expect_dynamic("#include <cstdlib>\nvoid f(void* p) { std::free(p); }", 2, "'free'");
}

TEST(VitisDynamicMemory, in_classes_of_the_library_is_refused) {
  expect_dynamic("#include <vector>\nstd::vector<int> v;", 2, "'std::vector'");
  expect_dynamic("#include <string>\nstruct S { std::string s; };", 2, "'std::basic_string'");
  expect_dynamic("#include <memory>\nvoid f() { auto p = std::make_unique<int>(3); }", 2,
                 "'std::unique_ptr'");
  expect_dynamic("#include <map>\n#include <functional>\nstd::function<int()> f;", 3,
                 "'std::function'");
}

TEST(VitisDynamicMemory, is_refused_where_its_headers_are_included) {
  expect_dynamic("#include <vector>\n", 1, "<vector>");
  expect_dynamic("\n#include <memory>\n", 2, "<memory>");
}

TEST(VitisDynamicMemory, what_only_looks_like_it_passes) {
  for (const char* const text :
       {"struct S { S(const S&) = delete; };", "enum class State { free = 0 };",
        "struct Places { void free(int) {} };\nvoid f(Places& p) { p.free(3); }",
        "int free(int x) { return x; }\nint f() { return free(3); }", "#include <cstdint>\n",
        "#include <array>\nstd::array<int, 3> a;", "struct vector { int x; };\nvector v;",
        "// new vector\nconst char* const x = \"new\";"}) {
    SCOPED_TRACE(text);
    EXPECT_THAT(errors({text}), IsEmpty());
  }
}

}  // namespace
}  // namespace hlsc::test
