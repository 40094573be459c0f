// Networks of tasks in the AST.
#pragma once

#include <optional>

#include "frontend/declarations.hpp"

namespace clang {
class FunctionDecl;
}

namespace hlsc {

// The network that a function declares, if it declares tasks; without name and ports.
std::optional<Network> network_of(const clang::FunctionDecl& function);

}  // namespace hlsc
