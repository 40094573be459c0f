/// \file
/// ap_uint<W> and ap_int<W>: integers of any width, as AMD documents them (UG1399, "C++ arbitrary
/// precision integer types"), over Clang's _BitInt. For builds without Vitis.
///
/// Results are as wide as their values need: a sum has a bit more than its operands, a difference
/// is signed. Assignment truncates or extends. Variables start with indeterminate values.
/// An index out of range and a divisor of 0 are faults of the caller: the former is an assertion.
#pragma once

#include "detail/ap_operators.h"

#pragma clang system_header  // _BitInt is an extension in C++14

namespace ap_detail {

template <int W, bool S>
struct ap_int_base {
  static_assert(W >= 1, "an ap_int or ap_uint has at least one bit");
  static_assert(W <= AP_INT_MAX_W,
                "an ap_int or ap_uint, or the result of an operator, is wider than AP_INT_MAX_W: "
                "narrow the operands, or define a larger limit");

  static constexpr int width = W;
  static constexpr bool is_signed = S;
  /// What it converts to implicitly; numbers above 64 bits lose their upper ones.
  using RetType = smallest_t<W, S>;

  /// The bits; a negative number in two's complement.
  bits_t<W> V;

  ap_int_base() = default;
#ifdef __HLS_OPEN__
  // Copies that look trivial would be made by memcpy, padding included, and arguments would be cut
  // into 64-bit pieces by the calling convention of the host; hardware wants whole values.
  constexpr ap_int_base(const ap_int_base& other) : V(other.V) {}
  constexpr ap_int_base& operator=(const ap_int_base& other) {
    V = other.V;
    return *this;
  }
#endif
  /// From any integer or part of one; truncated or extended.
  template <class T, if_operand<T> = 0>
  constexpr ap_int_base(const T& x) : V(to_word<W>(x).V) {}
  constexpr ap_int_base(const word<W>& bits) : V(bits.V) {}

  // --- conversion ---

  constexpr operator RetType() const { return to<RetType>(); }
  constexpr bool to_bool() const { return V != 0; }
  constexpr char to_char() const { return to<char>(); }
  constexpr signed char to_schar() const { return to<signed char>(); }
  constexpr unsigned char to_uchar() const { return to<unsigned char>(); }
  constexpr short to_short() const { return to<short>(); }
  constexpr unsigned short to_ushort() const { return to<unsigned short>(); }
  constexpr int to_int() const { return to<int>(); }
  constexpr unsigned to_uint() const { return to<unsigned>(); }
  constexpr long to_long() const { return to<long>(); }
  constexpr unsigned long to_ulong() const { return to<unsigned long>(); }
  constexpr long long to_int64() const { return to<long long>(); }
  constexpr unsigned long long to_uint64() const { return to<unsigned long long>(); }
  static constexpr int length() { return W; }

  // --- arithmetic ---

  constexpr ap_int_base operator+() const { return *this; }
  constexpr ap_int_base<W + 1, true> operator-() const { return ap_int_base<1, false>(0) - *this; }
  constexpr ap_int_base operator~() const { return word<W>(static_cast<bits_t<W>>(~V)); }
  /// Looks at every bit, as the implicit conversion to bool does not.
  constexpr bool operator!() const { return V == 0; }

  constexpr ap_int_base& operator++() { return *this += true; }
  constexpr ap_int_base& operator--() { return *this -= true; }
  constexpr ap_int_base operator++(int) {
    const ap_int_base before = *this;
    ++*this;
    return before;
  }
  constexpr ap_int_base operator--(int) {
    const ap_int_base before = *this;
    --*this;
    return before;
  }

#define AP_ASSIGNING(OPERATOR)                               \
  template <class T, if_operand<T> = 0>                      \
  constexpr ap_int_base& operator OPERATOR##=(const T & x) { \
    V = static_cast<bits_t<W>>(V OPERATOR to_word<W>(x).V);  \
    return *this;                                            \
  }
  AP_ASSIGNING(+)
  AP_ASSIGNING(-)
  AP_ASSIGNING(*)
  AP_ASSIGNING(&)
  AP_ASSIGNING(|)
  AP_ASSIGNING(^)
#undef AP_ASSIGNING
  template <class T, if_operand<T> = 0>
  constexpr ap_int_base& operator/=(const T& x) {
    return *this = quotient<W>(*this, x);
  }
  template <class T, if_operand<T> = 0>
  constexpr ap_int_base& operator%=(const T& x) {
    return *this = remainder<W>(*this, x);
  }
  template <class T, if_operand<T> = 0>
  constexpr ap_int_base& operator<<=(const T& x) {
    return *this = *this << x;
  }
  template <class T, if_operand<T> = 0>
  constexpr ap_int_base& operator>>=(const T& x) {
    return *this = *this >> x;
  }

