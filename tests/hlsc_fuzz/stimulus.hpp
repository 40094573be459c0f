/// \file
/// The input of a generated kernel.
#pragma once

#include <boost/json/object.hpp>

#include "processes/bench/elements.hpp"
#include "processes/bench/interface.hpp"

namespace espial::fuzz {

/// So many elements for each input. Fields that the kernel's description says to draw from few
/// values do so, in most elements: what addresses memories meets them again soon. The others are
/// random, with a weakness for extremes.
bench::Stimulus stimulus(const bench::Interface& interface, const boost::json::object& description,
                         std::size_t items, std::uint64_t seed);

}  // namespace espial::fuzz
