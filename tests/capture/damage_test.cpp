// Captures that are cut anywhere, or damaged anywhere.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "espial/error.hpp"
#include "reading.hpp"
#include "sample.hpp"

namespace espial::test {
namespace {

using testing::HasSubstr;

class DamagedCapture : public testing::TestWithParam<Sample> {
 protected:
  DamagedCapture() : whole_(read_all(GetParam().octets)) {}

  /// Whether both begin with the same `count` packets.
  [[nodiscard]] bool begins_as_whole(const Reading& reading, std::size_t count) const {
    const auto size = static_cast<std::ptrdiff_t>(count);
    return reading.packets.size() >= count &&
           std::equal(reading.packets.begin(), reading.packets.begin() + size,
                      whole_.packets.begin());
  }
  /// Packets that are complete in the first `size` octets.
  [[nodiscard]] static std::size_t packets_before(std::size_t size) {
    const auto& ends = GetParam().ends;
    const auto after = ends.upper_bound(size);
    return after == ends.begin() ? 0 : std::prev(after)->second;
  }

  Reading whole_;
};

INSTANTIATE_TEST_SUITE_P(All, DamagedCapture, testing::ValuesIn(samples()),
                         [](const auto& info) { return info.param.name; });

TEST_P(DamagedCapture, that_is_whole_has_three_packets_and_no_fault) {
  EXPECT_EQ(whole_.fault, std::nullopt);
  EXPECT_EQ(whole_.packets.size(), 3u);
}

TEST_P(DamagedCapture, that_is_cut_gives_the_packets_before_the_cut_and_a_fault) {
  const Sample& sample = GetParam();
  for (std::size_t size = 0; size < sample.octets.size(); ++size) {
    SCOPED_TRACE("cut at " + std::to_string(size));
    const auto reading = read_all(cut(sample.octets, size));
    EXPECT_EQ(reading.fault.has_value(), !sample.ends.contains(size))
        << reading.fault.value_or("no fault");
    ASSERT_LE(reading.packets.size(), whole_.packets.size());
    EXPECT_TRUE(begins_as_whole(reading, reading.packets.size()));
    // A decompressor may know more than the pieces that are complete.
    if (sample.compressed) {
      EXPECT_GE(reading.packets.size(), packets_before(size));
    } else {
      EXPECT_EQ(reading.packets.size(), packets_before(size));
    }
  }
}

TEST_P(DamagedCapture, with_any_octet_changed_gives_the_packets_before_it) {
  const Sample& sample = GetParam();
  for (std::size_t at = 0; at < sample.octets.size(); ++at) {
    for (const unsigned change : {0x01u, 0x02u, 0x04u, 0x08u, 0x10u, 0x20u, 0x40u, 0x80u, 0xFFu}) {
      SCOPED_TRACE("octet " + std::to_string(at) + " changed by " + std::to_string(change));
      Octets damaged = sample.octets;
      damaged[at] = static_cast<std::uint8_t>(damaged[at] ^ change);
      const auto reading = read_all(damaged);
      EXPECT_TRUE(begins_as_whole(reading, packets_before(at)));
      for (const KeptPacket& packet : reading.packets) {
        EXPECT_LE(packet.octets.size(), packet.length);
        EXPECT_LE(packet.length, 0xFF'FFFFu);
      }
    }
  }
}

TEST_P(DamagedCapture, with_several_octets_changed_is_read_to_an_end) {
  constexpr unsigned seed = 4303;
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int round = 0; round < 2000; ++round) {
    Octets damaged = GetParam().octets;
    for (std::size_t changes = 2 + random() % 4; changes > 0; --changes)
      damaged[random() % damaged.size()] = static_cast<std::uint8_t>(random());
    // A packet takes at least 16 octets of a capture, and these compress little.
    EXPECT_LE(read_all(damaged).packets.size(), 20u) << "round " << round;
  }
}

TEST(Unrecognised, an_empty_file_is_said_to_be_empty) {
  EXPECT_EQ(read_all({}).fault, "test: is empty");
}

TEST(Unrecognised, another_file_is_said_to_be_no_capture_with_its_first_octets) {
  EXPECT_EQ(read_all(text("PK\x03\x04 a zip")).fault,
            "test: is no capture (it begins with 50 4b 03 04); Espial reads pcap and pcapng, plain "
            "or compressed with gzip or zstd");
}

TEST(Unrecognised, two_octets_are_no_capture) {
  EXPECT_THAT(read_all(text("\xd4\xc3")).fault.value(), HasSubstr("it begins with d4 c3"));
}

TEST(Fault, leaves_the_reader_at_its_end) {
  const Octets capture =
      cut(PcapWriter().packet(0, pattern(60)).packet(0, pattern(60)).octets(), 150);
  CaptureReader reader = CaptureReader::from_memory(capture, "test");
  EXPECT_TRUE(reader.next());
  EXPECT_THROW(reader.next(), FileError);
  EXPECT_FALSE(reader.next());
  EXPECT_FALSE(reader.next());
}

TEST(Fault, names_the_file_by_itself_too) {
  try {
    CaptureReader::from_memory({}, "a.pcap");
    FAIL() << "opened";
  } catch (const FileError& error) {
    EXPECT_EQ(error.file(), "a.pcap");
  }
}

}  // namespace
}  // namespace espial::test
