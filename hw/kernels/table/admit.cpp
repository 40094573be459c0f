#include "credits.hpp"
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
  static pass_t last_pass = ~0U;
  static Credits<loop_places> places;
  static bool owing = false;     // `owed` is not 0: kept apart, since it decides what is read
  static ap_uint<7> owed = 0;    // operations that come back before a new one may enter
  static bool draining = false;  // `held` enters alone
  static Operation held;

  bool token = false;
  const bool returned = completed.read_nb(token);

  Operation operation;
  bool again = false;
  if (owing) {
    operation = bounced.read();
    again = true;
  } else {
    again = bounced.read_nb(operation);
  }
  bool enters = false;
  if (again) {
    // It keeps its place in the loop.
    const bool first = operation.round.first;
    owing = first ? last_pass != operation.round.pass : owed != 1;
    owed = first ? ap_uint<7>(last_pass - operation.round.pass) : ap_uint<7>(owed - 1);
  } else if (draining) {
    if (places.all) {
      operation = held;
      draining = false;
      enters = true;
    }
  } else if (places.some) {
    enters = hashed.read_nb(operation);
    const ap_uint<5> kind = operation.transit.kind;
    if (enters && (kind == code(RequestKind::clear) || kind == code(RequestKind::set_timer))) {
      held = operation;
      draining = true;
      enters = false;
    }
  }
  places.update(enters, returned);
  if (!again && !enters) return;
  last_pass = last_pass + 1;
  operation.round.pass = last_pass;
  admitted.write(operation);
}
