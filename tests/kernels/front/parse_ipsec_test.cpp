// ESP, AH, one around the other, and ESP in UDP: the SPIs.
#include <gtest/gtest.h>

#include "parsing.hpp"

namespace espial::test {
namespace {

using namespace packet;
using hw::Outcome;

// --- ESP (RFC 4303, 2) ---

TEST(ParseEsp, has_an_spi_in_network_order_and_no_ports) {
  EXPECT_EQ(parse(ethernet(ipv4(esp(0xC949D4B8)))), in_ipv4(is_esp(0xC949D4B8)));
  EXPECT_EQ(parse(ethernet(ipv6(esp(0x00010203)))), in_ipv6(is_esp(0x00010203)));
}

TEST(ParseEsp, needs_8_octets) {
  EXPECT_EQ(parse(ethernet(ipv4(cut(esp(7), 8)))), in_ipv4(is_esp(7)));
  for (std::size_t size = 0; size < 8; ++size) {
    SCOPED_TRACE(size);
    EXPECT_EQ(parse(ethernet(ipv4(cut(esp(7), size)))), only(Outcome::too_short));
    EXPECT_EQ(parse(ethernet(ipv6(cut(esp(7), size)))), only(Outcome::too_short));
  }
}

TEST(ParseEsp, of_spi_0_never_stands_on_the_wire) {
  EXPECT_EQ(parse(ethernet(ipv4(esp(0)))), only(Outcome::spi_zero));
  EXPECT_EQ(parse(ethernet(ipv6(esp(0)))), only(Outcome::spi_zero));
}

TEST(ParseEsp, of_reserved_spis_counts_as_any_other) {
  for (std::uint32_t spi = 1; spi < 256; ++spi) {
    SCOPED_TRACE(spi);
    EXPECT_EQ(parse(ethernet(ipv4(esp(spi)))), in_ipv4(is_esp(spi)));
  }
}

// --- AH (RFC 4302, 2) ---

TEST(ParseAh, alone_has_an_spi_and_no_ports) {
  EXPECT_EQ(parse(ethernet(ipv4(ah(0x31310001, payload(protocol::no_next_header, {}))))),
            in_ipv4(is_ah(0x31310001)));
  EXPECT_EQ(parse(ethernet(ipv6(ah(0x31310001, tcp(1, 2))))), in_ipv6(is_ah(0x31310001)));
}

TEST(ParseAh, needs_12_octets) {
  for (const Layer& whole : {ah(7, tcp(1, 2)), ah(7, esp(8))}) {
    EXPECT_EQ(parse(ethernet(ipv4(cut(whole, 12)))), in_ipv4(is_ah(7)));
    for (std::size_t size = 0; size < 12; ++size) {
      SCOPED_TRACE(size);
      EXPECT_EQ(parse(ethernet(ipv4(cut(whole, size)))), only(Outcome::too_short));
    }
  }
}

TEST(ParseAh, around_esp_is_two_sessions) {
  EXPECT_EQ(parse(ethernet(ipv4(ah(0x31310001, esp(0x32320001))))),
            in_ipv4(is_ah_around_esp(0x31310001, 0x32320001)));
  EXPECT_EQ(parse(ethernet(ipv6(ah(0x31310001, esp(0x32320001))))),
            in_ipv6(is_ah_around_esp(0x31310001, 0x32320001)));
}

TEST(ParseAh, is_as_long_as_its_length_field_says) {
  for (std::size_t check_value = 0; check_value <= 48; check_value += 4) {
    SCOPED_TRACE(check_value);
    EXPECT_EQ(parse(ethernet(ipv4(ah(7, esp(8), {}, filler(check_value))))),
              in_ipv4(is_ah_around_esp(7, 8)));
  }
}

TEST(ParseAh, around_esp_beyond_the_window_counts_alone) {
  // 14 + 20 + 12 + 56 + 8 = 110.
  EXPECT_EQ(parse(ethernet(ipv4(ah(7, esp(8), {}, filler(56))))), in_ipv4(is_ah_around_esp(7, 8)));
  EXPECT_EQ(parse(ethernet(ipv4(ah(7, esp(8), {}, filler(60))))), in_ipv4(is_ah(7)));
  EXPECT_EQ(parse(ethernet(ipv4(ah(7, esp(8), 255, filler(1000))))), in_ipv4(is_ah(7)));
}

TEST(ParseAh, around_esp_that_is_none_counts_alone) {
  EXPECT_EQ(parse(ethernet(ipv4(ah(7, esp(0))))), in_ipv4(is_ah(7)));
  for (std::size_t size = 0; size < 8; ++size) {
    SCOPED_TRACE(size);
    EXPECT_EQ(parse(ethernet(ipv4(ah(7, cut(esp(8), size))))), in_ipv4(is_ah(7)));
  }
  EXPECT_EQ(parse(padded(ethernet(ipv4(ah(7, cut(esp(8), 4), {}, {}))), 100)), in_ipv4(is_ah(7)));
}

TEST(ParseAh, beyond_its_packet_counts_alone) {
  EXPECT_EQ(parse(ethernet(ipv4(ah(7, esp(8), 200)))), in_ipv4(is_ah(7)));
  EXPECT_EQ(parse(ethernet(ipv4(ah(7, tcp(1, 2), 200)))), in_ipv4(is_ah(7)));
}

TEST(ParseAh, around_anything_but_esp_counts_alone) {
  EXPECT_EQ(parse(ethernet(ipv4(ah(7, udp(4500, 4500, esp(8)))))), in_ipv4(is_ah(7)));
  EXPECT_EQ(parse(ethernet(ipv4(ah(7, ah(8, esp(9)))))), in_ipv4(is_ah(7)));
  EXPECT_EQ(parse(ethernet(ipv4(ah(7, as(protocol::ip_in_ip, ipv4(esp(8))))))), in_ipv4(is_ah(7)));
  EXPECT_EQ(parse(ethernet(ipv6(ah(7, destination_options(esp(8)))))), in_ipv6(is_ah(7)));
}

TEST(ParseAh, of_spi_0_is_not_looked_through) {
  EXPECT_EQ(parse(ethernet(ipv4(ah(0, esp(8))))), only(Outcome::spi_zero));
  EXPECT_EQ(parse(ethernet(ipv4(ah(0, tcp(1, 2))))), only(Outcome::spi_zero));
}

TEST(ParseAh, of_a_length_below_its_fixed_fields_is_malformed) {
  EXPECT_EQ(parse(ethernet(ipv4(ah(7, esp(8), 0)))), only(Outcome::ah_length));
  EXPECT_EQ(parse(ethernet(ipv4(ah(7, tcp(1, 2), 0)))), only(Outcome::ah_length));
  EXPECT_EQ(parse(ethernet(ipv4(ah(7, esp(8), 1, {})))), in_ipv4(is_ah_around_esp(7, 8)));
}

TEST(ParseAh, of_reserved_spis_counts_as_any_other) {
  EXPECT_EQ(parse(ethernet(ipv4(ah(1, esp(255))))), in_ipv4(is_ah_around_esp(1, 255)));
}

// --- ESP in UDP (RFC 3948) ---

TEST(ParseNatTraversal, either_port_4500_makes_it_esp) {
  EXPECT_EQ(parse(ethernet(ipv4(udp(4500, 4500, esp(0xC0FFEE01))))),
            in_ipv4(is_esp_in_udp(0xC0FFEE01, 4500, 4500)));
  EXPECT_EQ(parse(ethernet(ipv4(udp(4500, 61234, esp(7))))),
            in_ipv4(is_esp_in_udp(7, 4500, 61234)));
  EXPECT_EQ(parse(ethernet(ipv6(udp(61234, 4500, esp(7))))),
            in_ipv6(is_esp_in_udp(7, 61234, 4500)));
}

TEST(ParseNatTraversal, no_other_port_does) {
  for (const std::uint16_t port :
       {std::uint16_t{4499}, std::uint16_t{4501}, std::uint16_t{500}, std::uint16_t{0x9411}}) {
    SCOPED_TRACE(port);
    EXPECT_EQ(parse(ethernet(ipv4(udp(port, port, esp(7))))),
              in_ipv4(with_ports(protocol::udp, port, port)));
  }
}

TEST(ParseNatTraversal, four_zero_octets_are_ike) {
  EXPECT_EQ(parse(ethernet(ipv4(udp(4500, 4500, ike_behind_marker())))),
            in_ipv4(with_ports(protocol::udp, 4500, 4500)));
  EXPECT_EQ(parse(ethernet(ipv4(udp(4500, 4500, Octets(4))))),
            in_ipv4(with_ports(protocol::udp, 4500, 4500)));
}

TEST(ParseNatTraversal, each_octet_of_the_marker_must_be_zero) {
  for (unsigned octet = 0; octet < 4; ++octet) {
    const std::uint32_t spi = 1U << (8 * octet);
    SCOPED_TRACE(spi);
    EXPECT_EQ(parse(ethernet(ipv4(udp(4500, 4500, esp(spi))))),
              in_ipv4(is_esp_in_udp(spi, 4500, 4500)));
  }
}

TEST(ParseNatTraversal, one_octet_ff_is_a_keepalive) {
  ParsedPacket expected = with_ports(protocol::udp, 4500, 61234);
  expected.keepalive = true;
  EXPECT_EQ(parse(ethernet(ipv4(udp(4500, 61234, keepalive())))), in_ipv4(expected));
  EXPECT_EQ(parse(padded(ethernet(ipv4(udp(4500, 61234, keepalive()))))), in_ipv4(expected));
  EXPECT_EQ(parse(ethernet(ipv6(udp(4500, 61234, keepalive())))), in_ipv6(expected));
}

TEST(ParseNatTraversal, other_datagrams_below_four_octets_are_only_udp) {
  for (const Octets& content : {Octets{}, Octets{0xFE}, Octets{0}, Octets{0xFF, 0xFF},
                                Octets{0xFF, 0}, Octets{0xFF, 0xFF, 0xFF}, Octets{1, 2, 3}}) {
    SCOPED_TRACE(content.size());
    EXPECT_EQ(parse(ethernet(ipv4(udp(4500, 4500, content)))),
              in_ipv4(with_ports(protocol::udp, 4500, 4500)));
    EXPECT_EQ(parse(padded(ethernet(ipv4(udp(4500, 4500, content))))),
              in_ipv4(with_ports(protocol::udp, 4500, 4500)));
  }
}

TEST(ParseNatTraversal, a_keepalive_elsewhere_is_only_udp) {
  EXPECT_EQ(parse(ethernet(ipv4(udp(500, 501, keepalive())))),
            in_ipv4(with_ports(protocol::udp, 500, 501)));
}

TEST(ParseNatTraversal, esp_of_4_to_7_octets_is_too_short) {
  for (std::size_t size = 4; size < 8; ++size) {
    SCOPED_TRACE(size);
    EXPECT_EQ(parse(ethernet(ipv4(udp(4500, 4500, cut(esp(7), size))))), only(Outcome::too_short));
    EXPECT_EQ(parse(padded(ethernet(ipv4(udp(4500, 4500, cut(esp(7), size)))))),
              only(Outcome::too_short));
  }
  EXPECT_EQ(parse(ethernet(ipv4(udp(4500, 4500, cut(esp(7), 8))))),
            in_ipv4(is_esp_in_udp(7, 4500, 4500)));
}

TEST(ParseNatTraversal, a_first_fragment_without_payload_is_only_udp) {
  EXPECT_EQ(parse(ethernet(ipv4({.more_fragments = true}, udp(4500, 4500, {}, 1480)))),
            in_ipv4(with_ports(protocol::udp, 4500, 4500)));
}

TEST(ParseNatTraversal, ah_in_udp_does_not_exist) {
  // What follows the UDP header is ESP, whatever it looks like (RFC 3948, 1).
  const Layer inside = ah(7, esp(8));
  EXPECT_EQ(parse(ethernet(ipv4(udp(4500, 4500, inside)))),
            in_ipv4(is_esp_in_udp(0x32040000, 4500, 4500)));
}

}  // namespace
}  // namespace espial::test
