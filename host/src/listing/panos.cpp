// The block that PAN-OS prints of a session (`show session id`).
#include <fmt/chrono.h>

#include "listing/text.hpp"
#include "listing/writers.hpp"

namespace espial::listing {
namespace {

constexpr std::string_view unknown = "unknown";
constexpr std::uint16_t ike_port = 500;            // RFC 7296, 2
constexpr std::uint16_t ike_port_with_nat = 4500;  // RFC 3948

bool is_ike(const Flow& flow) {
  const auto ike = [](std::uint16_t port) { return port == ike_port || port == ike_port_with_nat; };
  return ike(flow.source_port) || ike(flow.destination_port);
}

std::string application(const Session& session) {
  const bool esp = session.protocol == static_cast<std::uint8_t>(hw::Protocol::esp);
  const bool ah = session.protocol == static_cast<std::uint8_t>(hw::Protocol::ah);
  const bool udp = session.protocol == static_cast<std::uint8_t>(hw::Protocol::udp);
  if ((esp || ah) && session.port_mapping == hw::PortMapping::negotiated) return "IPSEC-UDP";
  if (esp && session.encapsulation == hw::Encapsulation::udp) return "ipsec-esp-udp";
  if (esp) return "ipsec-esp";
  if (ah) return "ipsec-ah";
  if (udp && is_ike(session.c2s)) return "ike";
  return protocol_name(session.protocol);
}

// The name of where the flow came in, else of the network that its source stands in.
std::string_view zone_of(const Flow& flow, const ListingOptions& options) {
  const std::size_t tag = flow.ingress.value_or(0);
  if (tag >= 1 && tag <= options.ingress_names.size()) return options.ingress_names[tag - 1];
  const Names::Network* const network = options.names.network_of(flow.source);
  return network != nullptr ? std::string_view(network->zone) : unknown;
}

std::string_view interface_of(const Address& address, const Names& names) {
  const Names::Network* const network = names.network_of(address);
  return network != nullptr ? std::string_view(network->interface_name) : unknown;
}

std::uint64_t time_to_live_s(const Session& session, std::uint64_t now_ns) {
  const std::uint64_t idle = elapsed(session.last_seen_ns, now_ns);
  if (session.closed() || idle >= session.timeout_ns) return 0;
  return (session.timeout_ns - idle) / ns_per_s;
}

void write_flow(Output& out, const Session& session, const Flow& flow,
                const ListingOptions& options) {
  const bool first = &flow == &session.c2s;
  const auto line = [&out](std::string_view label, std::string_view text) {
    out.print("{:16}{:<13}{}\n", "", label, text);
  };
  const auto line_of_two = [&out](std::string_view label, const auto& left,
                                  std::string_view right_label, const auto& right) {
    out.print("{:16}{:<13}{:<15} {:<12}{}\n", "", label, left, right_label, right);
  };
  out.print("{:8}{} flow:\n", "", first ? "c2s" : "s2c");
  line("source:", fmt::format("{} [{}]", flow.source.to_string(), zone_of(flow, options)));
  line("dst:", flow.destination.to_string());
  line("proto:", fmt::format("{}", session.protocol));
  line_of_two("sport:", flow.source_port, "dport:", flow.destination_port);
  line_of_two("state:", upper_case(name(session.state)), "type:", "FLOW");
  // A user belongs to an address, so the reverse flow exchanges them.
  line("src user:", options.names.field(first ? "src user" : "dst user"));
  line("dst user:", options.names.field(first ? "dst user" : "src user"));
  out.print("\n");
}

void write_block(Output& out, const Session& session, std::uint64_t id,
                 const ListingOptions& options) {
  const auto line = [&out](std::string_view label, const auto& value) {
    out.print("{:8}{:<37}: {}\n", "", label, value);
  };
  const auto named = [&](std::string_view label) { line(label, options.names.field(label)); };
  const auto yes_or_no = [](bool yes) { return yes ? "True" : "False"; };

  out.print("Session {:>15}\n\n", id);
  write_flow(out, session, session.c2s, options);
  write_flow(out, session, session.s2c, options);
  line("start time", fmt::format("{:%a %b %d %H:%M:%S %Y}", calendar(session.created_ns)));
  line("timeout", fmt::format("{} sec", session.timeout_ns / ns_per_s));
  line("time to live", fmt::format("{} sec", time_to_live_s(session, options.now_ns)));
  line("total byte count(c2s)", session.c2s.bytes);
  line("total byte count(s2c)", session.s2c.bytes);
  line("layer7 packet count(c2s)", session.c2s.packets);
  line("layer7 packet count(s2c)", session.s2c.packets);
  named("vsys");
  line("application", application(session));
  named("rule");
  named("session to be logged at end");
  line("session in session ager", yes_or_no(!session.closed()));
  named("session updated by HA peer");
  named("layer7 processing");
  named("URL filtering enabled");
  named("URL category");
  named("session via syn-cookies");
  named("session terminated on host");
  named("session traverses tunnel");
  named("captive portal session");
  line("ingress interface", interface_of(session.c2s.source, options.names));
  line("egress interface", interface_of(session.c2s.destination, options.names));
  named("session QoS rule");
  named("tracker stage l7proc");
  line("end-reason", session.end_reason == hw::EndReason::timeout ? "aged-out" : unknown);
}

}  // namespace

void write_panos(Output& out, std::span<const Session> sessions, const ListingOptions& options) {
  std::uint64_t id = options.first_id;
  for (const Session& session : sessions) {
    if (&session != sessions.data()) out.print("\n");
    write_block(out, session, id++, options);
    if (!out.session_done()) return;
  }
}

}  // namespace espial::listing
