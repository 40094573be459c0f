/// \file
/// An open device: all that a program does with the session table.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "espial/cycles.hpp"
#include "espial/hw/types.hpp"
#include "espial/packet.hpp"
#include "espial/sa.hpp"
#include "espial/session.hpp"
#include "espial/statistics.hpp"

namespace espial {

/// How to open a device.
struct OpenOptions {
  /// Fixes the secret of the hashes; drawn at random if absent. Listings do not depend on it.
  std::optional<std::uint64_t> hash_seed;
  /// How long any wait for the device may take. A batch of 4,096 packets takes microseconds on a
  /// card, and up to a second in simulation.
  std::chrono::milliseconds budget{30'000};
};

/// What a device says of itself.
struct Identity {
  std::uint32_t interface_version = 0;
  /// Sessions it holds at once.
  std::uint32_t capacity_sessions = 0;
  /// Places in the index for them.
  std::uint32_t index_slots = 0;
  /// Places for SAs; a pair takes two. Nearly all of them can be used.
  std::uint32_t capacity_sas = 0;
  /// Hash bits that the index compares before the full key is.
  std::uint32_t tag_bits = 0;
};

/// How a zone treats its packets.
struct ZonePolicy {
  hw::PortMapping port_mapping = hw::PortMapping::spi_split;
  /// For SPIs that the SA table does not know, under `negotiated`; never `negotiated` itself.
  hw::PortMapping pass_through = hw::PortMapping::generic;
  /// What becomes of packets that count in no session.
  hw::Action miss_action = hw::Action::forward;

  friend bool operator==(const ZonePolicy&, const ZonePolicy&) = default;
};

/// What became of one packet.
struct PacketResult {
  hw::Outcome outcome = hw::Outcome::counted;
  hw::Action action = hw::Action::forward;
  /// It created its session.
  bool created = false;
  /// Creation number of the session it counted in.
  std::optional<std::uint64_t> session;
  /// As mapped.
  std::uint16_t source_port = 0;
  std::uint16_t destination_port = 0;

  friend bool operator==(const PacketResult&, const PacketResult&) = default;
};

/// What came of adding an SA pair.
enum class SaOutcome : std::uint8_t {
  added,
  replaced,  ///< One of its SAs was known, with other ports: the later one counts.
  full,      ///< No place: the pair is not known, everything else is as it was.
};

/// A device with its driver. Move-only; closes when destroyed. One thread at a time may use it.
///
/// Everything acts in the order of calls: a setting acts on exactly the packets submitted after it.
/// Every function throws DeviceTimeout if the device does not answer within its budget; only
/// closing is of use then.
class Device {
 public:
  /// Opens a device and clears it, whatever its last owner left behind.
  /// \param name one of device_names() \throws InvalidArgument for an unknown name
  /// \throws DeviceError if it cannot be opened, or does not fit this library
  static Device open(std::string_view name, const OpenOptions& options = {});

  Device(Device&&) noexcept;
  Device& operator=(Device&&) noexcept;
  ~Device();

  [[nodiscard]] const std::string& name() const;
  [[nodiscard]] const Identity& identity() const;

  /// Forgets all sessions, counters and settings but the hashes' secret.
  void clear();
  /// Puts the packets of an ingress into a zone.
  void set_zone(std::uint16_t ingress, std::uint16_t zone);
  /// Sessions that exist keep their key; they are flagged hw::SessionFlag::mapping_changed if it
  /// would differ now.
  /// \throws InvalidArgument if the pass-through mapping is `negotiated`
  void set_policy(std::uint16_t zone, const ZonePolicy& policy);
  [[nodiscard]] ZonePolicy policy(std::uint16_t zone) const;
  /// Sets an idle time; it counts from the session's next packet on.
  /// \throws InvalidArgument if it is not within 1 s and 2^32 - 1 s
  void set_timer(hw::Timer timer, std::chrono::seconds idle);
  /// Makes an SA pair known to zones under `negotiated`. \throws InvalidArgument for an SPI of 0,
  /// or one address for both ends
  SaOutcome add_sa(const SaPair& pair);
  /// Forgets a pair. \returns whether it was known
  bool remove_sa(const SaPair& pair);

  /// Counts packets, in order. \param results as many as packets, or empty if they are of no
  /// interest
  /// \throws InvalidArgument if the numbers differ, or a packet is longer than 2^24 - 1 octets
  void submit(std::span<const Packet> packets, std::span<PacketResult> results = {});

  /// Takes the sessions that ended since the last call, oldest end first; their records are free
  /// afterwards.
  std::vector<Session> read_ended();
  /// The sessions that have not ended, in order of creation, each consistent in itself. One may be
  /// past its timeout.
  std::vector<Session> read_sessions();
  Statistics read_statistics();
  /// None if the device has no clock that can be seen (`native`).
  [[nodiscard]] std::optional<CycleStatistics> cycle_statistics() const;
  /// Writes all streams of the device's kernels in these cycles, counted from now, to a file in FST
  /// format, which wave viewers such as GTKWave read. The file is complete when the window has
  /// passed, another trace begins, or the device is closed.
  /// \throws InvalidArgument if the device has no clock that can be seen, or the window is empty;
  /// FileError if the file cannot be written
  void trace(const std::string& file, CycleWindow window);
  /// Looks into the card's memories, and whether what must hold of them does: each record is in one
  /// place, the index leads to each live session and to nothing else, every packet is accounted
  /// for.
  /// \returns what does not hold, each in a sentence; empty if all does
  /// \throws InvalidArgument if one cannot look into the device
  [[nodiscard]] std::vector<std::string> check();

 private:
  class Driver;
  friend class DeviceAccess;
  explicit Device(std::unique_ptr<Driver> driver);
  std::unique_ptr<Driver> driver_;
};

/// The names that Device::open knows. The first one is what the program `espial` uses unless told
/// otherwise.
std::span<const std::string_view> device_names();

/// Version of this library: "0.1.0".
std::string_view version();

}  // namespace espial
