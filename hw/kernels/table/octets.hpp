// Octets and numbers in network order out of wide values whose octet 0 is the lowest.
#pragma once

#include "ap_int.h"

// OCTETS octets from octet `at` on.
template <int OCTETS, int BITS>
inline ap_uint<8 * OCTETS> octets(const ap_uint<BITS>& bits, unsigned at) {
#pragma HLS INLINE
  return ap_uint<8 * OCTETS>(bits >> (8 * at));
}

// The same octets with the first one highest, as a number in network order reads.
template <int BITS>
inline ap_uint<BITS> network_order(const ap_uint<BITS>& bits) {
#pragma HLS INLINE
  static_assert(BITS % 8 == 0, "whole octets");
  ap_uint<BITS> number = 0;
  for (int i = 0; i < BITS / 8; ++i) {
#pragma HLS UNROLL
    number = (number << 8) | ap_uint<BITS>(ap_uint<8>(bits >> (8 * i)));
  }
  return number;
}

// A number of OCTETS octets in network order from octet `at` on.
template <int OCTETS, int BITS>
inline ap_uint<8 * OCTETS> number(const ap_uint<BITS>& bits, unsigned at) {
#pragma HLS INLINE
  return network_order(octets<OCTETS>(bits, at));
}
