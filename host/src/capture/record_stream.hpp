// A window on a capture that knows how to say what is wrong with it, and where.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "window.hpp"

namespace espial::capture {

class RecordStream {
 public:
  RecordStream(Window window, std::string name, bool compressed)
      : window_(std::move(window)), name_(std::move(name)), compressed_(compressed) {}

  /// Exactly the next `count` octets; in view until the next call. \param what they belong to, for
  /// a message: "record". \throws FileError if there are fewer.
  std::span<const std::uint8_t> need(std::size_t count, std::string_view what) {
    if (window_.want(count) < count) ended_within(what, window_.view().size(), count);
    return window_.view().first(count);
  }
  /// The next `count` octets, fewer where the capture ends; in view until the next call.
  std::span<const std::uint8_t> peek(std::size_t count) {
    window_.want(count);
    return window_.view().first(std::min(count, window_.view().size()));
  }
  void consume(std::size_t count) { window_.consume(count); }
  /// Leaves `count` octets behind. \throws FileError if there are fewer.
  void skip(std::uint64_t count, std::string_view what);
  /// Whether the capture ends here, as it may. \throws FileError if it cannot be read any further.
  bool at_end() {
    if (window_.want(1) > 0) return false;
    check_source();
    return true;
  }

  /// To be called for each complete packet.
  void count_packet() { ++packets_; }
  /// "packet 17 at offset 1234": the packet that comes next.
  [[nodiscard]] std::string place() const;
  /// \throws FileError that names packet and offset.
  [[noreturn]] void corrupt(const std::string& why) const;
  /// \throws FileError with nothing but the capture's name before `why`.
  [[noreturn]] void refuse(const std::string& why) const;

 private:
  /// \throws FileError if the source has a fault.
  void check_source() const;
  [[noreturn]] void ended_within(std::string_view what, std::uint64_t have,
                                 std::uint64_t needed) const;

  Window window_;
  std::string name_;
  bool compressed_;
  std::uint64_t packets_ = 0;
};

}  // namespace espial::capture
