// A record as `record` keeps it: one word of its memory.
//
// It says the same as espial/hw/record.hpp, in the form that needs least work between two packets
// of one session. Flows go by the endpoint that sends, so a packet knows its flow at once; which of
// them is c2s is put in when the record is read. And instead of when the session was last seen it
// holds when it ends, so that no multiplication stands between memory and decision.
#pragma once

#include "types.hpp"

// What one endpoint sends.
struct Flow {
  ap_uint<32> bytes_low;  // in halves: a longer sum would not fit between two packets
  ap_uint<32> bytes_high;
  ap_uint<32> packets_low;
  ap_uint<16> packets_high;
  ap_uint<16> ingress;
  ap_uint<2> spis;  // different ones, up to most_spis
  ap_uint<32> spi;
  ap_uint<32> other_spi;
  ap_uint<16> outer_source_port;
  ap_uint<16> outer_destination_port;
};

// Flat, since Vitis HLS makes no word of nested structs.
struct Session {
  bool used;    // there is a session
  bool ended;   // by its timeout
  bool active;  // the other direction was seen, or will not be
  address_t lower_address;
  address_t upper_address;
  ap_uint<16> lower_port;
  ap_uint<16> upper_port;
  ap_uint<16> zone;
  ap_uint<8> protocol;
  bool encapsulated;
  bool c2s_from_upper;
  ap_uint<2> mapping;
  ap_uint<4> flags;  // the bits of SessionFlag that the card sets
  ap_uint<32> timeout;
  ap_uint<64> deadline;  // it has ended if a packet comes at that time or later
  bool endless;          // the deadline lies beyond 64 bits
  ap_uint<64> created;
  ap_uint<48> creation;
  ap_uint<32> lower_bytes_low;
  ap_uint<32> lower_bytes_high;
  ap_uint<32> lower_packets_low;
  ap_uint<16> lower_packets_high;
  ap_uint<16> lower_ingress;
  ap_uint<2> lower_spis;
  ap_uint<32> lower_spi;
  ap_uint<32> lower_other_spi;
  ap_uint<16> lower_outer_source_port;
  ap_uint<16> lower_outer_destination_port;
  ap_uint<32> upper_bytes_low;
  ap_uint<32> upper_bytes_high;
  ap_uint<32> upper_packets_low;
  ap_uint<16> upper_packets_high;
  ap_uint<16> upper_ingress;
  ap_uint<2> upper_spis;
  ap_uint<32> upper_spi;
  ap_uint<32> upper_other_spi;
  ap_uint<16> upper_outer_source_port;
  ap_uint<16> upper_outer_destination_port;
};

constexpr unsigned long long second_ns = 1000000000ULL;

inline Flow no_flow() {
#pragma HLS INLINE
  Flow flow;
  flow.bytes_low = 0;
  flow.bytes_high = 0;
  flow.packets_low = 0;
  flow.packets_high = 0;
  flow.ingress = 0;
  flow.spis = 0;
  flow.spi = 0;
  flow.other_spi = 0;
  flow.outer_source_port = 0;
  flow.outer_destination_port = 0;
  return flow;
}

inline Flow flow_of(const Session& session, bool upper) {
#pragma HLS INLINE
  Flow flow;
  flow.bytes_low = upper ? session.upper_bytes_low : session.lower_bytes_low;
  flow.bytes_high = upper ? session.upper_bytes_high : session.lower_bytes_high;
  flow.packets_low = upper ? session.upper_packets_low : session.lower_packets_low;
  flow.packets_high = upper ? session.upper_packets_high : session.lower_packets_high;
  flow.ingress = upper ? session.upper_ingress : session.lower_ingress;
  flow.spis = upper ? session.upper_spis : session.lower_spis;
  flow.spi = upper ? session.upper_spi : session.lower_spi;
  flow.other_spi = upper ? session.upper_other_spi : session.lower_other_spi;
  flow.outer_source_port =
      upper ? session.upper_outer_source_port : session.lower_outer_source_port;
  flow.outer_destination_port =
      upper ? session.upper_outer_destination_port : session.lower_outer_destination_port;
  return flow;
}

inline void put_flow(Session& session, bool upper, const Flow& flow) {
#pragma HLS INLINE
  if (upper) {
    session.upper_bytes_low = flow.bytes_low;
    session.upper_bytes_high = flow.bytes_high;
    session.upper_packets_low = flow.packets_low;
    session.upper_packets_high = flow.packets_high;
    session.upper_ingress = flow.ingress;
    session.upper_spis = flow.spis;
    session.upper_spi = flow.spi;
    session.upper_other_spi = flow.other_spi;
    session.upper_outer_source_port = flow.outer_source_port;
    session.upper_outer_destination_port = flow.outer_destination_port;
  } else {
    session.lower_bytes_low = flow.bytes_low;
    session.lower_bytes_high = flow.bytes_high;
    session.lower_packets_low = flow.packets_low;
    session.lower_packets_high = flow.packets_high;
    session.lower_ingress = flow.ingress;
    session.lower_spis = flow.spis;
    session.lower_spi = flow.spi;
    session.lower_other_spi = flow.other_spi;
    session.lower_outer_source_port = flow.outer_source_port;
    session.lower_outer_destination_port = flow.outer_destination_port;
  }
}

// A record without a session.
inline Session no_session() {
#pragma HLS INLINE
  Session session;
  session.used = false;
  session.ended = false;
  session.active = false;
  session.lower_address = 0;
  session.upper_address = 0;
  session.lower_port = 0;
  session.upper_port = 0;
  session.zone = 0;
  session.protocol = 0;
  session.encapsulated = false;
  session.c2s_from_upper = false;
  session.mapping = 0;
  session.flags = 0;
  session.timeout = 0;
  session.deadline = 0;
  session.endless = false;
  session.created = 0;
  session.creation = 0;
  put_flow(session, false, no_flow());
  put_flow(session, true, no_flow());
  return session;
}

inline Key key_of(const Session& session) {
#pragma HLS INLINE
  Key key;
  key.lower_address = session.lower_address;
  key.upper_address = session.upper_address;
  key.lower_port = session.lower_port;
  key.upper_port = session.upper_port;
  key.zone = session.zone;
  key.protocol = session.protocol;
  key.encapsulated = session.encapsulated;
  return key;
}

inline void put_key(Session& session, const Key& key) {
#pragma HLS INLINE
  session.lower_address = key.lower_address;
  session.upper_address = key.upper_address;
  session.lower_port = key.lower_port;
  session.upper_port = key.upper_port;
  session.zone = key.zone;
  session.protocol = key.protocol;
  session.encapsulated = key.encapsulated;
}

inline bool same_key(const Key& a, const Key& b) {
#pragma HLS INLINE
  return a.lower_address == b.lower_address && a.upper_address == b.upper_address &&
         a.lower_port == b.lower_port && a.upper_port == b.upper_port && a.zone == b.zone &&
         a.protocol == b.protocol && a.encapsulated == b.encapsulated;
}
