#include "driver/hash_tables.hpp"

#include <functional>
#include <random>

#include "driver/request.hpp"

namespace espial {

HashTables HashTables::draw(std::optional<std::uint64_t> seed) {
  std::random_device device;
  std::mt19937_64 generator(seed.value_or(0));
  const std::function<std::uint64_t()> next = [&] {
    return seed ? generator() : (std::uint64_t{device()} << 32) | device();
  };
  HashTables tables;
  for (auto& table : tables.session) {
    for (HashWord& word : table) {
      word.low = next();
      word.high = static_cast<std::uint8_t>(next());
    }
  }
  for (auto& table : tables.sa) {
    for (std::uint64_t& word : table) word = next() & ((std::uint64_t{1} << hw::sa_hash_bits) - 1);
  }
  return tables;
}

hw::Request HashTables::request(std::size_t i) const {
  const std::size_t row = i / 16;
  const std::size_t digit = i % 16;
  const bool of_session = row < hw::key_nibbles;
  const std::size_t nibble = of_session ? row : row - hw::key_nibbles;
  const HashWord word = of_session ? session.at(nibble)[digit] : HashWord{sa.at(nibble)[digit], 0};
  return command_request(of_session ? hw::RequestKind::set_hash : hw::RequestKind::set_sa_hash,
                         hw::HashArgument{.value_low = word.low,
                                          .value_high = word.high,
                                          .nibble = static_cast<std::uint8_t>(nibble),
                                          .digit = static_cast<std::uint8_t>(digit)});
}

}  // namespace espial
