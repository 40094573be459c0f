// What a zone's policy decides: the ports of ESP and AH, and what becomes of packets without a
// session.
#include "conformance.hpp"

namespace espial::test {
namespace {

using hw::PortMapping;
using hw::SessionFlag;
using hw::SessionState;

constexpr std::string_view host = "192.168.0.1";
constexpr std::string_view peer = "10.0.1.2";

class Policies : public OpenDevice {
 protected:
  static ModelPacket out(std::uint32_t spi) { return at(beginning, esp_packet(host, peer, spi)); }
  static ModelPacket back(std::uint32_t spi) { return at(beginning, esp_packet(peer, host, spi)); }
};
INSTANTIATE_TEST_SUITE_P(Device, Policies, on_every_device(), device_of);

// --- spi-split -----------------------------------------------------------------------------------

TEST_P(Policies, split_the_spi_by_default) {
  EXPECT_EQ(device_.policy(0), (ZonePolicy{.port_mapping = PortMapping::spi_split,
                                           .pass_through = PortMapping::generic,
                                           .miss_action = hw::Action::forward}));
  const PacketResult result = submit(out(0xC949D4B8));
  EXPECT_EQ(result.source_port, 51'529);
  EXPECT_EQ(result.destination_port, 54'456);
  const Session session = only_session();
  EXPECT_EQ(session.c2s.source_port, 51'529);
  EXPECT_EQ(session.c2s.destination_port, 54'456);
  EXPECT_EQ(session.s2c.source_port, 54'456);
  EXPECT_EQ(session.s2c.destination_port, 51'529);
  EXPECT_EQ(session.port_mapping, PortMapping::spi_split);
  EXPECT_EQ(session.state, SessionState::active) << "nothing else is to come";
}

TEST_P(Policies, make_a_session_of_each_spi_under_spi_split) {
  submit(out(0xC949D4B8));
  submit(back(0x1A2B3C4D));
  const std::vector<Session> sessions = device_.read_sessions();
  ASSERT_EQ(sessions.size(), 2U);
  EXPECT_EQ(sessions[0].s2c.packets, 0U);
  EXPECT_EQ(sessions[0].s2c.spi, std::nullopt) << "never inferred from the mirror";
  EXPECT_EQ(sessions[1].s2c.packets, 0U);
  EXPECT_EQ(sessions[1].c2s.source.to_string(), peer);
}

TEST_P(Policies, flag_a_peer_that_uses_the_spi_with_its_halves_exchanged) {
  submit(out(0xC949D4B8));
  submit(back(0xD4B8C949));
  const Session session = only_session();
  EXPECT_TRUE(has(session, SessionFlag::spi_alias));
  EXPECT_EQ(session.s2c.packets, 1U);
  EXPECT_EQ(session.s2c.spi, 0xD4B8C949);
}

TEST_P(Policies, keep_the_same_spi_to_two_destinations_apart) {
  submit(out(0xC949D4B8));
  submit(at(beginning, esp_packet(host, "10.0.1.3", 0xC949D4B8)));
  EXPECT_EQ(device_.read_sessions().size(), 2U);
}

TEST_P(Policies, track_reserved_spis_and_flag_them) {
  EXPECT_TRUE(submit(out(255)).created);
  EXPECT_TRUE(submit(out(256)).created);
  const std::vector<Session> sessions = device_.read_sessions();
  ASSERT_EQ(sessions.size(), 2U);
  EXPECT_TRUE(has(sessions[0], SessionFlag::spi_reserved));
  EXPECT_FALSE(has(sessions[1], SessionFlag::spi_reserved));
}

// --- generic and none ----------------------------------------------------------------------------

TEST_P(Policies, make_one_session_of_an_address_pair_under_generic) {
  device_.set_policy(0, {.port_mapping = PortMapping::generic});
  const PacketResult first = submit(out(0xC949D4B8));
  EXPECT_EQ(first.source_port, 20'033);
  EXPECT_EQ(first.destination_port, 20'033);
  EXPECT_EQ(only_session().state, SessionState::opening);
  submit(back(0x1A2B3C4D));
  submit(out(0xC949D4B9));
  const Session session = only_session();
  EXPECT_EQ(session.state, SessionState::active);
  EXPECT_EQ(session.port_mapping, PortMapping::generic);
  EXPECT_EQ(session.c2s.packets, 2U);
  EXPECT_EQ(session.c2s.spi, 0xC949D4B9) << "the last one seen";
  EXPECT_EQ(session.c2s.spis, 2);
  EXPECT_EQ(session.s2c.spi, 0x1A2B3C4DU);
  EXPECT_EQ(session.s2c.spis, 1);
  EXPECT_EQ(session.flags, 0);
}

TEST_P(Policies, give_no_ports_under_none) {
  device_.set_policy(0, {.port_mapping = PortMapping::none});
  submit(out(0xC949D4B8));
  submit(back(0x1A2B3C4D));
  const Session session = only_session();
  EXPECT_EQ(session.c2s.source_port, 0);
  EXPECT_EQ(session.c2s.destination_port, 0);
  EXPECT_EQ(session.port_mapping, PortMapping::none);
  EXPECT_EQ(session.timeout_ns, 600 * second);
}

TEST_P(Policies, count_different_spis_up_to_the_most) {
  device_.set_policy(0, {.port_mapping = PortMapping::generic});
  for (const std::uint32_t spi : {1000U, 2000U, 1000U, 2000U}) submit(out(spi));
  EXPECT_EQ(only_session().c2s.spis, 2);
  for (const std::uint32_t spi : {3000U, 4000U, 5000U}) submit(out(spi));
  EXPECT_EQ(only_session().c2s.spis, hw::most_spis);
}

// --- negotiated ----------------------------------------------------------------------------------

class Negotiated : public Policies {
 protected:
  void SetUp() override {
    device_.set_policy(0, {.port_mapping = PortMapping::negotiated});
    ASSERT_EQ(device_.add_sa({.local = Address::parse(host),
                              .remote = Address::parse(peer),
                              .spi_in = 0xC949D4B8,
                              .spi_out = 0x1A2B3C4D}),
              SaOutcome::added);
  }
};
INSTANTIATE_TEST_SUITE_P(Device, Negotiated, on_every_device(), device_of);

TEST_P(Negotiated, packets_in_get_the_halves_of_the_inbound_spi) {
  const PacketResult in = submit(back(0xC949D4B8));
  EXPECT_EQ(in.source_port, 51'529);
  EXPECT_EQ(in.destination_port, 54'456);
}

TEST_P(Negotiated, packets_out_get_them_exchanged_and_join_the_same_session) {
  submit(back(0xC949D4B8));
  const PacketResult result = submit(out(0x1A2B3C4D));
  EXPECT_EQ(result.source_port, 54'456);
  EXPECT_EQ(result.destination_port, 51'529);
  const Session session = only_session();
  EXPECT_EQ(session.port_mapping, PortMapping::negotiated);
  EXPECT_EQ(session.c2s.spi, 0xC949D4B8);
  EXPECT_EQ(session.s2c.spi, 0x1A2B3C4DU) << "as the packet carried it";
  EXPECT_EQ(session.state, SessionState::active);
  EXPECT_EQ(session.flags, 0);
}

TEST_P(Negotiated, an_unknown_spi_falls_back_to_generic_and_is_flagged) {
  const PacketResult result = submit(back(0x77777777));
  EXPECT_EQ(result.source_port, 20'033);
  const Session session = only_session();
  EXPECT_EQ(session.port_mapping, PortMapping::generic);
  EXPECT_EQ(session.flags, static_cast<std::uint16_t>(SessionFlag::sa_unknown));
}

TEST_P(Negotiated, an_unknown_spi_falls_back_to_what_its_zone_says) {
  device_.set_policy(
      0, {.port_mapping = PortMapping::negotiated, .pass_through = PortMapping::spi_split});
  EXPECT_EQ(submit(back(0x77778888)).source_port, 0x7777);
  EXPECT_EQ(submit(back(0xC949D4B8)).source_port, 51'529) << "known";
  device_.set_policy(0,
                     {.port_mapping = PortMapping::negotiated, .pass_through = PortMapping::none});
  EXPECT_EQ(submit(back(0x77778888)).source_port, 0);
  for (const Session& session : device_.read_sessions()) {
    EXPECT_EQ(has(session, SessionFlag::sa_unknown),
              session.port_mapping != PortMapping::negotiated);
  }
}

TEST_P(Negotiated,
       a_session_that_was_there_before_is_flagged_when_an_unknown_spi_falls_back_to_it) {
  device_.set_policy(0, {.port_mapping = PortMapping::generic});
  submit(back(0x77777777));
  EXPECT_EQ(only_session().flags, 0);
  device_.set_policy(0, {.port_mapping = PortMapping::negotiated});
  submit(back(0x77777777));
  const Session session = only_session();
  EXPECT_TRUE(has(session, SessionFlag::sa_unknown));
  EXPECT_FALSE(has(session, SessionFlag::mapping_changed)) << "its key would be the same";
}

TEST_P(Negotiated, an_sa_counts_for_its_own_direction_zone_and_protocol_only) {
  device_.set_zone(1, 1);
  device_.set_policy(1, {.port_mapping = PortMapping::negotiated});
  for (const ModelPacket& packet : {out(0xC949D4B8), back(0x1A2B3C4D), by(1, back(0xC949D4B8)),
                                    at(beginning, ah_packet(peer, host, 0xC949D4B8)),
                                    at(beginning, esp_packet("10.0.1.3", host, 0xC949D4B8))}) {
    EXPECT_EQ(submit(packet).source_port, 20'033) << packet.source.to_string();
  }
}

TEST_P(Negotiated, esp_in_udp_is_found_by_the_same_sa_but_is_a_session_of_its_own) {
  submit(back(0xC949D4B8));
  const PacketResult result = submit(at(beginning, esp_in_udp_packet(peer, host, 0xC949D4B8)));
  EXPECT_EQ(result.source_port, 51'529);
  EXPECT_TRUE(result.created);
  EXPECT_EQ(device_.read_sessions().size(), 2U);
}

TEST_P(Negotiated, ah_and_the_esp_in_it_are_looked_up_each_by_its_spi) {
  device_.add_sa({.local = Address::parse(host),
                  .remote = Address::parse(peer),
                  .spi_in = 0xAAAABBBB,
                  .spi_out = 0xCCCCDDDD,
                  .protocol = hw::Protocol::ah});
  submit(at(beginning, ah_esp_packet(peer, host, 0xAAAABBBB, 0xC949D4B8)));
  const std::vector<Session> sessions = device_.read_sessions();
  ASSERT_EQ(sessions.size(), 2U);
  EXPECT_EQ(sessions[0].protocol, 51);
  EXPECT_EQ(sessions[0].c2s.source_port, 0xAAAA);
  EXPECT_EQ(sessions[1].protocol, 50);
  EXPECT_EQ(sessions[1].c2s.source_port, 51'529);
}

// --- zones and changes ---------------------------------------------------------------------------

TEST_P(Policies, hold_for_their_zone_only) {
  constexpr std::uint16_t zones = 4;
  constexpr std::array<PortMapping, zones> mappings{PortMapping::spi_split, PortMapping::generic,
                                                    PortMapping::negotiated, PortMapping::none};
  for (std::uint16_t zone = 0; zone < zones; ++zone) {
    device_.set_zone(zone, zone);
    device_.set_policy(zone, {.port_mapping = mappings.at(zone)});
  }
  device_.add_sa({.local = Address::parse(peer),
                  .remote = Address::parse(host),
                  .spi_in = 0x12345678,
                  .spi_out = 1000,
                  .zone = 2});
  const std::array<std::uint16_t, zones> due{0x1234, 20'033, 0x1234, 0};
  for (std::uint16_t zone = 0; zone < zones; ++zone) {
    EXPECT_EQ(device_.policy(zone).port_mapping, mappings.at(zone));
    EXPECT_EQ(submit(by(zone, out(0x12345678))).source_port, due.at(zone)) << "zone " << zone;
  }
  for (const Session& session : device_.read_sessions()) {
    EXPECT_EQ(session.port_mapping, mappings.at(session.zone));
    EXPECT_EQ(session.flags, 0);
  }
}

TEST_P(Policies, act_on_exactly_the_packets_behind_the_command) {
  constexpr std::uint32_t spi = 0x12345678;
  device_.add_sa({.local = Address::parse(peer),
                  .remote = Address::parse(host),
                  .spi_in = spi,
                  .spi_out = 1001});
  const std::vector<ModelPacket> packets(100, out(spi));
  const auto expect_ports = [&](std::uint16_t source, std::uint16_t destination) {
    for (const PacketResult& result : submit(packets)) {
      ASSERT_EQ(result.source_port, source);
      ASSERT_EQ(result.destination_port, destination);
    }
  };
  expect_ports(0x1234, 0x5678);
  device_.set_policy(0, {.port_mapping = PortMapping::generic});
  expect_ports(20'033, 20'033);
  device_.set_policy(0, {.port_mapping = PortMapping::none});
  expect_ports(0, 0);
  device_.set_policy(0, {.port_mapping = PortMapping::negotiated});
  expect_ports(0x1234, 0x5678);
  device_.set_policy(0, {.port_mapping = PortMapping::generic});
  expect_ports(20'033, 20'033);

  // spi-split and negotiated give this SPI the same ports here, so they share a session.
  const std::vector<Session> sessions = device_.read_sessions();
  ASSERT_EQ(sessions.size(), 3U);
  for (const Session& session : sessions) {
    EXPECT_EQ(session.c2s.packets, session.port_mapping == PortMapping::none ? 100U : 200U);
  }
}

TEST_P(Policies, leave_sessions_their_key_and_flag_them_when_it_would_differ_now) {
  device_.set_zone(1, 1);
  submit(out(0xC949D4B8));
  submit(by(1, out(0xC949D4B8)));
  submit(at(beginning, port_packet(hw::Protocol::tcp, host, peer, 1000, 443)));
  device_.set_policy(0, {.port_mapping = PortMapping::none});
  submit(out(0xC949D4B8));

  const std::vector<Session> sessions = device_.read_sessions();
  ASSERT_EQ(sessions.size(), 4U);
  EXPECT_EQ(sessions[0].c2s.source_port, 51'529);
  EXPECT_EQ(sessions[0].c2s.packets, 1U);
  EXPECT_TRUE(has(sessions[0], SessionFlag::mapping_changed));
  EXPECT_FALSE(has(sessions[1], SessionFlag::mapping_changed)) << "another zone";
  EXPECT_FALSE(has(sessions[2], SessionFlag::mapping_changed)) << "has ports of its own";
  EXPECT_FALSE(has(sessions[3], SessionFlag::mapping_changed)) << "made afterwards";

  device_.set_policy(0, {});
  EXPECT_FALSE(has(device_.read_sessions().front(), SessionFlag::mapping_changed));
}

TEST_P(Policies, let_sessions_of_an_earlier_mapping_end_by_their_timeout) {
  submit(out(0xC949D4B8));
  device_.set_policy(0, {.port_mapping = PortMapping::generic});
  submit(at(beginning + 3600 * second, out(0xC949D4B8)));
  EXPECT_EQ(device_.read_sessions().size(), 2U) << "no packet came for the old one";
  device_.set_policy(0, {});
  EXPECT_TRUE(submit(at(beginning + 3600 * second, out(0xC949D4B8))).created);
  ASSERT_EQ(device_.read_ended().size(), 1U);
}

TEST_P(Policies, never_touch_packets_with_ports_of_their_own) {
  for (const PortMapping mapping :
       {PortMapping::generic, PortMapping::negotiated, PortMapping::none, PortMapping::spi_split}) {
    device_.set_policy(0, {.port_mapping = mapping});
    for (const hw::Protocol protocol : {hw::Protocol::tcp, hw::Protocol::udp}) {
      const PacketResult result =
          submit(at(beginning, port_packet(protocol, host, peer, 1000, 443)));
      EXPECT_EQ(result.source_port, 1000);
      EXPECT_EQ(result.destination_port, 443);
    }
  }
  for (const Session& session : device_.read_sessions()) EXPECT_EQ(session.flags, 0);
}

TEST_P(Policies, refuse_a_pass_through_that_asks_the_sa_table_again) {
  EXPECT_THROW(device_.set_policy(0, {.port_mapping = PortMapping::negotiated,
                                      .pass_through = PortMapping::negotiated}),
               InvalidArgument);
  EXPECT_EQ(device_.policy(0), ZonePolicy{});
}

TEST_P(Policies, reach_the_last_zone) {
  device_.set_zone(0, 65'535);
  device_.set_policy(65'535, {.port_mapping = PortMapping::none});
  EXPECT_EQ(submit(out(0xC949D4B8)).source_port, 0);
}

// --- ESP in UDP ----------------------------------------------------------------------------------

TEST_P(Policies, take_the_ports_of_esp_in_udp_from_the_spi) {
  const PacketResult result =
      submit(at(beginning, esp_in_udp_packet(host, peer, 0xC949D4B8, 31'000)));
  EXPECT_EQ(result.source_port, 51'529);
  const Session session = only_session();
  EXPECT_EQ(session.protocol, 50);
  EXPECT_EQ(session.encapsulation, hw::Encapsulation::udp);
  EXPECT_EQ(session.c2s.outer_source_port, 31'000);
  EXPECT_EQ(session.c2s.outer_destination_port, 4500);
  EXPECT_EQ(session.s2c.outer_source_port, 0) << "no packet yet";
}

TEST_P(Policies, flag_an_outer_port_that_changes_as_a_rebind) {
  submit(at(beginning, esp_in_udp_packet(host, peer, 0xC949D4B8, 31'000)));
  EXPECT_EQ(only_session().flags, 0);
  submit(at(beginning, esp_in_udp_packet(host, peer, 0xC949D4B8, 31'001)));
  const Session session = only_session();
  EXPECT_TRUE(has(session, SessionFlag::nat_rebind));
  EXPECT_EQ(session.c2s.outer_source_port, 31'001);
  EXPECT_EQ(session.c2s.packets, 2U);
}

// --- what becomes of packets without a session ---------------------------------------------------

TEST_P(Policies, forward_packets_without_a_session_by_default) {
  ModelPacket packet = out(5);
  packet.outcome = hw::Outcome::spi_zero;
  EXPECT_EQ(submit(packet).action, hw::Action::forward);
}

TEST_P(Policies, drop_packets_without_a_session_where_the_zone_says_so) {
  device_.set_zone(1, 1);
  device_.set_policy(1, {.miss_action = hw::Action::drop});
  for (const hw::Outcome outcome : {hw::Outcome::not_ip, hw::Outcome::fragment,
                                    hw::Outcome::spi_zero, hw::Outcome::truncated}) {
    ModelPacket packet = out(0x1000);
    packet.outcome = outcome;
    const PacketResult dropped = submit(by(1, packet));
    EXPECT_EQ(dropped.outcome, outcome);
    EXPECT_EQ(dropped.action, hw::Action::drop) << name(outcome);
    EXPECT_EQ(submit(by(0, packet)).action, hw::Action::forward) << "another zone";
  }
}

TEST_P(Policies, never_drop_a_packet_that_counts) {
  device_.set_policy(0, {.miss_action = hw::Action::drop});
  EXPECT_EQ(submit(out(0x1000)).action, hw::Action::forward);
  EXPECT_EQ(submit(out(0x1000)).action, hw::Action::forward);
}

TEST_P(Policies, change_the_miss_action_for_exactly_the_packets_behind) {
  ModelPacket packet = out(5);
  packet.outcome = hw::Outcome::fragment;
  const std::vector<ModelPacket> packets(40, packet);
  for (const hw::Action action : {hw::Action::drop, hw::Action::forward, hw::Action::drop}) {
    device_.set_policy(0, {.miss_action = action});
    for (const PacketResult& result : submit(packets)) ASSERT_EQ(result.action, action);
  }
}

}  // namespace
}  // namespace espial::test
