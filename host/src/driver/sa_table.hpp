// Where the SAs stand in the card's SA table: the card only looks up, the host decides.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "driver/hash_tables.hpp"
#include "espial/address.hpp"
#include "espial/hw/request.hpp"
#include "espial/sa.hpp"

namespace espial {

// One SA as the card knows it: the packets that it carries.
struct SaKey {
  Address source;
  Address destination;
  std::uint32_t spi = 0;
  std::uint16_t zone = 0;
  std::uint8_t protocol = 0;

  friend auto operator<=>(const SaKey&, const SaKey&) = default;
};

// The ports that its packets get.
struct SaPorts {
  std::uint16_t source = 0;
  std::uint16_t destination = 0;

  friend bool operator==(const SaPorts&, const SaPorts&) = default;
};

// An SA may stand in one slot of each of four tables. Where all four are taken, others move to
// another of theirs (cuckoo hashing), which nearly fills the tables; each move writes the new slot
// before the old one is written over, so that no SA is unknown meanwhile.
class SaTable {
 public:
  explicit SaTable(const HashTables& hash) : hash_(hash), slots_(hw::sa_slots) {}

  [[nodiscard]] std::optional<SaPorts> find(const SaKey& key) const;
  // The commands that add an SA, or give a known one other ports; none at all if there is no place.
  std::optional<std::vector<hw::Request>> put(const SaKey& key, const SaPorts& ports);
  // The command that removes an SA; none if it is not known.
  std::optional<hw::Request> remove(const SaKey& key);
  void clear();

 private:
  using Slots = std::array<std::size_t, hw::sa_choices>;

  [[nodiscard]] Slots slots_of(const SaKey& key) const;
  [[nodiscard]] hw::Request request(std::size_t slot, const SaKey& key, const SaPorts& ports,
                                    bool valid) const;
  // The slots from one of the key's to an empty one, each movable to the next; empty if there is no
  // such way.
  [[nodiscard]] std::vector<std::size_t> path(const SaKey& key) const;

  const HashTables& hash_;
  std::vector<std::optional<SaKey>> slots_;
  struct Known {
    SaPorts ports;
    std::size_t slot = 0;
  };
  std::map<SaKey, Known> known_;
};

}  // namespace espial
