// `map_ports`: which ports a packet without ports gets, by its zone's policy and the SA table.
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <random>
#include <utility>

#include "hash_entries.hpp"

namespace espial::test {
namespace {

using hw::PortMapping;
using hw::Protocol;
using hw::RequestKind;

constexpr std::uint64_t seed = 23;
constexpr std::uint32_t spi = 0xC949D4B8;

Parsed packet_of(Protocol protocol, std::uint16_t zone = 0) {
  Parsed parsed{};
  parsed.transit.kind = code(RequestKind::packet);
  parsed.transit.zone = zone;
  parsed.transit.number = 0x1000;
  parsed.protocol = code(protocol);
  parsed.source = (address_t(0xFFFF) << 32) | address_t(0xC0A80001);
  parsed.destination = (address_t(0xFFFF) << 32) | address_t(0x0A000102);
  return parsed;
}
Parsed esp_packet(std::uint32_t with_spi = spi, std::uint16_t zone = 0) {
  Parsed parsed = packet_of(Protocol::esp, zone);
  parsed.has_spi = true;
  parsed.spi = with_spi;
  return parsed;
}
Parsed ah_around_esp(std::uint32_t ah_spi, std::uint32_t esp_spi, std::uint16_t zone = 0) {
  Parsed parsed = esp_packet(esp_spi, zone);
  parsed.has_ah = true;
  parsed.ah_spi = ah_spi;
  return parsed;
}
Parsed with_ports(Parsed parsed, std::uint16_t source, std::uint16_t destination) {
  parsed.source_port = source;
  parsed.destination_port = destination;
  return parsed;
}

using Ports = std::pair<unsigned, unsigned>;
Ports ports_of(const Mapped& mapped) {
  return {mapped.source_port.to_uint(), mapped.destination_port.to_uint()};
}

/// The process keeps its state for ever, so every test begins with a `clear`.
class MapPorts : public testing::Test {
 protected:
  /// It sweeps one zone in each firing, and needs a few firings more.
  static constexpr unsigned zones = 1U << 16;
  static constexpr unsigned most_firings = zones + 16;

  void SetUp() override {
    entries_.fill(
        [this](const argument_t& argument) { command(RequestKind::set_sa_hash, argument); });
    command(RequestKind::clear);
  }

  /// Fires until an operation comes out.
  Mapped next() {
    for (unsigned i = 0; mapped_.empty() && i < most_firings; ++i)
      process::map_ports(parsed_, mapped_);
    return mapped_.read();
  }
  Mapped map(const Parsed& parsed) {
    parsed_.write(parsed);
    return next();
  }
  Mapped command(RequestKind kind, const argument_t& argument = 0, std::uint16_t zone = 0) {
    Parsed parsed{};
    parsed.transit.kind = code(kind);
    parsed.transit.zone = zone;
    parsed.transit.argument = argument;
    return map(parsed);
  }

  static argument_t policy(PortMapping mapping, PortMapping pass_through = PortMapping::generic,
                           bool drop = false) {
    return argument_t(code(mapping)) | (argument_t(code(pass_through)) << 8) |
           (argument_t(drop ? 1 : 0) << 16);
  }
  void set_policy(std::uint16_t zone, PortMapping mapping,
                  PortMapping pass_through = PortMapping::generic, bool drop = false) {
    command(RequestKind::set_policy, policy(mapping, pass_through, drop), zone);
  }

