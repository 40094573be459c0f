#include "driver/request.hpp"

#include <algorithm>

namespace espial {
namespace {

constexpr std::uint8_t kind_link(hw::RequestKind kind, hw::LinkType link) {
  return static_cast<std::uint8_t>(static_cast<unsigned>(kind) |
                                   (static_cast<unsigned>(link) << hw::kind_bits));
}

template <class Argument>
Argument argument_of(const hw::Request& request) {
  Argument argument{};
  std::memcpy(&argument, request.window + offsetof(hw::Command, argument),
              std::min(sizeof(argument), sizeof(hw::Command::argument)));
  return argument;
}

}  // namespace

hw::Request packet_request(const Packet& packet) {
  hw::Request request{};
  request.time_ns = packet.time_ns;
  request.ingress = packet.ingress;
  const std::size_t captured = std::min<std::size_t>(packet.octets.size(), hw::window_octets);
  request.captured = static_cast<std::uint8_t>(captured);
  request.kind_link = kind_link(hw::RequestKind::packet, packet.link);
  for (unsigned i = 0; i < sizeof(request.length); ++i) {
    request.length[i] = static_cast<std::uint8_t>(packet.length >> (8 * i));
  }
  std::copy_n(packet.octets.begin(), captured, request.window);
  return request;
}

hw::Request command_request(hw::RequestKind kind) {
  hw::Request request{};
  request.kind_link = kind_link(kind, hw::LinkType::ethernet);
  return request;
}

hw::RequestKind kind_of(const hw::Request& request) {
  return static_cast<hw::RequestKind>(request.kind_link & ((1U << hw::kind_bits) - 1));
}

std::size_t answer_beats(const hw::Request& request) {
  switch (kind_of(request)) {
    case hw::RequestKind::read_sessions:
    case hw::RequestKind::read_ended:
      return 2 * std::size_t{argument_of<hw::ReadArgument>(request).count} + 1;
    case hw::RequestKind::pad:
      return std::max<std::size_t>(argument_of<hw::PadArgument>(request).count, 1);
    default:
      return 1;
  }
}

}  // namespace espial
