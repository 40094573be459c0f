// gzip and zstd, of pcap and of pcapng.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zstd.h>

#include <functional>
#include <memory>

#include "reading.hpp"

namespace espial::test {
namespace {

using testing::HasSubstr;

struct Compression {
  std::string name;
  std::function<Octets(OctetView)> compress;

  friend std::ostream& operator<<(std::ostream& out, const Compression& compression) {
    return out << compression.name;
  }
};

class Compressed : public testing::TestWithParam<Compression> {
 protected:
  [[nodiscard]] static Octets compress(OctetView content) { return GetParam().compress(content); }
};

INSTANTIATE_TEST_SUITE_P(All, Compressed,
                         testing::Values(Compression{"gzip", gzip}, Compression{"zstd", zstd}),
                         [](const auto& info) { return info.param.name; });

/// Reads as the plain capture does, which has this many packets.
void expect_same(const Octets& compressed, const Octets& plain, std::size_t packets) {
  const auto reading = read_all(compressed);
  EXPECT_EQ(reading.fault, std::nullopt);
  EXPECT_EQ(reading.packets.size(), packets);
  EXPECT_TRUE(reading.packets == read_all(plain).packets);
}

TEST_P(Compressed, pcap_reads_as_plain_whatever_its_size) {
  PcapWriter writer;
  constexpr unsigned packets = 5'000;  // several buffers full
  for (unsigned i = 0; i < packets; ++i) writer.packet(i, pattern(60 + i % 1400, i));
  expect_same(compress(writer.octets()), writer.octets(), packets);
}

TEST_P(Compressed, pcapng_reads_as_plain) {
  const Octets plain =
      PcapngWriter().interface().packet(0, 1'000, pattern(100)).simple(pattern(50)).octets();
  expect_same(compress(plain), plain, 2);
}

TEST_P(Compressed, pieces_one_after_the_other_read_as_one) {
  const Octets plain = PcapWriter().packet(1, pattern(100, 1)).packet(2, pattern(100, 2)).octets();
  const OctetView view = plain;
  for (std::size_t split = 0; split <= plain.size(); split += 7) {
    SCOPED_TRACE("split at " + std::to_string(split));
    expect_same(join({compress(view.first(split)), compress({}), compress(view.subspan(split))}),
                plain, 2);
  }
}

TEST_P(Compressed, octets_are_not_lost_where_the_output_is_full_and_no_input_is_left) {
  // The last piece straddles the end of a buffer whose size is a power of two.
  for (std::uint32_t size = 16 * 1024; size <= 2 * 1024 * 1024; size *= 2) {
    SCOPED_TRACE(size);
    const Octets plain =
        PcapWriter().record({.captured = size, .original = size}, Octets(size)).octets();
    const OctetView view = plain;
    expect_same(join({compress(view.first(5000)), compress(view.subspan(5000))}), plain, 1);
  }
}

TEST_P(Compressed, nothing_is_an_empty_capture) {
  EXPECT_EQ(read_all(compress({})).fault, "test: is empty");
}

TEST_P(Compressed, twice_is_no_capture) {
  EXPECT_THAT(read_all(compress(compress(PcapWriter().octets()))).fault.value_or(""),
              HasSubstr("is no capture"));
}

TEST_P(Compressed, data_that_is_cut_says_so) {
  const Octets whole = compress(PcapWriter().packet(0, pattern(500)).octets());
  const std::size_t size = whole.size() - 1;
  EXPECT_THAT(read_all(cut(whole, size)).fault.value_or(""),
              HasSubstr("the " + GetParam().name + " data is cut at offset " +
                        std::to_string(size) + " of the file"));
}

TEST_P(Compressed, something_else_behind_is_an_error_after_the_packets) {
  const Octets whole = compress(PcapWriter().packet(0, pattern(500)).octets());
  const auto reading = read_all(join({whole, text("something else")}));
  EXPECT_EQ(reading.packets.size(), 1u);
  EXPECT_THAT(reading.fault.value_or(""),
              HasSubstr("test: packet 2 at offset 540 of the decompressed capture: the " +
                        GetParam().name + " data is corrupt"));
}

TEST_P(Compressed, record_that_is_cut_says_where_in_the_decompressed_capture) {
  const Octets plain = PcapWriter().packet(0, pattern(500)).packet(0, pattern(500)).octets();
  EXPECT_EQ(
      read_all(compress(cut(plain, 600))).fault,
      "test: cut in mid-record: packet 2 at offset 540 of the decompressed capture: 60 of 516 "
      "octets are there");
}

TEST(Gzip, may_be_padded_with_zeros) {
  const Octets plain = PcapWriter().packet(0, pattern(500)).octets();
  expect_same(join({gzip(plain), Octets(1000)}), plain, 1);
}

TEST(Gzip, with_a_wrong_check_value_is_corrupt_after_its_packets) {
  Octets capture = gzip(PcapWriter().packet(0, pattern(500)).octets());
  capture[capture.size() - 8] ^= 1;
  const auto reading = read_all(capture);
  EXPECT_EQ(reading.packets.size(), 1u);
  EXPECT_THAT(reading.fault.value_or(""), HasSubstr("(incorrect data check)"));
}

TEST(Zstd, skippable_frames_hold_nothing) {
  const Octets plain = PcapWriter().packet(0, pattern(100)).octets();
  expect_same(join({zstd_skippable(pattern(300)), zstd(plain), zstd_skippable({})}), plain, 1);
}

/// What zstd makes of data that is cut, its output as large as it may get.
Octets decompressed(const Octets& compressed, std::size_t most) {
  const std::unique_ptr<ZSTD_DStream, decltype(&ZSTD_freeDStream)> stream(ZSTD_createDStream(),
                                                                          &ZSTD_freeDStream);
  Octets result(most);
  ZSTD_inBuffer in{compressed.data(), compressed.size(), 0};
  ZSTD_outBuffer out{result.data(), result.size(), 0};
  ZSTD_decompressStream(stream.get(), &out, &in);
  return cut(result, out.pos);
}

TEST(Zstd, that_is_cut_gives_every_packet_that_can_be_decompressed) {
  PcapWriter writer;
  for (unsigned i = 0; i < 10'000; ++i) writer.packet(0, pattern(20));  // several blocks
  const Octets whole = zstd(writer.octets());
  for (std::size_t size = 4; size < whole.size(); ++size) {
    SCOPED_TRACE("cut at " + std::to_string(size));
    const Octets part = cut(whole, size);
    const Octets expected = decompressed(part, writer.octets().size());
    EXPECT_EQ(read_all(part).packets.size(), read_all(expected).packets.size());
  }
}

TEST(Zstd, that_needs_too_much_memory_says_what_to_do) {
  // A frame header that asks for a window of 2 GiB: RFC 8878, 3.1.1.1.2.
  const Octets capture =
      OctetWriter().u32(0xFD2FB528).u8(0).u8((31 - 10) << 3).append(Octets(100)).octets();
  EXPECT_EQ(read_all(capture).fault,
            "test: the zstd data needs a window of more than 128 MiB; compress it again without "
            "--long");
}

}  // namespace
}  // namespace espial::test
