// The verilated card as a backend: device `sim`.
#pragma once

#include <memory>

#include "backend/backend.hpp"

namespace espial::sim {
struct CardOptions;
}

namespace espial {

// Several may be open at once. A card stays powered when it is closed, and the next one who opens
// gets it, with whatever its last owner left behind.
std::unique_ptr<Backend> open_sim();
// A card of one's own.
std::unique_ptr<Backend> open_sim(const sim::CardOptions& options);

}  // namespace espial
