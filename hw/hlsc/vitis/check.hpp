// `hlsc --vitis-check`: refuses what Vitis HLS would.
#pragma once

#include <llvm/Support/raw_ostream.h>

#include "frontend/compile.hpp"

namespace hlsc::vitis {

// Checks the sources as one program: C++14 without extensions, and the rules of rules.hpp.
// \param diagnostics where the errors go, each once, with file, line, column and caret
// \return whether Vitis HLS would take them, as far as the rules tell
bool check(const CompileOptions& options, llvm::raw_ostream& diagnostics);

}  // namespace hlsc::vitis
