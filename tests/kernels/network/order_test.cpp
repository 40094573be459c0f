// The table seen from the host: every packet in its session, in order, whatever collides.
#include <algorithm>
#include <map>
#include <utility>

#include "kernels/random.hpp"
#include "network.hpp"

namespace {

namespace hw = espial::hw;
using hw::Counter;
using hw::Outcome;
using loop::Endpoint;
using loop::HashWord;
using loop::Octets;
using loop::packet_request;
using loop::second;
using loop::start_time;
using loop::udp;

class TableOrder : public loop::Network {};

Endpoint client(unsigned port) { return {0x0A000001, static_cast<std::uint16_t>(port)}; }
constexpr Endpoint server{0x0A000002, 53};

constexpr std::uint64_t no_session = ~std::uint64_t{0};

TEST_F(TableOrder, a_packet_is_answered_with_its_session) {
  const hw::Answer made = ask(packet_request(udp(client(1), server), start_time));
  EXPECT_EQ(made.outcome, static_cast<unsigned>(Outcome::counted));
  EXPECT_EQ(made.value[hw::answer::created], 1U);
  EXPECT_EQ(made.value[hw::answer::session], made.number);
  const hw::Answer met = ask(packet_request(udp(server, client(1)), start_time));
  EXPECT_EQ(met.value[hw::answer::created], 0U);
  EXPECT_EQ(met.value[hw::answer::session], made.number);
  EXPECT_NE(met.number, made.number);
}

TEST_F(TableOrder, answers_come_in_order_of_their_requests) {
  flatten_hash();
  for (unsigned i = 0; i < 2000; ++i)
    send(packet_request(udp(client(i * i % 20), server), start_time));
  const std::vector<hw::Answer> all = answers();
  ASSERT_EQ(all.size(), 2000U);
  for (unsigned i = 1; i < 2000; ++i) ASSERT_GT(all[i].number, all[i - 1].number);
}

TEST_F(TableOrder, sessions_with_one_hash_are_told_apart_up_to_the_last_slot) {
  flatten_hash();
  constexpr unsigned slots = hw::choices * hw::line_slots;
  for (unsigned turn = 0; turn < 3; ++turn) {
    for (unsigned i = 0; i < slots; ++i) send(packet_request(udp(client(i), server), start_time));
  }
  const std::vector<hw::Answer> all = answers();
  ASSERT_EQ(all.size(), 3 * slots);
  for (unsigned i = 0; i < 3 * slots; ++i) {
    EXPECT_EQ(all[i].value[hw::answer::created], i < slots ? 1U : 0U);
    EXPECT_EQ(all[i].value[hw::answer::session], all[i % slots].number);
  }
  // One more finds no slot, and no record is lost by that.
  EXPECT_EQ(ask(packet_request(udp(client(slots), server), start_time)).outcome,
            static_cast<unsigned>(Outcome::refused));
  expect_conservation();
}

// A packet goes round for a reason of its own. Behind it come one of a session that exists, and the
// first of a new session with the same tag, whose slot lies before that of the first: the new one
// has its slot already, the packet of the other must still find its own session.
TEST_F(TableOrder, a_slot_taken_in_a_round_that_did_not_count_hides_no_session) {
  flatten_hash();
  // The client's port is the upper one's if the server's address is the larger: digits of the lower
  // port.
  constexpr unsigned digit = loop::lower_port_digit;
  constexpr std::uint32_t tag = 0xABCDEF;
  set_hash(digit, 1, HashWord{{0, 100, 100, 100}, 1});  // stands in line 0 of the first choice
  set_hash(digit, 2,
           HashWord{{0, 0, 0, 0}, tag});  // the session: so it stands in the second choice
  for (unsigned i = 3; i < 7; ++i)
    set_hash(digit, i, HashWord{{1, 1, 1, 1}, i});  // one in each line 1
  set_hash(digit, 7, HashWord{{0, 1, 1, 1}, tag});  // the new one: to line 0 of the first choice
  set_hash(digit, 8, HashWord{{8, 8, 8, 8}, tag});  // two of one hash: the second goes round
  set_hash(digit, 9, HashWord{{8, 8, 8, 8}, tag});
  const auto from = [](unsigned port) {
    return packet_request(udp(client(port), server), start_time);
  };
  std::map<unsigned, std::uint64_t> numbers;
  for (unsigned port = 1; port <= 8; ++port) {
    if (port != 7) numbers[port] = ask(from(port)).number;
  }
  const std::uint64_t bounced = statistic(Counter::bounced);

  for (const unsigned port : {9U, 2U, 7U, 2U, 7U}) send(from(port));
  const std::vector<hw::Answer> all = answers();
  ASSERT_EQ(all.size(), 5U);
  EXPECT_GE(statistic(Counter::bounced), bounced + 5) << "all went round together";
  EXPECT_EQ(all[1].value[hw::answer::created], 0U);
  EXPECT_EQ(all[1].value[hw::answer::session], numbers[2]);
  EXPECT_EQ(all[2].value[hw::answer::session], all[2].number);
  EXPECT_EQ(all[3].value[hw::answer::session], numbers[2]);
  EXPECT_EQ(all[4].value[hw::answer::session], all[2].number);
  EXPECT_EQ(sessions().size(), 9U);
  expect_conservation();
}

// The table as `std::map` has it.
class Model {
 public:
  struct Session {
    std::uint64_t number = 0;
    std::uint64_t created = 0;
    std::uint64_t last_seen = 0;
    std::uint64_t timeout = 0;
    bool answered = false;
    Endpoint first_source{};
    std::uint64_t packets[2] = {};
    std::uint64_t bytes[2] = {};
  };

