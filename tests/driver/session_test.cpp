// Reading sessions, and sessions that have ended.
#include "conformance.hpp"

namespace espial::test {
namespace {

using hw::Protocol;
using testing::IsEmpty;

constexpr std::string_view host = "10.0.0.1";
constexpr std::string_view peer = "10.0.0.2";
// The default for ICMP.
constexpr std::uint64_t timeout = 30 * second;

ModelPacket echo(std::uint32_t i) {
  return at(beginning, echo_packet(host, peer, static_cast<std::uint16_t>(1 + i)));
}

std::vector<ModelPacket> echoes(std::uint32_t count, std::uint64_t time_ns = beginning) {
  std::vector<ModelPacket> packets;
  for (std::uint32_t i = 0; i < count; ++i) packets.push_back(at(time_ns, echo(i)));
  return packets;
}

std::vector<std::uint64_t> creations(std::span<const Session> sessions) {
  std::vector<std::uint64_t> numbers;
  for (const Session& session : sessions) numbers.push_back(session.creation);
  return numbers;
}

class ReadingSessions : public OpenDevice {};
INSTANTIATE_TEST_SUITE_P(Device, ReadingSessions, on_every_device(), device_of);

TEST_P(ReadingSessions, brings_every_field) {
  device_.set_zone(3, 30);
  device_.set_zone(4, 30);
  device_.set_policy(30, {.port_mapping = hw::PortMapping::generic});
  submit(by(3, at(beginning, esp_in_udp_packet(peer, host, 0xC0FFEE01, 31'000))));
  submit(by(3, at(beginning + 1, esp_in_udp_packet(peer, host, 0xC0FFEE02, 31'000))));
  ModelPacket back = esp_in_udp_packet(host, peer, 0xC0FFEE03);
  back.source_port = 4500;
  back.destination_port = 31'000;
  back.length = 1000;
  submit(by(4, at(beginning + 2, back)));

  Session due;
  due.creation = 0;
  due.zone = 30;
  due.protocol = 50;
  due.encapsulation = hw::Encapsulation::udp;
  due.state = hw::SessionState::active;
  due.end_reason = hw::EndReason::none;
  due.flags = 0;
  due.port_mapping = hw::PortMapping::generic;
  due.created_ns = beginning;
  due.last_seen_ns = beginning + 2;
  due.timeout_ns = 3600 * second;
  due.c2s = {.source = Address::parse(peer),
             .destination = Address::parse(host),
             .source_port = 20'033,
             .destination_port = 20'033,
             .spi = 0xC0FFEE02,
             .spis = 2,
             .packets = 2,
             .bytes = 2ULL * esp_in_udp_packet(peer, host, 1).length,
             .ingress = 3,
             .outer_source_port = 31'000,
             .outer_destination_port = 4500};
  due.s2c = {.source = Address::parse(host),
             .destination = Address::parse(peer),
             .source_port = 20'033,
             .destination_port = 20'033,
             .spi = 0xC0FFEE03,
             .spis = 1,
             .packets = 1,
             .bytes = 1000,
             .ingress = 4,
             .outer_source_port = 4500,
             .outer_destination_port = 31'000};
  EXPECT_EQ(only_session(), due);
}

TEST_P(ReadingSessions, gives_no_spi_and_no_ingress_to_a_flow_without_packets) {
  submit(at(beginning, esp_packet(host, peer, 0x777)));
  const Flow s2c = only_session().s2c;
  EXPECT_EQ(s2c.spi, std::nullopt);
  EXPECT_EQ(s2c.spis, 0);
  EXPECT_EQ(s2c.ingress, std::nullopt);
  EXPECT_EQ(s2c.packets, 0U);
  EXPECT_EQ(s2c.bytes, 0U);
}

TEST_P(ReadingSessions, gives_no_spi_to_packets_that_carry_none) {
  submit(at(beginning, port_packet(Protocol::tcp, host, peer, 1000, 443)));
  EXPECT_EQ(only_session().c2s.spi, std::nullopt);
  EXPECT_EQ(only_session().c2s.spis, 0);
}

TEST_P(ReadingSessions, has_ipv6_sessions_too) {
  submit(at(beginning, echo_packet("2001:db8::2", "2001:db8::1", 7)));
  submit(at(beginning, echo_packet("2001:db8::1", "2001:db8::2", 7)));
  const Session session = only_session();
  EXPECT_EQ(session.c2s.source.to_string(), "2001:db8::2");
  EXPECT_EQ(session.c2s.packets, 1U);
  EXPECT_EQ(session.s2c.packets, 1U);
  EXPECT_EQ(session.protocol, 58);
}

TEST_P(ReadingSessions, takes_the_direction_of_the_first_packet_from_either_end) {
  submit(at(beginning, port_packet(Protocol::tcp, "10.0.0.9", "10.0.0.1", 5, 6)));
  submit(at(beginning, port_packet(Protocol::tcp, "10.0.0.1", "10.0.0.9", 7, 8)));
  for (const Session& session : device_.read_sessions()) {
    EXPECT_EQ(session.c2s.packets, 1U);
    EXPECT_EQ(session.s2c.packets, 0U);
    EXPECT_EQ(session.s2c.source, session.c2s.destination);
  }
}

TEST_P(ReadingSessions, tells_the_directions_of_one_address_apart_by_their_ports) {
  submit(at(beginning, port_packet(Protocol::tcp, host, host, 2, 1)));
  submit(at(beginning, port_packet(Protocol::tcp, host, host, 1, 2)));
  const Session session = only_session();
  EXPECT_EQ(session.c2s.source_port, 2);
  EXPECT_EQ(session.s2c.packets, 1U);
}

TEST_P(ReadingSessions, brings_none_from_an_empty_table) {
  EXPECT_THAT(device_.read_sessions(), IsEmpty());
}

TEST_P(ReadingSessions, brings_more_than_an_answer_holds_in_order_of_creation) {
  submit(echoes(9000));
  const std::vector<Session> sessions = device_.read_sessions();
  ASSERT_EQ(sessions.size(), 9000U);
  for (std::size_t i = 0; i < sessions.size(); ++i) ASSERT_EQ(sessions[i].creation, 2 * i);
}

TEST_P(ReadingSessions, brings_the_same_when_repeated) {
  submit(echoes(100));
  EXPECT_EQ(device_.read_sessions(), device_.read_sessions());
}

TEST_P(ReadingSessions, leaves_out_those_that_have_ended) {
  submit(echoes(3));
  submit(at(beginning + timeout, echo(1)));
  EXPECT_THAT(creations(device_.read_sessions()), testing::ElementsAre(0, 4, 6));
}

class ReadingEnded : public OpenDevice {};
INSTANTIATE_TEST_SUITE_P(Device, ReadingEnded, on_every_device(), device_of);

TEST_P(ReadingEnded, brings_none_while_all_live) {
  submit(echoes(10));
  EXPECT_THAT(device_.read_ended(), IsEmpty());
}

TEST_P(ReadingEnded, brings_each_exactly_once) {
  submit(echoes(10));
  submit(echoes(10, beginning + timeout));
  EXPECT_EQ(device_.read_ended().size(), 10U);
  EXPECT_THAT(device_.read_ended(), IsEmpty());
}

TEST_P(ReadingEnded, brings_the_oldest_end_first_whatever_was_created_first) {
  submit(echoes(4));
  const std::vector<ModelPacket> return_in_this_order{echo(2), echo(0), echo(3), echo(1)};
  for (ModelPacket packet : return_in_this_order) submit(at(beginning + timeout, packet));
  EXPECT_THAT(creations(device_.read_ended()), testing::ElementsAre(4, 0, 6, 2));
}

TEST_P(ReadingEnded, brings_them_closed_and_otherwise_as_they_were) {
  submit(echo(1));
  submit(reversed(echo(1)));
  Session due = only_session();
  submit(at(beginning + timeout, echo(1)));
  due.state = hw::SessionState::closed;
  due.end_reason = hw::EndReason::timeout;
  EXPECT_THAT(device_.read_ended(), testing::ElementsAre(due));
}

TEST_P(ReadingEnded, brings_more_than_an_answer_holds) {
  for (const std::uint32_t count : {1U, 15U, 16U, 17U, 33U, 2048U, 2065U, 9000U}) {
    device_.clear();
    submit(echoes(count));
    submit(echoes(count, beginning + timeout));
    const std::vector<Session> ended = device_.read_ended();
    ASSERT_EQ(ended.size(), count);
    for (std::size_t i = 0; i < ended.size(); ++i) ASSERT_EQ(ended[i].creation, 2 * i);
    EXPECT_THAT(device_.read_ended(), IsEmpty());
  }
}

TEST_P(ReadingEnded, brings_those_of_between_two_readings) {
  submit(echoes(3));
  submit(at(beginning + timeout, echo(0)));
  EXPECT_THAT(creations(device_.read_ended()), testing::ElementsAre(0));
  submit(at(beginning + timeout, echo(1)));
  submit(at(beginning + timeout, echo(2)));
  EXPECT_THAT(creations(device_.read_ended()), testing::ElementsAre(2, 4));
}

TEST_P(ReadingEnded, brings_a_key_as_often_as_it_ended) {
  for (std::uint64_t i = 0; i < 20; ++i) submit(at(beginning + i * timeout, echo(1)));
  const std::vector<Session> ended = device_.read_ended();
  ASSERT_EQ(ended.size(), 19U);
  for (std::size_t i = 0; i < ended.size(); ++i) {
    EXPECT_EQ(ended[i].created_ns, beginning + i * timeout);
    EXPECT_EQ(ended[i].c2s.packets, 1U);
  }
}

TEST_P(ReadingEnded, loses_none_where_a_burst_follows_the_end) {
  submit(echoes(2));
  std::vector<ModelPacket> burst(200, at(beginning + timeout, echo(0)));
  burst[100] = at(beginning + timeout, echo(1));
  const std::vector<PacketResult> results = submit(burst);
  EXPECT_TRUE(results[0].created);
  EXPECT_FALSE(results[1].created);
  EXPECT_TRUE(results[100].created);
  EXPECT_EQ(device_.read_ended().size(), 2U);
  const std::vector<Session> sessions = device_.read_sessions();
  ASSERT_EQ(sessions.size(), 2U);
  EXPECT_EQ(sessions[0].c2s.packets, 199U);
  EXPECT_EQ(sessions[1].c2s.packets, 1U);
}

TEST_P(ReadingEnded, adds_up_with_the_sessions_that_live) {
  Traffic traffic(4, {.pauses = 0.05});
  std::uint64_t released = 0;
  for (int i = 0; i < 20; ++i) {
    submit(traffic.next(100));
    released += packets_of(device_.read_ended());
  }
  EXPECT_EQ(released + packets_of(device_.read_sessions()),
            device_.read_statistics()[hw::Outcome::counted]);
}

}  // namespace
}  // namespace espial::test
