// TCP, UDP, ICMP, ESP, AH, and ESP in UDP: a packet's ports or SPIs.
#pragma once

#include "judgement.hpp"
#include "octets.hpp"
#include "parse_network.hpp"
#include "types.hpp"

// IKE and ESP share this UDP port where a NAT is on the way (RFC 3948).
constexpr unsigned nat_traversal_port = 4500;

// RFC 4303, 2. `esp` holds the first octets, `at` is where they begin.
inline void parse_esp(ap_uint<64> esp, ap_uint<25> at, const Extent& extent, Parsed& out,
                      Judgement& judgement) {
#pragma HLS INLINE
  judgement.needs(at + 8, extent);
  out.protocol = code(espial::hw::Protocol::esp);
  out.has_spi = true;
  out.spi = number<4>(esp, 0);
  judgement.against(out.spi == 0, espial::hw::Outcome::spi_zero);
}

// RFC 768; on port 4500, RFC 3948, 2: four zero octets mark IKE, one octet FF alone keeps a NAT's
// binding alive, and everything else is ESP.
inline void parse_udp(const NetworkHeader& ip, Parsed& out, Judgement& judgement) {
#pragma HLS INLINE
  judgement.needs(ip.octets + 8, ip.extent);
  out.source_port = number<2>(ip.transport, 0);
  out.destination_port = number<2>(ip.transport, 2);
  const ap_uint<16> length = number<2>(ip.transport, 4);
  // 0 stands in jumbograms (RFC 2675, 4).
  const bool jumbo = ip.v6 && length == 0;
  judgement.against(!jumbo && length < 8, espial::hw::Outcome::udp_length);
  Extent extent = ip.extent;
  if (!jumbo) extent.length = smaller(extent.length, ip.octets + length);
  const ap_uint<25> payload = extent.length - (ip.octets + 8);

  const bool nat_traversal =
      out.source_port == nat_traversal_port || out.destination_port == nat_traversal_port;
  if (nat_traversal && judgement.good) {
    if (payload >= 4) {
      judgement.needs(ip.octets + 12, extent);
      if (octets<4>(ip.transport, 8) != 0) {
        out.encapsulated = true;
        parse_esp(octets<8>(ip.transport, 8), ip.octets + 8, extent, out, judgement);
      }
    } else if (payload == 1) {
      judgement.needs(ip.octets + 9, extent);
      out.transit.keepalive = octets<1>(ip.transport, 8) == 0xFF;
    }
  }
}

// RFC 4302, 2. Directly around ESP both count; if that ESP is not valid, or around anything else,
// AH stands alone.
inline void parse_ah(const NetworkHeader& ip, Parsed& out, Judgement& judgement) {
#pragma HLS INLINE
  using espial::hw::Outcome;
  using espial::hw::Protocol;
  judgement.needs(ip.octets + 12, ip.extent);
  const ap_uint<8> next = octets<1>(ip.transport, 0);
  const ap_uint<8> units = octets<1>(ip.transport, 1);  // of 4 octets, less 2
  const ap_uint<11> size = (ap_uint<11>(units) + 2) << 2;
  judgement.against(units < 1, Outcome::ah_length);
  out.has_spi = true;
  out.spi = number<4>(ip.transport, 4);
  judgement.against(out.spi == 0, Outcome::spi_zero);

  if (next == code(Protocol::esp) && judgement.good) {
    Judgement inner = judgement;
    inner.needs(ip.octets + size + 8, ip.extent);
    const ap_uint<64> esp =
        octets<8>(ip.transport, size < espial::hw::window_octets ? size.to_uint() : 0);
    const ap_uint<32> spi = number<4>(esp, 0);
    if (inner.good && spi != 0) {
      out.has_ah = true;
      out.ah_spi = out.spi;
      out.spi = spi;
      out.protocol = code(Protocol::esp);
    }
  }
}

// Echo carries an identifier, which stands for both ports (RFC 792; RFC 4443, 4).
inline void parse_icmp(const NetworkHeader& ip, Parsed& out, Judgement& judgement) {
#pragma HLS INLINE
  judgement.needs(ip.octets + 8, ip.extent);
  const ap_uint<8> type = octets<1>(ip.transport, 0);
  const bool echo = ip.v6 ? type == 128 || type == 129 : type == 8 || type == 0;
  const ap_uint<16> identifier = number<2>(ip.transport, 4);
  out.source_port = echo ? identifier : ap_uint<16>(0);
  out.destination_port = out.source_port;
}

// RFC 9293, 3.1: ports, and flags in octet 13.
inline void parse_tcp(const NetworkHeader& ip, Parsed& out, Judgement& judgement) {
#pragma HLS INLINE
  judgement.needs(ip.octets + 14, ip.extent);
  out.source_port = number<2>(ip.transport, 0);
  out.destination_port = number<2>(ip.transport, 2);
}

inline void parse_transport(const NetworkHeader& ip, Parsed& out, Judgement& judgement) {
#pragma HLS INLINE
  using espial::hw::Protocol;
  out.protocol = ip.protocol;
  if (ip.protocol == code(Protocol::esp)) {
    parse_esp(octets<8>(ip.transport, 0), ip.octets, ip.extent, out, judgement);
  } else if (ip.protocol == code(Protocol::ah)) {
    parse_ah(ip, out, judgement);
  } else if (ip.protocol == code(Protocol::udp)) {
    parse_udp(ip, out, judgement);
  } else if (ip.protocol == code(Protocol::tcp)) {
    parse_tcp(ip, out, judgement);
  } else if (ip.protocol == (ip.v6 ? code(Protocol::icmpv6) : code(Protocol::icmp))) {
    parse_icmp(ip, out, judgement);
  }
}
