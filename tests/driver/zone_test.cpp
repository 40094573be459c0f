// Ingresses, and the zones that they belong to.
#include "conformance.hpp"

namespace espial::test {
namespace {

class Zones : public OpenDevice {
 protected:
  const ModelPacket packet_ =
      at(beginning, port_packet(hw::Protocol::tcp, "10.0.0.1", "10.0.0.2", 1000, 443));
};
INSTANTIATE_TEST_SUITE_P(Device, Zones, on_every_device(), device_of);

TEST_P(Zones, are_0_for_every_ingress_until_told) {
  for (const std::uint16_t ingress : std::array<std::uint16_t, 4>{0, 1, 4095, 65'535})
    submit(by(ingress, packet_));
  const Session session = only_session();
  EXPECT_EQ(session.zone, 0);
  EXPECT_EQ(session.c2s.packets, 4U);
}

TEST_P(Zones, keep_the_same_endpoints_apart) {
  device_.set_zone(1, 100);
  EXPECT_TRUE(submit(by(0, packet_)).created);
  EXPECT_TRUE(submit(by(1, packet_)).created);
  const std::vector<Session> sessions = device_.read_sessions();
  ASSERT_EQ(sessions.size(), 2U);
  EXPECT_EQ(sessions[0].zone, 0);
  EXPECT_EQ(sessions[1].zone, 100);
}

TEST_P(Zones, hold_several_ingresses) {
  device_.set_zone(1, 100);
  device_.set_zone(2, 100);
  submit(by(1, packet_));
  submit(by(2, reversed(packet_)));
  const Session session = only_session();
  EXPECT_EQ(session.zone, 100);
  EXPECT_EQ(session.c2s.ingress, 1);
  EXPECT_EQ(session.s2c.ingress, 2);
}

TEST_P(Zones, do_not_come_from_the_ingress_where_it_changes) {
  submit(by(1, packet_));
  submit(by(9, packet_));
  EXPECT_EQ(only_session().c2s.ingress, 9) << "the last one seen";
}

TEST_P(Zones, act_on_exactly_the_packets_behind_the_command) {
  const std::vector<ModelPacket> packets(50, by(3, packet_));
  submit(packets);
  device_.set_zone(3, 30);
  submit(packets);
  device_.set_zone(3, 0);
  submit(packets);
  const std::vector<Session> sessions = device_.read_sessions();
  ASSERT_EQ(sessions.size(), 2U);
  EXPECT_EQ(sessions[0].zone, 0);
  EXPECT_EQ(sessions[0].c2s.packets, 100U);
  EXPECT_EQ(sessions[1].zone, 30);
  EXPECT_EQ(sessions[1].c2s.packets, 50U);
}

TEST_P(Zones, reach_the_largest_numbers) {
  device_.set_zone(65'535, 65'535);
  submit(by(65'535, packet_));
  const Session session = only_session();
  EXPECT_EQ(session.zone, 65'535);
  EXPECT_EQ(session.c2s.ingress, 65'535);
}

TEST_P(Zones, of_one_ingress_leave_its_neighbours_alone) {
  device_.set_zone(5, 50);
  submit(by(4, packet_));
  submit(by(6, packet_));
  EXPECT_EQ(only_session().zone, 0);
}

}  // namespace
}  // namespace espial::test
