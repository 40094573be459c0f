// Records that were taken and not used, the last one first. A new one is taken only when none is
// here, so they and those in the loop are never more than the loop holds.
#pragma once

#include "types.hpp"

struct Spare {
  bool there;
  record_number_t record;
};

inline void put(Spare (&spare)[loop_places], record_number_t record) {
#pragma HLS INLINE
  for (unsigned i = loop_places - 1; i > 0; --i) {
#pragma HLS UNROLL
    spare[i] = spare[i - 1];
  }
  spare[0].there = true;
  spare[0].record = record;
}

inline void take_first(Spare (&spare)[loop_places]) {
#pragma HLS INLINE
  for (unsigned i = 0; i + 1 < loop_places; ++i) {
#pragma HLS UNROLL
    spare[i] = spare[i + 1];
  }
  spare[loop_places - 1].there = false;
}

inline void forget(Spare (&spare)[loop_places]) {
#pragma HLS INLINE
  for (unsigned i = 0; i < loop_places; ++i) {
#pragma HLS UNROLL
    spare[i].there = false;
  }
}
