// pcap: byte orders, resolutions, lengths.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reading.hpp"

namespace espial::test {
namespace {

using testing::ElementsAre;

class PcapByteOrder : public testing::TestWithParam<std::endian> {};

INSTANTIATE_TEST_SUITE_P(Both, PcapByteOrder,
                         testing::Values(std::endian::little, std::endian::big),
                         [](const auto& info) {
                           return info.param == std::endian::little ? "little" : "big";
                         });

TEST_P(PcapByteOrder, microseconds_lengths_and_octets_are_what_the_records_say) {
  const auto reading = read_all(PcapWriter({.order = GetParam()})
                                    .packet(1578096001 * second + 2'000'000, pattern(60, 1))
                                    .packet(1578096002 * second + 999'999'000, pattern(96, 2), 1514)
                                    .octets());
  EXPECT_EQ(reading.fault, std::nullopt);
  EXPECT_THAT(reading.packets, ElementsAre(KeptPacket{.time_ns = 1578096001 * second + 2'000'000,
                                                      .length = 60,
                                                      .octets = pattern(60, 1)},
                                           KeptPacket{.time_ns = 1578096002 * second + 999'999'000,
                                                      .length = 1514,
                                                      .octets = pattern(96, 2)}));
}

TEST_P(PcapByteOrder, nanoseconds_count_if_the_magic_number_says_so) {
  const auto reading = read_all(PcapWriter({.order = GetParam(), .nanoseconds = true})
                                    .packet(10 * second + 123'456'789, pattern(20))
                                    .octets());
  EXPECT_THAT(reading.packets,
              ElementsAre(KeptPacket{
                  .time_ns = 10 * second + 123'456'789, .length = 20, .octets = pattern(20)}));
}

/// The only packet of a pcap that has but this record.
std::optional<KeptPacket> only_packet(const PcapRecord& record, const Octets& octets) {
  const auto reading = read_all(PcapWriter().record(record, octets).octets());
  EXPECT_EQ(reading.packets.size(), 1u) << reading.fault.value_or("no fault");
  return reading.packets.empty() ? std::nullopt : std::optional(reading.packets.front());
}

/// What is wrong with a pcap whose second record is this one.
std::string fault_of(const PcapRecord& record, const Octets& octets = {}) {
  const auto reading =
      read_all(PcapWriter().packet(0, pattern(60)).record(record, octets).octets());
  EXPECT_EQ(reading.packets.size(), 1u);
  return reading.fault.value_or("no fault");
}

TEST(Pcap, without_packets_is_fine) {
  const auto reading = read_all(PcapWriter().octets());
  EXPECT_EQ(reading.fault, std::nullopt);
  EXPECT_THAT(reading.packets, ElementsAre());
}

TEST(Pcap, a_packet_may_have_no_octets) {
  EXPECT_EQ(only_packet({.captured = 0, .original = 60}, {}),
            (KeptPacket{.time_ns = 0, .length = 60, .octets = {}}));
}

TEST(Pcap, a_packet_may_be_snapped) {
  const auto reading = read_all(PcapWriter({.snap_length = 41}).packet(0, pattern(1000)).octets());
  EXPECT_THAT(reading.packets,
              ElementsAre(KeptPacket{.time_ns = 0, .length = 1000, .octets = pattern(41)}));
}

TEST(Pcap, a_record_may_hold_more_than_the_snap_length) {
  const auto reading = read_all(PcapWriter({.snap_length = 64})
                                    .record({.captured = 90, .original = 90}, pattern(90))
                                    .octets());
  EXPECT_THAT(reading.packets,
              ElementsAre(KeptPacket{.time_ns = 0, .length = 90, .octets = pattern(90)}));
}

TEST(Pcap, octets_beyond_the_length_on_the_wire_are_cut_off) {
  EXPECT_EQ(only_packet({.captured = 60, .original = 40}, pattern(60)),
            (KeptPacket{.time_ns = 0, .length = 40, .octets = pattern(40)}));
}

TEST(Pcap, the_longest_packet_is_one_less_than_two_to_the_24) {
  EXPECT_EQ(only_packet({.captured = 60, .original = 0xFF'FFFF}, pattern(60))->length, 0xFF'FFFFu);
  EXPECT_EQ(fault_of({.captured = 60, .original = 0x100'0000}, pattern(60)),
            "test: corrupt record: packet 2 at offset 100: it claims 16777216 octets on the wire, "
            "more than 16777215");
}

TEST(Pcap, a_record_may_hold_up_to_16_mebioctets) {
  constexpr std::uint32_t most = 16 * 1024 * 1024;
  const auto packet = only_packet({.captured = most, .original = most - 1}, pattern(most));
  ASSERT_TRUE(packet);
  EXPECT_TRUE(packet->octets == pattern(most - 1));
  EXPECT_EQ(
      fault_of({.captured = most + 1, .original = 60}),
      "test: corrupt record: packet 2 at offset 100: it claims 16777217 captured octets, more "
      "than 16777216");
}

TEST(Pcap, a_record_that_claims_four_gigabytes_is_corrupt) {
  EXPECT_THAT(fault_of({.captured = 0xFFFF'FFFF, .original = 0xFFFF'FFFF}, pattern(100)),
              testing::HasSubstr("it claims 4294967295 captured octets"));
}

TEST(Pcap, the_latest_time_fits_and_so_does_an_absurd_fraction) {
  EXPECT_EQ(only_packet({.seconds = 0xFFFF'FFFF, .fraction = 0xFFFF'FFFF}, {})->time_ns,
            0xFFFF'FFFF * second + 0xFFFF'FFFF * std::uint64_t{1000});
}

TEST(Pcap, of_another_version_is_refused) {
  EXPECT_EQ(read_all(PcapWriter({.major = 3}).octets()).fault,
            "test: is pcap of version 3.4; Espial reads version 2");
}

TEST(Pcap, cut_in_a_record_says_which_and_where) {
  const Octets capture = PcapWriter().packet(0, pattern(60)).packet(0, pattern(60)).octets();
  EXPECT_EQ(read_all(cut(capture, capture.size() - 20)).fault,
            "test: cut in mid-record: packet 2 at offset 100: 56 of 76 octets are there");
  EXPECT_EQ(read_all(cut(capture, 101)).fault,
            "test: cut in mid-record: packet 2 at offset 100: 1 of 16 octets are there");
}

TEST(Pcap, cut_in_its_header_says_so) {
  EXPECT_EQ(read_all(cut(PcapWriter().octets(), 23)).fault,
            "test: cut in mid-header: 23 of 24 octets are there");
}

}  // namespace
}  // namespace espial::test