  /// Where the SA that carries packets like this one stands in the tables.
  [[nodiscard]] std::array<unsigned, hw::sa_choices> lines_of(const Parsed& like) const {
    ap_uint<32> source = 0;
    ap_uint<32> destination = 0;
    for (int i = 0; i < 4; ++i) {
      source ^= ap_uint<32>(like.source >> (32 * i));
      destination ^= ap_uint<32>(like.destination >> (32 * i));
    }
    const Wide hash = entries_.hash(Digits()
                                        .append(like.spi, 8)
                                        .append(source, 8)
                                        .append(destination, 8)
                                        .append(like.transit.zone, 4));
    std::array<unsigned, hw::sa_choices> lines{};
    for (unsigned choice = 0; choice < hw::sa_choices; ++choice) {
      lines.at(choice) = static_cast<unsigned>(hash >> (choice * hw::sa_line_bits)) % hw::sa_lines;
    }
    return lines;
  }
  static argument_t sa_argument(unsigned line, unsigned choice, bool valid) {
    return argument_t(line) | (argument_t(choice) << 16) | (argument_t(valid ? 1 : 0) << 24);
  }
  /// Tells the card of an SA that carries packets like this one, and the ports they get.
  Mapped set_sa(Parsed like, Ports ports, unsigned choice = 0, bool valid = true) {
    return set_sa_at(lines_of(like).at(choice), like, ports, choice, valid);
  }
  Mapped set_sa_at(unsigned line, Parsed like, Ports ports, unsigned choice = 0,
                   bool valid = true) {
    like.transit.kind = code(RequestKind::set_sa);
    like.transit.argument = sa_argument(line, choice, valid);
    like.has_spi = false;
    like.source_port = ports.first;
    like.destination_port = ports.second;
    return map(like);
  }

