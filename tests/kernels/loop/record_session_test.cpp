// What a record says of its session, and which packets count in it.
#include <array>
#include <cstring>

#include "record_fixture.hpp"
#include "table/record_count.hpp"

namespace {

namespace hw = espial::hw;
using hw::PortMapping;
using hw::SessionState;
using loop::packet_at;
using loop::reply;
using loop::second;
using loop::start_time;

class RecordSession : public loop::RecordFixture {};

std::array<std::uint8_t, 16> octets_of(const std::uint8_t (&address)[16]) {
  return std::to_array(address);
}

TEST_F(RecordSession, a_learned_record_describes_its_session) {
  Operation first = packet_at(0, 0);
  first.key.lower_address = (address_t(0x20010DB800000000) << 64) | address_t(0x0102030405060708);
  first.key.upper_address = (address_t(0xFFFF) << 32) | address_t(0xC0A80001);
  first.key.lower_port = 0x1234;
  first.key.upper_port = 0x5678;
  first.key.zone = 0x9ABC;
  first.key.protocol = code(hw::Protocol::tcp);
  first.mapping = code(PortMapping::none);
  first.transit.number = 0xBA9876543210;
  first.transit.ingress = 0xDEF0;
  first.transit.length = 1500;
  learn(first, 1000);

  const hw::Record record = read(1000);
  EXPECT_EQ(
      octets_of(record.lower_address),
      (std::array<std::uint8_t, 16>{0x20, 0x01, 0x0D, 0xB8, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8}));
  EXPECT_EQ(
      octets_of(record.upper_address),
      (std::array<std::uint8_t, 16>{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 192, 168, 0, 1}));
  EXPECT_EQ(record.lower_port, 0x1234);
  EXPECT_EQ(record.upper_port, 0x5678);
  EXPECT_EQ(record.zone, 0x9ABC);
  EXPECT_EQ(record.protocol, 6);
  EXPECT_EQ(record.encapsulation, 0);
  EXPECT_EQ(record.created_ns, start_time);
  EXPECT_EQ(record.last_seen_ns, start_time);
  EXPECT_EQ(hw::creation(record), 0xBA9876543210);
  EXPECT_EQ(record.flags, 0);
  EXPECT_EQ(record.state, code(SessionState::opening));
  EXPECT_EQ(record.end_reason, code(hw::EndReason::none));
  EXPECT_EQ(record.port_mapping, code(PortMapping::none));
  EXPECT_EQ(record.directions, 0);
  EXPECT_EQ(hw::packets(record.c2s), 1U);
  EXPECT_EQ(hw::bytes(record.c2s), 1500U);
  EXPECT_EQ(record.c2s.ingress, 0xDEF0);
  EXPECT_EQ(hw::packets(record.s2c), 0U);
  EXPECT_EQ(hw::bytes(record.s2c), 0U);
  EXPECT_EQ(record.s2c.ingress, 0);
}

TEST_F(RecordSession, a_record_without_a_session_is_all_zero) {
  const hw::Record record = read(77);
  EXPECT_EQ(record.state, code(SessionState::free));
  EXPECT_EQ(std::memcmp(&record, std::array<char, sizeof(record)>{}.data(), sizeof(record)), 0);
}

TEST_F(RecordSession, nothing_of_a_former_session_is_left) {
  Operation old = loop::esp(5);
  old.key.encapsulated = true;
  old.outer_source_port = 4500;
  old.transit.length = 999;
  learn(old, 3);
  pass(reply(old), 3);
  learn(packet_at(9, second), 3);
  const hw::Record record = read(3);
  EXPECT_EQ(record.upper_port, 9);
  EXPECT_EQ(record.encapsulation, 0);
  EXPECT_EQ(record.flags, 0);
  EXPECT_EQ(record.created_ns, start_time + second);
  EXPECT_EQ(hw::packets(record.c2s), 1U);
  EXPECT_EQ(hw::bytes(record.c2s), 100U);
  EXPECT_EQ(record.c2s.spi, 0U);
  EXPECT_EQ(record.c2s.outer_source_port, 0);
  EXPECT_EQ(hw::packets(record.s2c), 0U);
}

TEST_F(RecordSession, each_direction_has_its_own_counters) {
  learn(packet_at(1, 0), 3);
  pass(packet_at(1, 1), 3);
  Operation answer = reply(packet_at(1, 2));
  answer.transit.length = 60;
  answer.transit.ingress = 9;
  pass(answer, 3);
  const hw::Record record = read(3);
  EXPECT_EQ(hw::packets(record.c2s), 2U);
  EXPECT_EQ(hw::bytes(record.c2s), 200U);
  EXPECT_EQ(hw::packets(record.s2c), 1U);
  EXPECT_EQ(hw::bytes(record.s2c), 60U);
  EXPECT_EQ(record.c2s.ingress, 0);
  EXPECT_EQ(record.s2c.ingress, 9);
  EXPECT_EQ(record.last_seen_ns, start_time + 2);
}

TEST_F(RecordSession, the_direction_of_the_first_packet_is_c2s_whichever_endpoint_is_smaller) {
  learn(reply(packet_at(1, 0)), 3);
  pass(reply(packet_at(1, 1)), 3);
  pass(packet_at(1, 2), 3);
  const hw::Record record = read(3);
  EXPECT_EQ(record.directions & 1U << hw::c2s_from_upper_bit, 1U << hw::c2s_from_upper_bit);
  EXPECT_EQ(hw::packets(record.c2s), 2U);
  EXPECT_EQ(hw::packets(record.s2c), 1U);
}

TEST_F(RecordSession, the_ingress_of_a_flow_is_the_last_seen) {
  Operation operation = packet_at(1, 0);
  operation.transit.ingress = 4;
  learn(operation, 3);
  operation.transit.ingress = 5;
  pass(operation, 3);
  EXPECT_EQ(read(3).c2s.ingress, 5);
}

TEST_F(RecordSession, lengths_have_24_bits) {
  Operation operation = packet_at(1, 0);
  operation.transit.length = 0xFFFFFF;
  learn(operation, 3);
  EXPECT_EQ(hw::bytes(read(3).c2s), 0xFFFFFFU);
}

TEST_F(RecordSession, bytes_count_on_beyond_32_bits) {
  Operation operation = packet_at(1, 0);
  operation.transit.length = 0xFFFFFF;
  learn(operation, 3);
  for (unsigned i = 1; i < 300; ++i) pass(operation, 3);
  EXPECT_EQ(hw::bytes(read(3).c2s), 300 * 0xFFFFFFULL);
}

// Too many packets to send them: the function that counts one.
TEST(CountPacket, packets_carry_into_the_upper_16_bits) {
  Session session = no_session();
  session.lower_packets_low = 0xFFFFFFFF;
  session.lower_packets_high = 0x12;
  count_packet(session, true, false, packet_at(1, 0));
  EXPECT_EQ(session.lower_packets_low, 0);
  EXPECT_EQ(session.lower_packets_high, 0x13);
}

TEST(CountPacket, bytes_carry_into_the_upper_32_bits) {
  Operation operation = packet_at(1, 0);
  operation.transit.length = 0xFFFFFF;
  Session session = no_session();
  session.lower_bytes_low = 0xFFFFFFFF;
  session.lower_bytes_high = 0x7FFFFFFF;
  count_packet(session, true, false, operation);
  EXPECT_EQ(session.lower_bytes_low, 0xFFFFFE);
  EXPECT_EQ(session.lower_bytes_high, 0x80000000);
}

TEST(CountPacket, the_other_direction_carries_too) {
  Session session = no_session();
  session.upper_packets_low = 0xFFFFFFFF;
  session.upper_bytes_low = 0xFFFFFFFF;
  count_packet(session, true, false, reply(packet_at(1, 0)));
  EXPECT_EQ(session.upper_packets_low, 0);
  EXPECT_EQ(session.upper_packets_high, 1);
  EXPECT_EQ(session.upper_bytes_high, 1);
  EXPECT_EQ(session.upper_bytes_low, 99);
  EXPECT_EQ(session.lower_packets_low, 0);
}

TEST_F(RecordSession, records_are_independent) {
  for (unsigned number = 0; number < hw::records; number += 4099)
    learn(packet_at(number, number), number);
  for (unsigned number = 0; number < hw::records; number += 4099) {
    EXPECT_EQ(read(number).created_ns, start_time + number);
  }
  EXPECT_EQ(read(1).state, code(SessionState::free));
}

TEST_F(RecordSession, the_first_and_the_last_record_are_usable) {
  learn(packet_at(1, 1), 0);
  learn(packet_at(2, 2), hw::records - 1);
  EXPECT_EQ(read(0).last_seen_ns, start_time + 1);
  EXPECT_EQ(read(hw::records - 1).last_seen_ns, start_time + 2);
}

TEST_F(RecordSession, only_the_full_key_counts) {
  Operation operation = packet_at(1, 0);
  operation.key.zone = 7;
  learn(operation, 3);
  std::vector<Operation> others(7 + 2 * 16, operation);
  others[0].key.lower_port = operation.key.lower_port ^ 0x8000;
  others[1].key.upper_port = operation.key.upper_port ^ 0x8000;
  others[2].key.lower_port = operation.key.lower_port ^ 1;
  others[3].key.zone = 6;
  others[4].key.zone = 7 | 0x8000;
  others[5].key.protocol = code(hw::Protocol::tcp);
  others[6].key.encapsulated = true;
  for (std::size_t octet = 0; octet < 16; ++octet) {
    const address_t bit = address_t(1) << (8 * octet);
    Operation& lower = others[7 + 2 * octet];
    lower.key.lower_address = lower.key.lower_address ^ bit;
    Operation& upper = others[8 + 2 * octet];
    upper.key.upper_address = upper.key.upper_address ^ bit;
  }
  for (std::size_t i = 0; i < others.size(); ++i) {
    SCOPED_TRACE(i);
    EXPECT_TRUE(pass(others[i], 3).bounced);
    loop::drain(bounced_);
    return_it();
  }
  EXPECT_FALSE(pass(operation, 3).bounced);
  EXPECT_EQ(hw::packets(read(3).c2s), 2U);
}

TEST_F(RecordSession, a_result_says_which_session_was_made_and_which_met) {
  Operation operation = packet_at(1, 0);
  operation.transit.number = 0xABCDEF012344;
  const Result made = learn(operation, 3);
  EXPECT_TRUE(made.created);
  EXPECT_EQ(made.session, 0xABCDEF012344);
  operation.transit.number = 0xABCDEF012346;
  const Result met = pass(operation, 3);
  EXPECT_FALSE(met.created);
  EXPECT_EQ(met.session, 0xABCDEF012344);
  EXPECT_EQ(met.transit.number, 0xABCDEF012346);
}

TEST_F(RecordSession, a_result_has_the_ports_as_the_packet_goes) {
  Operation operation = packet_at(1, 0);
  operation.key.lower_port = 1111;
  operation.key.upper_port = 2222;
  const Result there = learn(operation, 3);
  EXPECT_EQ(there.source_port, 1111);
  EXPECT_EQ(there.destination_port, 2222);
  const Result back = pass(reply(operation), 3);
  EXPECT_EQ(back.source_port, 2222);
  EXPECT_EQ(back.destination_port, 1111);
}

TEST_F(RecordSession, a_result_keeps_that_it_is_the_ah_around_an_esp) {
  Operation operation = packet_at(1, 0);
  operation.joined = true;
  EXPECT_TRUE(learn(operation, 3).joined);
  EXPECT_FALSE(learn(packet_at(2, 0), 4).joined);
}

TEST_F(RecordSession, a_packet_without_a_session_is_dropped_if_its_zone_says_so) {
  Operation operation = packet_at(1, 0);
  operation.transit.outcome = code(hw::Outcome::refused);
  EXPECT_FALSE(pass(operation).drop);
  operation.drop_on_miss = true;
  EXPECT_TRUE(pass(operation).drop);
  operation.transit.outcome = code(hw::Outcome::counted);
  EXPECT_FALSE(learn(operation, 3).drop);
}

TEST_F(RecordSession, each_operation_that_is_through_frees_its_place) {
  learn(packet_at(1, 0), 3);
  pass(packet_at(1, 0), 3);
  pass(loop::command(hw::RequestKind::advance));
  Operation malformed = packet_at(1, 0);
  malformed.transit.outcome = code(hw::Outcome::ip_header);
  pass(malformed);
  EXPECT_EQ(completed_.size(), 4U);
  EXPECT_TRUE(bounced_.empty());
}

TEST_F(RecordSession, a_read_of_sessions_is_passed_to_readback) {
  pass(loop::read_command(hw::RequestKind::read_sessions, 0x12345678, 500));
  const BulkRequest bulk = bulk_requests_.read();
  EXPECT_FALSE(bulk.ended);
  EXPECT_EQ(bulk.start, 0x12345678);
  EXPECT_EQ(bulk.count, 500);
}

TEST_F(RecordSession, a_read_of_ended_sessions_is_passed_to_readback_as_index_left_it) {
  BulkRequest listed{};
  listed.start = 60000;
  listed.count = 9;
  listed.valid = 8;
  listed.left = 65535;
  Operation operation = loop::command(hw::RequestKind::read_ended);
  operation.transit.argument = argument_of(listed);
  pass(operation);
  const BulkRequest bulk = bulk_requests_.read();
  EXPECT_TRUE(bulk.ended);
  EXPECT_EQ(bulk.start, 60000);
  EXPECT_EQ(bulk.count, 9);
  EXPECT_EQ(bulk.valid, 8);
  EXPECT_EQ(bulk.left, 65535);
}

TEST_F(RecordSession, a_clear_forgets_all_sessions) {
  for (unsigned number = 0; number < 100; ++number) learn(packet_at(number, 0), number);
  pass(loop::command(hw::RequestKind::clear));
  for (unsigned number = 0; number < 100; ++number)
    EXPECT_EQ(read(number).state, code(SessionState::free));
}

}  // namespace
