#include <Vcrossing_bench.h>
#include <gtest/gtest.h>
#include <verilated.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <random>
#include <utility>
#include <vector>

#include "rtl/model.hpp"

namespace {

// Times are in picoseconds.
struct Clock {
  std::uint64_t period;
  std::uint64_t phase;  // The first edge.
};

struct Clocks {
  Clock write;
  Clock read;
};

std::ostream& operator<<(std::ostream& out, const Clocks& clocks) {
  return out << "clocks of " << clocks.write.period << " and " << clocks.read.period
             << " ps, first edges at " << clocks.write.phase << " and " << clocks.read.phase;
}

// Edges at one time see nothing of each other, as in the hardware; there is no more to a crossing
// than how many edges of its clock a side needs to see what the other did. Edges in reset do not
// count.
constexpr std::uint64_t edges_to_see = 3;

// What a channel is, and what should be in it.
struct Channel {
  struct Word {
    std::uint64_t data;
    std::uint64_t written_at;  // So many edges of the reader had been then.
  };
  std::size_t depth;
  std::uint64_t mask;
  std::deque<Word> stored;
  std::optional<std::uint64_t> shown;
  std::deque<std::uint64_t> freed_at;  // So many edges of the writer had been then.
  std::size_t taken = 0;

  std::size_t inside() const { return stored.size() + (shown ? 1 : 0); }
  // Places that the writer knows to be free.
  bool ready(std::uint64_t write_edges) const {
    const auto unseen = std::count_if(
        freed_at.begin(), freed_at.end(),
        [write_edges](std::uint64_t edge) { return write_edges - edge < edges_to_see; });
    return stored.size() + static_cast<std::size_t>(unseen) < depth;
  }
};

class Crossings {
 public:
  static constexpr std::size_t channels = 4;

  Crossings(unsigned seed, Clocks clocks)
      : random_(seed),
        next_write_(clocks.write.phase),
        next_read_(clocks.read.phase),
        clocks_(clocks) {
    context_->randReset(2);
    context_->randSeed(static_cast<int>(seed));
    model_ = std::make_unique<Vcrossing_bench>(context_.get());
    model_->wr_clk_i = 0;
    model_->rd_clk_i = 0;
    model_->eval();
    for (std::size_t i = 0; i < channels; ++i) {
      channels_[i].depth = model_->depth_o >> (16 * i) & 0xFFFF;
      channels_[i].mask = ~std::uint64_t{0} >> (64 - (model_->width_o >> (8 * i) & 0xFF));
    }
    reset();
  }
  ~Crossings() { model_->final(); }
  Crossings(const Crossings&) = delete;
  Crossings& operator=(const Crossings&) = delete;

  Channel& channel(std::size_t index) { return channels_[index]; }
  std::uint64_t write_edges() const { return write_edges_; }
  std::uint64_t read_edges() const { return read_edges_; }

  /// Empties all, with two edges of either clock. Then both sides start at some time.
  void reset() {
    model_->valid_i = 0;
    model_->wr_rst_ni = 0;
    model_->rd_rst_ni = 0;
    offered_ = 0;
    const auto writes = write_edges_ + 2;
    const auto reads = read_edges_ + 2;
    while (write_edges_ < writes || read_edges_ < reads) edge(0, 0);
    for (Channel& channel : channels_) {
      channel.stored.clear();
      channel.shown.reset();
      channel.freed_at.clear();
    }
    model_->wr_rst_ni = 1;
    model_->rd_rst_ni = 1;
  }
  void hold_writer(bool held) { model_->wr_rst_ni = held ? 0 : 1; }
  void hold_reader(bool held) { model_->rd_rst_ni = held ? 0 : 1; }

  /// Goes on to the next edge of a clock, or of both. Before an edge of its clock, a producer
  /// offers a word, and a consumer is ready, with these probabilities in percent. What was offered
  /// stays.
  void edge(unsigned offer, unsigned ready) {
    const auto now = std::min(next_write_, next_read_);
    const bool write = next_write_ == now;
    const bool read = next_read_ == now;
    if (write && model_->wr_rst_ni != 0) prepare_writer(offer);
    if (read) prepare_reader(ready);
    model_->eval();
    if (model_->wr_rst_ni != 0 || model_->rd_rst_ni != 0)
      for (std::size_t i = 0; i < channels; ++i) check_and_move(i, write, read);
    if (write) {
      model_->wr_clk_i = 1;
      next_write_ += clocks_.write.period;
      ++write_edges_;
      if (model_->wr_rst_ni == 0) ++write_edges_in_reset_;
    }
    if (read) {
      model_->rd_clk_i = 1;
      next_read_ += clocks_.read.period;
      ++read_edges_;
      if (model_->rd_rst_ni == 0) ++read_edges_in_reset_;
    }
    model_->eval();
    model_->wr_clk_i = 0;
    model_->rd_clk_i = 0;
    model_->eval();
  }

