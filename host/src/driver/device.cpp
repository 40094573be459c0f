#include "espial/device.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <map>
#include <random>

#include "backend/backend.hpp"
#include "check.hpp"
#include "driver/decode.hpp"
#include "driver/device_access.hpp"
#include "driver/exchange.hpp"
#include "driver/hash_tables.hpp"
#include "driver/request.hpp"
#include "driver/sa_table.hpp"
#include "espial/error.hpp"

namespace espial {
namespace {

constexpr std::uint32_t longest_packet = (1U << 24) - 1;
// Records in one answer: few to begin with, since mostly few sessions have ended.
constexpr std::uint16_t fewest_a_read = 16;
constexpr std::uint16_t most_a_read = 2048;

// Another one at each opening, so that answers to an earlier owner are known.
std::uint8_t next_open_count() {
  static std::uint8_t count = static_cast<std::uint8_t>(std::random_device{}());
  return ++count;
}

bool has_flag(const Session& session, hw::SessionFlag flag) {
  return (session.flags & static_cast<std::uint16_t>(flag)) != 0;
}

// Inbound packets get the halves of the inbound SPI, outbound ones the same exchanged: one session
// for both.
struct Directions {
  SaKey in_key;
  SaKey out_key;
  SaPorts in_ports;
  SaPorts out_ports;
};

Directions directions_of(const SaPair& pair) {
  const auto protocol = static_cast<std::uint8_t>(pair.protocol);
  const auto high = static_cast<std::uint16_t>(pair.spi_in >> 16);
  const auto low = static_cast<std::uint16_t>(pair.spi_in);
  return {.in_key = {pair.remote, pair.local, pair.spi_in, pair.zone, protocol},
          .out_key = {pair.local, pair.remote, pair.spi_out, pair.zone, protocol},
          .in_ports = {high, low},
          .out_ports = {low, high}};
}

PacketResult result_of(const hw::Answer& answer) {
  PacketResult result;
  result.outcome = static_cast<hw::Outcome>(answer.outcome);
  result.action = static_cast<hw::Action>(answer.action);
  result.created = answer.value[hw::answer::created] != 0;
  if (result.outcome == hw::Outcome::counted) result.session = answer.value[hw::answer::session];
  result.source_port = answer.source_port;
  result.destination_port = answer.destination_port;
  return result;
}

}  // namespace

class Device::Driver {
 public:
  Driver(std::unique_ptr<Backend> backend, const HashTables& tables,
         std::chrono::milliseconds budget)
      : backend_(std::move(backend)),
        tables_(tables),
        sas_(tables_),
        exchange_(*backend_, next_open_count(), budget) {
    identify(exchange_.open());
    // Before anything is learned: what stands in the index under another hash cannot be found.
    exchange_.run(
        HashTables::requests, [this](std::size_t i) { return tables_.request(i); }, ignore);
    clear();
  }

  [[nodiscard]] Backend& backend() { return *backend_; }
  [[nodiscard]] const Identity& identity() const { return identity_; }

  void clear() {
    exchange_.run(command_request(hw::RequestKind::clear));
    // Its answer comes when all memories are swept: nothing that follows waits for that.
    exchange_.run(command_request(hw::RequestKind::identify));
    policies_.clear();
    sas_.clear();
    released_ = 0;
    released_packets_ = 0;
  }

  void set_zone(std::uint16_t ingress, std::uint16_t zone) {
    hw::Request request = command_request(hw::RequestKind::set_ingress, hw::IngressArgument{zone});
    request.ingress = ingress;
    exchange_.run(request);
  }

  void set_policy(std::uint16_t zone, const ZonePolicy& policy) {
    if (policy.pass_through == hw::PortMapping::negotiated) {
      throw InvalidArgument(fmt::format(
          "zone {}: the mapping for unknown SPIs cannot itself be 'negotiated'; choose another",
          zone));
    }
    hw::Command command{};
    command.zone = zone;
    exchange_.run(command_request(
        hw::RequestKind::set_policy,
        hw::PolicyArgument{.port_mapping = static_cast<std::uint8_t>(policy.port_mapping),
                           .pass_through = static_cast<std::uint8_t>(policy.pass_through),
                           .miss_action = static_cast<std::uint8_t>(policy.miss_action)},
        command));
    policies_[zone] = policy;
  }

