// What the natively compiled kernels show of their memories, for who looks whether the table is in
// order (host/src/check.hpp). A process says once where its arrays and counters are. In hardware
// there is nothing of it.
#pragma once

#include "index_free.hpp"
#include "index_slots.hpp"
#include "index_spare.hpp"
#include "record_session.hpp"

struct VisibleIngest {
  ap_uint<64>* clock;
  ap_uint<47>* arrival;
};

struct VisibleIndex {
  slot_t (*table)[espial::hw::choices][espial::hw::lines][espial::hw::line_slots];
  count_t* free;
  count_t* ended;
  Spare (*spare)[loop_places];
};

struct VisibleFreeList {
  record_number_t (*ring)[espial::hw::records];
  count_t* next;
  count_t* ended;
  count_t* put;
};

struct VisibleRecord {
  Session (*records)[espial::hw::banks][espial::hw::records / espial::hw::banks];
};

#if defined(__SYNTHESIS__) || defined(__HLS_OPEN__)

template <class Visible>
struct Show {
  template <class... Memories>
  constexpr explicit Show(const Memories&...) {}
};

#else

// What a process of this program has shown.
template <class Visible>
Visible& visible() {
  static Visible instance = {};
  return instance;
}

template <class Visible>
struct Show {
  template <class... Memories>
  explicit Show(Memories&... memories) {
    visible<Visible>() = {&memories...};
  }
};

#endif
