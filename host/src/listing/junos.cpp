// The flow rows of Juniper's KB35317.
#include <algorithm>

#include "listing/text.hpp"
#include "listing/writers.hpp"

namespace espial::listing {
namespace {

bool is_inside(const Address& address, const ListingOptions& options) {
  return std::ranges::any_of(options.inside,
                             [&](const Prefix& prefix) { return prefix.contains(address); });
}

// The side on which the source stands. Where the prefixes do not tell the ends apart, the session
// counts as opened from inside.
char side(const Flow& flow, bool first, const ListingOptions& options) {
  const bool source = is_inside(flow.source, options);
  const bool destination = is_inside(flow.destination, options);
  return (source != destination ? source : first) ? 'I' : 'O';
}

void write_row(Output& out, const Session& session, const Flow& flow,
               const ListingOptions& options) {
  const PortStyle style = options.hex ? PortStyle::hexadecimal : PortStyle::decimal;
  out.print("{:<8}{:>21} -> {:>21} {:<8} {} {:>6}\n", upper_case(protocol_name(session.protocol)),
            endpoint(flow.source, flow.source_port, style),
            endpoint(flow.destination, flow.destination_port, style),
            session.state == hw::SessionState::discard ? "Drop" : "Forward",
            side(flow, &flow == &session.c2s, options), flow.packets);
}

void write_explanation(Output& out, const Session& session) {
  const Flow& first = session.c2s;
  out.print("This session is created by traffic originated from {}", first.source.to_string());
  // Of several SPIs only the last is known, which is not the one that created the session.
  if (first.spi && first.spis == 1) out.print(" with SPI {:08X}", *first.spi);
  out.print(":\n");
}

}  // namespace

void write_junos(Output& out, std::span<const Session> sessions, const ListingOptions& options) {
  for (const Session& session : sessions) {
    if (&session != sessions.data()) out.print("\n");
    if (options.explain) write_explanation(out, session);
    write_row(out, session, session.c2s, options);
    write_row(out, session, session.s2c, options);
    if (!out.session_done()) return;
  }
}

}  // namespace espial::listing
