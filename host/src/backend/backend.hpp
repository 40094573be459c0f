// What reaches a card: buffers that it shares with the host, and the registers of its kernels
// `load` and `store`. Thin on purpose: everything above it is one driver, the same for every
// backend.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "backend/inside.hpp"
#include "espial/cycles.hpp"
#include "espial/hw/registers.hpp"

namespace espial {

// Memory that the card reaches, with a view of it on the host. What one side writes the other sees
// after the sync.
class Buffer {
 public:
  Buffer() = default;
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  virtual ~Buffer() = default;

  [[nodiscard]] virtual std::span<std::byte> host() = 0;
  // Where the card finds it.
  [[nodiscard]] virtual std::uint64_t address() const = 0;
  // Syncs the first `octets`.
  virtual void to_device(std::size_t octets) = 0;
  virtual void from_device(std::size_t octets) = 0;
};

// A frame at the card's wire ports.
struct Frame {
  // Of the capture or MAC; not used on the way out.
  std::uint64_t time_ns = 0;
  std::uint16_t ingress = 0;
  std::vector<std::uint8_t> octets;

  friend bool operator==(const Frame&, const Frame&) = default;
};

// The wire ports, where a backend stands in for what is connected to them.
class Wire {
 public:
  virtual ~Wire() = default;
  // Feeds a frame; waits until the card has taken it all.
  virtual void send(const Frame& frame) = 0;
  // The frames that came out since the last call.
  virtual std::vector<Frame> receive() = 0;
};

class Backend {
 public:
  Backend() = default;
  Backend(const Backend&) = delete;
  Backend& operator=(const Backend&) = delete;
  virtual ~Backend() = default;

  // As the user named it.
  [[nodiscard]] virtual const std::string& name() const = 0;
  [[nodiscard]] virtual std::unique_ptr<Buffer> allocate(std::size_t octets) = 0;
  [[nodiscard]] virtual std::uint32_t read_register(hw::Kernel kernel, std::uint32_t offset) = 0;
  virtual void write_register(hw::Kernel kernel, std::uint32_t offset, std::uint32_t value) = 0;
  // Why a kernel that is busy now will stay so unless the host acts, if the backend can know that.
  [[nodiscard]] virtual std::optional<std::string> stalled() { return std::nullopt; }
  // None without a clock that can be seen.
  [[nodiscard]] virtual std::optional<CycleStatistics> cycle_statistics() const {
    return std::nullopt;
  }
  // Writes what the device holds in these cycles, counted from now, to an FST file. \returns false
  // if it has no clock that can be seen. \throws FileError if the file cannot be written
  virtual bool trace(const std::string& /*file*/, CycleWindow /*window*/) { return false; }
  // None where real cables are connected.
  [[nodiscard]] virtual Wire* wire() { return nullptr; }
  // None where one cannot look into the card.
  [[nodiscard]] virtual Inside* inside() { return nullptr; }
};

// Opens a backend by its name. \throws InvalidArgument for an unknown one, DeviceError if it cannot
// be opened.
std::unique_ptr<Backend> open_backend(std::string_view device);

}  // namespace espial
