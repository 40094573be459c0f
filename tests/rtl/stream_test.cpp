#include <Vstream_bench.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <deque>
#include <random>
#include <utility>
#include <vector>

#include "rtl/model.hpp"

namespace {

// What a channel is, and what should be in it: nothing but a queue. All that the ports show follows
// from it, in every cycle.
struct Channel {
  struct Word {
    std::uint64_t data;
    std::uint64_t taken_at;
  };
  std::size_t depth;
  std::uint64_t mask;
  std::uint64_t latency;
  bool tells_level;
  std::deque<Word> inside;

  bool ready() const { return inside.size() < depth; }
  bool valid(std::uint64_t cycle) const {
    return !inside.empty() && cycle - inside.front().taken_at >= latency;
  }
};

class Streams {
 public:
  explicit Streams(unsigned seed) : model_(seed), random_(seed) {
    model_.settle();
    for (std::size_t i = 0; i < channels; ++i) {
      const auto bits = byte(model_->width_o, i);
      channels_.push_back({.depth = half(model_->depth_o, i),
                           .mask = ~std::uint64_t{0} >> (64 - bits),
                           .latency = byte(model_->latency_o, i),
                           .tells_level = i < fifos,
                           .inside = {}});
    }
    reset();
  }

  static constexpr std::size_t fifos = 14;
  static constexpr std::size_t channels = fifos + 2;

  Channel& channel(std::size_t index) { return channels_[index]; }
  std::size_t taken(std::size_t index) const { return taken_[index]; }

  /// Empties all.
  void reset() {
    model_->rst_ni = 0;
    model_->valid_i = 0;
    for (int i = 0; i < 2; ++i) model_.tick();
    model_->rst_ni = 1;
    for (Channel& channel : channels_) channel.inside.clear();
  }

  /// A cycle in which producers offer a word, and consumers are ready, with these probabilities in
  /// percent. A word that was offered stays.
  void cycle(unsigned offer, unsigned ready) {
    for (std::size_t i = 0; i < channels; ++i) {
      const std::uint32_t bit = 1U << i;
      if ((offered_ & bit) == 0 && percent(offer)) {
        offered_ |= bit;
        offered_data_[i] = random_();
        rtl::set_slot(model_->data_i, i, offered_data_[i]);
      }
      model_->ready_i = static_cast<std::uint16_t>(percent(ready) ? model_->ready_i | bit
                                                                  : model_->ready_i & ~bit);
    }
    model_->valid_i = static_cast<std::uint16_t>(offered_);
    model_.settle();
    for (std::size_t i = 0; i < channels; ++i) check_and_move(i);
    model_.tick();
    ++cycle_;
  }

 private:
  template <typename Port>
  static std::uint32_t byte(const Port& port, std::size_t index) {
    return port[index / 4] >> (index % 4 * 8) & 0xFF;
  }
  template <typename Port>
  static std::uint32_t half(const Port& port, std::size_t index) {
    return port[index / 2] >> (index % 2 * 16) & 0xFFFF;
  }

  bool percent(unsigned probability) { return random_() % 100 < probability; }

  void check_and_move(std::size_t index) {
    SCOPED_TRACE(testing::Message() << "channel " << index << ", cycle " << cycle_);
    Channel& channel = channels_[index];
    const bool valid = (model_->valid_o >> index & 1) != 0;
    const bool ready = (model_->ready_o >> index & 1) != 0;
    ASSERT_EQ(valid, channel.valid(cycle_));
    ASSERT_EQ(ready, channel.ready());
    if (channel.tells_level) ASSERT_EQ(half(model_->level_o, index), channel.inside.size());
    if (valid) ASSERT_EQ(rtl::slot(model_->data_o, index), channel.inside.front().data);

    if (valid && (model_->ready_i >> index & 1) != 0) {
      channel.inside.pop_front();
      ++taken_[index];
    }
    if (ready && (offered_ >> index & 1) != 0) {
      channel.inside.push_back({offered_data_[index] & channel.mask, cycle_});
      offered_ &= ~(1U << index);
    }
  }

  rtl::Model<Vstream_bench> model_;
  std::mt19937_64 random_;
  std::vector<Channel> channels_;
  std::uint64_t cycle_ = 0;
  std::uint32_t offered_ = 0;
  std::uint64_t offered_data_[channels] = {};
  std::size_t taken_[channels] = {};
};

TEST(Stream, is_a_queue_whatever_the_stalls) {
  for (const unsigned seed : {1U, 2U, 3U}) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Streams streams(seed);
    // Balanced, filling, draining, sparse, and at full speed: long enough to fill the deepest.
    for (const auto [offer, ready] : {std::pair{50U, 50U},
                                      {90U, 30U},
                                      {30U, 90U},
                                      {10U, 95U},
                                      {100U, 0U},
                                      {100U, 100U},
                                      {0U, 100U},
                                      {100U, 95U},
                                      {5U, 5U}}) {
      for (int i = 0; i < 1500; ++i) {
        streams.cycle(offer, ready);
        if (testing::Test::HasFatalFailure()) return;
      }
    }
  }
}

TEST(Stream, fills_to_its_last_place_and_drains_in_order) {
  Streams streams(4);
  for (int i = 0; i < 600; ++i) streams.cycle(100, 0);
  for (std::size_t i = 0; i < Streams::channels; ++i)
    EXPECT_EQ(streams.channel(i).inside.size(), streams.channel(i).depth) << "channel " << i;
  for (int i = 0; i < 1200; ++i) streams.cycle(0, 100);
  for (std::size_t i = 0; i < Streams::channels; ++i)
    EXPECT_EQ(streams.channel(i).inside.size(), 0U) << "channel " << i;
}

TEST(Stream, passes_a_word_in_every_cycle) {
  constexpr std::uint64_t cycles = 1000;
  Streams streams(5);
  for (std::uint64_t i = 0; i < cycles; ++i) streams.cycle(100, 100);
  for (std::size_t i = 0; i < Streams::channels; ++i) {
    const Channel& channel = streams.channel(i);
    // One place is read and written in turns.
    const std::uint64_t expected = channel.depth == 1 ? cycles / 2 : cycles - channel.latency;
    EXPECT_EQ(streams.taken(i), expected) << "channel " << i;
  }
}

TEST(Stream, passes_a_word_in_every_cycle_also_after_it_was_full) {
  constexpr std::uint64_t cycles = 1000;
  Streams streams(6);
  for (int i = 0; i < 600; ++i) streams.cycle(100, 0);
  for (std::uint64_t i = 0; i < cycles; ++i) streams.cycle(100, 100);
  for (std::size_t i = 1; i < Streams::channels; ++i)
    EXPECT_GE(streams.taken(i), cycles - streams.channel(i).latency) << "channel " << i;
}

TEST(Stream, is_empty_after_a_reset) {
  Streams streams(7);
  for (int i = 0; i < 100; ++i) streams.cycle(70, 30);
  for (std::size_t i = 0; i < Streams::channels; ++i)
    ASSERT_NE(streams.channel(i).inside.size(), 0U) << "channel " << i;
  streams.reset();
  for (std::size_t i = 0; i < Streams::channels; ++i)
    EXPECT_EQ(streams.channel(i).inside.size(), 0U) << "channel " << i;
  // No port shows anything of what was there.
  for (int i = 0; i < 100; ++i) streams.cycle(70, 30);
}

}  // namespace
