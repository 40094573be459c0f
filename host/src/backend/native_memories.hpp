// What the kernels of this program keep.
#pragma once

#include "backend/inside.hpp"

namespace espial {

// They must have been powered up (native.cpp).
Memories native_memories();

}  // namespace espial
