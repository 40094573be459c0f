#include "espial/listing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "espial/error.hpp"
#include "listing/writers.hpp"

namespace espial {
namespace {

// In the order of Format.
constexpr std::array<std::string_view, 4> names{"table", "junos", "panos", "json"};
constexpr std::array<listing::Writer*, names.size()> writers{
    listing::write_table, listing::write_junos, listing::write_panos, listing::write_json};
static_assert(names[static_cast<std::size_t>(Format::json)] == "json", "the order of Format");

}  // namespace

std::span<const std::string_view> format_names() { return names; }

Format parse_format(std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) {
    throw InvalidArgument(
        fmt::format("'{}': not a format; there are {}", std::string(name), fmt::join(names, ", ")));
  }
  return static_cast<Format>(found - names.begin());
}

void write_listing(std::ostream& out, std::span<const Session> sessions,
                   const ListingOptions& options) {
  listing::Output output(out);
  writers.at(static_cast<std::size_t>(options.format))(output, sessions, options);
  output.flush();
}

}  // namespace espial
