// axi4_read and axi4_write in front of a memory of random latency and mood, watched by
// axi4_checker.
#include <Vaxi_bench.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <random>
#include <utility>
#include <vector>

#include "rtl/model.hpp"

namespace {

using Word = std::array<std::uint32_t, 16>;

// How eager each side is, in percent, and how many cycles the memory takes at least.
struct Mood {
  unsigned addresses = 100;  // The memory takes them.
  unsigned words = 100;      // The memory gives them, and takes them.
  unsigned answers = 100;    // The memory gives responses to bursts.
  unsigned offers = 100;     // The stream to write has a word.
  unsigned takes = 100;      // The words that were read are taken.
  unsigned errors = 0;
  std::uint64_t latency = 1;
};

struct Request {
  std::uint64_t address;
  std::uint32_t beats;
};

// A burst that the memory has accepted.
struct Burst {
  std::uint64_t address;
  std::uint32_t beats;
  std::uint64_t due;  // Cycle.
};

template <typename Port>
bool bit(Port port, std::size_t index) {
  return (port >> index & 1) != 0;
}

template <typename Port>
void set_bit(Port& port, std::size_t index, bool value) {
  port = static_cast<Port>((port & ~(1ULL << index)) | (std::uint64_t{value ? 1U : 0U} << index));
}

template <typename Port>
void set_pair(Port& port, std::size_t index, unsigned value) {
  port = static_cast<Port>((port & ~(3ULL << 2 * index)) | (std::uint64_t{value} << 2 * index));
}

template <typename Port>
Word word_at(const Port& port, std::size_t index) {
  Word word;
  for (std::size_t i = 0; i < word.size(); ++i) word[i] = port[word.size() * index + i];
  return word;
}

template <typename Port>
void set_word(Port& port, std::size_t index, const Word& word) {
  for (std::size_t i = 0; i < word.size(); ++i) port[word.size() * index + i] = word[i];
}

class Axi {
 public:
  static constexpr std::size_t lanes = 5;

  explicit Axi(unsigned seed) : model_(seed), random_(seed) {
    model_.settle();
    for (std::size_t i = 0; i < lanes; ++i) {
      lanes_[i].bytes = model_->bytes_o[i];
      lanes_[i].burst = model_->burst_o[i];
      lanes_[i].outstanding = model_->outstanding_o[i];
      lanes_[i].boundary = model_->boundary_o[i];
    }
    model_->rst_ni = 0;
    model_->read_valid_i = model_->write_valid_i = model_->valid_i = 0;
    model_->r_valid_i = model_->b_valid_i = 0;
    for (int i = 0; i < 2; ++i) model_.tick();
    model_->rst_ni = 1;
  }

  std::uint64_t random() { return random_(); }
  std::uint64_t cycles() const { return cycle_; }
  std::uint32_t bytes(std::size_t lane) const { return lanes_[lane].bytes; }
  std::uint32_t burst(std::size_t lane) const { return lanes_[lane].burst; }
  std::uint32_t boundary(std::size_t lane) const { return lanes_[lane].boundary; }
  std::size_t dones(std::size_t lane) const { return lanes_[lane].dones; }
  const std::vector<Burst>& read_bursts(std::size_t lane) const { return lanes_[lane].all_reads; }
  const std::vector<Burst>& write_bursts(std::size_t lane) const { return lanes_[lane].all_writes; }

  /// What the memory has at an address of a word, for reading.
  Word content(std::size_t lane, std::uint64_t address) const {
    std::seed_seq seed{static_cast<std::uint32_t>(address),
                       static_cast<std::uint32_t>(address >> 32)};
    Word word;
    seed.generate(word.begin(), word.end());
    return masked(lane, word);
  }

  void read(std::size_t lane, Request request) {
    lanes_[lane].reads.push_back(request);
    for (std::uint32_t i = 0; i < request.beats; ++i)
      lanes_[lane].to_come.push_back(word_address(lane, request.address, i));
  }

