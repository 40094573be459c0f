#include "processes/bench/random_stimulus.hpp"

#include <algorithm>
#include <random>

#include "processes/bench/bits.hpp"

namespace espial::bench {

namespace {

using Random = std::mt19937_64;

void fill(MutableOctets element, const Field& field, Random& random) {
  const auto each = [&](auto make) {
    for (std::size_t done = 0; done < field.width; done += 32) {
      const auto some = static_cast<unsigned>(std::min<std::size_t>(32, field.width - done));
      put_bits(element, 8 * field.offset + done, some, make(done == 0));
    }
  };
  const std::uint64_t small = random() % 4;
  switch (random() % 8) {
    case 0:
      return each([](bool) { return std::uint64_t{0}; });
    case 1:
      return each([](bool) { return ~std::uint64_t{0}; });
    case 2:
      return each([&](bool lowest) { return lowest ? small : std::uint64_t{0}; });
    case 3:
      each([](bool) { return std::uint64_t{0}; });
      return put_bits(element, 8 * field.offset + random() % field.width, 1, 1);
    case 4:
      return;
    default:
      return each([&](bool) { return random(); });
  }
}

}  // namespace

Elements random_elements(const Stream& stream, std::size_t count, std::uint64_t seed) {
  Random random(seed);
  Elements elements(stream.octets);
  std::vector<std::uint8_t> element(stream.octets);
  for (std::size_t i = 0; i < count; ++i) {
    for (const Field& field : stream.fields) fill(element, field, random);
    elements.push(Octets(element));
  }
  return elements;
}

Stimulus random_stimulus(const Interface& interface, std::size_t count, std::uint64_t seed) {
  Stimulus stimulus;
  for (const Stream& stream : interface.streams) {
    if (stream.is_input) stimulus[stream.name] = random_elements(stream, count, seed++ * 1000);
  }
  return stimulus;
}

}  // namespace espial::bench
