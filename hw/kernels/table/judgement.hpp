// What speaks against a packet: the first thing found stays.
#pragma once

#include "types.hpp"

// How far the octets of a packet reach.
struct Extent {
  ap_uint<8> captured;  // into the window
  ap_uint<24> length;   // on the wire, or as the IP header bounds it
};

struct Judgement {
  bool good;           // nothing speaks against it
  ap_uint<5> outcome;  // Outcome

  void against(bool wrong, espial::hw::Outcome reason) {
#pragma HLS INLINE
    if (wrong && good) outcome = code(reason);
    good = good && !wrong;
  }

  // What was judged by itself, if it concerns the packet.
  void against(bool concerns, const Judgement& other) {
#pragma HLS INLINE
    const bool wrong = concerns && !other.good;
    if (wrong && good) outcome = other.outcome;
    good = good && !wrong;
  }

  // Needs the octets before `end`, counted from the packet's first: the packet must have them, the
  // capture must hold them, and the window must reach them.
  void needs(ap_uint<25> end, const Extent& extent) {
#pragma HLS INLINE
    using espial::hw::Outcome;
    against(end > extent.length, Outcome::too_short);
    against(end > extent.captured && extent.captured < espial::hw::window_octets,
            Outcome::truncated);
    against(end > extent.captured, Outcome::beyond_window);
  }
};

// Nothing speaks against it so far. What is looked at on one way only gets a judgement of its own,
// so that the ways do not wait for each other.
inline Judgement no_objection() {
#pragma HLS INLINE
  Judgement judgement;
  judgement.good = true;
  judgement.outcome = code(espial::hw::Outcome::counted);
  return judgement;
}
