#include <Vmemory_bench.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <random>
#include <vector>

#include "rtl/model.hpp"

namespace {

constexpr std::size_t depth = 11;
constexpr std::size_t reads = 3;
constexpr std::size_t latencies = 8;
constexpr std::size_t styles = 3;
constexpr std::uint64_t word_mask = (std::uint64_t{1} << 40) - 1;
constexpr std::array<std::size_t, 6> stages = {1, 2, 3, 4, 17, 100};

using Word = std::optional<std::uint64_t>;  // Nothing: it may be anything.
using Bench = rtl::Model<Vmemory_bench>;

struct Access {
  bool enabled = true;
  std::array<std::optional<std::size_t>, reads> read;
  std::optional<std::size_t> write;
  std::uint64_t data = 0;
};

void apply(Bench& bench, const Access& access) {
  bench->en_i = access.enabled;
  bench->re_i = 0;
  bench->raddr_i = 0;
  for (std::size_t port = 0; port < reads; ++port) {
    if (!access.read[port]) continue;
    bench->re_i = static_cast<std::uint8_t>(bench->re_i | 1U << port);
    bench->raddr_i = static_cast<std::uint16_t>(bench->raddr_i | *access.read[port] << (4 * port));
  }
  bench->we_i = access.write.has_value();
  bench->waddr_i = static_cast<std::uint8_t>(access.write.value_or(0));
  bench->wdata_i = access.data;
  bench.settle();
}

// What each read port should show in which cycle, by the contract alone.
class Specification {
 public:
  struct Read {
    std::size_t address;
    std::vector<Word> words;  // What was there in its cycle, and in each one since.
    bool held_up = false;
  };

  // The read whose word port `port` of a memory with this latency shows now, if there was one.
  const Read* shown(std::size_t port, std::size_t latency) const {
    const auto& newest = newest_[port];
    if (newest.size() < latency) return nullptr;
    const std::size_t count = newest[newest.size() - latency];
    return count == 0 ? nullptr : &reads_[port][count - 1];
  }

  // What is there for those who need not wait.
  Word at(std::size_t address) const { return memory_[address]; }

  void cycle(const Access& access) {
    for (std::size_t port = 0; port < reads; ++port) {
      auto& all = reads_[port];
      for (std::size_t i = all.size() - std::min(all.size(), latencies); i < all.size(); ++i) {
        all[i].words.push_back(memory_[all[i].address]);
        all[i].held_up |= !access.enabled;
      }
      if (!access.enabled) continue;
      if (const auto address = access.read[port]) all.push_back({*address, {memory_[*address]}});
      newest_[port].push_back(all.size());
    }
    if (access.write) memory_[*access.write] = access.data;
  }

