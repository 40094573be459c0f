// A comparison that finds nothing wrong must be able to: what a card did is altered in one place.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <random>

#include "sim/native_replay.hpp"
#include "sim/recorded_card.hpp"

namespace espial::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

constexpr std::uint64_t seed = 31;

sim::Recording record() {
  RecordedCard card({.seed = seed}, bad_hashes(seed));
  random_traffic(card, seed, 4);
  return card.recording();
}

TEST(Difference, in_one_bit_of_one_element_names_stream_element_and_field) {
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  sim::Recording recording = record();
  std::mt19937 random(seed);
  for (std::size_t i = 0; i < recording.streams.size(); ++i) {
    const bench::Stream& stream = session_table_interface().streams[i];
    if (stream.is_input) continue;
    sim::Recording::Stream& elements = recording.streams[i];
    ASSERT_NE(elements.size(), 0U) << stream.name;
    const std::size_t number = random() % elements.size();
    const bench::Field& field = stream.fields[random() % stream.fields.size()];
    const std::size_t bit =
        8 * stream.signals[field.signal].at + field.bit + random() % field.width;
    std::uint8_t& octet = elements.elements[number * elements.octets + bit / 8];
    octet = static_cast<std::uint8_t>(octet ^ (1U << (bit % 8)));
    EXPECT_THAT(difference_from_native(recording),
                AllOf(StartsWith(fmt::format("stream '{}', element {}: {}{}0x", stream.name, number,
                                             field.name, field.name.empty() ? "" : " ")),
                      HasSubstr(" instead of 0x")));
    octet = static_cast<std::uint8_t>(octet ^ (1U << (bit % 8)));
  }
  EXPECT_EQ(difference_from_native(recording), "");
}

// What goes in is altered, so that what follows from it differs: a bit of time, or of an octet.
TEST(Difference, in_what_goes_in_is_seen_where_it_is_used) {
  sim::Recording recording = record();
  for (std::size_t i = 0; i < recording.streams.size(); ++i) {
    const bench::Stream& stream = session_table_interface().streams[i];
    if (!stream.is_input) continue;
    recording.streams[i].elements[0] ^= 1;
    EXPECT_THAT(difference_from_native(recording),
                StartsWith(stream.name == "host_in" ? "stream 'host_requests', element 0: "
                                                    : "stream 'frames', element 0: "));
    recording.streams[i].elements[0] ^= 1;
  }
}

TEST(Difference, in_the_number_of_elements_is_seen) {
  sim::Recording recording = record();
  for (std::size_t i = 0; i < recording.streams.size(); ++i) {
    const bench::Stream& stream = session_table_interface().streams[i];
    if (stream.is_input) continue;
    sim::Recording::Stream& elements = recording.streams[i];
    const std::size_t count = elements.size();
    const std::vector<std::uint8_t> last(elements[count - 1].begin(), elements[count - 1].end());
    elements.elements.resize((count - 1) * elements.octets);
    EXPECT_EQ(
        difference_from_native(recording),
        fmt::format("stream '{}': {} elements moved, natively {}", stream.name, count - 1, count));
    elements.elements.insert(elements.elements.end(), last.begin(), last.end());
  }
}

// Splits the first run that holds the firing, and gives the firing another outcome.
void set_outcomes(std::vector<sim::Recording::Run>& runs, std::size_t run, std::uint32_t told) {
  const sim::Recording::Run before = runs[run];
  const auto at = runs.begin() + static_cast<std::ptrdiff_t>(run);
  *at = {told, 1};
  if (before.firings != 1) runs.insert(at + 1, {before.outcomes, before.firings - 1});
}

// A 'yes' less: what was there is taken later, or never.
TEST(Difference, in_one_outcome_is_seen) {
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  sim::Recording recording = record();
  std::mt19937 random(seed);
  std::size_t merging = 0;
  for (const auto& process : session_table_interface().processes) {
    if (process.questions.empty()) continue;
    std::vector<sim::Recording::Run>& runs = recording.outcomes[merging++];
    for (std::size_t i = 0; i < process.questions.size(); ++i) {
      // How much `free_list` works ahead changes nothing.
      if (process.questions[i].asks == hls::native::Asks::room) continue;
      const std::uint32_t bit = 1U << i;
      std::vector<std::size_t> with;
      for (std::size_t run = 0; run < runs.size(); ++run)
        if ((runs[run].outcomes & bit) != 0) with.push_back(run);
      ASSERT_FALSE(with.empty()) << process.name;
      const std::vector<sim::Recording::Run> as_recorded = runs;
      const std::size_t run = with[random() % with.size()];
      set_outcomes(runs, run, runs[run].outcomes & ~bit);
      EXPECT_NE(difference_from_native(recording), "")
          << process.name << ", " << i << ", run " << run;
      runs = as_recorded;
    }
  }
}

// It is told of something that never comes.
TEST(Difference, in_an_outcome_too_many_is_seen) {
  sim::Recording recording = record();
  std::size_t merging = 0;
  for (const auto& process : session_table_interface().processes) {
    if (process.questions.empty()) continue;
    std::vector<sim::Recording::Run>& runs = recording.outcomes[merging++];
    // The first one of each is for data.
    const std::string& stream = session_table_interface().streams[process.questions[0].stream].name;
    runs.push_back({1, 1});
    EXPECT_THAT(difference_from_native(recording),
                AllOf(StartsWith(fmt::format("process '{}', firing ", process.name)),
                      HasSubstr(fmt::format("says that '{}' has data, and it has none", stream))));
    runs.pop_back();
  }
}

}  // namespace
}  // namespace espial::test
