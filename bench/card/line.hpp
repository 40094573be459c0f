// A line at full rate: a beat is offered in every cycle, and what comes out is compared with what
// went in.
#pragma once

#include <cstdint>
#include <vector>

#include "card.hpp"
#include "traffic.hpp"

namespace espial::bench {

class Line {
 public:
  // Frames 0 to `count` - 1 of the traffic.
  Line(sim::Card& card, Traffic& traffic, std::uint64_t count)
      : card_(card), traffic_(traffic), count_(count) {}

  // So many cycles.
  void run(std::uint64_t cycles);
  // Until all frames have come out and nothing moves in the card any more.
  void finish();

  // Frames that came out as they went in, in order, none missing so far.
  [[nodiscard]] std::uint64_t received() const { return received_; }
  [[nodiscard]] bool complete() const { return right_ && received_ == count_; }
  [[nodiscard]] std::uint64_t cycles() const { return cycles_; }
  // Of the processor, for the card and what feeds it; neither for making frames nor comparing them.
  [[nodiscard]] double seconds() const { return seconds_; }

 private:
  void make_frames();
  void compare();

  sim::Card& card_;
  Traffic& traffic_;
  std::uint64_t count_;
  std::uint64_t made_ = 0;
  std::vector<Frame> frames_;  // made, and the first `fed_` of them fed
  std::size_t fed_ = 0;
  std::uint64_t received_ = 0;
  bool right_ = true;
  std::uint64_t cycles_ = 0;
  double seconds_ = 0;
};

}  // namespace espial::bench
