// What one packet does to its session's record.
#pragma once

#include "octets.hpp"
#include "types.hpp"

using espial::hw::FlowRecord;
using espial::hw::PortMapping;
using espial::hw::Protocol;
using espial::hw::Record;
using espial::hw::SessionFlag;
using espial::hw::SessionState;
using espial::hw::Timer;

// nf_conntrack gives UDP the longer timeout once it was answered and 2 s have passed.
constexpr unsigned long long udp_active_after_ns = 2000000000ULL;

inline void put_address(std::uint8_t (&to)[16], address_t address) {
#pragma HLS INLINE
  for (int i = 0; i < 16; ++i) {
#pragma HLS UNROLL
    to[i] = static_cast<std::uint8_t>(ap_uint<8>(address >> (8 * (15 - i))).to_uint());
  }
}

inline address_t get_address(const std::uint8_t (&from)[16]) {
#pragma HLS INLINE
  address_t address = 0;
  for (int i = 0; i < 16; ++i) {
#pragma HLS UNROLL
    address = (address << 8) | address_t(from[i]);
  }
  return address;
}

inline std::uint16_t number16(ap_uint<16> value) {
  return static_cast<std::uint16_t>(value.to_uint());
}
inline std::uint8_t number8(ap_uint<8> value) { return static_cast<std::uint8_t>(value.to_uint()); }

inline FlowRecord no_flow() {
#pragma HLS INLINE
  FlowRecord flow;
  flow.bytes_low = 0;
  flow.bytes_high = 0;
  flow.packets_low = 0;
  flow.packets_high = 0;
  flow.ingress = 0;
  flow.spi = 0;
  flow.other_spi = 0;
  flow.outer_source_port = 0;
  flow.outer_destination_port = 0;
  return flow;
}

// A record without a session.
inline Record no_session() {
#pragma HLS INLINE
  Record record;
  put_address(record.lower_address, 0);
  put_address(record.upper_address, 0);
  record.lower_port = 0;
  record.upper_port = 0;
  record.zone = 0;
  record.protocol = 0;
  record.encapsulation = 0;
  record.created_ns = 0;
  record.last_seen_ns = 0;
  record.creation_low = 0;
  record.creation_high = 0;
  record.flags = 0;
  record.timeout_s = 0;
  record.state = code(SessionState::free);
  record.end_reason = code(espial::hw::EndReason::none);
  record.port_mapping = 0;
  record.directions = 0;
  record.c2s = no_flow();
  record.s2c = no_flow();
  return record;
}

inline bool is_of(const Record& record, const Key& key) {
#pragma HLS INLINE
  return get_address(record.lower_address) == key.lower_address &&
         get_address(record.upper_address) == key.upper_address &&
         record.lower_port == key.lower_port && record.upper_port == key.upper_port &&
         record.zone == key.zone && record.protocol == key.protocol &&
         record.encapsulation == ap_uint<8>(key.encapsulated);
}

// The session of a packet, before the packet is counted.
inline Record new_session(const Operation& operation) {
#pragma HLS INLINE
  Record record = no_session();
  const Key& key = operation.key;
  put_address(record.lower_address, key.lower_address);
  put_address(record.upper_address, key.upper_address);
  record.lower_port = number16(key.lower_port);
  record.upper_port = number16(key.upper_port);
  record.zone = number16(key.zone);
  record.protocol = number8(key.protocol);
  record.encapsulation = key.encapsulated ? 1 : 0;
  record.created_ns = operation.transit.time.to_uint64();
  record.creation_low = ap_uint<32>(operation.transit.number).to_uint();
  record.creation_high = number16(operation.transit.number >> 32);
  record.port_mapping = number8(operation.mapping);
  record.directions = operation.from_upper ? 1U << espial::hw::c2s_from_upper_bit : 0U;
  // Under spi-split each direction of an SA pair is a session of its own: nothing else is to come.
  const bool complete = operation.has_spi && operation.mapping == code(PortMapping::spi_split);
  record.state = complete ? code(SessionState::active) : code(SessionState::opening);
  return record;
}

