// Which of libpcap's link types are read, and what is said of the others.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reading.hpp"

namespace espial::test {
namespace {

using testing::HasSubstr;

struct Known {
  std::uint16_t number;
  hw::LinkType type;

  friend std::ostream& operator<<(std::ostream& out, const Known& known) {
    return out << known.number;
  }
};

class KnownLinkType : public testing::TestWithParam<Known> {};

INSTANTIATE_TEST_SUITE_P(
    All, KnownLinkType,
    testing::Values(Known{1, hw::LinkType::ethernet}, Known{101, hw::LinkType::raw_ip},
                    Known{228, hw::LinkType::raw_ip}, Known{229, hw::LinkType::raw_ip},
                    Known{12, hw::LinkType::raw_ip}, Known{14, hw::LinkType::raw_ip},
                    Known{0, hw::LinkType::loopback}, Known{108, hw::LinkType::loopback},
                    Known{113, hw::LinkType::linux_cooked},
                    Known{276, hw::LinkType::linux_cooked_2}),
    [](const auto& info) { return fmt::format("linktype_{}", info.param.number); });

TEST_P(KnownLinkType, is_read_from_pcap) {
  const auto reading =
      read_all(PcapWriter({.link_type = GetParam().number}).packet(0, pattern(40)).octets());
  ASSERT_EQ(reading.packets.size(), 1u) << reading.fault.value_or("");
  EXPECT_EQ(reading.packets[0].link, GetParam().type);
}

TEST_P(KnownLinkType, is_read_from_pcapng) {
  const auto reading = read_all(PcapngWriter()
                                    .interface({.link_type = GetParam().number})
                                    .packet(0, 0, pattern(40))
                                    .octets());
  ASSERT_EQ(reading.packets.size(), 1u) << reading.fault.value_or("");
  EXPECT_EQ(reading.packets[0].link, GetParam().type);
}

TEST_P(KnownLinkType, is_the_low_26_bits_of_the_field_in_pcap) {
  // Above stand the length of the frame check sequence and flags.
  for (const std::uint32_t above : {0x30000000u, 0x40000000u, 0x04000000u, 0xFC000000u}) {
    SCOPED_TRACE(above);
    const auto reading = read_all(
        PcapWriter({.link_type = above | GetParam().number}).packet(0, pattern(40)).octets());
    ASSERT_EQ(reading.packets.size(), 1u) << reading.fault.value_or("");
    EXPECT_EQ(reading.packets[0].link, GetParam().type);
  }
}

TEST(OtherLinkType, of_a_pcap_is_named_when_it_is_opened) {
  EXPECT_EQ(read_all(PcapWriter({.link_type = 127}).octets()).fault,
            "test: link type 127 (IEEE802_11_RADIO) is not supported; Espial reads Ethernet (1), "
            "raw IP (101, 228, 229), loopback (0, 108) and Linux cooked (113, 276)");
}

TEST(OtherLinkType, without_a_known_name_is_numbered) {
  EXPECT_THAT(read_all(PcapWriter({.link_type = 0x10001}).octets()).fault.value_or(""),
              HasSubstr("link type 65537 is not supported"));
}

TEST(OtherLinkType, of_a_pcapng_interface_without_packets_does_no_harm) {
  const auto reading = read_all(
      PcapngWriter().interface({.link_type = 127}).interface().packet(1, 0, pattern(40)).octets());
  EXPECT_EQ(reading.fault, std::nullopt);
  EXPECT_EQ(reading.packets.size(), 1u);
}

TEST(OtherLinkType, of_a_pcapng_is_named_when_a_packet_comes) {
  const auto reading = read_all(PcapngWriter()
                                    .interface()
                                    .interface({.link_type = 105})
                                    .packet(0, 0, pattern(40))
                                    .packet(1, 0, pattern(40))
                                    .octets());
  EXPECT_EQ(reading.packets.size(), 1u);
  EXPECT_THAT(reading.fault.value_or(""),
              HasSubstr("test: packet 2 at offset 164: interface 1: link type 105 (IEEE802_11) is "
                        "not supported"));
}

}  // namespace
}  // namespace espial::test
