// `ingest`: merges host and wire, keeps clock and arrival number, gives each ingress its zone, and
// lets in no request whose answer would have no place.
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <random>
#include <vector>

#include "table/processes.hpp"

namespace espial::test {
namespace {

using hw::RequestKind;

constexpr std::uint64_t seed = 17;

::Request request_of(RequestKind kind, std::uint64_t time = 0, std::uint16_t ingress = 0) {
  ::Request request{};
  request.kind = code(kind);
  request.time = time;
  request.ingress = ingress;
  return request;
}
::Request packet_at(std::uint64_t time, std::uint16_t ingress = 0) {
  return request_of(RequestKind::packet, time, ingress);
}
::Request from_wire(::Request request) {
  request.wire = true;
  return request;
}
::Request set_ingress(std::uint16_t ingress, std::uint16_t zone) {
  ::Request request = request_of(RequestKind::set_ingress, 0, ingress);
  request.window = zone;
  return request;
}

/// The process keeps its state for ever, so every test begins with a `clear` and leaves no answer
/// owed.
class Ingest : public testing::Test {
 protected:
  /// It sweeps its zones one in each firing, and needs a few firings more.
  static constexpr unsigned zones = 1U << 16;
  static constexpr unsigned sweep_firings = zones + 16;

  void SetUp() override { clear(); }
  void TearDown() override {
    for (unsigned i = 0; i < sweep_firings + 8 * hw::answer_places; ++i) {
      fire();
      while (!arrivals_.empty()) next();
      if (owed_ != 0) answer();
    }
    EXPECT_EQ(owed_ + host_.size() + wire_.size() + answered_.size(), 0U) << "not at rest";
  }

  void fire(unsigned times = 1) {
    for (unsigned i = 0; i < times; ++i) process::ingest(host_, wire_, answered_, arrivals_);
  }
  /// Fires until a request comes out.
  ::Request next() {
    for (unsigned i = 0; arrivals_.empty() && i < 2 * sweep_firings; ++i) fire();
    const ::Request request = arrivals_.read();
    if (!request.wire) ++owed_;
    return request;
  }
  /// What `answer` says when the answer to a request of the host is through.
  void answer() {
    answered_.write(true);
    --owed_;
  }
  /// A request that passes alone and is answered.
  ::Request pass(const ::Request& request) {
    (request.wire ? wire_ : host_).write(request);
    const ::Request passed = next();
    if (!passed.wire) answer();
    return passed;
  }
  void clear() {
    pass(request_of(RequestKind::clear));
    fire(sweep_firings);
  }

  hls::stream<::Request, 1024> host_{"host"};
  hls::stream<::Request, 1024> wire_{"wire"};
  hls::stream<bool, 512> answered_{"answered"};
  hls::stream<::Request, 1024> arrivals_{"arrivals"};

