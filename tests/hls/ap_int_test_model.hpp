// What the tests of ap_int compare with: integers without a width, from Boost.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <boost/multiprecision/cpp_int.hpp>
#include <cstdint>
#include <random>
#include <string_view>
#include <vector>

#include "ap_int.h"

namespace model {

using boost::multiprecision::cpp_int;

/// `value` modulo 2^width, as a number of that width and sign.
cpp_int wrapped(const cpp_int& value, int width, bool is_signed);
/// Rounds towards minus infinity, as a shift to the right does.
cpp_int floor_shifted(const cpp_int& value, int count);
/// Bits `high` to `low`, of a negative value in two's complement.
cpp_int field_of(const cpp_int& value, int high, int low);
/// `value` with those bits replaced by the lowest ones of `field`.
cpp_int with_field(const cpp_int& value, int high, int low, const cpp_int& field);
/// 64 bits each, lowest first; two's complement.
std::vector<std::uint64_t> words_of(const cpp_int& value, int width);
cpp_int from_words(const std::vector<std::uint64_t>& words, int width, bool is_signed);

/// Values of a width: the ends of the range, small ones, and random ones of every length.
class Values {
 public:
  explicit Values(unsigned seed) : random_(seed) {}
  std::vector<cpp_int> of(int width, bool is_signed, int random_ones = 12);
  int below(int limit) { return std::uniform_int_distribution<>(0, limit - 1)(random_); }

 private:
  std::mt19937_64 random_;
};

/// Fails with the operation and both values if they differ.
void expect_same(const cpp_int& got, const cpp_int& want, std::string_view operation,
                 const cpp_int& left, const cpp_int& right = 0);

/// The value of a number, read from its bits without the class's own methods.
template <int W, bool S>
cpp_int value(const ap_int_base<W, S>& number) {
  std::vector<std::uint64_t> words;
  for (int low = 0; low < W; low += 64) {
    words.push_back(static_cast<std::uint64_t>(number.V >> low));
  }
  return from_words(words, W, S);
}

/// The number with that value modulo its range.
template <class Number>
Number number(const cpp_int& value) {
  ap_detail::bits_t<Number::width + 64> bits = 0;
  const auto words = words_of(value, Number::width);
  for (auto word = words.rbegin(); word != words.rend(); ++word) {
    bits = static_cast<decltype(bits)>((bits << 64) | decltype(bits)(*word));
  }
  Number result;
  result.V = static_cast<ap_detail::bits_t<Number::width>>(bits);
  return result;
}

/// Widths at and around the sizes of built-in types, and the widest ones.
template <class F>
void for_each_width(F&& check) {
  [&]<int... W>(std::integer_sequence<int, W...>) {
    (check.template operator()<W>(), ...);
  }(std::integer_sequence<int, 1, 2, 7, 8, 31, 32, 33, 63, 64, 65, 127, 128, 129, 511, 512, 896,
                          1023, 1024>());
}
/// ap_uint and ap_int of each of those widths.
template <class F>
void for_each_type(F&& check) {
  for_each_width([&]<int W> {
    check.template operator()<ap_uint<W>>();
    check.template operator()<ap_int<W>>();
  });
}

/// Pairs of widths, equal, next to each other and far apart, in all four combinations of signs.
template <class F>
void for_each_pair(F&& check) {
  const auto signs = [&]<int L, int R> {
    check.template operator()<ap_uint<L>, ap_uint<R>>();
    check.template operator()<ap_uint<L>, ap_int<R>>();
    check.template operator()<ap_int<L>, ap_uint<R>>();
    check.template operator()<ap_int<L>, ap_int<R>>();
  };
  signs.template operator()<1, 1>();
  signs.template operator()<1, 8>();
  signs.template operator()<8, 7>();
  signs.template operator()<31, 33>();
  signs.template operator()<32, 32>();
  signs.template operator()<64, 63>();
  signs.template operator()<64, 64>();
  signs.template operator()<65, 33>();
  signs.template operator()<127, 128>();
  signs.template operator()<128, 129>();
  signs.template operator()<129, 7>();
  signs.template operator()<511, 512>();
  signs.template operator()<512, 1>();
  signs.template operator()<896, 32>();
}

/// Calls `check(left, right, left value, right value)` for many values of every pair of types.
template <class F>
void for_each_operands(F&& check) {
  constexpr unsigned seed = 1;
  SCOPED_TRACE("seed 1");
  Values values(seed);
  for_each_pair([&]<class L, class R> {
    const auto rights = values.of(R::width, R::is_signed);
    for (const cpp_int& left : values.of(L::width, L::is_signed)) {
      for (const cpp_int& right : rights) check(number<L>(left), number<R>(right), left, right);
    }
  });
}

/// Calls `check(number, value, index)` for every type, and the indices at its ends and in between.
template <class F>
void for_each_index(F&& check) {
  SCOPED_TRACE("seed 8");
  Values values(8);
  for_each_type([&]<class N> {
    for (const cpp_int& a : values.of(N::width, N::is_signed, 6)) {
      for (const int index : {0, N::width / 2, N::width - 1, values.below(N::width)}) {
        check(number<N>(a), a, index);
      }
    }
  });
}

}  // namespace model
