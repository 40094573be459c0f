// A sliding view of a source: the octets that a record needs, side by side in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "byte_source.hpp"

namespace espial::capture {

class Window {
 public:
  explicit Window(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}

  /// Takes `count` octets into view, fewer only where the source ends. What was in view may move.
  /// \returns how many are in view, which may be more than `count`.
  std::size_t want(std::size_t count) {
    if (end_ - begin_ < count) refill(count);
    return end_ - begin_;
  }
  /// The octets in view.
  [[nodiscard]] std::span<const std::uint8_t> view() const {
    return {buffer_.data() + begin_, end_ - begin_};
  }
  /// Leaves the first `count` octets in view behind. They stay in place until the next `want`.
  void consume(std::size_t count) { begin_ += count; }
  /// Leaves `count` octets behind, whether in view or not. \returns how many there were.
  std::uint64_t skip(std::uint64_t count);
  /// Position of the view in the source.
  [[nodiscard]] std::uint64_t position() const { return received_ - (end_ - begin_); }
  [[nodiscard]] const ByteSource& source() const { return *source_; }

 private:
  void refill(std::size_t count);

  std::unique_ptr<ByteSource> source_;
  std::vector<std::uint8_t> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint64_t received_ = 0;
};

}  // namespace espial::capture
