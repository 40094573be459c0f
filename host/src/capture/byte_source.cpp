#include "byte_source.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "espial/error.hpp"

namespace espial::capture {
namespace {

std::string system_message(int error) { return std::generic_category().message(error); }

class FileSource final : public RawSource {
 public:
  /// \param owned whether to close the file in the end
  FileSource(int file, bool owned) : file_(file), owned_(owned) {
    struct stat status{};
    if (::fstat(file_, &status) == 0 && S_ISREG(status.st_mode))
      size_ = static_cast<std::uint64_t>(status.st_size);
  }
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;
  ~FileSource() override {
    if (owned_) ::close(file_);
  }

  std::size_t read(std::span<std::uint8_t> into) override {
    if (fault()) return 0;
    for (;;) {
      const ssize_t count = ::read(file_, into.data(), into.size());
      if (count >= 0) {
        position_ += static_cast<std::uint64_t>(count);
        return static_cast<std::size_t>(count);
      }
      if (errno == EINTR) continue;
      fail("cannot be read: " + system_message(errno));
      return 0;
    }
  }
  [[nodiscard]] std::uint64_t position() const override { return position_; }
  [[nodiscard]] std::optional<std::uint64_t> size() const override { return size_; }

 private:
  int file_;
  bool owned_;
  std::optional<std::uint64_t> size_;
  std::uint64_t position_ = 0;
};

class MemorySource final : public RawSource {
 public:
  explicit MemorySource(std::span<const std::uint8_t> octets) : octets_(octets) {}

  std::size_t read(std::span<std::uint8_t> into) override {
    const auto part = octets_.subspan(position_, std::min(into.size(), octets_.size() - position_));
    std::ranges::copy(part, into.begin());
    position_ += part.size();
    return part.size();
  }
  [[nodiscard]] std::uint64_t position() const override { return position_; }
  [[nodiscard]] std::optional<std::uint64_t> size() const override { return octets_.size(); }

 private:
  std::span<const std::uint8_t> octets_;
  std::size_t position_ = 0;
};

}  // namespace

std::string display_name(const std::string& path) { return path == "-" ? "standard input" : path; }

std::unique_ptr<RawSource> open_source(const std::string& path) {
  if (path == "-") return std::make_unique<FileSource>(STDIN_FILENO, false);
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) throw FileError(path, "cannot be opened: " + system_message(errno));
  return std::make_unique<FileSource>(file, true);
}

std::unique_ptr<RawSource> memory_source(std::span<const std::uint8_t> octets) {
  return std::make_unique<MemorySource>(octets);
}

}  // namespace espial::capture
