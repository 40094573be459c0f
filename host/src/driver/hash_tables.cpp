#include "driver/hash_tables.hpp"

#include <unistd.h>

#include <algorithm>
#include <functional>
#include <random>
#include <ranges>
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

SessionHash HashTables::hash(const hw::Record& record) const {
  HashWord sum;
  std::size_t nibble = 0;
  // The lowest digit first.
  const auto add = [&](std::uint32_t number, unsigned digits) {
    for (unsigned i = 0; i < digits; ++i) {
      const HashWord& word = session.at(nibble++)[(number >> (4 * i)) & 0xF];
      sum.low ^= word.low;
      sum.high ^= word.high;
    }
  };
  for (const auto* const address : {&record.lower_address, &record.upper_address})
    for (const std::uint8_t octet : *address | std::views::reverse) add(octet, 2);
  add(record.lower_port, 4);
  add(record.upper_port, 4);
  add(record.zone, 4);
  add(record.protocol, 2);
  add(record.encapsulation, 1);

  constexpr unsigned tag_at = hw::choices * hw::line_bits;
  static_assert(tag_at < 64 && hw::hash_bits > 64, "the tag crosses the words");
  SessionHash hash;
  for (unsigned choice = 0; choice < hw::choices; ++choice)
    hash.line.at(choice) =
        static_cast<std::uint32_t>(sum.low >> (choice * hw::line_bits)) % hw::lines;
  hash.tag = static_cast<std::uint32_t>(sum.low >> tag_at) |
             (static_cast<std::uint32_t>(sum.high) << (64 - tag_at));
  return hash;
}

}  // namespace espial