 private:
  unsigned owed_ = 0;
};

TEST_F(Ingest, is_idle_where_nothing_waits) {
  fire(100);
  EXPECT_TRUE(arrivals_.empty());
}

TEST_F(Ingest, what_a_request_holds_passes_unchanged) {
  std::mt19937_64 random(seed);
  for (const bool wire : {false, true}) {
    ::Request sent = packet_at(5, 0x1234);
    sent.length = 0xABCDEF;
    sent.captured = 77;
    sent.link = 3;
    sent.open_count = 0x5A;
    sent.wire = wire;
    sent.oversize = wire;
    sent.beats = 9;
    for (unsigned i = 0; i < hw::window_octets; i += 4)
      sent.window = (sent.window << 32) | window_t(random() >> 32);
    const ::Request passed = pass(sent);
    EXPECT_EQ(passed.kind, sent.kind);
    EXPECT_EQ(passed.time, sent.time);
    EXPECT_EQ(passed.length, sent.length);
    EXPECT_EQ(passed.ingress, sent.ingress);
    EXPECT_EQ(passed.captured, sent.captured);
    EXPECT_EQ(passed.link, sent.link);
    EXPECT_EQ(passed.open_count, sent.open_count);
    EXPECT_EQ(passed.wire, sent.wire);
    EXPECT_EQ(passed.oversize, sent.oversize);
    EXPECT_EQ(passed.beats, sent.beats);
    EXPECT_EQ(passed.window, sent.window);
  }
}

// --- number ---

TEST_F(Ingest, packets_have_even_numbers_in_order_of_arrival) {
  for (unsigned i = 0; i < 10; ++i) {
    const ::Request passed = pass(i % 3 == 0 ? from_wire(packet_at(1)) : packet_at(1));
    EXPECT_EQ(passed.number, 2 * i);
  }
}

TEST_F(Ingest, commands_are_not_numbered) {
  EXPECT_EQ(pass(packet_at(1)).number, 0);
  for (unsigned kind = 3; kind < hw::request_kinds; ++kind)
    pass(request_of(static_cast<RequestKind>(kind)));
  EXPECT_EQ(pass(packet_at(1)).number, 2);
}

// --- clock ---

TEST_F(Ingest, the_clock_is_the_newest_time) {
  EXPECT_EQ(pass(packet_at(100)).time, 100);
  EXPECT_EQ(pass(packet_at(250)).time, 250);
  EXPECT_EQ(pass(packet_at(~std::uint64_t{0})).time, ~std::uint64_t{0});
}

TEST_F(Ingest, a_packet_stamped_earlier_is_taken_at_the_newest_time) {
  pass(packet_at(1000));
  const ::Request earlier = pass(packet_at(400));
  EXPECT_EQ(earlier.time, 1000);
  EXPECT_TRUE(earlier.reversal);
  const ::Request later = pass(packet_at(1001));
  EXPECT_EQ(later.time, 1001);
  EXPECT_FALSE(later.reversal);
}

TEST_F(Ingest, a_packet_of_the_same_time_is_no_reversal) {
  pass(packet_at(1000));
  EXPECT_FALSE(pass(packet_at(1000)).reversal);
}

TEST_F(Ingest, host_and_wire_have_one_clock) {
  pass(from_wire(packet_at(1000)));
  EXPECT_TRUE(pass(packet_at(999)).reversal);
  pass(packet_at(2000));
  const ::Request earlier = pass(from_wire(packet_at(1999)));
  EXPECT_TRUE(earlier.reversal);
  EXPECT_EQ(earlier.time, 2000);
}

TEST_F(Ingest, any_request_moves_the_clock) {
  for (unsigned kind = 3; kind < hw::request_kinds; ++kind) {
    SCOPED_TRACE(kind);
    const std::uint64_t time = 1000 * kind;
    pass(request_of(static_cast<RequestKind>(kind), time));
    const ::Request earlier = pass(packet_at(time - 1));
    EXPECT_EQ(earlier.time, time);
    EXPECT_TRUE(earlier.reversal);
  }
}

TEST_F(Ingest, commands_stamped_earlier_are_no_reversals) {
  pass(packet_at(1000));
  const ::Request command = pass(request_of(RequestKind::advance, 1));
  EXPECT_EQ(command.time, 1000);
  EXPECT_FALSE(command.reversal);
}

// --- zone ---

TEST_F(Ingest, the_zone_is_0_unless_said) {
  for (const unsigned ingress : {0U, 1U, 4095U, 65535U}) {
    EXPECT_EQ(pass(packet_at(1, static_cast<std::uint16_t>(ingress))).zone, 0) << ingress;
  }
}

TEST_F(Ingest, each_ingress_has_its_own_zone) {
  pass(set_ingress(0, 7));
  pass(set_ingress(65535, 8));
  EXPECT_EQ(pass(packet_at(1, 0)).zone, 7);
  EXPECT_EQ(pass(packet_at(1, 65535)).zone, 8);
  EXPECT_EQ(pass(packet_at(1, 1)).zone, 0);
  EXPECT_EQ(pass(from_wire(packet_at(1, 0))).zone, 7);
}

TEST_F(Ingest, a_zone_holds_for_exactly_the_packets_behind_it) {
  for (unsigned between = 0; between < 12; ++between) {
    SCOPED_TRACE(between);
    const auto zone = static_cast<std::uint16_t>(100 + between);
    const std::uint16_t before = pass(packet_at(1, 5)).zone.to_uint() & 0xFFFF;
    host_.write(packet_at(1, 5));
    host_.write(set_ingress(5, zone));
    for (unsigned i = 0; i < between; ++i) host_.write(packet_at(1, 6));
    host_.write(packet_at(1, 5));
    EXPECT_EQ(next().zone, before);
    for (unsigned i = 0; i <= between; ++i) next();
    EXPECT_EQ(next().zone, zone);
    for (unsigned i = 0; i < between + 3; ++i) answer();
  }
}

TEST_F(Ingest, the_newest_of_several_zones_holds) {
  for (std::uint16_t zone = 1; zone <= 9; ++zone) {
    host_.write(set_ingress(5, zone));
    host_.write(set_ingress(6, 77));
  }
  for (int i = 0; i < 18; ++i) {
    next();
    answer();
  }
  EXPECT_EQ(pass(packet_at(1, 5)).zone, 9);
  EXPECT_EQ(pass(packet_at(1, 6)).zone, 77);
}

TEST_F(Ingest, zones_in_random_order_agree_with_a_map) {
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  std::map<unsigned, unsigned> zones;
  for (int round = 0; round < 20'000; ++round) {
    const auto ingress = static_cast<std::uint16_t>(random() % 4);
    if (random() % 3 == 0) {
      const auto zone = static_cast<std::uint16_t>(random());
      pass(set_ingress(ingress, zone));
      zones[ingress] = zone;
    } else {
      const ::Request packet = packet_at(1, ingress);
      ASSERT_EQ(pass(random() % 2 == 0 ? packet : from_wire(packet)).zone, zones[ingress])
          << "round " << round;
    }
  }
}

// --- places for answers ---

TEST_F(Ingest, the_host_has_256_places_for_answers) {
  for (unsigned i = 0; i < hw::answer_places + 10; ++i) host_.write(packet_at(1));
  fire(2 * hw::answer_places);
  EXPECT_EQ(arrivals_.size(), hw::answer_places);
  for (unsigned i = 0; i < hw::answer_places; ++i) next();
  for (unsigned i = 0; i < 10; ++i) {
    answer();
    fire(5);
    EXPECT_EQ(arrivals_.size(), 1U) << "each answer frees one place";
    next();
  }
}

TEST_F(Ingest, the_wire_needs_no_place) {
  for (unsigned i = 0; i < hw::answer_places + 1; ++i) host_.write(packet_at(1));
  fire(2 * hw::answer_places);
  for (unsigned i = 0; i < hw::answer_places; ++i) next();
  for (unsigned i = 0; i < 1000; ++i) wire_.write(from_wire(packet_at(1)));
  fire(1000);
  EXPECT_EQ(arrivals_.size(), 1000U);
  for (unsigned i = 0; i < 1000; ++i) EXPECT_TRUE(next().wire);
  answer();
  EXPECT_FALSE(next().wire);
}

// --- merging ---

TEST_F(Ingest, one_request_in_four_is_the_hosts_where_both_wait) {
  for (std::uint64_t i = 0; i < 100; ++i) {
    host_.write(packet_at(1));
    wire_.write(from_wire(packet_at(1)));
  }
  unsigned first = 0;  // requests of the wire that are still due
  while (next().wire) ++first;
  EXPECT_LE(first, 3U);
  for (unsigned round = 0; round < 10; ++round) {
    for (unsigned i = 0; i < 3; ++i) EXPECT_TRUE(next().wire) << round << ": " << i;
    EXPECT_FALSE(next().wire) << round;
  }
}

TEST_F(Ingest, a_side_that_waits_alone_need_not_wait_for_its_turn) {
  for (const bool wire : {true, false}) {
    for (int i = 0; i < 20; ++i)
      (wire ? wire_ : host_).write(wire ? from_wire(packet_at(1)) : packet_at(1));
    fire(20);
    EXPECT_EQ(arrivals_.size(), 20U) << "one in each firing";
    for (int i = 0; i < 20; ++i) EXPECT_EQ(next().wire, wire);
  }
}

TEST_F(Ingest, each_side_keeps_its_order_and_nothing_is_lost) {
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  constexpr unsigned requests = 5000;
  std::array<unsigned, 2> sent{};
  std::array<unsigned, 2> received{};
  while (received[0] + received[1] < requests) {
    if (random() % 2 == 0 && sent[0] + sent[1] < requests) {
      const unsigned side = random() % 2;
      ::Request request = packet_at(1);
      request.wire = side == 1;
      request.length = sent.at(side)++;
      (side == 1 ? wire_ : host_).write(request);
    }
    if (random() % 2 == 0) fire();
    while (!arrivals_.empty()) {
      const ::Request passed = next();
      ASSERT_EQ(passed.length, received.at(passed.wire ? 1 : 0)++);
      if (!passed.wire) answer();
    }
  }
  EXPECT_EQ(received, sent);
}

// --- clear ---

TEST_F(Ingest, clear_forgets_zones_clock_and_numbers) {
  pass(set_ingress(3, 9));
  pass(packet_at(5000, 3));
  clear();
  const ::Request first = pass(packet_at(10, 3));
  EXPECT_EQ(first.zone, 0);
  EXPECT_EQ(first.time, 10);
  EXPECT_FALSE(first.reversal);
  EXPECT_EQ(first.number, 0);
}

TEST_F(Ingest, nothing_passes_a_clear_until_all_zones_are_swept) {
  pass(set_ingress(65535, 9));
  pass(request_of(RequestKind::clear));
  host_.write(packet_at(1, 65535));
  wire_.write(from_wire(packet_at(1, 65535)));
  fire(zones);
  EXPECT_TRUE(arrivals_.empty());
  fire(sweep_firings - zones);
  EXPECT_EQ(arrivals_.size(), 2U);
  EXPECT_EQ(next().zone, 0);
  EXPECT_EQ(next().zone, 0);
}

TEST_F(Ingest, a_clear_waits_until_all_requests_before_it_are_answered) {
  for (unsigned i = 0; i < 5; ++i) host_.write(packet_at(1));
  host_.write(request_of(RequestKind::clear));
  host_.write(packet_at(1));
  for (unsigned i = 0; i < 5; ++i) next();
  for (unsigned i = 0; i < 5; ++i) {
    fire(10);
    EXPECT_TRUE(arrivals_.empty());
    answer();
  }
  EXPECT_EQ(next().kind, code(RequestKind::clear));
  fire(10);
  EXPECT_TRUE(arrivals_.empty());
}

TEST_F(Ingest, the_wire_goes_on_while_a_clear_waits) {
  host_.write(packet_at(1));
  host_.write(request_of(RequestKind::clear));
  next();
  fire(10);
  for (unsigned i = 0; i < 20; ++i) EXPECT_TRUE(pass(from_wire(packet_at(1))).wire);
  answer();
  EXPECT_EQ(next().kind, code(RequestKind::clear));
}

TEST_F(Ingest, a_clear_takes_a_place_like_any_other_request) {
  pass(request_of(RequestKind::clear));
  fire(sweep_firings);
  host_.write(request_of(RequestKind::clear));
  next();
  fire(sweep_firings);
  for (unsigned i = 0; i < hw::answer_places + 1; ++i) host_.write(packet_at(1));
  fire(2 * hw::answer_places);
  EXPECT_EQ(arrivals_.size(), hw::answer_places - 1);
}

}  // namespace
}  // namespace espial::test
