#include "sample.hpp"

#include <functional>
#include <utility>

#include "reading.hpp"

namespace espial::test {
namespace {

Sample pcap(std::string name, const PcapFormat& format) {
  Sample sample{.name = std::move(name), .octets = {}, .ends = {}};
  PcapWriter writer(format);
  const auto may_end = [&](std::size_t packets) { sample.ends[writer.octets().size()] = packets; };
  may_end(0);
  writer.packet(1 * second, pattern(30, 1));
  may_end(1);
  writer.packet(2 * second, {});
  may_end(2);
  writer.packet(3 * second, pattern(61, 2), 1514);
  may_end(3);
  sample.octets = writer.octets();
  return sample;
}

/// Sections in both byte orders, with every kind of block.
Sample pcapng(std::string name, std::endian order) {
  Sample sample{.name = std::move(name), .octets = {}, .ends = {}};
  PcapngWriter writer(order);
  const auto may_end = [&](std::size_t packets) { sample.ends[writer.octets().size()] = packets; };
  may_end(0);
  writer.interface({.resolution = 9, .offset_s = 5});
  may_end(0);
  writer.packet(0, 6 * second, pattern(30, 1));
  may_end(1);
  writer.block(0x80000001, pattern(40));
  may_end(1);
  writer.obsolete(0, 2, pattern(33, 2));
  may_end(2);
  writer.section(order == std::endian::little ? std::endian::big : std::endian::little);
  may_end(2);
  writer.interface({.link_type = 101, .snap_length = 20});
  may_end(2);
  writer.simple(pattern(20, 3), 100);
  may_end(3);
  sample.octets = writer.octets();
  return sample;
}

using Compress = std::function<Octets(OctetView)>;

/// `of`, compressed in two pieces: what ends a piece may end the capture, if it ends a record too.
Sample in_two_pieces(std::string name, const Compress& compress, const Sample& of,
                     std::size_t first_size) {
  const OctetView content = of.octets;
  const Octets first = compress(content.first(first_size));
  Sample sample{.name = std::move(name),
                .octets = join({first, compress(content.subspan(first_size))}),
                .ends = {},
                .compressed = true};
  if (const auto end = of.ends.find(first_size); end != of.ends.end())
    sample.ends[first.size()] = end->second;
  sample.ends[sample.octets.size()] = of.ends.rbegin()->second;
  return sample;
}

Sample in_one_piece(std::string name, const Compress& compress, const Sample& of) {
  Sample sample{
      .name = std::move(name), .octets = compress(of.octets), .ends = {}, .compressed = true};
  sample.ends[sample.octets.size()] = of.ends.rbegin()->second;
  return sample;
}

}  // namespace

std::vector<Sample> samples() {
  using enum std::endian;
  const Sample plain_pcap = pcap("pcap_little_us", {.order = little});
  const Sample plain_pcapng = pcapng("pcapng_big", big);
  const std::size_t between_records = std::next(plain_pcap.ends.begin())->first;
  return {
      plain_pcap,
      pcap("pcap_little_ns", {.order = little, .nanoseconds = true}),
      pcap("pcap_big_us", {.order = big}),
      pcap("pcap_big_ns", {.order = big, .nanoseconds = true, .link_type = 0x300000E5}),
      pcapng("pcapng_little", little),
      plain_pcapng,
      in_one_piece("gzip_pcap", gzip, plain_pcap),
      in_one_piece("gzip_pcapng", gzip, plain_pcapng),
      in_two_pieces("gzip_members_between_records", gzip, plain_pcap, between_records),
      in_two_pieces("gzip_members_within_a_record", gzip, plain_pcap, between_records + 20),
      in_one_piece("zstd_pcap", zstd, plain_pcap),
      in_one_piece("zstd_pcapng", zstd, plain_pcapng),
      in_two_pieces("zstd_frames_between_records", zstd, plain_pcap, between_records),
      in_two_pieces("zstd_frames_within_a_record", zstd, plain_pcap, between_records + 20),
  };
}

}  // namespace espial::test
