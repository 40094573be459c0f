// Frames by their number: the i-th is the same whenever it is asked for, so what comes out of the
// card can be compared without keeping what went in.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <unordered_map>
#include <utility>

#include "backend/backend.hpp"
#include "espial/hw/geometry.hpp"

namespace espial::bench {

// Uniform bits, by number.
std::uint64_t random_bits(std::uint64_t number);

// Which session the i-th packet belongs to.
using Pattern = std::function<std::uint32_t(std::uint64_t i)>;
Pattern random_sessions(std::uint32_t sessions);
Pattern alternating_sessions(std::uint32_t sessions);
// Session `first` and those behind it, one a packet.
Pattern new_sessions(std::uint32_t first);
// Session 0, and for each tenth packet a new one.
Pattern elephant(std::uint32_t first);

// How many beats a frame takes.
constexpr std::uint64_t beats_of(std::size_t octets) {
  return (octets + hw::beat_octets - 1) / hw::beat_octets;
}

// Half of the sessions are ESP in one direction; a quarter each are UDP and TCP, whose packets go
// either way at random.
class Traffic {
 public:
  // \param octets in each frame, without FCS; at least a beat
  // \param start_ns when it begins; a beat takes what it does at 300 MHz
  Traffic(Pattern pattern, std::size_t octets, std::uint64_t start_ns);

  // The same length and times, other sessions.
  [[nodiscard]] Traffic with(Pattern pattern) const {
    return {std::move(pattern), octets_, start_ns_};
  }

  [[nodiscard]] Frame frame(std::uint64_t i);
  [[nodiscard]] std::size_t octets() const { return octets_; }
  [[nodiscard]] std::uint64_t beats() const { return beats_of(octets_); }
  [[nodiscard]] std::uint64_t time_ns(std::uint64_t i) const {
    return start_ns_ + i * beats() * 10 / 3;
  }

 private:
  using Head = std::array<std::uint8_t, hw::beat_octets>;
  [[nodiscard]] const Head& head(std::uint32_t session, bool reply);

  Pattern pattern_;
  std::size_t octets_;
  std::uint64_t start_ns_;
  std::unordered_map<std::uint64_t, Head> heads_;  // headers take time to make
};

}  // namespace espial::bench
