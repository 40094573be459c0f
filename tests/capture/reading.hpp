// Reads captures to their end, and tells how they ended.
#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "espial/capture.hpp"
#include "support/capture_writer.hpp"

namespace espial::test {

constexpr std::uint64_t second = 1'000'000'000;

/// `size` octets that depend on `seed`.
Octets pattern(std::size_t size, unsigned seed = 0);
Octets text(std::string_view content);
/// The first `size` octets.
Octets cut(const Octets& octets, std::size_t size);
/// One after the other.
Octets join(const std::vector<Octets>& parts);

/// A packet that keeps its octets.
struct KeptPacket {
  std::uint64_t time_ns = 0;
  std::uint32_t length = 0;
  hw::LinkType link = hw::LinkType::ethernet;
  Octets octets;

  friend bool operator==(const KeptPacket&, const KeptPacket&) = default;
};
std::ostream& operator<<(std::ostream& out, const KeptPacket& packet);

/// What came of reading a capture to its end.
struct Reading {
  std::vector<KeptPacket> packets;
  /// What the FileError says, if there was one.
  std::optional<std::string> fault;
};

/// Opens a capture in memory named `test` and reads it.
Reading read_all(const Octets& capture);
/// Opens a file and reads it.
Reading read_file(const std::string& path);
/// Reads what is left. \pre the reader is open
Reading read_rest(CaptureReader& reader);

}  // namespace espial::test
