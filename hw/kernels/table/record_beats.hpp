// A record as it crosses to the host: the layout of espial/hw/record.hpp, octet by octet.
#pragma once

#include "types.hpp"

template <class T>
inline void put_field(record_beats_t& beats, std::size_t offset, T value) {
#pragma HLS INLINE
  beats = beats | (record_beats_t(value) << (8 * static_cast<int>(offset)));
}

inline void put_octets(record_beats_t& beats, std::size_t offset, const std::uint8_t (&value)[16]) {
#pragma HLS INLINE
  for (int i = 0; i < 16; ++i) {
#pragma HLS UNROLL
    put_field(beats, offset + static_cast<std::size_t>(i), value[i]);
  }
}

inline void put_flow(record_beats_t& beats, std::size_t offset,
                     const espial::hw::FlowRecord& flow) {
#pragma HLS INLINE
  typedef espial::hw::FlowRecord Layout;
  put_field(beats, offset + offsetof(Layout, bytes_low), flow.bytes_low);
  put_field(beats, offset + offsetof(Layout, bytes_high), flow.bytes_high);
  put_field(beats, offset + offsetof(Layout, packets_low), flow.packets_low);
  put_field(beats, offset + offsetof(Layout, packets_high), flow.packets_high);
  put_field(beats, offset + offsetof(Layout, ingress), flow.ingress);
  put_field(beats, offset + offsetof(Layout, spi), flow.spi);
  put_field(beats, offset + offsetof(Layout, other_spi), flow.other_spi);
  put_field(beats, offset + offsetof(Layout, outer_source_port), flow.outer_source_port);
  put_field(beats, offset + offsetof(Layout, outer_destination_port), flow.outer_destination_port);
}

inline record_beats_t to_beats(const espial::hw::Record& record) {
#pragma HLS INLINE
  typedef espial::hw::Record Layout;
  record_beats_t beats = 0;
  put_octets(beats, offsetof(Layout, lower_address), record.lower_address);
  put_octets(beats, offsetof(Layout, upper_address), record.upper_address);
  put_field(beats, offsetof(Layout, lower_port), record.lower_port);
  put_field(beats, offsetof(Layout, upper_port), record.upper_port);
  put_field(beats, offsetof(Layout, zone), record.zone);
  put_field(beats, offsetof(Layout, protocol), record.protocol);
  put_field(beats, offsetof(Layout, encapsulation), record.encapsulation);
  put_field(beats, offsetof(Layout, created_ns), record.created_ns);
  put_field(beats, offsetof(Layout, last_seen_ns), record.last_seen_ns);
  put_field(beats, offsetof(Layout, creation_low), record.creation_low);
  put_field(beats, offsetof(Layout, creation_high), record.creation_high);
  put_field(beats, offsetof(Layout, flags), record.flags);
  put_field(beats, offsetof(Layout, timeout_s), record.timeout_s);
  put_field(beats, offsetof(Layout, state), record.state);
  put_field(beats, offsetof(Layout, end_reason), record.end_reason);
  put_field(beats, offsetof(Layout, port_mapping), record.port_mapping);
  put_field(beats, offsetof(Layout, directions), record.directions);
  put_flow(beats, offsetof(Layout, c2s), record.c2s);
  put_flow(beats, offsetof(Layout, s2c), record.s2c);
  return beats;
}

// Whether a record in this form holds a live session.
inline bool is_live(const record_beats_t& beats) {
#pragma HLS INLINE
  using espial::hw::SessionState;
  const ap_uint<8> state = beats >> (8 * static_cast<int>(offsetof(espial::hw::Record, state)));
  return state != code(SessionState::free) && state != code(SessionState::closed);
}
