// Requests as they go to the card.
#pragma once

#include <cstring>
#include <type_traits>

#include "espial/hw/request.hpp"
#include "espial/packet.hpp"

namespace espial {

hw::Request packet_request(const Packet& packet);

// A command without argument.
hw::Request command_request(hw::RequestKind kind);

// A command. \param argument one of the structures in request.hpp
template <class Argument>
hw::Request command_request(hw::RequestKind kind, const Argument& argument,
                            const hw::Command& rest = {}) {
  static_assert(std::is_trivially_copyable_v<Argument>);
  hw::Command command = rest;
  std::memcpy(command.argument, &argument, std::min(sizeof(argument), sizeof(command.argument)));
  hw::Request request = command_request(kind);
  std::memcpy(request.window, &command, sizeof(command));
  return request;
}

[[nodiscard]] hw::RequestKind kind_of(const hw::Request& request);
// How many beats the card answers with.
[[nodiscard]] std::size_t answer_beats(const hw::Request& request);

}  // namespace espial
