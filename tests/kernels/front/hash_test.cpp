// `hash`: one key for both directions of a session, and its hash by nibble tabulation.
#include <gtest/gtest.h>

#include <random>

#include "hash_entries.hpp"

namespace espial::test {
namespace {

constexpr std::uint64_t seed = 19;

class Hash : public testing::Test {
 protected:
  void SetUp() override {
    entries_.fill([this](const argument_t& argument) { set_hash(argument); });
  }

  Operation fire(const Mapped& mapped) {
    mapped_.write(mapped);
    // The first firings sweep its table.
    for (int firing = 0; hashed_.size() == 0 && firing <= 16; ++firing)
      process::hash(mapped_, hashed_);
    return hashed_.read();
  }
  void set_hash(const argument_t& argument) {
    Mapped command{};
    command.transit.kind = code(hw::RequestKind::set_hash);
    command.transit.argument = argument;
    fire(command);
  }

  const HashEntries entries_{hw::key_nibbles, seed};

 private:
  hls::stream<Mapped> mapped_{"mapped"};
  hls::stream<Operation> hashed_{"hashed"};
};

/// Between endpoints that are often nearly the same.
Mapped random_packet(std::mt19937_64& random) {
  Mapped mapped{};
  const auto address = [&random] {
    address_t number = random() % 3;
    if (random() % 2 == 0) number |= (address_t(random()) << 64) | address_t(random());
    return number;
  };
  mapped.source = address();
  mapped.destination = random() % 4 == 0 ? mapped.source : address();
  mapped.source_port = random() % 4 == 0 ? random() % 3 : random() % 65536;
  mapped.destination_port = random() % 4 == 0 ? mapped.source_port : ap_uint<16>(random() % 65536);
  mapped.transit.zone = random() % 65536;
  mapped.protocol = random() % 256;
  mapped.encapsulated = random() % 2 == 0;
  return mapped;
}

Mapped reverse_of(Mapped mapped) {
  std::swap(mapped.source, mapped.destination);
  std::swap(mapped.source_port, mapped.destination_port);
  return mapped;
}

bool same(const Key& a, const Key& b) {
  return a.lower_address == b.lower_address && a.upper_address == b.upper_address &&
         a.lower_port == b.lower_port && a.upper_port == b.upper_port && a.zone == b.zone &&
         a.protocol == b.protocol && a.encapsulated == b.encapsulated;
}

Digits digits_of(const Key& key) {
  return Digits()
      .append(key.lower_address, 32)
      .append(key.upper_address, 32)
      .append(key.lower_port, 4)
      .append(key.upper_port, 4)
      .append(key.zone, 4)
      .append(key.protocol, 2)
      .append(ap_uint<1>(key.encapsulated), 1);
}

// --- the key ---

TEST_F(Hash, the_smaller_address_is_the_lower_endpoint) {
  Mapped mapped{};
  mapped.source = 5;
  mapped.source_port = 9;
  mapped.destination = 6;
  mapped.destination_port = 1;
  const Operation forward = fire(mapped);
  EXPECT_EQ(forward.key.lower_address, 5);
  EXPECT_EQ(forward.key.lower_port, 9);
  EXPECT_EQ(forward.key.upper_address, 6);
  EXPECT_EQ(forward.key.upper_port, 1);
  EXPECT_FALSE(forward.from_upper);
  const Operation reverse = fire(reverse_of(mapped));
  EXPECT_TRUE(same(reverse.key, forward.key));
  EXPECT_TRUE(reverse.from_upper);
}

TEST_F(Hash, addresses_are_compared_as_numbers_without_sign) {
  Mapped mapped{};
  mapped.source = ~address_t(0);
  mapped.destination = 1;
  EXPECT_EQ(fire(mapped).key.lower_address, 1);
  mapped.destination = address_t(1) << 127;
  EXPECT_EQ(fire(mapped).key.lower_address, address_t(1) << 127);
}

TEST_F(Hash, the_port_decides_between_equal_addresses) {
  Mapped mapped{};
  mapped.source = mapped.destination = 7;
  mapped.source_port = 65535;
  mapped.destination_port = 1;
  EXPECT_EQ(fire(mapped).key.lower_port, 1);
  EXPECT_TRUE(fire(mapped).from_upper);
  EXPECT_FALSE(fire(reverse_of(mapped)).from_upper);
}

TEST_F(Hash, a_packet_to_its_own_sender_goes_upwards) {
  Mapped mapped{};
  mapped.source = mapped.destination = 7;
  mapped.source_port = mapped.destination_port = 20033;
  EXPECT_FALSE(fire(mapped).from_upper);
}

TEST_F(Hash, both_directions_have_one_key_and_one_place) {
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  for (int round = 0; round < 2000; ++round) {
    const Mapped mapped = random_packet(random);
    const Operation forward = fire(mapped);
    const Operation reverse = fire(reverse_of(mapped));
    ASSERT_TRUE(same(forward.key, reverse.key)) << "round " << round;
    for (unsigned choice = 0; choice < hw::choices; ++choice) {
      ASSERT_EQ(forward.line[choice], reverse.line[choice]) << "round " << round;
    }
    ASSERT_EQ(forward.tag, reverse.tag) << "round " << round;
    const bool own =
        mapped.source == mapped.destination && mapped.source_port == mapped.destination_port;
    ASSERT_EQ(forward.from_upper, !own && !reverse.from_upper) << "round " << round;
  }
}

TEST_F(Hash, zone_protocol_and_encapsulation_are_part_of_the_key) {
  Mapped mapped{};
  mapped.transit.zone = 0xABCD;
  mapped.protocol = 50;
  mapped.encapsulated = true;
  const Key key = fire(mapped).key;
  EXPECT_EQ(key.zone, 0xABCD);
  EXPECT_EQ(key.protocol, 50);
  EXPECT_TRUE(key.encapsulated);
}

TEST_F(Hash, spi_and_outer_ports_are_not) {
  Mapped mapped{};
  mapped.source = 1;
  const Operation plain = fire(mapped);
  mapped.spi = 0xC949D4B8;
  mapped.has_spi = true;
  mapped.outer_source_port = 4500;
  mapped.outer_destination_port = 61234;
  mapped.transit.ingress = 9;
  const Operation other = fire(mapped);
  EXPECT_TRUE(same(plain.key, other.key));
  EXPECT_EQ(plain.tag, other.tag);
}

// --- the hash ---

TEST_F(Hash, is_the_tabulation_of_the_keys_digits) {
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  for (int round = 0; round < 2000; ++round) {
    const Operation operation = fire(random_packet(random));
    Wide expected = entries_.hash(digits_of(operation.key));
    for (unsigned choice = 0; choice < hw::choices; ++choice) {
      ASSERT_EQ(operation.line[choice], static_cast<std::uint64_t>(expected) % hw::lines)
          << "choice " << choice << " in round " << round;
      expected >>= hw::line_bits;
    }
    ASSERT_EQ(operation.tag, static_cast<std::uint64_t>(expected)) << "round " << round;
  }
}

TEST_F(Hash, an_entry_holds_for_exactly_the_packets_behind_it) {
  Mapped mapped{};
  const Operation before = fire(mapped);
  set_hash(HashEntries::argument(0, 0, 0));
  const Operation after = fire(mapped);
  EXPECT_NE(before.tag, after.tag);
  set_hash(HashEntries::argument(0, 0, Wide{0xFF} << 64));
  EXPECT_EQ(fire(mapped).tag, after.tag ^ (0xFF << (hw::tag_bits - 8)));
}

TEST_F(Hash, entries_of_digits_that_no_key_has_are_nothing) {
  Mapped mapped{};
  const Operation before = fire(mapped);
  for (unsigned nibble = hw::key_nibbles; nibble < 256; ++nibble) {
    set_hash(HashEntries::argument(static_cast<std::uint8_t>(nibble), 0, 1));
  }
  const Operation after = fire(mapped);
  EXPECT_EQ(before.tag, after.tag);
  for (unsigned choice = 0; choice < hw::choices; ++choice)
    EXPECT_EQ(before.line[choice], after.line[choice]);
}

TEST_F(Hash, other_commands_leave_the_entries_alone) {
  Mapped mapped{};
  const Operation before = fire(mapped);
  for (unsigned kind = 0; kind < hw::request_kinds; ++kind) {
    if (kind == code(hw::RequestKind::set_hash)) continue;
    Mapped command{};
    command.transit.kind = kind;
    command.transit.argument = HashEntries::argument(0, 0, 0);
    fire(command);
  }
  EXPECT_EQ(fire(mapped).tag, before.tag);
}

// --- what passes ---

TEST_F(Hash, everything_else_passes_unchanged) {
  Mapped mapped{};
  mapped.transit.kind = code(hw::RequestKind::read_ended);
  mapped.transit.number = 0xABCDEF012345ULL;
  mapped.transit.outcome = code(hw::Outcome::too_short);
  mapped.transit.argument = 77;
  mapped.joined = true;
  mapped.drop_on_miss = true;
  mapped.sa_unknown = true;
  mapped.has_spi = true;
  mapped.mapping = code(hw::PortMapping::none);
  mapped.spi = 0xC949D4B8;
  mapped.outer_source_port = 4500;
  mapped.outer_destination_port = 61234;
  const Operation operation = fire(mapped);
  EXPECT_EQ(operation.transit.kind, mapped.transit.kind);
  EXPECT_EQ(operation.transit.number, mapped.transit.number);
  EXPECT_EQ(operation.transit.outcome, mapped.transit.outcome);
  EXPECT_EQ(operation.transit.argument, mapped.transit.argument);
  EXPECT_TRUE(operation.joined);
  EXPECT_TRUE(operation.drop_on_miss);
  EXPECT_TRUE(operation.sa_unknown);
  EXPECT_TRUE(operation.has_spi);
  EXPECT_EQ(operation.mapping, mapped.mapping);
  EXPECT_EQ(operation.spi, mapped.spi);
  EXPECT_EQ(operation.outer_source_port, mapped.outer_source_port);
  EXPECT_EQ(operation.outer_destination_port, mapped.outer_destination_port);
}

TEST_F(Hash, an_operation_starts_on_its_first_round) {
  const Round round = fire(Mapped{}).round;
  EXPECT_FALSE(round.first);
  EXPECT_FALSE(round.exchange);
  EXPECT_FALSE(round.served);
  EXPECT_EQ(round.start, 0);
}

}  // namespace
}  // namespace espial::test
