#include "driver/sa_table.hpp"

#include <algorithm>
#include <deque>

#include "driver/request.hpp"

namespace espial {
namespace {

// How many slots a search for an empty one visits before the table counts as full.
constexpr std::size_t most_visited = 2048;

std::uint32_t folded(const Address& address) {
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < 16; ++i) {
    bits ^= std::uint32_t{address.octets()[i]} << (8 * (3 - i % 4));
  }
  return bits;
}

}  // namespace

// As map_ports does it: SPI, each address folded to 32 bits, zone; the least significant digit
// first.
SaTable::Slots SaTable::slots_of(const SaKey& key) const {
  std::uint64_t hash = 0;
  auto add = [&, nibble = std::size_t{0}](std::uint32_t value, unsigned digits) mutable {
    for (unsigned i = 0; i < digits; ++i) hash ^= hash_.sa.at(nibble++)[(value >> (4 * i)) & 0xF];
  };
  add(key.spi, 8);
  add(folded(key.source), 8);
  add(folded(key.destination), 8);
  add(key.zone, 4);
  Slots slots{};
  for (std::size_t choice = 0; choice < slots.size(); ++choice) {
    const std::size_t line = (hash >> (choice * hw::sa_line_bits)) & (hw::sa_lines - 1);
    slots[choice] = choice * hw::sa_lines + line;
  }
  return slots;
}

hw::Request SaTable::request(std::size_t slot, const SaKey& key, const SaPorts& ports,
                             bool valid) const {
  hw::Command command{};
  command.zone = key.zone;
  command.protocol = key.protocol;
  command.spi = key.spi;
  command.source_port = ports.source;
  command.destination_port = ports.destination;
  std::ranges::copy(key.source.octets(), command.source);
  std::ranges::copy(key.destination.octets(), command.destination);
  return command_request(hw::RequestKind::set_sa,
                         hw::SaArgument{.line = static_cast<std::uint16_t>(slot % hw::sa_lines),
                                        .choice = static_cast<std::uint8_t>(slot / hw::sa_lines),
                                        .valid = valid},
                         command);
}

std::optional<SaPorts> SaTable::find(const SaKey& key) const {
  const auto found = known_.find(key);
  if (found == known_.end()) return std::nullopt;
  return found->second.ports;
}

std::vector<std::size_t> SaTable::path(const SaKey& key) const {
  // Breadth first, so that few SAs move.
  struct Visit {
    std::size_t slot;
    std::size_t from;
  };
  constexpr std::size_t none = ~std::size_t{0};
  std::vector<Visit> visits;
  for (const std::size_t slot : slots_of(key)) visits.push_back({slot, none});
  for (std::size_t i = 0; i < visits.size() && i < most_visited; ++i) {
    const std::optional<SaKey>& there = slots_[visits[i].slot];
    if (!there) {
      std::vector<std::size_t> slots;
      for (std::size_t at = i; at != none; at = visits[at].from) slots.push_back(visits[at].slot);
      std::ranges::reverse(slots);
      return slots;
    }
    for (const std::size_t slot : slots_of(*there)) {
      const bool seen =
          std::ranges::any_of(visits, [slot](const Visit& visit) { return visit.slot == slot; });
      if (!seen) visits.push_back({slot, i});
    }
  }
  return {};
}

std::optional<std::vector<hw::Request>> SaTable::put(const SaKey& key, const SaPorts& ports) {
  if (const auto found = known_.find(key); found != known_.end()) {
    found->second.ports = ports;
    return std::vector{request(found->second.slot, key, ports, true)};
  }
  const std::vector<std::size_t> slots = path(key);
  if (slots.empty()) return std::nullopt;
  std::vector<hw::Request> requests;
  for (std::size_t i = slots.size() - 1; i > 0; --i) {
    const SaKey moved = slots_[slots[i - 1]].value();
    Known& known = known_.at(moved);
    known.slot = slots[i];
    slots_[slots[i]] = moved;
    requests.push_back(request(slots[i], moved, known.ports, true));
  }
  slots_[slots.front()] = key;
  known_[key] = {ports, slots.front()};
  requests.push_back(request(slots.front(), key, ports, true));
  return requests;
}

std::optional<hw::Request> SaTable::remove(const SaKey& key) {
  const auto found = known_.find(key);
  if (found == known_.end()) return std::nullopt;
  const std::size_t slot = found->second.slot;
  slots_[slot].reset();
  const hw::Request removal = request(slot, key, {}, false);
  known_.erase(found);
  return removal;
}

void SaTable::clear() {
  known_.clear();
  std::ranges::fill(slots_, std::nullopt);
}

}  // namespace espial
