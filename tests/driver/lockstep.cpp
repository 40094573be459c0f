#include "lockstep.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "print.hpp"

namespace espial::test {
namespace {

// The first difference, with as much around it as helps; the rest of a thousand would not.
template <class T>
void expect_same(const std::vector<T>& is, const std::vector<T>& due, const char* what) {
  const auto [at_is, at_due] = std::ranges::mismatch(is, due);
  if (at_is != is.end() && at_due != due.end()) {
    EXPECT_EQ(*at_is, *at_due) << what << " " << at_is - is.begin() << " of " << due.size();
  } else if (at_is != is.end()) {
    ADD_FAILURE() << is.size() << " " << what << " where " << due.size()
                  << " are due; the first that is not: " << testing::PrintToString(*at_is);
  } else if (at_due != due.end()) {
    ADD_FAILURE() << is.size() << " " << what << " where " << due.size()
                  << " are due; the first missing: " << testing::PrintToString(*at_due);
  }
}

}  // namespace

PacketList::PacketList(std::span<const ModelPacket> packets) {
  octets_.reserve(packets.size());
  packets_.reserve(packets.size());
  for (const ModelPacket& packet : packets) {
    octets_.push_back(octets_of(packet));
    packets_.push_back({.time_ns = packet.time_ns,
                        .length = packet.length,
                        .link = hw::LinkType::ethernet,
                        .ingress = packet.ingress,
                        .octets = octets_.back()});
  }
}

std::vector<PacketResult> submit(Device& device, std::span<const ModelPacket> packets) {
  const PacketList list(packets);
  std::vector<PacketResult> results(packets.size());
  device.submit(list.packets(), results);
  return results;
}

PacketResult submit(Device& device, const ModelPacket& packet) {
  return submit(device, std::span(&packet, 1)).front();
}

std::uint64_t packets_of(std::span<const Session> sessions) {
  std::uint64_t sum = 0;
  for (const Session& session : sessions) sum += session.c2s.packets + session.s2c.packets;
  return sum;
}

void Lockstep::clear() {
  device_.clear();
  model_.clear();
  released_ = 0;
}

void Lockstep::set_zone(std::uint16_t ingress, std::uint16_t zone) {
  device_.set_zone(ingress, zone);
  model_.set_zone(ingress, zone);
}

void Lockstep::set_policy(std::uint16_t zone, const ZonePolicy& policy) {
  device_.set_policy(zone, policy);
  model_.set_policy(zone, policy);
}

void Lockstep::set_timer(hw::Timer timer, std::chrono::seconds idle) {
  device_.set_timer(timer, idle);
  model_.set_timer(timer, idle);
}

void Lockstep::add_sa(const SaPair& pair) {
  ASSERT_NE(device_.add_sa(pair), SaOutcome::full);
  model_.add_sa(pair);
}

void Lockstep::remove_sa(const SaPair& pair) {
  EXPECT_TRUE(device_.remove_sa(pair));
  model_.remove_sa(pair);
}

std::vector<PacketResult> Lockstep::submit(std::span<const ModelPacket> packets) {
  std::vector<PacketResult> results = test::submit(device_, packets);
  std::vector<PacketResult> is = results;
  std::vector<PacketResult> due;
  due.reserve(packets.size());
  for (const ModelPacket& packet : packets) {
    due.push_back(model_.submit(packet));
    if (packet.outcome == hw::Outcome::counted) continue;
    // A packet that could not be parsed has no ports to speak of.
    is[due.size() - 1].source_port = due.back().source_port;
    is[due.size() - 1].destination_port = due.back().destination_port;
  }
  expect_same(is, due, "packets");
  return results;
}

PacketResult Lockstep::submit(const ModelPacket& packet) {
  return submit(std::span(&packet, 1)).front();
}

std::vector<Session> Lockstep::read_ended() {
  std::vector<Session> sessions = device_.read_ended();
  expect_same(sessions, model_.read_ended(), "ended sessions");
  released_ += packets_of(sessions);
  return sessions;
}

std::vector<Session> Lockstep::read_sessions() {
  std::vector<Session> sessions = device_.read_sessions();
  expect_same(sessions, model_.read_sessions(), "sessions");
  return sessions;
}

Statistics Lockstep::read_statistics() {
  const Statistics statistics = device_.read_statistics();
  const Statistics& due = model_.read_statistics();
  EXPECT_EQ(statistics.outcome, due.outcome) << testing::PrintToString(statistics);
  EXPECT_EQ(statistics.packets, due.packets);
  EXPECT_EQ(statistics.doubled, due.doubled);
  EXPECT_EQ(statistics.keepalives, due.keepalives);
  EXPECT_EQ(statistics.time_reversals, due.time_reversals);
  EXPECT_EQ(statistics.sessions, due.sessions);
  EXPECT_TRUE(statistics.balanced()) << testing::PrintToString(statistics);
  return statistics;
}

void Lockstep::check() {
  EXPECT_THAT(device_.check(), testing::IsEmpty());
  const std::vector<Session> live = read_sessions();
  read_ended();
  const Statistics statistics = read_statistics();
  // Nothing is counted but in a record, and no record that counted is lost.
  EXPECT_EQ(statistics[hw::Outcome::counted], packets_of(live) + released_);
}

}  // namespace espial::test
