// Nibble tabulation: each 4-bit digit of a key picks a word from a table of its own, which the host
// fills with secret random words; their XOR is the hash. It is not linear over GF(2), so that
// sequential SPIs and addresses spread evenly under every secret, and costs a few LUTs a digit.
#pragma once

#include "octets.hpp"
#include "types.hpp"

// \tparam Nibbles digits of the key \tparam Bits of the hash
template <int Nibbles, int Bits>
inline ap_uint<Bits> tabulate(const ap_uint<Bits> (&table)[Nibbles][16],
                              const ap_uint<4 * Nibbles>& key) {
#pragma HLS INLINE
  // Words first: one wide shift for each digit would cost a processor, though not hardware.
  ap_uint<64> word[(Nibbles + 15) / 16];
  for (int i = 0; i < (Nibbles + 15) / 16; ++i) {
#pragma HLS UNROLL
    word[i] = key >> (64 * i);
  }
  ap_uint<Bits> hash = 0;
  for (int i = 0; i < Nibbles; ++i) {
#pragma HLS UNROLL
    const ap_uint<4> digit = word[i / 16] >> (4 * (i % 16));
    hash = hash ^ table[i][digit.to_uint()];
  }
  return hash;
}

// An entry that set_hash or set_sa_hash brings.
struct HashEntry {
  ap_uint<8> nibble;
  ap_uint<4> digit;
  ap_uint<72> value;
};

inline HashEntry hash_entry(const argument_t& argument) {
#pragma HLS INLINE
  typedef espial::hw::HashArgument Layout;
  HashEntry entry;
  entry.nibble = octets<1>(argument, offsetof(Layout, nibble));
  entry.digit = octets<1>(argument, offsetof(Layout, digit));
  entry.value = octets<9>(argument, offsetof(Layout, value_low));
  return entry;
}
