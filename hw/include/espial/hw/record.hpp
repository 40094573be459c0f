/// \file
/// The record: all the state of one session, 128 octets, little-endian. Kernels, host and Python
/// use this definition. C++14 and `<cstdint>` only.
#pragma once

#include <cstddef>
#include <cstdint>

#include "espial/hw/geometry.hpp"

namespace espial {
namespace hw {

/// One direction of a session.
struct FlowRecord {
  std::uint32_t bytes_low;     ///< Octets on the wire, link header included: bits 0 to 31.
  std::uint32_t bytes_high;    ///< Bits 32 to 63.
  std::uint32_t packets_low;   ///< Packets, bits 0 to 31.
  std::uint16_t packets_high;  ///< Bits 32 to 47.
  std::uint16_t ingress;       ///< Last seen.
  std::uint32_t spi;           ///< Last seen; meaningless while `spis` says none.
  std::uint32_t other_spi;     ///< The one before it; meaningless while `spis` says fewer than two.
  std::uint16_t outer_source_port;  ///< ESP in UDP (RFC 3948): the UDP ports last seen.
  std::uint16_t outer_destination_port;
};

/// A session. The key comes first; its smaller endpoint (address, then port) is `lower`.
struct Record {
  std::uint8_t lower_address[16];  ///< Network order; IPv4 mapped (RFC 4291, 2.5.5.2).
  std::uint8_t upper_address[16];
  std::uint16_t lower_port;
  std::uint16_t upper_port;
  std::uint16_t zone;
  std::uint8_t protocol;
  std::uint8_t encapsulation;  ///< Encapsulation.
  std::uint64_t created_ns;    ///< Since 1970, UTC.
  std::uint64_t last_seen_ns;
  std::uint32_t creation_low;   ///< Creation number, bits 0 to 31.
  std::uint16_t creation_high;  ///< Bits 32 to 47.
  std::uint16_t flags;          ///< Bits of SessionFlag.
  std::uint32_t timeout_s;      ///< Idle time after which the session ends.
  std::uint8_t state;           ///< SessionState; `free` if the record holds no session.
  std::uint8_t end_reason;      ///< EndReason.
  std::uint8_t port_mapping;    ///< PortMapping that gave the ports.
  std::uint8_t
      directions;  ///< Bit 0: c2s goes from upper to lower. Bits 1-2, 3-4: different SPIs c2s, s2c.
  FlowRecord c2s;
  FlowRecord s2c;
};

/// Record::directions.
constexpr unsigned c2s_from_upper_bit = 0;
constexpr unsigned c2s_spis_bit = 1;
constexpr unsigned s2c_spis_bit = 3;

static_assert(sizeof(FlowRecord) == 28 && offsetof(FlowRecord, packets_low) == 8 &&
                  offsetof(FlowRecord, packets_high) == 12 && offsetof(FlowRecord, ingress) == 14 &&
                  offsetof(FlowRecord, spi) == 16 && offsetof(FlowRecord, other_spi) == 20 &&
                  offsetof(FlowRecord, outer_source_port) == 24 &&
                  offsetof(FlowRecord, outer_destination_port) == 26,
              "layout of FlowRecord");
static_assert(sizeof(Record) == 2 * beat_octets, "a record is two beats");
static_assert(offsetof(Record, upper_address) == 16 && offsetof(Record, lower_port) == 32 &&
                  offsetof(Record, upper_port) == 34 && offsetof(Record, zone) == 36 &&
                  offsetof(Record, protocol) == 38 && offsetof(Record, encapsulation) == 39 &&
                  offsetof(Record, created_ns) == 40 && offsetof(Record, last_seen_ns) == 48 &&
                  offsetof(Record, creation_low) == 56 && offsetof(Record, creation_high) == 60 &&
                  offsetof(Record, flags) == 62 && offsetof(Record, timeout_s) == 64 &&
                  offsetof(Record, state) == 68 && offsetof(Record, end_reason) == 69 &&
                  offsetof(Record, port_mapping) == 70 && offsetof(Record, directions) == 71 &&
                  offsetof(Record, c2s) == 72 && offsetof(Record, s2c) == 100,
              "layout of Record");

/// Counters of a flow, and the creation number, from their halves.
constexpr std::uint64_t bytes(const FlowRecord& flow) {
  return (static_cast<std::uint64_t>(flow.bytes_high) << 32) | flow.bytes_low;
}
constexpr std::uint64_t packets(const FlowRecord& flow) {
  return (static_cast<std::uint64_t>(flow.packets_high) << 32) | flow.packets_low;
}
constexpr std::uint64_t creation(const Record& record) {
  return (static_cast<std::uint64_t>(record.creation_high) << 32) | record.creation_low;
}

}  // namespace hw
}  // namespace espial