// The timer that runs after a packet of this session.
inline Timer timer_of(const Record& record, bool has_spi, std::uint64_t now) {
#pragma HLS INLINE
  const bool active = record.state != code(SessionState::opening);
  if (has_spi) {
    if (record.port_mapping == code(PortMapping::spi_split)) return Timer::esp_spi_split;
    if (record.port_mapping == code(PortMapping::none)) return Timer::esp_none;
    return active ? Timer::esp_active : Timer::esp_opening;
  }
  if (record.protocol == code(Protocol::tcp))
    return active ? Timer::tcp_active : Timer::tcp_opening;
  if (record.protocol == code(Protocol::udp)) {
    const bool streams = active && now - record.created_ns > udp_active_after_ns;
    return streams ? Timer::udp_active : Timer::udp_opening;
  }
  if (record.protocol == code(Protocol::icmp)) return Timer::icmp;
  if (record.protocol == code(Protocol::icmpv6)) return Timer::icmpv6;
  return Timer::other;
}

// How many different SPIs a flow has carried. Two are remembered, so the count is exact up to
// most_spis.
inline ap_uint<2> see_spi(FlowRecord& flow, ap_uint<2> spis, std::uint32_t spi) {
#pragma HLS INLINE
  const bool first = spis == 0;
  const bool same = !first && spi == flow.spi;
  const bool other = spis >= 2 && spi == flow.other_spi;
  if (!same) {
    flow.other_spi = flow.spi;
    flow.spi = spi;
  }
  if (same || other || spis == espial::hw::most_spis) return spis;
  return spis + 1;
}

// Counts a packet.
inline void count_packet(Record& record, const Operation& operation) {
#pragma HLS INLINE
  using espial::hw::c2s_from_upper_bit;
  using espial::hw::c2s_spis_bit;
  using espial::hw::s2c_spis_bit;
  const Transit& transit = operation.transit;
  const ap_uint<8> directions = record.directions;
  const bool s2c = operation.from_upper != bool(directions[c2s_from_upper_bit]);
  FlowRecord flow = s2c ? record.s2c : record.c2s;
  ap_uint<2> spis = s2c ? directions.range(s2c_spis_bit + 1, s2c_spis_bit)
                        : directions.range(c2s_spis_bit + 1, c2s_spis_bit);

  const bool first = espial::hw::packets(flow) == 0;
  const std::uint64_t bytes = espial::hw::bytes(flow) + transit.length.to_uint();
  const std::uint64_t packets = espial::hw::packets(flow) + 1;
  flow.bytes_low = static_cast<std::uint32_t>(bytes);
  flow.bytes_high = static_cast<std::uint32_t>(bytes >> 32);
  flow.packets_low = static_cast<std::uint32_t>(packets);
  flow.packets_high = static_cast<std::uint16_t>(packets >> 32);
  flow.ingress = number16(transit.ingress);

  unsigned flags = record.flags;
  if (operation.has_spi) {
    spis = see_spi(flow, spis, operation.spi.to_uint());
    if (operation.spi < 256) flags |= code(SessionFlag::spi_reserved);
    if (operation.sa_unknown) flags |= code(SessionFlag::sa_unknown);
    if (s2c && record.port_mapping == code(PortMapping::spi_split))
      flags |= code(SessionFlag::spi_alias);
  }
  if (operation.key.encapsulated) {
    const bool rebound = flow.outer_source_port != operation.outer_source_port ||
                         flow.outer_destination_port != operation.outer_destination_port;
    if (rebound && !first) flags |= code(SessionFlag::nat_rebind);
    flow.outer_source_port = number16(operation.outer_source_port);
    flow.outer_destination_port = number16(operation.outer_destination_port);
  }
  record.flags = static_cast<std::uint16_t>(flags);
  if (s2c && record.state == code(SessionState::opening)) record.state = code(SessionState::active);
  record.last_seen_ns = transit.time.to_uint64();

  ap_uint<8> next = directions;
  if (s2c) {
    next.range(s2c_spis_bit + 1, s2c_spis_bit) = spis;
    record.s2c = flow;
  } else {
    next.range(c2s_spis_bit + 1, c2s_spis_bit) = spis;
    record.c2s = flow;
  }
  record.directions = number8(next);
}
