/// \file
/// Numbers as text. Apart from ap_int.h, so that kernels stay free of <ostream>.
#pragma once

#include <algorithm>
#include <ios>
#include <ostream>
#include <string>

#include "ap_int.h"

#pragma clang system_header  // _BitInt is an extension in C++14

namespace ap_detail {

/// Digits in `radix`, 2 to 16, with '-' if negative.
template <int W, bool S>
std::string to_string(const ap_int_base<W, S>& number, unsigned radix = 10) {
  // Wide enough for any radix.
  using magnitude_t = bits_t<larger(W, 8)>;
  const bool negative = number.sign();
  magnitude_t left = negative ? static_cast<bits_t<W>>(bits_t<W>(0) - number.V) : number.V;
  std::string digits;
  do {
    digits.push_back("0123456789abcdef"[static_cast<unsigned>(left % magnitude_t(radix))]);
    left /= magnitude_t(radix);
  } while (left != 0);
  if (negative) digits.push_back('-');
  std::reverse(digits.begin(), digits.end());
  return digits;
}

/// Decimal, or as the stream is set: std::hex, std::oct.
template <int W, bool S>
std::ostream& operator<<(std::ostream& out, const ap_int_base<W, S>& number) {
  const auto base = out.flags() & std::ios_base::basefield;
  return out << to_string(number, base == std::ios_base::hex   ? 16
                                  : base == std::ios_base::oct ? 8
                                                               : 10);
}
template <int W, bool S>
std::ostream& operator<<(std::ostream& out, const ap_range_ref<W, S>& range) {
  return out << range.get();
}
template <int W>
std::ostream& operator<<(std::ostream& out, const ap_range_value<W>& range) {
  return out << range.get();
}
template <class High, class Low>
std::ostream& operator<<(std::ostream& out, const ap_concat_ref<High, Low>& concatenation) {
  return out << concatenation.get();
}

}  // namespace ap_detail