  void write(std::size_t lane, Request request) {
    lanes_[lane].writes.push_back(request);
    for (std::uint32_t i = 0; i < request.beats; ++i) {
      Word word;
      for (std::uint32_t& part : word) part = static_cast<std::uint32_t>(random_());
      word = masked(lane, word);
      lanes_[lane].to_write.push_back(word);
      lanes_[lane].wanted[word_address(lane, request.address, i)] = word;
    }
  }

  /// All that was asked for is done.
  bool finished() const {
    return std::ranges::all_of(lanes_, [](const Lane& lane) {
      return lane.reads.empty() && lane.to_come.empty() && lane.writes.empty() && !lane.busy;
    });
  }

  /// Until all is done, and what was written is what should have been.
  void run(const Mood& mood, std::uint64_t most_cycles = 200'000) {
    const std::uint64_t end = cycle_ + most_cycles;
    while (!finished() && !testing::Test::HasFatalFailure()) {
      ASSERT_LT(cycle_, end) << "it hangs";
      cycle(mood);
    }
    // Nothing more happens.
    for (int i = 0; i < 20 && !testing::Test::HasFatalFailure(); ++i) cycle(mood);
    for (std::size_t i = 0; i < lanes; ++i)
      ASSERT_EQ(lanes_[i].memory, lanes_[i].wanted) << "lane " << i;
  }

  void cycle(const Mood& mood) {
    for (std::size_t i = 0; i < lanes; ++i) drive(i, mood);
    model_.settle();
    for (std::size_t i = 0; i < lanes; ++i) {
      SCOPED_TRACE(testing::Message() << "lane " << i << ", cycle " << cycle_);
      move_reading(i, mood);
      move_writing(i, mood);
    }
    model_.tick();
    ++cycle_;
  }

 private:
  struct Lane {
    std::uint32_t bytes = 0, burst = 0, outstanding = 0, boundary = 0;

    std::deque<Request> reads;
    std::deque<std::uint64_t> to_come;  // Addresses of words.
    std::deque<Burst> reading;
    std::uint32_t read_beat = 0;
    bool r_offered = false;
    bool read_error = false;  // Must show now.

    std::deque<Request> writes;
    std::deque<Word> to_write;
    bool offered = false;
    bool busy = false;          // A request was taken, and is not done.
    std::uint32_t left = 0;     // Its beats that have no response yet.
    std::deque<Burst> writing;  // Bursts whose words are not all there.
    std::deque<Word> words;     // Theirs.
    std::deque<Burst> answering;
    bool b_offered = false;
    std::map<std::uint64_t, Word> memory, wanted;
    bool write_error = false;
    std::size_t dones = 0;

    std::vector<Burst> all_reads, all_writes;
  };

  bool percent(unsigned probability) { return random_() % 100 < probability; }

  Word masked(std::size_t lane, Word word) const {
    const std::uint32_t bytes = lanes_[lane].bytes;
    for (std::uint32_t i = 0; i < word.size(); ++i) {
      if (bytes <= 4 * i)
        word[i] = 0;
      else if (bytes < 4 * i + 4)
        word[i] &= (1U << 8 * (bytes - 4 * i)) - 1;
    }
    return word;
  }

  std::uint64_t word_address(std::size_t lane, std::uint64_t address, std::uint64_t index) const {
    const std::uint64_t bytes = lanes_[lane].bytes;
    return (address / bytes + index) * bytes;
  }

