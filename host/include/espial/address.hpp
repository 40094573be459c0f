/// \file
/// IP addresses and prefixes.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace espial {

/// An IPv4 or IPv6 address, held as 16 octets in network order (IPv4 mapped: RFC 4291, 2.5.5.2).
class Address {
 public:
  /// The unspecified address `::`.
  constexpr Address() = default;
  /// \param octets 16 octets in network order.
  explicit constexpr Address(const std::array<std::uint8_t, 16>& octets) : octets_(octets) {}

  /// Reads `192.0.2.1` or `2001:db8::1`, without a zone index. \throws InvalidArgument that quotes
  /// the text.
  static Address parse(std::string_view text);
  /// \param octets 4 octets in network order.
  static Address v4(std::span<const std::uint8_t, 4> octets);

  [[nodiscard]] constexpr const std::array<std::uint8_t, 16>& octets() const { return octets_; }
  /// Whether this is an IPv4 address (held mapped).
  [[nodiscard]] bool is_v4() const;
  /// As RFC 5952 writes it; an IPv4 address in dotted form, never mapped.
  [[nodiscard]] std::string to_string() const;

  friend auto operator<=>(const Address&, const Address&) = default;

 private:
  std::array<std::uint8_t, 16> octets_{};
};

/// A set of addresses of one family that begin with the same bits.
class Prefix {
 public:
  /// Reads `10.0.1.0/24`, `2001:db8::/32`, or an address alone (its full length). The bits beyond
  /// the length must be 0. \throws InvalidArgument that quotes the text.
  static Prefix parse(std::string_view text);

  /// `::/0` contains every IPv6 address and no IPv4 one; `0.0.0.0/0` the reverse.
  [[nodiscard]] bool contains(const Address& address) const;
  /// Bits that count, of the 128 of the mapped form: 96 more than an IPv4 prefix says.
  [[nodiscard]] unsigned length() const { return length_; }

  friend bool operator==(const Prefix&, const Prefix&) = default;

 private:
  Address address_;
  unsigned length_ = 0;
};

}  // namespace espial
