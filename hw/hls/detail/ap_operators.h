// Operators between numbers, references to parts of them and built-in integers.
#pragma once

#include "ap_ref.h"

#pragma clang system_header  // _BitInt is an extension in C++14

namespace ap_detail {

// The result is as wide as its value needs, so wrapping in that width loses nothing.
#define AP_WRAPPING(OPERATOR, RESULT)                                                 \
  template <class L, class R, class Result = typename results<L, R>::RESULT>          \
  constexpr Result operator OPERATOR(const L& l, const R& r) {                        \
    constexpr int w = Result::width;                                                  \
    return word<w>(static_cast<bits_t<w>>(to_word<w>(l).V OPERATOR to_word<w>(r).V)); \
  }
AP_WRAPPING(+, sum)
AP_WRAPPING(-, difference)
AP_WRAPPING(*, product)
AP_WRAPPING(&, bitwise)
AP_WRAPPING(|, bitwise)
AP_WRAPPING(^, bitwise)
#undef AP_WRAPPING

// By value, whatever the widths and signs.
#define AP_COMPARING(OPERATOR)                                                 \
  template <class L, class R, class Result = typename results<L, R>::relation> \
  constexpr Result operator OPERATOR(const L& l, const R& r) {                 \
    using types = results<L, R>;                                               \
    using exact = typename types::exact;                                       \
    return static_cast<exact>(to_word<types::exact_width>(l).V)                \
        OPERATOR static_cast<exact>(to_word<types::exact_width>(r).V);         \
  }
AP_COMPARING(==)
AP_COMPARING(!=)
AP_COMPARING(<)
AP_COMPARING(<=)
AP_COMPARING(>)
AP_COMPARING(>=)
#undef AP_COMPARING

// Towards zero, so a remainder has the sign of the dividend.
template <class L, class R, class Result = typename results<L, R>::quotient>
constexpr Result operator/(const L& l, const R& r) {
  return quotient<Result::width>(l, r);
}
template <class L, class R, class Result = typename results<L, R>::remainder>
constexpr Result operator%(const L& l, const R& r) {
  return remainder<Result::width>(l, r);
}

// A shift keeps the type of its left operand.
template <class L, class R, class Result = typename shift<L, R>::result>
constexpr Result operator<<(const L& l, const R& count) {
  return shifted<true>(Result(l), count);
}
template <class L, class R, class Result = typename shift<L, R>::result>
constexpr Result operator>>(const L& l, const R& count) {
  return shifted<false>(Result(l), count);
}

/// Puts `high` above `low`.
template <class High, class Low>
constexpr auto operator,(High&& high, Low&& low)
    -> ap_concat_ref<decltype(as_part(static_cast<High&&>(high))),
                     decltype(as_part(static_cast<Low&&>(low)))> {
  return {as_part(static_cast<High&&>(high)), as_part(static_cast<Low&&>(low))};
}

}  // namespace ap_detail
