// What pcap and pcapng have in common: packets, one after the other.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "espial/packet.hpp"
#include "record_stream.hpp"

namespace espial::capture {

class RecordFormat {
 public:
  virtual ~RecordFormat() = default;
  /// As CaptureReader::next().
  virtual std::optional<Packet> next(RecordStream& stream) = 0;
};

/// Octets at a file's start that tell its format.
inline constexpr std::size_t magic_size = 4;

/// Whether a pcap begins with these octets.
bool is_pcap(std::span<const std::uint8_t> start);
/// Reads the file header. \throws as CaptureReader::open().
std::unique_ptr<RecordFormat> open_pcap(RecordStream& stream);

/// Whether a pcapng begins with these octets.
bool is_pcapng(std::span<const std::uint8_t> start);
/// Reads the first Section Header Block. \throws as CaptureReader::open().
std::unique_ptr<RecordFormat> open_pcapng(RecordStream& stream);

/// More captured octets than any writer's snap length allows: such a record is corrupt.
inline constexpr std::uint32_t most_captured = 16 * 1024 * 1024;
/// The most that a card's 24 bits hold.
inline constexpr std::uint32_t longest_packet = 0xFF'FFFF;

/// What a record says of its packet's size.
struct PacketLengths {
  std::uint32_t captured = 0;
  std::uint32_t original = 0;

  /// \throws FileError if a packet cannot be like that.
  void check(const RecordStream& stream) const;
  /// The octets of the packet among those captured. More may have been captured than were on the
  /// wire, in real files: what is beyond is no part of the packet.
  [[nodiscard]] std::span<const std::uint8_t> part(std::span<const std::uint8_t> data) const {
    return data.first(std::min(captured, original));
  }
};

}  // namespace espial::capture
