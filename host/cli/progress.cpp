#include "progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <string>

namespace espial::cli {
namespace {

constexpr std::chrono::milliseconds first_after{1000};
constexpr std::chrono::milliseconds pause{200};
constexpr std::size_t width = 40;
constexpr double mebi = 1024.0 * 1024.0;

}  // namespace

Progress::Progress()
    : terminal_(isatty(STDERR_FILENO) == 1),
      next_(std::chrono::steady_clock::now() + first_after) {}

Progress::~Progress() {
  if (shown_) fmt::print(stderr, "\r\x1b[K");
}

void Progress::show(std::uint64_t position, std::optional<std::uint64_t> size) {
  const auto now = std::chrono::steady_clock::now();
  if (!terminal_ || now < next_) return;
  next_ = now + pause;
  shown_ = true;
  const double read = static_cast<double>(position) / mebi;
  if (!size || *size == 0) {
    fmt::print(stderr, "\r\x1b[K{:.0f} MiB read", read);
    return;
  }
  const double part = std::min(1.0, static_cast<double>(position) / static_cast<double>(*size));
  const auto filled = static_cast<std::size_t>(part * static_cast<double>(width));
  fmt::print(stderr, "\r\x1b[K[{}{}] {:3.0f} % of {:.0f} MiB", std::string(filled, '='),
             std::string(width - filled, ' '), 100 * part, static_cast<double>(*size) / mebi);
}

}  // namespace espial::cli
