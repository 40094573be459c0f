#include "print.hpp"

#include <fmt/format.h>

#include <string>

namespace espial {
namespace {

template <class Enum>
unsigned number(Enum value) {
  return static_cast<unsigned>(value);
}

std::string text(const Flow& flow) {
  return fmt::format("{}:{} -> {}:{} spi {} spis {} packets {} bytes {} ingress {} outer {}:{}",
                     flow.source.to_string(), flow.source_port, flow.destination.to_string(),
                     flow.destination_port, flow.spi ? fmt::format("{:#x}", *flow.spi) : "-",
                     flow.spis, flow.packets, flow.bytes,
                     flow.ingress ? std::to_string(*flow.ingress) : "-", flow.outer_source_port,
                     flow.outer_destination_port);
}

}  // namespace

void PrintTo(const Session& session, std::ostream* out) {
  *out << fmt::format(
      "session {} zone {} protocol {} encapsulation {} state {} end {} flags {:#x} mapping {} "
      "created {} last seen {} timeout {}\n  c2s {}\n  s2c {}",
      session.creation, session.zone, session.protocol, number(session.encapsulation),
      number(session.state), number(session.end_reason), session.flags,
      number(session.port_mapping), session.created_ns, session.last_seen_ns, session.timeout_ns,
      text(session.c2s), text(session.s2c));
}

void PrintTo(const PacketResult& result, std::ostream* out) {
  *out << fmt::format("{} action {} created {} session {} ports {} {}", name(result.outcome),
                      number(result.action), result.created,
                      result.session ? std::to_string(*result.session) : "-", result.source_port,
                      result.destination_port);
}

void PrintTo(const Statistics& statistics, std::ostream* out) {
  *out << fmt::format("packets {} double {} keepalives {} reversals {} sessions {}",
                      statistics.packets, statistics.doubled, statistics.keepalives,
                      statistics.time_reversals, statistics.sessions);
  for (unsigned i = 0; i < hw::outcomes; ++i) {
    if (statistics.outcome.at(i) == 0) continue;
    *out << fmt::format(" {} {}", name(static_cast<hw::Outcome>(i)), statistics.outcome.at(i));
  }
}

}  // namespace espial
