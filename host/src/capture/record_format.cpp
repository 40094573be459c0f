#include "record_format.hpp"

#include <fmt/format.h>

namespace espial::capture {

void PacketLengths::check(const RecordStream& stream) const {
  if (captured > most_captured) {
    stream.corrupt(
        fmt::format("it claims {} captured octets, more than {}", captured, most_captured));
  }
  if (original > longest_packet) {
    stream.corrupt(
        fmt::format("it claims {} octets on the wire, more than {}", original, longest_packet));
  }
}

}  // namespace espial::capture
