// Kernels that the host calls, in the AST.
#pragma once

#include <optional>

#include "frontend/declarations.hpp"

namespace clang {
class FunctionDecl;
}

namespace hlsc {

// The leaf that a function is, if a directive says that a parameter is memory (INTERFACE m_axi);
// without its name.
std::optional<Leaf> leaf_of(const clang::FunctionDecl& function);

}  // namespace hlsc
