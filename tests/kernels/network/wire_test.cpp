// The table seen from the wire: frames leave as they came, and their packets count like those of
// the host.
#include <algorithm>
#include <map>
#include <string>

#include "kernels/random.hpp"
#include "network.hpp"

namespace {

namespace hw = espial::hw;
using hw::Counter;
using hw::Outcome;
using loop::Endpoint;
using loop::not_ip;
using loop::Octets;
using loop::packet_request;
using loop::start_time;
using loop::udp;
using loop::udp_frame;

class TableWire : public loop::Network {};

Endpoint client(unsigned port) { return {0x0A000001, static_cast<std::uint16_t>(port)}; }
constexpr Endpoint server{0x0A000002, 53};

TEST_F(TableWire, frames_of_all_lengths_leave_byte_by_byte_and_in_order) {
  std::vector<Octets> sent;
  for (unsigned beats = 1; beats <= hw::frame_beats; ++beats) {
    for (const unsigned octets : {64 * beats - 1, 64 * beats})
      sent.push_back(udp_frame(client(1), server, octets));
  }
  sent.push_back(udp_frame(client(1), server, 65));
  for (const Octets& frame : sent) send(frame, start_time);
  EXPECT_EQ(frames(), sent);
  EXPECT_EQ(statistic(Counter::packets), sent.size());
  expect_conservation();
}

TEST_F(TableWire, short_frames_leave_whole_too) {
  const std::vector<Octets> sent = {Octets(1, 7), Octets(13, 7), Octets(14, 7), Octets(60, 7)};
  for (const Octets& frame : sent) send(frame, start_time);
  EXPECT_EQ(frames(), sent);
  expect_conservation();
}

TEST_F(TableWire, frames_have_no_answers) {
  for (unsigned i = 0; i < 10; ++i) send(udp(client(i), server), start_time);
  EXPECT_TRUE(answers().empty());
  EXPECT_EQ(frames().size(), 10U);
}

TEST_F(TableWire, frames_longer_than_9728_octets_are_dropped_and_counted) {
  const Octets small = udp_frame(client(1), server, 500);
  const Octets largest = udp_frame(client(1), server, hw::frame_octets);
  send(small, start_time);
  send(udp_frame(client(1), server, hw::frame_octets + 1), start_time);
  send(largest, start_time);
  send(udp_frame(client(1), server, hw::frame_octets + 64), start_time);
  send(udp_frame(client(1), server, 65'000), start_time);
  send(small, start_time);
  EXPECT_EQ(frames(), (std::vector<Octets>{small, largest, small}));
  EXPECT_EQ(statistic(Outcome::oversize), 3U);
  EXPECT_EQ(statistic(Outcome::counted), 3U);
  expect_conservation();
}

// Behind it wait as many beats as the frame FIFO holds, and more.
TEST_F(TableWire, the_largest_frames_back_to_back_pass) {
  const Octets largest = udp_frame(client(1), server, hw::frame_octets);
  for (unsigned i = 0; i < 20; ++i) send(largest, start_time);
  EXPECT_EQ(frames(), std::vector<Octets>(20, largest));
}

TEST_F(TableWire, time_and_ingress_come_with_the_frame) {
  set_zone(77, 5);
  send(udp(client(1), server), start_time + 3, 77);
  const std::vector<hw::Record> all = sessions();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].created_ns, start_time + 3);
  EXPECT_EQ(all[0].c2s.ingress, 77);
  EXPECT_EQ(all[0].zone, 5);
}

TEST_F(TableWire, a_frame_without_a_session_leaves_unless_its_zone_says_drop) {
  set_zone(9, 3);
  set_miss_action(3, hw::Action::drop);
  send(not_ip(), start_time);
  send(not_ip(), start_time, 9);
  send(udp(client(1), server), start_time, 9);
  EXPECT_EQ(frames(), (std::vector<Octets>{not_ip(), udp(client(1), server)}));
  EXPECT_EQ(statistic(Outcome::not_ip), 2U);
}

TEST_F(TableWire, ah_around_esp_counts_twice_and_leaves_once) {
  const Octets frame = loop::ah_around_esp(0x0A000001, 0x0A000002, 0x1000, 0x20003000);
  send(frame, start_time);
  send(frame, start_time);
  EXPECT_EQ(frames(), (std::vector<Octets>{frame, frame}));
  EXPECT_EQ(statistic(Counter::packets), 2U);
  EXPECT_EQ(statistic(Counter::doubled), 2U);
  const std::vector<hw::Record> all = sessions();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(loop::packets_of(all), 4U);
  expect_conservation();
}

TEST_F(TableWire, frames_keep_their_order_however_often_they_go_round) {
  flatten_hash();
  std::vector<Octets> sent;
  for (unsigned i = 0; i < 500; ++i) sent.push_back(udp(client(i * i % 20), server, i % 300));
  for (const Octets& frame : sent) send(frame, start_time);
  EXPECT_EQ(frames(), sent);
  EXPECT_GT(statistic(Counter::bounced), 500U);
  EXPECT_EQ(sessions().size(), 6U) << "squares modulo 20";
  expect_conservation();
}

// What a packet is to the table, whichever way it comes.
std::vector<Octets> traffic(std::uint32_t seed, unsigned count) {
  loop::Random random(seed);
  std::vector<Octets> all;
  while (all.size() < count) {
    const unsigned session = random.below(100);
    const bool reply = random.one_in(3);
    const Endpoint from = reply ? server : client(session);
    const Endpoint to = reply ? client(session) : server;
    switch (random.below(8)) {
      case 0:
        all.push_back(loop::esp(from.address, to.address, 0x40000000 + session));
        break;
      case 1:
        all.push_back(loop::ah_around_esp(from.address, to.address, 0x50000000 + session,
                                          0x60000000 + session));
        break;
      case 2:
        all.push_back(not_ip());
        break;
      default:
        all.push_back(udp_frame(from, to, 60 + random.below(1400)));
    }
  }
  return all;
}

std::vector<std::string> octets_of(const std::vector<hw::Record>& records) {
  std::vector<std::string> all;
  for (const hw::Record& record : records) {
    all.emplace_back(reinterpret_cast<const char*>(&record), sizeof(record));
  }
  return all;
}

TEST_F(TableWire, packets_make_the_same_sessions_whether_they_come_by_host_or_by_wire) {
  const std::vector<Octets> packets = traffic(3, 2000);
  std::uint64_t time = start_time;
  for (const Octets& packet : packets) send(packet_request(packet, time += 1000, 4));
  EXPECT_EQ(answers().size(), packets.size());
  const std::vector<hw::Record> by_host = sessions();
  const auto counters = statistics();

  ask(loop::command_request(hw::RequestKind::clear));
  time = start_time;
  for (const Octets& packet : packets) send(packet, time += 1000, 4);
  EXPECT_EQ(frames(), packets);
  EXPECT_EQ(octets_of(sessions()), octets_of(by_host));
  EXPECT_EQ(statistics(), counters);

  // In turn; each waits for the other, so that both arrive in the same order.
  ask(loop::command_request(hw::RequestKind::clear));
  time = start_time;
  for (std::size_t i = 0; i < packets.size(); ++i) {
    if (i % 3 == 0) {
      send(packets[i], time += 1000, 4);
    } else {
      send(packet_request(packets[i], time += 1000, 4));
    }
    settle();
  }
  answers();
  EXPECT_EQ(octets_of(sessions()), octets_of(by_host));
  EXPECT_EQ(statistics(), counters);
}

// Packets and bytes from one endpoint to the other, with the ports as mapped; whoever was first.
struct Counts {
  std::uint64_t packets = 0;
  std::uint64_t bytes = 0;

