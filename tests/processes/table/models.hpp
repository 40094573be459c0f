/// \file
/// The processes of `session_table` as hlsc makes them.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "processes/bench/model.hpp"

namespace espial::test {

/// By the name of the process. \param seed of what registers and memories start with
using ModelMaker = std::function<std::unique_ptr<bench::Model>(unsigned seed)>;
const std::map<std::string, ModelMaker>& models();

}  // namespace espial::test
