#include "driver/decode.hpp"

#include <algorithm>

namespace espial {
namespace {

constexpr std::uint64_t ns_per_s = 1'000'000'000;

Address address_of(const std::uint8_t (&octets)[16]) {
  std::array<std::uint8_t, 16> copy{};
  std::ranges::copy(octets, copy.begin());
  return Address(copy);
}

void decode_flow(const hw::FlowRecord& record, unsigned spis, Flow& flow) {
  flow.packets = hw::packets(record);
  flow.bytes = hw::bytes(record);
  flow.spis = static_cast<std::uint8_t>(spis);
  if (spis != 0) flow.spi = record.spi;
  if (flow.packets != 0) flow.ingress = record.ingress;
  flow.outer_source_port = record.outer_source_port;
  flow.outer_destination_port = record.outer_destination_port;
}

}  // namespace

Session decode(const hw::Record& record) {
  Session session;
  session.creation = hw::creation(record);
  session.zone = record.zone;
  session.protocol = record.protocol;
  session.encapsulation = static_cast<hw::Encapsulation>(record.encapsulation);
  session.state = static_cast<hw::SessionState>(record.state);
  session.end_reason = static_cast<hw::EndReason>(record.end_reason);
  session.flags = record.flags;
  session.port_mapping = static_cast<hw::PortMapping>(record.port_mapping);
  session.created_ns = record.created_ns;
  session.last_seen_ns = record.last_seen_ns;
  session.timeout_ns = record.timeout_s * ns_per_s;

  const bool from_upper = ((record.directions >> hw::c2s_from_upper_bit) & 1U) != 0;
  const Address lower = address_of(record.lower_address);
  const Address upper = address_of(record.upper_address);
  Flow& c2s = session.c2s;
  c2s.source = from_upper ? upper : lower;
  c2s.destination = from_upper ? lower : upper;
  c2s.source_port = from_upper ? record.upper_port : record.lower_port;
  c2s.destination_port = from_upper ? record.lower_port : record.upper_port;
  Flow& s2c = session.s2c;
  s2c.source = c2s.destination;
  s2c.destination = c2s.source;
  s2c.source_port = c2s.destination_port;
  s2c.destination_port = c2s.source_port;
  decode_flow(record.c2s, (record.directions >> hw::c2s_spis_bit) & 3U, c2s);
  decode_flow(record.s2c, (record.directions >> hw::s2c_spis_bit) & 3U, s2c);
  return session;
}

}  // namespace espial