 private:
  std::array<Word, depth> memory_;
  std::array<std::vector<Read>, reads> reads_;
  std::array<std::vector<std::size_t>, reads> newest_;  // Reads so far, in each enabled cycle.
};

// With an input register, a read that was held up may see what was written meanwhile.
bool allows(const Specification::Read& read, std::size_t latency, std::uint64_t word) {
  const auto fits = [word](const Word& expected) { return !expected || *expected == word; };
  return read.held_up && latency >= 3 ? std::ranges::any_of(read.words, fits)
                                      : fits(read.words.front());
}

Access random_access(std::mt19937_64& random, std::uint64_t busy, std::uint64_t enabled = 100) {
  Access access;
  // Few addresses, so that reads meet writes.
  const std::uint64_t addresses = random() % 2 == 0 ? 2 : depth;
  for (auto& read : access.read)
    if (random() % 100 < busy) read = random() % addresses;
  if (random() % 100 < busy) access.write = random() % addresses;
  access.data = random() & word_mask;
  access.enabled = random() % 100 < enabled;
  return access;
}

TEST(Memory, returns_what_was_last_written_after_its_latency_and_keeps_it) {
  struct Load {
    std::uint64_t busy, enabled;
  };
  for (const auto [busy, enabled] : {Load{100, 100}, {60, 100}, {15, 100}, {100, 75}, {60, 30}}) {
    SCOPED_TRACE(testing::Message()
                 << "seed and load " << busy << ", enabled " << enabled << ", in percent");
    Bench bench(static_cast<unsigned>(busy));
    std::mt19937_64 random(busy);
    Specification specification;
    std::size_t compared = 0;
    for (int cycle = 0; cycle < 5000; ++cycle) {
      const Access access = random_access(random, busy, enabled);
      apply(bench, access);
      for (std::size_t latency = 1; latency <= latencies; ++latency) {
        const auto* const read = specification.shown(0, latency);
        if (!read) continue;
        for (std::size_t style = 0; style < styles; ++style) {
          const std::uint64_t word = rtl::slot(bench->rdata_o, styles * (latency - 1) + style);
          ASSERT_TRUE(allows(*read, latency, word))
              << word << " at address " << read->address << ", cycle " << cycle << ", latency "
              << latency << ", style " << style;
        }
        if (read->words.front()) ++compared;
      }
      for (std::size_t port = 0; port < reads; ++port)
        if (const auto* const read = specification.shown(port, 2))
          ASSERT_TRUE(allows(*read, 2, rtl::slot(bench->replicated_o, port)))
              << "cycle " << cycle << ", port " << port;
      specification.cycle(access);
      bench.tick();
    }
    EXPECT_GT(compared, 30'000U);
  }
}

// All that the bench shows.
std::vector<std::uint64_t> outputs(Bench& bench) {
  std::vector<std::uint64_t> words;
  for (std::size_t i = 0; i < latencies * styles; ++i)
    words.push_back(rtl::slot(bench->rdata_o, i));
  for (std::size_t i = 0; i < reads; ++i) words.push_back(rtl::slot(bench->replicated_o, i));
  for (std::size_t i = 0; i < stages.size(); ++i) words.push_back(rtl::slot(bench->delayed_o, i));
  return words;
}

TEST(Memory, and_a_delay_line_stand_still_while_they_are_not_enabled) {
  Bench bench(1);
  std::mt19937_64 random(1);
  std::size_t moved = 0;
  for (int cycle = 0; cycle < 2000; ++cycle) {
    const Access access = random_access(random, 60, 50);
    apply(bench, access);
    const auto before = outputs(bench);
    bench.tick();
    if (!access.enabled)
      ASSERT_EQ(outputs(bench), before) << "cycle " << cycle;
    else if (outputs(bench) != before)
      ++moved;
  }
  EXPECT_GT(moved, 500U);
}

TEST(Memory, takes_writes_while_reads_stand_still) {
  Bench bench(1);
  const auto cycle = [&bench](const Access& access) {
    apply(bench, access);
    bench.tick();
  };
  cycle({.enabled = false, .read = {}, .write = 5, .data = 111});
  cycle({.read = {5}, .write = {}, .data = 0});
  for (int i = 1; i < 8; ++i) cycle({});
  for (std::size_t i = 0; i < latencies * styles; ++i)
    EXPECT_EQ(rtl::slot(bench->rdata_o, i), 111U) << "memory " << i;
}

TEST(Memory, gives_the_old_word_to_a_read_beside_a_write) {
  Bench bench(1);
  const auto cycle = [&bench](const Access& access) {
    apply(bench, access);
    bench.tick();
  };
  cycle({.read = {}, .write = 5, .data = 111});
  cycle({.read = {5}, .write = 5, .data = 222});
  for (int i = 1; i < 8; ++i) cycle({});
  for (std::size_t i = 0; i < latencies * styles; ++i)
    EXPECT_EQ(rtl::slot(bench->rdata_o, i), 111U) << "memory " << i;
  cycle({.read = {5}, .write = {}, .data = 0});
  for (int i = 1; i < 8; ++i) cycle({});
  for (std::size_t i = 0; i < latencies * styles; ++i)
    EXPECT_EQ(rtl::slot(bench->rdata_o, i), 222U) << "memory " << i;
}

// All words of the memory of latency 1, before anything was written.
std::vector<std::uint64_t> contents_at_start(unsigned seed) {
  Bench bench(seed);
  std::vector<std::uint64_t> words;
  for (std::size_t address = 0; address < depth; ++address) {
    apply(bench, {.read = {address}, .write = {}, .data = 0});
    bench.tick();
    words.push_back(rtl::slot(bench->rdata_o, 0));
  }
  return words;
}

TEST(Memory, starts_with_words_that_depend_on_the_seed) {
  const auto words = contents_at_start(1);
  EXPECT_EQ(words, contents_at_start(1));
  EXPECT_NE(words, contents_at_start(2));
  EXPECT_NE(words, std::vector<std::uint64_t>(depth, 0));
}

TEST(History, shows_in_the_same_cycle_what_was_last_written) {
  Bench bench(1);
  std::mt19937_64 random(1);
  Specification specification;
  std::size_t compared = 0;
  for (int cycle = 0; cycle < 5000; ++cycle) {
    const Access access = random_access(random, 80, 50);
    apply(bench, access);
    if (access.read[0])
      if (const Word expected = specification.at(*access.read[0])) {
        ASSERT_EQ(bench->recalled_o, *expected) << "cycle " << cycle;
        ++compared;
      }
    specification.cycle(access);
    bench.tick();
  }
  EXPECT_GT(compared, 3000U);
}

TEST(DelayLine, gives_what_came_in_so_many_enabled_cycles_before) {
  for (const std::uint64_t enabled : {100U, 70U}) {
    SCOPED_TRACE(testing::Message() << "seed and enabled cycles in percent: " << enabled);
    Bench bench(static_cast<unsigned>(enabled));
    std::mt19937_64 random(enabled);
    std::vector<std::uint64_t> history;
    for (int cycle = 0; cycle < 1000; ++cycle) {
      const Access access = random_access(random, 50, enabled);
      apply(bench, access);
      for (std::size_t line = 0; line < stages.size(); ++line)
        if (history.size() >= stages[line])
          ASSERT_EQ(rtl::slot(bench->delayed_o, line), history[history.size() - stages[line]])
              << "cycle " << cycle << ", stages " << stages[line];
      if (access.enabled) history.push_back(access.data);
      bench.tick();
    }
  }
}

}  // namespace
