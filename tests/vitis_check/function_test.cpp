#include <gmock/gmock.h>

#include "vitis_check/checking.hpp"

namespace hlsc::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

void expect_sound(const std::string& text) {
  SCOPED_TRACE(text);
  EXPECT_THAT(errors({text}), IsEmpty());
}

TEST(VitisRecursion, is_refused) {
  EXPECT_THAT(errors({"int f(int n) {\n  return n == 0 ? 1 : n * f(n - 1);\n}"}),
              ElementsAre("2: 'f' calls itself; write it as a loop of fixed bounds"));
  EXPECT_THAT(errors({"namespace n {\nstruct S {\n  int f(int i) { return f(i); }\n};\n}"}),
              ElementsAre("3: 'f' calls itself; write it as a loop of fixed bounds"));
}

TEST(VitisRecursion, is_refused_over_several_functions_and_sources) {
  EXPECT_THAT(errors({"int g(int n);\nint f(int n) { return g(n); }",
                      "int f(int n);\nint g(int n) {\n  return n ? f(n - 1) : 0;\n}"}),
              ElementsAre("3: 'f' calls itself by way of 'g'; write it as a loop of fixed bounds"));
}

TEST(VitisRecursion, of_constants_is_refused_at_run_time_only) {
  const std::string log = "constexpr int f(int n) { return n ? f(n / 2) + 1 : 0; }\n";
  expect_sound(log + "ap_uint<f(100)> x;\nint g() { constexpr int y = f(3); return y; }");
  EXPECT_THAT(errors({log + "int g(int n) { return f(n); }"}),
              ElementsAre(HasSubstr("1: 'f' calls itself")));
}

TEST(VitisRecursion, what_only_looks_like_it_passes) {
  expect_sound("int f(int a, int b) { return a + b; }\nint f(int a) { return f(a, 1); }");
  expect_sound("int read(hls::stream<int>& s) { return s.read(); }");
  expect_sound("namespace a { void f() {} }\nnamespace b { void f() { a::f(); } }");
  expect_sound(
      "template <int N> int f() { return f<N - 1>(); }\n"
      "template <> int f<0>() { return 0; }\nint g() { return f<3>(); }");
  expect_sound("struct S { S(int) {} S() : S(3) {} };\nS s;");
}

TEST(VitisFunctions, virtual_ones_are_refused) {
  EXPECT_THAT(errors({"struct S {\n  virtual void f();\n};"}),
              ElementsAre("2: virtual function 'f'; choose by a template argument"));
  expect_sound("struct S {\n  void f() {}\n};");
}

TEST(VitisFunctions, pointers_to_them_are_refused) {
  const std::string pointer = "; call the function by its name, or choose by a template argument";
  EXPECT_THAT(errors({"int f();\nint (*p)() = f;"}),
              ElementsAre("2: function pointer 'p'" + pointer));
  EXPECT_THAT(errors({"typedef int (*F)();\nstruct S { F f[2]; };"}),
              ElementsAre("2: function pointer 'f'" + pointer));
  EXPECT_THAT(errors({"int g(int (&f)()) {\n  return f();\n}"}),
              ElementsAre("1: function pointer 'f'" + pointer));
  EXPECT_THAT(errors({"struct S { int f(); };\nint (S::*p)() = &S::f;"}),
              ElementsAre("2: function pointer 'p'" + pointer));
  EXPECT_THAT(errors({"typedef int (*F)();\nint f();\nF g() { return f; }"}),
              ElementsAre("3: 'g' returns a function pointer" + pointer));
  EXPECT_THAT(errors({"int f();\nint g();\nint h(bool x) {\n  return (x ? f : g)();\n}"}),
              ElementsAre("4: call through a function pointer" + pointer));
}

TEST(VitisFunctions, calls_of_known_ones_pass) {
  expect_sound("int f();\nint g() { return f() + (f)(); }");
  expect_sound(
      "int f();\ntemplate <int (*F)()> int apply() { return F(); }\n"
      "int g() { return apply<f>(); }");
  expect_sound("int g() { const auto twice = [](int x) { return 2 * x; }; return twice(3); }");
  expect_sound(
      "template <class F> int apply(const F& f) { return f(1); }\n"
      "int g() { return apply([](int x) { return x; }); }");
  expect_sound("template <class T> void f(T& x) { x.~T(); }\nvoid g(int& x) { f(x); }");
}

}  // namespace
}  // namespace hlsc::test
