// Where a new key goes.
#pragma once

#include "index_slots.hpp"

// Two places for a new key: the first and the last empty slot of the line with the most empty
// slots, of equal lines the first. They are one if it has only one; none if all lines are full.
struct Places {
  slots_t first;
  slots_t last;
};

inline Places best_places(slots_t taken) {
#pragma HLS INLINE
  using espial::hw::choices;
  using espial::hw::line_slots;
  // The empty slots of all lines are counted at once; the bits of a line's number stand at the
  // place of its first slot.
  static_assert(line_slots == 6, "two full adders count them");
  slots_t first_slots = 0;
  for (unsigned choice = 0; choice < choices; ++choice) {
#pragma HLS UNROLL
    first_slots[choice * line_slots] = true;
  }
  slots_t one[line_slots];
  for (unsigned i = 0; i < line_slots; ++i) {
#pragma HLS UNROLL
    one[i] = (~taken >> static_cast<int>(i)) & first_slots;
  }
  const slots_t low_ones = one[0] ^ one[1] ^ one[2];
  const slots_t low_twos = (one[0] & one[1]) | (one[2] & (one[0] ^ one[1]));
  const slots_t high_ones = one[3] ^ one[4] ^ one[5];
  const slots_t high_twos = (one[3] & one[4]) | (one[5] & (one[3] ^ one[4]));
  const slots_t ones = low_ones ^ high_ones;
  const slots_t carry = low_ones & high_ones;
  const slots_t twos = low_twos ^ high_twos ^ carry;
  const slots_t fours = (low_twos & high_twos) | (carry & (low_twos ^ high_twos));

  ap_uint<3> count[choices];
  for (unsigned choice = 0; choice < choices; ++choice) {
#pragma HLS UNROLL
    const int at = static_cast<int>(choice * line_slots);
    count[choice] =
        ap_uint<3>(ones[at]) | (ap_uint<3>(twos[at]) << 1) | (ap_uint<3>(fours[at]) << 2);
  }
  Places places;
  places.first = 0;
  places.last = 0;
  for (unsigned choice = 0; choice < choices; ++choice) {
#pragma HLS UNROLL
    // Each with each: that is faster than one after the other.
    bool best = true;
    for (unsigned other = 0; other < choices; ++other) {
#pragma HLS UNROLL
      if (other < choice) best = best && count[other] < count[choice];
      if (other > choice) best = best && count[other] <= count[choice];
    }
    const int at = static_cast<int>(choice * line_slots);
    const line_slots_t empty = ~taken >> at;
    if (best) {
      places.first = places.first | (slots_t(lowest_of(empty)) << at);
      places.last = places.last | (slots_t(highest_of(empty)) << at);
    }
  }
  return places;
}
