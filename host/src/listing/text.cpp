#include "listing/text.hpp"

#include <fmt/chrono.h>
#include <fmt/compile.h>
#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <utility>

namespace espial::listing {

std::string protocol_name(std::uint8_t protocol) {
  switch (static_cast<hw::Protocol>(protocol)) {
    case hw::Protocol::icmp:
      return "icmp";
    case hw::Protocol::tcp:
      return "tcp";
    case hw::Protocol::udp:
      return "udp";
    case hw::Protocol::esp:
      return "esp";
    case hw::Protocol::ah:
      return "ah";
    case hw::Protocol::icmpv6:
      return "icmpv6";
  }
  return std::to_string(protocol);
}

std::string_view name(hw::SessionState state) {
  switch (state) {
    case hw::SessionState::free:
      return "free";
    case hw::SessionState::opening:
      return "opening";
    case hw::SessionState::active:
      return "active";
    case hw::SessionState::closing:
      return "closing";
    case hw::SessionState::closed:
      return "closed";
    case hw::SessionState::discard:
      return "discard";
  }
  return "unknown";
}

std::string_view name(hw::Encapsulation encapsulation) {
  switch (encapsulation) {
    case hw::Encapsulation::none:
      return "none";
    case hw::Encapsulation::udp:
      return "udp";
  }
  return "unknown";
}

std::vector<std::string_view> flag_names(std::uint16_t flags) {
  using enum hw::SessionFlag;
  static constexpr std::array<std::pair<hw::SessionFlag, std::string_view>, 5> known{{
      {spi_reserved, "spi_reserved"},
      {spi_alias, "spi_alias"},
      {nat_rebind, "nat_rebind"},
      {sa_unknown, "sa_unknown"},
      {mapping_changed, "mapping_changed"},
  }};
  std::vector<std::string_view> names;
  for (const auto& [flag, text] : known) {
    if ((flags & static_cast<std::uint16_t>(flag)) != 0) names.push_back(text);
  }
  return names;
}

std::string upper_case(std::string_view text) {
  std::string upper(text);
  for (char& letter : upper) {
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
  }
  return upper;
}

std::string endpoint(const Address& address, std::uint16_t port, PortStyle style) {
  std::string text = address.to_string();
  if (!address.is_v4()) text = '[' + text + ']';
  return text + (style == PortStyle::hexadecimal ? fmt::format(FMT_COMPILE(":{:04X}"), port)
                                                 : fmt::format(FMT_COMPILE(":{}"), port));
}

std::tm calendar(std::uint64_t time_ns) {
  const auto seconds = static_cast<std::time_t>(time_ns / ns_per_s);
  std::tm time{};
  if (std::getenv("TZ") == nullptr) {
    gmtime_r(&seconds, &time);
  } else {
    tzset();  // localtime_r alone may miss a TZ that changed
    localtime_r(&seconds, &time);
  }
  return time;
}

std::string iso_8601(std::uint64_t time_ns) {
  const std::tm time = calendar(time_ns);
  std::string text = fmt::format("{:%Y-%m-%dT%H:%M:%S}", time);
  if (const std::uint64_t fraction = time_ns % ns_per_s; fraction != 0) {
    text += fmt::format(".{:09}", fraction);
    text.erase(text.find_last_not_of('0') + 1);
  }
  if (time.tm_gmtoff == 0) return text + 'Z';
  const long minutes = std::abs(time.tm_gmtoff) / 60;
  return text +
         fmt::format("{}{:02}:{:02}", time.tm_gmtoff < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

}  // namespace espial::listing
