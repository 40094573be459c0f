// The conversation with a card: requests in, answers out, found by position.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>

#include "backend/backend.hpp"
#include "driver/kernel_call.hpp"
#include "espial/hw/answer.hpp"
#include "espial/hw/request.hpp"

namespace espial {

// Sends requests in batches. Three take turns: one is on the card, one is being filled, one is
// being read back. What a batch contains depends on earlier answers only, never on timing.
class Exchange {
 public:
  // Makes the i-th request.
  using Make = std::function<hw::Request(std::size_t i)>;
  // Takes the answer to the i-th request: all its beats.
  using Take = std::function<void(std::size_t i, std::span<const hw::Answer> beats)>;

  // \param open_count different from the last owner's \param budget of each wait
  Exchange(Backend& backend, std::uint8_t open_count, std::chrono::milliseconds budget);

  // Takes the card over, whatever its last owner left behind, and returns the answer to `identify`.
  hw::Answer open();

  // Sends `count` requests, and returns when all are answered.
  // \throws DeviceError if an answer does not fit its request, DeviceTimeout
  void run(std::size_t count, const Make& make, const Take& take);
  // Sends one request whose answer is one beat.
  hw::Answer run(const hw::Request& request);

 private:
  struct Batch {
    std::unique_ptr<Buffer> requests;
    std::unique_ptr<Buffer> answers;
    std::size_t first = 0;
    std::size_t count = 0;
    std::size_t beats = 0;
  };

  void settle_calls();
  // Fills a batch from the i-th request on, with as many as fit; returns the first that did not.
  std::size_t fill(Batch& batch, std::size_t i, std::size_t count, const Make& make) const;
  void start(Batch& batch);
  void wait();
  void read_back(Batch& batch, const Take& take) const;

  Backend& backend_;
  KernelCall load_;
  KernelCall store_;
  std::uint8_t open_count_;
  std::chrono::milliseconds budget_;
  // A call has failed in the middle: what the card answers next belongs to nobody.
  bool broken_ = false;
  std::array<Batch, 3> batches_;
};

}  // namespace espial