  [[nodiscard]] ZonePolicy policy(std::uint16_t zone) const {
    const auto found = policies_.find(zone);
    return found == policies_.end() ? ZonePolicy{} : found->second;
  }

  void set_timer(hw::Timer timer, std::chrono::seconds idle) {
    if (idle.count() < 1 || idle.count() > std::numeric_limits<std::uint32_t>::max()) {
      throw InvalidArgument(fmt::format("timer: {} s is not within 1 and {}", idle.count(),
                                        std::numeric_limits<std::uint32_t>::max()));
    }
    exchange_.run(
        command_request(hw::RequestKind::set_timer,
                        hw::TimerArgument{.seconds = static_cast<std::uint32_t>(idle.count()),
                                          .timer = static_cast<std::uint8_t>(timer)}));
  }

  SaOutcome add_sa(const SaPair& pair) {
    if (pair.spi_in == 0 || pair.spi_out == 0) {
      throw InvalidArgument("SA pair: an SPI of 0 never appears on the wire (RFC 4303, 2.1)");
    }
    if (pair.local == pair.remote) {
      throw InvalidArgument("SA pair: its ends are one address, " + pair.local.to_string());
    }
    const Directions both = directions_of(pair);
    const auto known_in = sas_.find(both.in_key);
    const auto known_out = sas_.find(both.out_key);
    const auto in = sas_.put(both.in_key, both.in_ports);
    if (!in) return SaOutcome::full;
    send(*in);
    const auto out = sas_.put(both.out_key, both.out_ports);
    if (!out) {
      send(known_in ? sas_.put(both.in_key, *known_in).value()
                    : std::vector{sas_.remove(both.in_key).value()});
      return SaOutcome::full;
    }
    send(*out);
    const bool replaced =
        (known_in && *known_in != both.in_ports) || (known_out && *known_out != both.out_ports);
    return replaced ? SaOutcome::replaced : SaOutcome::added;
  }

  bool remove_sa(const SaPair& pair) {
    const Directions both = directions_of(pair);
    if (sas_.find(both.in_key) != both.in_ports || sas_.find(both.out_key) != both.out_ports)
      return false;
    send({sas_.remove(both.in_key).value(), sas_.remove(both.out_key).value()});
    return true;
  }

  void submit(std::span<const Packet> packets, std::span<PacketResult> results) {
    if (!results.empty() && results.size() != packets.size()) {
      throw InvalidArgument(fmt::format("{} results for {} packets: give as many, or none",
                                        results.size(), packets.size()));
    }
    for (std::size_t i = 0; i < packets.size(); ++i) {
      if (packets[i].length > longest_packet) {
        throw InvalidArgument(
            fmt::format("packet {}: {} octets are more than the {} that the card counts", i,
                        packets[i].length, longest_packet));
      }
    }
    exchange_.run(
        packets.size(), [&](std::size_t i) { return packet_request(packets[i]); },
        [&](std::size_t i, std::span<const hw::Answer> beats) {
          if (!results.empty()) results[i] = result_of(beats.back());
        });
  }

  std::vector<Session> read_ended() {
    std::vector<Session> sessions;
    std::uint32_t confirmed = 0;
    std::uint16_t count = fewest_a_read;
    for (bool more = true; more;) {
      // What an answer has brought is ours: the next read releases it.
      const hw::Answer end = read(hw::RequestKind::read_ended, confirmed, count, sessions);
      if (sessions.size() > identity_.capacity_sessions) {
        throw DeviceError(backend_->name(), "it answers more ended sessions than it holds");
      }
      confirmed = static_cast<std::uint32_t>(end.value[hw::answer::count]);
      const std::uint64_t left = end.value[hw::answer::more];
      more = confirmed != 0;
      count =
          static_cast<std::uint16_t>(std::clamp<std::uint64_t>(left, fewest_a_read, most_a_read));
      if (left == 0) break;
    }
    if (confirmed != 0) {
      exchange_.run(command_request(hw::RequestKind::read_ended, hw::ReadArgument{confirmed, 0}));
    }
    released_ += sessions.size();
    for (const Session& session : sessions)
      released_packets_ += session.c2s.packets + session.s2c.packets;
    return sessions;
  }

