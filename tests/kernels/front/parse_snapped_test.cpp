// Captures that keep only the first octets of a packet: it counts in full from the octet on that
// its headers need, and is `truncated` before.
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <string_view>
#include <vector>

#include "parsing.hpp"

namespace espial::test {
namespace {

using namespace packet;
using hw::LinkType;
using hw::Outcome;

struct Snapped {
  std::string_view name;
  Octets octets;
  /// Octets without which nothing can be said.
  std::size_t needed;
  ParsedPacket full;
  LinkType link = LinkType::ethernet;

  friend std::ostream& operator<<(std::ostream& out, const Snapped& snapped) {
    return out << snapped.name;
  }
};

constexpr std::uint32_t spi = 0xC949D4B8;
constexpr std::size_t v4 = 14 + 20;
constexpr std::size_t v6 = 14 + 40;

ParsedPacket keepalive_result() {
  ParsedPacket parsed = in_ipv4(with_ports(protocol::udp, 4500, 4500));
  parsed.keepalive = true;
  return parsed;
}

Layer eight_tags() {
  Layer inside = mpls(16, mpls(17, ipv4(esp(spi))));
  for (std::uint16_t i = 0; i < 6; ++i) inside = vlan(i, inside);
  return inside;
}

std::vector<Snapped> packets_that_count() {
  return {
      {"esp", ethernet(ipv4(esp(spi))), v4 + 8, in_ipv4(is_esp(spi))},
      {"esp_alone", ethernet(ipv4(cut(esp(spi), 8))), v4 + 8, in_ipv4(is_esp(spi))},
      {"esp_padded", padded(ethernet(ipv4(cut(esp(spi), 8)))), v4 + 8, in_ipv4(is_esp(spi))},
      {"esp_long", ethernet(ipv4(esp(spi, 1, filler(1400)))), v4 + 8, in_ipv4(is_esp(spi))},
      {"esp_first_fragment", ethernet(ipv4({.more_fragments = true}, esp(spi))), v4 + 8,
       in_ipv4(is_esp(spi))},
      {"esp_behind_40_octets_of_options", ethernet(ipv4({.options = filler(40)}, esp(spi))),
       v4 + 40 + 8, in_ipv4(is_esp(spi))},
      {"esp_on_raw_ip", raw_ip(ipv4(esp(spi))), 20 + 8, in_ipv4(is_esp(spi)), LinkType::raw_ip},
      {"esp_on_raw_ipv6", raw_ip(ipv6(esp(spi))), 40 + 8, in_ipv6(is_esp(spi)), LinkType::raw_ip},
      {"esp_on_loopback", on_link(LinkType::loopback, ipv6(esp(spi))), 4 + 40 + 8,
       in_ipv6(is_esp(spi)), LinkType::loopback},
      {"esp_on_linux_cooked", linux_cooked(ipv4(esp(spi))), 16 + 20 + 8, in_ipv4(is_esp(spi)),
       LinkType::linux_cooked},
      {"esp_on_linux_cooked_2", linux_cooked_2(ipv4(esp(spi))), 20 + 20 + 8, in_ipv4(is_esp(spi)),
       LinkType::linux_cooked_2},
      {"esp_behind_a_tag", ethernet(vlan(1, ipv4(esp(spi)))), 4 + v4 + 8, in_ipv4(is_esp(spi))},
      {"esp_behind_eight_tags", ethernet(eight_tags()), 32 + v4 + 8, in_ipv4(is_esp(spi))},
      {"esp_behind_labels", ethernet(mpls(17, mpls(16, ipv6(esp(spi))))), 8 + v6 + 8,
       in_ipv6(is_esp(spi))},
      {"esp6", ethernet(ipv6(esp(spi))), v6 + 8, in_ipv6(is_esp(spi))},
      {"esp6_behind_every_extension",
       ethernet(ipv6(hop_by_hop(routing(ipv6_fragment(destination_options(esp(spi), 16)), 8)))),
       v6 + 40 + 8, in_ipv6(is_esp(spi))},
      {"ah", ethernet(ipv4(ah(7, tcp(1, 2)))), v4 + 12, in_ipv4(is_ah(7))},
      {"ah_around_esp_of_spi_0", ethernet(ipv4(ah(7, esp(0)))), v4 + 12, in_ipv4(is_ah(7))},
      {"ah_around_cut_esp", ethernet(ipv4(ah(7, cut(esp(8), 4)))), v4 + 12, in_ipv4(is_ah(7))},
      {"udp", ethernet(ipv4(udp(40000, 53, filler(40)))), v4 + 8,
       in_ipv4(with_ports(protocol::udp, 40000, 53))},
      {"udp_without_payload", ethernet(ipv4(udp(4500, 4500))), v4 + 8,
       in_ipv4(with_ports(protocol::udp, 4500, 4500))},
      {"udp_of_three_octets", ethernet(ipv4(udp(4500, 4500, filler(3)))), v4 + 8,
       in_ipv4(with_ports(protocol::udp, 4500, 4500))},
      {"keepalive", padded(ethernet(ipv4(udp(4500, 4500, keepalive())))), v4 + 9,
       keepalive_result()},
      {"ike_behind_marker", ethernet(ipv4(udp(4500, 4500, ike_behind_marker()))), v4 + 12,
       in_ipv4(with_ports(protocol::udp, 4500, 4500))},
      {"esp_in_udp", ethernet(ipv4(udp(4500, 4500, esp(spi)))), v4 + 16,
       in_ipv4(is_esp_in_udp(spi, 4500, 4500))},
      {"esp_in_udp6", ethernet(ipv6(udp(1, 4500, esp(spi)))), v6 + 16,
       in_ipv6(is_esp_in_udp(spi, 1, 4500))},
      {"tcp", ethernet(ipv4(tcp(40000, 80, filler(40)))), v4 + 14,
       in_ipv4(with_ports(protocol::tcp, 40000, 80))},
      {"tcp6", ethernet(ipv6(tcp(40000, 80, filler(40)))), v6 + 14,
       in_ipv6(with_ports(protocol::tcp, 40000, 80))},
      {"icmp_echo", ethernet(ipv4(icmp_echo(9))), v4 + 8,
       in_ipv4(with_ports(protocol::icmp, 9, 9))},
      {"icmp_error", ethernet(ipv4(icmp(3, 1, 0, ipv4(esp(7))))), v4 + 8,
       in_ipv4(without_ports(protocol::icmp))},
      {"icmpv6_echo", ethernet(ipv6(icmpv6_echo(9))), v6 + 8,
       in_ipv6(with_ports(protocol::icmpv6, 9, 9))},
      {"gre", ethernet(ipv4(payload(protocol::gre, filler(40)))), v4,
       in_ipv4(without_ports(protocol::gre))},
      {"no_next_header", ethernet(ipv6(payload(protocol::no_next_header, filler(40)))), v6,
       in_ipv6(without_ports(protocol::no_next_header))},
  };
}

std::vector<Snapped> packets_that_do_not() {
  return {
      {"not_ip", padded(ethernet(payload(ethertype::arp, filler(28)))), 14, only(Outcome::not_ip)},
      {"not_ip_on_raw_ip", raw_ip(ipv4({.version = 5}, esp(spi))), 1, only(Outcome::not_ip),
       LinkType::raw_ip},
      {"not_ip_on_loopback", loopback(7, std::endian::little, ipv4(esp(spi))), 4,
       only(Outcome::not_ip), LinkType::loopback},
      {"too_many_tags", ethernet(vlan(1, eight_tags())), 14 + 32, only(Outcome::link_depth)},
      {"version", ethernet(ipv4({.version = 5}, esp(spi))), v4, only(Outcome::ip_version)},
      {"mapped_address", ethernet(ipv6({.source = "::ffff:1.2.3.4"}, esp(spi))), v6,
       only(Outcome::mapped_address)},
      {"header_words", ethernet(ipv4({.header_words = 4}, esp(spi))), v4, only(Outcome::ip_header)},
      {"total_length", ethernet(ipv4({.total_length = 19}, esp(spi))), v4,
       only(Outcome::ip_header)},
      {"later_fragment",
       ethernet(ipv4({.fragment_offset = 1480}, payload(protocol::udp, filler(60)))), v4,
       only(Outcome::fragment)},
      {"later_fragment6", ethernet(ipv6(ipv6_fragment(esp(spi), 1448))), v6 + 8,
       only(Outcome::fragment)},
      {"esp_of_spi_0", ethernet(ipv4(esp(0))), v4 + 8, only(Outcome::spi_zero)},
      {"esp_of_4_octets", padded(ethernet(ipv4(cut(esp(spi), 4)))), v4, only(Outcome::too_short)},
      {"ah_of_spi_0", ethernet(ipv4(ah(0, esp(spi)))), v4 + 12, only(Outcome::spi_zero)},
      {"ah_length", ethernet(ipv4(ah(7, esp(spi), 0))), v4 + 12, only(Outcome::ah_length)},
      {"udp_length", ethernet(ipv4(udp(1, 2, filler(20), 7))), v4 + 8, only(Outcome::udp_length)},
      {"esp_in_udp_of_7_octets", padded(ethernet(ipv4(udp(4500, 4500, cut(esp(spi), 7))))), v4 + 12,
       only(Outcome::too_short)},
      {"beyond_the_window", ethernet(ipv6(destination_options(esp(spi), 56))), hw::window_octets,
       only(Outcome::beyond_window)},
  };
}

class ParseSnapped : public testing::TestWithParam<Snapped> {};

std::string name_of(const testing::TestParamInfo<Snapped>& info) {
  return std::string(info.param.name);
}

INSTANTIATE_TEST_SUITE_P(Counts, ParseSnapped, testing::ValuesIn(packets_that_count()), name_of);
INSTANTIATE_TEST_SUITE_P(DoesNotCount, ParseSnapped, testing::ValuesIn(packets_that_do_not()),
                         name_of);

TEST_P(ParseSnapped, is_truncated_or_complete_at_every_length) {
  const auto& [name, octets, needed, full, link] = GetParam();
  ASSERT_LE(needed, octets.size());
  const auto length = static_cast<std::uint32_t>(octets.size());
  for (std::size_t captured = 0; captured <= octets.size(); ++captured) {
    SCOPED_TRACE(captured);
    EXPECT_EQ(kernel_parse(link, std::span(octets).first(captured), length),
              captured < needed ? only(Outcome::truncated) : full);
  }
}

TEST(ParseSnappedAh, around_esp_counts_alone_until_the_esp_header_is_there) {
  for (const std::size_t check_value : {0U, 12U, 32U}) {
    SCOPED_TRACE(check_value);
    const Octets octets = ethernet(ipv4(ah(7, esp(8), {}, filler(check_value))));
    const auto length = static_cast<std::uint32_t>(octets.size());
    for (std::size_t captured = 0; captured <= octets.size(); ++captured) {
      SCOPED_TRACE(captured);
      const ParsedPacket expected = captured < v4 + 12 ? only(Outcome::truncated)
                                    : captured < v4 + 12 + check_value + 8
                                        ? in_ipv4(is_ah(7))
                                        : in_ipv4(is_ah_around_esp(7, 8));
      EXPECT_EQ(kernel_parse(LinkType::ethernet, std::span(octets).first(captured), length),
                expected);
    }
  }
}

TEST(ParseSnappedLengths, octets_beyond_the_length_on_the_wire_do_not_count) {
  // A record that claims fewer octets on the wire than it holds.
  const Octets octets = ethernet(ipv4(esp(spi)));
  EXPECT_EQ(kernel_parse(LinkType::ethernet, octets, v4 + 8), in_ipv4(is_esp(spi)));
  EXPECT_EQ(kernel_parse(LinkType::ethernet, octets, v4 + 7), only(Outcome::too_short));
  EXPECT_EQ(kernel_parse(LinkType::ethernet, octets, 0), only(Outcome::too_short));
}

TEST(ParseSnappedLengths, lengths_on_the_wire_go_up_to_24_bits) {
  const Octets octets = ethernet(ipv4({.total_length = 0}, tcp(1, 2)));
  EXPECT_EQ(kernel_parse(LinkType::ethernet, octets, 0xFFFFFF),
            in_ipv4(with_ports(protocol::tcp, 1, 2)));
}

}  // namespace
}  // namespace espial::test
