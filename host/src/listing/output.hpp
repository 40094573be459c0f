// A stream that is written in large pieces.
#pragma once

#include <fmt/format.h>

#include <iterator>
#include <ostream>
#include <utility>

namespace espial::listing {

/// Collects text for a stream, which takes it in large pieces.
class Output {
 public:
  explicit Output(std::ostream& stream) : stream_(stream) {}

  /// What was collected; append to it.
  fmt::memory_buffer& text() { return text_; }

  template <typename... Values>
  void print(fmt::format_string<Values...> format, Values&&... values) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Values>(values)...);
  }

  /// After each session. \returns whether the stream still takes text
  bool session_done() { return text_.size() < piece || flush(); }

  /// Hands over what is left. \returns whether the stream took it
  bool flush() {
    stream_.write(text_.data(), static_cast<std::streamsize>(text_.size()));
    text_.clear();
    return stream_.good();
  }

 private:
  static constexpr std::size_t piece = 64 * 1024;
  std::ostream& stream_;
  fmt::memory_buffer text_;
};

}  // namespace espial::listing
