// The link header, and the VLAN tags and MPLS labels behind it.
#pragma once

#include "octets.hpp"
#include "types.hpp"

// How many VLAN tags and MPLS labels are followed, together; each takes 4 octets.
constexpr unsigned most_tags = 8;

namespace ethertype {
constexpr unsigned ipv4 = 0x0800;
constexpr unsigned ipv6 = 0x86DD;
constexpr unsigned vlan = 0x8100;           // IEEE 802.1Q
constexpr unsigned service_vlan = 0x88A8;   // IEEE 802.1ad
constexpr unsigned mpls = 0x8847;           // RFC 3032, 5
constexpr unsigned mpls_upstream = 0x8848;  // RFC 5332, 3
}  // namespace ethertype

struct LinkHeader {
  ap_uint<16> type;   // EtherType of what follows
  ap_uint<7> octets;  // of link header, tags and labels
  ap_uint<7> seen;    // octets of the packet that were looked at
  bool too_deep;
  window_t network;  // what follows
};

// What stands behind a header that does not name it, by the version in the first nibble; 0 if
// neither.
inline ap_uint<16> type_by_version(ap_uint<8> first_octet) {
#pragma HLS INLINE
  const ap_uint<4> version = first_octet.range(7, 4);
  if (version == 4) return ethertype::ipv4;
  if (version == 6) return ethertype::ipv6;
  return 0;
}

// BSD loopback: an address family, in the byte order of whoever captured (link type 0) or of the
// network (108). AF_INET is 2 everywhere; AF_INET6 is 10 on Linux, 24, 28 or 30 on the BSDs and
// macOS.
inline ap_uint<16> type_by_family(ap_uint<32> family) {
#pragma HLS INLINE
  const ap_uint<8> low = family.range(7, 0);
  const ap_uint<8> high = family.range(31, 24);
  const bool plain = family.range(23, 8) == 0 && (low == 0 || high == 0);
  const ap_uint<8> value = low | high;
  if (plain && value == 2) return ethertype::ipv4;
  if (plain && (value == 10 || value == 24 || value == 28 || value == 30)) return ethertype::ipv6;
  return 0;
}

inline LinkHeader parse_link(ap_uint<3> link_type, const window_t& window, ap_uint<8> captured) {
#pragma HLS INLINE
  using espial::hw::LinkType;
  LinkHeader link;
  ap_uint<5> base = 0;
  bool by_version = false;
  if (link_type == code(LinkType::ethernet)) {
    base = 14;
    link.type = number<2>(window, 12);
  } else if (link_type == code(LinkType::loopback)) {
    base = 4;
    link.type = type_by_family(octets<4>(window, 0));
  } else if (link_type == code(LinkType::linux_cooked)) {
    base = 16;
    link.type = number<2>(window, 14);
  } else if (link_type == code(LinkType::linux_cooked_2)) {
    base = 20;
    link.type = number<2>(window, 0);
  } else {
    link.type = type_by_version(octets<1>(window, 0));
    by_version = true;
  }
  const window_t behind = window >> (8 * base.to_uint());

  // What the capture does not hold is not followed: `seen` then says that it is missing.
  ap_uint<4> tags = 0;
  bool follow = base <= captured;
  for (unsigned i = 0; i < most_tags; ++i) {
#pragma HLS UNROLL
    const bool tag = link.type == ethertype::vlan || link.type == ethertype::service_vlan;
    const bool label = link.type == ethertype::mpls || link.type == ethertype::mpls_upstream;
    if (follow && (tag || label)) {
      tags = i + 1;
      follow = base + 4 * (i + 1) <= captured;
      if (follow && tag) {
        link.type = number<2>(behind, 4 * i + 2);
        // RFC 3032, 2.1: the bottom of the stack is marked; what lies below it is not named.
      } else if (follow && ap_uint<8>(octets<1>(behind, 4 * i + 2))[0]) {
        link.type = type_by_version(octets<1>(behind, 4 * i + 4));
        by_version = true;
      }
    }
  }
  link.too_deep = link.type == ethertype::vlan || link.type == ethertype::service_vlan ||
                  link.type == ethertype::mpls || link.type == ethertype::mpls_upstream;
  link.octets = base + (ap_uint<6>(tags) << 2);
  link.seen = link.octets + ap_uint<1>(by_version);
  link.network = behind >> (32 * tags.to_uint());
  return link;
}