  std::vector<Session> read_sessions() {
    std::vector<Session> sessions;
    std::uint64_t cursor = 0;
    for (bool more = true; more;) {
      const hw::Answer end = read(hw::RequestKind::read_sessions,
                                  static_cast<std::uint32_t>(cursor), most_a_read, sessions);
      const std::uint64_t next = end.value[hw::answer::cursor];
      if (next <= cursor && end.value[hw::answer::more] != 0) {
        throw DeviceError(backend_->name(),
                          fmt::format("its reading of sessions stays at record {}", next));
      }
      cursor = next;
      more = end.value[hw::answer::more] != 0;
    }
    std::ranges::sort(sessions, {}, &Session::creation);
    return sessions;
  }

  std::array<std::uint64_t, hw::counters> counters() {
    std::array<std::uint64_t, hw::counters> counter{};
    exchange_.run(
        hw::counters / hw::statistics_a_beat,
        [](std::size_t i) {
          return command_request(
              hw::RequestKind::read_statistics,
              hw::StatisticsArgument{static_cast<std::uint8_t>(i * hw::statistics_a_beat)});
        },
        [&counter](std::size_t i, std::span<const hw::Answer> beats) {
          std::copy_n(beats.back().value, hw::statistics_a_beat,
                      counter.begin() + static_cast<std::ptrdiff_t>(i * hw::statistics_a_beat));
        });
    return counter;
  }

  Statistics read_statistics() {
    const auto counter = counters();
    const auto of = [&counter](hw::Counter which) {
      return counter.at(static_cast<std::size_t>(which));
    };
    Statistics statistics;
    std::copy_n(counter.begin(), hw::outcomes, statistics.outcome.begin());
    statistics.packets = of(hw::Counter::packets);
    statistics.doubled = of(hw::Counter::doubled);
    statistics.keepalives = of(hw::Counter::keepalives);
    statistics.time_reversals = of(hw::Counter::time_reversals);
    statistics.sessions = of(hw::Counter::sessions);
    return statistics;
  }

  std::vector<std::string> check() {
    Inside* const inside = backend_->inside();
    if (inside == nullptr) {
      throw InvalidArgument(
          fmt::format("device {}: nobody can look into its memories; 'native' and 'sim' let one",
                      backend_->name()));
    }
    // Once a request is answered, no memory is swept any more, and frames of the wire go through.
    const auto identify = [](std::size_t) { return command_request(hw::RequestKind::identify); };
    exchange_.run(1, identify, ignore);
    inside->rest();
    TableState state{.memories = {},
                     .tables = tables_,
                     .statistics = read_statistics(),
                     .sessions = read_sessions(),
                     .released = released_,
                     .released_packets = released_packets_};
    // `index` writes to memory what an operation did when some others have followed. Here are more
    // of them than any process remembers, and they change nothing.
    constexpr std::size_t followers = 16;
    exchange_.run(followers, identify, ignore);
    inside->rest();
    state.memories = inside->memories();
    return espial::check(state);
  }

 private:
  static void ignore(std::size_t, std::span<const hw::Answer>) {}

  void identify(const hw::Answer& answer) {
    const auto of = [&answer](unsigned value) {
      return static_cast<std::uint32_t>(answer.value[value]);
    };
    identity_ = {.interface_version = of(hw::answer::interface_version),
                 .capacity_sessions = of(hw::answer::records),
                 .index_slots = of(hw::answer::index_slots),
                 .capacity_sas = of(hw::answer::sa_slots),
                 .tag_bits = of(hw::answer::tag_bits)};
    if (identity_.interface_version != hw::interface_version) {
      throw DeviceError(backend_->name(),
                        fmt::format("its interface has version {}, this library speaks version {}: "
                                    "take both from one release",
                                    identity_.interface_version, hw::interface_version));
    }
    if (identity_.capacity_sas != hw::sa_slots) {
      throw DeviceError(backend_->name(),
                        fmt::format("its SA table has {} slots, this library places SAs in {}: "
                                    "take both from one release",
                                    identity_.capacity_sas, hw::sa_slots));
    }
  }

  void send(const std::vector<hw::Request>& requests) {
    exchange_.run(requests.size(), [&](std::size_t i) { return requests[i]; }, ignore);
  }

