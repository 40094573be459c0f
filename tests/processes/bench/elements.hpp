/// \file
/// What travels on streams, as octets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace espial::bench {

/// The elements of one stream, oldest first, all of one size.
class Elements {
 public:
  Elements() = default;
  /// \param octets of each
  explicit Elements(std::size_t octets) : octets_(octets) {}

  [[nodiscard]] std::size_t octets() const { return octets_; }
  [[nodiscard]] std::size_t size() const { return octets_ == 0 ? 0 : data_.size() / octets_; }
  [[nodiscard]] bool empty() const { return data_.empty(); }

  std::span<const std::uint8_t> operator[](std::size_t index) const {
    return std::span(data_).subspan(index * octets_, octets_);
  }

  /// The first one says how large all are. \throws std::invalid_argument if it has another size
  void push(std::span<const std::uint8_t> element) {
    if (octets_ == 0) octets_ = element.size();
    if (element.size() != octets_) {
      throw std::invalid_argument("an element of " + std::to_string(element.size()) +
                                  " octets among others of " + std::to_string(octets_));
    }
    data_.insert(data_.end(), element.begin(), element.end());
  }
  /// As it lies in memory.
  template <class T>
    requires std::is_trivially_copyable_v<T> &&
             (!std::is_convertible_v<T, std::span<const std::uint8_t>>)
  void push(const T& element) {
    // Octets of any object may be looked at.
    push(std::span(reinterpret_cast<const std::uint8_t*>(&element), sizeof(element)));
  }

  /// Only the first `count`.
  void truncate(std::size_t count) {
    if (count < size()) data_.resize(count * octets_);
  }

 private:
  std::size_t octets_ = 0;
  std::vector<std::uint8_t> data_;
};

/// What a process is fed with: by input stream, as the streams' types lie in memory.
using Stimulus = std::map<std::string, Elements, std::less<>>;

}  // namespace espial::bench
