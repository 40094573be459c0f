// A look into a card, where a backend can take one: what its memories hold at one moment.
#pragma once

#include <cstdint>
#include <vector>

#include "espial/hw/geometry.hpp"
#include "espial/hw/record.hpp"

namespace espial {

// A slot of the index.
struct IndexSlot {
  bool taken = false;
  std::uint32_t tag = 0;
  std::uint32_t record = 0;

  friend bool operator==(const IndexSlot&, const IndexSlot&) = default;
};

// What the processes of `session_table` keep, by process.
struct Memories {
  struct {
    std::uint64_t clock_ns = 0;
    // Creation number of a session that the next packet begins.
    std::uint64_t next_creation = 0;
  } ingest;
  struct {
    // By choice, line, and slot of the line.
    std::vector<IndexSlot> slots = std::vector<IndexSlot>(hw::index_slots);
    // Numbers of records that it holds ready because it took them in vain.
    std::vector<std::uint32_t> spare;
    // As it counts them: records that no slot names, and of the others those that wait for the
    // host.
    std::uint32_t free = 0;
    std::uint32_t ended = 0;
  } index;
  struct {
    std::vector<std::uint32_t> ring = std::vector<std::uint32_t>(hw::records);
    // Places in the ring: free numbers stand from `next` to `ended`, those of ended sessions from
    // there to `put`.
    std::uint32_t next = 0;
    std::uint32_t ended = 0;
    std::uint32_t put = 0;
  } free_list;
  // By number. Those that are free may hold what was last in them.
  std::vector<hw::Record> records = std::vector<hw::Record>(hw::records);
};

class Inside {
 public:
  virtual ~Inside() = default;
  // Waits until nothing moves in the card any more.
  virtual void rest() = 0;
  // At rest. What the last few operations did to the index is not in memory yet: others must follow
  // them (Device::check).
  [[nodiscard]] virtual Memories memories() const = 0;
};

}  // namespace espial
