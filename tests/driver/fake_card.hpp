// A card that a test makes up: it answers what it is told to, or not at all.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>

#include "backend/backend.hpp"
#include "espial/hw/answer.hpp"
#include "espial/hw/request.hpp"

namespace espial::test {

// Ends a test in which the driver asks a card again and again that will never be what it waits for.
class GaveUp : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// How the card misbehaves. A test keeps it, and may change it while the card is open.
struct Misbehaviour {
  std::uint64_t identification = hw::identification;
  std::uint32_t interface_version = hw::interface_version;
  std::uint32_t sa_slots = hw::sa_slots;
  // Always has one more answer: the last one again.
  bool endless = false;
  // A kernel that is busy from the start, or does not end once it is called.
  bool load_stuck = false;
  bool store_stuck = false;
  // What stalled() says while something is stuck.
  std::optional<std::string> stalled;
  // Makes another answer of the last beat of each answer.
  std::function<void(const hw::Request& request, hw::Answer& answer)> alter;
  // Throws from the backend itself: whatever is between host and card has failed.
  bool disconnected = false;
  // When the card gives up: after so many calls, or as many reads of the registers.
  std::size_t most_calls = 40'000'000;
  std::size_t most_reads = 400'000'000;
  std::size_t calls = 0;
};

class FakeCard final : public Backend {
 public:
  explicit FakeCard(Misbehaviour& misbehaviour) : misbehaviour_(misbehaviour) {}

  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] std::unique_ptr<Buffer> allocate(std::size_t octets) override;
  [[nodiscard]] std::uint32_t read_register(hw::Kernel kernel, std::uint32_t offset) override;
  void write_register(hw::Kernel kernel, std::uint32_t offset, std::uint32_t value) override;
  [[nodiscard]] std::optional<std::string> stalled() override { return misbehaviour_.stalled; }

 private:
  struct Registers {
    std::uint32_t address_low = 0;
    std::uint32_t address_high = 0;
    std::uint32_t beats = 0;
  };
  class Memory;

  void call(hw::Kernel kernel);
  void answer(const hw::Request& request);
  // `store` takes what there is.
  void store();
  [[nodiscard]] std::span<std::byte> memory(const Registers& registers) const;

  Misbehaviour& misbehaviour_;
  std::string name_ = "fake";
  std::map<std::uint64_t, std::span<std::byte>> memories_;
  std::uint64_t next_address_ = 0x1'0000'0000;
  Registers load_;
  Registers store_;
  std::deque<hw::Answer> answers_;
  hw::Answer last_{};
  std::span<std::byte> wanted_;  // what `store` has still to fill
  std::size_t reads_ = 0;
};

}  // namespace espial::test
