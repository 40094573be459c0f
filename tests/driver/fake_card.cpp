#include "fake_card.hpp"

#include <cstring>
#include <vector>

#include "driver/request.hpp"

namespace espial::test {

class FakeCard::Memory final : public Buffer {
 public:
  Memory(FakeCard& card, std::size_t octets)
      : card_(card), octets_(octets), address_(card.next_address_) {
    card_.next_address_ += (octets + 0xFFF) / 0x1000 * 0x1000;
    card_.memories_[address_] = octets_;
  }
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;
  ~Memory() override { card_.memories_.erase(address_); }

  [[nodiscard]] std::span<std::byte> host() override { return octets_; }
  [[nodiscard]] std::uint64_t address() const override { return address_; }
  void to_device(std::size_t) override {}
  void from_device(std::size_t) override {}

 private:
  FakeCard& card_;
  std::vector<std::byte> octets_;
  std::uint64_t address_;
};

std::unique_ptr<Buffer> FakeCard::allocate(std::size_t octets) {
  return std::make_unique<Memory>(*this, octets);
}

std::uint32_t FakeCard::read_register(hw::Kernel kernel, std::uint32_t) {
  if (misbehaviour_.disconnected) throw std::runtime_error("the card does not exist any more");
  if (++reads_ > misbehaviour_.most_reads) throw GaveUp("the registers are read for ever");
  const bool busy = kernel == hw::Kernel::load ? misbehaviour_.load_stuck
                                               : misbehaviour_.store_stuck || !wanted_.empty();
  return busy ? hw::registers::ap_start : hw::registers::ap_idle | hw::registers::ap_done;
}

void FakeCard::write_register(hw::Kernel kernel, std::uint32_t offset, std::uint32_t value) {
  if (misbehaviour_.disconnected) throw std::runtime_error("the card does not exist any more");
  Registers& registers = kernel == hw::Kernel::load ? load_ : store_;
  if (offset == hw::registers::address_low) registers.address_low = value;
  if (offset == hw::registers::address_high) registers.address_high = value;
  if (offset == hw::registers::beats) registers.beats = value;
  if (offset == hw::registers::control && (value & hw::registers::ap_start) != 0) call(kernel);
}

std::span<std::byte> FakeCard::memory(const Registers& registers) const {
  const std::uint64_t address =
      (std::uint64_t{registers.address_high} << 32) | registers.address_low;
  return memories_.at(address).first(std::size_t{registers.beats} * hw::beat_octets);
}

void FakeCard::call(hw::Kernel kernel) {
  if (++misbehaviour_.calls > misbehaviour_.most_calls) throw GaveUp("kernels are called for ever");
  if (kernel == hw::Kernel::store) {
    if (!misbehaviour_.store_stuck) wanted_ = memory(store_);
  } else if (!misbehaviour_.load_stuck) {
    const std::span<const std::byte> octets = memory(load_);
    for (std::size_t at = 0; at < octets.size(); at += sizeof(hw::Request)) {
      hw::Request request{};
      std::memcpy(&request, octets.subspan(at).data(), sizeof(request));
      answer(request);
    }
  }
  store();
}

void FakeCard::answer(const hw::Request& request) {
  std::vector<hw::Answer> beats(answer_beats(request));
  hw::Answer& last = beats.back();
  last.kind = static_cast<std::uint8_t>(kind_of(request));
  last.open_count = request.open_count;
  if (kind_of(request) == hw::RequestKind::identify) {
    last.value[hw::answer::identification] = misbehaviour_.identification;
    last.value[hw::answer::interface_version] = misbehaviour_.interface_version;
    last.value[hw::answer::records] = hw::records;
    last.value[hw::answer::index_slots] = hw::index_slots;
    last.value[hw::answer::sa_slots] = misbehaviour_.sa_slots;
    last.value[hw::answer::tag_bits] = hw::tag_bits;
  }
  if (misbehaviour_.alter) misbehaviour_.alter(request, last);
  answers_.insert(answers_.end(), beats.begin(), beats.end());
}

void FakeCard::store() {
  while (!wanted_.empty() && (!answers_.empty() || misbehaviour_.endless)) {
    if (!answers_.empty()) {
      last_ = answers_.front();
      answers_.pop_front();
    }
    std::memcpy(wanted_.data(), &last_, sizeof(last_));
    wanted_ = wanted_.subspan(sizeof(hw::Answer));
  }
}

}  // namespace espial::test
