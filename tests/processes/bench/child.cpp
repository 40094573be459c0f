#include "processes/bench/child.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string_view>
#include <system_error>

namespace espial::bench {

namespace {

void write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(file, text.data(), text.size());
    if (written < 0 && errno != EINTR) _exit(2);
    if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::string read_all(int file) {
  std::string text;
  std::array<char, 65536> some;
  while (true) {
    const ssize_t got = read(file, some.data(), some.size());
    if (got == 0) return text;
    if (got > 0) text.append(some.data(), static_cast<std::size_t>(got));
    if (got < 0 && errno != EINTR) {
      throw std::system_error(errno, std::generic_category(), "the copy of this process is mute");
    }
  }
}

// The first character says whether it is a result or what was thrown.
[[noreturn]] void work_for(int file, const std::function<std::string()>& work) {
  std::string text;
  try {
    text = '+' + work();
  } catch (const std::exception& error) {
    text = std::string("-") + error.what();
  }
  write_all(file, text);
  _exit(0);
}

}  // namespace

std::string in_child(const std::function<std::string()>& work) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) {
    throw std::system_error(errno, std::generic_category(), "no pipe");
  }
  const pid_t child = fork();
  if (child < 0) throw std::system_error(errno, std::generic_category(), "no copy of this process");
  if (child == 0) {
    close(ends[0]);
    work_for(ends[1], work);
  }
  close(ends[1]);
  const std::string text = read_all(ends[0]);
  close(ends[0]);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFSIGNALED(status)) {
    throw std::runtime_error(std::string("the copy of this process died: ") +
                             strsignal(WTERMSIG(status)));
  }
  if (status != 0 || text.empty()) {
    throw std::runtime_error("the copy of this process ended early, with status " +
                             std::to_string(WEXITSTATUS(status)));
  }
  if (text.front() == '-') throw std::runtime_error(text.substr(1));
  return text.substr(1);
}

}  // namespace espial::bench
