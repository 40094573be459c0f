#include "parse_link.hpp"
#include "parse_network.hpp"
#include "parse_transport.hpp"
#include "processes.hpp"

using espial::hw::Outcome;
using espial::hw::RequestKind;

// Only the outermost IP header counts: what tunnels carry is not opened. Whatever cannot be parsed
// gets an outcome that says why, and creates no session.
static void parse_packet(const Request& request, Parsed& out) {
#pragma HLS INLINE
  const Extent extent = {request.captured, request.length};
  Judgement judgement = no_objection();
  judgement.against(request.oversize, Outcome::oversize);

  const LinkHeader link = parse_link(request.link, request.window, request.captured);
  judgement.needs(link.seen, extent);
  judgement.against(link.too_deep, Outcome::link_depth);
  judgement.against(link.type != ethertype::ipv4 && link.type != ethertype::ipv6, Outcome::not_ip);

  const NetworkHeader ip = parse_network(link, extent, judgement);
  out.source = ip.source;
  out.destination = ip.destination;
  parse_transport(ip, out, judgement);
  out.transit.outcome = judgement.outcome;
}

// What a command says of the packets that an SA carries.
static void parse_command(const Request& request, Parsed& out) {
#pragma HLS INLINE
  typedef espial::hw::Command Layout;
  out.transit.argument =
      octets<sizeof(Layout::argument)>(request.window, offsetof(Layout, argument));
  out.transit.zone = octets<2>(request.window, offsetof(Layout, zone));
  out.protocol = octets<1>(request.window, offsetof(Layout, protocol));
  out.spi = octets<4>(request.window, offsetof(Layout, spi));
  out.source_port = octets<2>(request.window, offsetof(Layout, source_port));
  out.destination_port = octets<2>(request.window, offsetof(Layout, destination_port));
  out.source = number<16>(request.window, offsetof(Layout, source));
  out.destination = number<16>(request.window, offsetof(Layout, destination));
}

void process::parse(hls::stream<Request>& arrivals, hls::stream<Parsed>& parsed) {
#pragma HLS PIPELINE II = 1 style = flp
  const Request request = arrivals.read();
  Parsed out;
  out.transit.kind = request.kind;
  out.transit.open_count = request.open_count;
  out.transit.wire = request.wire;
  out.transit.beats = request.beats;
  out.transit.number = request.number;
  out.transit.time = request.time;
  out.transit.length = request.length;
  out.transit.ingress = request.ingress;
  out.transit.zone = request.zone;
  out.transit.reversal = request.reversal;
  out.transit.keepalive = false;
  out.transit.outcome = code(Outcome::counted);
  out.transit.argument = 0;
  out.protocol = 0;
  out.encapsulated = false;
  out.has_spi = false;
  out.has_ah = false;
  out.spi = 0;
  out.ah_spi = 0;
  out.source = 0;
  out.destination = 0;
  out.source_port = 0;
  out.destination_port = 0;
  if (request.kind == code(RequestKind::packet)) {
    parse_packet(request, out);
  } else {
    parse_command(request, out);
  }
  parsed.write(out);
}
