// libpcap's link types (LINKTYPE_ values, as they stand in files) and those that Espial reads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "espial/hw/types.hpp"

namespace espial::capture {

/// None if Espial does not read it.
std::optional<hw::LinkType> known_link_type(std::uint32_t number);
/// "link type 127 (IEEE802_11_RADIO) is not supported; Espial reads …".
std::string unsupported_link_type(std::uint32_t number);

}  // namespace espial::capture
