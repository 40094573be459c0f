#include <gtest/gtest.h>

#include <array>
#include <cstring>

#include "espial/hw/answer.hpp"
#include "operations.hpp"

namespace {

namespace hw = espial::hw;
using hw::Action;
using hw::Counter;
using hw::Outcome;
using hw::RequestKind;
using loop::drain;

using Counters = std::array<std::uint64_t, hw::counters>;

// Each test begins with all counters zero.
class Verdict : public testing::Test {
 protected:
  void SetUp() override {
    pass(command(RequestKind::clear));
    drain(answers_);
  }

  static Result packet(Outcome outcome = Outcome::counted) {
    Result result{};
    result.transit.kind = code(RequestKind::packet);
    result.transit.outcome = code(outcome);
    return result;
  }
  static Result wire_packet(unsigned beats, Outcome outcome = Outcome::counted) {
    Result result = packet(outcome);
    result.transit.wire = true;
    result.transit.beats = beats;
    return result;
  }
  static Result command(RequestKind kind) {
    Result result{};
    result.transit.kind = code(kind);
    result.transit.outcome = code(Outcome::counted);
    return result;
  }

  // Passes a result and the frame that belongs to it.
  void pass(const Result& result) {
    results_.write(result);
    while (!results_.empty() || !frames_.empty())
      process::verdict(results_, frames_, wire_, answers_);
  }
  hw::Answer answer_to(const Result& result) {
    pass(result);
    return take();
  }
  hw::Answer take() {
    const AnswerItem item = answers_.read();
    hw::Answer answer{};
    std::memcpy(&answer, &item.beat, sizeof(answer));
    return answer;
  }

  Counters counters() {
    Counters all{};
    for (unsigned first = 0; first < hw::counters; first += hw::statistics_a_beat) {
      Result read = command(RequestKind::read_statistics);
      read.transit.argument = first;
      const hw::Answer answer = answer_to(read);
      std::copy_n(answer.value, hw::statistics_a_beat, all.begin() + first);
    }
    return all;
  }
  std::uint64_t counter(Counter counter) { return counters()[code(counter)]; }
  std::uint64_t counter(Outcome outcome) { return counters()[code(outcome)]; }

  // A frame in the frame FIFO; each beat differs from all others.
  std::vector<wire_beat_t> frame(unsigned beats) {
    std::vector<wire_beat_t> all;
    for (unsigned i = 0; i < beats; ++i) {
      wire_beat_t beat{};
      beat.data = (beat_t(++beats_made_) << 400) | beat_t(i);
      beat.last = i + 1 == beats;
      beat.keep = beat.last ? ap_uint<64>(0x1FFF) : ~ap_uint<64>(0);
      beat.strb = beat.keep;
      beat.user = (ap_uint<80>(3) << 64) | ap_uint<80>(beats_made_);
      frames_.write(
          {.data = beat.data, .keep = beat.keep, .user = beat.user, .last = bool(beat.last)});
      all.push_back(beat);
    }
    return all;
  }

  hls::stream<Result, 4> results_{"results"};
  hls::stream<FrameBeat, 512> frames_{"frames"};
  hls::stream<wire_beat_t, 512> wire_{"wire"};
  hls::stream<AnswerItem, 4> answers_{"answers"};

