// Where a capture's octets come from: a file, a pipe, memory, or a decompressor before one of
// these.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

namespace espial::capture {

/// A stream of octets that is read once, from front to end. Its faults are not thrown but kept
/// until somebody needs octets that did not come: what was complete before the fault is read first.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// Reads some octets, as soon as there are any. \returns how many; 0 at the end, or at a fault.
  virtual std::size_t read(std::span<std::uint8_t> into) = 0;
  /// Why the source has ended, if it should not have.
  [[nodiscard]] const std::optional<std::string>& fault() const { return fault_; }

 protected:
  void fail(std::string why) { fault_ = std::move(why); }

 private:
  std::optional<std::string> fault_;
};

/// The first source of a chain: it knows how far the file is read.
class RawSource : public ByteSource {
 public:
  /// Octets read so far.
  [[nodiscard]] virtual std::uint64_t position() const = 0;
  /// Octets in all, if known.
  [[nodiscard]] virtual std::optional<std::uint64_t> size() const = 0;
};

/// Opens a file, or standard input for `-`. \throws FileError that names it.
std::unique_ptr<RawSource> open_source(const std::string& path);
/// Reads from memory, which must outlive the source.
std::unique_ptr<RawSource> memory_source(std::span<const std::uint8_t> octets);
/// How messages call the file at `path`.
std::string display_name(const std::string& path);

}  // namespace espial::capture