  // --- bits ---
  // Of a constant or temporary number they can only be read.

  template <class I, if_operand<I> = 0>
  constexpr ap_bit_ref<W, S> operator[](const I& index) & {
    return {*this, to_index(index)};
  }
  template <class I, if_operand<I> = 0>
  constexpr bool operator[](const I& index) const& {
    return get_bit(to_index(index));
  }
  template <class I, if_operand<I> = 0>
  constexpr ap_bit_ref<W, S> bit(const I& index) & {
    return {*this, to_index(index)};
  }
  template <class I, if_operand<I> = 0>
  constexpr bool bit(const I& index) const& {
    return get_bit(to_index(index));
  }
  constexpr bool test(int index) const { return get_bit(index); }
  constexpr bool get_bit(int index) const { return ap_detail::get_bit<W>(V, index); }
  constexpr void set_bit(int index, bool x) { ap_detail::set_bit<W>(V, index, x); }
  constexpr void set(int index) { set_bit(index, true); }
  constexpr void set(int index, bool x) { set_bit(index, x); }
  constexpr void clear(int index) { set_bit(index, false); }
  constexpr void invert(int index) { set_bit(index, !get_bit(index)); }
  constexpr void b_not() { V = static_cast<bits_t<W>>(~V); }

  // --- ranges and concatenation ---

  /// Bits `high` to `low`, both included, 0 <= low <= high < W. (In Vitis, indices the other way
  /// round give the bits in reverse order; here that is a fault, as reverse() says it better.)
  template <class H, class L, if_operand<H> = 0, if_operand<L> = 0>
  constexpr ap_range_ref<W, S> range(const H& high, const L& low) & {
    return {*this, to_index(high), to_index(low)};
  }
  template <class H, class L, if_operand<H> = 0, if_operand<L> = 0>
  constexpr ap_range_value<W> range(const H& high, const L& low) const& {
    return {V, to_index(high), to_index(low)};
  }
  constexpr ap_range_ref<W, S> range() & { return {*this, W - 1, 0}; }
  constexpr ap_range_value<W> range() const& { return {V, W - 1, 0}; }
  template <class H, class L, if_operand<H> = 0, if_operand<L> = 0>
  constexpr ap_range_ref<W, S> operator()(const H& high, const L& low) & {
    return range(high, low);
  }
  template <class H, class L, if_operand<H> = 0, if_operand<L> = 0>
  constexpr ap_range_value<W> operator()(const H& high, const L& low) const& {
    return range(high, low);
  }

  /// Puts this number above `low`.
  template <class Low>
  constexpr auto concat(Low&& low) & {
    return (*this, static_cast<Low&&>(low));
  }
  template <class Low>
  constexpr auto concat(Low&& low) const& {
    return (*this, static_cast<Low&&>(low));
  }

  // --- the whole ---

  constexpr bool and_reduce() const { return V == ones<W>(W).V; }
  constexpr bool or_reduce() const { return V != 0; }
  constexpr bool xor_reduce() const { return parity<W>(V); }
  constexpr bool nand_reduce() const { return !and_reduce(); }
  constexpr bool nor_reduce() const { return !or_reduce(); }
  constexpr bool xnor_reduce() const { return !xor_reduce(); }

  constexpr bool sign() const { return S && ap_detail::get_bit<W>(V, W - 1); }
  constexpr bool is_zero() const { return V == 0; }
  constexpr bool iszero() const { return V == 0; }
  constexpr int countLeadingZeros() const { return __builtin_clzg(V, W); }

  /// In place: the lowest bit becomes the highest.
  constexpr ap_int_base& reverse() {
    ap_detail::reverse<W>(V);
    return *this;
  }
  /// In place, by 0 <= count < W.
  constexpr ap_int_base& lrotate(int count) {
    check_field(count, count, W);
    rotate_left<W>(V, count);
    return *this;
  }
  constexpr ap_int_base& rrotate(int count) {
    check_field(count, count, W);
    rotate_left<W>(V, count == 0 ? 0 : W - count);
    return *this;
  }

 private:
  // Modulo, as conversions between built-in integers are.
  template <class T>
  constexpr T to() const {
    return static_cast<T>(to_word<64>(*this).V);
  }
};

}  // namespace ap_detail

using ap_detail::ap_int_base;

/// An unsigned number of `W` bits, 1 <= W <= AP_INT_MAX_W.
template <int W>
using ap_uint = ap_detail::ap_int_base<W, false>;
/// A signed number of `W` bits, 1 <= W <= AP_INT_MAX_W.
template <int W>
using ap_int = ap_detail::ap_int_base<W, true>;
