/// \file
/// The kernel `parse` as a function from octets to what it says of them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <ranges>
#include <span>

#include "support/reference_parser.hpp"
#include "table/processes.hpp"

namespace espial::test {

/// A number with its highest octet first.
inline Address address_octets(address_t address) {
  Address octets{};
  for (std::uint8_t& octet : std::views::reverse(octets)) {
    octet = static_cast<std::uint8_t>(address.to_uint());
    address >>= 8;
  }
  return octets;
}

/// A packet as `ingest` hands it on. \param octets captured \param length octets on the wire
/// \param behind what the window happens to hold where nothing was captured, from octet 0 of the
/// window on; zeros beyond
inline ::Request arrival(hw::LinkType link, std::span<const std::uint8_t> octets,
                         std::uint32_t length, std::span<const std::uint8_t> behind = {}) {
  ::Request request{};
  const std::size_t captured = std::min<std::size_t>(octets.size(), hw::window_octets);
  for (std::size_t i = hw::window_octets; i-- > 0;) {
    const std::uint8_t beyond = i < behind.size() ? behind[i] : std::uint8_t{0};
    request.window = (request.window << 8) | window_t(i < captured ? octets[i] : beyond);
  }
  request.kind = code(hw::RequestKind::packet);
  request.link = code(link);
  request.captured = static_cast<unsigned>(captured);
  request.length = length;
  return request;
}

/// One firing of the process.
inline ::Parsed fire_parse(const ::Request& request) {
  static hls::stream<::Request> arrivals("arrivals");
  static hls::stream<::Parsed> parsed("parsed");
  arrivals.write(request);
  process::parse(arrivals, parsed);
  return parsed.read();
}

/// What it says; of a packet that does not count, the outcome alone, and whether it would still
/// count twice.
inline ParsedPacket parsed_packet(const ::Parsed& parsed) {
  const auto outcome = static_cast<hw::Outcome>(parsed.transit.outcome.to_uint());
  if (outcome != hw::Outcome::counted) return {.outcome = outcome, .has_ah = parsed.has_ah};
  return {.outcome = outcome,
          .protocol = static_cast<std::uint8_t>(parsed.protocol.to_uint()),
          .encapsulated = parsed.encapsulated,
          .has_spi = parsed.has_spi,
          .has_ah = parsed.has_ah,
          .spi = parsed.spi.to_uint(),
          .ah_spi = parsed.ah_spi.to_uint(),
          .keepalive = parsed.transit.keepalive,
          .source = address_octets(parsed.source),
          .destination = address_octets(parsed.destination),
          .source_port = static_cast<std::uint16_t>(parsed.source_port.to_uint()),
          .destination_port = static_cast<std::uint16_t>(parsed.destination_port.to_uint())};
}

/// What the kernel says of a packet; the parameters are those of `arrival`.
inline ParsedPacket kernel_parse(hw::LinkType link, std::span<const std::uint8_t> octets,
                                 std::uint32_t length, std::span<const std::uint8_t> behind = {}) {
  return parsed_packet(fire_parse(arrival(link, octets, length, behind)));
}

}  // namespace espial::test