  // A UDP packet with this arrival number. \return its session, and whether it made it
  std::pair<std::uint64_t, bool> count(Endpoint from, Endpoint to, std::size_t length,
                                       std::uint64_t time, std::uint64_t number) {
    clock_ = std::max(clock_, time);
    Session& session = live_[std::minmax(from, to)];
    const bool fresh = session.timeout == 0 || clock_ - session.last_seen >= session.timeout;
    if (fresh) {
      if (session.timeout != 0) all[session.number] = session;
      session = {.number = number, .created = clock_, .first_source = from};
    }
    const bool reply = from != session.first_source;
    ++session.packets[reply];
    session.bytes[reply] += length;
    session.answered = session.answered || reply;
    session.last_seen = clock_;
    session.timeout =
        (session.answered && clock_ - session.created > 2 * second ? 120 : 30) * second;
    all[session.number] = session;
    return {session.number, fresh};
  }

  std::map<std::uint64_t, Session> all;  // by number; ended ones too

 private:
  std::map<std::pair<Endpoint, Endpoint>, Session> live_;
  std::uint64_t clock_ = 0;
};

void expect_same(const Model& model, const std::map<std::uint64_t, hw::Record>& records) {
  ASSERT_EQ(records.size(), model.all.size());
  for (const auto& [number, record] : records) {
    const auto found = model.all.find(number);
    ASSERT_NE(found, model.all.end()) << "session " << number;
    const Model::Session& session = found->second;
    EXPECT_EQ(record.created_ns, session.created);
    EXPECT_EQ(record.last_seen_ns, session.last_seen);
    EXPECT_EQ(record.timeout_s * second, session.timeout);
    EXPECT_EQ(hw::packets(record.c2s), session.packets[0]) << "session " << number;
    EXPECT_EQ(hw::packets(record.s2c), session.packets[1]) << "session " << number;
    EXPECT_EQ(hw::bytes(record.c2s), session.bytes[0]);
    EXPECT_EQ(hw::bytes(record.s2c), session.bytes[1]);
  }
}

struct Collisions {
  const char* name;
  unsigned tag_bits;
  unsigned line_bits;
  unsigned sessions;
};

std::ostream& operator<<(std::ostream& out, const Collisions& collisions) {
  return out << collisions.name;
}

class TableAgainstModel : public loop::Network, public testing::WithParamInterface<Collisions> {
 protected:
  // Collects ended sessions while packets are on the way.
  void read_ended(std::uint32_t release) {
    settle();
    for (const hw::Record& record :
         list(loop::command_request(hw::RequestKind::read_ended, hw::ReadArgument{release, 50}))
             .records) {
      records_[hw::creation(record)] = record;
      ++confirmed_;
    }
  }

