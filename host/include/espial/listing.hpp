/// \file
/// Session listings: what is printed and how. Every field is described in docs/formats.md.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "espial/address.hpp"
#include "espial/cycles.hpp"
#include "espial/session.hpp"
#include "espial/statistics.hpp"

namespace espial {

/// What a card cannot know about a session, for the PAN-OS listing: read from a file of the user.
class Names {
 public:
  /// A network and what stands for it.
  struct Network {
    Prefix prefix;
    std::string zone;
    std::string interface_name;
  };

  /// Nothing is known.
  Names() = default;
  /// Reads a JSON file; docs/formats.md describes it, docs/examples/names.json is one.
  /// \throws FileError naming the file, the member, and what is wrong.
  static Names read(const std::string& path);

  /// The longest prefix that contains the address; none if no network does.
  [[nodiscard]] const Network* network_of(const Address& address) const;
  /// The text of a field by its label in the listing ("rule", "URL category", …); `unknown` if not
  /// given.
  [[nodiscard]] const std::string& field(std::string_view label) const;
  [[nodiscard]] const std::string& vsys() const { return field("vsys"); }

 private:
  /// Longest prefix first.
  std::vector<Network> networks_;
  std::map<std::string, std::string, std::less<>> fields_;
};

enum class Format : std::uint8_t { table, junos, panos, json };

/// The format of that name. \throws InvalidArgument listing the names there are.
Format parse_format(std::string_view name);
/// The names that parse_format knows, the default first.
std::span<const std::string_view> format_names();

struct ListingOptions {
  Format format = Format::table;
  /// The listing's time (nanoseconds since 1970): what ages and times to live refer to.
  std::uint64_t now_ns = 0;
  /// Number of the first session created; the others follow.
  std::uint64_t first_id = 1;
  /// Ports in hexadecimal (junos).
  bool hex = false;
  /// The article's sentence above each session (junos).
  bool explain = false;
  /// Prefixes inside the firewall (junos): decide between I and O.
  std::vector<Prefix> inside;
  /// What the card cannot know (panos).
  Names names;
  /// Names of the ingress tags from 1 on (panos shows them as zone); empty if none were given.
  std::vector<std::string> ingress_names;
  /// Whether to colour (table).
  bool colour = false;
  /// Columns that a line should fit (table).
  unsigned width = 120;
};

/// Prints sessions, and stops early if `out` fails: its state tells.
/// \param sessions in creation order; those past their timeout already closed.
void write_listing(std::ostream& out, std::span<const Session> sessions,
                   const ListingOptions& options);

/// Prints one JSON object with the members that docs/formats.md lists. `out` tells if it fails.
/// \param cycles none on `native`
void write_statistics_json(std::ostream& out, const Statistics& statistics,
                           const std::optional<CycleStatistics>& cycles);

}  // namespace espial
