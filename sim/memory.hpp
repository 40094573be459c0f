// The card's memory: sparse, with a latency and a bandwidth.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <unordered_map>

#include "espial/hw/geometry.hpp"

namespace espial::sim {

// How fast memory is, in cycles of the card's clock.
struct MemoryTiming {
  unsigned latency = 60;      // from an address to its first beat
  unsigned beats_of_64 = 64;  // beats that it moves in 64 cycles, each way: 64 is one a cycle
};

// As the clock of 300 MHz sees them: estimates.
constexpr MemoryTiming ddr_like{.latency = 60, .beats_of_64 = 64};
constexpr MemoryTiming hbm_like{.latency = 120, .beats_of_64 = 48};

class Memory {
 public:
  using Beat = std::array<std::uint8_t, hw::beat_octets>;

  // Reserves room. \returns its address
  std::uint64_t allocate(std::size_t octets);
  void write(std::uint64_t address, std::span<const std::byte> octets);
  // What was never written reads as zero.
  void read(std::uint64_t address, std::span<std::byte> octets) const;
  void write_beat(std::uint64_t address, const void* beat);
  void read_beat(std::uint64_t address, void* beat) const;

 private:
  static constexpr std::size_t page_octets = 4096;
  using Page = std::array<std::byte, page_octets>;

  std::unordered_map<std::uint64_t, std::unique_ptr<Page>> pages_;
  std::uint64_t next_ = std::uint64_t{1} << 32;  // both words of an address matter
};

// Bursts on their way, one direction: what is due, and when.
class Traffic {
 public:
  explicit Traffic(const MemoryTiming& timing) : timing_(timing) {}

  void ask(std::uint64_t cycle, std::uint64_t address, unsigned beats);
  [[nodiscard]] bool room() const { return beats_.size() < most_beats; }
  // Whether a beat is there in this cycle; the same one until it is taken.
  [[nodiscard]] bool due(std::uint64_t cycle) const {
    return !beats_.empty() && beats_.front().when <= cycle;
  }
  struct Beat {
    std::uint64_t address;
    std::uint64_t when;
    bool last;
  };
  [[nodiscard]] const Beat& front() const { return beats_.front(); }
  void take() { beats_.pop_front(); }
  [[nodiscard]] bool empty() const { return beats_.empty(); }

 private:
  static constexpr std::size_t most_beats = 1024;

  MemoryTiming timing_;
  std::deque<Beat> beats_;
  std::uint64_t free_at_ = 0;  // in 64ths of a cycle
};

}  // namespace espial::sim
