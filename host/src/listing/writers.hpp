// One function a format. A new format is one more, an enumerator of Format, and a line in
// listing.cpp.
#pragma once

#include <span>

#include "espial/listing.hpp"
#include "listing/output.hpp"

namespace espial::listing {

using Writer = void(Output& out, std::span<const Session> sessions, const ListingOptions& options);

Writer write_table;
Writer write_junos;
Writer write_panos;
Writer write_json;

}  // namespace espial::listing
