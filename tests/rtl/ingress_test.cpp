#include <Vingress_bench.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <deque>
#include <random>
#include <utility>
#include <vector>

#include "rtl/model.hpp"

namespace {

constexpr std::size_t buffers = 4;
constexpr std::uint64_t user_mask = (std::uint64_t{1} << 40) - 1;

struct Beat {
  std::uint64_t data = 0;
  std::uint64_t keep = 0;
  std::uint64_t user = 0;
  bool last = false;

  std::uint64_t rest() const { return keep | user << 8 | std::uint64_t{last} << 48; }
};

// What a buffer may do with the frames, by its contract alone. Whether a frame found room is left
// to it as far as the contract does, and then read from its counter.
struct Buffer {
  struct Waiting {
    Beat beat;
    std::uint64_t arrived_at;
  };
  std::size_t depth = 0;
  std::deque<Waiting> waiting;  // Beats of whole frames.
  std::vector<Beat> underway;
  bool may_be_lost = false;
  bool must_be_lost = false;
  std::uint32_t dropped = 0;
  std::uint32_t errors = 0;
  std::size_t passed = 0;
  std::size_t beats_passed = 0;

  std::size_t inside() const { return waiting.size() + underway.size(); }
};

class Ingress {
 public:
  explicit Ingress(unsigned seed) : model_(seed), random_(seed) {
    model_.settle();
    for (std::size_t i = 0; i < buffers; ++i)
      buffers_[i].depth = model_->depth_o >> (16 * i) & 0xFFFF;
    model_->valid_i = 0;
    reset();
  }

  Buffer& buffer(std::size_t index) { return buffers_[index]; }
  std::uint32_t arrived() const { return arrived_; }
  std::mt19937_64& random() { return random_; }
  bool percent(unsigned probability) { return random_() % 100 < probability; }

  /// Starts the reset, and leaves it off again after two cycles without a beat.
  void reset() {
    start_reset();
    for (int i = 0; i < 2; ++i) model_.tick();
    end_reset();
  }
  void start_reset() { model_->rst_ni = 0; }
  void end_reset() {
    model_->rst_ni = 1;
    arrived_ = 0;
    for (Buffer& buffer : buffers_) {
      const std::size_t depth = buffer.depth;
      buffer = {};
      buffer.depth = depth;
    }
  }

  /// A cycle without a beat; consumers are ready with this probability in percent.
  void pause(unsigned ready) { cycle(nullptr, false, ready); }

  /// A beat in a cycle; the end of a frame may be one with an error.
  void beat(bool last, bool error, unsigned ready) {
    const Beat beat = {
        .data = random_(), .keep = random_() & 0xFF, .user = random_() & user_mask, .last = last};
    cycle(&beat, error, ready);
  }

  /// A frame, in so many beats. Before each, `pause` percent of the cycles have none.
  void frame(std::size_t beats, bool error, unsigned ready, unsigned pauses = 0) {
    for (std::size_t i = 0; i < beats; ++i) {
      while (percent(pauses)) pause(ready);
      beat(i + 1 == beats, i + 1 == beats ? error : percent(50), ready);
      if (testing::Test::HasFatalFailure()) return;
    }
  }

  void idle_in_reset() {
    model_->valid_i = 0;
    model_.tick();
    ++cycle_;
  }

  /// Beats that nobody is to see: in a reset, or of a frame that began in one.
  void ignored_beat(bool last, bool error) {
    model_->valid_i = 1;
    model_->last_i = last;
    model_->error_i = error;
    model_->ready_i = 0xF;
    model_.settle();
    if (model_->rst_ni != 0) EXPECT_EQ(model_->valid_o, 0);
    model_.tick();
    ++cycle_;
    model_->valid_i = 0;
  }

 private:
  void cycle(const Beat* beat, bool error, unsigned ready) {
    model_->valid_i = beat != nullptr;
    if (beat != nullptr) {
      model_->data_i = beat->data;
      model_->keep_i = static_cast<std::uint8_t>(beat->keep);
      model_->user_i = beat->user;
      model_->last_i = beat->last;
      model_->error_i = error;
    } else {
      model_->last_i = percent(50);
      model_->error_i = percent(50);
    }
    unsigned ready_bits = 0;
    for (std::size_t i = 0; i < buffers; ++i) ready_bits |= (percent(ready) ? 1U : 0U) << i;
    model_->ready_i = static_cast<std::uint8_t>(ready_bits);
    model_.settle();
    for (std::size_t i = 0; i < buffers; ++i) check_output(i);
    if (beat != nullptr)
      for (Buffer& buffer : buffers_) put(buffer, *beat);
    for (std::size_t i = 0; i < buffers; ++i) take(i);
    model_.tick();
    ++cycle_;
    if (beat != nullptr && beat->last) ++arrived_;
    for (std::size_t i = 0; i < buffers; ++i)
      check_counters(i, beat != nullptr && beat->last, error);
  }

