// A progress bar on a terminal.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace espial::cli {

// Shows, on standard error and only if that is a terminal, how much of the captures is read. Silent
// for the first second, and gone when destroyed.
class Progress {
 public:
  Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();

  void show(std::uint64_t position, std::optional<std::uint64_t> size);

 private:
  bool terminal_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point next_;
};

}  // namespace espial::cli
