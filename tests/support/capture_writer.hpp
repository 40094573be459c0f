/// \file
/// Writes captures into memory: pcap and pcapng as their drafts have them, or wrong on purpose.
/// Header only; compression needs zlib and libzstd, which the host library brings along.
#pragma once

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace espial::test {

using Octets = std::vector<std::uint8_t>;
using OctetView = std::span<const std::uint8_t>;

/// Appends integers in one byte order.
class OctetWriter {
 public:
  explicit OctetWriter(std::endian order = std::endian::little) : order_(order) {}

  OctetWriter& u8(std::uint8_t value) { return integer(value, 1); }
  OctetWriter& u16(std::uint16_t value) { return integer(value, 2); }
  OctetWriter& u32(std::uint32_t value) { return integer(value, 4); }
  OctetWriter& u64(std::uint64_t value) { return integer(value, 8); }
  OctetWriter& append(OctetView value) {
    content_.insert(content_.end(), value.begin(), value.end());
    return *this;
  }
  /// Zeros up to a multiple of four.
  OctetWriter& align() {
    while (content_.size() % 4 != 0) content_.push_back(0);
    return *this;
  }
  [[nodiscard]] const Octets& octets() const { return content_; }

 private:
  OctetWriter& integer(std::uint64_t value, unsigned size) {
    for (unsigned i = 0; i < size; ++i) {
      const unsigned shift = 8 * (order_ == std::endian::little ? i : size - 1 - i);
      content_.push_back(static_cast<std::uint8_t>(value >> shift));
    }
    return *this;
  }

  std::endian order_;
  Octets content_;
};

/// How a pcap is laid out.
struct PcapFormat {
  std::endian order = std::endian::little;
  /// Times in nanoseconds; else in microseconds.
  bool nanoseconds = false;
  /// The header's field as it is: the link type, and the frame check sequence's length above.
  std::uint32_t link_type = 1;
  /// Packets are cut to this many octets.
  std::uint32_t snap_length = 262'144;
  std::uint16_t major = 2;
};

/// What the header of a pcap record says, true or not.
struct PcapRecord {
  std::uint32_t seconds = 0;
  /// Microseconds or nanoseconds.
  std::uint32_t fraction = 0;
  std::uint32_t captured = 0;
  std::uint32_t original = 0;
};

/// Writes a pcap (draft-ietf-opsawg-pcap).
class PcapWriter {
 public:
  explicit PcapWriter(const PcapFormat& format = {}) : format_(format), writer_(format.order) {
    writer_.u32(format.nanoseconds ? 0xA1B23C4D : 0xA1B2C3D4).u16(format.major).u16(4);
    writer_.u32(0).u32(0).u32(format.snap_length).u32(format.link_type);
  }

  /// A packet at `time_ns` since 1970. \param original_length what was on the wire, if more
  PcapWriter& packet(std::uint64_t time_ns, OctetView octets,
                     std::optional<std::uint32_t> original_length = {}) {
    const auto size = static_cast<std::uint32_t>(octets.size());
    const std::uint32_t captured = std::min(size, format_.snap_length);
    const std::uint64_t fraction_ns = time_ns % 1'000'000'000;
    return record({.seconds = static_cast<std::uint32_t>(time_ns / 1'000'000'000),
                   .fraction = static_cast<std::uint32_t>(format_.nanoseconds ? fraction_ns
                                                                              : fraction_ns / 1000),
                   .captured = captured,
                   .original = original_length.value_or(size)},
                  octets.first(captured));
  }
  /// A record whose header says what it is told to, whatever `octets` follow.
  PcapWriter& record(const PcapRecord& header, OctetView octets) {
    writer_.u32(header.seconds).u32(header.fraction).u32(header.captured).u32(header.original);
    writer_.append(octets);
    return *this;
  }
  [[nodiscard]] const Octets& octets() const { return writer_.octets(); }

 private:
  PcapFormat format_;
  OctetWriter writer_;
};

/// An interface of a pcapng.
struct PcapngInterface {
  std::uint16_t link_type = 1;
  /// Packets are cut to this many octets; 0 for no limit.
  std::uint32_t snap_length = 0;
  /// if_tsresol: units of 10^-n seconds, or, with the highest bit set, of 2^-n seconds.
  std::optional<std::uint8_t> resolution = {};
  /// if_tsoffset, seconds.
  std::optional<std::int64_t> offset_s = {};

  /// `time_ns` since 1970 in this interface's units, rounded down.
  [[nodiscard]] std::uint64_t timestamp(std::uint64_t time_ns) const {
    __extension__ using Wide = unsigned __int128;
    const std::uint64_t offset_ns =
        static_cast<std::uint64_t>(offset_s.value_or(0)) * 1'000'000'000;
    Wide numerator = time_ns - offset_ns;
    const unsigned exponent = resolution.value_or(6) & 0x7Fu;
    if ((resolution.value_or(6) & 0x80u) != 0) {
      numerator <<= exponent;
    } else {
      for (unsigned i = 0; i < exponent; ++i) numerator *= 10;
    }
    return static_cast<std::uint64_t>(numerator / 1'000'000'000);
  }
};

/// Writes a pcapng (draft-ietf-opsawg-pcapng).
class PcapngWriter {
 public:
  /// Begins with a section.
  explicit PcapngWriter(std::endian order = std::endian::little) { section(order); }

  /// Begins another section, which has no interfaces yet.
  PcapngWriter& section(std::endian order, std::uint16_t major = 1) {
    order_ = order;
    interfaces_.clear();
    constexpr std::uint64_t unknown_length = ~std::uint64_t{0};
    return block(0x0A0D0D0A, body().u32(0x1A2B3C4D).u16(major).u16(0).u64(unknown_length).octets());
  }
  /// Describes another interface; they are numbered from 0 in each section.
  PcapngWriter& interface(const PcapngInterface& description = {}) {
    interfaces_.push_back(description);
    OctetWriter writer = body();
    writer.u16(description.link_type).u16(0).u32(description.snap_length);
    constexpr std::uint8_t name[] = {'e', 't', 'h', '0'};
    writer.u16(2).u16(sizeof name).append(name);
    if (description.resolution) writer.u16(9).u16(1).u8(*description.resolution).align();
    if (description.offset_s)
      writer.u16(14).u16(8).u64(static_cast<std::uint64_t>(*description.offset_s));
    return block(1, writer.u16(0).u16(0).octets());
  }

  /// An Enhanced Packet Block: a packet at `time_ns` since 1970 of an interface described before.
  PcapngWriter& packet(std::uint32_t interface, std::uint64_t time_ns, OctetView octets,
                       std::optional<std::uint32_t> original_length = {}) {
    const PcapngInterface& by = interfaces_.at(interface);
    const auto size = static_cast<std::uint32_t>(octets.size());
    const std::size_t captured = by.snap_length == 0 ? size : std::min(size, by.snap_length);
    return enhanced(interface, by.timestamp(time_ns), octets.first(captured),
                    original_length.value_or(size));
  }
  /// An Enhanced Packet Block as it is told, the time in the interface's units.
  PcapngWriter& enhanced(std::uint32_t interface, std::uint64_t timestamp, OctetView octets,
                         std::optional<std::uint32_t> original_length = {},
                         OctetView options = {}) {
    OctetWriter writer = body();
    writer.u32(interface);
    time_and_lengths(writer, timestamp, octets, original_length);
    return block(6, writer.append(octets).align().append(options).octets());
  }
  /// The obsolete Packet Block.
  PcapngWriter& obsolete(std::uint16_t interface, std::uint64_t timestamp, OctetView octets,
                         std::optional<std::uint32_t> original_length = {}) {
    constexpr std::uint16_t unknown_drops = 0xFFFF;
    OctetWriter writer = body();
    writer.u16(interface).u16(unknown_drops);
    time_and_lengths(writer, timestamp, octets, original_length);
    return block(2, writer.append(octets).octets());
  }
  /// A Simple Packet Block, of interface 0.
  PcapngWriter& simple(OctetView octets, std::optional<std::uint32_t> original_length = {}) {
    const auto size = static_cast<std::uint32_t>(octets.size());
    return block(3, body().u32(original_length.value_or(size)).append(octets).octets());
  }
  /// Any block; the body is padded to a multiple of four octets.
  PcapngWriter& block(std::uint32_t type, OctetView content) {
    const Octets aligned = body().append(content).align().octets();
    const auto length = static_cast<std::uint32_t>(aligned.size() + 12);
    return raw(body().u32(type).u32(length).append(aligned).u32(length).octets());
  }
  /// Octets as they are.
  PcapngWriter& raw(OctetView octets) {
    content_.insert(content_.end(), octets.begin(), octets.end());
    return *this;
  }
  [[nodiscard]] const Octets& octets() const { return content_; }

 private:
  [[nodiscard]] OctetWriter body() const { return OctetWriter(order_); }
  static void time_and_lengths(OctetWriter& writer, std::uint64_t timestamp, OctetView octets,
                               std::optional<std::uint32_t> original_length) {
    const auto size = static_cast<std::uint32_t>(octets.size());
    // The high word stands first in both byte orders.
    writer.u32(static_cast<std::uint32_t>(timestamp >> 32));
    writer.u32(static_cast<std::uint32_t>(timestamp));
    writer.u32(size).u32(original_length.value_or(size));
  }

  std::endian order_ = std::endian::little;
  std::vector<PcapngInterface> interfaces_;
  Octets content_;
};

/// One gzip member (RFC 1952). Members one after the other are a gzip file too.
inline Octets gzip(OctetView content) {
  z_stream stream{};
  constexpr int gzip_wrapper = 16;
  constexpr int usual_memory = 8;
  if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, MAX_WBITS + gzip_wrapper, usual_memory,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("deflateInit2 failed");
  }
  Octets input(content.begin(), content.end());
  Octets result(deflateBound(&stream, static_cast<uLong>(input.size())));
  stream.next_in = input.data();
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = result.data();
  stream.avail_out = static_cast<uInt>(result.size());
  const int end = deflate(&stream, Z_FINISH);
  result.resize(stream.total_out);
  deflateEnd(&stream);
  if (end != Z_STREAM_END) throw std::runtime_error("deflate failed");
  return result;
}

/// One zstd frame (RFC 8878). Frames one after the other are a zstd file too.
inline Octets zstd(OctetView content) {
  Octets result(ZSTD_compressBound(content.size()));
  const std::size_t size =
      ZSTD_compress(result.data(), result.size(), content.data(), content.size(), 1);
  if (ZSTD_isError(size) != 0) throw std::runtime_error("ZSTD_compress failed");
  result.resize(size);
  return result;
}

/// A zstd frame that decompresses to nothing (RFC 8878, 3.1.2).
inline Octets zstd_skippable(OctetView content) {
  constexpr std::uint32_t magic = 0x184D2A53;  // any of 0x184D2A50 to 5F
  return OctetWriter()
      .u32(magic)
      .u32(static_cast<std::uint32_t>(content.size()))
      .append(content)
      .octets();
}

}  // namespace espial::test
