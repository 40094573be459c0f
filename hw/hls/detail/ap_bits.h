// Work on bits: shifts by any count, division, fields.
//
// Local _BitInts are not const: Clang 19 fails on those of 129 to 191 bits, 257 to 319, and so on.
#pragma once

#include <cassert>

#include "ap_traits.h"

#pragma clang system_header  // _BitInt is an extension in C++14

namespace ap_detail {

// --- shifts ---

/// Whether a count is below `W`. A narrow count always is: no check is left of it.
template <int W, int CountWidth>
constexpr bool below(const bits_t<CountWidth>& count) {
  return (CountWidth < 31 && (1LL << CountWidth) <= W) || count < W;
}

/// By any count: a negative one goes the other way, one of the width or more leaves 0 or the sign.
template <bool Left, int W, bool S, class Count>
constexpr word<W> shifted(const ap_int_base<W, S>& x, const Count& by) {
  constexpr int cw = operand<Count>::width;
  constexpr int vw = larger(W, 2);  // there is no signed _BitInt(1)
  using value = value_t<vw, S>;

  bits_t<cw> count = to_word<cw>(by).V;
  bool left = Left;
  if (operand<Count>::is_signed && (count >> (cw - 1)) != 0) {
    count = static_cast<bits_t<cw>>(bits_t<cw>(0) - count);
    left = !Left;
  }
  if (left) return below<W, cw>(count) ? x.V << count : bits_t<W>(0);
  // Not const: Clang 19 crashes on some constant wide variables.
  value number = static_cast<value>(to_word<vw>(x).V);
  return static_cast<bits_t<W>>(below<W, cw>(count) ? number >> count : value(number < 0 ? -1 : 0));
}

// --- division ---

/// Modulo 2^W.
template <int W, class L, class R>
constexpr word<W> quotient(const L& l, const R& r) {
  using types = results<L, R>;
  using exact = typename types::exact;
  return static_cast<bits_t<W>>(static_cast<exact>(to_word<types::exact_width>(l).V) /
                                static_cast<exact>(to_word<types::exact_width>(r).V));
}
template <int W, class L, class R>
constexpr word<W> remainder(const L& l, const R& r) {
  using types = results<L, R>;
  using exact = typename types::exact;
  return static_cast<bits_t<W>>(static_cast<exact>(to_word<types::exact_width>(l).V) %
                                static_cast<exact>(to_word<types::exact_width>(r).V));
}

// --- the other order ---

/// Exchanges neighbours of `Step` bits each, then those of half the step, and so on: no loop, and
/// only wires in hardware.
template <int W, int Step>
struct exchange {
  static constexpr void neighbours(bits_t<W>& bits) {
    constexpr bits_t<W> lower =
        static_cast<bits_t<W>>(~bits_t<W>(0)) / ((bits_t<W>(1) << Step) + bits_t<W>(1));
    bits = ((bits >> Step) & lower) | ((bits & lower) << Step);
    exchange<W, Step / 2>::neighbours(bits);
  }
};
template <int W>
struct exchange<W, 0> {
  static constexpr void neighbours(bits_t<W>&) {}
};

constexpr int power_of_two_from(int w) { return w <= 1 ? 1 : 2 * power_of_two_from((w + 1) / 2); }

/// The lowest bit becomes the highest.
template <int W>
constexpr void reverse(bits_t<W>& bits) {
  constexpr int padded = power_of_two_from(W);
  bits_t<padded> turned = bits;
  exchange<padded, padded / 2>::neighbours(turned);
  bits = static_cast<bits_t<W>>(turned >> (padded - W));
}

// --- bits and fields ---

/// `high` to `low` must lie within `width`: a fault of the caller that the hardware does not see.
constexpr void check_field(int high, int low, int width) {
#ifndef __HLS_OPEN__
  assert(0 <= low && low <= high && high < width && "bits of ap_int or ap_uint: index");
#endif
  static_cast<void>(high);
  static_cast<void>(low);
  static_cast<void>(width);
}

/// 1 <= length <= W
template <int W>
constexpr word<W> ones(int length) {
  return static_cast<bits_t<W>>(~bits_t<W>(0)) >> (W - length);
}

template <int W>
constexpr word<W> get_field(const bits_t<W>& bits, int high, int low) {
  check_field(high, low, W);
  return (bits >> low) & ones<W>(high - low + 1).V;
}
template <int W>
constexpr void set_field(bits_t<W>& bits, int high, int low, const bits_t<W>& x) {
  check_field(high, low, W);
  bits_t<W> mask = ones<W>(high - low + 1).V << low;
  bits = (bits & static_cast<bits_t<W>>(~mask)) | ((x << low) & mask);
}

template <int W>
constexpr bool get_bit(const bits_t<W>& bits, int index) {
  check_field(index, index, W);
  return static_cast<bits_t<1>>(bits >> index) != 0;
}
template <int W>
constexpr void set_bit(bits_t<W>& bits, int index, bool x) {
  check_field(index, index, W);
  bits = (bits & static_cast<bits_t<W>>(~(bits_t<W>(1) << index))) | (bits_t<W>(x) << index);
}

/// 0 <= count < W
template <int W>
constexpr void rotate_left(bits_t<W>& bits, int count) {
  if (count != 0) bits = (bits << count) | (bits >> (W - count));
}

template <int W>
constexpr bool parity(const bits_t<W>& bits) {
  return (__builtin_popcountg(bits) & 1) != 0;
}

}  // namespace ap_detail
