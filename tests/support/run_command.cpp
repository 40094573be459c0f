#include "support/run_command.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

namespace espial::test {
namespace {

[[noreturn]] void fail(int error, const std::string& what) {
  throw std::system_error(error, std::generic_category(), what);
}

void check(int error, const std::string& what) {
  if (error != 0) fail(error, what);
}

/// A file without a name, as large as what is written to it: unlike a pipe it is never full.
FileDescriptor nameless_file() { return {memfd_create("output", MFD_CLOEXEC), "memfd_create"}; }

std::string content(const FileDescriptor& file) {
  const off_t size = lseek(file.get(), 0, SEEK_END);
  std::string text(static_cast<std::size_t>(size), '\0');
  std::size_t got = 0;
  while (got < text.size()) {
    const ssize_t n =
        pread(file.get(), text.data() + got, text.size() - got, static_cast<off_t>(got));
    if (n <= 0) fail(errno, "reading what a program printed");
    got += static_cast<std::size_t>(n);
  }
  return text;
}

/// Writes until all is written or nobody reads any more.
void feed(FileDescriptor to, std::string_view text) {
  // A program that ends without reading everything is no reason to end this one.
  sigset_t pipe_signal;
  sigemptyset(&pipe_signal);
  sigaddset(&pipe_signal, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe_signal, nullptr);
  while (!text.empty()) {
    const ssize_t n = write(to.get(), text.data(), text.size());
    if (n <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
}

std::vector<std::string> environment_of(const Command& command) {
  std::vector<std::string> variables;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string text = *variable;
    if (!command.environment.contains(text.substr(0, text.find('=')))) variables.push_back(text);
  }
  for (const auto& [name, value] : command.environment) {
    if (value) variables.push_back(name + "=" + *value);
  }
  return variables;
}

/// As execve() wants it: pointers, the last one null.
std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (std::string& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

/// What posix_spawn() does in the child before the program begins.
class SpawnSettings {
 public:
  SpawnSettings() {
    check(posix_spawn_file_actions_init(&actions_), "posix_spawn_file_actions_init");
    check(posix_spawnattr_init(&attributes_), "posix_spawnattr_init");
    // Whoever runs the tests may ignore SIGPIPE, and children inherit that.
    sigset_t pipe_signal;
    sigemptyset(&pipe_signal);
    sigaddset(&pipe_signal, SIGPIPE);
    check(posix_spawnattr_setsigdefault(&attributes_, &pipe_signal),
          "posix_spawnattr_setsigdefault");
    check(posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF),
          "posix_spawnattr_setflags");
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;
  ~SpawnSettings() {
    posix_spawnattr_destroy(&attributes_);
    posix_spawn_file_actions_destroy(&actions_);
  }

  void connect(int descriptor, int standard) {
    check(posix_spawn_file_actions_adddup2(&actions_, descriptor, standard), "adddup2");
  }
  [[nodiscard]] const posix_spawn_file_actions_t* actions() const { return &actions_; }
  [[nodiscard]] const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

}  // namespace

FileDescriptor::FileDescriptor(int descriptor, const char* what) : descriptor_(descriptor) {
  if (descriptor < 0) fail(errno, what);
}

FileDescriptor::FileDescriptor(FileDescriptor&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

FileDescriptor::~FileDescriptor() { close(); }

void FileDescriptor::close() {
  if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

Pipe make_pipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) fail(errno, "pipe2");
  return {{ends[0], "pipe2"}, {ends[1], "pipe2"}};
}

std::ostream& operator<<(std::ostream& out, const Finished& finished) {
  if (finished.status) {
    out << "status " << *finished.status;
  } else {
    out << "signal " << finished.signal;
  }
  return out << "\nstandard output:\n" << finished.out << "standard error:\n" << finished.err;
}

Finished run(const Command& command) {
  const FileDescriptor out = nameless_file();
  const FileDescriptor err = nameless_file();
  Pipe in = make_pipe();
  SpawnSettings settings;
  settings.connect(in.read_end.get(), STDIN_FILENO);
  settings.connect(command.output.value_or(out.get()), STDOUT_FILENO);
  settings.connect(err.get(), STDERR_FILENO);

  std::vector<std::string> arguments = command.arguments;
  std::vector<std::string> environment = environment_of(command);
  pid_t child = 0;
  check(posix_spawnp(&child, arguments.at(0).c_str(), settings.actions(), settings.attributes(),
                     pointers(arguments).data(), pointers(environment).data()),
        arguments.front());
  in.read_end.close();
  std::thread feeder(feed, std::move(in.write_end), std::string_view(command.input));
  int status = 0;
  rusage usage{};
  const pid_t ended = wait4(child, &status, 0, &usage);
  const int error = errno;
  feeder.join();
  if (ended != child) fail(error, "wait4");

  Finished finished;
  if (WIFEXITED(status)) finished.status = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) finished.signal = WTERMSIG(status);
  finished.out = content(out);
  finished.err = content(err);
  finished.peak_kib = usage.ru_maxrss;
  return finished;
}

bool is_installed(const std::string& program) {
  std::istringstream folders(std::getenv("PATH") == nullptr ? "" : std::getenv("PATH"));
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (access((std::filesystem::path(folder) / program).c_str(), X_OK) == 0) return true;
  }
  return false;
}

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> result;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) result.push_back(line);
  return result;
}

}  // namespace espial::test
