#include "processes.hpp"

using espial::hw::RequestKind;

// Keeps all operations in order of arrival, also those that go round the loop again.
//
// `record` sends back ("bounces") an operation that it cannot carry out: because a tag matched and
// the key did not, or because its session has ended and `index` must first put a free record there.
// It marks that one as `first`, and bounces everything behind it too, untouched, until `first`
// comes back. So when a `first` arrives here, all operations that were let in after it follow in
// `bounced`: they are owed, and nothing new enters before them.
//
// Every place in the loop has a credit, so each of its streams can hold all that is on the way.
//
// A `clear` and a set_timer enter alone: they never bounce, so `record` carries them out where they
// arrive, before it knows of anything that may stand before them.
void process::admit(hls::stream<Operation>& hashed, hls::stream<Operation>& bounced,
                    hls::stream<bool>& completed, hls::stream<Operation>& admitted) {
#pragma HLS PIPELINE II = 1 style = flp
  static pass_t next_pass = 0;
  static ap_uint<7> places = loop_places;
  static ap_uint<7> owed = 0;    // operations that come back before a new one may enter
  static bool draining = false;  // `held` enters alone
  static Operation held;

  bool token = false;
  const bool returned = completed.read_nb(token);
  if (returned) places = places + 1;

  Operation operation;
  bool got = false;
  bool again = false;
  if (owed != 0) {
    operation = bounced.read();
    again = true;
  } else {
    again = bounced.read_nb(operation);
  }
  if (again) {
    // It keeps its place in the loop.
    owed = operation.round.first ? ap_uint<7>(pass_t(next_pass - operation.round.pass - 1))
                                 : ap_uint<7>(owed - 1);
    got = true;
  } else if (draining) {
    if (places == loop_places) {
      operation = held;
      draining = false;
      got = true;
    }
  } else if (places != 0) {
    got = hashed.read_nb(operation);
    const ap_uint<5> kind = operation.transit.kind;
    if (got && (kind == code(RequestKind::clear) || kind == code(RequestKind::set_timer))) {
      held = operation;
      draining = true;
      got = false;
    }
  }
  if (!got) return;
  if (!again) places = places - 1;
  operation.round.pass = next_pass;
  next_pass = next_pass + 1;
  admitted.write(operation);
}
