// Packets in, results out.
#include "conformance.hpp"

namespace espial::test {
namespace {

using hw::Outcome;
using hw::Protocol;

constexpr std::string_view host = "10.0.0.1";
constexpr std::string_view peer = "10.0.0.2";
constexpr std::uint32_t longest = (1U << 24) - 1;

class Submitting : public OpenDevice {};
INSTANTIATE_TEST_SUITE_P(Device, Submitting, on_every_device(), device_of);

ModelPacket tcp(std::uint16_t source_port = 1000) {
  return at(beginning, port_packet(Protocol::tcp, host, peer, source_port, 443));
}

// --- results -------------------------------------------------------------------------------------

TEST_P(Submitting, tells_everything_of_a_packet_that_creates_its_session) {
  EXPECT_EQ(submit(tcp()), (PacketResult{.outcome = Outcome::counted,
                                         .action = hw::Action::forward,
                                         .created = true,
                                         .session = 0,
                                         .source_port = 1000,
                                         .destination_port = 443}));
}

TEST_P(Submitting, tells_everything_of_a_packet_that_finds_its_session) {
  submit(tcp());
  const PacketResult due{.outcome = Outcome::counted,
                         .action = hw::Action::forward,
                         .created = false,
                         .session = 0,
                         .source_port = 1000,
                         .destination_port = 443};
  EXPECT_EQ(submit(tcp()), due);
  PacketResult back = due;
  std::swap(back.source_port, back.destination_port);
  EXPECT_EQ(submit(reversed(tcp())), back) << "ports are those of the packet, not of its session";
}

TEST_P(Submitting, tells_the_reason_of_a_packet_without_a_session) {
  for (const Outcome outcome : {Outcome::not_ip, Outcome::fragment, Outcome::spi_zero,
                                Outcome::truncated, Outcome::too_short, Outcome::udp_length}) {
    ModelPacket packet = esp_packet(host, peer, 7);
    if (outcome == Outcome::udp_length) packet = port_packet(Protocol::udp, host, peer, 1, 2);
    packet.outcome = outcome;
    const PacketResult result = submit(packet);
    EXPECT_EQ(result.outcome, outcome) << name(outcome);
    EXPECT_EQ(result.session, std::nullopt) << name(outcome);
    EXPECT_FALSE(result.created) << name(outcome);
    EXPECT_EQ(result.action, hw::Action::forward) << name(outcome);
    EXPECT_EQ(device_.read_statistics()[outcome], 1U) << name(outcome);
  }
  EXPECT_THAT(device_.read_sessions(), testing::IsEmpty());
}

TEST_P(Submitting, names_sessions_by_the_arrival_number_of_their_first_packet) {
  ModelPacket malformed = tcp();
  malformed.outcome = Outcome::not_ip;
  const std::vector<ModelPacket> packets{tcp(1), malformed, tcp(2), tcp(1), tcp(3)};
  const std::vector<PacketResult> results = submit(packets);
  EXPECT_EQ(results[0].session, 0U);
  EXPECT_EQ(results[2].session, 4U) << "arrivals count by two";
  EXPECT_EQ(results[3].session, 0U);
  EXPECT_EQ(results[4].session, 8U);
}

TEST_P(Submitting, counts_ah_around_esp_in_two_sessions_and_answers_for_the_esp) {
  const PacketResult result = submit(at(beginning, ah_esp_packet(host, peer, 0x0A0B, 0x10002)));
  EXPECT_EQ(result.session, 1U) << "odd: the second half of a packet";
  EXPECT_EQ(result.source_port, 1);
  EXPECT_EQ(result.destination_port, 2);
  const std::vector<Session> sessions = device_.read_sessions();
  ASSERT_EQ(sessions.size(), 2U);
  EXPECT_EQ(sessions[0].protocol, 51);
  EXPECT_EQ(sessions[0].creation, 0U);
  EXPECT_EQ(sessions[0].c2s.spi, 0x0A0BU);
  EXPECT_EQ(sessions[1].protocol, 50);
  EXPECT_EQ(sessions[1].creation, 1U);
  const Statistics statistics = device_.read_statistics();
  EXPECT_EQ(statistics.packets, 1U);
  EXPECT_EQ(statistics.doubled, 1U);
  EXPECT_EQ(statistics[Outcome::counted], 2U);
  EXPECT_TRUE(statistics.balanced());
}

TEST_P(Submitting, counts_ah_around_anything_else_once) {
  submit(at(beginning, ah_packet(host, peer, 0x0A0B)));
  EXPECT_EQ(only_session().protocol, 51);
  EXPECT_EQ(device_.read_statistics().doubled, 0U);
}

TEST_P(Submitting, counts_a_keepalive_in_its_udp_session_and_besides) {
  ModelPacket packet = port_packet(Protocol::udp, host, peer, 4500, 4500);
  packet.keepalive = true;
  submit(at(beginning, packet));
  EXPECT_EQ(only_session().protocol, 17);
  EXPECT_EQ(device_.read_statistics().keepalives, 1U);
  EXPECT_TRUE(device_.read_statistics().balanced());
}

// --- how many at once ----------------------------------------------------------------------------

TEST_P(Submitting, counts_without_results_if_none_are_wanted) {
  const std::vector<ModelPacket> packets(10, tcp());
  device_.submit(PacketList(packets).packets());
  EXPECT_EQ(only_session().c2s.packets, 10U);
}

TEST_P(Submitting, takes_no_packets_at_all) {
  device_.submit({});
  std::vector<PacketResult> none;
  device_.submit({}, none);
  EXPECT_EQ(device_.read_statistics().packets, 0U);
}

TEST_P(Submitting, takes_more_packets_than_a_batch_and_answers_each_in_its_place) {
  // Three batches are on the way at once; each packet has ports of its own.
  std::vector<ModelPacket> packets;
  for (std::uint32_t i = 0; i < 20'011; ++i) {
    packets.push_back(tcp(static_cast<std::uint16_t>(1 + i % 20'000)));
  }
  const std::vector<PacketResult> results = submit(packets);
  for (std::size_t i = 0; i < packets.size(); ++i) {
    ASSERT_EQ(results[i].source_port, packets[i].source_port) << i;
    ASSERT_EQ(results[i].session, 2 * (i % 20'000)) << i;
    ASSERT_EQ(results[i].created, i < 20'000) << i;
  }
  EXPECT_EQ(device_.read_statistics().packets, packets.size());
}

TEST_P(Submitting, makes_no_difference_between_one_call_and_many) {
  Traffic traffic(1, {});
  const std::vector<ModelPacket> packets = traffic.next(3000);
  const std::vector<PacketResult> at_once = submit(packets);
  const std::vector<Session> sessions = device_.read_sessions();
  device_.clear();
  std::vector<PacketResult> by_parts;
  for (std::span<const ModelPacket> left = packets; !left.empty();) {
    const std::size_t count = std::min<std::size_t>(left.size(), traffic.between(1, 50));
    std::ranges::copy(submit(left.first(count)), std::back_inserter(by_parts));
    left = left.subspan(count);
  }
  EXPECT_EQ(by_parts, at_once);
  EXPECT_EQ(device_.read_sessions(), sessions);
}

// --- lengths -------------------------------------------------------------------------------------

TEST_P(Submitting, counts_lengths_of_24_bits) {
  ModelPacket packet = tcp();
  packet.length = longest;
  submit(packet);
  EXPECT_EQ(only_session().c2s.bytes, longest);
}

TEST_P(Submitting, counts_bytes_beyond_32_bits) {
  ModelPacket packet = tcp();
  packet.length = longest;
  submit(std::vector<ModelPacket>(300, packet));
  packet.length = 70;
  submit(packet);
  EXPECT_EQ(only_session().c2s.bytes, 300ULL * longest + 70);
}

TEST_P(Submitting, counts_what_was_on_the_wire_not_what_was_captured) {
  // 8 octets of ESP are enough.
  const Octets octets = octets_of(esp_packet(host, peer, 7));
  const std::array packets{
      Packet{.time_ns = beginning, .length = 1500, .octets = std::span(octets).first(14 + 20 + 8)}};
  device_.submit(packets);
  EXPECT_EQ(only_session().c2s.bytes, 1500U);
}

TEST_P(Submitting, looks_at_the_first_octets_of_long_packets) {
  Octets octets = octets_of(tcp());
  octets.resize(9000, 0xEE);
  const std::array packets{Packet{.time_ns = beginning, .length = 9000, .octets = octets}};
  device_.submit(packets);
  EXPECT_EQ(only_session().c2s.bytes, 9000U);
}

TEST_P(Submitting, takes_packets_of_which_nothing_was_captured) {
  const std::array packets{Packet{.time_ns = beginning, .length = 60, .octets = {}},
                           Packet{.time_ns = beginning, .length = 0, .octets = {}}};
  std::array<PacketResult, 2> results;
  device_.submit(packets, results);
  EXPECT_EQ(results[0].outcome, Outcome::truncated);
  EXPECT_EQ(results[1].outcome, Outcome::too_short) << "there was nothing";
  EXPECT_TRUE(device_.read_statistics().balanced());
}

TEST_P(Submitting, takes_every_link_type) {
  const packet::Layer ip = packet::ipv4({.source = host, .destination = peer}, packet::esp(0x777));
  for (const hw::LinkType link :
       {hw::LinkType::ethernet, hw::LinkType::raw_ip, hw::LinkType::loopback,
        hw::LinkType::linux_cooked, hw::LinkType::linux_cooked_2}) {
    const Octets octets = packet::on_link(link, ip);
    const std::array packets{Packet{.time_ns = beginning,
                                    .length = static_cast<std::uint32_t>(octets.size()),
                                    .link = link,
                                    .octets = octets}};
    device_.submit(packets);
  }
  EXPECT_EQ(only_session().c2s.packets, 5U);
}

// --- time ----------------------------------------------------------------------------------------

TEST_P(Submitting, takes_a_packet_from_the_past_at_the_newest_time_and_counts_it) {
  submit(tcp());
  EXPECT_FALSE(submit(at(beginning - 5000 * second, tcp())).created);
  submit(at(beginning - 1, tcp(7)));
  const std::vector<Session> sessions = device_.read_sessions();
  ASSERT_EQ(sessions.size(), 2U);
  EXPECT_EQ(sessions[0].last_seen_ns, beginning);
  EXPECT_EQ(sessions[1].created_ns, beginning);
  EXPECT_EQ(device_.read_statistics().time_reversals, 2U);
}

TEST_P(Submitting, ends_no_session_when_time_jumps_back_and_forth) {
  std::vector<ModelPacket> packets;
  for (std::uint64_t i = 0; i < 100; ++i) {
    packets.push_back(at(i % 2 == 0 ? beginning : beginning - 10'000 * second, tcp()));
  }
  submit(packets);
  EXPECT_EQ(only_session().c2s.packets, 100U);
  EXPECT_EQ(device_.read_statistics().time_reversals, 50U);
}

TEST_P(Submitting, counts_a_reversal_of_packets_that_cannot_be_parsed_too) {
  submit(tcp());
  ModelPacket packet = at(beginning - 1, tcp());
  packet.outcome = Outcome::not_ip;
  submit(packet);
  EXPECT_EQ(device_.read_statistics().time_reversals, 1U);
}

TEST_P(Submitting, counts_a_reversal_of_ah_around_esp_once) {
  submit(tcp());
  submit(at(beginning - 1, ah_esp_packet(host, peer, 1, 2)));
  EXPECT_EQ(device_.read_statistics().time_reversals, 1U);
}

TEST_P(Submitting, does_not_count_packets_of_the_same_time_as_reversals) {
  submit(std::vector<ModelPacket>(5, tcp()));
  EXPECT_EQ(device_.read_statistics().time_reversals, 0U);
}

// --- wrong usage ---------------------------------------------------------------------------------

TEST_P(Submitting, refuses_another_number_of_results_and_counts_nothing) {
  const std::vector<ModelPacket> packets(3, tcp());
  const PacketList list(packets);
  for (const std::size_t wrong : {1U, 2U, 4U}) {
    std::vector<PacketResult> results(wrong);
    EXPECT_THROW(device_.submit(list.packets(), results), InvalidArgument) << wrong;
  }
  std::vector<PacketResult> results(1);
  EXPECT_THROW(device_.submit({}, results), InvalidArgument);
  EXPECT_EQ(device_.read_statistics().packets, 0U);
}

TEST_P(Submitting, refuses_a_packet_longer_than_24_bits_and_counts_nothing) {
  const Octets octets = octets_of(tcp());
  const std::array packets{Packet{.time_ns = beginning, .length = 60, .octets = octets},
                           Packet{.time_ns = beginning, .length = longest + 1, .octets = octets}};
  try {
    device_.submit(packets);
    FAIL() << "accepted";
  } catch (const InvalidArgument& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("packet 1"));
    EXPECT_THAT(error.what(), testing::HasSubstr("16777216"));
  }
  EXPECT_EQ(device_.read_statistics().packets, 0U);
  // The device goes on.
  EXPECT_TRUE(submit(tcp()).created);
}

// --- statistics ----------------------------------------------------------------------------------

TEST_P(Submitting, gives_every_packet_exactly_one_outcome) {
  Traffic traffic(2, {.malformed = 0.3});
  const std::vector<ModelPacket> packets = traffic.next(2000);
  const std::vector<PacketResult> results = submit(packets);
  const Statistics statistics = device_.read_statistics();
  EXPECT_TRUE(statistics.balanced()) << testing::PrintToString(statistics);
  EXPECT_EQ(statistics.packets, packets.size());
  Statistics sum;
  for (const PacketResult& result : results) {
    ++sum.outcome.at(static_cast<std::size_t>(result.outcome));
    EXPECT_EQ(result.session.has_value(), result.outcome == Outcome::counted);
  }
  sum.outcome[0] += statistics.doubled;
  EXPECT_EQ(sum.outcome, statistics.outcome);
  EXPECT_EQ(packets_of(device_.read_sessions()) + packets_of(device_.read_ended()),
            statistics[Outcome::counted]);
}

TEST_P(Submitting, counts_sessions_as_they_are_created) {
  submit(tcp(1));
  submit(tcp(2));
  submit(tcp(1));
  submit(at(beginning + 300 * second, tcp(1)));
  EXPECT_EQ(device_.read_statistics().sessions, 3U);
}

TEST_P(Submitting, is_not_disturbed_by_reading) {
  Traffic traffic(3, {.pauses = 0.02});
  Lockstep both(device_);
  for (int i = 0; i < 20; ++i) {
    both.submit(traffic.next(60));
    both.check();
  }
}

}  // namespace
}  // namespace espial::test
