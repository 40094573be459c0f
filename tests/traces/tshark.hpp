// What tshark sees in a capture.
#pragma once

#include <string>

#include "traces/replaying.hpp"

namespace espial::test {

/// ESP and AH packets by SA as tshark dissects them, without reassembly, where that is what Espial
/// counts: behind the outermost IP header, and with the whole header there.
/// \throws std::runtime_error if tshark fails
Traffic traffic_by_tshark(const std::string& path);

}  // namespace espial::test
