#include "octets.hpp"
#include "processes.hpp"

using espial::hw::RequestKind;

// A request of the host enters only with a place in the queue before `answer`, so that nothing
// behind `ingest` ever waits for the host. Where both sides wait, they take turns.
void process::ingest(hls::stream<Request>& from_host, hls::stream<Request>& from_wire,
                     hls::stream<bool>& answered, hls::stream<Request>& arrivals) {
#pragma HLS PIPELINE II = 1 style = flp
  constexpr unsigned ingresses = 1U << 16;
  static ap_uint<16> zone_of[ingresses];
#pragma HLS BIND_STORAGE variable = zone_of type = ram_2p impl = uram
  // Forwarding: what the last `kept` requests wrote stands in `recent`, newest first, so a request
  // finds every write of an older one there or in memory, where it is after `kept` more requests at
  // the latest: distance kept + 1.
  constexpr int kept = 4;
#pragma HLS DEPENDENCE variable = zone_of inter RAW true distance = 5
  struct Recent {
    bool valid;
    ap_uint<16> ingress;
    ap_uint<16> zone;
  };
  static Recent recent[kept];
#pragma HLS ARRAY_PARTITION variable = recent complete dim = 0

  static ap_uint<9> places = espial::hw::answer_places;
  static bool wire_turn = false;
  static ap_uint<64> clock = 0;
  static ap_uint<47> arrival = 0;
  static bool sweeping = true;
  static ap_uint<17> swept = 0;
  static bool clearing = false;  // `held` is a clear, which waits until all requests are answered
  static Request held;

  if (sweeping) {
    // A few more than there are: then the last ones are in memory too.
    zone_of[ap_uint<16>(swept)] = 0;
    for (int i = 0; i < kept; ++i) {
#pragma HLS UNROLL
      recent[i].valid = false;
    }
    sweeping = swept != ingresses - 1 + kept;
    swept = swept + 1;
    return;
  }

  bool token = false;
  if (answered.read_nb(token)) places = places + 1;

  Request request;
  bool got = false;
  if (clearing && places == espial::hw::answer_places) {
    clearing = false;
    request = held;
    got = true;
  }
  if (!got && wire_turn) got = from_wire.read_nb(request);
  if (!got && !clearing && places != 0) {
    got = from_host.read_nb(request);
    if (got && request.kind == code(RequestKind::clear) && places != espial::hw::answer_places) {
      // An answer in bulk may still be read from the records.
      held = request;
      clearing = true;
      got = false;
    }
  }
  if (!got && !wire_turn) got = from_wire.read_nb(request);
  if (!got) return;
  if (!request.wire) places = places - 1;
  wire_turn = !request.wire;

  const bool packet = request.kind == code(RequestKind::packet);
  const bool clear = request.kind == code(RequestKind::clear);
  const bool set_ingress = request.kind == code(RequestKind::set_ingress);

  request.reversal = packet && request.time < clock;
  if (request.time > clock) clock = request.time;
  request.time = clock;
  // Even numbers, so that AH and the ESP in it can differ.
  request.number = ap_uint<48>(arrival) << 1;
  if (packet) arrival = arrival + 1;

  request.zone = zone_of[request.ingress];
  for (int i = kept - 1; i >= 0; --i) {
#pragma HLS UNROLL
    if (recent[i].valid && recent[i].ingress == request.ingress) request.zone = recent[i].zone;
  }
  for (int i = kept - 1; i > 0; --i) {
#pragma HLS UNROLL
    recent[i] = recent[i - 1];
  }
  recent[0].valid = set_ingress;
  recent[0].ingress = request.ingress;
  recent[0].zone = octets<2>(request.window, offsetof(espial::hw::IngressArgument, zone));
  if (set_ingress) zone_of[request.ingress] = recent[0].zone;

  if (clear) {
    clock = 0;
    arrival = 0;
    sweeping = true;
    swept = 0;
  }
  arrivals.write(request);
}
