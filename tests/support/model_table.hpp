/// \file
/// The session table as the documentation describes it, over a std::map: what a device must agree
/// with. It knows packets by what they are, never by their octets, and shares nothing with the
/// kernels but the public types.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "espial/device.hpp"
#include "espial/hw/geometry.hpp"

namespace espial::test {

/// A packet as its sender means it.
struct ModelPacket {
  /// Nanoseconds since 1970.
  std::uint64_t time_ns = 0;
  /// Octets on the wire, link header included.
  std::uint32_t length = 0;
  std::uint16_t ingress = 0;
  Address source = {};
  Address destination = {};
  /// IP protocol number; 50 for ESP in UDP, 51 for AH whatever it carries.
  std::uint8_t protocol = 0;
  /// Of TCP and UDP, outer ones of ESP in UDP; ICMP echo: the identifier twice, other ICMP: 0.
  std::uint16_t source_port = 0;
  std::uint16_t destination_port = 0;
  /// Of ESP and AH.
  std::uint32_t spi = 0;
  /// The ESP directly behind this AH.
  std::optional<std::uint32_t> inner_spi = {};
  bool in_udp = false;
  /// A NAT keepalive (RFC 3948, 2.3).
  bool keepalive = false;
  /// What a parser says of it; the rest is of no interest if it is not `counted`.
  hw::Outcome outcome = hw::Outcome::counted;

  [[nodiscard]] bool has_spi() const { return protocol == 50 || protocol == 51; }
};

/// Takes packets and settings one at a time, and says what a device must answer.
class ModelTable {
 public:
  /// How many sessions it holds. A place in the index is taken by every session that has not ended,
  /// a record by ended ones too until the host reads them.
  struct Capacity {
    std::size_t records = hw::records;
    std::size_t index_places = std::numeric_limits<std::size_t>::max();
  };

  ModelTable() = default;
  explicit ModelTable(const Capacity& capacity) : capacity_(capacity) {}

  void clear() { *this = ModelTable(capacity_); }
  void set_zone(std::uint16_t ingress, std::uint16_t zone) { zones_[ingress] = zone; }
  void set_policy(std::uint16_t zone, const ZonePolicy& policy) { policies_[zone] = policy; }
  void set_timer(hw::Timer timer, std::chrono::seconds idle) {
    timers_.at(static_cast<std::size_t>(timer)) = idle;
  }
  /// There is always room.
  void add_sa(const SaPair& pair);
  void remove_sa(const SaPair& pair);

  /// Source and destination port of the result mean something only if the packet could be parsed.
  PacketResult submit(const ModelPacket& packet);

  /// As Device has them.
  std::vector<Session> read_ended();
  [[nodiscard]] std::vector<Session> read_sessions() const;
  [[nodiscard]] const Statistics& read_statistics() const { return statistics_; }

 private:
  struct Endpoint {
    Address address;
    std::uint16_t port = 0;
    auto operator<=>(const Endpoint&) const = default;
  };
  /// Both directions have one: the endpoints are sorted.
  struct Key {
    Endpoint lower;
    Endpoint upper;
    std::uint16_t zone = 0;
    std::uint8_t protocol = 0;
    bool in_udp = false;
    auto operator<=>(const Key&) const = default;
  };
  struct SaName {
    Address source;
    Address destination;
    std::uint32_t spi = 0;
    std::uint16_t zone = 0;
    std::uint8_t protocol = 0;
    auto operator<=>(const SaName&) const = default;
  };
  using Ports = std::pair<std::uint16_t, std::uint16_t>;
  struct Entry {
    Session session;
    std::set<std::uint32_t> c2s_spis;
    std::set<std::uint32_t> s2c_spis;
  };
  /// How a packet's ports came about.
  struct Mapping {
    Ports ports;
    hw::PortMapping by = hw::PortMapping::spi_split;
    bool sa_unknown = false;
  };
  /// What became of one of the two halves of AH around ESP, or of any other packet as a whole.
  struct Half {
    hw::Outcome outcome = hw::Outcome::counted;
    bool created = false;
    std::uint64_t session = 0;
    Ports ports;
  };

  [[nodiscard]] std::uint16_t zone_of(std::uint16_t ingress) const;
  [[nodiscard]] ZonePolicy policy_of(std::uint16_t zone) const;
  [[nodiscard]] Mapping map(const ModelPacket& packet, std::uint16_t zone) const;
  [[nodiscard]] std::uint64_t timeout_ns(const Session& session) const;
  [[nodiscard]] bool expired(const Session& session) const;
  /// Session as the host shows it now.
  [[nodiscard]] Session shown(Session session) const;
  Half count(const ModelPacket& packet, std::uint64_t number);
  void count_in(Entry& entry, const ModelPacket& packet, const Mapping& mapping) const;

  Capacity capacity_;
  std::map<std::uint16_t, std::uint16_t> zones_;
  std::map<std::uint16_t, ZonePolicy> policies_;
  std::map<SaName, Ports> sas_;
  std::array<std::chrono::seconds, hw::timers> timers_ = default_timers();
  std::map<Key, Entry> live_;
  std::vector<Session> ended_;
  Statistics statistics_;
  std::uint64_t now_ns_ = 0;

  static std::array<std::chrono::seconds, hw::timers> default_timers();
};

}  // namespace espial::test
