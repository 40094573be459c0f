// Places behind a process that it must not overfill.
#pragma once

#include "ap_int.h"

// How many of PLACES places are free. What a firing asks of their number has been answered by the
// firing before it: a comparison would come too late for what must be decided at once, whether a
// stream is read.
template <unsigned PLACES>
struct Credits {
  static_assert(PLACES < 512, "9 bits count them");
  ap_uint<9> free = PLACES;
  bool some = true;  // are free
  bool all = true;

  // The end of a firing: whether it has taken one, and whether one has come back.
  void update(bool taken, bool back) {
#pragma HLS INLINE
    const bool none = free == 0;
    const bool last = free == 1;
    some = back || !(none || (last && taken));
    all = !taken && free + back == PLACES;
    free = free + back - taken;
  }
};
