// A counter that is there for the next firing however wide it is.
#pragma once

#include "ap_int.h"

// 2 * HALF bits. What the lower half carries waits in `carry` until the next count, so that one
// firing adds to one half only.
template <int HALF>
struct Count {
  ap_uint<HALF> low = 0;
  bool carry = false;
  ap_uint<HALF> high = 0;

  void add_one() {
#pragma HLS INLINE
    const ap_uint<HALF + 1> sum = low + 1;
    high = high + carry;
    carry = sum[HALF];
    low = sum;
  }
  void clear() {
#pragma HLS INLINE
    low = 0;
    carry = false;
    high = 0;
  }
  ap_uint<2 * HALF> value() const {
#pragma HLS INLINE
    return (ap_uint<HALF>(high + carry), low);
  }
};
