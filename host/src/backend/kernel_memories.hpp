// The kernels' own types of what they keep, as the host's.
#pragma once

#include "backend/inside.hpp"
#include "table/index_slots.hpp"
#include "table/record_described.hpp"

namespace espial {

inline IndexSlot slot_from(const slot_t& slot) {
  IndexSlot made;
  made.taken = is_taken(slot);
  made.tag = tag_t(slot >> static_cast<int>(hw::record_bits)).to_uint();
  made.record = record_in(slot).to_uint();
  return made;
}

inline hw::Record record_from(const ::Session& session) { return described(session); }

}  // namespace espial
