// Replays captures through the native device, and lets nothing pass that does not add up.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "espial/device.hpp"
#include "espial/listing.hpp"
#include "espial/replay.hpp"

namespace espial::test {

/// How a capture is replayed.
struct Run {
  std::string port_mapping = "spi-split";
  std::vector<SaPair> sas = {};
  std::uint64_t hash_seed = 1;
};

/// Replays one capture, whose zone 0 has that mapping. Fails the test unless packets + double = the
/// sessions' packets and all that is in no session, of the numbers as JSON prints them.
ReplayResult replay_capture(const std::string& path, const Run& run = {});

std::string print(const ReplayResult& result, Format format);
/// The sessions as JSON prints them.
boost::json::array sessions_of(const ReplayResult& result);
boost::json::object statistics_of(const ReplayResult& result);

/// What packets of one SA have in common.
struct SaKey {
  std::string protocol;
  std::string source;
  std::string destination;
  std::uint32_t spi = 0;

  friend auto operator<=>(const SaKey&, const SaKey&) = default;
  friend std::ostream& operator<<(std::ostream& out, const SaKey& key);
};

struct Amount {
  std::uint64_t packets = 0;
  std::uint64_t bytes = 0;

  friend bool operator==(const Amount&, const Amount&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Amount& amount);
};

using Traffic = std::map<SaKey, Amount>;

/// ESP and AH of all sessions by SA. \param result of a replay under `spi-split`, where no
/// direction of a session has two SPIs
Traffic traffic_of(const ReplayResult& result);

/// The path of a generated capture.
std::string generated(std::string_view name);
/// Those that have a packet to read, damaged ones too, sorted.
std::vector<std::string> generated_captures();

/// The folder of captures that are not part of the project; none if ESPIAL_SHARED is not set.
std::optional<std::string> shared_captures();
/// The captures below a folder, relative to it, sorted.
std::vector<std::string> captures_in(const std::string& folder);

}  // namespace espial::test
