// A device and the model, told the same.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "espial/device.hpp"
#include "support/model_table.hpp"
#include "traffic.hpp"

namespace espial::test {

// Packets with octets of their own, as Device::submit takes them.
class PacketList {
 public:
  explicit PacketList(std::span<const ModelPacket> packets);
  [[nodiscard]] std::span<const Packet> packets() const { return packets_; }

 private:
  std::vector<Octets> octets_;
  std::vector<Packet> packets_;
};

// Submits, and returns what became of each.
std::vector<PacketResult> submit(Device& device, std::span<const ModelPacket> packets);
PacketResult submit(Device& device, const ModelPacket& packet);

// Packets in both directions of all.
std::uint64_t packets_of(std::span<const Session> sessions);

// Whatever it is told goes to a device and to the model, and each answer is compared. A difference
// fails the test, with the first packet or session that differs.
class Lockstep {
 public:
  explicit Lockstep(Device& device, const ModelTable::Capacity& capacity = {})
      : device_(device), model_(capacity) {}

  void clear();
  void set_zone(std::uint16_t ingress, std::uint16_t zone);
  void set_policy(std::uint16_t zone, const ZonePolicy& policy);
  void set_timer(hw::Timer timer, std::chrono::seconds idle);
  void add_sa(const SaPair& pair);
  void remove_sa(const SaPair& pair);

  // \returns what the device says became of them
  std::vector<PacketResult> submit(std::span<const ModelPacket> packets);
  PacketResult submit(const ModelPacket& packet);

  // What the device has, compared with the model's.
  std::vector<Session> read_ended();
  std::vector<Session> read_sessions();
  // Also adds up: every packet has an outcome, and the counted ones are those of all records.
  Statistics read_statistics();
  // All of these, and what Device::check finds.
  void check();

 private:
  Device& device_;
  ModelTable model_;
  // Packets of ended sessions that were read.
  std::uint64_t released_ = 0;
};

}  // namespace espial::test
