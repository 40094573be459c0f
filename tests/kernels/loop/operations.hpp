// What the tests of the loop of `index` and `record` send through its processes.
#pragma once

#include <vector>

#include "table/processes.hpp"

namespace loop {

namespace hw = espial::hw;

/// All that a stream holds, oldest first.
template <class T>
std::vector<T> drain(hls::stream<T>& stream) {
  std::vector<T> all;
  T value{};
  while (stream.read_nb(value)) all.push_back(value);
  return all;
}

/// A UDP packet of a session, from its lower endpoint. Each session has a key and a tag of its own;
/// all share the lines.
inline Operation packet(unsigned session = 0) {
  Operation operation{};
  operation.transit.kind = code(hw::RequestKind::packet);
  operation.transit.outcome = code(hw::Outcome::counted);
  operation.transit.length = 100;
  operation.key.lower_address = 0x0A000001;
  operation.key.upper_address = 0x0A000002;
  operation.key.lower_port = session >> 16;
  operation.key.upper_port = session;
  operation.key.protocol = code(hw::Protocol::udp);
  operation.tag = session;
  return operation;
}

inline Operation command(hw::RequestKind kind) {
  Operation operation{};
  operation.transit.kind = code(kind);
  operation.transit.outcome = code(hw::Outcome::counted);
  return operation;
}

/// What reads of records and of ended sessions ask for.
inline Operation read_command(hw::RequestKind kind, unsigned start, unsigned count) {
  Operation operation = command(kind);
  operation.transit.argument =
      argument_t(start) |
      (argument_t(count) << (8 * static_cast<int>(offsetof(hw::ReadArgument, count))));
  return operation;
}

}  // namespace loop