  const HashEntries entries_{hw::sa_nibbles, seed};
  hls::stream<Parsed, 64> parsed_{"parsed"};
  hls::stream<Mapped, 64> mapped_{"mapped"};
};

// --- policies ---

TEST_F(MapPorts, spi_split_is_the_default_and_makes_the_spis_halves_the_ports) {
  const Mapped mapped = map(esp_packet(0xC949D4B8));
  EXPECT_EQ(ports_of(mapped), Ports(51529, 54456));
  EXPECT_EQ(mapped.mapping, code(PortMapping::spi_split));
}

TEST_F(MapPorts, generic_makes_both_20033) {
  set_policy(0, PortMapping::generic);
  const Mapped mapped = map(esp_packet());
  EXPECT_EQ(ports_of(mapped), Ports(20033, 20033));
  EXPECT_EQ(mapped.mapping, code(PortMapping::generic));
}

TEST_F(MapPorts, none_makes_both_0) {
  set_policy(0, PortMapping::none);
  const Mapped mapped = map(esp_packet());
  EXPECT_EQ(ports_of(mapped), Ports(0, 0));
  EXPECT_EQ(mapped.mapping, code(PortMapping::none));
}

TEST_F(MapPorts, ah_gets_ports_as_esp_does) {
  Parsed ah = esp_packet(0x31310001);
  ah.protocol = code(Protocol::ah);
  EXPECT_EQ(ports_of(map(ah)), Ports(0x3131, 0x0001));
  set_policy(0, PortMapping::generic);
  EXPECT_EQ(ports_of(map(ah)), Ports(20033, 20033));
}

TEST_F(MapPorts, packets_with_ports_keep_them_under_every_policy) {
  for (const PortMapping mapping :
       {PortMapping::spi_split, PortMapping::generic, PortMapping::negotiated, PortMapping::none}) {
    set_policy(0, mapping);
    for (const Protocol protocol :
         {Protocol::tcp, Protocol::udp, Protocol::icmp, Protocol::icmpv6}) {
      const Mapped mapped = map(with_ports(packet_of(protocol), 40000, 80));
      EXPECT_EQ(ports_of(mapped), Ports(40000, 80));
      EXPECT_FALSE(mapped.sa_unknown);
      EXPECT_FALSE(mapped.has_spi);
    }
  }
}

TEST_F(MapPorts, esp_in_udp_gets_ports_by_its_spi_and_keeps_the_outer_ones_beside) {
  Parsed parsed = with_ports(esp_packet(0xC0FFEE01), 61234, 4500);
  parsed.encapsulated = true;
  const Mapped mapped = map(parsed);
  EXPECT_EQ(ports_of(mapped), Ports(0xC0FF, 0xEE01));
  EXPECT_EQ(mapped.outer_source_port, 61234);
  EXPECT_EQ(mapped.outer_destination_port, 4500);
  EXPECT_TRUE(mapped.encapsulated);
}

TEST_F(MapPorts, others_have_no_outer_ports) {
  const Mapped mapped = map(with_ports(packet_of(Protocol::udp), 4500, 4500));
  EXPECT_EQ(mapped.outer_source_port, 0);
  EXPECT_EQ(mapped.outer_destination_port, 0);
}

TEST_F(MapPorts, each_zone_has_its_own_policy) {
  set_policy(0, PortMapping::none);
  set_policy(65535, PortMapping::generic);
  EXPECT_EQ(ports_of(map(esp_packet(spi, 0))), Ports(0, 0));
  EXPECT_EQ(ports_of(map(esp_packet(spi, 65535))), Ports(20033, 20033));
  EXPECT_EQ(ports_of(map(esp_packet(spi, 1))), Ports(51529, 54456));
}

TEST_F(MapPorts, a_policy_holds_for_exactly_the_packets_behind_it) {
  for (unsigned between = 0; between < 12; ++between) {
    SCOPED_TRACE(between);
    set_policy(3, PortMapping::none);
    EXPECT_EQ(ports_of(map(esp_packet(spi, 3))), Ports(0, 0));
    set_policy(3, PortMapping::generic);
    for (unsigned i = 0; i < between; ++i) map(esp_packet(spi, 4));
    EXPECT_EQ(ports_of(map(esp_packet(spi, 3))), Ports(20033, 20033));
  }
}

TEST_F(MapPorts, policies_in_random_order_agree_with_a_map) {
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  std::map<unsigned, Ports> expected;
  constexpr std::array<PortMapping, 3> mappings = {PortMapping::spi_split, PortMapping::generic,
                                                   PortMapping::none};
  const std::array<Ports, 3> ports = {Ports(51529, 54456), Ports(20033, 20033), Ports(0, 0)};
  for (std::uint16_t zone = 0; zone < 4; ++zone) expected[zone] = ports[0];
  for (int round = 0; round < 20'000; ++round) {
    const auto zone = static_cast<std::uint16_t>(random() % 4);
    if (random() % 2 == 0) {
      const std::size_t which = random() % mappings.size();
      set_policy(zone, mappings.at(which));
      expected[zone] = ports.at(which);
    } else {
      ASSERT_EQ(ports_of(map(esp_packet(spi, zone))), expected[zone]) << "round " << round;
    }
  }
}

TEST_F(MapPorts, the_miss_action_is_the_zones) {
  EXPECT_FALSE(map(esp_packet()).drop_on_miss);
  set_policy(0, PortMapping::spi_split, PortMapping::generic, true);
  EXPECT_TRUE(map(esp_packet()).drop_on_miss);
  EXPECT_TRUE(map(packet_of(Protocol::tcp)).drop_on_miss);
  EXPECT_FALSE(map(esp_packet(spi, 1)).drop_on_miss);
}

// --- AH around ESP ---

TEST_F(MapPorts, ah_around_esp_is_two_operations_the_ah_first) {
  const Mapped ah = map(ah_around_esp(0x31310001, 0x32320002));
  EXPECT_EQ(ah.protocol, code(Protocol::ah));
  EXPECT_EQ(ah.spi, 0x31310001);
  EXPECT_EQ(ports_of(ah), Ports(0x3131, 0x0001));
  EXPECT_TRUE(ah.joined);
  const Mapped esp = next();
  EXPECT_EQ(esp.protocol, code(Protocol::esp));
  EXPECT_EQ(esp.spi, 0x32320002);
  EXPECT_EQ(ports_of(esp), Ports(0x3232, 0x0002));
  EXPECT_FALSE(esp.joined);
}

TEST_F(MapPorts, the_ah_has_the_smaller_creation_number) {
  const Mapped ah = map(ah_around_esp(1000, 1001));
  const Mapped esp = next();
  EXPECT_EQ(ah.transit.number, 0x1000);
  EXPECT_EQ(esp.transit.number, 0x1001);
  EXPECT_EQ(map(esp_packet()).transit.number, 0x1000);
}

TEST_F(MapPorts, a_time_reversal_is_of_the_packet_not_of_both_operations) {
  Parsed parsed = ah_around_esp(1000, 1001);
  parsed.transit.reversal = true;
  EXPECT_FALSE(map(parsed).transit.reversal);
  EXPECT_TRUE(next().transit.reversal);
}

TEST_F(MapPorts, both_operations_keep_what_came_with_the_packet) {
  Parsed parsed = ah_around_esp(1000, 1001, 9);
  parsed.transit.length = 1514;
  parsed.transit.time = 123456789;
  parsed.transit.ingress = 4;
  parsed.transit.open_count = 0x5A;
  parsed.transit.wire = true;
  parsed.transit.beats = 24;
  const Mapped ah = map(parsed);
  const Mapped esp = next();
  for (const Mapped& mapped : {ah, esp}) {
    EXPECT_EQ(mapped.transit.length, 1514);
    EXPECT_EQ(mapped.transit.time, 123456789);
    EXPECT_EQ(mapped.transit.ingress, 4);
    EXPECT_EQ(mapped.transit.zone, 9);
    EXPECT_EQ(mapped.transit.open_count, 0x5A);
    EXPECT_TRUE(mapped.transit.wire);
    EXPECT_EQ(mapped.transit.beats, 24);
    EXPECT_EQ(mapped.source, parsed.source);
    EXPECT_EQ(mapped.destination, parsed.destination);
    EXPECT_TRUE(mapped.has_spi);
  }
}

TEST_F(MapPorts, every_packet_in_a_row_gets_its_own_operations) {
  for (std::uint32_t i = 1; i <= 8; ++i) {
    parsed_.write(ah_around_esp(100 + i, 200 + i));
    parsed_.write(esp_packet(300 + i));
  }
  for (std::uint32_t i = 1; i <= 8; ++i) {
    EXPECT_EQ(next().spi, 100 + i);
    EXPECT_EQ(next().spi, 200 + i);
    EXPECT_EQ(next().spi, 300 + i);
  }
}

// --- the SA table ---

constexpr std::uint32_t inbound = 0x0A0B0C0D;
const Ports inbound_ports(0x0A0B, 0x0C0D);
const Ports outbound_ports(0x0C0D, 0x0A0B);

TEST_F(MapPorts, negotiated_gives_the_ports_of_the_sa_that_is_known) {
  set_policy(0, PortMapping::negotiated);
  Parsed outgoing = esp_packet(0x11223344);
  std::swap(outgoing.source, outgoing.destination);
  set_sa(esp_packet(inbound), inbound_ports);
  set_sa(outgoing, outbound_ports);
  const Mapped in = map(esp_packet(inbound));
  EXPECT_EQ(ports_of(in), inbound_ports);
  EXPECT_EQ(in.mapping, code(PortMapping::negotiated));
  EXPECT_FALSE(in.sa_unknown);
  const Mapped out = map(outgoing);
  EXPECT_EQ(ports_of(out), outbound_ports);
  EXPECT_FALSE(out.sa_unknown);
}

TEST_F(MapPorts, negotiated_falls_back_to_the_zones_pass_through_where_no_sa_is_known) {
  const std::array<std::pair<PortMapping, Ports>, 3> fallbacks = {
      {{PortMapping::generic, {20033, 20033}},
       {PortMapping::spi_split, {51529, 54456}},
       {PortMapping::none, {0, 0}}}};
  for (const auto& [pass_through, ports] : fallbacks) {
    set_policy(0, PortMapping::negotiated, pass_through);
    const Mapped mapped = map(esp_packet());
    EXPECT_EQ(ports_of(mapped), ports);
    EXPECT_EQ(mapped.mapping, code(pass_through));
    EXPECT_TRUE(mapped.sa_unknown);
  }
}

TEST_F(MapPorts, the_other_policies_do_not_ask_for_sas) {
  set_sa(esp_packet(), inbound_ports);
  for (const PortMapping mapping :
       {PortMapping::spi_split, PortMapping::generic, PortMapping::none}) {
    set_policy(0, mapping);
    EXPECT_NE(ports_of(map(esp_packet())), inbound_ports);
    EXPECT_FALSE(map(esp_packet(77)).sa_unknown);
  }
}

TEST_F(MapPorts, an_sa_is_of_one_zone_spi_protocol_source_and_destination) {
  for (const std::uint16_t zone : {std::uint16_t{0}, std::uint16_t{1}})
    set_policy(zone, PortMapping::negotiated);
  const Parsed known = esp_packet(inbound);
  // Each of the others is put where it would be looked for: only comparing can tell them apart.
  const auto expect_unknown = [&](const Parsed& other) {
    for (unsigned choice = 0; choice < hw::sa_choices; ++choice) {
      set_sa_at(lines_of(other).at(choice), known, inbound_ports, choice);
    }
    EXPECT_TRUE(map(other).sa_unknown);
  };
  expect_unknown(esp_packet(inbound, 1));
  expect_unknown(esp_packet(inbound + 1));
  Parsed other = known;
  other.protocol = code(Protocol::ah);
  expect_unknown(other);
  other = known;
  other.source = other.source + 1;
  expect_unknown(other);
  other = known;
  other.destination = address_t(1);
  expect_unknown(other);
  other = known;
  std::swap(other.source, other.destination);
  expect_unknown(other);
}

TEST_F(MapPorts, an_sa_carries_esp_in_udp_too) {
  set_policy(0, PortMapping::negotiated);
  set_sa(esp_packet(inbound), inbound_ports);
  Parsed parsed = with_ports(esp_packet(inbound), 4500, 4500);
  parsed.encapsulated = true;
  EXPECT_EQ(ports_of(map(parsed)), inbound_ports);
}

TEST_F(MapPorts, an_sa_is_found_in_every_slot_that_is_its_own) {
  set_policy(0, PortMapping::negotiated);
  for (unsigned choice = 0; choice < hw::sa_choices; ++choice) {
    SCOPED_TRACE(choice);
    const Parsed like = esp_packet(inbound + choice);
    set_sa(like, {choice, 7}, choice);
    EXPECT_EQ(ports_of(map(like)), Ports(choice, 7));
    set_sa(like, {0, 0}, choice, false);
    EXPECT_TRUE(map(like).sa_unknown);
  }
}

TEST_F(MapPorts, an_sa_is_not_found_in_a_slot_that_is_not_its_own) {
  set_policy(0, PortMapping::negotiated);
  const Parsed like = esp_packet(inbound);
  for (unsigned choice = 0; choice < hw::sa_choices; ++choice) {
    set_sa_at((lines_of(like).at(choice) + 1) % hw::sa_lines, like, inbound_ports, choice);
  }
  EXPECT_TRUE(map(like).sa_unknown);
}

TEST_F(MapPorts, a_slot_holds_the_newest_sa) {
  set_policy(0, PortMapping::negotiated);
  const Parsed like = esp_packet(inbound);
  set_sa(like, {1, 2});
  set_sa(like, {3, 4});
  EXPECT_EQ(ports_of(map(like)), Ports(3, 4));
  set_sa_at(lines_of(like)[0], esp_packet(99), {5, 6});
  EXPECT_TRUE(map(like).sa_unknown);
}

TEST_F(MapPorts, an_sa_holds_for_exactly_the_packets_behind_it) {
  set_policy(0, PortMapping::negotiated);
  const Parsed like = esp_packet(inbound);
  for (unsigned between = 0; between < 12; ++between) {
    SCOPED_TRACE(between);
    EXPECT_TRUE(map(like).sa_unknown);
    set_sa(like, inbound_ports);
    for (unsigned i = 0; i < between; ++i) map(esp_packet(5));
    EXPECT_EQ(ports_of(map(like)), inbound_ports);
    set_sa(like, inbound_ports, 0, false);
    for (unsigned i = 0; i < between; ++i) map(esp_packet(5));
  }
}

TEST_F(MapPorts, sas_in_random_order_agree_with_a_map) {
  SCOPED_TRACE(seed);
  set_policy(0, PortMapping::negotiated);
  std::mt19937_64 random(seed);
  std::map<std::uint32_t, std::pair<unsigned, Ports>>
      known;  // by SPI: in which choice, and the ports
  for (int round = 0; round < 20'000; ++round) {
    const std::uint32_t which = 1 + static_cast<std::uint32_t>(random() % 8);
    const auto found = known.find(which);
    const unsigned action = random() % 4;
    if (action == 0) {
      const unsigned choice =
          found == known.end() ? random() % hw::sa_choices : found->second.first;
      const Ports ports(random() % 65536, random() % 65536);
      set_sa(esp_packet(which), ports, choice);
      known[which] = {choice, ports};
    } else if (action == 1 && found != known.end()) {
      set_sa(esp_packet(which), {0, 0}, found->second.first, false);
      known.erase(found);
    } else {
      const Mapped mapped = map(esp_packet(which));
      ASSERT_EQ(mapped.sa_unknown, found == known.end()) << "round " << round;
      ASSERT_EQ(ports_of(mapped), found == known.end() ? Ports(20033, 20033) : found->second.second)
          << "round " << round;
    }
  }
}

TEST_F(MapPorts, ah_and_the_esp_in_it_are_looked_up_each_by_its_own_sa) {
  set_policy(0, PortMapping::negotiated);
  Parsed ah = esp_packet(1000);
  ah.protocol = code(Protocol::ah);
  set_sa(ah, {1, 2});
  const Mapped outside = map(ah_around_esp(1000, 1001));
  EXPECT_EQ(ports_of(outside), Ports(1, 2));
  EXPECT_FALSE(outside.sa_unknown);
  const Mapped inside = next();
  EXPECT_EQ(ports_of(inside), Ports(20033, 20033));
  EXPECT_TRUE(inside.sa_unknown);
}

TEST_F(MapPorts, hash_entries_of_digits_that_no_sa_has_are_nothing) {
  set_policy(0, PortMapping::negotiated);
  set_sa(esp_packet(inbound), inbound_ports);
  for (unsigned nibble = hw::sa_nibbles; nibble < 256; ++nibble) {
    for (unsigned digit = 0; digit < 16; ++digit) {
      command(RequestKind::set_sa_hash,
              HashEntries::argument(static_cast<std::uint8_t>(nibble), digit, 1));
    }
  }
  EXPECT_EQ(ports_of(map(esp_packet(inbound))), inbound_ports);
}

// --- commands ---

TEST_F(MapPorts, commands_pass_on) {
  // `clear`, after which nothing passes for a while, is last.
  for (const RequestKind kind :
       {RequestKind::identify, RequestKind::set_policy, RequestKind::set_sa,
        RequestKind::read_ended, RequestKind::advance, RequestKind::clear}) {
    const Mapped mapped = command(kind, 0x1234, 5);
    EXPECT_EQ(mapped.transit.kind, code(kind));
    EXPECT_EQ(mapped.transit.argument, 0x1234);
    EXPECT_FALSE(mapped.joined);
    EXPECT_FALSE(mapped.sa_unknown);
  }
}

TEST_F(MapPorts, clear_forgets_policies_and_sas) {
  set_policy(0, PortMapping::negotiated, PortMapping::none, true);
  set_policy(65535, PortMapping::none);
  set_sa(esp_packet(inbound), inbound_ports);
  command(RequestKind::clear);
  const Mapped mapped = map(esp_packet(spi));
  EXPECT_EQ(ports_of(mapped), Ports(51529, 54456));
  EXPECT_FALSE(mapped.drop_on_miss);
  EXPECT_EQ(ports_of(map(esp_packet(spi, 65535))), Ports(51529, 54456));
  set_policy(0, PortMapping::negotiated);
  EXPECT_TRUE(map(esp_packet(inbound)).sa_unknown);
}

TEST_F(MapPorts, nothing_passes_a_clear_until_all_zones_are_swept) {
  command(RequestKind::clear);
  parsed_.write(esp_packet());
  for (unsigned i = 0; i < zones; ++i) process::map_ports(parsed_, mapped_);
  EXPECT_TRUE(mapped_.empty());
  next();
}

TEST_F(MapPorts, malformed_packets_pass_on_as_they_are) {
  Parsed parsed = packet_of(Protocol::esp);
  parsed.transit.outcome = code(hw::Outcome::spi_zero);
  const Mapped mapped = map(parsed);
  EXPECT_EQ(mapped.transit.outcome, code(hw::Outcome::spi_zero));
  EXPECT_FALSE(mapped.joined);
}

}  // namespace
}  // namespace espial::test
