/// \file
/// Reading packet captures: pcap and pcapng, plain or compressed (gzip, zstd).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "espial/packet.hpp"

namespace espial {

/// Reads one capture from beginning to end. The format is recognised by content: pcap of either
/// byte order, in microseconds or nanoseconds, and pcapng, with any number of sections and
/// interfaces. Memory stays bounded by the largest packet, whatever the capture's size or what it
/// claims.
///
/// Link types: Ethernet (1), raw IP (101, 228, 229; 12 and 14 of old), loopback (0, 108), Linux
/// cooked (113, 276). A pcapng may describe interfaces of others, as long as no packet came by
/// them.
///
/// A time that does not fit is the nearest that does; a Simple Packet Block, which has none, takes
/// that of the packet before. A packet longer than 2^24 - 1 octets is corrupt, and so is a record
/// of more than 16 MiB. Where more was captured than was on the wire, the octets beyond are cut
/// off.
class CaptureReader {
 public:
  /// \param path a file, or `-` for standard input.
  /// \throws FileError if it cannot be opened, is empty, is no capture, or has an unsupported link
  /// type.
  static CaptureReader open(const std::string& path);
  /// Reads a capture held in memory. \param name what errors call it.
  /// \param octets must outlive the reader. \throws FileError as open().
  static CaptureReader from_memory(std::span<const std::uint8_t> octets, std::string name);

  CaptureReader(CaptureReader&&) noexcept;
  CaptureReader& operator=(CaptureReader&&) noexcept;
  ~CaptureReader();

  /// The next packet, its octets valid until the next call; none at the end of the capture.
  /// \throws FileError where the capture is cut or corrupt, naming the packet and the offset; the
  /// packets before it have all been returned, and further calls return none.
  std::optional<Packet> next();

  /// Octets of the file (compressed, if it is) read so far, some ahead of the packets returned: for
  /// a progress bar.
  [[nodiscard]] std::uint64_t position() const;
  /// Octets of the file; none for standard input.
  [[nodiscard]] std::optional<std::uint64_t> size() const;

 private:
  class Implementation;
  explicit CaptureReader(std::unique_ptr<Implementation> implementation);
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace espial
