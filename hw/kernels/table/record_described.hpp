// What the host is told of a session.
#pragma once

#include "record_session.hpp"

inline void put_address(std::uint8_t (&to)[16], address_t address) {
#pragma HLS INLINE
  for (int i = 0; i < 16; ++i) {
#pragma HLS UNROLL
    to[i] = static_cast<std::uint8_t>(ap_uint<8>(address >> (8 * (15 - i))).to_uint());
  }
}

inline std::uint16_t number16(ap_uint<16> value) {
  return static_cast<std::uint16_t>(value.to_uint());
}
inline std::uint8_t number8(ap_uint<8> value) { return static_cast<std::uint8_t>(value.to_uint()); }

inline espial::hw::FlowRecord described_flow(const Flow& from) {
#pragma HLS INLINE
  espial::hw::FlowRecord flow;
  flow.bytes_low = from.bytes_low.to_uint();
  flow.bytes_high = from.bytes_high.to_uint();
  flow.packets_low = from.packets_low.to_uint();
  flow.packets_high = number16(from.packets_high);
  flow.ingress = number16(from.ingress);
  flow.spi = from.spi.to_uint();
  flow.other_spi = from.other_spi.to_uint();
  flow.outer_source_port = number16(from.outer_source_port);
  flow.outer_destination_port = number16(from.outer_destination_port);
  return flow;
}

inline espial::hw::Record described(const Session& session) {
#pragma HLS INLINE
  using espial::hw::SessionState;
  espial::hw::Record record;
  put_address(record.lower_address, session.lower_address);
  put_address(record.upper_address, session.upper_address);
  record.lower_port = number16(session.lower_port);
  record.upper_port = number16(session.upper_port);
  record.zone = number16(session.zone);
  record.protocol = number8(session.protocol);
  record.encapsulation = session.encapsulated ? 1 : 0;
  record.created_ns = session.created.to_uint64();
  record.last_seen_ns =
      (session.deadline - ap_uint<64>(session.timeout * ap_uint<30>(second_ns))).to_uint64();
  record.creation_low = ap_uint<32>(session.creation).to_uint();
  record.creation_high = number16(session.creation >> 32);
  record.flags = number16(session.flags);
  record.timeout_s = session.timeout.to_uint();
  record.state = static_cast<std::uint8_t>(!session.used    ? code(SessionState::free)
                                           : session.ended  ? code(SessionState::closed)
                                           : session.active ? code(SessionState::active)
                                                            : code(SessionState::opening));
  record.end_reason = static_cast<std::uint8_t>(
      code(session.ended ? espial::hw::EndReason::timeout : espial::hw::EndReason::none));
  record.port_mapping = number8(session.mapping);
  const Flow c2s = flow_of(session, session.c2s_from_upper);
  const Flow s2c = flow_of(session, !session.c2s_from_upper);
  ap_uint<8> directions = 0;
  directions[espial::hw::c2s_from_upper_bit] = session.c2s_from_upper;
  directions.range(espial::hw::c2s_spis_bit + 1, espial::hw::c2s_spis_bit) = c2s.spis;
  directions.range(espial::hw::s2c_spis_bit + 1, espial::hw::s2c_spis_bit) = s2c.spis;
  record.directions = number8(directions);
  record.c2s = described_flow(c2s);
  record.s2c = described_flow(s2c);
  return record;
}
