// TCP, UDP, ICMP and everything else but IPsec: the ports.
#include <gtest/gtest.h>

#include "parsing.hpp"

namespace espial::test {
namespace {

using namespace packet;
using hw::Outcome;

// --- TCP: ports, and the flags in octet 13 (RFC 9293, 3.1) ---

TEST(ParseTcp, has_ports) {
  EXPECT_EQ(parse(ethernet(ipv4(tcp(40000, 80)))), in_ipv4(with_ports(protocol::tcp, 40000, 80)));
  EXPECT_EQ(parse(ethernet(ipv6(tcp(40000, 80)))), in_ipv6(with_ports(protocol::tcp, 40000, 80)));
}

TEST(ParseTcp, needs_14_octets) {
  EXPECT_EQ(parse(ethernet(ipv4(cut(tcp(1, 2), 14)))), in_ipv4(with_ports(protocol::tcp, 1, 2)));
  EXPECT_EQ(parse(ethernet(ipv4(cut(tcp(1, 2), 13)))), only(Outcome::too_short));
  EXPECT_EQ(parse(ethernet(ipv4(cut(tcp(1, 2), 0)))), only(Outcome::too_short));
}

TEST(ParseTcp, port_4500_means_nothing) {
  EXPECT_EQ(parse(ethernet(ipv4(tcp(4500, 4500, esp(7))))),
            in_ipv4(with_ports(protocol::tcp, 4500, 4500)));
}

// --- UDP (RFC 768) ---

TEST(ParseUdp, has_ports) {
  EXPECT_EQ(parse(ethernet(ipv4(udp(53000, 53, filler(30))))),
            in_ipv4(with_ports(protocol::udp, 53000, 53)));
  EXPECT_EQ(parse(ethernet(ipv6(udp(53000, 53, filler(30))))),
            in_ipv6(with_ports(protocol::udp, 53000, 53)));
}

TEST(ParseUdp, needs_8_octets) {
  EXPECT_EQ(parse(ethernet(ipv4(udp(1, 2)))), in_ipv4(with_ports(protocol::udp, 1, 2)));
  EXPECT_EQ(parse(ethernet(ipv4(cut(udp(1, 2), 7)))), only(Outcome::too_short));
}

TEST(ParseUdp, ike_on_its_own_port_and_tunnels_are_udp) {
  constexpr std::uint16_t ike = 500;
  constexpr std::uint16_t vxlan = 4789;
  constexpr std::uint16_t gtp = 2152;
  for (const std::uint16_t port : {ike, vxlan, gtp}) {
    SCOPED_TRACE(port);
    EXPECT_EQ(parse(ethernet(ipv4(udp(port, port, esp(7))))),
              in_ipv4(with_ports(protocol::udp, port, port)));
  }
}

TEST(ParseUdp, a_length_below_8_is_malformed) {
  for (unsigned length = 0; length < 8; ++length) {
    SCOPED_TRACE(length);
    const Layer datagram = udp(1, 2, filler(20), static_cast<std::uint16_t>(length));
    EXPECT_EQ(parse(ethernet(ipv4(datagram))), only(Outcome::udp_length));
    if (length != 0) EXPECT_EQ(parse(ethernet(ipv6(datagram))), only(Outcome::udp_length));
  }
}

TEST(ParseUdp, a_length_beyond_the_packet_does_not_make_it_longer) {
  EXPECT_EQ(parse(ethernet(ipv4(udp(1, 2, filler(20), 1000)))),
            in_ipv4(with_ports(protocol::udp, 1, 2)));
  EXPECT_EQ(parse(ethernet(ipv4(udp(4500, 4500, cut(esp(7), 7), 1000)))), only(Outcome::too_short));
}

TEST(ParseUdp, the_length_bounds_the_datagram_where_more_octets_follow) {
  EXPECT_EQ(parse(ethernet(ipv4(udp(4500, 4500, esp(7), 16)))),
            in_ipv4(is_esp_in_udp(7, 4500, 4500)));
  EXPECT_EQ(parse(ethernet(ipv4(udp(4500, 4500, esp(7), 15)))), only(Outcome::too_short));
  EXPECT_EQ(parse(ethernet(ipv4(udp(4500, 4500, esp(7), 11)))),
            in_ipv4(with_ports(protocol::udp, 4500, 4500)));
  EXPECT_EQ(parse(ethernet(ipv4(udp(4500, 4500, esp(7), 8)))),
            in_ipv4(with_ports(protocol::udp, 4500, 4500)));
}

// --- ICMP (RFC 792, RFC 4443) ---

TEST(ParseIcmp, an_echos_identifier_is_both_ports) {
  for (const Echo which : {Echo::request, Echo::reply}) {
    EXPECT_EQ(parse(ethernet(ipv4(icmp_echo(0x1234, which)))),
              in_ipv4(with_ports(protocol::icmp, 0x1234, 0x1234)));
    EXPECT_EQ(parse(ethernet(ipv6(icmpv6_echo(0x5678, which)))),
              in_ipv6(with_ports(protocol::icmpv6, 0x5678, 0x5678)));
  }
}

TEST(ParseIcmp, other_messages_have_ports_0) {
  constexpr std::uint32_t rest = 0x12345678;
  for (unsigned number = 0; number < 256; ++number) {
    SCOPED_TRACE(number);
    const auto type = static_cast<std::uint8_t>(number);
    if (type != 0 && type != 8) {
      EXPECT_EQ(parse(ethernet(ipv4(icmp(type, 0, rest)))), in_ipv4(without_ports(protocol::icmp)));
    }
    if (type != 128 && type != 129) {
      EXPECT_EQ(parse(ethernet(ipv6(icmpv6(type, 0, rest)))),
                in_ipv6(without_ports(protocol::icmpv6)));
    }
  }
}

TEST(ParseIcmp, errors_are_icmp_whatever_they_quote) {
  constexpr std::uint8_t unreachable = 3;
  constexpr std::uint8_t too_big = 2;
  EXPECT_EQ(parse(ethernet(ipv4(icmp(unreachable, 1, 0, ipv4({.source = "10.0.1.2"}, esp(7)))))),
            in_ipv4(without_ports(protocol::icmp)));
  EXPECT_EQ(parse(ethernet(ipv6(icmpv6(too_big, 0, 1400, ipv6(udp(4500, 4500, esp(7))))))),
            in_ipv6(without_ports(protocol::icmpv6)));
}

TEST(ParseIcmp, needs_8_octets) {
  EXPECT_EQ(parse(ethernet(ipv4(cut(icmp_echo(7), 8)))), in_ipv4(with_ports(protocol::icmp, 7, 7)));
  EXPECT_EQ(parse(ethernet(ipv4(cut(icmp_echo(7), 7)))), only(Outcome::too_short));
  EXPECT_EQ(parse(ethernet(ipv6(cut(icmpv6_echo(7), 8)))),
            in_ipv6(with_ports(protocol::icmpv6, 7, 7)));
  EXPECT_EQ(parse(ethernet(ipv6(cut(icmpv6_echo(7), 7)))), only(Outcome::too_short));
}

TEST(ParseIcmp, of_the_other_ip_version_is_just_a_protocol) {
  EXPECT_EQ(parse(ethernet(ipv4(icmpv6_echo(7)))), in_ipv4(without_ports(protocol::icmpv6)));
  EXPECT_EQ(parse(ethernet(ipv6(icmp_echo(7)))), in_ipv6(without_ports(protocol::icmp)));
}

// --- everything else ---

bool has_a_parser(unsigned protocol, bool v6) {
  switch (protocol) {
    case protocol::tcp:
    case protocol::udp:
    case protocol::esp:
    case protocol::ah:
      return true;
    case protocol::icmp:
      return !v6;
    case protocol::icmpv6:
    case protocol::hop_by_hop:
    case protocol::routing:
    case protocol::fragment:
    case protocol::destination_options:
      return v6;
    default:
      return false;
  }
}

TEST(ParseOther, protocols_have_their_number_and_ports_0_and_need_no_octet) {
  for (unsigned number = 0; number < 256; ++number) {
    SCOPED_TRACE(number);
    const auto protocol = static_cast<std::uint8_t>(number);
    for (const std::size_t size : {0U, 40U}) {
      const Layer content = payload(protocol, filler(size));
      if (!has_a_parser(number, false))
        EXPECT_EQ(parse(ethernet(ipv4(content))), in_ipv4(without_ports(protocol)));
      if (!has_a_parser(number, true))
        EXPECT_EQ(parse(ethernet(ipv6(content))), in_ipv6(without_ports(protocol)));
    }
  }
}

}  // namespace
}  // namespace espial::test
