#include "sim_backend.hpp"

#include <fmt/format.h>

#include <mutex>
#include <utility>

#include "card.hpp"
#include "espial/error.hpp"
#include "inside.hpp"

namespace espial {
namespace {

constexpr const char* device_name = "sim";

// Cards that nobody has open.
class Shelf {
 public:
  std::unique_ptr<sim::Card> take() {
    const std::scoped_lock lock(mutex_);
    if (cards_.empty()) return std::make_unique<sim::Card>();
    std::unique_ptr<sim::Card> card = std::move(cards_.back());
    cards_.pop_back();
    return card;
  }
  void put(std::unique_ptr<sim::Card> card) {
    const std::scoped_lock lock(mutex_);
    cards_.push_back(std::move(card));
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<sim::Card>> cards_;
};

Shelf& shelf() {
  static Shelf instance;
  return instance;
}

class SimBuffer final : public Buffer {
 public:
  SimBuffer(sim::Card& card, std::size_t octets)
      : card_(card), host_(octets), address_(card.memory().allocate(octets)) {}

  [[nodiscard]] std::span<std::byte> host() override { return host_; }
  [[nodiscard]] std::uint64_t address() const override { return address_; }
  void to_device(std::size_t octets) override {
    card_.memory().write(address_, std::span(host_).first(octets));
  }
  void from_device(std::size_t octets) override {
    card_.memory().read(address_, std::span(host_).first(octets));
  }

 private:
  sim::Card& card_;
  std::vector<std::byte> host_;
  std::uint64_t address_;
};

// Streams may be still for so long while a process sweeps its memory.
constexpr std::uint64_t longest_sweep = std::uint64_t{1} << 18;

class SimBackend final : public Backend, public Wire, public Inside {
 public:
  explicit SimBackend(std::unique_ptr<sim::Card> card) : card_(std::move(card)) {
    // What the last owner's frames have left is not ours.
    card_->take_frames();
    card_->clear_counters();
  }
  ~SimBackend() override {
    card_->end_trace();
    shelf().put(std::move(card_));
  }
  SimBackend(const SimBackend&) = delete;
  SimBackend& operator=(const SimBackend&) = delete;

  [[nodiscard]] const std::string& name() const override { return name_; }

  [[nodiscard]] std::unique_ptr<Buffer> allocate(std::size_t octets) override {
    return std::make_unique<SimBuffer>(*card_, octets);
  }

  // Time passes on this card only while somebody waits for it.
  [[nodiscard]] std::uint32_t read_register(hw::Kernel kernel, std::uint32_t offset) override {
    std::uint32_t value = card_->read_register(kernel, offset);
    if (offset != hw::registers::control) return value;
    constexpr std::uint64_t most = 4096;   // cycles between two looks
    constexpr std::uint64_t quiet = 1024;  // without a move: nothing is to be expected soon
    for (std::uint64_t i = 0; i < most && (value & hw::registers::ap_idle) == 0;) {
      for (int j = 0; j < 64; ++j, ++i) card_->step();
      value |= card_->read_register(kernel, offset);
      if (card_->still() > quiet) break;
    }
    return value;
  }

  void write_register(hw::Kernel kernel, std::uint32_t offset, std::uint32_t value) override {
    card_->write_register(kernel, offset, value);
  }

  [[nodiscard]] std::optional<std::string> stalled() override {
    while (card_->still() < longest_sweep && card_->still() > 0) card_->step();
    if (card_->still() == 0) return std::nullopt;
    return "deadlock: " + card_->waiting();
  }

  [[nodiscard]] std::optional<CycleStatistics> cycle_statistics() const override {
    return card_->cycle_statistics();
  }

  bool trace(const std::string& file, CycleWindow window) override {
    card_->trace(file, window);
    return true;
  }

  [[nodiscard]] Wire* wire() override { return this; }

  void send(const Frame& frame) override {
    card_->send(frame);
    while (!card_->sent()) {
      card_->step();
      if (card_->still() > longest_sweep)
        throw DeviceTimeout(name_, "the wire port takes no more: " + card_->waiting());
    }
  }

  std::vector<Frame> receive() override {
    rest();
    return card_->take_frames();
  }

  [[nodiscard]] Inside* inside() override { return this; }

  void rest() override {
    constexpr std::uint64_t longest_way = 512;
    while (card_->still() < longest_way) card_->step();
  }

  [[nodiscard]] Memories memories() const override { return sim::memories_of(card_->context()); }

 private:
  std::string name_ = device_name;
  std::unique_ptr<sim::Card> card_;
};

}  // namespace

std::unique_ptr<Backend> open_sim() { return std::make_unique<SimBackend>(shelf().take()); }

std::unique_ptr<Backend> open_sim(const sim::CardOptions& options) {
  return open_sim(std::make_unique<sim::Card>(options));
}

std::unique_ptr<Backend> open_sim(std::unique_ptr<sim::Card> card) {
  return std::make_unique<SimBackend>(std::move(card));
}

}  // namespace espial
