// The SA table, as `negotiated` uses it.
#include <fmt/format.h>

#include <random>

#include "conformance.hpp"

namespace espial::test {
namespace {

using hw::PortMapping;

class SaTable : public OpenDevice {
 protected:
  void SetUp() override { device_.set_policy(0, {.port_mapping = PortMapping::negotiated}); }

  static SaPair pair(std::string_view local, std::string_view remote, std::uint32_t spi_in,
                     std::uint32_t spi_out) {
    return {.local = Address::parse(local),
            .remote = Address::parse(remote),
            .spi_in = spi_in,
            .spi_out = spi_out};
  }
  // The many pairs of a test: every one between two hosts of its own, the SPIs in sequence.
  static SaPair nth(std::uint32_t i) {
    const std::string local = fmt::format("10.1.{}.{}", i / 256, i % 256);
    const std::string remote = fmt::format("172.16.{}.{}", i % 253, i % 251);
    return pair(local, remote, 0xC000'0000 + i, 0xD000'0000 + 3 * i);
  }

  // Packets that the pair's SAs carry.
  static ModelPacket in(const SaPair& p) {
    return at(beginning, esp_packet(p.remote.to_string(), p.local.to_string(), p.spi_in));
  }
  static ModelPacket out(const SaPair& p) {
    return at(beginning, esp_packet(p.local.to_string(), p.remote.to_string(), p.spi_out));
  }
  // How many of these pairs the device does not give the ports of the inbound SPI, both ways.
  std::size_t unknown(std::span<const SaPair> pairs) {
    std::vector<ModelPacket> packets;
    for (const SaPair& p : pairs) {
      packets.push_back(in(p));
      packets.push_back(out(p));
    }
    const std::vector<PacketResult> results = submit(packets);
    std::size_t count = 0;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      const auto high = static_cast<std::uint16_t>(pairs[i].spi_in >> 16);
      const auto low = static_cast<std::uint16_t>(pairs[i].spi_in);
      const PacketResult& inbound = results[2 * i];
      const PacketResult& outbound = results[2 * i + 1];
      const bool good = inbound.source_port == high && inbound.destination_port == low &&
                        outbound.source_port == low && outbound.destination_port == high &&
                        inbound.session == outbound.session;
      count += good ? 0U : 1U;
    }
    return count;
  }
  bool knows(const SaPair& p) { return unknown(std::span(&p, 1)) == 0; }
};
INSTANTIATE_TEST_SUITE_P(Device, SaTable, on_every_device(), device_of);

TEST_P(SaTable, knows_a_pair_once_it_is_added) {
  const SaPair one = nth(1);
  EXPECT_FALSE(knows(one));
  device_.clear();
  SetUp();
  EXPECT_EQ(device_.add_sa(one), SaOutcome::added);
  EXPECT_TRUE(knows(one));
}

TEST_P(SaTable, acts_on_exactly_the_packets_behind_the_command) {
  const SaPair one = nth(1);
  const std::vector<ModelPacket> packets(50, in(one));
  const auto expect_port = [&](std::uint16_t port) {
    for (const PacketResult& result : submit(packets)) ASSERT_EQ(result.source_port, port);
  };
  expect_port(hw::generic_port);
  device_.add_sa(one);
  expect_port(0xC000);
  device_.remove_sa(one);
  expect_port(hw::generic_port);
}

TEST_P(SaTable, takes_a_pair_twice_as_one) {
  EXPECT_EQ(device_.add_sa(nth(1)), SaOutcome::added);
  EXPECT_EQ(device_.add_sa(nth(1)), SaOutcome::added);
  EXPECT_TRUE(device_.remove_sa(nth(1)));
  EXPECT_FALSE(knows(nth(1)));
}

TEST_P(SaTable, says_that_a_known_sa_got_other_ports) {
  // The outbound SA stays, the inbound one is rekeyed: both get the ports of the new inbound SPI.
  const SaPair before = pair("10.0.0.1", "10.0.0.2", 0x11112222, 0x55556666);
  const SaPair after = pair("10.0.0.1", "10.0.0.2", 0x33334444, 0x55556666);
  EXPECT_EQ(device_.add_sa(before), SaOutcome::added);
  EXPECT_EQ(device_.add_sa(after), SaOutcome::replaced);
  EXPECT_TRUE(knows(after));
  EXPECT_EQ(submit(in(before)).source_port, 0x1111) << "the old inbound SA is still there";
}

TEST_P(SaTable, lets_one_outbound_spi_serve_two_inbound_ones) {
  // Public captures have it: nothing may assume that SAs come in ones.
  EXPECT_EQ(device_.add_sa(pair("10.0.0.1", "10.0.0.2", 0x11112222, 0x55556666)), SaOutcome::added);
  EXPECT_EQ(device_.add_sa(pair("10.0.0.1", "10.0.0.2", 0x11112222, 0x77778888)), SaOutcome::added);
  EXPECT_EQ(submit(at(beginning, esp_packet("10.0.0.1", "10.0.0.2", 0x55556666))).source_port,
            0x2222);
  EXPECT_EQ(submit(at(beginning, esp_packet("10.0.0.1", "10.0.0.2", 0x77778888))).source_port,
            0x2222);
}

TEST_P(SaTable, forgets_exactly_the_pair_that_is_removed) {
  for (std::uint32_t i = 0; i < 10; ++i) device_.add_sa(nth(i));
  EXPECT_TRUE(device_.remove_sa(nth(4)));
  EXPECT_FALSE(device_.remove_sa(nth(4))) << "it is gone";
  for (std::uint32_t i = 0; i < 10; ++i) EXPECT_EQ(knows(nth(i)), i != 4) << i;
}

TEST_P(SaTable, removes_no_pair_that_is_not_known_as_a_whole) {
  device_.add_sa(nth(1));
  SaPair other = nth(1);
  other.spi_out ^= 1;
  EXPECT_FALSE(device_.remove_sa(other));
  EXPECT_FALSE(device_.remove_sa(nth(2)));
  other = nth(1);
  other.zone = 1;
  EXPECT_FALSE(device_.remove_sa(other));
  EXPECT_TRUE(knows(nth(1)));
}

TEST_P(SaTable, keeps_the_same_spi_to_two_destinations_apart) {
  const SaPair one = pair("10.0.0.1", "10.0.0.2", 0x11112222, 0x33334444);
  const SaPair other = pair("10.0.0.1", "10.0.0.3", 0x55556666, 0x33334444);
  device_.add_sa(one);
  device_.add_sa(other);
  EXPECT_TRUE(knows(one));
  EXPECT_TRUE(knows(other));
  device_.remove_sa(one);
  EXPECT_FALSE(knows(one));
  EXPECT_TRUE(knows(other));
}

TEST_P(SaTable, keeps_the_same_spi_from_two_sources_apart) {
  const SaPair one = pair("10.0.0.1", "10.0.0.2", 0x11112222, 0x33334444);
  const SaPair other = pair("10.0.0.1", "10.0.0.3", 0x11112222, 0x55556666);
  EXPECT_EQ(device_.add_sa(one), SaOutcome::added);
  EXPECT_EQ(device_.add_sa(other), SaOutcome::added);
  EXPECT_TRUE(knows(one));
  EXPECT_TRUE(knows(other));
}

TEST_P(SaTable, keeps_zones_and_protocols_apart) {
  device_.set_zone(1, 1);
  device_.set_policy(1, {.port_mapping = PortMapping::negotiated});
  SaPair in_zone_1 = nth(1);
  in_zone_1.zone = 1;
  device_.add_sa(in_zone_1);
  EXPECT_FALSE(knows(nth(1)));
  EXPECT_EQ(submit(by(1, in(nth(1)))).source_port, 0xC000);
}

TEST_P(SaTable, holds_ipv6_pairs) {
  const SaPair one = pair("2001:db8::1", "2001:db8:ffff::2", 0x11112222, 0x33334444);
  device_.add_sa(one);
  EXPECT_TRUE(knows(one));
}

TEST_P(SaTable, holds_manual_keys_that_use_one_spi_on_every_link) {
  // The two ends of every link differ alike.
  std::vector<SaPair> pairs;
  for (std::uint32_t i = 0; i < 200; ++i) {
    pairs.push_back(pair(fmt::format("10.0.{}.1", i), fmt::format("10.0.{}.2", i), 0x100, 0x101));
    ASSERT_EQ(device_.add_sa(pairs.back()), SaOutcome::added) << i;
  }
  EXPECT_EQ(unknown(pairs), 0U);
}

TEST_P(SaTable, is_full_only_when_nearly_every_place_is_used_and_then_knows_all_it_took) {
  std::vector<SaPair> pairs;
  std::uint32_t i = 0;
  for (; device_.add_sa(nth(i)) == SaOutcome::added; ++i) pairs.push_back(nth(i));
  // A pair takes two places.
  EXPECT_GE(2 * pairs.size(), device_.identity().capacity_sas * 95 / 100);
  EXPECT_LE(2 * pairs.size(), device_.identity().capacity_sas);
  EXPECT_EQ(unknown(pairs), 0U) << "moved ones included";
  EXPECT_FALSE(knows(nth(i))) << "the one that found no place";
}

TEST_P(SaTable, is_as_it_was_after_a_pair_found_no_place) {
  std::vector<SaPair> pairs;
  std::uint32_t i = 0;
  for (; device_.add_sa(nth(i)) == SaOutcome::added; ++i) pairs.push_back(nth(i));
  // Pairs of which one SA is known already, with other ports, and the other finds no place.
  std::size_t refused = 0;
  for (const SaPair& known : pairs) {
    const SaPair turned{.local = known.remote,
                        .remote = known.local,
                        .spi_in = known.spi_out,
                        .spi_out = known.spi_in ^ 0x0F00'0000};
    if (device_.add_sa(turned) == SaOutcome::full) {
      ++refused;
    } else {
      device_.remove_sa(turned);
      device_.add_sa(known);
    }
  }
  EXPECT_GT(refused, 0U);
  EXPECT_EQ(unknown(pairs), 0U);
}

TEST_P(SaTable, takes_new_pairs_in_the_places_of_removed_ones) {
  std::mt19937 random(1);
  SCOPED_TRACE("seed 1");
  std::vector<SaPair> pairs;
  std::uint32_t next = 0;
  for (; next < 1900; ++next) {
    pairs.push_back(nth(next));
    ASSERT_EQ(device_.add_sa(pairs.back()), SaOutcome::added) << next;
  }
  for (int round = 0; round < 1000; ++round) {
    SaPair& one = pairs[std::uniform_int_distribution<std::size_t>(0, pairs.size() - 1)(random)];
    ASSERT_TRUE(device_.remove_sa(one)) << round;
    one = nth(next++);
    ASSERT_EQ(device_.add_sa(one), SaOutcome::added) << round;
  }
  EXPECT_EQ(unknown(pairs), 0U);
}

TEST_P(SaTable, is_empty_after_clear) {
  for (std::uint32_t i = 0; i < 100; ++i) device_.add_sa(nth(i));
  device_.clear();
  SetUp();
  EXPECT_FALSE(knows(nth(5)));
  EXPECT_FALSE(device_.remove_sa(nth(5)));
  EXPECT_EQ(device_.add_sa(nth(5)), SaOutcome::added);
}

TEST_P(SaTable, refuses_an_spi_of_0) {
  EXPECT_THROW(device_.add_sa(pair("10.0.0.1", "10.0.0.2", 0, 5)), InvalidArgument);
  EXPECT_THROW(device_.add_sa(pair("10.0.0.1", "10.0.0.2", 5, 0)), InvalidArgument);
}

TEST_P(SaTable, refuses_two_ends_of_one_address) {
  EXPECT_THROW(device_.add_sa(pair("10.0.0.1", "10.0.0.1", 5, 6)), InvalidArgument);
}

}  // namespace
}  // namespace espial::test