  // One bulk read; appends what it brings. \returns the answer's last beat
  hw::Answer read(hw::RequestKind kind, std::uint32_t start, std::uint16_t count,
                  std::vector<Session>& sessions) {
    hw::Answer end{};
    exchange_.run(
        1, [&](std::size_t) { return command_request(kind, hw::ReadArgument{start, count}); },
        [&](std::size_t, std::span<const hw::Answer> beats) {
          end = beats.back();
          const std::uint64_t records = end.value[hw::answer::count];
          if (records > count) {
            throw DeviceError(
                backend_->name(),
                fmt::format("it answers {} records where {} were asked for", records, count));
          }
          const std::span<const std::byte> octets = std::as_bytes(beats);
          for (std::size_t i = 0; i < records; ++i) {
            hw::Record record{};
            std::memcpy(&record, octets.subspan(i * sizeof(record), sizeof(record)).data(),
                        sizeof(record));
            sessions.push_back(session_of(record));
          }
        });
    return end;
  }

  [[nodiscard]] Session session_of(const hw::Record& record) const {
    Session session = decode(record);
    const bool has_spi = session.c2s.spi.has_value() || session.s2c.spi.has_value();
    const ZonePolicy now = policy(session.zone);
    const hw::PortMapping due = has_flag(session, hw::SessionFlag::sa_unknown) &&
                                        now.port_mapping == hw::PortMapping::negotiated
                                    ? now.pass_through
                                    : now.port_mapping;
    if (has_spi && due != session.port_mapping) {
      session.flags |= static_cast<std::uint16_t>(hw::SessionFlag::mapping_changed);
    }
    return session;
  }

  std::unique_ptr<Backend> backend_;
  HashTables tables_;
  SaTable sas_;
  Exchange exchange_;
  Identity identity_;
  std::map<std::uint16_t, ZonePolicy> policies_;
  // Since the last `clear`: sessions that read_ended has returned, and their packets.
  std::uint64_t released_ = 0;
  std::uint64_t released_packets_ = 0;
};

Device Device::open(std::string_view name, const OpenOptions& options) {
  return DeviceAccess::open(open_backend(name), HashTables::draw(options.hash_seed),
                            options.budget);
}

Device::Device(std::unique_ptr<Driver> driver) : driver_(std::move(driver)) {}
Device::Device(Device&&) noexcept = default;
Device& Device::operator=(Device&&) noexcept = default;
Device::~Device() = default;

const std::string& Device::name() const { return driver_->backend().name(); }
const Identity& Device::identity() const { return driver_->identity(); }
void Device::clear() { driver_->clear(); }
void Device::trace(const std::string& file, CycleWindow window) {
  if (window.last < window.first) {
    throw InvalidArgument(
        fmt::format("trace: cycles {} to {} are none", window.first, window.last));
  }
  if (!driver_->backend().trace(file, window)) {
    throw InvalidArgument(
        fmt::format("device {}: it has no clock that can be seen; 'sim' can be traced", name()));
  }
}
void Device::set_zone(std::uint16_t ingress, std::uint16_t zone) {
  driver_->set_zone(ingress, zone);
}
void Device::set_policy(std::uint16_t zone, const ZonePolicy& policy) {
  driver_->set_policy(zone, policy);
}
ZonePolicy Device::policy(std::uint16_t zone) const { return driver_->policy(zone); }
void Device::set_timer(hw::Timer timer, std::chrono::seconds idle) {
  driver_->set_timer(timer, idle);
}
SaOutcome Device::add_sa(const SaPair& pair) { return driver_->add_sa(pair); }
bool Device::remove_sa(const SaPair& pair) { return driver_->remove_sa(pair); }
void Device::submit(std::span<const Packet> packets, std::span<PacketResult> results) {
  driver_->submit(packets, results);
}
std::vector<Session> Device::read_ended() { return driver_->read_ended(); }
std::vector<Session> Device::read_sessions() { return driver_->read_sessions(); }
std::optional<CycleStatistics> Device::cycle_statistics() const {
  return driver_->backend().cycle_statistics();
}
Statistics Device::read_statistics() { return driver_->read_statistics(); }
std::vector<std::string> Device::check() { return driver_->check(); }

std::string_view version() { return ESPIAL_VERSION; }

Device DeviceAccess::open(std::unique_ptr<Backend> backend, const HashTables& tables,
                          std::chrono::milliseconds budget) {
  return Device(std::make_unique<Device::Driver>(std::move(backend), tables, budget));
}
Backend& DeviceAccess::backend(Device& device) { return device.driver_->backend(); }
std::uint64_t DeviceAccess::bounced(Device& device) {
  return device.driver_->counters().at(static_cast<std::size_t>(hw::Counter::bounced));
}

}  // namespace espial
