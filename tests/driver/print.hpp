// How GoogleTest prints the library's values.
#pragma once

#include <ostream>

#include "espial/device.hpp"

namespace espial {

void PrintTo(const Session& session, std::ostream* out);
void PrintTo(const PacketResult& result, std::ostream* out);
void PrintTo(const Statistics& statistics, std::ostream* out);

}  // namespace espial
