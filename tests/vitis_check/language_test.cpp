#include <gmock/gmock.h>

#include "vitis_check/checking.hpp"

namespace hlsc::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

TEST(VitisLanguage, what_came_with_cpp17_is_refused) {
  for (const char* const code :
       {"void f() { if constexpr (true) {} }",
        "struct P { int a, b; }; void f(P p) { auto [a, b] = p; }",
        "struct P { int a, b; }; void f(P p) { const auto& [a, b] = p; }", "inline int x = 1;",
        "inline constexpr ap_uint<8> x{1};", "namespace a::b {}", "static_assert(true);",
        "[[nodiscard]] int f();", "template <int... N> int f() { return (N + ... + 0); }"}) {
    SCOPED_TRACE(code);
    EXPECT_THAT(errors({code}), ElementsAre(AllOf(StartsWith("1: "), HasSubstr("C++17"))));
  }
}

TEST(VitisLanguage, what_came_with_cpp20_is_refused) {
  EXPECT_THAT(errors({"struct P { int a, b; };\nP p = {.a = 1, .b = 2};"}),
              ElementsAre(AllOf(StartsWith("2: "), HasSubstr("C++20"))));
}

TEST(VitisLanguage, extensions_of_a_compiler_are_refused) {
  EXPECT_THAT(errors({"unsigned _BitInt(7) x;"}), ElementsAre(StartsWith("1: ")));
  EXPECT_THAT(errors({"int f(int n) {\n  int a[n];\n  return a[0];\n}"}),
              ElementsAre(StartsWith("2: ")));
}

TEST(VitisLanguage, cpp14_passes) {
  for (const char* const code :
       {"inline int f(int a = 1) { return a; }",
        "namespace a { namespace b {} }\nusing namespace a::b;",
        "namespace a { namespace b {} }\nnamespace c = a::b;",
        "static_assert(sizeof(int) == 4, \"four\");", "inline namespace v1 {}",
        "template <class T> inline T f(const T& t) { return t; }",
        "int a[3];\nint f() { auto x = a[1]; return x; }", "[[noreturn]] void f();",
        "constexpr int f(int n) { int x = 0; for (int i = 0; i < n; ++i) x += i; return x; }",
        "int f() { return 1'000 + 0b11; }", "auto f() { return 3; }"}) {
    SCOPED_TRACE(code);
    EXPECT_THAT(errors({code}), IsEmpty());
  }
}

TEST(VitisLanguage, errors_of_a_source_are_errors) {
  EXPECT_THAT(errors({"int f() { return nothing; }"}),
              ElementsAre("1: use of undeclared identifier 'nothing'"));
  EXPECT_THAT(errors({"#include \"no_such_file.hpp\"\n"}),
              ElementsAre("1: 'no_such_file.hpp' file not found"));
}

TEST(VitisLanguage, what_is_not_synthesised_is_not_looked_at) {
  EXPECT_THAT(errors({"#ifndef __SYNTHESIS__\nint* p = new int;\n#endif\n"}), IsEmpty());
  EXPECT_THAT(errors({"#ifdef __SYNTHESIS__\nint p;\n#else\nint* p = new int;\n#endif\n"}),
              IsEmpty());
  EXPECT_THAT(errors({"#ifdef __SYNTHESIS__\nint* p = new int;\n#endif\n"}),
              ElementsAre(StartsWith("2: dynamic memory")));
}

TEST(VitisLanguage, a_define_reaches_the_source) {
  EXPECT_TRUE(check({"int x = VALUE;"}, {"VALUE=7"}).passes);
}

}  // namespace
}  // namespace hlsc::test
