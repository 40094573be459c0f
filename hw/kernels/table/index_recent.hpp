// What the last operations did to the index, and what that means to the next one.
//
// The next operation may need the same lines in the next cycle. So as little as possible is left
// for the cycle in which an operation is decided. Which slot it would change is known before, and
// so is, for each two operations close to each other, whether that slot is in the other one's
// lines. The decision adds two bits.
#pragma once

#include "index_free.hpp"
#include "index_slots.hpp"

// An operation that has passed.
struct Recent {
  line_number_t line[espial::hw::choices];
  tag_t tag;
  slots_t slot;  // that it could change, or none: one of these two
  slots_t first;
  slots_t last;
  bool takes_last;
  bool owner;      // took this slot in an earlier round
  few_t released;  // records that it set free for the host
  // The decision: whether the slot changed, and if so, whether it now holds the tag and a free
  // record, or is empty.
  bool changed;
  bool filled;
  record_number_t record;  // filled: that record; emptied: of no meaning, but memory gets it too
};

// What stands in the lines of an operation.
struct View {
  slots_t taken;
  slots_t matches;  // have its tag, and are to be looked at
};

// The view after one more change.
// \param touched the slot of the change, if it is in the lines of the view
// \param fits that slot would be a match
inline View with_change(const View& view, const Recent& recent, slots_t touched, bool fits) {
#pragma HLS INLINE
  const slots_t changed = recent.changed ? touched : slots_t(0);
  const slots_t filled = recent.filled ? touched : slots_t(0);
  View next;
  next.taken = (view.taken & ~changed) | filled;
  next.matches = (view.matches & ~changed) | (fits ? filled : slots_t(0));
  return next;
}

// The record in a slot: what memory says, unless a change is not there yet.
template <int Kept>
record_number_t newest_record(record_number_t stored, const Recent (&recent)[Kept],
                              const slots_t (&touched)[Kept], slots_t slot) {
#pragma HLS INLINE
  record_number_t record = stored;
  for (int i = Kept - 1; i >= 0; --i) {
#pragma HLS UNROLL
    if (recent[i].changed && (touched[i] & slot) != 0) record = recent[i].record;
  }
  return record;
}

// Makes room for one more at the front. In every firing, whatever it does: then what a firing finds
// at a place was computed so many firings ago, and need not be there earlier.
template <class T, int Count>
void shift(T (&history)[Count]) {
#pragma HLS INLINE
  for (int i = Count - 1; i > 0; --i) {
#pragma HLS UNROLL
    history[i] = history[i - 1];
  }
}
