// Parts of a number that can be read and written: a bit, a range, several numbers side by side.
#pragma once

#include "ap_bits.h"

#pragma clang system_header  // _BitInt is an extension in C++14

namespace ap_detail {

/// `x[i]` of a number that can be written.
template <int W, bool S>
struct ap_bit_ref {
  ap_int_base<W, S>& target;
  int index;

  constexpr ap_bit_ref(ap_int_base<W, S>& number, int at) : target(number), index(at) {}
  constexpr ap_bit_ref(const ap_bit_ref&) = default;

  static constexpr int width = 1;
  static constexpr int length() { return 1; }
  constexpr word<1> value() const { return bits_t<1>(get()); }
  constexpr void store(const bits_t<1>& x) const { set_bit<W>(target.V, index, x != 0); }

  constexpr bool get() const { return get_bit<W>(target.V, index); }
  constexpr bool to_bool() const { return get(); }
  constexpr operator bool() const { return get(); }
  constexpr bool operator~() const { return !get(); }

  /// Sets the bit if `x` is not zero, clears it otherwise.
  template <class T, if_operand<T> = 0>
  constexpr ap_bit_ref& operator=(const T& x) {
    store(to_word<operand<T>::width>(x).V != 0);
    return *this;
  }
  constexpr ap_bit_ref& operator=(const ap_bit_ref& other) {
    store(other.value().V);
    return *this;
  }
};

/// What a range can tell about its bits. It counts as an unsigned number as wide as the number it
/// belongs to.
template <class Range, int W>
struct range_queries {
  static constexpr int width = W;
  constexpr ap_int_base<W, false> get() const { return self().value(); }
  constexpr operator unsigned long long() const { return to_uint64(); }
  constexpr bool to_bool() const { return get().to_bool(); }
  constexpr int to_int() const { return get().to_int(); }
  constexpr unsigned to_uint() const { return get().to_uint(); }
  constexpr long to_long() const { return get().to_long(); }
  constexpr unsigned long to_ulong() const { return get().to_ulong(); }
  constexpr long long to_int64() const { return get().to_int64(); }
  constexpr unsigned long long to_uint64() const { return get().to_uint64(); }
  constexpr bool and_reduce() const { return self().value().V == ones<W>(self().length()).V; }
  constexpr bool or_reduce() const { return get().or_reduce(); }
  constexpr bool xor_reduce() const { return get().xor_reduce(); }

 private:
  constexpr const Range& self() const { return static_cast<const Range&>(*this); }
};

/// `x.range(high, low)` of a number that can be written.
template <int W, bool S>
struct ap_range_ref : range_queries<ap_range_ref<W, S>, W> {
  ap_int_base<W, S>& target;
  int high;
  int low;

  constexpr ap_range_ref(ap_int_base<W, S>& number, int hi, int lo)
      : target(number), high(hi), low(lo) {}
  constexpr ap_range_ref(const ap_range_ref&) = default;

  constexpr int length() const { return high - low + 1; }
  constexpr word<W> value() const { return get_field<W>(target.V, high, low); }
  constexpr void store(const bits_t<W>& x) const { set_field<W>(target.V, high, low, x); }

  /// Replaces these bits by the lowest ones of `x`; the others stay.
  template <class T, if_operand<T> = 0>
  constexpr ap_range_ref& operator=(const T& x) {
    store(to_word<W>(x).V);
    return *this;
  }
  constexpr ap_range_ref& operator=(const ap_range_ref& other) {
    store(other.value().V);
    return *this;
  }
};

/// `x.range(high, low)` of a number that can only be read.
template <int W>
struct ap_range_value : range_queries<ap_range_value<W>, W> {
  word<W> field;
  int count;

  constexpr ap_range_value(const bits_t<W>& number, int high, int low)
      : field(get_field<W>(number, high, low)), count(high - low + 1) {}

  constexpr int length() const { return count; }
  constexpr const word<W>& value() const { return field; }
};

/// A whole number as a part of a concatenation.
template <int W, bool S>
struct whole_ref {
  ap_int_base<W, S>& target;

  static constexpr int width = W;
  static constexpr int length() { return W; }
  constexpr word<W> value() const { return bits_t<W>(target.V); }
  constexpr void store(const bits_t<W>& x) const { target.V = x; }
};

/// A value that can only be read, as a part of a concatenation.
template <int W>
struct whole_value {
  word<W> bits;

  static constexpr int width = W;
  static constexpr int length() { return W; }
  constexpr const word<W>& value() const { return bits; }
};

/// `(high, low)`: an unsigned number as wide as both; can be written if both can. A range takes
/// part with the bits that it covers.
template <class High, class Low>
struct ap_concat_ref {
  High high;
  Low low;

  constexpr ap_concat_ref(const High& above, const Low& below) : high(above), low(below) {}
  constexpr ap_concat_ref(const ap_concat_ref&) = default;

  static constexpr int width = High::width + Low::width;
  constexpr int length() const { return high.length() + low.length(); }
  constexpr word<width> value() const {
    return (static_cast<bits_t<width>>(high.value().V) << low.length()) |
           static_cast<bits_t<width>>(low.value().V);
  }
  constexpr void store(const bits_t<width>& x) const {
    high.store(static_cast<bits_t<High::width>>(x >> low.length()));
    low.store(static_cast<bits_t<Low::width>>(x));
  }

  constexpr ap_int_base<width, false> get() const { return value(); }
  constexpr operator unsigned long long() const { return to_uint64(); }
  constexpr int to_int() const { return get().to_int(); }
  constexpr unsigned to_uint() const { return get().to_uint(); }
  constexpr long long to_int64() const { return get().to_int64(); }
  constexpr unsigned long long to_uint64() const { return get().to_uint64(); }

  template <class T, if_operand<T> = 0>
  constexpr ap_concat_ref& operator=(const T& x) {
    store(to_word<width>(x).V);
    return *this;
  }
  constexpr ap_concat_ref& operator=(const ap_concat_ref& other) {
    store(other.value().V);
    return *this;
  }
};

// What an operand is in a concatenation. References are kept by value, so that temporary ones do no
// harm; a number that is temporary or constant is copied.
template <int W, bool S>
constexpr whole_ref<W, S> as_part(ap_int_base<W, S>& x) {
  return {x};
}
template <int W, bool S>
constexpr whole_value<W> as_part(const ap_int_base<W, S>& x) {
  return {bits_t<W>(x.V)};
}
template <int W, bool S>
constexpr ap_bit_ref<W, S> as_part(const ap_bit_ref<W, S>& x) {
  return x;
}
template <int W, bool S>
constexpr ap_range_ref<W, S> as_part(const ap_range_ref<W, S>& x) {
  return x;
}
template <int W>
constexpr ap_range_value<W> as_part(const ap_range_value<W>& x) {
  return x;
}
template <class High, class Low>
constexpr ap_concat_ref<High, Low> as_part(const ap_concat_ref<High, Low>& x) {
  return x;
}
template <class T, typename std::enable_if<operand<T>::is == kind::builtin, int>::type = 0>
constexpr whole_value<operand<T>::width> as_part(const T& x) {
  return {to_word<operand<T>::width>(x)};
}

}  // namespace ap_detail