  // What is offered stays until it is taken.
  void drive(std::size_t index, const Mood& mood) {
    Lane& lane = lanes_[index];
    set_bit(model_->read_valid_i, index, !lane.reads.empty());
    if (!lane.reads.empty()) {
      rtl::set_slot(model_->read_addr_i, index, lane.reads.front().address);
      model_->read_beats_i[index] = lane.reads.front().beats;
    }
    set_bit(model_->write_valid_i, index, !lane.writes.empty());
    if (!lane.writes.empty()) {
      rtl::set_slot(model_->write_addr_i, index, lane.writes.front().address);
      model_->write_beats_i[index] = lane.writes.front().beats;
    }
    if (!lane.offered && !lane.to_write.empty() && percent(mood.offers)) {
      lane.offered = true;
      set_word(model_->data_i, index, lane.to_write.front());
    }
    set_bit(model_->valid_i, index, lane.offered);
    set_bit(model_->ready_i, index, percent(mood.takes));

    set_bit(model_->ar_ready_i, index, percent(mood.addresses));
    set_bit(model_->aw_ready_i, index, percent(mood.addresses));
    set_bit(model_->w_ready_i, index, percent(mood.words));
    if (!lane.r_offered && !lane.reading.empty() && lane.reading.front().due <= cycle_ &&
        percent(mood.words)) {
      const Burst& burst = lane.reading.front();
      lane.r_offered = true;
      set_bit(model_->r_last_i, index, lane.read_beat + 1 == burst.beats);
      set_word(model_->r_data_i, index,
               content(index, word_address(index, burst.address, lane.read_beat)));
      set_pair(model_->r_resp_i, index, response(mood));
    }
    set_bit(model_->r_valid_i, index, lane.r_offered);
    if (!lane.b_offered && !lane.answering.empty() && lane.answering.front().due <= cycle_ &&
        percent(mood.answers)) {
      lane.b_offered = true;
      set_pair(model_->b_resp_i, index, response(mood));
    }
    set_bit(model_->b_valid_i, index, lane.b_offered);
  }

  // SLVERR or DECERR if it is an error, OKAY or EXOKAY if not.
  unsigned response(const Mood& mood) {
    return (percent(mood.errors) ? 2U : 0U) + static_cast<unsigned>(random_() % 2);
  }

  void move_reading(std::size_t index, const Mood& mood) {
    Lane& lane = lanes_[index];
    ASSERT_EQ(bit(model_->read_error_o, index), lane.read_error);
    lane.read_error = false;
    if (!lane.reads.empty() && bit(model_->read_ready_o, index)) lane.reads.pop_front();
    if (bit(model_->valid_o, index)) {
      ASSERT_FALSE(lane.to_come.empty());
      ASSERT_EQ(word_at(model_->data_o, index), content(index, lane.to_come.front()));
      if (bit(model_->ready_i, index)) lane.to_come.pop_front();
    }
    if (lane.r_offered) {
      ASSERT_TRUE(bit(model_->r_ready_o, index)) << "the memory has to wait";
      lane.r_offered = false;
      lane.read_error = is_error(model_->r_resp_i, index);
      if (++lane.read_beat == lane.reading.front().beats) {
        lane.reading.pop_front();
        lane.read_beat = 0;
      }
    }
    if (bit(model_->ar_valid_o, index) && bit(model_->ar_ready_i, index)) {
      lane.reading.push_back({rtl::slot(model_->ar_addr_o, index),
                              static_cast<std::uint32_t>(model_->ar_len_o >> 8 * index & 0xFF) + 1,
                              cycle_ + mood.latency});
      lane.all_reads.push_back(lane.reading.back());
      ASSERT_LE(lane.reading.size(), lane.outstanding);
    }
  }

