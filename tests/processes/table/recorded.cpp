#include "processes/table/recorded.hpp"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <functional>
#include <vector>

#include "driver/device_access.hpp"
#include "driver/hashes.hpp"
#include "driver/lockstep.hpp"
#include "driver/traffic.hpp"
#include "espial/capture.hpp"
#include "espial/error.hpp"
#include "native/tap.h"
#include "processes/bench/child.hpp"

namespace espial::test {

namespace {

constexpr std::size_t most_elements = 6000;

class Recorder : public hls::native::Tap {
 public:
  // Name, size of an element, number of elements, elements; for each stream.
  [[nodiscard]] std::string text() const {
    std::string text;
    const auto put = [&](std::size_t number) {
      text.append(reinterpret_cast<const char*>(&number), sizeof(number));
    };
    for (const auto& [name, elements] : recorded_) {
      put(name.size());
      text += name;
      put(elements.octets());
      put(elements.size());
      for (std::size_t i = 0; i < elements.size(); ++i) {
        text.append(reinterpret_cast<const char*>(elements[i].data()), elements.octets());
      }
    }
    return text;
  }

 private:
  void put(const hls::native::StreamBase& stream, const void* element,
           std::size_t octets) override {
    bench::Elements& elements = recorded_[stream.name()];
    if (elements.size() == most_elements) return;
    elements.push(std::span(static_cast<const std::uint8_t*>(element), octets));
  }

  Recorded recorded_;
};

Recorded read_text(std::string_view text) {
  const auto take = [&](std::size_t count) {
    const std::string_view taken = text.substr(0, count);
    text.remove_prefix(count);
    return taken;
  };
  const auto number = [&] {
    std::size_t read = 0;
    std::memcpy(&read, take(sizeof(read)).data(), sizeof(read));
    return read;
  };
  Recorded recorded;
  while (!text.empty()) {
    bench::Elements& elements = recorded[std::string(take(number()))];
    const std::size_t octets = number();
    for (std::size_t left = number(); left != 0; --left) {
      elements.push(std::span(reinterpret_cast<const std::uint8_t*>(take(octets).data()), octets));
    }
  }
  return recorded;
}

// The card's state does not outlive the recording.
Recorded record(const std::function<void()>& work) {
  return read_text(bench::in_child([&] {
    const Recorder recorder;
    work();
    return recorder.text();
  }));
}

// Zones 0 to 3 by ingress, one for each policy.
void set_zones(Device& device) {
  using hw::PortMapping;
  constexpr PortMapping mappings[] = {PortMapping::spi_split, PortMapping::generic,
                                      PortMapping::negotiated, PortMapping::none};
  for (std::uint16_t zone = 0; zone < 4; ++zone) {
    device.set_zone(zone, zone);
    device.set_policy(zone,
                      {.port_mapping = mappings[zone],
                       .miss_action = zone % 2 == 0 ? hw::Action::forward : hw::Action::drop});
  }
}

struct CapturedPacket {
  Packet packet;
  Octets octets;
};

// Some of each test capture.
std::vector<CapturedPacket> captured_packets() {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(ESPIAL_TEST_CAPTURES)) {
    if (entry.path().string().find(".pcap") != std::string::npos) paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  std::vector<CapturedPacket> packets;
  constexpr int of_each = 60;
  for (const std::string& path : paths) {
    try {
      CaptureReader reader = CaptureReader::open(path);
      for (int i = 0; i < of_each; ++i) {
        const std::optional<Packet> packet = reader.next();
        if (!packet) break;
        packets.push_back({*packet, Octets(packet->octets.begin(), packet->octets.end())});
      }
    } catch (const FileError&) {
      // Some are damaged on purpose: what could be read is here.
    }
  }
  return packets;
}

void replay_captures() {
  Device device = Device::open("native", {.hash_seed = 1});
  Wire& wire = *DeviceAccess::backend(device).wire();
  set_zones(device);
  std::uint16_t number = 0;
  for (CapturedPacket& captured : captured_packets()) {
    Packet& packet = captured.packet;
    packet.octets = captured.octets;
    packet.ingress = number++ % 4;
    const bool whole = packet.octets.size() == packet.length;
    if (number % 3 == 0 && whole && packet.link == hw::LinkType::ethernet) {
      wire.send({.time_ns = packet.time_ns, .ingress = packet.ingress, .octets = captured.octets});
    } else {
      device.submit(std::span(&packet, 1));
    }
    constexpr unsigned pause = 500;
    if (number % pause == 0) device.read_ended();
  }
  device.read_ended();
  device.read_sessions();
  device.read_statistics();
}

void provoke_collisions() {
  Device device = open_native(1, {.tag_bits = 2, .line_bits = {2, 1, 2, 0}});
  Wire& wire = *DeviceAccess::backend(device).wire();
  set_zones(device);
  device.set_timer(hw::Timer::esp_spi_split, std::chrono::seconds(1));
  device.set_timer(hw::Timer::udp_opening, std::chrono::seconds(1));
  Traffic traffic(1, {.hosts = 4, .spis = 6, .conversations = 30, .pauses = 0.02});
  for (int i = 0; i < 30; ++i) {
    const Address here = traffic.host();
    const Address there = traffic.host();
    if (here == there) continue;
    device.add_sa({.local = here,
                   .remote = there,
                   .spi_in = traffic.spi() | 1,
                   .spi_out = traffic.spi() | 1,
                   .zone = 2});
  }
  for (int lot = 0; lot < 40; ++lot) {
    std::vector<ModelPacket> packets = traffic.next(100);
    for (ModelPacket& packet : packets) packet.ingress = packet.spi % 4;
    submit(device, packets);
    for (const ModelPacket& packet : traffic.next(10)) {
      wire.send({.time_ns = packet.time_ns, .ingress = 0, .octets = octets_of(packet)});
    }
    if (lot % 8 == 7) device.read_ended();
  }
  device.read_sessions();
}

}  // namespace

const Recorded& record_captures() {
  static const Recorded recorded = record(replay_captures);
  return recorded;
}

const Recorded& record_collisions() {
  static const Recorded recorded = record(provoke_collisions);
  return recorded;
}

}  // namespace espial::test
