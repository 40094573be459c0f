// Link headers, VLAN tags, MPLS labels: where the IP header is, or that there is none.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "parsing.hpp"

namespace espial::test {
namespace {

using namespace packet;
using hw::LinkType;
using hw::Outcome;

constexpr std::uint32_t spi = 0xC949D4B8;

std::string name_of(LinkType link) {
  switch (link) {
    case LinkType::ethernet:
      return "ethernet";
    case LinkType::raw_ip:
      return "raw_ip";
    case LinkType::loopback:
      return "loopback";
    case LinkType::linux_cooked:
      return "linux_cooked";
    case LinkType::linux_cooked_2:
      return "linux_cooked_2";
  }
  return "unknown";
}

class ParseEveryLink : public testing::TestWithParam<LinkType> {};

INSTANTIATE_TEST_SUITE_P(Parse, ParseEveryLink,
                         testing::Values(LinkType::ethernet, LinkType::raw_ip, LinkType::loopback,
                                         LinkType::linux_cooked, LinkType::linux_cooked_2),
                         [](const auto& info) { return name_of(info.param); });

TEST_P(ParseEveryLink, carries_ipv4) {
  EXPECT_EQ(parse(on_link(GetParam(), ipv4(esp(spi))), GetParam()), in_ipv4(is_esp(spi)));
}

TEST_P(ParseEveryLink, carries_ipv6) {
  EXPECT_EQ(parse(on_link(GetParam(), ipv6(esp(spi))), GetParam()), in_ipv6(is_esp(spi)));
}

TEST_P(ParseEveryLink, may_end_before_its_own_header_does) {
  const Octets whole = on_link(GetParam(), ipv4(esp(spi)));
  const std::size_t header = whole.size() - ipv4(esp(spi)).octets.size();
  for (std::size_t size = 0; size < std::max<std::size_t>(header, 1); ++size) {
    SCOPED_TRACE(size);
    EXPECT_EQ(
        parse(Octets(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)), GetParam()),
        only(Outcome::too_short));
  }
}

TEST_P(ParseEveryLink, oversize_frames_are_only_that) {
  ::Request request = arrival(GetParam(), on_link(GetParam(), ipv4(esp(spi))), 9729);
  request.oversize = true;
  EXPECT_EQ(parsed_packet(fire_parse(request)), only(Outcome::oversize));
}

// --- Ethernet and Linux cooked: an EtherType ---

TEST(ParseLink, ethertypes_that_are_not_ip_are_not_opened) {
  constexpr std::uint16_t spanning_tree_length = 38;  // IEEE 802.3: a length
  constexpr std::uint16_t pppoe = 0x8864;
  constexpr std::uint16_t lldp = 0x88CC;
  for (const std::uint16_t type :
       {ethertype::arp, spanning_tree_length, pppoe, lldp, std::uint16_t{0}}) {
    SCOPED_TRACE(type);
    const Layer content = as(type, ipv4(esp(spi)));
    EXPECT_EQ(parse(ethernet(content)), only(Outcome::not_ip));
    EXPECT_EQ(parse(linux_cooked(content), LinkType::linux_cooked), only(Outcome::not_ip));
    EXPECT_EQ(parse(linux_cooked_2(content), LinkType::linux_cooked_2), only(Outcome::not_ip));
  }
}

// --- raw IP: the version ---

TEST(ParseLink, raw_packets_of_another_version_are_not_ip) {
  for (unsigned version = 0; version < 16; ++version) {
    if (version == 4 || version == 6) continue;
    SCOPED_TRACE(version);
    const auto as_version = static_cast<std::uint8_t>(version);
    EXPECT_EQ(parse(raw_ip(ipv4({.version = as_version}, esp(spi))), LinkType::raw_ip),
              only(Outcome::not_ip));
  }
}

// --- loopback: an address family in either byte order ---

class ParseLoopback : public testing::TestWithParam<std::endian> {};

INSTANTIATE_TEST_SUITE_P(Both, ParseLoopback,
                         testing::Values(std::endian::little, std::endian::big),
                         [](const auto& info) {
                           return info.param == std::endian::little ? "little" : "big";
                         });

TEST_P(ParseLoopback, family_2_is_ipv4_everywhere) {
  EXPECT_EQ(parse(loopback(2, GetParam(), ipv4(esp(spi))), LinkType::loopback),
            in_ipv4(is_esp(spi)));
}

TEST_P(ParseLoopback, each_system_has_its_own_number_for_ipv6) {
  for (const std::uint32_t family : {10U, 24U, 28U, 30U}) {
    SCOPED_TRACE(family);
    EXPECT_EQ(parse(loopback(family, GetParam(), ipv6(esp(spi))), LinkType::loopback),
              in_ipv6(is_esp(spi)));
  }
}

TEST_P(ParseLoopback, other_families_are_not_ip) {
  for (const std::uint32_t family :
       {0U, 1U, 3U, 7U, 23U, 255U, 0x102U, 0x1E02U, 0x10002U, 0x02000002U, 0x1E000002U}) {
    SCOPED_TRACE(family);
    EXPECT_EQ(parse(loopback(family, GetParam(), ipv4(esp(spi))), LinkType::loopback),
              only(Outcome::not_ip));
  }
}

TEST_P(ParseLoopback, the_family_must_fit_the_header) {
  EXPECT_EQ(parse(loopback(2, GetParam(), ipv6(esp(spi))), LinkType::loopback),
            only(Outcome::ip_version));
  EXPECT_EQ(parse(loopback(30, GetParam(), ipv4(esp(spi, 1, filler(32)))), LinkType::loopback),
            only(Outcome::ip_version));
}

// --- VLAN tags and MPLS labels ---

/// \param depth tags around the packet, each made by `wrap`
template <class Wrap>
Layer stacked(unsigned depth, Layer inside, Wrap wrap) {
  for (unsigned i = 0; i < depth; ++i) inside = wrap(inside, i);
  return inside;
}

Layer tag(const Layer& inside, unsigned i) {
  return vlan(static_cast<std::uint16_t>(100 + i), inside);
}
Layer label(const Layer& inside, unsigned i) { return mpls(16 + i, inside); }
constexpr unsigned most_tags = 8;

TEST(ParseTags, up_to_eight_vlan_tags_are_followed) {
  for (unsigned depth = 1; depth <= most_tags; ++depth) {
    SCOPED_TRACE(depth);
    EXPECT_EQ(parse(ethernet(stacked(depth, ipv4(esp(spi)), tag))), in_ipv4(is_esp(spi)));
  }
  EXPECT_EQ(parse(ethernet(stacked(most_tags + 1, ipv4(esp(spi)), tag))),
            only(Outcome::link_depth));
}

TEST(ParseTags, up_to_eight_mpls_labels_are_followed) {
  for (unsigned depth = 1; depth <= most_tags; ++depth) {
    SCOPED_TRACE(depth);
    EXPECT_EQ(parse(ethernet(stacked(depth, ipv4(esp(spi)), label))), in_ipv4(is_esp(spi)));
    EXPECT_EQ(parse(ethernet(stacked(depth, ipv6(tcp(1, 2)), label))),
              in_ipv6(with_ports(protocol::tcp, 1, 2)));
  }
  EXPECT_EQ(parse(ethernet(stacked(most_tags + 1, ipv4(esp(spi)), label))),
            only(Outcome::link_depth));
}

TEST(ParseTags, tags_and_labels_count_together) {
  for (unsigned labels = 0; labels <= most_tags; ++labels) {
    SCOPED_TRACE(labels);
    const Layer labelled = stacked(labels, ipv4(esp(spi)), label);
    EXPECT_EQ(parse(ethernet(stacked(most_tags - labels, labelled, tag))), in_ipv4(is_esp(spi)));
    EXPECT_EQ(parse(ethernet(stacked(most_tags - labels + 1, labelled, tag))),
              only(Outcome::link_depth));
  }
}

TEST(ParseTags, service_tags_and_priority_tags_are_tags) {
  constexpr std::uint16_t priority_only = 7 << 13;
  EXPECT_EQ(parse(ethernet(service_vlan(200, vlan(100, ipv4(esp(spi)))))), in_ipv4(is_esp(spi)));
  EXPECT_EQ(parse(ethernet(vlan(priority_only, ipv6(esp(spi))))), in_ipv6(is_esp(spi)));
}

TEST(ParseTags, labels_given_upstream_are_labels) {
  EXPECT_EQ(parse(ethernet(as(ethertype::mpls_upstream, mpls(16, ipv4(esp(spi)))))),
            in_ipv4(is_esp(spi)));
}

TEST(ParseTags, stand_behind_linux_cooked_headers_too) {
  EXPECT_EQ(parse(linux_cooked(vlan(1, ipv4(esp(spi)))), LinkType::linux_cooked),
            in_ipv4(is_esp(spi)));
  EXPECT_EQ(parse(linux_cooked_2(vlan(1, mpls(16, ipv6(esp(spi))))), LinkType::linux_cooked_2),
            in_ipv6(is_esp(spi)));
}

TEST(ParseTags, what_stands_behind_a_tag_may_not_be_ip) {
  EXPECT_EQ(parse(ethernet(vlan(1, as(ethertype::arp, ipv4(esp(spi)))))), only(Outcome::not_ip));
}

TEST(ParseTags, a_label_may_carry_something_else_than_ip) {
  // A pseudowire's control word begins with four zero bits (RFC 4385).
  EXPECT_EQ(parse(ethernet(mpls(16, payload(0, Octets(60))))), only(Outcome::not_ip));
}

TEST(ParseTags, a_packet_may_end_within_its_tags) {
  const Octets two_tags = ethernet(vlan(2, vlan(1, payload(ethertype::ipv4, {}))));
  const Octets two_labels = ethernet(mpls(17, mpls(16, payload(ethertype::ipv4, {}))));
  for (std::size_t size = 14; size < 22; ++size) {
    SCOPED_TRACE(size);
    const auto end = static_cast<std::ptrdiff_t>(size);
    EXPECT_EQ(parse(Octets(two_tags.begin(), two_tags.begin() + end)), only(Outcome::too_short));
    EXPECT_EQ(parse(Octets(two_labels.begin(), two_labels.begin() + end)),
              only(Outcome::too_short));
  }
  EXPECT_EQ(parse(two_tags), only(Outcome::too_short));  // behind them, an IPv4 header should stand
  EXPECT_EQ(parse(two_labels), only(Outcome::too_short));  // behind them, a version should stand
}

TEST(ParseTags, a_capture_may_end_within_tags_that_nearly_fill_the_packet) {
  // The packet has all octets of its headers, the capture has not: that is `truncated`, whatever
  // the missing octets might say.
  const Layer shortest = ipv4(payload(253, {}));
  for (const Octets& whole :
       {ethernet(mpls(16, shortest)), ethernet(vlan(1, shortest)),
        linux_cooked_2(vlan(1, shortest)), ethernet(vlan(1, mpls(16, shortest)))}) {
    const bool cooked = whole[0] != 0x02;
    const LinkType link = cooked ? LinkType::linux_cooked_2 : LinkType::ethernet;
    const auto length = static_cast<std::uint32_t>(whole.size());
    for (std::size_t captured = 0; captured < whole.size(); ++captured) {
      SCOPED_TRACE(captured);
      EXPECT_EQ(kernel_parse(link, std::span(whole).first(captured), length),
                only(Outcome::truncated));
    }
    EXPECT_EQ(kernel_parse(link, whole, length), in_ipv4(without_ports(253)));
  }
}

}  // namespace
}  // namespace espial::test