  void move_writing(std::size_t index, const Mood& mood) {
    Lane& lane = lanes_[index];
    ASSERT_EQ(bit(model_->write_error_o, index), lane.write_error);
    lane.write_error = false;
    if (bit(model_->done_o, index)) {
      ASSERT_TRUE(lane.busy);
      ASSERT_EQ(lane.left, 0U) << "done, and is not";
      lane.busy = false;
      ++lane.dones;
    }
    if (!lane.writes.empty() && bit(model_->write_ready_o, index)) {
      ASSERT_FALSE(lane.busy);
      lane.busy = true;
      lane.left = lane.writes.front().beats;
      lane.writes.pop_front();
    }
    if (lane.offered && bit(model_->ready_o, index)) {
      lane.offered = false;
      lane.to_write.pop_front();
    }
    if (lane.b_offered) {
      lane.b_offered = false;
      lane.write_error = is_error(model_->b_resp_i, index);
      ASSERT_GE(lane.left, lane.answering.front().beats);
      lane.left -= lane.answering.front().beats;
      lane.answering.pop_front();
    }
    if (bit(model_->aw_valid_o, index) && bit(model_->aw_ready_i, index)) {
      lane.writing.push_back({rtl::slot(model_->aw_addr_o, index),
                              static_cast<std::uint32_t>(model_->aw_len_o >> 8 * index & 0xFF) + 1,
                              cycle_ + mood.latency});
      lane.all_writes.push_back(lane.writing.back());
      ASSERT_LE(lane.writing.size() + lane.answering.size(), lane.outstanding);
    }
    // The checker looks after the last word of each burst.
    if (bit(model_->w_valid_o, index) && bit(model_->w_ready_i, index))
      lane.words.push_back(word_at(model_->w_data_o, index));
    if (!lane.writing.empty() && lane.words.size() >= lane.writing.front().beats) {
      Burst burst = lane.writing.front();
      lane.writing.pop_front();
      for (std::uint32_t i = 0; i < burst.beats; ++i) {
        lane.memory[word_address(index, burst.address, i)] = lane.words.front();
        lane.words.pop_front();
      }
      burst.due = std::max(burst.due, cycle_ + 1);
      lane.answering.push_back(burst);
    }
  }

  template <typename Port>
  static bool is_error(const Port& port, std::size_t index) {
    return bit(port, 2 * index + 1);
  }

