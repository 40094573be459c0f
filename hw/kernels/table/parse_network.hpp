// IPv4 with options, IPv6 with extension headers, fragments.
#pragma once

#include "judgement.hpp"
#include "octets.hpp"
#include "parse_link.hpp"
#include "types.hpp"

// Units of 8 octets behind an IPv6 header, up to the end of the window.
constexpr unsigned extension_units = (espial::hw::window_octets - 40) / 8;

namespace next_header {
constexpr unsigned hop_by_hop = 0;
constexpr unsigned routing = 43;
constexpr unsigned fragment = 44;
constexpr unsigned destination_options = 60;
}  // namespace next_header

struct NetworkHeader {
  bool v6;
  ap_uint<8> protocol;
  address_t source;
  address_t destination;
  ap_uint<25> octets;  // before the transport header, from the packet's first octet on
  Extent extent;       // now bounded by the IP length too
  window_t transport;  // the transport header's first octets; zero behind the window
};

// RFC 4291, 2.5.5.2.
inline address_t mapped(ap_uint<32> v4) {
#pragma HLS INLINE
  return (address_t(0xFFFF) << 32) | address_t(v4);
}

inline bool is_mapped(address_t address) {
#pragma HLS INLINE
  return (address >> 32) == 0xFFFF;
}

inline ap_uint<24> smaller(ap_uint<24> a, ap_uint<25> b) {
#pragma HLS INLINE
  return b < a ? ap_uint<24>(b) : a;
}

inline void parse_ipv4(const LinkHeader& link, NetworkHeader& ip, Judgement& judgement) {
#pragma HLS INLINE
  using espial::hw::Outcome;
  judgement.needs(link.octets + 20, ip.extent);
  const ap_uint<8> first = octets<1>(link.network, 0);
  const ap_uint<6> header = ap_uint<6>(first.range(3, 0)) << 2;
  judgement.against(first.range(7, 4) != 4, Outcome::ip_version);
  judgement.against(header < 20, Outcome::ip_header);
  // Captures taken before segmentation offload say 0: then the packet's own length bounds it.
  const ap_uint<16> total = number<2>(link.network, 2);
  judgement.against(total != 0 && total < header, Outcome::ip_header);
  if (total != 0) ip.extent.length = smaller(ip.extent.length, link.octets + total);
  judgement.needs(link.octets + header, ip.extent);
  judgement.against(ap_uint<16>(number<2>(link.network, 6)).range(12, 0) != 0, Outcome::fragment);
  ip.protocol = octets<1>(link.network, 9);
  ip.source = mapped(number<4>(link.network, 12));
  ip.destination = mapped(number<4>(link.network, 16));
  ip.octets = link.octets + header;
  ip.transport = link.network >> (8 * header.to_uint());
}

// An extension header that says its own length.
inline bool is_options(ap_uint<8> next) {
#pragma HLS INLINE
  return next == next_header::hop_by_hop || next == next_header::routing ||
         next == next_header::destination_options;
}

inline void parse_ipv6(const LinkHeader& link, NetworkHeader& ip, Judgement& judgement) {
#pragma HLS INLINE
  using espial::hw::Outcome;
  judgement.needs(link.octets + 40, ip.extent);
  const ap_uint<8> first = octets<1>(link.network, 0);
  judgement.against(first.range(7, 4) != 6, Outcome::ip_version);
  const ap_uint<16> payload = number<2>(link.network, 4);
  const ap_uint<8> next = octets<1>(link.network, 6);
  // RFC 2675: a jumbogram says 0, and its length in a hop-by-hop option; then the packet's own
  // length bounds it.
  const bool jumbo = payload == 0 && next == next_header::hop_by_hop;
  if (!jumbo) ip.extent.length = smaller(ip.extent.length, link.octets + 40 + payload);
  ip.source = number<16>(link.network, 8);
  ip.destination = number<16>(link.network, 24);
  // Its session would be that of the IPv4 addresses.
  judgement.against(is_mapped(ip.source) || is_mapped(ip.destination), Outcome::mapped_address);

  const window_t behind = link.network >> (8 * 40);
  // RFC 8200, 4: all begin with next header and length in units of 8 octets beyond the first 8; a
  // fragment header has always 8. So a header can begin at few places only: each place is read as
  // if one did, and the walk from header to header is a matter of single bits.
  bool options[extension_units + 1];   // a header begins at this unit
  bool fragment[extension_units + 1];  // a fragment header
  bool other[extension_units + 1];     // what no longer is an extension header
  for (unsigned at = 0; at <= extension_units; ++at) {
#pragma HLS UNROLL
    options[at] = at == 0 && is_options(next);
    fragment[at] = at == 0 && next == next_header::fragment;
    other[at] = at == 0 && !options[at] && !fragment[at];
  }
  ip.protocol = next;
  for (unsigned at = 0; at <= extension_units; ++at) {
#pragma HLS UNROLL
    const bool begins = options[at] || fragment[at];
    Judgement header = no_objection();
    header.needs(link.octets + 48 + 8 * at, ip.extent);
    if (at == extension_units) {
      judgement.against(begins, header);  // it would end beyond the window
      continue;
    }
    const ap_uint<32> start = octets<4>(behind, 8 * at);
    const ap_uint<9> units =
        fragment[at] ? ap_uint<9>(1) : ap_uint<9>(ap_uint<8>(start.range(15, 8)) + 1);
    header.needs(link.octets + 40 + 8 * at + (ap_uint<12>(units) << 3), ip.extent);
    header.against(
        fragment[at] &&
            ap_uint<16>(network_order(ap_uint<16>(start.range(31, 16)))).range(15, 3) != 0,
        Outcome::fragment);
    judgement.against(begins, header);
    const ap_uint<8> type = start.range(7, 0);
    for (unsigned to = at + 1; to <= extension_units; ++to) {
#pragma HLS UNROLL
      const bool here = begins && units == to - at;
      if (here && is_options(type)) options[to] = true;
      if (here && type == next_header::fragment) fragment[to] = true;
      if (here && !is_options(type) && type != next_header::fragment) {
        other[to] = true;
        ip.protocol = type;
      }
    }
  }
  ap_uint<4> end = 0;
  for (unsigned at = 0; at <= extension_units; ++at) {
#pragma HLS UNROLL
    if (other[at]) end = end | ap_uint<4>(at);
  }
  ip.octets = link.octets + 40 + (ap_uint<7>(end) << 3);
  ip.transport = behind >> (64 * end.to_uint());
}

inline NetworkHeader parse_network(const LinkHeader& link, const Extent& extent,
                                   Judgement& judgement) {
#pragma HLS INLINE
  NetworkHeader ip;
  ip.v6 = link.type == ethertype::ipv6;
  ip.extent = extent;
  Judgement header = no_objection();
  if (ip.v6) {
    parse_ipv6(link, ip, header);
  } else {
    parse_ipv4(link, ip, header);
  }
  judgement.against(true, header);
  return ip;
}
