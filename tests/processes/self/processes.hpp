// Two processes as C++; pair.sv and merge.sv are the same by hand. An element with a `fault` makes
// the module go wrong as it says, and means nothing here: so a test can see that the bench sees it.
#pragma once

#include "ap_axi_sdata.h"
#include "ap_int.h"
#include "hls_stream.h"

enum class Fault : unsigned {
  none = 0,
  flip = 1,        // a bit of the output is wrong
  drop = 2,        // the output does not come
  twice = 3,       // the output comes twice
  hang = 4,        // nothing is taken any more
  impatience = 5,  // the output changes while it waits
  assertion = 6,   // of the module, fails
  outcome = 7,     // what the process was told is told wrongly
  deaf = 8,        // no more ordinary items are seen
  mute = 9,        // no more room is seen for the status
};

struct Part {
  ap_uint<4> fault;
  bool odd;
  ap_int<13> delta;
  ap_uint<70> data;
};

using Whole = hls::axis<ap_uint<96>, 9>;

// Two parts make one whole: blocking reads only, and state.
inline void pair(hls::stream<Part>& parts, hls::stream<Whole>& wholes) {
  static bool second = false;
  static Part first;
  static ap_uint<9> count = 0;

  const Part part = parts.read();
  if (second) {
    Whole whole;
    whole.data = (ap_uint<96>(part.data) << 26) ^ ap_uint<96>(first.data);
    whole.keep = ap_uint<12>(ap_int<12>(first.delta + part.delta));
    whole.strb = ap_uint<12>(first.delta >> 1);
    whole.user = count;
    whole.last = first.odd != part.odd;
    wholes.write(whole);
    count = count + 1;
  }
  first = part;
  second = !second;
}

struct Item {
  ap_uint<4> fault;
  ap_uint<40> value;
};

struct Merged {
  bool urgent;
  ap_uint<16> number;
  ap_uint<40> value;
};

// Urgent items first; says how many there were whenever there is room to say it.
inline void merge(hls::stream<Item>& urgent, hls::stream<Item>& ordinary,
                  hls::stream<Merged>& merged, hls::stream<ap_uint<16>>& status) {
  static ap_uint<16> number = 0;

  Item item;
  const bool is_urgent = urgent.read_nb(item);
  const bool any = is_urgent || ordinary.read_nb(item);
  if (!any) return;
  Merged out;
  out.urgent = is_urgent;
  out.number = number;
  out.value = item.value;
  merged.write(out);
  number = number + 1;
  if (is_urgent && !status.full()) status.write(number);
}
