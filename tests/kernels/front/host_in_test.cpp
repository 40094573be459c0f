// `host_in`: two beats from the host make one request.
#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <random>

#include "table/processes.hpp"

namespace espial::test {
namespace {

constexpr std::uint64_t seed = 13;

class HostIn : public testing::Test {
 protected:
  /// Sends one of the two beats of a request and lets the process fire.
  void send(const hw::Request& request, unsigned beat) {
    std::array<std::uint8_t, sizeof request> octets{};
    std::memcpy(octets.data(), &request, sizeof request);
    host_beat_t sent{};
    for (unsigned i = hw::beat_octets; i-- > 0;) {
      sent.data = (sent.data << 8) | beat_t(octets.at(hw::beat_octets * beat + i));
    }
    sent.keep_all();
    host_.write(sent);
    process::host_in(host_, requests_);
  }
  ::Request receive(const hw::Request& request) {
    send(request, 0);
    send(request, 1);
    return requests_.read();
  }
  hls::stream<host_beat_t> host_{"host"};
  hls::stream<::Request> requests_{"requests"};
};

hw::Request random_request(std::mt19937_64& random) {
  std::array<std::uint8_t, sizeof(hw::Request)> octets{};
  for (std::uint8_t& octet : octets) octet = static_cast<std::uint8_t>(random());
  hw::Request request;
  std::memcpy(&request, octets.data(), sizeof request);
  return request;
}

TEST_F(HostIn, every_field_comes_from_its_place) {
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  for (int round = 0; round < 1000; ++round) {
    const hw::Request sent = random_request(random);
    const ::Request received = receive(sent);
    ASSERT_EQ(received.time, sent.time_ns);
    ASSERT_EQ(received.ingress, sent.ingress);
    ASSERT_EQ(received.captured, sent.captured);
    ASSERT_EQ(received.kind, sent.kind_link & 0x1F);
    ASSERT_EQ(received.link, sent.kind_link >> 5);
    ASSERT_EQ(received.open_count, sent.open_count);
    ASSERT_EQ(received.length, sent.length[0] | (sent.length[1] << 8) | (sent.length[2] << 16));
    for (unsigned i = 0; i < hw::window_octets; ++i) {
      ASSERT_EQ(ap_uint<8>(received.window >> (8 * i)), sent.window[i])
          << "octet " << i << " of the window";
    }
  }
}

TEST_F(HostIn, nothing_comes_of_one_beat_alone) {
  const hw::Request request{};
  send(request, 0);
  EXPECT_TRUE(requests_.empty());
  send(request, 1);
  EXPECT_EQ(requests_.size(), 1U);
  EXPECT_FALSE(requests_.read().wire);
}

TEST_F(HostIn, what_the_host_cannot_say_is_not_set) {
  std::mt19937_64 random(seed);
  const ::Request received = receive(random_request(random));
  EXPECT_FALSE(received.wire);
  EXPECT_FALSE(received.oversize);
  EXPECT_FALSE(received.reversal);
  EXPECT_EQ(received.beats, 0);
  EXPECT_EQ(received.number, 0);
  EXPECT_EQ(received.zone, 0);
}

}  // namespace
}  // namespace espial::test
