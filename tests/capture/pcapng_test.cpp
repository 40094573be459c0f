// pcapng: sections, interfaces, and the blocks that hold packets.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reading.hpp"

namespace espial::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class PcapngByteOrder : public testing::TestWithParam<std::endian> {};

INSTANTIATE_TEST_SUITE_P(Both, PcapngByteOrder,
                         testing::Values(std::endian::little, std::endian::big),
                         [](const auto& info) {
                           return info.param == std::endian::little ? "little" : "big";
                         });

TEST_P(PcapngByteOrder, enhanced_packets_have_time_lengths_and_options) {
  constexpr std::uint64_t time_us = 0x1'0000'0002;
  const auto reading = read_all(PcapngWriter(GetParam())
                                    .interface()
                                    .enhanced(0, time_us, pattern(61, 1))
                                    .enhanced(0, time_us + 1, pattern(64, 2), 1514, text("opts"))
                                    .octets());
  EXPECT_EQ(reading.fault, std::nullopt);
  EXPECT_THAT(
      reading.packets,
      ElementsAre(
          KeptPacket{.time_ns = time_us * 1000, .length = 61, .octets = pattern(61, 1)},
          KeptPacket{.time_ns = (time_us + 1) * 1000, .length = 1514, .octets = pattern(64, 2)}));
}

