#include "window.hpp"

#include <algorithm>

namespace espial::capture {
namespace {
/// Large enough that system calls cost nothing, small enough for a second-level cache.
constexpr std::size_t usual_size = 256 * 1024;
/// Enough for a small capture.
constexpr std::size_t first_size = 16 * 1024;
}  // namespace

void Window::refill(std::size_t count) {
  std::ranges::copy(view(), buffer_.begin());
  end_ -= begin_;
  begin_ = 0;
  while (end_ < count) {
    // Grows with what has come, not with what a record claims.
    const bool small = buffer_.size() < usual_size && buffer_.size() <= received_;
    if (small || end_ == buffer_.size()) buffer_.resize(std::max(first_size, 2 * buffer_.size()));
    const std::size_t got = source_->read(std::span(buffer_).subspan(end_));
    if (got == 0) return;
    end_ += got;
    received_ += got;
  }
}

std::uint64_t Window::skip(std::uint64_t count) {
  std::uint64_t skipped = 0;
  while (skipped < count) {
    const std::size_t in_view = want(1);
    if (in_view == 0) break;
    const auto part = static_cast<std::size_t>(std::min<std::uint64_t>(in_view, count - skipped));
    consume(part);
    skipped += part;
  }
  return skipped;
}

}  // namespace espial::capture
