// pcap (draft-ietf-opsawg-pcap): a header of 24 octets, then records.
#include <fmt/format.h>

#include <bit>

#include "byte_order.hpp"
#include "link_type.hpp"
#include "record_format.hpp"

namespace espial::capture {
namespace {

constexpr std::uint32_t microseconds_magic = 0xA1B2C3D4;
constexpr std::uint32_t nanoseconds_magic = 0xA1B23C4D;
constexpr std::size_t file_header_size = 24;
constexpr std::size_t record_header_size = 16;
constexpr std::uint16_t major_version = 2;
/// The bits above hold the length of the frame check sequence.
constexpr std::uint32_t link_type_mask = 0x03FF'FFFF;

/// What the magic number says.
struct Layout {
  ByteOrder order;
  std::uint32_t nanoseconds_per_unit;
};

std::optional<Layout> recognise(std::span<const std::uint8_t> start) {
  if (start.size() < magic_size) return std::nullopt;
  for (const std::endian endian : {std::endian::little, std::endian::big}) {
    const ByteOrder order(endian);
    const std::uint32_t magic = order.u32(start, 0);
    if (magic == microseconds_magic) return Layout{order, 1000};
    if (magic == nanoseconds_magic) return Layout{order, 1};
  }
  return std::nullopt;
}

class Pcap final : public RecordFormat {
 public:
  Pcap(const Layout& layout, hw::LinkType link) : layout_(layout), link_(link) {}

  std::optional<Packet> next(RecordStream& stream) override {
    if (stream.at_end()) return std::nullopt;
    const auto header = stream.need(record_header_size, "record");
    const ByteOrder order = layout_.order;
    const std::uint64_t seconds = order.u32(header, 0);
    const std::uint64_t fraction = order.u32(header, 4);
    const PacketLengths lengths{.captured = order.u32(header, 8),
                                .original = order.u32(header, 12)};
    lengths.check(stream);
    const std::size_t record_size = record_header_size + lengths.captured;
    const auto record = stream.need(record_size, "record");
    stream.consume(record_size);
    stream.count_packet();
    // Seconds are 32 bits, so that 64 bits of nanoseconds hold any time, absurd fractions included.
    return Packet{.time_ns = seconds * 1'000'000'000 + fraction * layout_.nanoseconds_per_unit,
                  .length = lengths.original,
                  .link = link_,
                  .octets = lengths.part(record.subspan(record_header_size))};
  }

 private:
  Layout layout_;
  hw::LinkType link_;
};

}  // namespace

bool is_pcap(std::span<const std::uint8_t> start) { return recognise(start).has_value(); }

std::unique_ptr<RecordFormat> open_pcap(RecordStream& stream) {
  const auto header = stream.need(file_header_size, "header");
  const Layout layout = recognise(header).value();
  const std::uint16_t major = layout.order.u16(header, 4);
  if (major != major_version) {
    stream.refuse(fmt::format("is pcap of version {}.{}; Espial reads version {}", major,
                              layout.order.u16(header, 6), major_version));
  }
  const std::uint32_t number = layout.order.u32(header, 20) & link_type_mask;
  const auto link = known_link_type(number);
  if (!link) stream.refuse(unsupported_link_type(number));
  stream.consume(file_header_size);
  return std::make_unique<Pcap>(layout, *link);
}

}  // namespace espial::capture
