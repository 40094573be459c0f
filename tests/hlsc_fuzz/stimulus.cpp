#include "hlsc_fuzz/stimulus.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <random>
#include <string_view>

#include "processes/bench/bits.hpp"
#include "processes/bench/random_stimulus.hpp"

namespace espial::fuzz {

namespace {

using Random = std::mt19937_64;

void put(bench::MutableOctets element, const bench::Field& field, Random& random) {
  for (std::size_t done = 0; done < field.width; done += 32) {
    const auto some = static_cast<unsigned>(std::min<std::size_t>(32, field.width - done));
    bench::put_bits(element, 8 * field.offset + done, some, random());
  }
}

// How often a field of few values has another one.
constexpr unsigned other = 12;
// How often a field that is seldom set is set.
constexpr unsigned seldom = 150;

using Change = std::function<void(bench::MutableOctets element)>;

void change_each(bench::Elements& elements, const Change& change) {
  bench::Elements drawn(elements.octets());
  for (std::size_t i = 0; i < elements.size(); ++i) {
    std::vector<std::uint8_t> element(elements[i].begin(), elements[i].end());
    change(element);
    drawn.push(bench::Octets(element));
  }
  elements = std::move(drawn);
}

}  // namespace

bench::Stimulus stimulus(const bench::Interface& interface, const boost::json::object& description,
                         std::size_t items, std::uint64_t seed) {
  bench::Stimulus all = bench::random_stimulus(interface, items, seed);
  for (const boost::json::value& input : description.at("inputs").as_array()) {
    const std::string_view name = input.at("name").as_string();
    const bench::Stream& stream = interface.streams[interface.index_of(name)];
    for (const boost::json::value& drawn : input.at("fields").as_array()) {
      const std::string_view path = drawn.at("field").as_string();
      const auto field = std::ranges::find(stream.fields, path, &bench::Field::name);
      if (field == stream.fields.end()) {
        throw bench::InterfaceError(
            fmt::format("{}: stream '{}' has no field '{}'", interface.name, stream.name, path));
      }
      const auto values = drawn.at("values").to_number<std::uint64_t>();
      const std::uint64_t pool = seed + 100 * drawn.at("pool").to_number<std::uint64_t>();
      Random random(pool + stream.fields.size() + field->offset);
      if (drawn.at("seldom").as_bool()) {
        change_each(all.find(name)->second, [&](bench::MutableOctets element) {
          bench::put_bits(element, 8 * field->offset, 1, random() % seldom == 0 ? 1 : 0);
        });
      } else if (values != 0) {
        change_each(all.find(name)->second, [&](bench::MutableOctets element) {
          if (random() % other == 0) return;
          Random value(pool + random() % values);
          put(element, *field, value);
        });
      }
    }
  }
  return all;
}

}  // namespace espial::fuzz
