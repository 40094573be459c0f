#include "driver/hash_tables.hpp"

#include <unistd.h>

#include <algorithm>
#include <functional>
#include <random>
#include <span>

#include "driver/request.hpp"
#include "espial/error.hpp"

namespace espial {

HashTables HashTables::draw(std::optional<std::uint64_t> seed) {
  std::mt19937_64 generator(seed.value_or(0));
  const auto fill = [&](std::span<std::uint64_t> words) {
    if (seed) {
      std::ranges::generate(words, std::ref(generator));
      return;
    }
    // getentropy(3) gives 256 octets at most.
    for (std::size_t at = 0; at < words.size(); at += 32) {
      const std::span<std::uint64_t> some =
          words.subspan(at, std::min<std::size_t>(32, words.size() - at));
      if (getentropy(some.data(), some.size_bytes()) != 0) {
        throw Error("hash secret: the system gives no random numbers (getentropy)");
      }
    }
  };
  HashTables tables;
  for (auto& table : tables.session) {
    std::array<std::uint64_t, 2 * std::tuple_size_v<std::remove_reference_t<decltype(table)>>>
        words{};
    fill(words);
    for (std::size_t i = 0; i < table.size(); ++i)
      table[i] = {words[2 * i], static_cast<std::uint8_t>(words[2 * i + 1])};
  }
  for (auto& table : tables.sa) {
    fill(table);
    for (std::uint64_t& word : table) word &= (std::uint64_t{1} << hw::sa_hash_bits) - 1;
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
