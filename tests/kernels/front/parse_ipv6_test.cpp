// IPv6 (RFC 8200): extension headers, fragments, jumbograms.
#include <gtest/gtest.h>

#include "parsing.hpp"

namespace espial::test {
namespace {

using namespace packet;
using hw::LinkType;
using hw::Outcome;

constexpr std::uint32_t spi = 0xC949D4B8;

TEST(ParseIpv6, addresses_are_in_network_order) {
  const ParsedPacket parsed = parse(ethernet(
      ipv6({.source = "102:304:506:708:90a:b0c:d0e:f10", .destination = "fe80::1:ff"}, esp(spi))));
  EXPECT_EQ(parsed.source, (Address{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}));
  EXPECT_EQ(parsed.destination, (Address{0xFE, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0xFF}));
}

TEST(ParseIpv6, addresses_that_stand_for_ipv4_ones_are_malformed) {
  // Their session would be that of the IPv4 addresses. They never stand on the wire (RFC
  // 6890, 2.2.3).
  EXPECT_EQ(parse(ethernet(ipv6({.source = "::ffff:192.168.0.1"}, esp(spi)))),
            only(Outcome::mapped_address));
  EXPECT_EQ(parse(ethernet(ipv6({.destination = "::ffff:10.0.1.2"}, udp(1, 2)))),
            only(Outcome::mapped_address));
  for (const char* other :
       {"::", "::1", "::192.168.0.1", "::fffe:192.168.0.1", "::ff:192.168.0.1",
        "::1:ffff:192.168.0.1", "8000::ffff:192.168.0.1", "64:ff9b::192.168.0.1"}) {
    SCOPED_TRACE(other);
    EXPECT_EQ(parse(ethernet(ipv6({.source = other}, esp(spi)))).outcome, Outcome::counted);
    EXPECT_EQ(parse(ethernet(ipv6({.destination = other}, esp(spi)))).outcome, Outcome::counted);
  }
}

TEST(ParseIpv6, another_version_than_the_ethertype_says_is_malformed) {
  for (unsigned version = 0; version < 16; ++version) {
    if (version == 6) continue;
    SCOPED_TRACE(version);
    EXPECT_EQ(parse(ethernet(ipv6({.version = static_cast<std::uint8_t>(version)}, esp(spi)))),
              only(Outcome::ip_version));
  }
}

TEST(ParseIpv6, a_frame_may_end_within_the_header) {
  const Octets whole = ethernet(ipv6(payload(protocol::no_next_header, {})));
  for (std::ptrdiff_t size = 14; size < 54; ++size) {
    SCOPED_TRACE(size);
    EXPECT_EQ(parse(Octets(whole.begin(), whole.begin() + size)), only(Outcome::too_short));
  }
  EXPECT_EQ(parse(whole), in_ipv6(without_ports(protocol::no_next_header)));
}

TEST(ParseIpv6, the_payload_length_bounds_the_packet_where_more_octets_follow) {
  EXPECT_EQ(parse(ethernet(ipv6({.payload_length = 8}, esp(spi)))), in_ipv6(is_esp(spi)));
  EXPECT_EQ(parse(ethernet(ipv6({.payload_length = 7}, esp(spi)))), only(Outcome::too_short));
  EXPECT_EQ(parse(ethernet(ipv6({.payload_length = 0}, esp(spi)))), only(Outcome::too_short));
  EXPECT_EQ(parse(ethernet(ipv6({.payload_length = 14}, tcp(1, 2)))),
            in_ipv6(with_ports(protocol::tcp, 1, 2)));
  EXPECT_EQ(parse(ethernet(ipv6({.payload_length = 13}, tcp(1, 2)))), only(Outcome::too_short));
}

TEST(ParseIpv6, a_payload_length_beyond_the_packet_does_not_make_it_longer) {
  EXPECT_EQ(parse(ethernet(ipv6({.payload_length = 1500}, esp(spi)))), in_ipv6(is_esp(spi)));
  EXPECT_EQ(parse(ethernet(ipv6({.payload_length = 1500}, cut(esp(spi), 7)))),
            only(Outcome::too_short));
}

// --- extension headers ---

TEST(ParseIpv6, each_extension_header_is_passed_over) {
  for (std::size_t size = 8; size <= 48; size += 8) {
    SCOPED_TRACE(size);
    EXPECT_EQ(parse(ethernet(ipv6(hop_by_hop(esp(spi), size)))), in_ipv6(is_esp(spi)));
    EXPECT_EQ(parse(ethernet(ipv6(routing(esp(spi), size)))), in_ipv6(is_esp(spi)));
    EXPECT_EQ(parse(ethernet(ipv6(destination_options(esp(spi), size)))), in_ipv6(is_esp(spi)));
  }
}

TEST(ParseIpv6, extension_headers_follow_each_other_in_any_order) {
  EXPECT_EQ(
      parse(ethernet(ipv6(hop_by_hop(routing(ipv6_fragment(destination_options(esp(spi)))))))),
      in_ipv6(is_esp(spi)));
  EXPECT_EQ(parse(ethernet(
                ipv6(destination_options(destination_options(routing(hop_by_hop(udp(1, 2)))))))),
            in_ipv6(with_ports(protocol::udp, 1, 2)));
  EXPECT_EQ(parse(ethernet(ipv6(hop_by_hop(ah(7, esp(spi)))))), in_ipv6(is_ah_around_esp(7, spi)));
}

TEST(ParseIpv6, a_header_behind_options_may_end_where_the_window_does) {
  // 14 of Ethernet, 40 of IPv6, 48 of options and 8 of ESP are 110; the window holds 112.
  EXPECT_EQ(parse(ethernet(ipv6(destination_options(esp(spi), 48)))), in_ipv6(is_esp(spi)));
  EXPECT_EQ(parse(raw_ip(ipv6(destination_options(esp(spi), 64))), LinkType::raw_ip),
            in_ipv6(is_esp(spi)));
}

TEST(ParseIpv6, a_header_that_ends_beyond_the_window_is_counted_so) {
  for (const std::size_t options : {56U, 64U, 128U, 2048U}) {
    SCOPED_TRACE(options);
    EXPECT_EQ(parse(ethernet(ipv6(destination_options(esp(spi), options)))),
              only(Outcome::beyond_window));
  }
  // ESP would end at 110, TCP's flags end at 116.
  EXPECT_EQ(parse(ethernet(ipv6(destination_options(tcp(1, 2), 48)))),
            only(Outcome::beyond_window));
  EXPECT_EQ(parse(raw_ip(ipv6(destination_options(esp(spi), 72))), LinkType::raw_ip),
            only(Outcome::beyond_window));
}

TEST(ParseIpv6, a_protocol_without_ports_needs_nothing_behind_the_options) {
  EXPECT_EQ(parse(ethernet(ipv6(destination_options(payload(253, filler(40)), 56)))),
            in_ipv6(without_ports(253)));
}

TEST(ParseIpv6, options_beyond_the_packet_are_too_short) {
  EXPECT_EQ(parse(ethernet(ipv6(extension(protocol::destination_options, esp(spi), 8, 200)))),
            only(Outcome::too_short));
  EXPECT_EQ(parse(ethernet(ipv6(cut(hop_by_hop(esp(spi), 16), 15)))), only(Outcome::too_short));
  EXPECT_EQ(parse(ethernet(ipv6(cut(hop_by_hop(esp(spi)), 7)))), only(Outcome::too_short));
  EXPECT_EQ(parse(ethernet(ipv6(destination_options(payload(protocol::destination_options, {}))))),
            only(Outcome::too_short));
}

Layer chain(unsigned count, Layer inside) {
  for (unsigned i = 0; i < count; ++i) inside = destination_options(inside);
  return inside;
}

TEST(ParseIpv6, a_chain_is_followed_to_the_end_of_the_window) {
  // Behind 14 + 40 octets there is room for 7 headers of 8; ESP behind the sixth ends at 110.
  for (unsigned count = 0; count <= 6; ++count) {
    SCOPED_TRACE(count);
    EXPECT_EQ(parse(ethernet(ipv6(chain(count, esp(spi))))), in_ipv6(is_esp(spi)));
  }
  EXPECT_EQ(parse(ethernet(ipv6(chain(7, payload(253, filler(20)))))), in_ipv6(without_ports(253)));
  for (unsigned count = 7; count <= 20; ++count) {
    SCOPED_TRACE(count);
    EXPECT_EQ(parse(ethernet(ipv6(chain(count, esp(spi))))), only(Outcome::beyond_window));
  }
}

TEST(ParseIpv6, the_longest_chain_fills_the_window_behind_a_bare_ipv6_header) {
  const auto parse_raw = [](const Layer& packet) {
    return parse(raw_ip(packet), LinkType::raw_ip);
  };
  // 40 + 9 * 8 = 112.
  EXPECT_EQ(parse_raw(ipv6(chain(8, esp(spi)))), in_ipv6(is_esp(spi)));
  EXPECT_EQ(parse_raw(ipv6(chain(9, payload(253, filler(20))))), in_ipv6(without_ports(253)));
  EXPECT_EQ(parse_raw(ipv6(chain(9, esp(spi)))), only(Outcome::beyond_window));
  EXPECT_EQ(parse_raw(ipv6(chain(10, esp(spi)))), only(Outcome::beyond_window));
  EXPECT_EQ(parse_raw(ipv6(chain(30, esp(spi)))), only(Outcome::beyond_window));
}

TEST(ParseIpv6, a_packet_that_ends_with_its_chain_is_too_short_for_the_header_it_announces) {
  for (unsigned count = 0; count <= 9; ++count) {
    SCOPED_TRACE(count);
    const Layer packet = ipv6(chain(count, payload(protocol::destination_options, {})));
    EXPECT_EQ(parse(raw_ip(packet), LinkType::raw_ip), only(Outcome::too_short));
  }
}

TEST(ParseIpv6, headers_that_are_no_extension_end_the_chain) {
  // RFC 7045: Mobility (135), HIP (139) and Shim6 (140) have no use for the session table.
  for (const unsigned number : {135U, 139U, 140U, 59U, 253U, 254U}) {
    SCOPED_TRACE(number);
    const auto next = static_cast<std::uint8_t>(number);
    EXPECT_EQ(parse(ethernet(ipv6(hop_by_hop(as(next, destination_options(esp(spi))))))),
              in_ipv6(without_ports(next)));
  }
}

// --- fragments ---

TEST(ParseIpv6, a_first_fragment_counts_as_itself) {
  EXPECT_EQ(parse(ethernet(ipv6(ipv6_fragment(esp(spi), 0, true)))), in_ipv6(is_esp(spi)));
}

TEST(ParseIpv6, a_fragment_that_is_the_whole_packet_counts_as_itself) {
  // RFC 6946.
  EXPECT_EQ(parse(ethernet(ipv6(ipv6_fragment(udp(1, 2), 0, false)))),
            in_ipv6(with_ports(protocol::udp, 1, 2)));
}

TEST(ParseIpv6, later_fragments_are_fragments_whatever_they_carry) {
  constexpr unsigned last_offset = 0x1FFF * 8;
  for (const unsigned offset : {8U, 1448U, 2048U, last_offset}) {
    for (const bool more : {true, false}) {
      for (const Layer& content :
           {esp(spi), ah(1, esp(2)), tcp(1, 2), icmpv6_echo(1), hop_by_hop(esp(spi)),
            payload(protocol::udp, filler(1)), payload(protocol::routing, {})}) {
        SCOPED_TRACE(offset);
        EXPECT_EQ(parse(ethernet(ipv6(ipv6_fragment(content, offset, more)))),
                  only(Outcome::fragment));
        EXPECT_EQ(parse(ethernet(ipv6(hop_by_hop(ipv6_fragment(content, offset, more))))),
                  only(Outcome::fragment));
      }
    }
  }
}

TEST(ParseIpv6, the_reserved_octet_of_a_fragment_header_is_no_length) {
  Layer packet = ipv6_fragment(esp(spi), 0, true);
  packet.octets[1] = 5;
  EXPECT_EQ(parse(ethernet(ipv6(packet))), in_ipv6(is_esp(spi)));
}

// --- jumbograms (RFC 2675) ---

constexpr std::uint32_t jumbo_length = 70'000;

/// A jumbogram of which the first octets were captured.
ParsedPacket parse_jumbogram(const Layer& content) {
  const Octets octets = ethernet(ipv6({.payload_length = 0}, jumbo_payload(content, jumbo_length)));
  return kernel_parse(LinkType::ethernet, octets, 14 + 40 + jumbo_length);
}

TEST(ParseIpv6, a_jumbogram_is_as_long_as_it_is) {
  EXPECT_EQ(parse_jumbogram(esp(spi)), in_ipv6(is_esp(spi)));
  EXPECT_EQ(parse_jumbogram(tcp(1, 2)), in_ipv6(with_ports(protocol::tcp, 1, 2)));
}

TEST(ParseIpv6, a_jumbogram_of_udp_has_no_length_in_udp_either) {
  EXPECT_EQ(parse_jumbogram(udp(1, 2, filler(40), 0)), in_ipv6(with_ports(protocol::udp, 1, 2)));
  EXPECT_EQ(parse_jumbogram(udp(4500, 4500, esp(spi), 0)), in_ipv6(is_esp_in_udp(spi, 4500, 4500)));
}

TEST(ParseIpv6, a_payload_length_of_0_without_hop_by_hop_options_means_no_payload) {
  EXPECT_EQ(parse(ethernet(ipv6({.payload_length = 0}, destination_options(esp(spi))))),
            only(Outcome::too_short));
  EXPECT_EQ(parse(padded(ethernet(ipv6(payload(protocol::no_next_header, {}))), 80)),
            in_ipv6(without_ports(protocol::no_next_header)));
}

TEST(ParseIpv6, only_the_outermost_header_counts) {
  EXPECT_EQ(parse(ethernet(ipv6(as(protocol::ip_in_ip, ipv4(esp(spi)))))),
            in_ipv6(without_ports(protocol::ip_in_ip)));
  EXPECT_EQ(parse(ethernet(ipv6(as(protocol::ipv6_in_ip, ipv6(esp(spi)))))),
            in_ipv6(without_ports(protocol::ipv6_in_ip)));
}

}  // namespace
}  // namespace espial::test