 private:
  unsigned beats_made_ = 0;
};

void expect_same(const std::vector<wire_beat_t>& left, const std::vector<wire_beat_t>& right) {
  ASSERT_EQ(left.size(), right.size());
  for (std::size_t i = 0; i < left.size(); ++i) {
    EXPECT_TRUE(left[i].data == right[i].data) << "beat " << i;
    EXPECT_EQ(left[i].keep, right[i].keep);
    EXPECT_EQ(left[i].strb, right[i].strb);
    EXPECT_TRUE(left[i].user == right[i].user);
    EXPECT_EQ(left[i].last, right[i].last);
  }
}

constexpr Outcome all_outcomes[] = {
    Outcome::counted,        Outcome::not_ip,     Outcome::fragment,      Outcome::refused,
    Outcome::learn_deferred, Outcome::truncated,  Outcome::beyond_window, Outcome::oversize,
    Outcome::too_short,      Outcome::link_depth, Outcome::ip_version,    Outcome::ip_header,
    Outcome::udp_length,     Outcome::ah_length,  Outcome::spi_zero,      Outcome::mapped_address};

TEST_F(Verdict, each_outcome_has_a_counter_of_its_own) {
  for (const Outcome outcome : all_outcomes) {
    SetUp();
    pass(packet(outcome));
    pass(packet(outcome));
    Counters expected{};
    expected[code(outcome)] = 2;
    expected[code(Counter::packets)] = 2;
    drain(answers_);
    EXPECT_EQ(counters(), expected) << code(outcome);
  }
}

TEST_F(Verdict, an_ah_around_an_esp_is_a_double_and_no_packet) {
  Result ah = packet();
  ah.joined = true;
  pass(ah);
  pass(packet());
  drain(answers_);
  Counters expected{};
  expected[code(Outcome::counted)] = 2;
  expected[code(Counter::packets)] = 1;
  expected[code(Counter::doubled)] = 1;
  EXPECT_EQ(counters(), expected);
}

TEST_F(Verdict, packets_and_doubles_are_the_sum_of_all_outcomes) {
  for (unsigned i = 0; i < 200; ++i) {
    Result result = packet(all_outcomes[i % std::size(all_outcomes)]);
    result.joined = i % 3 == 0;
    pass(result);
    drain(answers_);
  }
  const Counters all = counters();
  std::uint64_t sum = 0;
  for (unsigned outcome = 0; outcome < hw::outcomes; ++outcome) sum += all[outcome];
  EXPECT_EQ(sum, all[code(Counter::packets)] + all[code(Counter::doubled)]);
}

TEST_F(Verdict, keepalives_reversals_and_sessions_are_counted_besides) {
  Result result = packet();
  result.transit.keepalive = true;
  pass(result);
  result.transit.keepalive = false;
  result.transit.reversal = true;
  pass(result);
  result.transit.reversal = false;
  result.created = true;
  pass(result);
  drain(answers_);
  const Counters all = counters();
  EXPECT_EQ(all[code(Outcome::counted)], 3U);
  EXPECT_EQ(all[code(Counter::packets)], 3U);
  EXPECT_EQ(all[code(Counter::keepalives)], 1U);
  EXPECT_EQ(all[code(Counter::time_reversals)], 1U);
  EXPECT_EQ(all[code(Counter::sessions)], 1U);
}

TEST_F(Verdict, a_keepalive_without_a_session_is_none) {
  Result result = packet(Outcome::refused);
  result.transit.keepalive = true;
  pass(result);
  drain(answers_);
  EXPECT_EQ(counter(Counter::keepalives), 0U);
  EXPECT_EQ(counter(Outcome::refused), 1U);
}

TEST_F(Verdict, an_operation_that_goes_round_is_only_counted_as_such) {
  Result result = packet();
  result.bounced = true;
  result.transit.reversal = true;
  pass(result);
  result.transit.wire = true;
  result.transit.beats = 3;
  pass(result);
  EXPECT_TRUE(answers_.empty());
  EXPECT_TRUE(wire_.empty());
  Counters expected{};
  expected[code(Counter::bounced)] = 2;
  EXPECT_EQ(counters(), expected);
}

TEST_F(Verdict, commands_are_not_counted) {
  for (const RequestKind kind : {RequestKind::identify, RequestKind::pad, RequestKind::advance,
                                 RequestKind::set_policy, RequestKind::read_sessions}) {
    pass(command(kind));
    drain(answers_);
  }
  EXPECT_EQ(counters(), Counters{});
}

TEST_F(Verdict, counters_are_read_in_groups) {
  pass(packet(Outcome::spi_zero));
  drain(answers_);
  Result read = command(RequestKind::read_statistics);
  read.transit.argument = 12;
  const hw::Answer answer = answer_to(read);
  EXPECT_EQ(answer.value[code(Outcome::spi_zero) - 12], 1U);
  EXPECT_EQ(answer.value[0], 0U);
}

TEST_F(Verdict, a_group_that_does_not_exist_is_empty) {
  pass(packet());
  drain(answers_);
  for (const unsigned first : {1U, 5U, hw::counters, 255U}) {
    Result read = command(RequestKind::read_statistics);
    read.transit.argument = first;
    for (const std::uint64_t value : answer_to(read).value) EXPECT_EQ(value, 0U) << first;
  }
}

TEST_F(Verdict, a_clear_is_answered_and_sets_all_counters_to_zero) {
  pass(packet());
  drain(answers_);
  EXPECT_EQ(answer_to(command(RequestKind::clear)).kind, code(RequestKind::clear));
  EXPECT_EQ(counters(), Counters{});
}

TEST_F(Verdict, an_answer_to_a_packet_says_what_became_of_it) {
  Result result = packet();
  result.transit.open_count = 0xA5;
  result.transit.number = 0xFEDCBA987654;
  result.session = 0x123456789ABC;
  result.created = true;
  result.source_port = 51529;
  result.destination_port = 54456;
  const hw::Answer answer = answer_to(result);
  EXPECT_EQ(answer.kind, code(RequestKind::packet));
  EXPECT_EQ(answer.open_count, 0xA5);
  EXPECT_EQ(answer.outcome, code(Outcome::counted));
  EXPECT_EQ(answer.action, code(Action::forward));
  EXPECT_EQ(answer.source_port, 51529);
  EXPECT_EQ(answer.destination_port, 54456);
  EXPECT_EQ(answer.number, 0xFEDCBA987654U);
  EXPECT_EQ(answer.value[hw::answer::session], 0x123456789ABCU);
  EXPECT_EQ(answer.value[hw::answer::created], 1U);
}

TEST_F(Verdict, a_packet_without_a_session_names_none) {
  Result result = packet(Outcome::refused);
  result.session = 5;
  result.drop = true;
  const hw::Answer answer = answer_to(result);
  EXPECT_EQ(answer.outcome, code(Outcome::refused));
  EXPECT_EQ(answer.action, code(Action::drop));
  EXPECT_EQ(answer.value[hw::answer::session], ~std::uint64_t{0});
  EXPECT_EQ(answer.value[hw::answer::created], 0U);
}

TEST_F(Verdict, an_ah_around_an_esp_has_no_answer_of_its_own) {
  Result ah = packet();
  ah.joined = true;
  pass(ah);
  EXPECT_TRUE(answers_.empty());
  pass(packet());
  EXPECT_EQ(answers_.size(), 1U);
}

TEST_F(Verdict, a_packet_is_dropped_if_its_ah_or_its_esp_says_so) {
  for (const bool ah_drops : {false, true}) {
    for (const bool esp_drops : {false, true}) {
      Result ah = packet(ah_drops ? Outcome::refused : Outcome::counted);
      ah.joined = true;
      ah.drop = ah_drops;
      Result esp = packet(esp_drops ? Outcome::refused : Outcome::counted);
      esp.drop = esp_drops;
      pass(ah);
      EXPECT_EQ(answer_to(esp).action,
                code(ah_drops || esp_drops ? Action::drop : Action::forward));
    }
  }
}

TEST_F(Verdict, what_an_ah_says_holds_for_its_esp_only) {
  Result ah = packet(Outcome::refused);
  ah.joined = true;
  ah.drop = true;
  pass(ah);
  EXPECT_EQ(answer_to(packet()).action, code(Action::drop));
  EXPECT_EQ(answer_to(packet()).action, code(Action::forward));
}

TEST_F(Verdict, what_an_ah_says_holds_although_its_esp_goes_round) {
  Result ah = packet(Outcome::refused);
  ah.joined = true;
  ah.drop = true;
  pass(ah);
  Result esp = packet();
  esp.bounced = true;
  pass(esp);
  esp.bounced = false;
  EXPECT_EQ(answer_to(esp).action, code(Action::drop));
}

TEST_F(Verdict, a_frame_of_any_length_leaves_as_it_came) {
  for (unsigned beats = 1; beats <= hw::frame_beats; ++beats) {
    SCOPED_TRACE(beats);
    const std::vector<wire_beat_t> sent = frame(beats);
    pass(wire_packet(beats));
    expect_same(drain(wire_), sent);
  }
  EXPECT_TRUE(answers_.empty());
}

TEST_F(Verdict, a_frame_of_any_length_is_dropped_whole) {
  for (unsigned beats = 1; beats <= hw::frame_beats; ++beats) {
    frame(beats);
    Result dropped = wire_packet(beats, Outcome::refused);
    dropped.drop = true;
    pass(dropped);
    EXPECT_TRUE(wire_.empty()) << beats;
    EXPECT_TRUE(frames_.empty()) << beats;
    // The next one is whole.
    const std::vector<wire_beat_t> sent = frame(2);
    pass(wire_packet(2));
    expect_same(drain(wire_), sent);
  }
  EXPECT_TRUE(answers_.empty());
}

TEST_F(Verdict, a_frame_without_a_session_leaves_unless_its_zone_says_drop) {
  const std::vector<wire_beat_t> sent = frame(3);
  pass(wire_packet(3, Outcome::not_ip));
  expect_same(drain(wire_), sent);
}

TEST_F(Verdict, an_oversize_frame_is_dropped) {
  frame(hw::frame_beats);
  pass(wire_packet(hw::frame_beats, Outcome::oversize));
  EXPECT_TRUE(wire_.empty());
  EXPECT_TRUE(frames_.empty());
  EXPECT_EQ(counter(Outcome::oversize), 1U);
}

TEST_F(Verdict, a_frame_is_dropped_if_its_ah_says_so) {
  frame(2);
  Result ah = wire_packet(2, Outcome::refused);
  ah.joined = true;
  ah.drop = true;
  results_.write(ah);
  process::verdict(results_, frames_, wire_, answers_);
  EXPECT_EQ(frames_.size(), 2U) << "only the ESP takes the frame";
  pass(wire_packet(2));
  EXPECT_TRUE(wire_.empty());
  EXPECT_TRUE(frames_.empty());
}

TEST_F(Verdict, frames_and_answers_keep_their_order) {
  std::vector<wire_beat_t> sent;
  for (unsigned i = 1; i <= 20; ++i) {
    const std::vector<wire_beat_t> one = frame(i);
    pass(wire_packet(i));
    sent.insert(sent.end(), one.begin(), one.end());
    Result from_host = packet();
    from_host.transit.number = i;
    EXPECT_EQ(answer_to(from_host).number, i);
  }
  expect_same(drain(wire_), sent);
}

TEST_F(Verdict, identify_answers_with_the_geometry) {
  Result result = command(RequestKind::identify);
  result.transit.open_count = 9;
  const hw::Answer answer = answer_to(result);
  EXPECT_EQ(answer.kind, code(RequestKind::identify));
  EXPECT_EQ(answer.open_count, 9);
  EXPECT_EQ(answer.value[hw::answer::identification], hw::identification);
  EXPECT_EQ(answer.value[hw::answer::interface_version], hw::interface_version);
  EXPECT_EQ(answer.value[hw::answer::records], 65'536U);
  EXPECT_EQ(answer.value[hw::answer::index_slots], 98'304U);
  EXPECT_EQ(answer.value[hw::answer::sa_slots], 4096U);
  EXPECT_EQ(answer.value[hw::answer::tag_bits], hw::tag_bits);
}

TEST_F(Verdict, reads_and_pads_tell_answer_how_long_they_are) {
  Result read = command(RequestKind::read_sessions);
  read.transit.argument = argument_t(7) | (argument_t(0xABCD) << 32);
  pass(read);
  AnswerItem item = answers_.read();
  EXPECT_TRUE(item.bulk);
  EXPECT_FALSE(item.pad);
  EXPECT_EQ(item.records, 0xABCD);

  read.transit.kind = code(RequestKind::read_ended);
  pass(read);
  item = answers_.read();
  EXPECT_TRUE(item.bulk);
  EXPECT_EQ(item.records, 0xABCD);

  Result pad = command(RequestKind::pad);
  pad.transit.argument = 0xBCDE;
  pass(pad);
  item = answers_.read();
  EXPECT_TRUE(item.pad);
  EXPECT_FALSE(item.bulk);
  EXPECT_EQ(item.records, 0xBCDE);

  pass(packet());
  item = answers_.read();
  EXPECT_FALSE(item.bulk);
  EXPECT_FALSE(item.pad);
}

}  // namespace
