// How many records are free, as far as the next operation must know at once: whether there is one.
//
// To count takes longer than a cycle. So an operation begins with what was left some operations
// ago, no more exactly than it needs, and adds what has happened since.
#pragma once

#include "types.hpp"

// Operations that are not in the count yet when the next one is decided.
constexpr int uncounted = 3;

// A number up to `uncounted` + 1, or at least that: bit i says that it is more than i.
typedef ap_uint<uncounted + 1> few_t;

inline few_t few_of(count_t count) {
#pragma HLS INLINE
  few_t few = 0;
  for (int i = 0; i < few_t::width; ++i) {
#pragma HLS UNROLL
    few[i] = count > i;
  }
  return few;
}
inline few_t one_less(few_t few) {
#pragma HLS INLINE
  return few >> 1;
}
inline few_t sum_of(few_t one, few_t other) {
#pragma HLS INLINE
  few_t sum = one | other;
  for (int i = 0; i < few_t::width; ++i) {
#pragma HLS UNROLL
    for (int j = 0; i + j + 1 < few_t::width; ++j) {
#pragma HLS UNROLL
      // More than i and more than j make more than i + j + 1.
      if (one[i] && other[j]) sum[i + j + 1] = true;
    }
  }
  return sum;
}
