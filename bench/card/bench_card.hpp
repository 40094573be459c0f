// A card with its driver, fed by line and by host, and its accounting.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "card.hpp"
#include "espial/device.hpp"
#include "figures.hpp"
#include "line.hpp"
#include "traffic.hpp"

namespace espial::bench {

// What came of one run.
struct Run {
  CycleStatistics cycles;
  // Of the packets that the run brought.
  std::uint64_t packets = 0;
  std::uint64_t counted = 0;
  std::uint64_t sessions = 0;  // new ones
  std::uint64_t bounced = 0;   // operations that went round the loop once more

  [[nodiscard]] double packets_per_cycle() const {
    return static_cast<double>(packets) / static_cast<double>(cycles.device_cycles);
  }
};

class BenchCard {
 public:
  BenchCard(Figures& figures, std::uint64_t seed);

  [[nodiscard]] sim::Card& card() { return card_; }
  [[nodiscard]] Device& device() { return device_; }

  // Traffic that begins where the last one ended.
  [[nodiscard]] Traffic traffic(Pattern pattern, std::size_t octets, std::uint64_t packets);

  // Begins a run: counts from here on.
  void begin();
  // Ends it, with the card at rest: the counters agree with what was sent.
  [[nodiscard]] Run end(std::string_view what, std::uint64_t packets);
  // A run of frames on the line alone. All of them come out as they went in.
  [[nodiscard]] Run run_line(std::string_view what, Traffic& traffic, std::uint64_t packets);
  // Every packet of the run has a verdict, and so a latency.
  void expect_verdicts(std::string_view what, const Run& run);
  void expect_complete(std::string_view what, const Line& line);

  // The packets of all records are those that were counted; then everything is forgotten.
  void clear(std::string_view what);

  // Of all lines so far.
  [[nodiscard]] double cycles_per_second() const {
    return static_cast<double>(line_cycles_) / line_seconds_;
  }

 private:
  void settle();

  Figures& figures_;
  std::unique_ptr<sim::Card> powered_;  // until the device has it
  sim::Card& card_;
  Device device_;
  Statistics before_;
  std::uint64_t bounced_before_ = 0;
  std::uint64_t time_ns_ = 0;
  std::uint64_t line_cycles_ = 0;
  double line_seconds_ = 0;
};

}  // namespace espial::bench
