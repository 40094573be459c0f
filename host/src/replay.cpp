#include "espial/replay.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <limits>

#include "backend/backend.hpp"
#include "driver/device_access.hpp"
#include "espial/capture.hpp"
#include "espial/error.hpp"
#include "espial/hw/geometry.hpp"

namespace espial {
namespace {

// Packets on their way to the device, with as much of their octets as it looks at.
class Lot {
 public:
  // \param wire none to feed the host port
  explicit Lot(Wire* wire) : wire_(wire) {}

  static constexpr std::size_t most = 16384;

  // How many packets until the ended sessions are read: a packet may take a record, or two (AH
  // around ESP), and no packet should be deferred for want of records that the host could have
  // released.
  void limit(std::size_t free_records) {
    limit_ = std::clamp<std::size_t>(free_records / 2, fewest, most);
  }
  [[nodiscard]] bool full() const { return packets_.size() >= limit_; }

  void add(const Packet& packet) {
    if (wire_ != nullptr) {
      send(packet);
      packets_.emplace_back();
      return;
    }
    const std::size_t kept = std::min<std::size_t>(packet.octets.size(), hw::window_octets);
    std::uint8_t* const to = octets_.data() + packets_.size() * hw::window_octets;
    std::copy_n(packet.octets.begin(), kept, to);
    packets_.push_back(packet);
    packets_.back().octets = {to, kept};
  }

  void submit(Device& device) {
    if (wire_ == nullptr) {
      device.submit(packets_);
    } else {
      wire_->receive();
    }
    packets_.clear();
  }

 private:
  // At its full length, though no longer than what is `oversize` in any case.
  void send(const Packet& packet) {
    Frame frame{.time_ns = packet.time_ns, .ingress = packet.ingress, .octets = {}};
    frame.octets.assign(packet.octets.begin(), packet.octets.end());
    frame.octets.resize(std::clamp<std::size_t>(packet.length, 1, hw::frame_octets + 1));
    wire_->send(frame);
  }

  Wire* wire_;
  static constexpr std::size_t fewest = 128;
  std::size_t limit_ = most;
  std::vector<std::uint8_t> octets_ = std::vector<std::uint8_t>(most * hw::window_octets);
  std::vector<Packet> packets_;
};

// The captures as one stream.
class Captures {
 public:
  explicit Captures(std::span<const std::string> paths) : paths_(paths) {
    // Opened at once, so that a bad one is known before anything is counted.
    for (const std::string& path : paths) {
      readers_.push_back(CaptureReader::open(path));
      const auto size = readers_.back().size();
      if (!size) known_ = false;
      size_ += size.value_or(0);
    }
  }

  // What is wrong with one capture is noted, and ends that one only.
  std::optional<Packet> next() {
    for (; at_ < readers_.size(); ++at_) {
      try {
        if (const auto packet = readers_[at_].next()) return packet;
      } catch (const FileError& error) {
        faults_.emplace_back(error.what());
      }
    }
    return std::nullopt;
  }
  // Of the packet that came last.
  [[nodiscard]] std::string path() const { return paths_[at_]; }
  [[nodiscard]] const std::vector<std::string>& faults() const { return faults_; }

  [[nodiscard]] std::uint64_t position() const {
    std::uint64_t sum = 0;
    for (const CaptureReader& reader : readers_) sum += reader.position();
    return sum;
  }
  [[nodiscard]] std::optional<std::uint64_t> size() const {
    return known_ ? std::optional(size_) : std::nullopt;
  }

 private:
  std::span<const std::string> paths_;
  std::vector<CaptureReader> readers_;
  std::vector<std::string> faults_;
  std::size_t at_ = 0;
  std::uint64_t size_ = 0;
  bool known_ = true;
};

}  // namespace

void close_if_expired(Session& session, std::uint64_t now_ns) {
  if (session.closed() || now_ns < session.last_seen_ns) return;
  if (now_ns - session.last_seen_ns < session.timeout_ns) return;
  session.state = hw::SessionState::closed;
  session.end_reason = hw::EndReason::timeout;
}

ReplayResult replay(Device& device, std::span<const std::string> captures,
                    const ReplayOptions& options) {
  ReplayResult result;
  Captures stream(captures);
  Wire* const wire = options.wire ? DeviceAccess::backend(device).wire() : nullptr;
  if (options.wire && wire == nullptr)
    throw InvalidArgument("device " + device.name() + ": frames come to its wire port by a cable");
  Lot lot(wire);
  std::uint64_t newest = 0;
  const std::uint64_t earlier_sessions = device.read_statistics().sessions;
  const auto submit = [&] {
    lot.submit(device);
    std::ranges::move(device.read_ended(), std::back_inserter(result.sessions));
    const std::uint64_t live =
        device.read_statistics().sessions - earlier_sessions - result.sessions.size();
    lot.limit(device.identity().capacity_sessions -
              std::min<std::uint64_t>(live, device.identity().capacity_sessions));
    if (options.progress) options.progress(stream.position(), stream.size());
  };

  const bool stops = options.at.kind == ListingTime::Kind::at;
  while (const auto packet = stream.next()) {
    if (stops && packet->time_ns > options.at.time_ns) break;
    newest = std::max(newest, packet->time_ns);
    if (wire != nullptr && packet->link != hw::LinkType::ethernet)
      throw FileError(stream.path(),
                      "its link type is not Ethernet: only frames go to the wire port");
    lot.add(*packet);
    if (lot.full()) submit();
  }
  submit();

  std::ranges::move(device.read_sessions(), std::back_inserter(result.sessions));
  std::ranges::sort(result.sessions, {}, &Session::creation);
  result.statistics = device.read_statistics();
  result.faults = stream.faults();
  switch (options.at.kind) {
    case ListingTime::Kind::last_packet:
      result.now_ns = newest;
      break;
    case ListingTime::Kind::at:
      result.now_ns = options.at.time_ns;
      break;
    case ListingTime::Kind::after_last_packet:
      result.now_ns =
          newest + std::min(options.at.time_ns, std::numeric_limits<std::uint64_t>::max() - newest);
      break;
  }
  for (Session& session : result.sessions) close_if_expired(session, result.now_ns);
  if (options.at.kind != ListingTime::Kind::last_packet) {
    std::erase_if(result.sessions, [](const Session& session) { return session.closed(); });
  }
  return result;
}

}  // namespace espial
