#include "ap_int_test_model.hpp"

namespace model {

cpp_int wrapped(const cpp_int& value, int width, bool is_signed) {
  const cpp_int range = cpp_int(1) << width;
  cpp_int rest = value % range;
  if (rest < 0) rest += range;
  return is_signed && rest >= range / 2 ? cpp_int(rest - range) : rest;
}

cpp_int floor_shifted(const cpp_int& value, int count) {
  const cpp_int divisor = cpp_int(1) << count;
  const cpp_int quotient = value / divisor;
  return value < 0 && quotient * divisor != value ? cpp_int(quotient - 1) : quotient;
}

cpp_int field_of(const cpp_int& value, int high, int low) {
  return wrapped(floor_shifted(value, low), high - low + 1, false);
}

cpp_int with_field(const cpp_int& value, int high, int low, const cpp_int& field) {
  const cpp_int change = wrapped(field, high - low + 1, false) - field_of(value, high, low);
  return value + (change << low);
}

std::vector<std::uint64_t> words_of(const cpp_int& value, int width) {
  cpp_int left = wrapped(value, width, false);
  std::vector<std::uint64_t> words;
  for (int low = 0; low < width; low += 64) {
    words.push_back(static_cast<std::uint64_t>(left & cpp_int(~std::uint64_t{0})));
    left >>= 64;
  }
  return words;
}

cpp_int from_words(const std::vector<std::uint64_t>& words, int width, bool is_signed) {
  cpp_int value = 0;
  for (auto word = words.rbegin(); word != words.rend(); ++word) value = (value << 64) | *word;
  return wrapped(value, width, is_signed);
}

std::vector<cpp_int> Values::of(int width, bool is_signed, int random_ones) {
  const cpp_int range = cpp_int(1) << width;
  std::vector<cpp_int> values;
  for (const cpp_int& value : {cpp_int(0), cpp_int(1), cpp_int(2), cpp_int(range - 1),
                               cpp_int(range - 2), cpp_int(range / 2), cpp_int(range / 2 - 1)}) {
    values.push_back(wrapped(value, width, is_signed));
  }
  for (int i = 0; i < random_ones; ++i) {
    cpp_int value = 0;
    for (int low = 0; low < width; low += 64) value = (value << 64) | random_();
    value = wrapped(value, 1 + below(width), is_signed);
    values.push_back(wrapped(value, width, is_signed));
  }
  return values;
}

void expect_same(const cpp_int& got, const cpp_int& want, std::string_view operation,
                 const cpp_int& left, const cpp_int& right) {
  EXPECT_TRUE(got == want) << left << ' ' << operation << ' ' << right << " gave " << got
                           << " instead of " << want;
}

}  // namespace model
