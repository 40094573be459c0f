/// \file
/// Work on a copy of this program: what it does to `static` variables does not stay.
#pragma once

#include <functional>
#include <string>

namespace espial::bench {

/// Runs `work` in a copy of this process and returns what it returns.
/// \throws std::runtime_error if it throws, with its words, or if the copy dies
std::string in_child(const std::function<std::string()>& work);

}  // namespace espial::bench
