#include "sim/recorded_card.hpp"

#include <chrono>
#include <stdexcept>
#include <vector>

#include "driver/device_access.hpp"
#include "driver/hashes.hpp"
#include "driver/lockstep.hpp"
#include "driver/traffic.hpp"
#include "sim_backend.hpp"

namespace espial::test {

RecordedCard::RecordedCard(const sim::CardOptions& options, const HashTables& hashes) {
  auto card = std::make_unique<sim::Card>(options);
  card_ = card.get();
  recording_ = card->record();
  device_ = std::make_unique<Device>(DeviceAccess::open(open_sim(std::move(card)), hashes));
}

const sim::Recording& RecordedCard::recording() {
  DeviceAccess::backend(*device_).wire()->receive();
  if (!recording_->at_rest()) throw std::logic_error("the card has not come to rest");
  return *recording_;
}

namespace {

void change_a_setting(Device& device, Traffic& traffic) {
  const auto zone = static_cast<std::uint16_t>(traffic.between(0, 2));
  switch (traffic.between(0, 4)) {
    case 0:
      device.set_zone(static_cast<std::uint16_t>(traffic.between(0, 3)), zone);
      break;
    case 1:
      device.set_policy(
          zone, {.port_mapping = static_cast<hw::PortMapping>(traffic.between(0, 3)),
                 .miss_action = traffic.chance(0.5) ? hw::Action::drop : hw::Action::forward});
      break;
    case 2:
      device.set_timer(static_cast<hw::Timer>(traffic.between(0, hw::timers - 1)),
                       std::chrono::seconds(traffic.between(1, 20)));
      break;
    case 3:
      device.read_statistics();
      break;
    default: {
      const Address local = traffic.host();
      const Address remote = traffic.host();
      if (local == remote) break;
      device.add_sa({.local = local,
                     .remote = remote,
                     .spi_in = traffic.spi(),
                     .spi_out = traffic.spi(),
                     .zone = zone});
      break;
    }
  }
}

void send_frames(RecordedCard& card, Traffic& traffic) {
  for (const ModelPacket& packet : traffic.next(traffic.between(0, 60))) {
    Frame frame{.time_ns = packet.time_ns, .ingress = packet.ingress, .octets = octets_of(packet)};
    if (traffic.chance(0.3)) frame.octets.resize(frame.octets.size() + traffic.between(1, 1500));
    card.send(frame);
  }
}

}  // namespace

void random_traffic(RecordedCard& card, std::uint64_t seed, int lots) {
  Traffic traffic(seed, {.hosts = 4, .spis = 6, .conversations = 40, .pauses = 0.03});
  for (int lot = 0; lot < lots; ++lot) {
    send_frames(card, traffic);
    std::vector<ModelPacket> packets = traffic.next(traffic.between(1, 60));
    for (ModelPacket& packet : packets)
      packet.ingress = static_cast<std::uint16_t>(traffic.between(0, 3));
    submit(card.device(), packets);
    if (traffic.chance(0.5)) change_a_setting(card.device(), traffic);
    if (traffic.chance(0.3)) card.device().read_ended();
    if (traffic.chance(0.1)) card.device().read_sessions();
  }
  card.device().read_ended();
}

HashTables bad_hashes(std::uint64_t seed) {
  return draw(seed, {.tag_bits = 2, .line_bits = {2, 1, 2, 0}});
}

}  // namespace espial::test
