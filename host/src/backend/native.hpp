// The kernels compiled for this machine: the functional model.
#pragma once

#include <memory>

#include "backend/backend.hpp"

namespace espial {

// The kernels' state is static, so a program holds one native card. \throws DeviceError if it is
// open.
std::unique_ptr<Backend> open_native();

}  // namespace espial