TEST_P(PcapngByteOrder, obsolete_packets_are_read_too) {
  const auto reading = read_all(PcapngWriter(GetParam())
                                    .interface()
                                    .interface({.link_type = 101})
                                    .obsolete(1, 77, pattern(33), 40)
                                    .octets());
  EXPECT_THAT(
      reading.packets,
      ElementsAre(KeptPacket{
          .time_ns = 77'000, .length = 40, .link = hw::LinkType::raw_ip, .octets = pattern(33)}));
}

TEST_P(PcapngByteOrder, simple_packets_are_of_interface_zero) {
  const auto reading = read_all(PcapngWriter(GetParam())
                                    .interface({.link_type = 113})
                                    .interface({.link_type = 1})
                                    .simple(pattern(41))
                                    .octets());
  EXPECT_THAT(
      reading.packets,
      ElementsAre(KeptPacket{
          .time_ns = 0, .length = 41, .link = hw::LinkType::linux_cooked, .octets = pattern(41)}));
}

TEST_P(PcapngByteOrder, resolution_and_offset_of_time_are_each_interfaces_own) {
  const auto reading = read_all(PcapngWriter(GetParam())
                                    .interface({.resolution = 9})
                                    .interface({.resolution = 3, .offset_s = 100})
                                    .interface({.resolution = 0x80 | 10, .offset_s = -1})
                                    .enhanced(0, 1'000'000'007, pattern(8))
                                    .enhanced(1, 5, pattern(8))
                                    .enhanced(2, 3 * 1024 + 512, pattern(8))
                                    .octets());
  ASSERT_EQ(reading.packets.size(), 3u) << reading.fault.value_or("");
  EXPECT_EQ(reading.packets[0].time_ns, 1'000'000'007u);
  EXPECT_EQ(reading.packets[1].time_ns, 100'005'000'000u);
  EXPECT_EQ(reading.packets[2].time_ns, 2'500'000'000u);
}

TEST(Pcapng, interfaces_may_differ_in_link_type_and_snap_length) {
  const auto reading = read_all(PcapngWriter()
                                    .interface({.link_type = 1, .snap_length = 65535})
                                    .interface({.link_type = 276, .snap_length = 96})
                                    .packet(1, 1'000, pattern(500))
                                    .packet(0, 2'000, pattern(200))
                                    .octets());
  EXPECT_THAT(reading.packets,
              ElementsAre(KeptPacket{.time_ns = 1'000,
                                     .length = 500,
                                     .link = hw::LinkType::linux_cooked_2,
                                     .octets = pattern(96)},
                          KeptPacket{.time_ns = 2'000, .length = 200, .octets = pattern(200)}));
}

TEST(Pcapng, simple_packets_are_captured_up_to_the_snap_length) {
  const auto reading = read_all(PcapngWriter()
                                    .interface({.snap_length = 50})
                                    .simple(pattern(50), 1514)
                                    .simple(pattern(20))
                                    .octets());
  EXPECT_THAT(reading.packets,
              ElementsAre(KeptPacket{.time_ns = 0, .length = 1514, .octets = pattern(50)},
                          KeptPacket{.time_ns = 0, .length = 20, .octets = pattern(20)}));
}

TEST(Pcapng, simple_packets_take_the_time_of_the_packet_before) {
  const auto reading = read_all(PcapngWriter()
                                    .interface()
                                    .simple(pattern(20))
                                    .enhanced(0, 9, pattern(20))
                                    .simple(pattern(20))
                                    .octets());
  ASSERT_EQ(reading.packets.size(), 3u) << reading.fault.value_or("");
  EXPECT_EQ(reading.packets[0].time_ns, 0u);
  EXPECT_EQ(reading.packets[2].time_ns, 9'000u);
}

TEST(Pcapng, octets_beyond_the_length_on_the_wire_are_cut_off) {
  const auto reading =
      read_all(PcapngWriter().interface().enhanced(0, 0, pattern(60), 40).octets());
  EXPECT_THAT(reading.packets,
              ElementsAre(KeptPacket{.time_ns = 0, .length = 40, .octets = pattern(40)}));
}

TEST(Pcapng, a_section_has_its_own_byte_order_and_interfaces) {
  const auto reading = read_all(PcapngWriter()
                                    .interface({.link_type = 1})
                                    .enhanced(0, 1, pattern(20))
                                    .section(std::endian::big)
                                    .interface({.link_type = 101})
                                    .enhanced(0, 2, pattern(21))
                                    .octets());
  EXPECT_EQ(reading.fault, std::nullopt);
  ASSERT_EQ(reading.packets.size(), 2u);
  EXPECT_EQ(reading.packets[0].link, hw::LinkType::ethernet);
  EXPECT_EQ(reading.packets[1].link, hw::LinkType::raw_ip);
  EXPECT_EQ(reading.packets[1].octets, pattern(21));
}

TEST(Pcapng, a_section_forgets_the_interfaces_before) {
  const auto reading = read_all(PcapngWriter()
                                    .interface()
                                    .enhanced(0, 1, pattern(20))
                                    .section(std::endian::little)
                                    .enhanced(0, 2, pattern(20))
                                    .octets());
  EXPECT_EQ(reading.packets.size(), 1u);
  EXPECT_THAT(reading.fault.value_or(""),
              HasSubstr("it came in by interface 0, but the section has 0 so far"));
}

TEST(Pcapng, unknown_blocks_are_skipped_however_long) {
  constexpr std::uint32_t name_resolution = 4;
  constexpr std::uint32_t local = 0x80000001;
  const auto reading = read_all(PcapngWriter()
                                    .block(local, {})
                                    .interface()
                                    .block(name_resolution, pattern(24))
                                    .enhanced(0, 1, pattern(20))
                                    .block(local, Octets(20 * 1024 * 1024))
                                    .enhanced(0, 2, pattern(21))
                                    .octets());
  EXPECT_EQ(reading.fault, std::nullopt);
  ASSERT_EQ(reading.packets.size(), 2u);
  EXPECT_EQ(reading.packets[1].octets, pattern(21));
}

TEST(Pcapng, without_packets_is_fine) {
  const auto reading = read_all(PcapngWriter().octets());
  EXPECT_EQ(reading.fault, std::nullopt);
  EXPECT_THAT(reading.packets, ElementsAre());
}

TEST(Pcapng, of_another_version_is_refused) {
  EXPECT_EQ(read_all(PcapngWriter().section(std::endian::little, 2).octets()).fault,
            "test: is pcapng of version 2.0; Espial reads version 1");
}

TEST(Pcapng, cut_in_a_block_says_which_packet_and_where) {
  const Octets capture =
      PcapngWriter().interface().enhanced(0, 1, pattern(20)).enhanced(0, 2, pattern(20)).octets();
  EXPECT_THAT(read_all(cut(capture, capture.size() - 1)).fault,
              "test: cut in mid-block: packet 2 at offset 112: 51 of 52 octets are there");
}

/// What is wrong with a pcapng of one interface and one packet, with `add` behind.
template <typename Add>
std::string fault_behind_a_packet(const Add& add) {
  PcapngWriter writer;
  writer.interface().enhanced(0, 1, pattern(20));
  add(writer);
  const auto reading = read_all(writer.octets());
  EXPECT_EQ(reading.packets.size(), 1u);
  return reading.fault.value_or("no fault");
}

TEST(CorruptPcapng, block_lengths_that_cannot_be_are_named) {
  for (const std::uint32_t length : {0u, 8u, 11u, 13u, 0x7FFF'FFFCu, 0xFFFF'FFFCu}) {
    SCOPED_TRACE(length);
    EXPECT_THAT(fault_behind_a_packet([&](PcapngWriter& writer) {
                  writer.raw(OctetWriter().u32(6).u32(length).append(Octets(32)).octets());
                }),
                HasSubstr("corrupt record: packet 2 at offset 112: a block of type 0x6 claims a "
                          "length of " +
                          std::to_string(length)));
  }
}

TEST(CorruptPcapng, an_unknown_block_of_four_gigabytes_is_cut) {
  EXPECT_THAT(
      fault_behind_a_packet([](PcapngWriter& writer) {
        writer.raw(OctetWriter().u32(0x80000001).u32(0xFFFF'FFFC).append(Octets(32)).octets());
      }),
      HasSubstr("40 of 4294967288 octets are there"));
}

TEST(CorruptPcapng, a_block_whose_two_lengths_differ_is_named) {
  for (const std::uint32_t type : {6u, 0x80000001u}) {
    SCOPED_TRACE(type);
    EXPECT_THAT(fault_behind_a_packet([&](PcapngWriter& writer) {
                  writer.raw(OctetWriter().u32(type).u32(16).u32(0).u32(20).octets());
                }),
                HasSubstr("begins with a length of 16 and ends with 20"));
  }
}

TEST(CorruptPcapng, a_packet_larger_than_its_block_is_named) {
  const Octets body =
      OctetWriter().u32(0).u32(0).u32(0).u32(21).u32(21).append(Octets(20)).octets();
  EXPECT_THAT(fault_behind_a_packet([&](PcapngWriter& writer) { writer.block(6, body); }),
              HasSubstr("it claims 21 captured octets, but its block has room for 20"));
}

TEST(CorruptPcapng, a_packet_that_claims_four_gigabytes_is_named) {
  const Octets body = OctetWriter().u32(0).u32(0).u32(0).u32(0xFFFF'FFFF).u32(0xFFFF'FFFF).octets();
  EXPECT_THAT(fault_behind_a_packet([&](PcapngWriter& writer) { writer.block(6, body); }),
              HasSubstr("it claims 4294967295 captured octets, more than 16777216"));
}

TEST(CorruptPcapng, a_packet_longer_than_24_bits_hold_is_named) {
  EXPECT_THAT(fault_behind_a_packet(
                  [](PcapngWriter& writer) { writer.enhanced(0, 2, pattern(20), 0x100'0000); }),
              HasSubstr("it claims 16777216 octets on the wire, more than 16777215"));
}

TEST(CorruptPcapng, a_block_too_short_for_its_fields_is_named) {
  for (const std::uint32_t type : {1u, 2u, 6u}) {
    EXPECT_THAT(fault_behind_a_packet([&](PcapngWriter& writer) { writer.block(type, Octets(4)); }),
                HasSubstr("a block's body has 4 octets"))
        << type;
  }
}

TEST(CorruptPcapng, an_option_that_leaves_its_block_is_named) {
  const Octets body = OctetWriter().u16(1).u16(0).u32(0).u16(9).u16(400).u32(0).octets();
  EXPECT_THAT(fault_behind_a_packet([&](PcapngWriter& writer) { writer.block(1, body); }),
              HasSubstr("option 9 of an interface claims 400 octets"));
}

TEST(CorruptPcapng, options_of_other_lengths_than_theirs_are_ignored) {
  // if_tsresol of 4 octets, if_tsoffset of 4.
  const Octets options =
      OctetWriter().u16(9).u16(4).u32(3).u16(14).u16(4).u32(1000).u32(0).octets();
  const Octets body = join({OctetWriter().u16(1).u16(0).u32(0).octets(), options});
  const auto reading = read_all(PcapngWriter().block(1, body).enhanced(0, 5, pattern(8)).octets());
  ASSERT_EQ(reading.packets.size(), 1u);
  EXPECT_EQ(reading.packets[0].time_ns, 5'000u);
}

TEST(CorruptPcapng, a_section_without_byte_order_magic_is_named) {
  const Octets block = OctetWriter().u32(0x0A0D0D0A).u32(28).append(Octets(20)).octets();
  EXPECT_THAT(read_all(block).fault.value_or(""),
              HasSubstr("the section header has no byte-order magic"));
}

TEST(CorruptPcapng, more_interfaces_than_65536_are_refused) {
  PcapngWriter writer;
  for (unsigned i = 0; i < 65536; ++i) writer.interface();
  writer.packet(65535, 0, pattern(20)).interface();
  const auto reading = read_all(writer.octets());
  EXPECT_EQ(reading.packets.size(), 1u);
  EXPECT_THAT(reading.fault.value_or(""), HasSubstr("more than 65536 interfaces"));
}

}  // namespace
}  // namespace espial::test
