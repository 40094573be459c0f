// A kernel that the host calls, as a module: its registers, its memory adapters and its loop.
#pragma once

#include <string>

#include "frontend/declarations.hpp"
#include "process.hpp"

namespace hlsc {

struct LeafShell {
  const Leaf& leaf;
  const CompiledProcess& loop;
  std::string count;  // the scalar that says how many iterations there are
  double clock_ns;
};

Output print_leaf(const LeafShell& shell);

}  // namespace hlsc
