#include "memory.hpp"

#include <algorithm>
#include <cstring>

namespace espial::sim {

std::uint64_t Memory::allocate(std::size_t octets) {
  const std::uint64_t address = next_;
  const std::uint64_t pages = std::max<std::uint64_t>((octets + page_octets - 1) / page_octets, 1);
  // A page between, so that what runs over an end is found out.
  next_ += (pages + 1) * page_octets;
  return address;
}

void Memory::write(std::uint64_t address, std::span<const std::byte> octets) {
  while (!octets.empty()) {
    const std::size_t at = address % page_octets;
    const std::size_t some = std::min(octets.size(), page_octets - at);
    std::unique_ptr<Page>& page = pages_[address / page_octets];
    if (!page) page = std::make_unique<Page>();
    std::memcpy(page->data() + at, octets.data(), some);
    octets = octets.subspan(some);
    address += some;
  }
}

void Memory::read(std::uint64_t address, std::span<std::byte> octets) const {
  while (!octets.empty()) {
    const std::size_t at = address % page_octets;
    const std::size_t some = std::min(octets.size(), page_octets - at);
    const auto found = pages_.find(address / page_octets);
    if (found == pages_.end()) {
      std::memset(octets.data(), 0, some);
    } else {
      std::memcpy(octets.data(), found->second->data() + at, some);
    }
    octets = octets.subspan(some);
    address += some;
  }
}

void Memory::write_beat(std::uint64_t address, const void* beat) {
  write(address, {static_cast<const std::byte*>(beat), hw::beat_octets});
}

void Memory::read_beat(std::uint64_t address, void* beat) const {
  read(address, {static_cast<std::byte*>(beat), hw::beat_octets});
}

void Traffic::ask(std::uint64_t cycle, std::uint64_t address, unsigned beats) {
  constexpr std::uint64_t parts = 64;
  for (unsigned i = 0; i < beats; ++i) {
    free_at_ = std::max(free_at_, (cycle + timing_.latency) * parts);
    beats_.push_back({address + std::uint64_t{i} * hw::beat_octets, (free_at_ + parts - 1) / parts,
                      i + 1 == beats});
    free_at_ += parts * parts / timing_.beats_of_64;
  }
}

}  // namespace espial::sim
