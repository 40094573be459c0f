// What the arbitrary precision integers are made of: the built-in types behind them, what counts as
// an operand, and the widths of results.
#pragma once

#include <type_traits>

#pragma clang system_header  // _BitInt is an extension in C++14

#ifndef AP_INT_MAX_W
/// The widest ap_int or ap_uint, in bits; the width of every result counts. Who needs more defines
/// it before the first include, for the whole program.
#define AP_INT_MAX_W 1024
#endif

namespace ap_detail {

template <int W, bool S>
struct ap_int_base;
template <int W, bool S>
struct ap_bit_ref;
template <int W, bool S>
struct ap_range_ref;
template <int W>
struct ap_range_value;
template <class High, class Low>
struct ap_concat_ref;

constexpr int larger(int a, int b) { return a > b ? a : b; }
constexpr int smaller(int a, int b) { return a < b ? a : b; }

// --- built-in types ---

/// The bits of a number, whatever its sign.
template <int W>
using bits_t = unsigned _BitInt(W);

/// What a number of `W` bits, at least 2, is computed in.
template <int W, bool S>
struct value_type {
  using type = unsigned _BitInt(W);
};
template <int W>
struct value_type<W, true> {
  using type = signed _BitInt(W);
};
template <int W, bool S>
using value_t = typename value_type<W, S>::type;

/// Bits on their way between functions. A plain _BitInt of 65 to 128 bits is passed in two halves,
/// which no optimizer puts together again.
template <int W>
struct word {
  bits_t<W> V;

