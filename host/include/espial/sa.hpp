/// \file
/// Security associations, as `negotiated` needs them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "espial/address.hpp"
#include "espial/hw/types.hpp"

namespace espial {

/// The two SAs between a firewall and its peer: one in, one out (RFC 4301, 4.1).
struct SaPair {
  Address local;
  Address remote;
  /// SPI of packets from `remote` to `local`; its halves are the ports of both flows.
  std::uint32_t spi_in = 0;
  /// SPI of packets from `local` to `remote`.
  std::uint32_t spi_out = 0;
  std::uint16_t zone = 0;
  hw::Protocol protocol = hw::Protocol::esp;

  friend bool operator==(const SaPair&, const SaPair&) = default;
};

/// A pair as it stands in a file.
struct SaEntry {
  SaPair pair;
  std::size_t line = 0;
};

/// Reads a file of JSON Lines: `{"local":"…","remote":"…","spi_in":…,"spi_out":…,"zone":…}`, SPIs
/// as numbers or as text ("0x…" or decimal); `zone` may be absent (0), `protocol` may be `esp` (the
/// default) or `ah`. Empty lines are skipped. \param path `-` for standard input
/// \throws FileError naming file, line and what is wrong
std::vector<SaEntry> read_sa_table(const std::string& path);

}  // namespace espial
