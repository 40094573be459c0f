#include <Vmemory_bench.h>
#include <gtest/gtest.h>

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
  std::array<std::optional<std::size_t>, reads> read;
  std::optional<std::size_t> write;
  std::uint64_t data = 0;
};

void apply(Bench& bench, const Access& access) {
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
  // The word that port `port` of a memory with this latency shows now.
  Word shown(std::size_t port, std::size_t latency) const {
    const auto& history = words_[port];
    return history.size() < latency ? Word{} : history[history.size() - latency];
  }

  void cycle(const Access& access) {
    for (std::size_t port = 0; port < reads; ++port) {
      auto& history = words_[port];
      if (access.read[port])
        history.push_back(memory_[*access.read[port]]);
      else
        history.push_back(history.empty() ? Word{} : history.back());
    }
    if (access.write) memory_[*access.write] = access.data;
  }

 private:
  std::array<Word, depth> memory_;
  std::array<std::vector<Word>, reads> words_;  // The newest word asked for, in each cycle.
};

Access random_access(std::mt19937_64& random, std::uint64_t busy) {
  Access access;
  // Few addresses, so that reads meet writes.
  const std::uint64_t addresses = random() % 2 == 0 ? 2 : depth;
  for (auto& read : access.read)
    if (random() % 100 < busy) read = random() % addresses;
  if (random() % 100 < busy) access.write = random() % addresses;
  access.data = random() & word_mask;
  return access;
}

TEST(Memory, returns_what_was_last_written_after_its_latency_and_keeps_it) {
  for (const std::uint64_t busy : {100U, 60U, 15U}) {
    SCOPED_TRACE(testing::Message() << "seed and load in percent: " << busy);
    Bench bench(static_cast<unsigned>(busy));
    std::mt19937_64 random(busy);
    Specification specification;
    std::size_t compared = 0;
    for (int cycle = 0; cycle < 5000; ++cycle) {
      const Access access = random_access(random, busy);
      apply(bench, access);
      for (std::size_t latency = 1; latency <= latencies; ++latency) {
        const Word expected = specification.shown(0, latency);
        if (!expected) continue;
        for (std::size_t style = 0; style < styles; ++style)
          ASSERT_EQ(rtl::slot(bench->rdata_o, styles * (latency - 1) + style), *expected)
              << "cycle " << cycle << ", latency " << latency << ", style " << style;
        ++compared;
      }
      for (std::size_t port = 0; port < reads; ++port)
        if (const Word expected = specification.shown(port, 2))
          ASSERT_EQ(rtl::slot(bench->replicated_o, port), *expected)
              << "cycle " << cycle << ", port " << port;
      specification.cycle(access);
      bench.tick();
    }
    EXPECT_GT(compared, 30'000U);
  }
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

TEST(DelayLine, gives_what_came_in_so_many_cycles_before) {
  Bench bench(1);
  std::mt19937_64 random(1);
  std::vector<std::uint64_t> history;
  for (int cycle = 0; cycle < 1000; ++cycle) {
    const Access access = random_access(random, 50);
    apply(bench, access);
    for (std::size_t line = 0; line < stages.size(); ++line)
      if (history.size() >= stages[line])
        ASSERT_EQ(rtl::slot(bench->delayed_o, line), history[history.size() - stages[line]])
            << "cycle " << cycle << ", stages " << stages[line];
    history.push_back(access.data);
    bench.tick();
  }
}

}  // namespace
