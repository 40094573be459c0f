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

inline bool is_tag(ap_uint<16> type) {
#pragma HLS INLINE
  return type == ethertype::vlan || type == ethertype::service_vlan;
}
inline bool is_label(ap_uint<16> type) {
#pragma HLS INLINE
  return type == ethertype::mpls || type == ethertype::mpls_upstream;
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

  // Tags and labels take 4 octets each, so each place is read as if one stood there, and the walk
  // from one to the next is a matter of single bits. What the capture does not hold is not
  // followed: `seen` then says that it is missing.
  bool tag[most_tags + 1];    // a VLAN tag stands at this place
  bool label[most_tags + 1];  // an MPLS label
  tag[0] = base <= captured && is_tag(link.type);
  label[0] = base <= captured && is_label(link.type);
  link.too_deep = is_tag(link.type) || is_label(link.type);
  ap_uint<4> tags = 0;
  for (unsigned i = 0; i < most_tags; ++i) {
#pragma HLS UNROLL
    const bool here = tag[i] || label[i];
    if (here) tags = i + 1;
    const bool follow = here && base + 4 * (i + 1) <= captured;
    const ap_uint<16> type = number<2>(behind, 4 * i + 2);
    // RFC 3032, 2.1: the bottom of the stack is marked; what lies below it is not named.
    const bool bottom = ap_uint<8>(octets<1>(behind, 4 * i + 2))[0];
    tag[i + 1] = follow && tag[i] && is_tag(type);
    label[i + 1] = follow && ((tag[i] && is_label(type)) || (label[i] && !bottom));
    if (follow && tag[i]) {
      link.type = type;
      link.too_deep = is_tag(type) || is_label(type);
    }
    if (follow && label[i] && bottom) {
      link.type = type_by_version(octets<1>(behind, 4 * i + 4));
      link.too_deep = false;
      by_version = true;
    }
  }
  link.octets = base + (ap_uint<6>(tags) << 2);
  link.seen = link.octets + ap_uint<1>(by_version);
  link.network = behind >> (32 * tags.to_uint());
  return link;
}
