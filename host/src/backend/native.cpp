#include "backend/native.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <map>

#include "backend/frame_beats.hpp"
#include "backend/native_memories.hpp"
#include "espial/error.hpp"
#include "hls_task.h"
#include "load.hpp"
#include "ports.hpp"
#include "store.hpp"
#include "table/table.hpp"

namespace espial {
namespace {

constexpr const char* device_name = "native";
static_assert(sizeof(beat_t) == hw::beat_octets);

using Beats = std::vector<beat_t>;

// A kernel that the host calls, behind its registers.
struct Callable {
  std::array<std::uint32_t, 8> registers{};
  std::unique_ptr<hls::native::Process> call;
  // What it works on lives as long as it does, also when its owner has gone, as pinned memory of a
  // card does.
  std::shared_ptr<Beats> memory;

  [[nodiscard]] bool idle() const { return !call || call->done(); }
};

// The card of this program. It is powered up when first opened, and stays so.
struct Card {
  hls::stream<host_beat_t, 64> host_in{"host_in"};
  hls::stream<host_beat_t, 64> host_out{"host_out"};
  hls::stream<wire_beat_t, 64> wire_in{"wire_in"};
  hls::stream<wire_beat_t, 64> wire_out{"wire_out"};
  std::array<Callable, hw::kernels> callable;
  bool open = false;

  Card() { session_table(host_in, host_out, wire_in, wire_out); }

  Callable& operator[](hw::Kernel kernel) { return callable[static_cast<std::size_t>(kernel)]; }
};

Card& card() {
  static Card instance;
  return instance;
}

class NativeBuffer final : public Buffer {
 public:
  explicit NativeBuffer(std::shared_ptr<Beats> beats) : beats_(std::move(beats)) {}

  [[nodiscard]] std::span<std::byte> host() override {
    return std::as_writable_bytes(std::span(*beats_));
  }
  [[nodiscard]] std::uint64_t address() const override {
    return reinterpret_cast<std::uintptr_t>(beats_->data());
  }
  void to_device(std::size_t) override {}
  void from_device(std::size_t) override {}

 private:
  std::shared_ptr<Beats> beats_;
};

class NativeWire final : public Wire {
 public:
  void send(const Frame& frame) override {
    for (const FrameBeat& made : beats_of(frame)) {
      wire_beat_t beat;
      std::memcpy(static_cast<void*>(&beat.data), made.data.data(), made.data.size());
      beat.keep = made.keep;
      beat.strb = beat.keep;
      beat.user = (ap_uint<80>(frame.ingress) << 64) | ap_uint<80>(frame.time_ns);
      beat.last = made.last;
      if (!card().wire_in.write_nb(beat)) {
        settle();
        if (!card().wire_in.write_nb(beat)) {
          throw DeviceTimeout(device_name,
                              "the wire port takes no more; " + hls::native::describe_waiting());
        }
      }
    }
    settle();
  }

  std::vector<Frame> receive() override {
    settle();
    return std::exchange(frames_, {});
  }

  // Runs the card until it is at rest. Whatever leaves by the wire is taken: a cable does not wait.
  void settle() {
    bool taken = true;
    while (taken) {
      hls::native::run();
      taken = false;
      wire_beat_t beat;
      while (card().wire_out.read_nb(beat)) {
        take(beat);
        taken = true;
      }
    }
  }

 private:
  void take(const wire_beat_t& beat) {
    std::array<std::uint8_t, hw::beat_octets> octets{};
    std::memcpy(octets.data(), &beat.data, octets.size());
    std::ptrdiff_t valid = 0;
    while (valid < hw::beat_octets && beat.keep[static_cast<int>(valid)]) ++valid;
    frame_.octets.insert(frame_.octets.end(), octets.begin(), octets.begin() + valid);
    if (beat.last) frames_.push_back(std::exchange(frame_, {}));
  }

  Frame frame_;
  std::vector<Frame> frames_;
};

class NativeBackend final : public Backend, public Inside {
 public:
  NativeBackend() {
    if (card().open) {
      throw DeviceError(
          device_name,
          "it is open already, and a program holds one native card: close the other one first");
    }
    card().open = true;
    // What the last owner's frames have left is not ours.
    wire_.receive();
  }
  ~NativeBackend() override { card().open = false; }
  NativeBackend(const NativeBackend&) = delete;
  NativeBackend& operator=(const NativeBackend&) = delete;

  [[nodiscard]] const std::string& name() const override { return name_; }

  [[nodiscard]] std::unique_ptr<Buffer> allocate(std::size_t octets) override {
    auto beats = std::make_shared<Beats>((octets + hw::beat_octets - 1) / hw::beat_octets);
    buffers_[reinterpret_cast<std::uintptr_t>(beats->data())] = beats;
    return std::make_unique<NativeBuffer>(std::move(beats));
  }

  [[nodiscard]] std::uint32_t read_register(hw::Kernel kernel, std::uint32_t offset) override {
    const Callable& callable = card()[kernel];
    if (offset != hw::registers::control) return callable.registers.at(offset / 4);
    if (!callable.idle()) wire_.settle();
    return callable.idle() ? hw::registers::ap_idle | hw::registers::ap_done
                           : hw::registers::ap_start;
  }

  void write_register(hw::Kernel kernel, std::uint32_t offset, std::uint32_t value) override {
    Callable& callable = card()[kernel];
    callable.registers.at(offset / 4) = value;
    if (offset == hw::registers::control && (value & hw::registers::ap_start) != 0 &&
        callable.idle())
      start(kernel);
  }

  [[nodiscard]] std::optional<std::string> stalled() override {
    wire_.settle();
    if (card()[hw::Kernel::load].idle() && card()[hw::Kernel::store].idle()) return std::nullopt;
    return "deadlock: " + hls::native::describe_waiting();
  }

  [[nodiscard]] Wire* wire() override { return &wire_; }

  [[nodiscard]] Inside* inside() override { return this; }
  void rest() override { wire_.settle(); }
  [[nodiscard]] Memories memories() const override { return native_memories(); }

 private:
  void start(hw::Kernel kernel) {
    Callable& callable = card()[kernel];
    const auto at = [&](std::uint32_t offset) { return callable.registers.at(offset / 4); };
    const std::uint64_t address =
        (std::uint64_t{at(hw::registers::address_high)} << 32) | at(hw::registers::address_low);
    const std::uint32_t beats = at(hw::registers::beats);
    const auto found = buffers_.find(address);
    const std::shared_ptr<Beats> memory = found == buffers_.end() ? nullptr : found->second.lock();
    if (!memory || beats > memory->size()) {
      throw DeviceError(
          device_name,
          fmt::format("{} beats from address {:#x} on are not within a buffer", beats, address));
    }
    callable.memory = memory;
    callable.call = std::make_unique<hls::native::Process>(
        [kernel, data = memory->data(), beats] {
          if (kernel == hw::Kernel::load) {
            load(data, beats, card().host_in);
          } else {
            store(data, beats, card().host_out);
          }
        },
        hls::native::Process::Runs::once);
  }

  std::string name_ = device_name;
  std::map<std::uint64_t, std::weak_ptr<Beats>> buffers_;
  NativeWire wire_;
};

}  // namespace

std::unique_ptr<Backend> open_native() { return std::make_unique<NativeBackend>(); }

}  // namespace espial
