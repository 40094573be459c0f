#include "processes/bench/stalls.hpp"

namespace espial::bench {

std::string_view name(Stalls stalls) {
  switch (stalls) {
    case Stalls::none:
      return "none";
    case Stalls::light:
      return "light";
    case Stalls::heavy:
      return "heavy";
    case Stalls::bursts:
      return "bursts";
    case Stalls::starved:
      return "starved";
  }
  return "?";
}

Neighbour::Neighbour(Stalls stalls, std::uint64_t seed, std::size_t index, std::size_t count)
    : random_(static_cast<std::uint32_t>(seed * 64 + index)) {
  switch (stalls) {
    case Stalls::none:
      break;
    case Stalls::light:
      go_ = 0.9;
      break;
    case Stalls::heavy:
      go_ = 0.25;
      break;
    case Stalls::bursts:
      in_bursts_ = true;
      break;
    case Stalls::starved:
      go_ = std::mt19937(static_cast<std::uint32_t>(seed))() % count == index ? 0.05 : 0.98;
      break;
  }
}

bool Neighbour::ready() {
  if (go_ >= 1 && !in_bursts_) return true;
  if (!in_bursts_) return chance(go_);
  constexpr double turns = 0.08;
  if (chance(turns)) going_ = !going_;
  return going_;
}

std::vector<Neighbour> neighbours(Stalls stalls, std::uint64_t seed, std::size_t count) {
  std::vector<Neighbour> all;
  for (std::size_t i = 0; i < count; ++i) all.emplace_back(stalls, seed, i, count);
  return all;
}

}  // namespace espial::bench
