/// \file
/// Captures through a device, and every session that came of it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "espial/device.hpp"
#include "espial/session.hpp"
#include "espial/statistics.hpp"

namespace espial {

/// As of when sessions are listed.
struct ListingTime {
  enum class Kind : std::uint8_t {
    last_packet,        ///< As of the newest packet; ended sessions are listed too.
    at,                 ///< `time_ns` since 1970: the replay stops before the first later packet.
    after_last_packet,  ///< `time_ns` after the newest packet.
  };
  Kind kind = Kind::last_packet;
  std::uint64_t time_ns = 0;

  /// Reads `2026-11-24T12:00:00.5Z` (ISO 8601; UTC unless an offset is given), seconds since 1970
  /// (`1764000000.5`), or
  /// `+458` (seconds after the newest packet). \throws InvalidArgument that quotes the text
  static ListingTime parse(std::string_view text);
};

struct ReplayOptions {
  ListingTime at;
  /// Feeds frames to the wire port instead of requests to the host port: Ethernet only. What lies
  /// beyond the captured octets of a frame is zero.
  bool wire = false;
  /// Called now and then. \param position octets of all captures read so far \param size of all
  /// captures; none if one of them has no size
  std::function<void(std::uint64_t position, std::optional<std::uint64_t> size)> progress;
};

struct ReplayResult {
  /// In order of creation. Those past their timeout at `now_ns` are closed. With a listing time
  /// given, only those alive then.
  std::vector<Session> sessions;
  /// Nanoseconds since 1970.
  std::uint64_t now_ns = 0;
  Statistics statistics;
  /// What is wrong with captures that are cut or corrupt: all that could be read of them counts.
  std::vector<std::string> faults;
};

/// Feeds captures to a device, one after the other. Memory grows with sessions, never with packets.
/// \param captures paths; `-` is standard input
/// \throws FileError if a capture cannot be opened or is none, or, for the wire, has another link
/// type than Ethernet; InvalidArgument if the device has no wire port that can be fed; DeviceError,
/// DeviceTimeout
ReplayResult replay(Device& device, std::span<const std::string> captures,
                    const ReplayOptions& options = {});

/// Closes a session that is past its timeout at a time.
void close_if_expired(Session& session, std::uint64_t now_ns);

}  // namespace espial
