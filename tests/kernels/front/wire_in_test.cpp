// `wire_in`: frames from the wire. Their beats wait in the frame FIFO; their first octets and
// length make a request.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "support/packet_builder.hpp"
#include "table/processes.hpp"

namespace espial::test {
namespace {

constexpr std::uint64_t time_ns = 0x0123456789ABCDEFULL;
constexpr std::uint16_t ingress = 0xFEDC;

Octets counting(std::size_t size) {
  Octets octets(size);
  for (std::size_t i = 0; i < size; ++i) octets[i] = static_cast<std::uint8_t>(i * 7 + i / 64 + 1);
  return octets;
}

/// A frame as a MAC hands it over: all beats full but the last.
std::vector<wire_beat_t> beats_of(const Octets& frame) {
  std::vector<wire_beat_t> beats;
  for (std::size_t at = 0; at < frame.size(); at += hw::beat_octets) {
    const std::size_t here = std::min<std::size_t>(frame.size() - at, hw::beat_octets);
    wire_beat_t beat{};
    for (std::size_t i = here; i-- > 0;) beat.data = (beat.data << 8) | beat_t(frame[at + i]);
    beat.keep = ~ap_uint<hw::beat_octets>(0) >> static_cast<unsigned>(hw::beat_octets - here);
    beat.user = (ap_uint<80>(ingress) << 64) | ap_uint<80>(time_ns);
    beat.last = at + here == frame.size();
    beats.push_back(beat);
  }
  return beats;
}

class WireIn : public testing::Test {
 protected:
  void send(const wire_beat_t& beat) {
    wire_.write(beat);
    process::wire_in(wire_, frames_, requests_);
  }
  void send(const std::vector<wire_beat_t>& beats) {
    for (const wire_beat_t& beat : beats) send(beat);
  }
  ::Request receive(const Octets& frame) {
    send(beats_of(frame));
    return requests_.read();
  }
  std::vector<FrameBeat> kept() {
    std::vector<FrameBeat> beats;
    while (!frames_.empty()) beats.push_back(frames_.read());
    return beats;
  }

  hls::stream<wire_beat_t> wire_{"wire"};
  hls::stream<FrameBeat, 512> frames_{"frames"};
  hls::stream<::Request, 16> requests_{"requests"};
};

TEST_F(WireIn, a_frame_makes_a_packet_of_ethernet) {
  const ::Request request = receive(counting(60));
  EXPECT_EQ(request.kind, code(hw::RequestKind::packet));
  EXPECT_EQ(request.link, code(hw::LinkType::ethernet));
  EXPECT_TRUE(request.wire);
  EXPECT_FALSE(request.oversize);
}

TEST_F(WireIn, length_and_beats_are_those_of_the_frame) {
  for (const std::size_t size :
       {1U, 14U, 60U, 63U, 64U, 65U, 127U, 128U, 129U, 1514U, 9000U, 9727U, 9728U}) {
    SCOPED_TRACE(size);
    const ::Request request = receive(counting(size));
    EXPECT_EQ(request.length, size);
    EXPECT_EQ(request.beats, (size + 63) / 64);
    EXPECT_FALSE(request.oversize);
    kept();
  }
}

TEST_F(WireIn, the_window_shows_the_first_112_octets) {
  for (std::size_t size = 1; size <= 200; ++size) {
    SCOPED_TRACE(size);
    const Octets frame = counting(size);
    const ::Request request = receive(frame);
    EXPECT_EQ(request.captured, std::min<std::size_t>(size, hw::window_octets));
    for (unsigned i = 0; i < std::min<std::size_t>(size, hw::window_octets); ++i) {
      ASSERT_EQ(ap_uint<8>(request.window >> (8 * i)), frame[i]) << i;
    }
    kept();
  }
}

TEST_F(WireIn, time_and_ingress_are_those_of_the_first_beat) {
  std::vector<wire_beat_t> beats = beats_of(counting(200));
  for (std::size_t i = 1; i < beats.size(); ++i) beats[i].user = i;
  send(beats);
  const ::Request request = requests_.read();
  EXPECT_EQ(request.time, time_ns);
  EXPECT_EQ(request.ingress, ingress);
}

TEST_F(WireIn, the_request_comes_with_the_last_beat) {
  const std::vector<wire_beat_t> beats = beats_of(counting(300));
  for (const wire_beat_t& beat : beats) {
    EXPECT_TRUE(requests_.empty());
    send(beat);
  }
  EXPECT_EQ(requests_.size(), 1U);
  requests_.read();
}

TEST_F(WireIn, the_beats_wait_unchanged_in_the_frame_fifo) {
  const std::vector<wire_beat_t> beats = beats_of(counting(9728));
  send(beats);
  requests_.read();
  const std::vector<FrameBeat> waiting = kept();
  ASSERT_EQ(waiting.size(), beats.size());
  for (std::size_t i = 0; i < beats.size(); ++i) {
    EXPECT_EQ(waiting[i].data, beats[i].data) << i;
    EXPECT_EQ(waiting[i].keep, beats[i].keep) << i;
    EXPECT_EQ(waiting[i].last, beats[i].last == 1) << i;
    EXPECT_EQ(waiting[i].user, beats[i].user) << i;
  }
}

TEST_F(WireIn, frames_above_9728_octets_are_oversize_and_cut) {
  for (const std::size_t size : {9729U, 9792U, 9793U, 20'000U, 65'613U}) {
    SCOPED_TRACE(size);
    const ::Request request = receive(counting(size));
    EXPECT_TRUE(request.oversize);
    EXPECT_EQ(request.length, size);
    EXPECT_EQ(request.beats, hw::frame_beats);
    EXPECT_EQ(kept().size(), hw::frame_beats);
  }
}

TEST_F(WireIn, a_length_beyond_24_bits_stays_at_the_largest) {
  constexpr std::size_t beats = (1U << 18) + 2;
  std::vector<wire_beat_t> frame = beats_of(counting(64));
  frame[0].last = false;
  for (std::size_t i = 0; i + 1 < beats; ++i) send(frame[0]);
  frame[0].last = true;
  send(frame[0]);
  const ::Request request = requests_.read();
  EXPECT_EQ(request.length, 0xFFFFFF);
  EXPECT_TRUE(request.oversize);
  EXPECT_EQ(kept().size(), hw::frame_beats);
}

TEST_F(WireIn, a_frame_knows_nothing_of_the_one_before) {
  receive(counting(20'000));
  kept();
  for (const std::size_t size : {1514U, 60U, 9728U, 64U, 65U, 20U}) {
    SCOPED_TRACE(size);
    const ::Request request = receive(counting(size));
    EXPECT_EQ(request.length, size);
    EXPECT_EQ(request.captured, std::min<std::size_t>(size, hw::window_octets));
    EXPECT_FALSE(request.oversize);
    EXPECT_EQ(kept().size(), request.beats.to_uint());
  }
}

}  // namespace
}  // namespace espial::test
