// Nibble tabulation by plain arithmetic, and the commands that fill a card's tables with the same
// entries.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "table/processes.hpp"

namespace espial::test {

/// 72 bits, the width of an entry.
__extension__ using Wide = unsigned __int128;

/// The 4-bit digits of numbers, from the least significant digit of the first number on.
class Digits {
 public:
  template <class Number>
  Digits& append(const Number& number, unsigned count) {
    for (unsigned i = 0; i < count; ++i) {
      digits_.push_back(static_cast<std::uint8_t>(ap_uint<4>(number >> (4 * i)).to_uint()));
    }
    return *this;
  }
  [[nodiscard]] const std::vector<std::uint8_t>& all() const { return digits_; }

 private:
  std::vector<std::uint8_t> digits_;
};

/// One table of 16 random entries for each digit of a key.
class HashEntries {
 public:
  HashEntries(unsigned digits, std::uint64_t seed) : entries_(digits, std::vector<Wide>(16)) {
    std::mt19937_64 random(seed);
    for (std::vector<Wide>& table : entries_) {
      for (Wide& entry : table) entry = (Wide{random() & 0xFF} << 64) | random();
    }
  }

  [[nodiscard]] Wide hash(const Digits& digits) const {
    Wide hash = 0;
    for (std::size_t i = 0; i < entries_.size(); ++i) hash ^= entries_[i].at(digits.all().at(i));
    return hash;
  }

  /// Calls `send(argument)` with what each command carries.
  template <class Send>
  void fill(Send send) const {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      for (unsigned digit = 0; digit < 16; ++digit) {
        send(argument(static_cast<std::uint8_t>(i), digit, entries_[i].at(digit)));
      }
    }
  }
  /// As hw::HashArgument lays it out.
  static argument_t argument(std::uint8_t nibble, unsigned digit, Wide entry) {
    argument_t argument = digit;
    argument = (argument << 8) | argument_t(nibble);
    argument = (argument << 8) | argument_t(static_cast<std::uint8_t>(entry >> 64));
    return (argument << 64) | argument_t(static_cast<std::uint64_t>(entry));
  }

 private:
  std::vector<std::vector<Wide>> entries_;
};

}  // namespace espial::test
