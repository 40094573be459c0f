// The verilated card as a backend: device `sim`.
#pragma once

#include <memory>

#include "backend/backend.hpp"

namespace espial {

// Several may be open at once. A card stays powered when it is closed, and the next one who opens
// gets it, with whatever its last owner left behind.
std::unique_ptr<Backend> open_sim();

}  // namespace espial
