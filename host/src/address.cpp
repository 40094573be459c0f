#include "espial/address.hpp"

#include <arpa/inet.h>
#include <fmt/compile.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>

#include "espial/error.hpp"

namespace espial {
namespace {

using Octets = std::array<std::uint8_t, 16>;
using Groups = std::array<unsigned, 8>;

// What stands before an IPv4 address in its mapped form.
constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr unsigned mapped_bits = 8 * mapped.size();
constexpr unsigned address_bits = 128;

struct Run {
  std::size_t begin = 0;
  std::size_t length = 0;
};

// The zero groups that `::` stands for: the longest run, the first of equals, and never a single
// group (RFC 5952, 4.2).
Run longest_zeros(const Groups& groups) {
  Run longest;
  Run run;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    run = groups[i] != 0 ? Run{i + 1, 0} : Run{run.begin, run.length + 1};
    if (run.length > longest.length) longest = run;
  }
  return longest.length > 1 ? longest : Run{};
}

// Sets all bits from `length` on to 0.
Octets masked(Octets octets, unsigned length) {
  for (unsigned i = 0; i < octets.size(); ++i) {
    const unsigned kept = std::clamp(length, 8 * i, 8 * i + 8) - 8 * i;
    octets[i] = static_cast<std::uint8_t>(octets[i] & (0xff00u >> kept));
  }
  return octets;
}

}  // namespace

Address Address::v4(std::span<const std::uint8_t, 4> octets) {
  Octets all{};
  std::ranges::copy(octets, std::ranges::copy(mapped, all.begin()).out);
  return Address(all);
}

Address Address::parse(std::string_view text) {
  const std::string terminated(text);
  if (text.find('\0') == std::string_view::npos) {
    std::array<std::uint8_t, 4> four{};
    Octets sixteen{};
    if (inet_pton(AF_INET, terminated.c_str(), four.data()) == 1) return v4(four);
    if (inet_pton(AF_INET6, terminated.c_str(), sixteen.data()) == 1) return Address(sixteen);
  }
  throw InvalidArgument(
      fmt::format("'{}': not an address, which reads as 192.0.2.1 or 2001:db8::1", terminated));
}

bool Address::is_v4() const { return std::equal(mapped.begin(), mapped.end(), octets_.begin()); }

std::string Address::to_string() const {
  // inet_ntop would do but for IPv4-compatible addresses, which it writes with dots, and its pace.
  if (is_v4()) {
    return fmt::format(FMT_COMPILE("{}.{}.{}.{}"), octets_[12], octets_[13], octets_[14],
                       octets_[15]);
  }
  Groups groups{};
  for (std::size_t i = 0; i < groups.size(); ++i) {
    groups[i] = octets_[2 * i] * 256u + octets_[2 * i + 1];
  }
  const Run zeros = longest_zeros(groups);
  std::string text;
  for (std::size_t i = 0; i < groups.size();) {
    if (zeros.length != 0 && i == zeros.begin) {
      text += "::";
      i += zeros.length;
      continue;
    }
    if (!text.empty() && text.back() != ':') text += ':';
    fmt::format_to(std::back_inserter(text), FMT_COMPILE("{:x}"), groups[i]);
    ++i;
  }
  return text;
}

Prefix Prefix::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::string_view address = text.substr(0, slash);
  const bool v6 = address.find(':') != std::string_view::npos;
  const unsigned longest = v6 ? address_bits : address_bits - mapped_bits;

  Prefix prefix;
  prefix.address_ = Address::parse(address);
  unsigned length = longest;
  if (slash != std::string_view::npos) {
    const std::string_view digits = text.substr(slash + 1);
    const char* const end = digits.data() + digits.size();
    const auto [stop, fault] = std::from_chars(digits.data(), end, length);
    const bool number = fault == std::errc{} && stop == end;
    const bool leading_zero = digits.size() > 1 && digits.front() == '0';
    if (!number || leading_zero || length > longest) {
      throw InvalidArgument(
          fmt::format("'{}': the prefix length must be a number from 0 to {}", text, longest));
    }
  }
  prefix.length_ = v6 ? length : length + mapped_bits;

  const Address network(masked(prefix.address_.octets(), prefix.length_));
  if (network != prefix.address_) {
    throw InvalidArgument(fmt::format(
        "'{}': has bits set beyond its length; the network is {}/{}, the address alone {}", text,
        network.to_string(), length, address));
  }
  return prefix;
}

bool Prefix::contains(const Address& address) const {
  return address.is_v4() == address_.is_v4() &&
         masked(address.octets(), length_) == address_.octets();
}

}  // namespace espial
