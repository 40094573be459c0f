// What one packet does to its session's data. All of it comes behind the decision, so between two
// packets of one session there is only what stands here.
#pragma once

#include "record_decision.hpp"

using espial::hw::SessionFlag;

// How many different SPIs a flow has carried. Two are remembered, so the count is exact up to
// most_spis.
inline ap_uint<2> count_spis(ap_uint<2> spis, bool last, bool other) {
#pragma HLS INLINE
  static_assert(espial::hw::most_spis == 3, "as many as two bits can tell");
  switch (spis.to_uint()) {
    case 0:
      return 1;
    case 1:
      return last ? 1 : 2;
    case 2:
      return last || other ? 2 : 3;
    default:
      return 3;
  }
}

inline void see_spi(Flow& flow, ap_uint<32> spi) {
#pragma HLS INLINE
  const bool last = spi == flow.spi;
  const bool other = spi == flow.other_spi;
  flow.spis = count_spis(flow.spis, last, other);
  if (!last) flow.other_spi = flow.spi;
  flow.spi = spi;
}

// Counts a packet in a flow, if it is of it. Nothing is chosen behind a sum: what does not count
// adds nothing.
// \return whether its outer ports have changed
inline bool count_in_flow(Flow& flow, bool mine, const Operation& operation) {
#pragma HLS INLINE
  const Transit& transit = operation.transit;
  const bool first = flow.packets_low == 0 && flow.packets_high == 0;
  const ap_uint<24> length = mine ? transit.length : ap_uint<24>(0);
  flow.bytes_low = flow.bytes_low + length;
  flow.bytes_high = flow.bytes_high + ap_uint<1>(flow.bytes_low < length);
  flow.packets_low = flow.packets_low + ap_uint<1>(mine);
  flow.packets_high = flow.packets_high + ap_uint<1>(mine && flow.packets_low == 0);
  if (!mine) return false;
  flow.ingress = transit.ingress;
  if (operation.has_spi) see_spi(flow, operation.spi);
  if (!operation.key.encapsulated) return false;
  const bool rebound = !first && (flow.outer_source_port != operation.outer_source_port ||
                                  flow.outer_destination_port != operation.outer_destination_port);
  flow.outer_source_port = operation.outer_source_port;
  flow.outer_destination_port = operation.outer_destination_port;
  return rebound;
}

// Counts a packet.
// \param counted whether it does
// \param alias under spi-split, it goes against the session's first
inline void count_packet(Session& session, bool counted, bool alias, const Operation& operation) {
#pragma HLS INLINE
  Flow lower = flow_of(session, false);
  Flow upper = flow_of(session, true);
  const bool lower_rebound = count_in_flow(lower, counted && !operation.from_upper, operation);
  const bool upper_rebound = count_in_flow(upper, counted && operation.from_upper, operation);
  put_flow(session, false, lower);
  put_flow(session, true, upper);

  ap_uint<4> flags = 0;
  if (counted && operation.has_spi) {
    if (operation.spi < 256) flags = flags | code(SessionFlag::spi_reserved);
    if (operation.sa_unknown) flags = flags | code(SessionFlag::sa_unknown);
    if (alias) flags = flags | code(SessionFlag::spi_alias);
  }
  if (lower_rebound || upper_rebound) flags = flags | code(SessionFlag::nat_rebind);
  session.flags = session.flags | flags;
}
