// What `parse` hands on of requests, whatever stands in them.
#include <gtest/gtest.h>

#include <cstring>

#include "parsing.hpp"

namespace espial::test {
namespace {

::Request with_all_fields(hw::RequestKind kind) {
  ::Request request =
      arrival(hw::LinkType::ethernet, packet::ethernet(packet::ipv4(packet::esp(7))), 0x123456);
  request.kind = code(kind);
  request.time = 0x0123456789ABCDEFULL;
  request.ingress = 0x4321;
  request.open_count = 0xA5;
  request.wire = true;
  request.beats = 99;
  request.number = 0xABCDEF012345ULL;
  request.zone = 0xBEEF;
  request.reversal = true;
  return request;
}

TEST(ParsePassesOn, what_came_with_a_packet) {
  const ::Request request = with_all_fields(hw::RequestKind::packet);
  const Transit transit = fire_parse(request).transit;
  EXPECT_EQ(transit.kind, request.kind);
  EXPECT_EQ(transit.open_count, request.open_count);
  EXPECT_EQ(transit.wire, request.wire);
  EXPECT_EQ(transit.beats, request.beats);
  EXPECT_EQ(transit.number, request.number);
  EXPECT_EQ(transit.time, request.time);
  EXPECT_EQ(transit.length, request.length);
  EXPECT_EQ(transit.ingress, request.ingress);
  EXPECT_EQ(transit.zone, request.zone);
  EXPECT_EQ(transit.reversal, request.reversal);
  EXPECT_EQ(transit.outcome, code(hw::Outcome::counted));
}

hw::Command command_with_all_fields() {
  hw::Command command{};
  for (std::size_t i = 0; i < sizeof command.argument; ++i)
    command.argument[i] = static_cast<std::uint8_t>(0xF0 + i);
  command.zone = 0x1357;
  command.protocol = 51;
  command.spi = 0xC949D4B8;
  command.source_port = 0xC949;
  command.destination_port = 0xD4B8;
  for (std::size_t i = 0; i < 16; ++i) {
    command.source[i] = static_cast<std::uint8_t>(0x20 + i);
    command.destination[i] = static_cast<std::uint8_t>(0x40 + i);
  }
  return command;
}

::Request request_of(hw::RequestKind kind, const hw::Command& command) {
  Octets octets(sizeof command);
  std::memcpy(octets.data(), &command, sizeof command);
  ::Request request = arrival(hw::LinkType::ethernet, octets, 0);
  request.kind = code(kind);
  request.zone = 0xFFFF;  // that of the ingress is not the one meant
  return request;
}

TEST(ParsePassesOn, zone_and_argument_of_every_command) {
  const hw::Command command = command_with_all_fields();
  for (unsigned kind = 1; kind < hw::request_kinds; ++kind) {
    SCOPED_TRACE(kind);
    const ::Parsed parsed = fire_parse(request_of(static_cast<hw::RequestKind>(kind), command));
    EXPECT_EQ(parsed.transit.kind, kind);
    EXPECT_EQ(parsed.transit.zone, command.zone);
    EXPECT_EQ(parsed.transit.outcome, code(hw::Outcome::counted));
    for (unsigned i = 0; i < sizeof command.argument; ++i) {
      EXPECT_EQ(ap_uint<8>(parsed.transit.argument >> (8 * i)), command.argument[i]) << i;
    }
  }
}

TEST(ParsePassesOn, the_packets_and_ports_of_an_sa) {
  const hw::Command command = command_with_all_fields();
  const ::Parsed parsed = fire_parse(request_of(hw::RequestKind::set_sa, command));
  EXPECT_EQ(parsed.protocol, command.protocol);
  EXPECT_EQ(parsed.spi, command.spi);
  EXPECT_EQ(parsed.source_port, command.source_port);
  EXPECT_EQ(parsed.destination_port, command.destination_port);
  EXPECT_EQ(address_octets(parsed.source), std::to_array(command.source));
  EXPECT_EQ(address_octets(parsed.destination), std::to_array(command.destination));
}

TEST(ParsePassesOn, commands_are_no_packets) {
  // What stands in the window of a command is not parsed, though it be a packet.
  for (unsigned kind = 1; kind < hw::request_kinds; ++kind) {
    SCOPED_TRACE(kind);
    ::Request request = with_all_fields(static_cast<hw::RequestKind>(kind));
    const ::Parsed parsed = fire_parse(request);
    EXPECT_FALSE(parsed.has_spi);
    EXPECT_FALSE(parsed.has_ah);
    EXPECT_FALSE(parsed.encapsulated);
    EXPECT_FALSE(parsed.transit.keepalive);
  }
}

}  // namespace
}  // namespace espial::test
