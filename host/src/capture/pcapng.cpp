// pcapng (draft-ietf-opsawg-pcapng): blocks of type, length, body and the length again; sections
// that each begin with a Section Header Block, which sets the byte order and forgets all
// interfaces.
#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <vector>

#include "byte_order.hpp"
#include "link_type.hpp"
#include "record_format.hpp"
#include "timestamp.hpp"

namespace espial::capture {
namespace {

enum BlockType : std::uint32_t {
  interface_description = 1,
  obsolete_packet = 2,
  simple_packet = 3,
  enhanced_packet = 6,
  section_header = 0x0A0D'0D0A,  // reads the same in both byte orders
};

enum OptionCode : std::uint16_t { end_of_options = 0, if_tsresol = 9, if_tsoffset = 14 };

constexpr std::uint32_t byte_order_magic = 0x1A2B'3C4D;
constexpr std::uint16_t major_version = 1;
/// Type and length.
constexpr std::size_t block_start = 8;
/// Type, length, and the length again.
constexpr std::uint32_t block_frame = 12;

/// Bounds that keep memory small whatever a capture claims: a block that has to be in memory at
/// once (a packet and its options), and the interfaces of a section.
constexpr std::uint32_t most_block = most_captured + 1024 * 1024;
constexpr std::size_t most_interfaces = 65536;

struct Interface {
  std::uint16_t link_number = 0;
  /// 0 for no limit.
  std::uint32_t snap_length = 0;
  TimestampFormat time;
  /// None if Espial does not read `link_number`: an error only when a packet comes by.
  std::optional<hw::LinkType> link;
};

class Pcapng final : public RecordFormat {
 public:
  std::optional<Packet> next(RecordStream& stream) override {
    while (!stream.at_end()) {
      if (auto found = read_block(stream)) {
        stream.count_packet();
        return found;
      }
    }
    return std::nullopt;
  }

  /// Reads the first block, which is a section header. \throws FileError if it makes no sense.
  void begin(RecordStream& stream) { read_block(stream); }

 private:
  /// Reads a block; its packet, if it has one.
  std::optional<Packet> read_block(RecordStream& stream);
  /// Takes the byte order from a block that is a section header, before its length is read.
  void read_byte_order(RecordStream& stream);
  void read_section_header(RecordStream& stream, std::span<const std::uint8_t> body);
  void read_interface(RecordStream& stream, std::span<const std::uint8_t> body);
  void read_interface_options(RecordStream& stream, std::span<const std::uint8_t> options,
                              Interface& interface) const;
  Packet read_packet(RecordStream& stream, BlockType type, std::span<const std::uint8_t> body);
  Packet read_simple_packet(RecordStream& stream, std::span<const std::uint8_t> body);
  Packet make_packet(RecordStream& stream, std::uint32_t interface_number, std::uint64_t time_ns,
                     const PacketLengths& lengths, std::span<const std::uint8_t> data);
  const Interface& interface(RecordStream& stream, std::uint32_t number) const;

