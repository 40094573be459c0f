// Which timer runs for a session, and how its state changes.
#include <string>

#include "record_fixture.hpp"

namespace {

namespace hw = espial::hw;
using hw::PortMapping;
using hw::Protocol;
using hw::SessionState;
using hw::Timer;
using loop::esp;
using loop::packet_at;
using loop::reply;
using loop::second;

Operation set_timer(unsigned timer, std::uint32_t seconds) {
  Operation operation = loop::command(hw::RequestKind::set_timer);
  operation.transit.argument = argument_t(seconds) | (argument_t(timer) << 32);
  return operation;
}

Operation of(Protocol protocol) {
  Operation operation = packet_at(1, 0);
  operation.key.protocol = code(protocol);
  return operation;
}
Operation of(unsigned protocol) {
  Operation operation = packet_at(1, 0);
  operation.key.protocol = protocol;
  return operation;
}
Operation ah(PortMapping mapping) {
  Operation operation = esp(1000, mapping);
  operation.key.protocol = code(Protocol::ah);
  return operation;
}
Operation esp_in_udp(PortMapping mapping) {
  Operation operation = esp(1000, mapping);
  operation.key.encapsulated = true;
  return operation;
}

class RecordTimer : public loop::RecordFixture {
 protected:
  // The timer that runs after the first packet of a session, seconds.
  std::uint32_t opening(const Operation& first) {
    learn(first, 3);
    return read(3).timeout_s;
  }
  // The same after an answer.
  std::uint32_t answered(const Operation& first, std::uint64_t after = 0) {
    learn(first, 3);
    Operation answer = reply(first);
    answer.transit.time += after;
    pass(answer, 3);
    return read(3).timeout_s;
  }
  [[nodiscard]] SessionState state() { return static_cast<SessionState>(read(3).state); }
};

TEST_F(RecordTimer, under_spi_split_an_sa_has_an_hour_from_its_first_packet_on) {
  for (const Operation& first : {esp(1000, PortMapping::spi_split), ah(PortMapping::spi_split),
                                 esp_in_udp(PortMapping::spi_split)}) {
    EXPECT_EQ(opening(first), 3600U);
    EXPECT_EQ(answered(first), 3600U);
  }
}

TEST_F(RecordTimer, under_generic_and_negotiated_an_sa_has_a_minute_until_it_is_answered) {
  for (const PortMapping mapping : {PortMapping::generic, PortMapping::negotiated}) {
    for (const Operation& first : {esp(1000, mapping), ah(mapping), esp_in_udp(mapping)}) {
      EXPECT_EQ(opening(first), 60U);
      EXPECT_EQ(answered(first), 3600U);
    }
  }
}

TEST_F(RecordTimer, under_none_an_sa_has_ten_minutes) {
  for (const Operation& first :
       {esp(1000, PortMapping::none), ah(PortMapping::none), esp_in_udp(PortMapping::none)}) {
    EXPECT_EQ(opening(first), 600U);
    EXPECT_EQ(answered(first), 600U);
  }
}

TEST_F(RecordTimer, tcp_has_five_minutes_until_it_is_answered_and_then_five_days) {
  EXPECT_EQ(opening(of(Protocol::tcp)), 300U);
  EXPECT_EQ(answered(of(Protocol::tcp)), 432'000U);
}

TEST_F(RecordTimer, udp_has_30_seconds_until_it_is_answered) {
  EXPECT_EQ(opening(of(Protocol::udp)), 30U);
}

TEST_F(RecordTimer, udp_has_two_minutes_once_it_was_answered_and_two_seconds_have_passed) {
  EXPECT_EQ(answered(of(Protocol::udp)), 30U);
  EXPECT_EQ(answered(of(Protocol::udp), 2 * second), 30U);
  EXPECT_EQ(answered(of(Protocol::udp), 2 * second + 1), 120U);
}

TEST_F(RecordTimer, the_two_seconds_of_udp_begin_with_its_session) {
  learn(of(Protocol::udp), 3);
  pass(reply(packet_at(1, second)), 3);
  pass(packet_at(1, 2 * second), 3);
  EXPECT_EQ(read(3).timeout_s, 30U);
  pass(packet_at(1, 2 * second + 1), 3);
  EXPECT_EQ(read(3).timeout_s, 120U);
}

TEST_F(RecordTimer, udp_without_an_answer_has_30_seconds_however_long_it_lasts) {
  learn(of(Protocol::udp), 3);
  for (unsigned i = 1; i < 10; ++i) pass(packet_at(1, i * second), 3);
  EXPECT_EQ(read(3).timeout_s, 30U);
}

TEST_F(RecordTimer, icmp_has_30_seconds) {
  for (const Protocol protocol : {Protocol::icmp, Protocol::icmpv6}) {
    EXPECT_EQ(opening(of(protocol)), 30U);
    EXPECT_EQ(answered(of(protocol)), 30U);
  }
}

TEST_F(RecordTimer, every_other_protocol_has_ten_minutes) {
  for (const unsigned protocol : {0U, 2U, 47U, 132U, 255U}) {
    EXPECT_EQ(opening(of(protocol)), 600U);
    EXPECT_EQ(answered(of(protocol)), 600U);
  }
}

// Whatever the mapping of its zone.
TEST_F(RecordTimer, a_packet_without_an_spi_has_its_protocols_timer) {
  for (unsigned mapping = 0; mapping < 4; ++mapping) {
    Operation first = of(Protocol::udp);
    first.mapping = mapping;
    EXPECT_EQ(opening(first), 30U);
  }
}

TEST_F(RecordTimer, each_timer_can_be_set) {
  constexpr std::uint32_t base = 1000;
  for (unsigned timer = 0; timer < hw::timers; ++timer) pass(set_timer(timer, base + timer));
  const auto seconds = [&](Timer timer) { return base + code(timer); };
  EXPECT_EQ(opening(esp(1000, PortMapping::spi_split)), seconds(Timer::esp_spi_split));
  EXPECT_EQ(opening(esp(1000, PortMapping::generic)), seconds(Timer::esp_opening));
  EXPECT_EQ(answered(esp(1000, PortMapping::generic)), seconds(Timer::esp_active));
  EXPECT_EQ(opening(esp(1000, PortMapping::none)), seconds(Timer::esp_none));
  EXPECT_EQ(opening(of(Protocol::tcp)), seconds(Timer::tcp_opening));
  EXPECT_EQ(answered(of(Protocol::tcp)), seconds(Timer::tcp_active));
  EXPECT_EQ(opening(of(Protocol::udp)), seconds(Timer::udp_opening));
  EXPECT_EQ(answered(of(Protocol::udp), 3 * second), seconds(Timer::udp_active));
  EXPECT_EQ(opening(of(Protocol::icmp)), seconds(Timer::icmp));
  EXPECT_EQ(opening(of(Protocol::icmpv6)), seconds(Timer::icmpv6));
  EXPECT_EQ(opening(of(47U)), seconds(Timer::other));
}

TEST_F(RecordTimer, a_timer_that_does_not_exist_is_not_set) {
  for (const unsigned timer : {hw::timers, 16U, 255U}) pass(set_timer(timer, 7));
  EXPECT_EQ(opening(of(Protocol::udp)), 30U);
  EXPECT_EQ(opening(of(Protocol::icmp)), 30U);
  EXPECT_EQ(opening(esp(1000, PortMapping::spi_split)), 3600U);
  EXPECT_EQ(opening(of(47U)), 600U);
}

TEST_F(RecordTimer, a_timer_has_32_bits) {
  pass(set_timer(code(Timer::udp_opening), 0xFFFFFFFF));
  learn(of(Protocol::udp), 3);
  EXPECT_EQ(read(3).timeout_s, 0xFFFFFFFF);
  EXPECT_FALSE(pass(packet_at(1, 0xFFFFFFFF * second - 1), 3).bounced);
}

TEST_F(RecordTimer, a_session_keeps_its_timeout_until_its_next_packet) {
  learn(of(Protocol::udp), 3);
  pass(set_timer(code(Timer::udp_opening), 100));
  EXPECT_EQ(read(3).timeout_s, 30U);
  pass(packet_at(1, second), 3);
  EXPECT_EQ(read(3).timeout_s, 100U);
}

TEST_F(RecordTimer, a_clear_brings_the_timers_of_the_start_back) {
  for (unsigned timer = 0; timer < hw::timers; ++timer) pass(set_timer(timer, 7));
  pass(loop::command(hw::RequestKind::clear));
  EXPECT_EQ(opening(of(Protocol::tcp)), 300U);
  EXPECT_EQ(opening(of(47U)), 600U);
}

TEST_F(RecordTimer, the_longest_timeout_is_met_to_the_nanosecond) {
  constexpr std::uint64_t five_days = 432'000 * second;
  const auto later = [](std::uint64_t after) {
    Operation operation = of(Protocol::tcp);
    operation.transit.time += after;
    return operation;
  };
  learn(of(Protocol::tcp), 3);
  pass(reply(of(Protocol::tcp)), 3);
  EXPECT_FALSE(pass(later(five_days - 1), 3).bounced);
  EXPECT_FALSE(pass(later(2 * five_days - 2), 3).bounced);
  EXPECT_TRUE(pass(later(3 * five_days - 2), 3).bounced);
}

TEST_F(RecordTimer, a_session_opens_with_its_first_packet_and_is_active_once_answered) {
  for (const Operation& first :
       {of(Protocol::tcp), of(Protocol::udp), of(Protocol::icmp), of(47U),
        esp(1000, PortMapping::generic), esp(1000, PortMapping::negotiated),
        esp(1000, PortMapping::none)}) {
    learn(first, 3);
    EXPECT_EQ(state(), SessionState::opening);
    pass(first, 3);
    EXPECT_EQ(state(), SessionState::opening);
    pass(reply(first), 3);
    EXPECT_EQ(state(), SessionState::active);
    pass(first, 3);
    EXPECT_EQ(state(), SessionState::active);
  }
}

// Each direction of an SA pair is a session of its own: nothing else is to come.
TEST_F(RecordTimer, under_spi_split_an_sa_is_active_at_once) {
  learn(esp(1000, PortMapping::spi_split), 3);
  EXPECT_EQ(state(), SessionState::active);
  Operation udp = of(Protocol::udp);
  udp.mapping = code(PortMapping::spi_split);
  learn(udp, 3);
  EXPECT_EQ(state(), SessionState::opening);
}

TEST_F(RecordTimer, active_sessions_end_like_opening_ones) {
  learn(of(Protocol::icmp), 3);
  pass(reply(of(Protocol::icmp)), 3);
  Operation late = of(Protocol::icmp);
  late.transit.time += 30 * second;
  EXPECT_TRUE(pass(late, 3).bounced);
  EXPECT_EQ(state(), SessionState::closed);
}

}  // namespace