 private:
  bool percent(unsigned probability) { return random_() % 100 < probability; }

  void prepare_writer(unsigned offer) {
    for (std::size_t i = 0; i < channels; ++i) {
      if ((offered_ >> i & 1) != 0 || !percent(offer)) continue;
      offered_ |= 1U << i;
      offered_data_[i] = random_();
      rtl::set_slot(model_->data_i, i, offered_data_[i]);
    }
    model_->valid_i = static_cast<std::uint8_t>(offered_);
  }

  void prepare_reader(unsigned ready) {
    unsigned bits = 0;
    for (std::size_t i = 0; i < channels; ++i) bits |= (percent(ready) ? 1U : 0U) << i;
    model_->ready_i = static_cast<std::uint8_t>(bits);
  }

  void check_and_move(std::size_t index, bool write, bool read) {
    SCOPED_TRACE(testing::Message()
                 << "channel " << index << ", edges " << write_edges_ << " and " << read_edges_);
    Channel& channel = channels_[index];
    const auto write_edges = write_edges_ - write_edges_in_reset_;
    const auto read_edges = read_edges_ - read_edges_in_reset_;
    const bool valid = (model_->valid_o >> index & 1) != 0;
    const bool ready = (model_->ready_o >> index & 1) != 0;
    ASSERT_EQ(valid, channel.shown.has_value());
    ASSERT_EQ(ready, channel.ready(write_edges));
    if (valid) ASSERT_EQ(rtl::slot(model_->data_o, index), *channel.shown);

    const bool reads = read && model_->rd_rst_ni != 0;
    const bool writes = write && model_->wr_rst_ni != 0;
    const auto edges_after_this = read_edges + (reads ? 1 : 0);
    if (reads) {
      if (valid && (model_->ready_i >> index & 1) != 0) {
        channel.shown.reset();
        ++channel.taken;
      }
      if (!channel.shown && !channel.stored.empty() &&
          edges_after_this - channel.stored.front().written_at >= edges_to_see) {
        channel.shown = channel.stored.front().data;
        channel.stored.pop_front();
        channel.freed_at.push_back(write_edges + (writes ? 1 : 0));
        if (channel.freed_at.size() > channel.depth) channel.freed_at.pop_front();
      }
    }
    if (writes && ready && (offered_ >> index & 1) != 0) {
      channel.stored.push_back({offered_data_[index] & channel.mask, edges_after_this});
      offered_ &= ~(1U << index);
    }
  }

  std::unique_ptr<VerilatedContext> context_ = std::make_unique<VerilatedContext>();
  std::unique_ptr<Vcrossing_bench> model_;
  std::mt19937_64 random_;
  std::uint64_t next_write_;
  std::uint64_t next_read_;
  Clocks clocks_;
  std::uint64_t write_edges_ = 0;
  std::uint64_t read_edges_ = 0;
  std::uint64_t write_edges_in_reset_ = 0;
  std::uint64_t read_edges_in_reset_ = 0;
  std::array<Channel, channels> channels_ = {};
  std::array<std::uint64_t, channels> offered_data_ = {};
  unsigned offered_ = 0;
};

// The same clock, the same with shifted edges, clocks that drift through each other, and one
// several times as fast as the other.
const std::vector<Clocks>& clocks_to_try() {
  static const std::vector<Clocks> clocks = {
      {.write = {.period = 1000, .phase = 0}, .read = {.period = 1000, .phase = 0}},
      {.write = {.period = 1000, .phase = 0}, .read = {.period = 1000, .phase = 1}},
      {.write = {.period = 1000, .phase = 1}, .read = {.period = 1000, .phase = 0}},
      {.write = {.period = 1000, .phase = 0}, .read = {.period = 1000, .phase = 500}},
      {.write = {.period = 3103, .phase = 0}, .read = {.period = 3333, .phase = 17}},
      {.write = {.period = 3333, .phase = 0}, .read = {.period = 3103, .phase = 17}},
      {.write = {.period = 1000, .phase = 0}, .read = {.period = 1001, .phase = 0}},
      {.write = {.period = 1000, .phase = 0}, .read = {.period = 2000, .phase = 0}},
      {.write = {.period = 2000, .phase = 0}, .read = {.period = 1000, .phase = 300}},
      {.write = {.period = 1000, .phase = 0}, .read = {.period = 7919, .phase = 0}},
      {.write = {.period = 7919, .phase = 0}, .read = {.period = 1000, .phase = 0}},
  };
  return clocks;
}

Clocks random_clocks(unsigned seed) {
  std::mt19937_64 random(seed);
  const auto clock = [&random] {
    return Clock{.period = 1000 + random() % 4000, .phase = random() % 5000};
  };
  const Clock write = clock();
  return {.write = write, .read = clock()};
}

void stall_at_random(unsigned seed, const Clocks& clocks) {
  SCOPED_TRACE(testing::Message() << "seed " << seed << ", " << clocks);
  Crossings crossings(seed, clocks);
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
    for (int i = 0; i < 1000; ++i) {
      crossings.edge(offer, ready);
      if (testing::Test::HasFatalFailure()) return;
    }
  }
  for (std::size_t i = 0; i < Crossings::channels; ++i)
    EXPECT_GT(crossings.channel(i).taken, 400U) << "channel " << i;
}

