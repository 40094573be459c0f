// libFuzzer: any octets are read as a capture, to an end or a FileError; every packet lies where it
// says, and none is larger than allowed.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <numeric>
#include <span>

#include "espial/capture.hpp"
#include "espial/error.hpp"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

/// Reads every octet, so that a span beyond its buffer is seen by the address sanitizer.
unsigned sum(std::span<const std::uint8_t> octets) {
  return std::accumulate(octets.begin(), octets.end(), 0u);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // Compressed input may expand a thousandfold; enough of it is enough.
  constexpr unsigned most_packets = 100'000;
  constexpr std::uint32_t longest_packet = 0xFF'FFFF;
  volatile unsigned total = 0;
  try {
    auto reader = espial::CaptureReader::from_memory({data, size}, "fuzz");
    require(reader.size() == size);
    for (unsigned i = 0; i < most_packets; ++i) {
      std::optional<espial::Packet> packet;
      try {
        packet = reader.next();
      } catch (const espial::FileError&) {
        require(!reader.next());
        return 0;
      }
      if (!packet) return 0;
      require(packet->length <= longest_packet);
      require(packet->octets.size() <= packet->length);
      require(reader.position() <= size);
      total = total + sum(packet->octets);
    }
  } catch (const espial::FileError&) {
    // Any input may be no capture.
  }
  return 0;
}