  ByteOrder order_;
  std::vector<Interface> interfaces_;
  std::uint64_t last_time_ns_ = 0;
};

bool is_understood(std::uint32_t type) {
  return type == interface_description || type == obsolete_packet || type == simple_packet ||
         type == enhanced_packet || type == section_header;
}

void need_body(RecordStream& stream, std::span<const std::uint8_t> body, std::size_t size) {
  if (body.size() < size)
    stream.corrupt(fmt::format("a block's body has {} octets, less than {}", body.size(), size));
}

void Pcapng::read_byte_order(RecordStream& stream) {
  const auto start = stream.need(block_start + 4, "block");
  for (const std::endian endian : {std::endian::little, std::endian::big}) {
    const ByteOrder order(endian);
    if (order.u32(start, block_start) == byte_order_magic) {
      order_ = order;
      return;
    }
  }
  stream.corrupt("the section header has no byte-order magic");
}

std::optional<Packet> Pcapng::read_block(RecordStream& stream) {
  const std::uint32_t type = order_.u32(stream.need(block_start, "block"), 0);
  if (type == section_header) read_byte_order(stream);
  const std::uint32_t length = order_.u32(stream.need(block_start, "block"), 4);
  if (length < block_frame || length % 4 != 0) {
    stream.corrupt(fmt::format("a block of type {:#x} claims a length of {}", type, length));
  }
  const auto check_trailer = [&](std::uint32_t trailer) {
    if (trailer != length) {
      stream.corrupt(
          fmt::format("a block of type {:#x} begins with a length of {} and ends with {}", type,
                      length, trailer));
    }
  };
  if (!is_understood(type)) {
    stream.skip(length - 4, "block");
    check_trailer(order_.u32(stream.need(4, "block"), 0));
    stream.consume(4);
    return std::nullopt;
  }
  if (length > most_block) {
    stream.corrupt(fmt::format("a block of type {:#x} claims a length of {}, more than {}", type,
                               length, most_block));
  }
  const auto block = stream.need(length, "block");
  check_trailer(order_.u32(block, length - 4));
  const auto body = block.subspan(block_start, length - block_frame);
  std::optional<Packet> found;
  switch (type) {
    case section_header:
      read_section_header(stream, body);
      break;
    case interface_description:
      read_interface(stream, body);
      break;
    case simple_packet:
      found = read_simple_packet(stream, body);
      break;
    default:
      found = read_packet(stream, BlockType{type}, body);
  }
  stream.consume(length);
  return found;
}

void Pcapng::read_section_header(RecordStream& stream, std::span<const std::uint8_t> body) {
  need_body(stream, body, 16);
  const std::uint16_t major = order_.u16(body, 4);
  if (major != major_version) {
    stream.refuse(fmt::format("is pcapng of version {}.{}; Espial reads version {}", major,
                              order_.u16(body, 6), major_version));
  }
  interfaces_.clear();
}

void Pcapng::read_interface(RecordStream& stream, std::span<const std::uint8_t> body) {
  constexpr std::size_t fixed_size = 8;
  need_body(stream, body, fixed_size);
  if (interfaces_.size() == most_interfaces)
    stream.corrupt(fmt::format("a section has more than {} interfaces", most_interfaces));
  Interface interface;
  interface.link_number = order_.u16(body, 0);
  interface.link = known_link_type(interface.link_number);
  interface.snap_length = order_.u32(body, 4);
  read_interface_options(stream, body.subspan(fixed_size), interface);
  interfaces_.push_back(interface);
}

void Pcapng::read_interface_options(RecordStream& stream, std::span<const std::uint8_t> options,
                                    Interface& interface) const {
  constexpr std::size_t header_size = 4;
  while (options.size() >= header_size) {
    const std::uint16_t code = order_.u16(options, 0);
    const std::size_t length = order_.u16(options, 2);
    if (code == end_of_options) return;
    const std::size_t padded = (length + 3) & ~std::size_t{3};
    if (padded > options.size() - header_size) {
      stream.corrupt(fmt::format(
          "option {} of an interface claims {} octets, more than its block has", code, length));
    }
    const auto value = options.subspan(header_size, length);
    if (code == if_tsresol && length == 1) interface.time.resolution = value[0];
    if (code == if_tsoffset && length == 8)
      interface.time.offset_s = static_cast<std::int64_t>(order_.u64(value, 0));
    options = options.subspan(header_size + padded);
  }
}

const Interface& Pcapng::interface(RecordStream& stream, std::uint32_t number) const {
  if (number >= interfaces_.size()) {
    stream.corrupt(fmt::format("it came in by interface {}, but the section has {} so far", number,
                               interfaces_.size()));
  }
  return interfaces_[number];
}

Packet Pcapng::make_packet(RecordStream& stream, std::uint32_t interface_number,
                           std::uint64_t time_ns, const PacketLengths& lengths,
                           std::span<const std::uint8_t> data) {
  lengths.check(stream);
  if (lengths.captured > data.size()) {
    stream.corrupt(fmt::format("it claims {} captured octets, but its block has room for {}",
                               lengths.captured, data.size()));
  }
  const Interface& by = interface(stream, interface_number);
  if (!by.link) {
    stream.refuse(stream.place() + fmt::format(": interface {}: {}", interface_number,
                                               unsupported_link_type(by.link_number)));
  }
  last_time_ns_ = time_ns;
  return Packet{.time_ns = time_ns,
                .length = lengths.original,
                .link = *by.link,
                .octets = lengths.part(data)};
}

Packet Pcapng::read_packet(RecordStream& stream, BlockType type,
                           std::span<const std::uint8_t> body) {
  constexpr std::size_t fixed_size = 20;
  need_body(stream, body, fixed_size);
  // In the obsolete block, interface and number of drops share the first word.
  const std::uint32_t number = type == obsolete_packet ? order_.u16(body, 0) : order_.u32(body, 0);
  // Two words, the high one first whatever the byte order.
  const std::uint64_t timestamp =
      static_cast<std::uint64_t>(order_.u32(body, 4)) << 32 | order_.u32(body, 8);
  return make_packet(stream, number, interface(stream, number).time.nanoseconds(timestamp),
                     {.captured = order_.u32(body, 12), .original = order_.u32(body, 16)},
                     body.subspan(fixed_size));
}

Packet Pcapng::read_simple_packet(RecordStream& stream, std::span<const std::uint8_t> body) {
  constexpr std::size_t fixed_size = 4;
  need_body(stream, body, fixed_size);
  // Of interface 0, captured as far as the snap length lets it. It has no time: that of the packet
  // before is the nearest known.
  const std::uint32_t original = order_.u32(body, 0);
  const std::uint32_t snap_length = interface(stream, 0).snap_length;
  const std::uint32_t captured = snap_length == 0 ? original : std::min(original, snap_length);
  return make_packet(stream, 0, last_time_ns_, {.captured = captured, .original = original},
                     body.subspan(fixed_size));
}

}  // namespace

bool is_pcapng(std::span<const std::uint8_t> start) {
  return start.size() >= magic_size &&
         ByteOrder(std::endian::little).u32(start, 0) == section_header;
}

std::unique_ptr<RecordFormat> open_pcapng(RecordStream& stream) {
  auto format = std::make_unique<Pcapng>();
  format->begin(stream);
  return format;
}

}  // namespace espial::capture