  constexpr word(bits_t<W>&& bits) : V(bits) {}
#ifdef __HLS_OPEN__
  constexpr word(const word& other) : V(other.V) {}  // as in ap_int_base
#endif
};

/// The smallest built-in type of at least `Octets`, at most 8.
template <int Octets, bool S>
struct smallest : smallest<Octets + 1, S> {};
// clang-format off
template <> struct smallest<1, false> { using type = unsigned char; };
template <> struct smallest<2, false> { using type = unsigned short; };
template <> struct smallest<4, false> { using type = unsigned int; };
template <> struct smallest<8, false> { using type = unsigned long long; };
template <> struct smallest<1, true> { using type = signed char; };
template <> struct smallest<2, true> { using type = short; };
template <> struct smallest<4, true> { using type = int; };
template <> struct smallest<8, true> { using type = long long; };
// clang-format on
template <int W, bool S>
using smallest_t = typename smallest<(W > 64 ? 8 : (W + 7) / 8), S>::type;

// --- operands ---

/// `number` brings an operator into play; `builtin` joins in beside one. A `bit` is a bool, except
/// beside a number.
enum class kind { none, builtin, bit, number };

/// How a type takes part in an expression: its kind, width and sign. `to<W>` gives the value in `W`
/// bits, extended by its sign or truncated.
template <class T, class = void>
struct operand {
  static constexpr kind is = kind::none;
};

template <class T, int W, bool S>
struct builtin_operand {
  static constexpr kind is = kind::builtin;
  static constexpr int width = W;
  static constexpr bool is_signed = S;
  template <int To>
  static constexpr word<To> to(const T& x) {
    return static_cast<bits_t<To>>(x);
  }
};
// <type_traits> knows __int128 in the GNU dialects only.
template <class T>
struct operand<
    T, typename std::enable_if<std::is_integral<T>::value || std::is_same<T, __int128>::value ||
                               std::is_same<T, unsigned __int128>::value>::type>
    : builtin_operand<T, std::is_same<T, bool>::value ? 1 : 8 * static_cast<int>(sizeof(T)),
                      (T(-1) < T(0))> {};
// An unscoped enumeration counts as what it is promoted to.
template <class T>
struct operand<T, typename std::enable_if<std::is_enum<T>::value &&
                                          std::is_convertible<T, long long>::value>::type>
    : builtin_operand<T, 8 * static_cast<int>(sizeof(+T())),
                      std::is_signed<decltype(+T())>::value> {};
template <int W>
struct operand<unsigned _BitInt(W), void> : builtin_operand<unsigned _BitInt(W), W, false> {};
template <int W>
struct operand<signed _BitInt(W), void> : builtin_operand<signed _BitInt(W), W, true> {};

template <int W, bool S>
struct operand<ap_int_base<W, S>, void> {
  static constexpr kind is = kind::number;
  static constexpr int width = W;
  static constexpr bool is_signed = S;
  template <int To>
  static constexpr word<To> to(const ap_int_base<W, S>& x) {
    // There is no signed _BitInt(1).
    if (S && W == 1) return static_cast<bits_t<To>>(bits_t<To>(0) - static_cast<bits_t<To>>(x.V));
    return static_cast<bits_t<To>>(static_cast<value_t<larger(W, S ? 2 : 1), S>>(x.V));
  }
};

template <class T, int W, kind Is>
struct part_operand {
  static constexpr kind is = Is;
  static constexpr int width = W;
  static constexpr bool is_signed = false;
  template <int To>
  static constexpr word<To> to(const T& x) {
    return static_cast<bits_t<To>>(x.value().V);
  }
};
template <int W, bool S>
struct operand<ap_bit_ref<W, S>, void> : part_operand<ap_bit_ref<W, S>, 1, kind::bit> {};
template <int W, bool S>
struct operand<ap_range_ref<W, S>, void> : part_operand<ap_range_ref<W, S>, W, kind::number> {};
template <int W>
struct operand<ap_range_value<W>, void> : part_operand<ap_range_value<W>, W, kind::number> {};
template <class High, class Low>
struct operand<ap_concat_ref<High, Low>, void>
    : part_operand<ap_concat_ref<High, Low>, ap_concat_ref<High, Low>::width, kind::number> {};

template <class T>
constexpr bool is_operand() {
  return operand<T>::is != kind::none;
}
template <class T>
constexpr bool is_number() {
  return operand<T>::is == kind::number;
}
template <class T>
using if_operand = typename std::enable_if<is_operand<T>(), int>::type;

/// The value of an operand in `W` bits.
template <int W, class T>
constexpr word<W> to_word(const T& x) {
  return operand<T>::template to<W>(x);
}
template <class T>
constexpr int to_index(const T& x) {
  return static_cast<int>(to_word<32>(x).V);
}

// --- results ---

/// Types of results, for two operands of which one is a number (UG1399, "Binary Arithmetic
/// Operators"). All hold their exact value.
template <class L, class R,
          bool = is_operand<L>() && is_operand<R>() && (is_number<L>() || is_number<R>())>
struct results {};
template <class L, class R>
struct results<L, R, true> {
  static constexpr int lw = operand<L>::width, rw = operand<R>::width;
  static constexpr bool ls = operand<L>::is_signed, rs = operand<R>::is_signed;
  // Beside a signed operand, an unsigned one needs a bit more.
  static constexpr int common = larger(lw + (rs && !ls), rw + (ls && !rs));

  using sum = ap_int_base<common + 1, ls || rs>;
  using difference = ap_int_base<common + 1, true>;
  using product = ap_int_base<lw + rw, ls || rs>;
  using quotient = ap_int_base<lw + rs, ls || rs>;
  using remainder = ap_int_base<smaller(lw, rw + (ls && !rs)), ls>;
  using bitwise = ap_int_base<common, ls || rs>;
  using relation = bool;
  /// Holds both operands, and the most negative number divided by -1.
  static constexpr int exact_width = common + 1;
  using exact = value_t<exact_width, ls || rs>;
};

/// A shift keeps the type of its left operand.
template <class L, class R,
          bool = is_operand<R>() &&
                 (is_number<L>() || (operand<L>::is == kind::bit && is_number<R>()))>
struct shift {};
template <class L, class R>
struct shift<L, R, true> {
  using result = ap_int_base<operand<L>::width, operand<L>::is_signed>;
};

}  // namespace ap_detail