TEST(Crossing, is_a_queue_whatever_the_clocks_and_stalls) {
  unsigned seed = 1;
  for (const Clocks& clocks : clocks_to_try()) {
    stall_at_random(seed++, clocks);
    if (HasFatalFailure()) return;
  }
}

TEST(Crossing, is_a_queue_between_random_clocks) {
  for (unsigned seed = 100; seed < 120; ++seed) {
    stall_at_random(seed, random_clocks(seed));
    if (HasFatalFailure()) return;
  }
}

TEST(Crossing, fills_to_its_last_place_and_drains_in_order) {
  for (const Clocks& clocks : clocks_to_try()) {
    SCOPED_TRACE(testing::Message() << clocks);
    Crossings crossings(2, clocks);
    const auto full_at = crossings.write_edges() + 200;
    while (crossings.write_edges() < full_at) crossings.edge(100, 0);
    for (std::size_t i = 0; i < Crossings::channels; ++i) {
      Channel& channel = crossings.channel(i);
      // One more is in the output register.
      EXPECT_EQ(channel.inside(), channel.depth + 1) << "channel " << i;
    }
    // Words that were offered when it was full still go in.
    const auto empty_at = std::pair{crossings.write_edges() + 10, crossings.read_edges() + 200};
    while (crossings.write_edges() < empty_at.first || crossings.read_edges() < empty_at.second)
      crossings.edge(0, 100);
    for (std::size_t i = 0; i < Crossings::channels; ++i)
      EXPECT_EQ(crossings.channel(i).inside(), 0U) << "channel " << i;
    if (HasFatalFailure()) return;
  }
}

TEST(Crossing, passes_a_word_in_every_cycle_of_the_slower_clock) {
  constexpr std::uint64_t cycles = 1000;
  for (const bool after_it_was_full : {false, true}) {
    for (const Clocks& clocks : clocks_to_try()) {
      SCOPED_TRACE(testing::Message() << clocks << (after_it_was_full ? ", full at first" : ""));
      Crossings crossings(3, clocks);
      if (after_it_was_full) {
        const auto full_at = crossings.write_edges() + 200;
        while (crossings.write_edges() < full_at) crossings.edge(100, 0);
      }
      const bool slow_writer = clocks.write.period > clocks.read.period;
      const auto edges = [&] {
        return slow_writer ? crossings.write_edges() : crossings.read_edges();
      };
      const auto start = edges();
      while (edges() < start + cycles) crossings.edge(100, 100);
      if (HasFatalFailure()) return;
      // Until the first word is through.
      const std::uint64_t latency = edges_to_see + 2;
      for (std::size_t i = 0; i < Crossings::channels; ++i)
        if (crossings.channel(i).depth >= 16)
          EXPECT_GE(crossings.channel(i).taken, cycles - latency) << "channel " << i;
    }
  }
}

TEST(Crossing, is_empty_after_a_reset_whichever_side_starts_first) {
  for (const Clocks& clocks : clocks_to_try()) {
    SCOPED_TRACE(testing::Message() << clocks);
    Crossings crossings(4, clocks);
    for (const bool writer_first : {false, true, true, false}) {
      const auto used_until = crossings.write_edges() + 50;
      while (crossings.write_edges() < used_until) crossings.edge(70, 30);
      while (crossings.write_edges() < used_until + 5) crossings.edge(100, 0);
      for (std::size_t i = 0; i < Crossings::channels; ++i)
        ASSERT_NE(crossings.channel(i).inside(), 0U) << "channel " << i;
      crossings.reset();
      crossings.hold_writer(!writer_first);
      crossings.hold_reader(writer_first);
      for (int i = 0; i < 100; ++i) crossings.edge(70, 30);
      crossings.hold_writer(false);
      crossings.hold_reader(false);
      // No port shows anything of what was there.
      for (int i = 0; i < 300; ++i) crossings.edge(70, 30);
      if (HasFatalFailure()) return;
    }
  }
}

}  // namespace