  void check_output(std::size_t index) {
    SCOPED_TRACE(testing::Message() << "buffer " << index << ", cycle " << cycle_);
    const Buffer& buffer = buffers_[index];
    const bool valid = (model_->valid_o >> index & 1) != 0;
    ASSERT_EQ(valid, !buffer.waiting.empty() && cycle_ - buffer.waiting.front().arrived_at >= 3);
    if (!valid) return;
    ASSERT_EQ(rtl::slot(model_->data_o, index), buffer.waiting.front().beat.data);
    ASSERT_EQ(rtl::slot(model_->rest_o, index), buffer.waiting.front().beat.rest());
  }

  static void put(Buffer& buffer, const Beat& beat) {
    buffer.may_be_lost = buffer.may_be_lost || buffer.inside() >= buffer.depth;
    buffer.must_be_lost = buffer.must_be_lost || buffer.inside() >= buffer.depth + 2 ||
                          buffer.underway.size() >= buffer.depth;
    buffer.underway.push_back(beat);
  }

  void take(std::size_t index) {
    Buffer& buffer = buffers_[index];
    if (((model_->valid_o & model_->ready_i) >> index & 1) == 0) return;
    if (buffer.waiting.front().beat.last) ++buffer.passed;
    ++buffer.beats_passed;
    buffer.waiting.pop_front();
  }

  void check_counters(std::size_t index, bool frame_ended, bool error) {
    SCOPED_TRACE(testing::Message() << "buffer " << index << ", cycle " << cycle_);
    Buffer& buffer = buffers_[index];
    const std::uint32_t dropped = model_->dropped_o[index] - buffer.dropped;
    if (!frame_ended || error || !buffer.may_be_lost) ASSERT_EQ(dropped, 0U);
    if (frame_ended && !error && buffer.must_be_lost) ASSERT_EQ(dropped, 1U);
    ASSERT_LE(dropped, 1U);
    if (frame_ended && error) ++buffer.errors;
    ASSERT_EQ(model_->errors_o[index], buffer.errors);
    buffer.dropped += dropped;
    if (!frame_ended) return;
    if (!error && dropped == 0)
      for (const Beat& beat : buffer.underway) buffer.waiting.push_back({beat, cycle_ - 1});
    buffer.underway.clear();
    buffer.may_be_lost = false;
    buffer.must_be_lost = false;
  }

  rtl::Model<Vingress_bench> model_;
  std::mt19937_64 random_;
  std::array<Buffer, buffers> buffers_ = {};
  std::uint64_t cycle_ = 0;
  std::uint32_t arrived_ = 0;
};

TEST(Ingress, passes_whole_frames_and_counts_the_others) {
  for (const unsigned seed : {1U, 2U}) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Ingress ingress(seed);
    // Frames of one beat, short ones, and up to more than what the smaller buffers hold.
    for (const std::size_t longest : {1U, 3U, 6U, 40U, 600U}) {
      for (const auto [pauses, ready] :
           {std::pair{50U, 60U}, {0U, 100U}, {0U, 50U}, {20U, 10U}, {80U, 90U}, {0U, 0U}}) {
        for (std::size_t beats = 0; beats < 2000;) {
          const std::size_t length = 1 + ingress.random()() % longest;
          ingress.frame(length, ingress.percent(10), ready, pauses);
          if (HasFatalFailure()) return;
          beats += length;
        }
      }
    }
    for (int i = 0; i < 1000; ++i) ingress.pause(100);
    for (std::size_t i = 0; i < buffers; ++i) {
      SCOPED_TRACE(testing::Message() << "buffer " << i);
      const Buffer& buffer = ingress.buffer(i);
      EXPECT_EQ(buffer.waiting.size(), 0U);
      EXPECT_EQ(buffer.passed + buffer.dropped + buffer.errors, ingress.arrived());
      EXPECT_GT(buffer.passed, 500U);
      EXPECT_GT(buffer.dropped, 500U);
      EXPECT_GT(buffer.errors, 500U);
    }
  }
}

TEST(Ingress, passes_a_beat_in_every_cycle) {
  // The longest frame that each may be asked to hold, when nothing but its beats on their way out
  // is there.
  for (const std::size_t length : {1U, 2U, 3U, 16U, 256U}) {
    SCOPED_TRACE(testing::Message() << "frames of " << length << " beats");
    Ingress ingress(5);
    constexpr std::size_t cycles = 3072;
    for (std::size_t i = 0; i < cycles / length; ++i) ingress.frame(length, false, 100);
    if (HasFatalFailure()) return;
    for (std::size_t i = 0; i < buffers; ++i) {
      const Buffer& buffer = ingress.buffer(i);
      if (2 * length + 2 > buffer.depth) continue;
      EXPECT_EQ(buffer.dropped, 0U) << "buffer " << i;
      EXPECT_EQ(buffer.beats_passed, cycles / length * length - length - 2) << "buffer " << i;
    }
  }
}

