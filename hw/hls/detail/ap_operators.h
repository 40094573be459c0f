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

// Division goes towards zero, and a remainder has the sign of the dividend. Comparison is by value,
// whatever the widths and signs.
#define AP_EXACT(OPERATOR, RESULT)                                           \
  template <class L, class R, class Result = typename results<L, R>::RESULT> \
  constexpr Result operator OPERATOR(const L& l, const R& r) {               \
    using types = results<L, R>;                                             \
    using exact = typename types::exact;                                     \
    return static_cast<exact>(to_word<types::exact_width>(l).V)              \
        OPERATOR static_cast<exact>(to_word<types::exact_width>(r).V);       \
  }
AP_EXACT(/, quotient)
AP_EXACT(%, remainder)
AP_EXACT(==, relation)
AP_EXACT(!=, relation)
AP_EXACT(<, relation)
AP_EXACT(<=, relation)
AP_EXACT(>, relation)
AP_EXACT(>=, relation)
#undef AP_EXACT

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
