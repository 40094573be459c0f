// When sessions end.
#include <limits>

#include "conformance.hpp"

namespace espial::test {
namespace {

using hw::PortMapping;
using hw::Protocol;
using hw::Timer;
using std::chrono::seconds;

constexpr std::string_view host = "10.0.0.1";
constexpr std::string_view peer = "10.0.0.2";

// A kind of session in one of its states, and the idle time after which it ends.
struct Case {
  const char* name;
  Timer timer;
  std::uint64_t timeout_s;
  ModelPacket packet;
  PortMapping mapping = PortMapping::spi_split;
  // Packets come both ways first.
  bool answered = false;
};

std::vector<Case> cases() {
  const ModelPacket esp = esp_packet(host, peer, 0xC949D4B8);
  const ModelPacket ah = ah_packet(host, peer, 0xC949D4B8);
  const ModelPacket in_udp = esp_in_udp_packet(host, peer, 0xC949D4B8);
  const ModelPacket tcp = port_packet(Protocol::tcp, host, peer, 1000, 443);
  const ModelPacket udp = port_packet(Protocol::udp, host, peer, 1000, 53);
  const ModelPacket icmp = echo_packet(host, peer, 7);
  const ModelPacket icmpv6 = echo_packet("2001:db8::1", "2001:db8::2", 7);
  ModelPacket gre = tcp;
  gre.protocol = 47;
  gre.source_port = gre.destination_port = 0;
  return {
      {"esp_split", Timer::esp_spi_split, 3600, esp},
      {"ah_split", Timer::esp_spi_split, 3600, ah},
      {"esp_in_udp_split", Timer::esp_spi_split, 3600, in_udp},
      {"esp_generic", Timer::esp_opening, 60, esp, PortMapping::generic},
      {"esp_generic_answered", Timer::esp_active, 3600, esp, PortMapping::generic, true},
      {"ah_generic", Timer::esp_opening, 60, ah, PortMapping::generic},
      {"ah_generic_answered", Timer::esp_active, 3600, ah, PortMapping::generic, true},
      {"esp_unknown_sa", Timer::esp_opening, 60, esp, PortMapping::negotiated},
      {"esp_unknown_sa_answered", Timer::esp_active, 3600, esp, PortMapping::negotiated, true},
      {"esp_none", Timer::esp_none, 600, esp, PortMapping::none},
      {"esp_none_answered", Timer::esp_none, 600, esp, PortMapping::none, true},
      {"tcp", Timer::tcp_opening, 300, tcp},
      {"tcp_answered", Timer::tcp_active, 432'000, tcp, PortMapping::spi_split, true},
      {"udp", Timer::udp_opening, 30, udp},
      {"udp_answered", Timer::udp_opening, 30, udp, PortMapping::spi_split, true},
      {"icmp", Timer::icmp, 30, icmp},
      {"icmp_answered", Timer::icmp, 30, icmp, PortMapping::spi_split, true},
      {"icmpv6", Timer::icmpv6, 30, icmpv6},
      {"other", Timer::other, 600, gre},
      {"other_answered", Timer::other, 600, gre, PortMapping::spi_split, true},
  };
}

class Timers : public OpenDevice {
 protected:
  // Makes the session of a case; its last packet comes at `beginning`.
  void make(const Case& kind) {
    device_.clear();
    device_.set_policy(0, {.port_mapping = kind.mapping});
    submit(at(beginning, kind.packet));
    if (kind.answered) submit(at(beginning, reversed(kind.packet)));
  }
};
INSTANTIATE_TEST_SUITE_P(Device, Timers, on_every_device(), device_of);

TEST_P(Timers, have_the_defaults_of_the_firewall_or_of_nf_conntrack) {
  for (const Case& kind : cases()) {
    make(kind);
    EXPECT_EQ(only_session().timeout_ns, kind.timeout_s * second) << kind.name;
  }
}

TEST_P(Timers, let_a_session_live_until_just_before_its_timeout) {
  for (const Case& kind : cases()) {
    make(kind);
    EXPECT_FALSE(submit(at(beginning + kind.timeout_s * second - 1, kind.packet)).created)
        << kind.name;
    EXPECT_THAT(device_.read_ended(), testing::IsEmpty()) << kind.name;
  }
}

TEST_P(Timers, end_a_session_for_a_packet_that_comes_at_its_timeout) {
  for (const Case& kind : cases()) {
    SCOPED_TRACE(kind.name);
    make(kind);
    const Session before = only_session();
    EXPECT_TRUE(submit(at(beginning + kind.timeout_s * second, kind.packet)).created);
    const std::vector<Session> ended = device_.read_ended();
    ASSERT_EQ(ended.size(), 1U);
    Session due = before;
    due.state = hw::SessionState::closed;
    due.end_reason = hw::EndReason::timeout;
    EXPECT_EQ(ended.front(), due);
    EXPECT_EQ(only_session().created_ns, beginning + kind.timeout_s * second);
  }
}

TEST_P(Timers, end_a_session_for_a_packet_of_the_other_direction_too) {
  submit(at(beginning, port_packet(Protocol::tcp, host, peer, 1000, 443)));
  const std::uint64_t late = beginning + 300 * second;
  EXPECT_TRUE(submit(at(late, port_packet(Protocol::tcp, peer, host, 443, 1000))).created);
  EXPECT_EQ(only_session().c2s.source.to_string(), peer) << "it is the first packet's direction";
}

TEST_P(Timers, can_each_be_set) {
  for (const Case& kind : cases()) {
    make(kind);
    device_.set_timer(kind.timer, seconds(7));
    submit(at(beginning, kind.packet));
    EXPECT_EQ(only_session().timeout_ns, 7 * second) << kind.name;
    EXPECT_TRUE(submit(at(beginning + 7 * second, kind.packet)).created) << kind.name;
  }
}

TEST_P(Timers, act_from_the_next_packet_of_a_session_on) {
  const ModelPacket packet = esp_packet(host, peer, 0xC949D4B8);
  submit(at(beginning, packet));
  device_.set_timer(Timer::esp_spi_split, seconds(5));
  EXPECT_FALSE(submit(at(beginning + 3000 * second, packet)).created) << "the old one still ran";
  EXPECT_TRUE(submit(at(beginning + 3005 * second, packet)).created);
}

TEST_P(Timers, do_not_touch_each_other) {
  device_.set_timer(Timer::udp_opening, seconds(5));
  submit(at(beginning, port_packet(Protocol::tcp, host, peer, 1000, 443)));
  EXPECT_EQ(only_session().timeout_ns, 300 * second);
}

TEST_P(Timers, may_be_as_long_as_32_bits_tell) {
  constexpr std::uint64_t longest = std::numeric_limits<std::uint32_t>::max();
  const ModelPacket packet = esp_packet(host, peer, 0xC949D4B8);
  device_.set_timer(Timer::esp_spi_split, seconds(longest));
  submit(at(beginning, packet));
  EXPECT_EQ(only_session().timeout_ns, longest * second);
  EXPECT_FALSE(submit(at(beginning + longest * second - 1, packet)).created);
  EXPECT_TRUE(submit(at(beginning + 2 * longest * second - 1, packet)).created);
}

TEST_P(Timers, refuse_what_is_no_idle_time) {
  EXPECT_THROW(device_.set_timer(Timer::icmp, seconds(0)), InvalidArgument);
  EXPECT_THROW(device_.set_timer(Timer::icmp, seconds(-1)), InvalidArgument);
  EXPECT_THROW(device_.set_timer(Timer::icmp, seconds(std::int64_t{1} << 32)), InvalidArgument);
  submit(at(beginning, echo_packet(host, peer, 7)));
  EXPECT_EQ(only_session().timeout_ns, 30 * second) << "as before";
}

TEST_P(Timers, never_end_a_session_while_packets_come) {
  const ModelPacket packet = echo_packet(host, peer, 7);
  std::vector<ModelPacket> packets;
  for (std::uint64_t i = 0; i < 300; ++i) {
    packets.push_back(at(beginning + i * (30 * second - 1), packet));
  }
  submit(packets);
  EXPECT_THAT(device_.read_ended(), testing::IsEmpty());
  EXPECT_EQ(only_session().c2s.packets, packets.size());
}

TEST_P(Timers, give_udp_the_longer_time_once_answered_and_more_than_2_s_old) {
  const ModelPacket packet = port_packet(Protocol::udp, host, peer, 1000, 53);
  submit(at(beginning, packet));
  submit(at(beginning + 2 * second, reversed(packet)));
  EXPECT_EQ(only_session().timeout_ns, 30 * second);
  submit(at(beginning + 2 * second + 1, packet));
  EXPECT_EQ(only_session().timeout_ns, 120 * second);
}

TEST_P(Timers, give_udp_no_longer_time_for_age_alone) {
  const ModelPacket packet = port_packet(Protocol::udp, host, peer, 1000, 53);
  submit(at(beginning, packet));
  submit(at(beginning + 20 * second, packet));
  EXPECT_EQ(only_session().timeout_ns, 30 * second);
}

TEST_P(Timers, of_ah_and_the_esp_in_it_run_each_for_itself) {
  device_.set_policy(0, {.port_mapping = PortMapping::generic});
  submit(at(beginning, ah_esp_packet(host, peer, 1000, 2000)));
  submit(at(beginning, esp_packet(peer, host, 2001)));
  // 60 s later AH, which saw no answer, has ended; the ESP has not.
  submit(at(beginning + 60 * second, ah_esp_packet(host, peer, 1000, 2000)));
  const std::vector<Session> ended = device_.read_ended();
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended.front().protocol, 51);
  EXPECT_EQ(device_.read_sessions().size(), 2U);
}

TEST_P(Timers, leave_a_session_in_the_table_as_long_as_no_packet_comes_for_it) {
  submit(at(beginning, echo_packet(host, peer, 7)));
  submit(at(beginning + 1000 * second, echo_packet(host, "10.0.0.3", 7)));
  EXPECT_EQ(device_.read_sessions().size(), 2U);
  EXPECT_THAT(device_.read_ended(), testing::IsEmpty());
}

}  // namespace
}  // namespace espial::test
