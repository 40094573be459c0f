#include "driver/exchange.hpp"

#include <fmt/format.h>

#include <chrono>

#include "driver/request.hpp"
#include "espial/error.hpp"

namespace espial {
namespace {

// Enough requests that the cost of a sync does not count. Any single request fits with its answer.
constexpr std::size_t batch_requests = 4096;
constexpr std::size_t batch_answer_beats = 8192;
constexpr std::uint32_t request_beats = sizeof(hw::Request) / hw::beat_octets;
// How many beats of a last owner are taken at once, and how often, before the card counts as
// broken: it holds fewer.
constexpr std::uint16_t lot_beats = 64;
constexpr unsigned most_lots = 1U << 17;

std::span<hw::Request> requests_of(Buffer& buffer) {
  const std::span<std::byte> octets = buffer.host();
  return {reinterpret_cast<hw::Request*>(octets.data()), octets.size() / sizeof(hw::Request)};
}

std::span<hw::Answer> answers_of(Buffer& buffer) {
  const std::span<std::byte> octets = buffer.host();
  return {reinterpret_cast<hw::Answer*>(octets.data()), octets.size() / sizeof(hw::Answer)};
}

}  // namespace

Exchange::Exchange(Backend& backend, std::uint8_t open_count, std::chrono::milliseconds budget)
    : backend_(backend),
      load_(backend, hw::Kernel::load),
      store_(backend, hw::Kernel::store),
      open_count_(open_count),
      budget_(budget) {}

// A last owner that ended in the middle has left kernels busy. A busy `load` ends when somebody
// takes the answers to what it brings; a busy `store` ends when it has got as many beats as it was
// told.
void Exchange::settle_calls() {
  const std::unique_ptr<Buffer> scratch =
      backend_.allocate(std::size_t{lot_beats} * hw::beat_octets);
  const std::unique_ptr<Buffer> pad = backend_.allocate(sizeof(hw::Request));
  for (unsigned lot = 0; lot < most_lots; ++lot) {
    const bool loading = !load_.idle();
    const bool storing = !store_.idle();
    if (!loading && !storing) return;
    if (!storing) {
      store_.start(*scratch, 1);
    } else if (!loading) {
      requests_of(*pad)[0] = command_request(hw::RequestKind::pad, hw::PadArgument{lot_beats});
      pad->to_device(sizeof(hw::Request));
      load_.start(*pad, request_beats);
    } else {
      // Both run: one feeds the other.
      const auto end = std::chrono::steady_clock::now() + budget_;
      while (!load_.idle() && !store_.idle()) {
        if (const auto why = backend_.stalled()) throw DeviceTimeout(backend_.name(), *why);
        if (std::chrono::steady_clock::now() >= end) {
          throw DeviceTimeout(
              backend_.name(),
              "its kernels stay busy with what the last owner left: reload the card");
        }
      }
    }
  }
  throw DeviceTimeout(backend_.name(),
                      "its kernels stay busy with what the last owner left: reload the card");
}

hw::Answer Exchange::open() {
  settle_calls();
  for (Batch& batch : batches_) {
    batch.requests = backend_.allocate(batch_requests * sizeof(hw::Request));
    batch.answers = backend_.allocate(batch_answer_beats * sizeof(hw::Answer));
  }
  // Answers to a last owner may still come first: everything until `identify` answers with our
  // count is not ours.
  Batch& batch = batches_.front();
  hw::Request& request = requests_of(*batch.requests)[0];
  request = command_request(hw::RequestKind::identify);
  request.open_count = open_count_;
  batch.requests->to_device(sizeof(request));
  load_.start(*batch.requests, request_beats);
  for (unsigned beat = 0; beat < most_lots * lot_beats; ++beat) {
    store_.start(*batch.answers, 1);
    store_.wait(budget_);
    batch.answers->from_device(sizeof(hw::Answer));
    const hw::Answer answer = answers_of(*batch.answers)[0];
    if (answer.kind == static_cast<std::uint8_t>(hw::RequestKind::identify) &&
        answer.open_count == open_count_) {
      if (answer.value[hw::answer::identification] != hw::identification) break;
      load_.wait(budget_);
      return answer;
    }
  }
  throw DeviceError(backend_.name(), "it does not identify itself as an Espial card");
}

std::size_t Exchange::fill(Batch& batch, std::size_t i, std::size_t count, const Make& make) const {
  const std::span<hw::Request> requests = requests_of(*batch.requests);
  batch.first = i;
  batch.count = 0;
  batch.beats = 0;
  for (; i < count && batch.count < requests.size(); ++i) {
    hw::Request& request = requests[batch.count];
    request = make(i);
    request.open_count = open_count_;
    const std::size_t beats = answer_beats(request);
    if (batch.beats + beats > batch_answer_beats) {
      if (batch.count == 0) {
        throw InvalidArgument(fmt::format("an answer of {} beats: at most {} fit a batch", beats,
                                          batch_answer_beats));
      }
      break;
    }
    batch.beats += beats;
    ++batch.count;
  }
  return i;
}

void Exchange::start(Batch& batch) {
  batch.requests->to_device(batch.count * sizeof(hw::Request));
  store_.start(*batch.answers, static_cast<std::uint32_t>(batch.beats));
  load_.start(*batch.requests, static_cast<std::uint32_t>(batch.count) * request_beats);
}

void Exchange::wait() {
  store_.wait(budget_);
  load_.wait(budget_);
}

void Exchange::read_back(Batch& batch, const Take& take) const {
  batch.answers->from_device(batch.beats * sizeof(hw::Answer));
  const std::span<const hw::Request> requests = requests_of(*batch.requests);
  const std::span<const hw::Answer> answers = answers_of(*batch.answers);
  std::size_t at = 0;
  for (std::size_t i = 0; i < batch.count; ++i) {
    const std::size_t beats = answer_beats(requests[i]);
    const std::span<const hw::Answer> mine = answers.subspan(at, beats);
    const auto kind = static_cast<std::uint8_t>(kind_of(requests[i]));
    if (mine.back().kind != kind || mine.back().open_count != open_count_) {
      throw DeviceError(
          backend_.name(),
          fmt::format(
              "answer {} is out of step: kind {} of opening {} where kind {} of opening {} is due",
              batch.first + i, mine.back().kind, mine.back().open_count, kind, open_count_));
    }
    take(batch.first + i, mine);
    at += beats;
  }
}

void Exchange::run(std::size_t count, const Make& make, const Take& take) {
  if (broken_) {
    throw DeviceError(backend_.name(),
                      "an earlier call has failed: close the device and open it again");
  }
  broken_ = true;
  std::size_t next = 0;
  Batch* on_card = nullptr;
  for (std::size_t turn = 0; next < count || on_card != nullptr; ++turn) {
    Batch* filled = nullptr;
    if (next < count) {
      filled = &batches_[turn % batches_.size()];
      next = fill(*filled, next, count, make);
    }
    if (on_card != nullptr) wait();
    if (filled != nullptr) start(*filled);
    if (on_card != nullptr) read_back(*on_card, take);
    on_card = filled;
  }
  broken_ = false;
}

hw::Answer Exchange::run(const hw::Request& request) {
  hw::Answer answer{};
  run(
      1, [&](std::size_t) { return request; },
      [&](std::size_t, std::span<const hw::Answer> beats) { answer = beats.back(); });
  return answer;
}

}  // namespace espial