TEST(Ingress, passes_frames_of_one_beat_in_every_cycle_also_with_the_smallest_buffer) {
  Ingress ingress(6);
  for (int i = 0; i < 1000; ++i) ingress.frame(1, false, 100);
  for (std::size_t i = 0; i < buffers; ++i) {
    EXPECT_EQ(ingress.buffer(i).dropped, 0U) << "buffer " << i;
    EXPECT_EQ(ingress.buffer(i).passed, 1000U - 3) << "buffer " << i;
  }
}

TEST(Ingress, drops_whole_frames_while_nobody_takes_any) {
  Ingress ingress(7);
  for (int i = 0; i < 1000; ++i) ingress.frame(2, false, 0);
  for (std::size_t i = 0; i < buffers; ++i) {
    SCOPED_TRACE(testing::Message() << "buffer " << i);
    Buffer& buffer = ingress.buffer(i);
    // Two more beats stand on their way out.
    EXPECT_EQ(buffer.waiting.size(), buffer.depth + 2);
    EXPECT_EQ(buffer.dropped, 1000 - buffer.waiting.size() / 2);
  }
  for (int i = 0; i < 600; ++i) ingress.pause(100);
  for (std::size_t i = 0; i < buffers; ++i)
    EXPECT_EQ(ingress.buffer(i).passed, ingress.buffer(i).depth / 2 + 1) << "buffer " << i;
}

TEST(Ingress, holds_a_frame_as_long_as_the_buffer_and_drops_a_longer_one) {
  for (std::size_t i = 0; i < buffers; ++i) {
    SCOPED_TRACE(testing::Message() << "buffer " << i);
    Ingress ingress(8);
    const std::size_t depth = ingress.buffer(i).depth;
    const auto drain = [&] {
      for (std::size_t cycle = 0; cycle < 2 * depth + 10; ++cycle) ingress.pause(100);
    };
    ingress.frame(depth, false, 0);
    drain();
    EXPECT_EQ(ingress.buffer(i).passed, 1U);
    ingress.frame(depth + 1, false, 100);
    drain();
    EXPECT_EQ(ingress.buffer(i).passed, 1U);
    EXPECT_EQ(ingress.buffer(i).dropped, 1U);
    // It left its places.
    ingress.frame(depth, false, 0);
    drain();
    EXPECT_EQ(ingress.buffer(i).passed, 2U);
    EXPECT_EQ(ingress.buffer(i).dropped, 1U);
  }
}

TEST(Ingress, counts_a_frame_with_an_error_once_whether_there_is_room_or_not) {
  Ingress ingress(9);
  ingress.frame(1, true, 0);
  ingress.frame(600, true, 0);
  ingress.frame(1, false, 0);
  for (int i = 0; i < 5; ++i) ingress.pause(100);
  for (std::size_t i = 0; i < buffers; ++i) {
    EXPECT_EQ(ingress.buffer(i).errors, 2U) << "buffer " << i;
    EXPECT_EQ(ingress.buffer(i).dropped, 0U) << "buffer " << i;
    EXPECT_EQ(ingress.buffer(i).passed, 1U) << "buffer " << i;
  }
}

TEST(Ingress, ignores_the_rest_of_a_frame_that_began_before_its_reset_ended) {
  // Beats before, while and after it is in reset.
  for (const auto [before, during, after] :
       {std::array{2, 0, 2}, {2, 3, 1}, {0, 1, 1}, {0, 1, 700}, {5, 0, 1}}) {
    for (const bool error : {false, true}) {
      Ingress ingress(10);
      ingress.frame(2, false, 0);
      ingress.frame(1, true, 0);
      for (int i = 0; i < before; ++i) ingress.beat(false, false, 0);
      ingress.start_reset();
      if (during == 0) ingress.idle_in_reset();
      for (int i = 0; i < during; ++i) ingress.ignored_beat(false, false);
      ingress.end_reset();
      for (int i = 0; i < after; ++i) ingress.ignored_beat(i + 1 == after, error);
      // What comes then counts.
      ingress.frame(2, false, 100);
      for (int i = 0; i < 6; ++i) ingress.pause(100);
      if (HasFatalFailure()) return;
      for (std::size_t i = 0; i < buffers; ++i) EXPECT_EQ(ingress.buffer(i).passed, 1U) << i;
    }
  }
}

TEST(Ingress, takes_the_first_frame_after_a_reset_in_which_frames_ended) {
  Ingress ingress(11);
  ingress.beat(false, false, 0);
  ingress.start_reset();
  ingress.ignored_beat(true, true);
  ingress.ignored_beat(false, false);
  ingress.ignored_beat(true, false);
  ingress.end_reset();
  ingress.frame(1, false, 100);
  for (int i = 0; i < 4; ++i) ingress.pause(100);
  for (std::size_t i = 0; i < buffers; ++i) EXPECT_EQ(ingress.buffer(i).passed, 1U) << i;
}

}  // namespace
