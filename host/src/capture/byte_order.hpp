// Integers in the byte order of a capture.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace espial::capture {

/// Reads integers in one byte order or the other. The caller sees to it that the octets are there.
class ByteOrder {
 public:
  ByteOrder() = default;
  explicit ByteOrder(std::endian order) : swap_(order != std::endian::native) {}

  [[nodiscard]] std::uint16_t u16(std::span<const std::uint8_t> octets, std::size_t at) const {
    const auto value = load<std::uint16_t>(octets, at);
    return swap_ ? __builtin_bswap16(value) : value;
  }
  [[nodiscard]] std::uint32_t u32(std::span<const std::uint8_t> octets, std::size_t at) const {
    const auto value = load<std::uint32_t>(octets, at);
    return swap_ ? __builtin_bswap32(value) : value;
  }
  [[nodiscard]] std::uint64_t u64(std::span<const std::uint8_t> octets, std::size_t at) const {
    const auto value = load<std::uint64_t>(octets, at);
    return swap_ ? __builtin_bswap64(value) : value;
  }

 private:
  template <typename Integer>
  static Integer load(std::span<const std::uint8_t> octets, std::size_t at) {
    Integer value;
    std::memcpy(&value, octets.subspan(at, sizeof value).data(), sizeof value);
    return value;
  }
  bool swap_ = false;
};

}  // namespace espial::capture
