// Sessions made by hand, and what the listings print of them.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "espial/listing.hpp"
#include "espial/session.hpp"

namespace espial::test {

constexpr std::uint64_t second = 1'000'000'000;

/// An active ESP session under spi-split: `packets` one way, none back.
Session esp_session(std::string_view source, std::string_view destination, std::uint32_t spi,
                    std::uint64_t packets = 1);
/// A session of any protocol with ports given, one packet each way.
Session session_of(hw::Protocol protocol, std::uint16_t source_port,
                   std::uint16_t destination_port);
/// Its last packet came `timeout` and more ago.
Session timed_out(Session session);

/// The two sessions of Juniper's KB35317.
std::vector<Session> kb35317();
/// Session 791 of Palo Alto Networks' article, and the listing's time: 458 s after its last packet.
Session session_791();
std::uint64_t session_791_now();

std::string print(const std::vector<Session>& sessions, const ListingOptions& options = {});
std::vector<std::string> lines(const std::string& text);
/// The line that begins with this label, leading blanks apart; empty if there is none.
std::string line_of(const std::string& text, std::string_view label);

/// A file of the source tree.
std::string source_path(std::string_view path);
std::string read_source(std::string_view path);

/// TZ as given (none: unset) for as long as this lives.
class TimeZone {
 public:
  explicit TimeZone(const char* zone);
  TimeZone(const TimeZone&) = delete;
  TimeZone& operator=(const TimeZone&) = delete;
  ~TimeZone();

 private:
  static void set(const char* zone);
  std::optional<std::string> before_;
};

}  // namespace espial::test
