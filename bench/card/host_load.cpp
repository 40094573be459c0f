#include "host_load.hpp"

#include <cstring>

#include "driver/request.hpp"
#include "espial/hw/answer.hpp"

namespace espial::bench {

HostLoad::HostLoad(Backend& backend, Traffic& traffic, std::uint32_t packets)
    : packets_(packets),
      requests_(backend.allocate(packets * sizeof(hw::Request))),
      answers_(backend.allocate(packets * sizeof(hw::Answer))),
      load_(backend, hw::Kernel::load),
      store_(backend, hw::Kernel::store) {
  const std::span<std::byte> requests = requests_->host();
  for (std::uint32_t i = 0; i < packets; ++i) {
    const Frame frame = traffic.frame(i);
    const hw::Request request =
        packet_request({.time_ns = frame.time_ns,
                        .length = static_cast<std::uint32_t>(frame.octets.size()),
                        .octets = frame.octets});
    std::memcpy(requests.data() + i * sizeof(request), &request, sizeof(request));
  }
  requests_->to_device(requests.size());
  store_.start(*answers_, packets);
  load_.start(*requests_, packets * sizeof(hw::Request) / hw::beat_octets);
}

std::uint32_t HostLoad::finish() {
  constexpr std::chrono::milliseconds budget{600'000};
  load_.wait(budget);
  store_.wait(budget);
  answers_->from_device(packets_ * sizeof(hw::Answer));
  std::uint32_t counted = 0;
  for (std::uint32_t i = 0; i < packets_; ++i) {
    hw::Answer answer{};
    std::memcpy(&answer, answers_->host().data() + i * sizeof(answer), sizeof(answer));
    const bool packet = answer.kind == static_cast<std::uint8_t>(hw::RequestKind::packet);
    if (packet && answer.outcome == static_cast<std::uint8_t>(hw::Outcome::counted)) ++counted;
  }
  return counted;
}

}  // namespace espial::bench
