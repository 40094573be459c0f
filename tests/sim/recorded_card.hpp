// A card that is recorded from its reset on, behind a driver.
#pragma once

#include <cstdint>
#include <memory>

#include "card.hpp"
#include "driver/hash_tables.hpp"
#include "espial/device.hpp"

namespace espial::test {

class RecordedCard {
 public:
  explicit RecordedCard(const sim::CardOptions& options,
                        const HashTables& hashes = HashTables::draw(1));

  Device& device() { return *device_; }
  // Puts a frame on the cable and does not wait: it enters while the driver works.
  void send(const Frame& frame) { card_->send(frame); }
  // What it did until all has come to rest.
  const sim::Recording& recording();

 private:
  sim::Card* card_ = nullptr;
  std::shared_ptr<const sim::Recording> recording_;
  std::unique_ptr<Device> device_;
};

// Packets of every kind, frames, commands and reads, all at once.
void random_traffic(RecordedCard& card, std::uint64_t seed, int lots);

// Hashes of few bits for that: tags match falsely, lines collide.
HashTables bad_hashes(std::uint64_t seed);

}  // namespace espial::test
