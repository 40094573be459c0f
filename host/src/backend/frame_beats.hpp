// A frame as the beats that a cable carries it in.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "backend/backend.hpp"
#include "espial/hw/geometry.hpp"

namespace espial {

struct FrameBeat {
  std::array<std::uint8_t, hw::beat_octets> data{};  // zeros behind the frame's end
  std::uint64_t keep = 0;                            // TKEEP: a bit for each octet of the frame
  bool last = false;
};

inline std::vector<FrameBeat> beats_of(const Frame& frame) {
  std::vector<FrameBeat> beats;
  for (std::size_t at = 0; at < frame.octets.size(); at += hw::beat_octets) {
    const std::size_t octets = std::min<std::size_t>(frame.octets.size() - at, hw::beat_octets);
    FrameBeat& beat = beats.emplace_back();
    std::copy_n(frame.octets.begin() + static_cast<std::ptrdiff_t>(at), octets, beat.data.begin());
    beat.keep = octets == hw::beat_octets ? ~std::uint64_t{0} : (std::uint64_t{1} << octets) - 1;
    beat.last = at + octets == frame.octets.size();
  }
  return beats;
}

}  // namespace espial
