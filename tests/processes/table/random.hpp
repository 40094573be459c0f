// Random values of the processes' types.
#pragma once

#include <cstring>
#include <random>

#include "processes/bench/random_stimulus.hpp"
#include "table/processes.hpp"

namespace espial::test {

class Random {
 public:
  explicit Random(std::uint64_t seed) : generator_(seed) {}

  std::uint64_t word() { return generator_(); }
  unsigned below(unsigned count) { return static_cast<unsigned>(generator_() % count); }
  bool one_in(unsigned count) { return below(count) == 0; }
  template <class Number>
  Number one_of(std::initializer_list<Number> numbers) {
    return *(numbers.begin() + below(static_cast<unsigned>(numbers.size())));
  }
  template <int W>
  ap_uint<W> bits() {
    ap_uint<W> all = 0;
    for (int i = 0; i < W; i += 64) all = ap_uint<W>(all << (W > 64 ? 64 : 0)) ^ ap_uint<W>(word());
    return all;
  }

 private:
  std::mt19937_64 generator_;
};

inline const bench::Stream& stream_of(const bench::Interface& interface, std::string_view name) {
  return interface.streams[interface.index_of(name)];
}

/// Random elements of an input, each changed by `edit(element)`.
template <class T, class Edit>
bench::Elements edited(const bench::Interface& interface, std::string_view stream,
                       std::size_t count, std::uint64_t seed, Edit edit) {
  const bench::Elements all = bench::random_elements(stream_of(interface, stream), count, seed);
  bench::Elements changed;
  for (std::size_t i = 0; i < all.size(); ++i) {
    T element;
    std::memcpy(static_cast<void*>(&element), all[i].data(), sizeof(element));
    edit(element);
    changed.push(element);
  }
  return changed;
}

/// An argument as the host lays it out.
template <class Argument>
argument_t argument_of_layout(const Argument& argument) {
  argument_t bits = 0;
  std::memcpy(static_cast<void*>(&bits), &argument,
              std::min(sizeof(argument), sizeof(hw::Command::argument)));
  return bits;
}

}  // namespace espial::test
