// The kernel against a second reading of the rules, on packets of every kind, sound and broken.
#include <gtest/gtest.h>

#include <iomanip>
#include <span>
#include <sstream>
#include <string>

#include "parse_kernel.hpp"
#include "random_packets.hpp"

namespace espial::test {
namespace {

constexpr std::uint64_t seed = 20240229;
constexpr int rounds = 50'000;

std::string describe(const Sample& sample) {
  std::ostringstream text;
  text << "seed " << seed << ", link type " << static_cast<unsigned>(sample.link) << ", "
       << sample.octets.size() << " of " << sample.length << " octets:" << std::hex
       << std::setfill('0');
  for (const unsigned octet : sample.octets) text << ' ' << std::setw(2) << octet;
  return text.str();
}

template <class Draw>
void expect_agreement(Draw draw) {
  for (int round = 0; round < rounds; ++round) {
    const Sample sample = draw();
    const ParsedPacket kernel = kernel_parse(sample.link, sample.octets, sample.length);
    const ParsedPacket reference = reference_parse(sample.link, sample.octets, sample.length);
    ASSERT_EQ(kernel, reference) << describe(sample);
  }
}

TEST(ParseRandom, sound_packets_are_read_as_the_rules_say) {
  RandomPackets packets(seed);
  expect_agreement([&packets] { return packets.sound(); });
}

TEST(ParseRandom, broken_packets_are_read_as_the_rules_say) {
  RandomPackets packets(seed);
  expect_agreement([&packets] { return packets.broken(); });
}

TEST(ParseRandom, noise_is_read_as_the_rules_say) {
  RandomPackets packets(seed);
  expect_agreement([&packets] { return packets.noise(); });
}

TEST(ParseRandom, octets_behind_the_captured_ones_do_not_matter) {
  RandomPackets packets(seed);
  for (int round = 0; round < rounds; ++round) {
    const Sample sample = packets.broken();
    const Octets others = packets.noise().octets;
    const auto most = static_cast<std::uint32_t>(sample.octets.size());
    const auto captured = std::span(sample.octets).first(packets.below(most + 1));
    const ParsedPacket zeros = kernel_parse(sample.link, captured, sample.length);
    ASSERT_EQ(kernel_parse(sample.link, captured, sample.length, sample.octets), zeros)
        << captured.size() << " of them captured; " << describe(sample);
    ASSERT_EQ(kernel_parse(sample.link, captured, sample.length, others), zeros)
        << captured.size() << " of them captured; " << describe(sample);
  }
}

TEST(ParseRandom, what_is_malformed_never_counts_twice) {
  RandomPackets packets(seed);
  for (int round = 0; round < rounds; ++round) {
    const Sample sample = packets.broken();
    const ::Parsed parsed = fire_parse(arrival(sample.link, sample.octets, sample.length));
    const bool counts = parsed.transit.outcome == code(hw::Outcome::counted);
    ASSERT_TRUE(counts || !parsed.has_ah) << describe(sample);
  }
}

}  // namespace
}  // namespace espial::test
