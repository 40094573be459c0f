// Records of the card as sessions of the host.
#pragma once

#include "espial/hw/record.hpp"
#include "espial/session.hpp"

namespace espial {

Session decode(const hw::Record& record);

}  // namespace espial
