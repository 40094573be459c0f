// IPv4 (RFC 791): options, lengths, fragments.
#include <gtest/gtest.h>

#include "parsing.hpp"

namespace espial::test {
namespace {

using namespace packet;
using hw::Outcome;

constexpr std::uint32_t spi = 0xC949D4B8;

TEST(ParseIpv4, addresses_are_mapped_and_in_network_order) {
  const ParsedPacket parsed =
      parse(ethernet(ipv4({.source = "1.2.3.4", .destination = "250.251.252.253"}, esp(spi))));
  EXPECT_EQ(parsed.source, (Address{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 1, 2, 3, 4}));
  EXPECT_EQ(parsed.destination,
            (Address{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 250, 251, 252, 253}));
}

TEST(ParseIpv4, headers_of_5_to_15_words_are_passed_over) {
  for (std::size_t words = 5; words <= 15; ++words) {
    SCOPED_TRACE(words);
    EXPECT_EQ(parse(ethernet(ipv4({.options = filler(4 * words - 20)}, esp(spi)))),
              in_ipv4(is_esp(spi)));
  }
}

TEST(ParseIpv4, a_header_of_fewer_than_5_words_is_none) {
  for (unsigned words = 0; words < 5; ++words) {
    SCOPED_TRACE(words);
    EXPECT_EQ(parse(ethernet(ipv4({.header_words = static_cast<std::uint8_t>(words)}, esp(spi)))),
              only(Outcome::ip_header));
  }
}

TEST(ParseIpv4, another_version_than_the_ethertype_says_is_malformed) {
  for (unsigned version = 0; version < 16; ++version) {
    if (version == 4) continue;
    SCOPED_TRACE(version);
    EXPECT_EQ(parse(ethernet(ipv4({.version = static_cast<std::uint8_t>(version)}, esp(spi)))),
              only(Outcome::ip_version));
  }
}

TEST(ParseIpv4, a_frame_may_end_within_the_header) {
  const Octets whole = ethernet(ipv4(payload(253, {})));
  for (std::ptrdiff_t size = 14; size < 34; ++size) {
    SCOPED_TRACE(size);
    EXPECT_EQ(parse(Octets(whole.begin(), whole.begin() + size)), only(Outcome::too_short));
  }
  EXPECT_EQ(parse(whole), in_ipv4(without_ports(253)));
}

TEST(ParseIpv4, a_header_may_be_longer_than_its_packet) {
  EXPECT_EQ(parse(ethernet(
                ipv4({.header_words = 15, .total_length = 60}, payload(protocol::esp, filler(8))))),
            only(Outcome::too_short));
}

// --- total length ---

TEST(ParseIpv4, a_total_length_below_the_header_is_malformed) {
  for (unsigned total = 1; total < 20; ++total) {
    SCOPED_TRACE(total);
    EXPECT_EQ(parse(ethernet(ipv4({.total_length = static_cast<std::uint16_t>(total)}, esp(spi)))),
              only(Outcome::ip_header));
  }
  EXPECT_EQ(parse(ethernet(ipv4({.options = filler(20), .total_length = 39}, esp(spi)))),
            only(Outcome::ip_header));
}

TEST(ParseIpv4, a_total_length_of_0_leaves_the_packet_as_long_as_it_is) {
  // Captured before segmentation offload.
  EXPECT_EQ(parse(ethernet(ipv4({.total_length = 0}, esp(spi)))), in_ipv4(is_esp(spi)));
  EXPECT_EQ(parse(ethernet(ipv4({.total_length = 0}, cut(esp(spi), 7)))), only(Outcome::too_short));
}

TEST(ParseIpv4, a_total_length_beyond_the_packet_does_not_make_it_longer) {
  EXPECT_EQ(parse(ethernet(ipv4({.total_length = 1500}, esp(spi)))), in_ipv4(is_esp(spi)));
  EXPECT_EQ(parse(ethernet(ipv4({.total_length = 1500}, cut(esp(spi), 7)))),
            only(Outcome::too_short));
}

TEST(ParseIpv4, the_total_length_bounds_the_packet_where_more_octets_follow) {
  EXPECT_EQ(parse(ethernet(ipv4({.total_length = 28}, esp(spi)))), in_ipv4(is_esp(spi)));
  EXPECT_EQ(parse(ethernet(ipv4({.total_length = 27}, esp(spi)))), only(Outcome::too_short));
  EXPECT_EQ(parse(ethernet(ipv4({.total_length = 28}, udp(1, 2, filler(9))))),
            in_ipv4(with_ports(protocol::udp, 1, 2)));
  EXPECT_EQ(parse(ethernet(ipv4({.total_length = 27}, udp(1, 2, filler(9))))),
            only(Outcome::too_short));
  EXPECT_EQ(parse(ethernet(ipv4({.total_length = 34}, tcp(1, 2)))),
            in_ipv4(with_ports(protocol::tcp, 1, 2)));
  EXPECT_EQ(parse(ethernet(ipv4({.total_length = 33}, tcp(1, 2)))), only(Outcome::too_short));
  EXPECT_EQ(parse(ethernet(ipv4({.total_length = 32}, ah(7, udp(1, 2))))), in_ipv4(is_ah(7)));
  EXPECT_EQ(parse(ethernet(ipv4({.total_length = 31}, ah(7, udp(1, 2))))),
            only(Outcome::too_short));
  EXPECT_EQ(parse(ethernet(ipv4({.total_length = 28}, icmp_echo(9)))),
            in_ipv4(with_ports(protocol::icmp, 9, 9)));
  EXPECT_EQ(parse(ethernet(ipv4({.total_length = 27}, icmp_echo(9)))), only(Outcome::too_short));
}

TEST(ParseIpv4, padding_of_the_frame_is_not_payload) {
  EXPECT_EQ(parse(padded(ethernet(ipv4(cut(esp(spi), 8))))), in_ipv4(is_esp(spi)));
  EXPECT_EQ(parse(padded(ethernet(ipv4(cut(esp(spi), 4))))), only(Outcome::too_short));
  EXPECT_EQ(parse(padded(ethernet(ipv4(cut(esp(spi), 0))))), only(Outcome::too_short));
}

// --- fragments ---

TEST(ParseIpv4, a_first_fragment_counts_as_itself) {
  EXPECT_EQ(parse(ethernet(ipv4({.more_fragments = true}, esp(spi)))), in_ipv4(is_esp(spi)));
  EXPECT_EQ(parse(ethernet(ipv4({.more_fragments = true}, udp(1, 2, filler(64), 1472)))),
            in_ipv4(with_ports(protocol::udp, 1, 2)));
}

TEST(ParseIpv4, a_first_fragment_may_be_too_small_for_the_header) {
  EXPECT_EQ(parse(ethernet(ipv4({.more_fragments = true}, cut(tcp(1, 2), 8)))),
            only(Outcome::too_short));
}

TEST(ParseIpv4, later_fragments_are_fragments_whatever_they_carry) {
  constexpr unsigned last_offset = 0x1FFF * 8;
  for (const unsigned offset : {8U, 1480U, 2048U, last_offset}) {
    for (const bool more : {true, false}) {
      for (const Layer& content :
           {esp(spi), ah(1, esp(2)), udp(4500, 4500, esp(3)), tcp(1, 2), icmp_echo(1),
            payload(253, {}), payload(protocol::esp, filler(1))}) {
        SCOPED_TRACE(offset);
        EXPECT_EQ(
            parse(ethernet(ipv4({.fragment_offset = offset, .more_fragments = more}, content))),
            only(Outcome::fragment));
      }
    }
  }
}

TEST(ParseIpv4, dont_fragment_and_the_reserved_bit_do_not_make_a_fragment) {
  Layer packet = ipv4(esp(spi));
  packet.octets[6] = 0xC0;
  EXPECT_EQ(parse(ethernet(packet)), in_ipv4(is_esp(spi)));
}

// --- tunnels ---

TEST(ParseIpv4, only_the_outermost_header_counts) {
  const Layer inner = ipv4({.source = "10.9.9.9", .destination = "10.8.8.8"}, esp(spi));
  EXPECT_EQ(parse(ethernet(ipv4(as(protocol::ip_in_ip, inner)))),
            in_ipv4(without_ports(protocol::ip_in_ip)));
  EXPECT_EQ(parse(ethernet(ipv4(as(protocol::ipv6_in_ip, ipv6(esp(spi)))))),
            in_ipv4(without_ports(protocol::ipv6_in_ip)));
  EXPECT_EQ(parse(ethernet(ipv4(as(protocol::gre, inner)))), in_ipv4(without_ports(protocol::gre)));
}

}  // namespace
}  // namespace espial::test
