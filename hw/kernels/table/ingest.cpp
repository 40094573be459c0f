#include "credits.hpp"
#include "octets.hpp"
#include "processes.hpp"
#include "visible.hpp"

using espial::hw::RequestKind;

// A request of the host enters only with a place in the queue before `answer`, so that nothing
// behind `ingest` ever waits for the host. Where both sides wait, one request in four is the
// host's.
void process::ingest(hls::stream<Request>& from_host, hls::stream<Request>& from_wire,
                     hls::stream<bool>& answered, hls::stream<Request>& arrivals) {
#pragma HLS PIPELINE II = 1 style = flp
  constexpr unsigned ingresses = 1U << 16;
  static ap_uint<16> zone_of[ingresses];
#pragma HLS BIND_STORAGE variable = zone_of type = ram_2p impl = uram
  // Forwarding: what the last `kept` firings wrote stands in `recent`, newest first, so a request
  // finds every older write there or in memory, where it is after `kept` more firings at the
  // latest: distance kept + 1.
  constexpr int kept = 4;
#pragma HLS DEPENDENCE variable = zone_of inter RAW true distance = 5
  struct Recent {
    bool valid;
    ap_uint<16> ingress;
    ap_uint<16> zone;
  };
  static Recent recent[kept];
#pragma HLS ARRAY_PARTITION variable = recent complete dim = 0

  static Credits<espial::hw::answer_places> places;
  // The wire goes first: it cannot wait, the host can. But one request in four is the host's, if
  // it has one: so this is true for three firings behind one.
  static bool wire_turn = false;
  static bool host_before[2];  // in the firings before the last one, newest first
#pragma HLS ARRAY_PARTITION variable = host_before complete dim = 0
  static ap_uint<64> clock = 0;
  static ap_uint<47> arrival = 0;
  static bool sweeping = true;
  static ap_uint<17> swept = 0;
  static bool clearing = false;  // `held` is a clear, which waits until all requests are answered
  static Request held;
  static const Show<VisibleIngest> shown(clock, arrival);

  Request request;
  Recent newest;
  newest.valid = false;
  if (sweeping) {
    // A few more than there are: then the last ones are in memory too, and `recent` is empty.
    zone_of[ap_uint<16>(swept)] = 0;
    sweeping = swept != ingresses - 1 + kept;
    swept = swept + 1;
  } else {
    bool token = false;
    const bool answer = answered.read_nb(token);
    const bool clear = clearing && places.all;
    const bool offers = !clearing && places.some && !from_host.empty();
    const bool wire = !clear && (wire_turn || !offers) && !from_wire.empty();
    bool host = clear;
    if (clear) {
      request = held;
      clearing = false;
    } else if (wire) {
      request = from_wire.read();
    } else if (offers) {
      request = from_host.read();
      host = request.kind != code(RequestKind::clear);
      if (!host) {
        // It waits, since an answer in bulk may still be read from the records.
        held = request;
        clearing = true;
      }
    }
    bool some_before = false;
    for (int i = 0; i < 2; ++i) {
#pragma HLS UNROLL
      some_before = some_before || host_before[i];
    }
    wire_turn = host || some_before;
    host_before[1] = host_before[0];
    host_before[0] = host;
    places.update(host, answer);

    if (wire || host) {
      const bool packet = request.kind == code(RequestKind::packet);
      request.reversal = packet && request.time < clock;
      // A clear takes time 0, whatever it is: chosen ahead, so that one choice closes the loop.
      const bool newer = request.time > clock;
      const ap_uint<64> taken = clear ? ap_uint<64>(0) : request.time;
      if (!newer) request.time = clock;
      if (newer || clear) clock = taken;
      // Even numbers, so that AH and the ESP in it can differ.
      request.number = ap_uint<48>(arrival) << 1;
      if (packet) arrival = arrival + 1;

      request.zone = zone_of[request.ingress];
      for (int i = kept - 1; i >= 0; --i) {
#pragma HLS UNROLL
        if (recent[i].valid && recent[i].ingress == request.ingress) request.zone = recent[i].zone;
      }
      newest.valid = request.kind == code(RequestKind::set_ingress);
      newest.ingress = request.ingress;
      newest.zone = octets<2>(request.window, offsetof(espial::hw::IngressArgument, zone));
      if (newest.valid) zone_of[newest.ingress] = newest.zone;
      arrivals.write(request);
    }
    if (clear) {
      arrival = 0;
      sweeping = true;
      swept = 0;
    }
  }

  for (int i = kept - 1; i > 0; --i) {
#pragma HLS UNROLL
    recent[i] = recent[i - 1];
  }
  recent[0] = newest;
}
