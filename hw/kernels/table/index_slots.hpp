// The slots that a key may stand in, as `index` sees them: one bit for each, all choices counted
// through.
#pragma once

#include "types.hpp"

typedef ap_uint<espial::hw::choices * espial::hw::line_slots> slots_t;
// Those of one line.
typedef ap_uint<espial::hw::line_slots> line_slots_t;

// A slot in memory. From the highest bit down: whether it is taken, tag, record.
typedef ap_uint<1 + espial::hw::tag_bits + espial::hw::record_bits> slot_t;

inline slot_t slot_of(bool taken, tag_t tag, record_number_t record) {
#pragma HLS INLINE
  return (slot_t(taken) << static_cast<int>(espial::hw::tag_bits + espial::hw::record_bits)) |
         (slot_t(tag) << static_cast<int>(espial::hw::record_bits)) | slot_t(record);
}
inline bool is_taken(slot_t slot) {
#pragma HLS INLINE
  return slot[slot_t::width - 1];
}
inline bool has_tag(slot_t slot, tag_t tag) {
#pragma HLS INLINE
  typedef ap_uint<1 + espial::hw::tag_bits> tagged_t;
  const tagged_t wanted = tagged_t(tag) | (tagged_t(1) << static_cast<int>(espial::hw::tag_bits));
  return tagged_t(slot >> static_cast<int>(espial::hw::record_bits)) == wanted;
}
inline record_number_t record_in(slot_t slot) {
#pragma HLS INLINE
  return record_number_t(slot);
}

inline slots_t one_slot(position_t position) {
#pragma HLS INLINE
  return slots_t(1) << position;
}
// The slots from `start` on; none, if it is behind the last. Compared one by one: a shift's bits
// have much in common, which a compiler may draw together in the wrong place.
inline slots_t slots_from(position_t start) {
#pragma HLS INLINE
  slots_t slots = 0;
  for (int i = 0; i < slots_t::width; ++i) {
#pragma HLS UNROLL
    slots[i] = start <= i;
  }
  return slots;
}
// The lowest 1 alone.
template <int Bits>
ap_uint<Bits> lowest_of(ap_uint<Bits> bits) {
#pragma HLS INLINE
  return bits & ap_uint<Bits>(~bits + 1);
}
// The highest 1 alone.
template <int Bits>
ap_uint<Bits> highest_of(ap_uint<Bits> bits) {
#pragma HLS INLINE
  ap_uint<Bits> turned = 0;
  for (int i = 0; i < Bits; ++i) {
#pragma HLS UNROLL
    turned[i] = bits[Bits - 1 - i];
  }
  const ap_uint<Bits> lowest = lowest_of(turned);
  ap_uint<Bits> highest = 0;
  for (int i = 0; i < Bits; ++i) {
#pragma HLS UNROLL
    highest[i] = lowest[Bits - 1 - i];
  }
  return highest;
}
// The number of the slot whose bit is set, if there is just one.
inline position_t position_of(slots_t slot) {
#pragma HLS INLINE
  position_t position = 0;
  for (int bit = 0; bit < position_t::width; ++bit) {
#pragma HLS UNROLL
    slots_t numbered = 0;  // those whose number has this bit
    for (int i = 0; i < slots_t::width; ++i) {
#pragma HLS UNROLL
      numbered[i] = ((i >> bit) & 1) != 0;
    }
    position[bit] = (slot & numbered) != 0;
  }
  return position;
}

// The slots of the lines that two operations share.
inline slots_t shared_slots(const line_number_t one[espial::hw::choices],
                            const line_number_t other[espial::hw::choices]) {
#pragma HLS INLINE
  slots_t shared = 0;
  for (unsigned choice = 0; choice < espial::hw::choices; ++choice) {
#pragma HLS UNROLL
    const slots_t line = slots_t(line_slots_t(~line_slots_t(0)))
                         << static_cast<int>(choice * espial::hw::line_slots);
    if (one[choice] == other[choice]) shared = shared | line;
  }
  return shared;
}
