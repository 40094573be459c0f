// What the verilated card did, done again by the kernels compiled natively: they agree bit for bit
// on every stream.
#include "espial/replay.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "driver/traffic.hpp"
#include "espial/capture.hpp"
#include "espial/error.hpp"
#include "sim/native_replay.hpp"
#include "sim/recorded_card.hpp"
#include "support/packet_builder.hpp"

namespace espial::test {
namespace {

std::size_t moved(const sim::Recording& recording, std::string_view stream) {
  const auto& streams = session_table_interface().streams;
  const auto found = std::ranges::find(streams, stream, &bench::Stream::name);
  return recording.streams.at(static_cast<std::size_t>(found - streams.begin())).size();
}

constexpr unsigned often = 96;  // of 256 cycles

// --- recordings ---

TEST(Recording, counts_idle_firings_and_keeps_them_in_few_words) {
  sim::Card card({.seed = 20});
  const auto recording = card.record();
  constexpr std::uint64_t cycles = 100'000;  // by then, all memories are swept
  for (std::uint64_t i = 0; i < cycles; ++i) card.step();
  EXPECT_EQ(recording->cycles, cycles);
  EXPECT_TRUE(recording->at_rest());
  ASSERT_EQ(recording->outcomes.size(), 4U);
  for (const std::vector<sim::Recording::Run>& runs : recording->outcomes) {
    std::uint64_t firings = 0;
    for (const sim::Recording::Run& run : runs) firings += run.firings;
    EXPECT_GE(firings, cycles - 2);
    EXPECT_LE(runs.size(), 10U);
  }
  EXPECT_EQ(difference_from_native(*recording), "");
}

TEST(Recording, begins_with_the_first_cycle) {
  sim::Card card;
  card.step();
  EXPECT_THROW(card.record(), InvalidArgument);
}

TEST(Recording, that_ends_while_all_is_under_way_is_compared_as_far_as_it_goes) {
  sim::Card card({.seed = 23});
  const auto recording = card.record();
  for (std::uint64_t i = 0; i < 70'000; ++i) card.step();
  for (const ModelPacket& packet : Traffic(23, {}).next(300))
    card.send({.time_ns = packet.time_ns, .ingress = 0, .octets = octets_of(packet)});
  for (std::uint64_t i = 0; i < 250; ++i) card.step();
  ASSERT_FALSE(recording->at_rest());
  EXPECT_LT(moved(*recording, "wire_out"), moved(*recording, "wire_in"));
  EXPECT_NE(moved(*recording, "wire_out"), 0U);
  EXPECT_EQ(difference_from_native(*recording), "");
}

// --- captures ---

std::string path_of(const std::string& capture) { return ESPIAL_TEST_CAPTURES "/" + capture; }

std::vector<std::string> captures() {
  std::vector<std::string> names;
  const std::filesystem::path folder = ESPIAL_TEST_CAPTURES;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const std::string name = std::filesystem::relative(entry.path(), folder).string();
    if (name.find(".pcap") != std::string::npos) names.push_back(name);
  }
  std::ranges::sort(names);
  return names;
}

class Capture : public testing::TestWithParam<std::tuple<std::string, bool>> {};
INSTANTIATE_TEST_SUITE_P(Each, Capture,
                         testing::Combine(testing::ValuesIn(captures()), testing::Bool()),
                         [](const auto& of) {
                           std::string name = std::get<0>(of.param);
                           std::ranges::replace_if(
                               name, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
                           return name + (std::get<1>(of.param) ? "_by_wire" : "_by_host");
                         });

TEST_P(Capture, moves_the_same_natively) {
  const auto& [capture, wire] = GetParam();
  RecordedCard card({});
  const std::array paths{path_of(capture)};
  bool replayed = true;
  try {
    replay(card.device(), paths, {.at = {}, .wire = wire, .progress = {}});
  } catch (const FileError&) {
    // Some are damaged on purpose, and some are not for the wire: until there, it is a replay.
    replayed = false;
  }
  const sim::Recording& recording = card.recording();
  EXPECT_TRUE(!replayed || moved(recording, "results") != 0);
  EXPECT_EQ(difference_from_native(recording), "");
}

struct CapturedPacket {
  Packet packet;
  Octets octets;
};

// All that can be read, but for the one capture that is large and all alike.
std::vector<CapturedPacket> captured_packets() {
  std::vector<CapturedPacket> packets;
  for (const std::string& capture : captures()) {
    if (capture == "juniper_kb35317.pcap") continue;
    try {
      CaptureReader reader = CaptureReader::open(path_of(capture));
      while (const std::optional<Packet> packet = reader.next())
        packets.push_back({*packet, Octets(packet->octets.begin(), packet->octets.end())});
    } catch (const FileError&) {
      // What could be read is here.
    }
  }
  for (CapturedPacket& captured : packets) captured.packet.octets = captured.octets;
  return packets;
}

// On one card and without waiting for each, which is faster.
class Captures : public testing::TestWithParam<unsigned> {};
INSTANTIATE_TEST_SUITE_P(Stalls, Captures, testing::Values(0U, often));

TEST_P(Captures, by_host_move_the_same_natively) {
  RecordedCard card({.seed = 21, .stalls = GetParam()});
  std::vector<Packet> packets;
  for (const CapturedPacket& captured : captured_packets()) packets.push_back(captured.packet);
  ASSERT_GE(packets.size(), 300U);
  card.device().submit(packets);
  card.device().read_sessions();
  EXPECT_EQ(difference_from_native(card.recording()), "");
}

TEST_P(Captures, by_wire_move_the_same_natively) {
  RecordedCard card({.seed = 22, .stalls = GetParam()});
  std::size_t frames = 0;
  for (const CapturedPacket& captured : captured_packets()) {
    if (captured.packet.link != hw::LinkType::ethernet || captured.octets.empty()) continue;
    card.send({.time_ns = captured.packet.time_ns, .ingress = 0, .octets = captured.octets});
    ++frames;
  }
  ASSERT_GE(frames, 300U);
  card.device().read_sessions();
  EXPECT_EQ(difference_from_native(card.recording()), "");
}

// --- random traffic ---

// Without these, the comparison would show little.
void expect_much(const sim::Recording& recording) {
  for (std::size_t i = 0; i < recording.streams.size(); ++i)
    EXPECT_NE(recording.streams[i].size(), 0U) << session_table_interface().streams[i].name;
  std::size_t merging = 0;
  for (const auto& process : session_table_interface().processes) {
    if (process.questions.empty()) continue;
    std::uint32_t yes = 0;
    for (const auto& [told, firings] : recording.outcomes.at(merging)) yes |= told;
    EXPECT_EQ(yes, (1U << process.questions.size()) - 1) << process.name;
    ++merging;
  }
}

struct Random {
  std::uint64_t seed;
  unsigned stalls;
  int lots;
};
std::ostream& operator<<(std::ostream& out, const Random& of) {
  return out << "seed " << of.seed << ", stalls " << of.stalls;
}
std::string name_of(const testing::TestParamInfo<Random>& of) {
  return "seed_" + std::to_string(of.param.seed) + "_stalls_" + std::to_string(of.param.stalls);
}

class RandomTraffic : public testing::TestWithParam<Random> {};
INSTANTIATE_TEST_SUITE_P(Some, RandomTraffic, testing::Values(Random{1, 0, 8}, Random{2, often, 8}),
                         name_of);
INSTANTIATE_TEST_SUITE_P(Many, RandomTraffic,
                         testing::Values(Random{3, 0, 40}, Random{4, 0, 40}, Random{5, 16, 40},
                                         Random{6, 16, 40}, Random{7, often, 40},
                                         Random{8, often, 40}, Random{9, 200, 40},
                                         Random{10, 200, 40}),
                         name_of);

TEST_P(RandomTraffic, moves_the_same_natively) {
  const auto& [seed, stalls, lots] = GetParam();
  SCOPED_TRACE(testing::Message() << GetParam());
  RecordedCard card({.seed = seed, .stalls = stalls}, bad_hashes(seed));
  random_traffic(card, seed, lots);
  card.device().read_sessions();
  const sim::Recording& recording = card.recording();
  expect_much(recording);
  EXPECT_EQ(difference_from_native(recording), "");
}

}  // namespace
}  // namespace espial::test
