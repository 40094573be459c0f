#include "hashes.hpp"

#include <array>

#include "driver/device_access.hpp"

namespace espial::test {

std::size_t HashBits::slots() const {
  std::size_t slots = 0;
  for (const unsigned bits : line_bits) slots += hw::line_slots << bits;
  return slots;
}

HashTables draw(std::uint64_t seed, const HashBits& bits) {
  constexpr unsigned tag_at = hw::choices * hw::line_bits;
  static_assert(tag_at < 64 && hw::hash_bits > 64, "the tag crosses the words");
  const std::uint64_t tag_mask = (std::uint64_t{1} << bits.tag_bits) - 1;
  std::uint64_t low = tag_mask << tag_at;
  for (unsigned choice = 0; choice < hw::choices; ++choice) {
    const std::uint64_t mask = (std::uint64_t{1} << bits.line_bits.at(choice)) - 1;
    low |= mask << (choice * hw::line_bits);
  }
  const auto high = static_cast<std::uint8_t>(tag_mask >> (64 - tag_at));
  HashTables tables = HashTables::draw(seed);
  for (auto& table : tables.session) {
    for (HashWord& word : table) {
      word.low &= low;
      word.high &= high;
    }
  }
  return tables;
}

Device open_native(std::uint64_t seed, const HashBits& bits) {
  return DeviceAccess::open(open_backend("native"), draw(seed, bits));
}

}  // namespace espial::test
