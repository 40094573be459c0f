// The verilated card as a backend: device `sim`.
#pragma once

#include <memory>

#include "backend/backend.hpp"

namespace espial::sim {
class Card;
struct CardOptions;
}  // namespace espial::sim

namespace espial {

// Several may be open at once. A card stays powered when it is closed, and the next one who opens
// gets it, with whatever its last owner left behind.
std::unique_ptr<Backend> open_sim();
// A card of one's own.
std::unique_ptr<Backend> open_sim(const sim::CardOptions& options);
// This card, which the caller may go on to step and feed beside the driver.
std::unique_ptr<Backend> open_sim(std::unique_ptr<sim::Card> card);

}  // namespace espial
