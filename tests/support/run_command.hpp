/// \file
/// Runs a program as a child, and tells what came of it.
#pragma once

#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace espial::test {

/// A file descriptor that closes itself.
class FileDescriptor {
 public:
  /// \param descriptor an open one, or -1 with `errno` set \throws std::system_error for -1
  FileDescriptor(int descriptor, const char* what);
  FileDescriptor(FileDescriptor&& other) noexcept;
  FileDescriptor& operator=(FileDescriptor&& other) noexcept;
  ~FileDescriptor();

  [[nodiscard]] int get() const { return descriptor_; }
  void close();

 private:
  int descriptor_;
};

struct Pipe {
  FileDescriptor read_end;
  FileDescriptor write_end;
};
/// \throws std::system_error
Pipe make_pipe();

struct Command {
  /// The program first, looked for in PATH unless it has a slash.
  std::vector<std::string> arguments;
  /// What comes out of the pipe that is standard input.
  std::string input = {};
  /// Variables to set; none: to unset. The others are those of this process.
  std::map<std::string, std::optional<std::string>> environment = {};
  /// What takes the place of standard output. Without it, `Finished::out` gets everything.
  std::optional<int> output = {};
};

struct Finished {
  /// The exit status; none if a signal ended it.
  std::optional<int> status;
  /// The signal that ended it, else 0.
  int signal = 0;
  std::string out;
  std::string err;
  /// The most memory it had at once.
  long peak_kib = 0;
};
std::ostream& operator<<(std::ostream& out, const Finished& finished);

/// Runs a program to its end. SIGPIPE ends it, as in a shell.
/// \throws std::system_error if it cannot be started
Finished run(const Command& command);

/// Whether PATH has this program.
bool is_installed(const std::string& program);

/// The lines of a text, without their ends.
std::vector<std::string> lines(const std::string& text);

}  // namespace espial::test