  rtl::Model<Vaxi_bench> model_;
  std::mt19937_64 random_;
  std::array<Lane, lanes> lanes_;
  std::uint64_t cycle_ = 0;
};

// Somewhere in some pages, so that boundaries are met, and any byte of a word.
std::uint64_t random_address(Axi& axi, std::size_t lane) {
  const std::uint64_t page = axi.random() % 64 * axi.boundary(lane);
  const std::uint64_t from_end = axi.random() % (4 * std::uint64_t{axi.bytes(lane)} * 16);
  const std::uint64_t offset = axi.random() % 2 == 0 ? from_end : axi.boundary(lane) - from_end;
  return 0x1'4000'0000 + page + offset % axi.boundary(lane);
}

std::uint32_t random_beats(Axi& axi, std::size_t lane) {
  switch (axi.random() % 5) {
    case 0:
      return static_cast<std::uint32_t>(axi.random() % 3);
    case 1:
      return static_cast<std::uint32_t>(axi.burst(lane) * (1 + axi.random() % 3));
    case 2:
      return static_cast<std::uint32_t>(axi.random() % 300);
    default:
      return static_cast<std::uint32_t>(axi.random() % 40);
  }
}

TEST(Axi, reads_and_writes_what_was_asked_for_whatever_the_memory_does) {
  constexpr std::array moods = {
      Mood{},
      Mood{.words = 50, .offers = 50, .takes = 50, .latency = 7},
      Mood{.addresses = 5, .latency = 3},
      Mood{.addresses = 60, .words = 90, .answers = 10, .takes = 20, .errors = 20, .latency = 40},
      Mood{.addresses = 30, .words = 20, .answers = 70, .errors = 5, .latency = 100},
      Mood{.offers = 10, .takes = 95, .latency = 20},
  };
  unsigned seed = 0;
  for (const Mood& mood : moods) {
    ++seed;
    SCOPED_TRACE(testing::Message() << "seed and mood " << seed);
    Axi axi(seed);
    for (std::size_t lane = 0; lane < Axi::lanes; ++lane) {
      for (int i = 0; i < 12; ++i) {
        axi.read(lane, {random_address(axi, lane), random_beats(axi, lane)});
        axi.write(lane, {random_address(axi, lane), random_beats(axi, lane)});
      }
    }
    axi.run(mood);
    if (HasFatalFailure()) return;
    for (std::size_t lane = 0; lane < Axi::lanes; ++lane) EXPECT_EQ(axi.dones(lane), 12U);
  }
}

TEST(Axi, moves_long_transfers) {
  Axi axi(11);
  for (std::size_t lane = 0; lane < Axi::lanes; ++lane) {
    axi.read(lane, {random_address(axi, lane), 5000});
    axi.write(lane, {random_address(axi, lane), 5000});
  }
  axi.run({.addresses = 90, .words = 95, .offers = 95, .takes = 95, .latency = 10});
}

TEST(Axi, moves_nothing_if_there_are_no_beats) {
  Axi axi(12);
  for (std::size_t lane = 0; lane < Axi::lanes; ++lane) {
    for (int i = 0; i < 3; ++i) {
      axi.read(lane, {0x1000, 0});
      axi.write(lane, {0x1000, 0});
    }
  }
  axi.run({}, 40);
  for (std::size_t lane = 0; lane < Axi::lanes; ++lane) {
    EXPECT_TRUE(axi.read_bursts(lane).empty()) << "lane " << lane;
    EXPECT_TRUE(axi.write_bursts(lane).empty()) << "lane " << lane;
    EXPECT_EQ(axi.dones(lane), 3U) << "lane " << lane;
  }
}

TEST(Axi, cuts_bursts_at_the_boundary_and_at_the_end_only) {
  Axi axi(13);
  // 64 words up to a boundary. Five of them are left, then come three bursts of 16 and one of 2.
  axi.read(0, {0xFFFF'0000'0000'2EC0, 55});
  axi.write(0, {0xFFFF'0000'0000'2EC0, 55});
  axi.run({.latency = 5});
  const std::array<Burst, 5> expected = {{{0xFFFF'0000'0000'2EC0, 5, 0},
                                          {0xFFFF'0000'0000'3000, 16, 0},
                                          {0xFFFF'0000'0000'3400, 16, 0},
                                          {0xFFFF'0000'0000'3800, 16, 0},
                                          {0xFFFF'0000'0000'3C00, 2, 0}}};
  for (const auto& bursts : {axi.read_bursts(0), axi.write_bursts(0)}) {
    ASSERT_EQ(bursts.size(), expected.size());
    for (std::size_t i = 0; i < bursts.size(); ++i) {
      EXPECT_EQ(bursts[i].address, expected[i].address) << "burst " << i;
      EXPECT_EQ(bursts[i].beats, expected[i].beats) << "burst " << i;
    }
  }
}

// The cycles that it takes to read and to write these, in lane 0.
std::uint64_t duration(const std::vector<Request>& reads, const std::vector<Request>& writes,
                       const Mood& mood) {
  Axi axi(14);
  for (const Request& request : reads) axi.read(0, request);
  for (const Request& request : writes) axi.write(0, request);
  while (!axi.finished() && !testing::Test::HasFatalFailure()) axi.cycle(mood);
  return axi.cycles();
}

TEST(Axi, reads_and_writes_a_word_in_every_cycle_however_late_the_memory_is) {
  constexpr std::uint32_t beats = 3000;
  const std::vector<Request> all = {{0x3040, beats}};
  for (const std::uint64_t latency : {1U, 20U, 100U, 235U}) {
    SCOPED_TRACE(testing::Message() << "latency " << latency);
    EXPECT_LE(duration(all, {}, {.latency = latency}), beats + latency + 10);
    // A burst is gathered before its address is offered.
    EXPECT_LE(duration({}, all, {.latency = latency}), beats + latency + 16 + 10);
    // Both at a time do not disturb each other.
    EXPECT_LE(duration(all, all, {.latency = latency}), beats + latency + 16 + 10);
  }
}

TEST(Axi, reads_the_next_request_without_a_pause) {
  std::vector<Request> requests;
  for (std::uint64_t i = 0; i < 20; ++i) requests.push_back({i * 0x4000, 64});
  EXPECT_LE(duration(requests, {}, {.latency = 100}), 20 * 64 + 100 + 10);
}

TEST(Axi, writes_a_request_though_the_stream_has_no_more_words_than_that) {
  Axi axi(16);
  for (std::size_t lane = 0; lane < Axi::lanes; ++lane)
    axi.write(lane, {0x2000, axi.burst(lane) + 1});
  axi.run({.latency = 2}, 1000);
}

}  // namespace
