#include "line.hpp"

#include <ctime>

namespace espial::bench {
namespace {

// Cycles between two looks at what came out.
constexpr std::uint64_t stretch = 4096;

double processor_seconds() {
  return static_cast<double>(std::clock()) / static_cast<double>(CLOCKS_PER_SEC);
}

}  // namespace

void Line::make_frames() {
  frames_.erase(frames_.begin(), frames_.begin() + static_cast<std::ptrdiff_t>(fed_));
  fed_ = 0;
  while (made_ < count_ && frames_.size() < stretch) frames_.push_back(traffic_.frame(made_++));
}

void Line::compare() {
  for (const Frame& frame : card_.take_frames()) {
    right_ = right_ && received_ < count_ && frame.octets == traffic_.frame(received_).octets;
    ++received_;
  }
}

void Line::run(std::uint64_t cycles) {
  for (const std::uint64_t end = cycles_ + cycles; cycles_ < end;) {
    make_frames();
    const double start = processor_seconds();
    for (std::uint64_t i = 0; i < stretch && cycles_ < end; ++i, ++cycles_) {
      if (card_.sent() && fed_ < frames_.size()) card_.send(frames_[fed_++]);
      card_.step();
    }
    seconds_ += processor_seconds() - start;
    compare();
  }
}

void Line::finish() {
  // Longer than any way through the card.
  constexpr std::uint64_t quiet = 1024;
  while (fed_ < frames_.size() || made_ < count_ || card_.still() < quiet) run(quiet);
}

}  // namespace espial::bench
