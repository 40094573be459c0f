// What the formats share: the words for the card's values, and calendar time.
#pragma once

#include <cstdint>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

#include "espial/session.hpp"

namespace espial::listing {

constexpr std::uint64_t ns_per_s = 1'000'000'000;

/// `tcp`, `udp`, `icmp`, `icmpv6`, `esp`, `ah`; any other as its number.
std::string protocol_name(std::uint8_t protocol);
/// `opening`, `active`, ….
std::string_view name(hw::SessionState state);
/// `none` or `udp`.
std::string_view name(hw::Encapsulation encapsulation);
/// The names of the flags that are set, lowest bit first.
std::vector<std::string_view> flag_names(std::uint16_t flags);
std::string upper_case(std::string_view text);

/// The port in decimal, or as four hexadecimal digits.
enum class PortStyle : std::uint8_t { decimal, hexadecimal };
/// `192.0.2.1:443` or `[2001:db8::1]:443` (RFC 3986, 3.2.2).
std::string endpoint(const Address& address, std::uint16_t port,
                     PortStyle style = PortStyle::decimal);

/// Nanoseconds from `then` until `now`; 0 if `then` is the later one.
constexpr std::uint64_t elapsed(std::uint64_t then, std::uint64_t now) {
  return now > then ? now - then : 0;
}

/// Calendar time of a moment (ns since 1970): in UTC unless TZ is set.
std::tm calendar(std::uint64_t time_ns);
/// ISO 8601: `2015-06-10T11:58:59.25Z`, or with the offset from UTC if TZ is set.
std::string iso_8601(std::uint64_t time_ns);

}  // namespace espial::listing
