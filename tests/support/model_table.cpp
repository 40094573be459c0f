#include "support/model_table.hpp"

#include <algorithm>

namespace espial::test {
namespace {

using hw::PortMapping;
using hw::Protocol;
using hw::SessionFlag;
using hw::SessionState;
using hw::Timer;

constexpr std::uint16_t high_half(std::uint32_t spi) {
  return static_cast<std::uint16_t>(spi >> 16);
}
constexpr std::uint16_t low_half(std::uint32_t spi) {
  return static_cast<std::uint16_t>(spi & 0xFFFF);
}

void raise(Session& session, SessionFlag flag) {
  session.flags |= static_cast<std::uint16_t>(flag);
}
bool raised(const Session& session, SessionFlag flag) {
  return (session.flags & static_cast<std::uint16_t>(flag)) != 0;
}

bool is(const Session& session, Protocol protocol) {
  return session.protocol == static_cast<std::uint8_t>(protocol);
}

}  // namespace

std::array<std::chrono::seconds, hw::timers> ModelTable::default_timers() {
  using std::chrono::seconds;
  std::array<seconds, hw::timers> timers{};
  const auto set = [&timers](Timer timer, seconds idle) {
    timers.at(static_cast<std::size_t>(timer)) = idle;
  };
  set(Timer::esp_spi_split, seconds(3600));
  set(Timer::esp_opening, seconds(60));
  set(Timer::esp_active, seconds(3600));
  set(Timer::esp_none, seconds(600));
  set(Timer::tcp_opening, seconds(300));
  set(Timer::tcp_active, seconds(432'000));
  set(Timer::udp_opening, seconds(30));
  set(Timer::udp_active, seconds(120));
  set(Timer::icmp, seconds(30));
  set(Timer::icmpv6, seconds(30));
  set(Timer::other, seconds(600));
  return timers;
}

void ModelTable::add_sa(const SaPair& pair) {
  const auto protocol = static_cast<std::uint8_t>(pair.protocol);
  const Ports in{high_half(pair.spi_in), low_half(pair.spi_in)};
  sas_[{pair.remote, pair.local, pair.spi_in, pair.zone, protocol}] = in;
  sas_[{pair.local, pair.remote, pair.spi_out, pair.zone, protocol}] = {in.second, in.first};
}

void ModelTable::remove_sa(const SaPair& pair) {
  const auto protocol = static_cast<std::uint8_t>(pair.protocol);
  sas_.erase({pair.remote, pair.local, pair.spi_in, pair.zone, protocol});
  sas_.erase({pair.local, pair.remote, pair.spi_out, pair.zone, protocol});
}

std::uint16_t ModelTable::zone_of(std::uint16_t ingress) const {
  const auto found = zones_.find(ingress);
  return found == zones_.end() ? std::uint16_t{0} : found->second;
}

ZonePolicy ModelTable::policy_of(std::uint16_t zone) const {
  const auto found = policies_.find(zone);
  return found == policies_.end() ? ZonePolicy{} : found->second;
}

ModelTable::Mapping ModelTable::map(const ModelPacket& packet, std::uint16_t zone) const {
  const ZonePolicy policy = policy_of(zone);
  Mapping mapping{.ports = {packet.source_port, packet.destination_port},
                  .by = policy.port_mapping};
  if (policy.port_mapping == PortMapping::negotiated) {
    const auto sa =
        sas_.find({packet.source, packet.destination, packet.spi, zone, packet.protocol});
    if (packet.has_spi() && sa != sas_.end()) {
      mapping.ports = sa->second;
      return mapping;
    }
    mapping.by = policy.pass_through;
    mapping.sa_unknown = packet.has_spi();
  }
  if (!packet.has_spi()) return mapping;
  switch (mapping.by) {
    case PortMapping::spi_split:
      mapping.ports = {high_half(packet.spi), low_half(packet.spi)};
      break;
    case PortMapping::generic:
      mapping.ports = {20033, 20033};
      break;
    case PortMapping::none:
    case PortMapping::negotiated:
      mapping.ports = {0, 0};
      break;
  }
  return mapping;
}

std::uint64_t ModelTable::timeout_ns(const Session& session) const {
  const bool answered = session.s2c.packets != 0;
  Timer timer = Timer::other;
  if (is(session, Protocol::esp) || is(session, Protocol::ah)) {
    if (session.port_mapping == PortMapping::spi_split) {
      timer = Timer::esp_spi_split;
    } else if (session.port_mapping == PortMapping::none) {
      timer = Timer::esp_none;
    } else {
      timer = answered ? Timer::esp_active : Timer::esp_opening;
    }
  } else if (is(session, Protocol::tcp)) {
    timer = answered ? Timer::tcp_active : Timer::tcp_opening;
  } else if (is(session, Protocol::udp)) {
    // nf_conntrack: a stream once answered and more than 2 s old.
    const bool stream = answered && session.last_seen_ns > session.created_ns + 2'000'000'000;
    timer = stream ? Timer::udp_active : Timer::udp_opening;
  } else if (is(session, Protocol::icmp)) {
    timer = Timer::icmp;
  } else if (is(session, Protocol::icmpv6)) {
    timer = Timer::icmpv6;
  }
  return static_cast<std::uint64_t>(
      std::chrono::nanoseconds(timers_.at(static_cast<std::size_t>(timer))).count());
}

bool ModelTable::expired(const Session& session) const {
  return now_ns_ - session.last_seen_ns >= session.timeout_ns;
}

void ModelTable::count_in(Entry& entry, const ModelPacket& packet, const Mapping& mapping) const {
  Session& session = entry.session;
  const bool c2s =
      session.c2s.source == packet.source && session.c2s.source_port == mapping.ports.first;
  Flow& flow = c2s ? session.c2s : session.s2c;
  if (packet.in_udp) {
    const Ports outer{packet.source_port, packet.destination_port};
    if (flow.packets != 0 && Ports(flow.outer_source_port, flow.outer_destination_port) != outer) {
      raise(session, SessionFlag::nat_rebind);
    }
    std::tie(flow.outer_source_port, flow.outer_destination_port) = outer;
  }
  flow.packets += 1;
  flow.bytes += packet.length;
  flow.ingress = packet.ingress;
  if (packet.has_spi()) {
    std::set<std::uint32_t>& spis = c2s ? entry.c2s_spis : entry.s2c_spis;
    spis.insert(packet.spi);
    flow.spi = packet.spi;
    flow.spis = static_cast<std::uint8_t>(std::min<std::size_t>(spis.size(), hw::most_spis));
    if (packet.spi <= 255) raise(session, SessionFlag::spi_reserved);
    if (!c2s && session.port_mapping == PortMapping::spi_split)
      raise(session, SessionFlag::spi_alias);
    if (mapping.sa_unknown) raise(session, SessionFlag::sa_unknown);
  }
  if (!c2s) session.state = SessionState::active;
  session.last_seen_ns = now_ns_;
  session.timeout_ns = timeout_ns(session);
}

ModelTable::Half ModelTable::count(const ModelPacket& packet, std::uint64_t number) {
  const std::uint16_t zone = zone_of(packet.ingress);
  const Mapping mapping = map(packet, zone);
  const auto [source_port, destination_port] = mapping.ports;
  const Endpoint source{packet.source, source_port};
  const Endpoint destination{packet.destination, destination_port};
  const Key key{std::min(source, destination), std::max(source, destination), zone, packet.protocol,
                packet.in_udp};
  Half half{.ports = mapping.ports};

  auto found = live_.find(key);
  if (found != live_.end() && expired(found->second.session)) {
    Session& session = found->second.session;
    session.state = SessionState::closed;
    session.end_reason = hw::EndReason::timeout;
    ended_.push_back(session);
    live_.erase(found);
    found = live_.end();
  }
  if (found == live_.end()) {
    const bool no_record = live_.size() + ended_.size() >= capacity_.records;
    if (no_record || live_.size() >= capacity_.index_places) {
      // Reading ended sessions helps only if it is records that are wanting.
      const bool helps = no_record && !ended_.empty();
      half.outcome = helps ? hw::Outcome::learn_deferred : hw::Outcome::refused;
      return half;
    }
    Session session;
    session.creation = number;
    session.zone = zone;
    session.protocol = packet.protocol;
    session.encapsulation = packet.in_udp ? hw::Encapsulation::udp : hw::Encapsulation::none;
    // Under spi-split the other direction is a session of its own: there is nothing to wait for.
    const bool waits = !packet.has_spi() || mapping.by != PortMapping::spi_split;
    session.state = waits ? SessionState::opening : SessionState::active;
    session.port_mapping = mapping.by;
    session.created_ns = now_ns_;
    session.c2s.source = session.s2c.destination = packet.source;
    session.c2s.destination = session.s2c.source = packet.destination;
    session.c2s.source_port = session.s2c.destination_port = source_port;
    session.c2s.destination_port = session.s2c.source_port = destination_port;
    found = live_.emplace(key, Entry{session, {}, {}}).first;
    half.created = true;
  }
  count_in(found->second, packet, mapping);
  half.session = found->second.session.creation;
  return half;
}

PacketResult ModelTable::submit(const ModelPacket& packet) {
  const auto tally = [this](hw::Outcome outcome) {
    ++statistics_.outcome.at(static_cast<std::size_t>(outcome));
  };
  const bool drops = policy_of(zone_of(packet.ingress)).miss_action == hw::Action::drop;
  // Even for a packet, odd for the ESP inside AH.
  const std::uint64_t number = 2 * statistics_.packets;
  ++statistics_.packets;
  if (packet.time_ns < now_ns_) ++statistics_.time_reversals;
  now_ns_ = std::max(now_ns_, packet.time_ns);

  PacketResult result;
  result.outcome = packet.outcome;
  bool missed = packet.outcome != hw::Outcome::counted;
  if (missed) {
    tally(packet.outcome);
  } else {
    Half half;
    if (packet.inner_spi) {
      const Half outer = count(packet, number);
      tally(outer.outcome);
      ++statistics_.doubled;
      statistics_.sessions += outer.created ? 1U : 0U;
      missed = outer.outcome != hw::Outcome::counted;
      ModelPacket inner = packet;
      inner.protocol = 50;
      inner.spi = *packet.inner_spi;
      half = count(inner, number + 1);
    } else {
      half = count(packet, number);
    }
    tally(half.outcome);
    missed = missed || half.outcome != hw::Outcome::counted;
    statistics_.sessions += half.created ? 1U : 0U;
    statistics_.keepalives += packet.keepalive && half.outcome == hw::Outcome::counted ? 1U : 0U;
    result.outcome = half.outcome;
    result.created = half.created;
    if (half.outcome == hw::Outcome::counted) result.session = half.session;
    std::tie(result.source_port, result.destination_port) = half.ports;
  }
  if (missed && drops) result.action = hw::Action::drop;
  return result;
}

Session ModelTable::shown(Session session) const {
  if (!session.c2s.spi && !session.s2c.spi) return session;
  const ZonePolicy policy = policy_of(session.zone);
  const bool passed_through =
      policy.port_mapping == PortMapping::negotiated && raised(session, SessionFlag::sa_unknown);
  const PortMapping due = passed_through ? policy.pass_through : policy.port_mapping;
  if (due != session.port_mapping) raise(session, SessionFlag::mapping_changed);
  return session;
}

std::vector<Session> ModelTable::read_ended() {
  std::vector<Session> sessions;
  for (const Session& session : ended_) sessions.push_back(shown(session));
  ended_.clear();
  return sessions;
}

std::vector<Session> ModelTable::read_sessions() const {
  std::vector<Session> sessions;
  for (const auto& [key, entry] : live_) sessions.push_back(shown(entry.session));
  std::ranges::sort(sessions, {}, &Session::creation);
  return sessions;
}

}  // namespace espial::test