  bool operator==(const Counts&) const = default;
};
std::ostream& operator<<(std::ostream& out, const Counts& counts) {
  return out << counts.packets << " packets, " << counts.bytes << " octets";
}
using Flows = std::map<std::pair<Endpoint, Endpoint>, Counts>;

Endpoint endpoint(const std::uint8_t (&address)[16], std::uint16_t port) {
  std::uint32_t number = 0;
  for (unsigned i = 12; i < 16; ++i) number = number << 8 | address[i];
  return {number, port};
}

Flows flows_of(const std::vector<hw::Record>& records) {
  Flows flows;
  const auto add = [&](const std::pair<Endpoint, Endpoint>& key, const hw::FlowRecord& flow) {
    if (hw::packets(flow) != 0) flows[key] = {hw::packets(flow), hw::bytes(flow)};
  };
  for (const hw::Record& record : records) {
    Endpoint from = endpoint(record.lower_address, record.lower_port);
    Endpoint to = endpoint(record.upper_address, record.upper_port);
    if ((record.directions >> hw::c2s_from_upper_bit & 1U) != 0) std::swap(from, to);
    add({from, to}, record.c2s);
    add({to, from}, record.s2c);
  }
  return flows;
}

TEST_F(TableWire, host_and_wire_share_the_table_under_load) {
  for (std::uint32_t seed = 1; seed <= 5; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    ask(loop::command_request(hw::RequestKind::clear));
    // Many collisions, so that both go round.
    draw_hash(seed, 3, 4);
    loop::Random random(seed);
    std::vector<Octets> by_wire;
    std::uint64_t by_host = 0;
    Flows expected;
    for (unsigned i = 0; i < 3000; ++i) {
      const unsigned session = random.below(60);
      const bool reply = random.one_in(3);
      const Endpoint from = reply ? server : client(session);
      const Endpoint to = reply ? client(session) : server;
      const Octets frame = udp_frame(from, to, 60 + random.below(random.one_in(10) ? 9000 : 200));
      Counts& counts = expected[{from, to}];
      ++counts.packets;
      counts.bytes += frame.size();
      if (random.one_in(2)) {
        send(frame, start_time);
        by_wire.push_back(frame);
      } else {
        send(packet_request(frame, start_time));
        ++by_host;
      }
    }
    const std::vector<hw::Answer> all = answers();
    ASSERT_EQ(all.size(), by_host);
    for (std::size_t i = 1; i < all.size(); ++i) ASSERT_GT(all[i].number, all[i - 1].number);
    EXPECT_EQ(frames(), by_wire);
    EXPECT_EQ(flows_of(sessions()), expected);
    EXPECT_EQ(statistic(Counter::packets), 3000U);
    expect_conservation();
  }
}

// No request enters without a place for its answer, so nothing behind waits for the host.
TEST_F(TableWire, frames_go_on_while_the_host_takes_no_answers) {
  hold_answers(true);
  constexpr std::size_t sent = 1000;
  for (std::size_t i = 0; i < sent; ++i) send(packet_request(udp(client(1), server), start_time));
  EXPECT_TRUE(host_waits());
  const std::vector<Octets> by_wire(200, udp_frame(client(2), server, 1500));
  for (const Octets& frame : by_wire) send(frame, start_time);
  EXPECT_EQ(frames(), by_wire);
  hold_answers(false);
  EXPECT_EQ(answers().size(), sent);
  EXPECT_EQ(statistic(Counter::packets), sent + by_wire.size());
}

TEST_F(TableWire, frames_go_on_while_the_host_takes_no_records) {
  for (unsigned i = 0; i < 500; ++i) send(udp(client(i), server), start_time);
  frames();
  hold_answers(true);
  constexpr std::size_t reads = 1000;
  for (std::size_t i = 0; i < reads; ++i) {
    send(loop::command_request(hw::RequestKind::read_sessions, hw::ReadArgument{0, 50}));
  }
  EXPECT_TRUE(host_waits());
  const std::vector<Octets> by_wire(200, udp_frame(client(2), server, 1500));
  for (const Octets& frame : by_wire) send(frame, start_time);
  EXPECT_EQ(frames(), by_wire);
  hold_answers(false);
  EXPECT_EQ(answers().size(), reads * (2 * 50 + 1));
}

// A clear waits for the answers in front of it, since records are read for them.
TEST_F(TableWire, frames_go_on_while_a_clear_waits_for_the_host) {
  for (unsigned i = 0; i < 500; ++i) send(udp(client(i), server), start_time);
  frames();
  hold_answers(true);
  send(loop::command_request(hw::RequestKind::read_sessions, hw::ReadArgument{0, 400}));
  send(loop::command_request(hw::RequestKind::clear));
  const std::vector<Octets> by_wire(100, udp_frame(client(2), server, 1500));
  for (const Octets& frame : by_wire) send(frame, start_time);
  EXPECT_EQ(frames(), by_wire);
  hold_answers(false);
  const std::vector<hw::Answer> beats = answers();
  ASSERT_EQ(beats.size(), 802U);
  EXPECT_EQ(beats[800].value[hw::answer::count], 400U);
  EXPECT_TRUE(sessions().empty());
}

TEST_F(TableWire, records_can_be_read_while_frames_of_one_session_arrive) {
  for (unsigned i = 0; i < 100; ++i) send(udp(client(i), server), start_time);
  EXPECT_EQ(frames().size(), 100U);
  for (unsigned i = 0; i < 500; ++i) send(udp(client(1), server), start_time);
  send(loop::command_request(hw::RequestKind::read_sessions, hw::ReadArgument{0, 100}));
  for (unsigned i = 0; i < 500; ++i) send(udp(client(1), server), start_time);
  const std::vector<hw::Answer> beats = answers();
  ASSERT_EQ(beats.size(), 201U);
  EXPECT_EQ(beats.back().value[hw::answer::count], 100U);
  EXPECT_EQ(frames().size(), 1000U);
  EXPECT_EQ(loop::packets_of(sessions()), 1100U);
}

}  // namespace
