// What speaks against a packet: the first thing found stays.
#pragma once

#include "types.hpp"

// How far the octets of a packet reach.
struct Extent {
  ap_uint<8> captured;  // into the window
  ap_uint<24> length;   // on the wire, or as the IP header bounds it
};

struct Judgement {
  ap_uint<5> outcome;  // Outcome

  bool good() const { return outcome == code(espial::hw::Outcome::counted); }

  void against(bool wrong, espial::hw::Outcome reason) {
#pragma HLS INLINE
    if (wrong && good()) outcome = code(reason);
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