  std::map<std::uint64_t, hw::Record> records_;  // by creation number
  std::uint32_t confirmed_ = 0;                  // read, and not released yet
};

constexpr std::uint32_t seeds = 20;
constexpr unsigned packets = 500;

TEST_P(TableAgainstModel, agrees_on_random_traffic_of_bursts_and_returning_keys) {
  for (std::uint32_t seed = 1; seed <= seeds; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    ask(loop::command_request(hw::RequestKind::clear));
    draw_hash(seed, GetParam().tag_bits, GetParam().line_bits);
    records_.clear();
    confirmed_ = 0;
    loop::Random random(seed);
    Model model;
    std::vector<std::pair<std::uint64_t, bool>> expected;
    std::uint64_t time = start_time;
    std::uint64_t arrivals = 0;
    std::vector<hw::Answer> got;
    unsigned burst = 0;
    unsigned port = 0;
    for (unsigned i = 0; i < packets; ++i) {
      if (burst == 0) {
        burst = 1 + random.below(random.one_in(4) ? 30 : 3);
        port = random.below(GetParam().sessions);
      }
      --burst;
      time += random.below(100'000'000);
      if (random.one_in(200)) time += 40 * second;
      if (random.one_in(1000)) time += 200 * second;
      const std::uint64_t stamp = random.one_in(50) ? time - second / 2 : time;
      const bool reply = random.one_in(3);
      const Endpoint source = reply ? server : client(port);
      const Endpoint destination = reply ? client(port) : server;
      const Octets frame = udp(source, destination, random.below(200));
      send(packet_request(frame, stamp));
      expected.push_back(model.count(source, destination, frame.size(), stamp, 2 * arrivals++));
      if (random.one_in(500)) {
        const std::vector<hw::Answer> some = answers();
        got.insert(got.end(), some.begin(), some.end());
        read_ended(std::exchange(confirmed_, 0));
      }
    }
    const std::vector<hw::Answer> rest = answers();
    got.insert(got.end(), rest.begin(), rest.end());

    ASSERT_EQ(got.size(), expected.size()) << "nothing is lost or stuck";
    for (std::size_t i = 0; i < got.size(); ++i) {
      ASSERT_EQ(got[i].number, 2 * i) << "in order of arrival";
      ASSERT_EQ(got[i].value[hw::answer::session], expected[i].first) << "packet " << i;
      ASSERT_EQ(got[i].value[hw::answer::created], expected[i].second ? 1U : 0U) << "packet " << i;
    }
    while (true) {
      read_ended(std::exchange(confirmed_, 0));
      if (confirmed_ == 0) break;
    }
    for (const hw::Record& record : sessions()) {
      EXPECT_FALSE(records_.contains(hw::creation(record))) << "live and ended at once";
      records_[hw::creation(record)] = record;
    }
    expect_same(model, records_);
    EXPECT_EQ(statistic(Counter::packets), expected.size());
    EXPECT_EQ(statistic(Outcome::counted), expected.size());
    EXPECT_EQ(statistic(Counter::sessions), model.all.size());
    if (HasFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(Hashes, TableAgainstModel,
                         testing::Values(Collisions{"full_tags", hw::tag_bits, hw::line_bits, 300},
                                         Collisions{"full_tags_in_few_lines", hw::tag_bits, 3, 60},
                                         Collisions{"4_bit_tags_in_few_lines", 4, 3, 60},
                                         Collisions{"1_bit_tags", 1, hw::line_bits, 300},
                                         Collisions{"1_bit_tags_in_few_lines", 1, 2, 40},
                                         Collisions{"one_hash_for_all", 0, 0, 20}),
                         [](const auto& instance) { return instance.param.name; });

TEST_F(TableOrder, a_timeout_of_zero_ends_each_session_with_the_next_packet) {
  set_timer(hw::Timer::udp_opening, 0);
  for (unsigned i = 0; i < 1000; ++i) send(packet_request(udp(client(1), server), start_time));
  const std::vector<hw::Answer> all = answers();
  ASSERT_EQ(all.size(), 1000U);
  for (const hw::Answer& answer : all) EXPECT_EQ(answer.value[hw::answer::session], answer.number);
  const std::vector<hw::Record> gone = ended();
  EXPECT_EQ(gone.size(), 999U);
  for (std::size_t i = 0; i < gone.size(); ++i) EXPECT_EQ(hw::creation(gone[i]), 2 * i);
}

TEST_F(TableOrder, the_table_fills_to_its_last_record_and_refuses_the_next) {
  for (unsigned i = 0; i <= hw::records; ++i) {
    send(packet_request(udp({0x0B000000 + i, 1000}, server), start_time));
  }
  const std::vector<hw::Answer> all = answers();
  ASSERT_EQ(all.size(), hw::records + 1);
  for (unsigned i = 0; i < hw::records; ++i) ASSERT_EQ(all[i].value[hw::answer::created], 1U);
  EXPECT_EQ(all.back().outcome, static_cast<unsigned>(Outcome::refused));
  EXPECT_EQ(all.back().value[hw::answer::session], no_session);
  EXPECT_EQ(sessions().size(), hw::records);

  // A key returns to the full table: its session ends, and has to wait for the host.
  const std::uint64_t later = start_time + 60 * second;
  const auto again = [&](unsigned i) {
    return packet_request(udp({0x0B000000 + i, 1000}, server), later);
  };
  EXPECT_EQ(ask(again(7)).outcome, static_cast<unsigned>(Outcome::learn_deferred));
  EXPECT_EQ(ask(again(hw::records)).outcome, static_cast<unsigned>(Outcome::learn_deferred));
  const std::vector<hw::Record> gone = ended();
  ASSERT_EQ(gone.size(), 1U);
  EXPECT_EQ(hw::creation(gone[0]), all[7].number);
  const hw::Answer answer = ask(again(7));
  EXPECT_EQ(answer.value[hw::answer::created], 1U);
  EXPECT_EQ(statistic(Outcome::refused), 1U);
  EXPECT_EQ(statistic(Outcome::learn_deferred), 2U);
  expect_conservation(1);
}

// Some packets meet a false match, go round, and may find the last record gone: but exactly one
// goes without.
TEST_F(TableOrder, the_table_fills_to_its_last_record_although_packets_go_round) {
  draw_hash(4, 9, hw::line_bits);
  for (unsigned i = 0; i <= hw::records; ++i) {
    send(packet_request(udp({0x0B000000 + i, 1000}, server), start_time));
  }
  const std::vector<hw::Answer> all = answers();
  ASSERT_EQ(all.size(), hw::records + 1);
  const auto made = std::ranges::count_if(all, [](const hw::Answer& answer) {
    return answer.value[hw::answer::created] == 1 &&
           answer.value[hw::answer::session] == answer.number;
  });
  EXPECT_EQ(made, hw::records);
  EXPECT_GT(statistic(Counter::bounced), 1000U);
  EXPECT_EQ(statistic(Outcome::refused), 1U);
  EXPECT_EQ(sessions().size(), hw::records);
  expect_conservation();
}

TEST_F(TableOrder, a_clear_forgets_sessions_counters_and_numbers) {
  for (unsigned i = 0; i < 50; ++i) send(packet_request(udp(client(i), server), start_time));
  answers();
  ask(loop::command_request(hw::RequestKind::clear));
  EXPECT_TRUE(sessions().empty());
  EXPECT_EQ(statistic(Counter::packets), 0U);
  // The clock too: an earlier time is no reversal.
  const hw::Answer answer = ask(packet_request(udp(client(3), server), 5));
  EXPECT_EQ(answer.number, 0U);
  EXPECT_EQ(answer.value[hw::answer::created], 1U);
  EXPECT_EQ(statistic(Counter::time_reversals), 0U);
}

// A command acts on the packets behind it only, and so does a clear: what was asked before is
// answered from before.
TEST_F(TableOrder, a_clear_leaves_what_stands_before_it) {
  for (unsigned i = 0; i < 40; ++i) send(packet_request(udp(client(i), server), start_time));
  answers();
  send(loop::command_request(hw::RequestKind::clear));
  send(packet_request(udp(client(1), server), start_time));
  const std::vector<hw::Answer> all = answers();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[1].value[hw::answer::created], 1U);
  EXPECT_EQ(sessions().size(), 1U);
}

TEST_F(TableOrder, a_read_in_front_of_a_clear_still_finds_the_sessions) {
  for (unsigned i = 0; i < 40; ++i) send(packet_request(udp(client(i), server), start_time));
  answers();
  send(loop::command_request(hw::RequestKind::read_sessions, hw::ReadArgument{0, 40}));
  send(loop::command_request(hw::RequestKind::clear));
  const std::vector<hw::Answer> all = answers();
  ASSERT_EQ(all.size(), 2 * 40 + 2);
  EXPECT_EQ(all[80].value[hw::answer::count], 40U);
  EXPECT_TRUE(sessions().empty());
}

}  // namespace
