// The figures of the verilated card, each measured in a run of its own.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_set>

#include "bench_card.hpp"
#include "figures.hpp"

namespace espial::bench {

struct Size {
  std::uint64_t packets;      // of a pattern; beats, where frames are longer
  std::uint64_t all_new;      // packets that bring a session each
  std::uint64_t held_cycles;  // for which `store` is held back
  bool fills;                 // the table gets full, and is cleared in between
};

class CardFigures {
 public:
  explicit CardFigures(const Size& size) : size_(size), card_(figures_, seed) {}

  // \returns whether all results are right, however fast
  [[nodiscard]] bool print();

 private:
  static constexpr std::uint64_t seed = 1;

  // One pattern on the line, in frames of one beat.
  void pattern(std::string_view name, const Pattern& sessions, std::uint64_t packets);
  void short_frames();
  void longer_frames();
  void from_host();
  void mixed();
  void held_store();
  void new_sessions();
  // What the table has to make of packets: those beyond its records are refused.
  void expect(std::string_view name, const Run& run, const Pattern& sessions,
              std::uint64_t packets);
  void clear(std::string_view name);

  Size size_;
  Figures figures_;
  BenchCard card_;
  std::unordered_set<std::uint32_t> known_;  // sessions in the table
};

}  // namespace espial::bench
