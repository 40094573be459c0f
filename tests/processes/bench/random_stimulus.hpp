/// \file
/// Elements of any type, by its fields.
#pragma once

#include <cstdint>

#include "processes/bench/elements.hpp"
#include "processes/bench/interface.hpp"

namespace espial::bench {

/// Each field is all zeros, all ones, a small number, a power of two, or random, or keeps what it
/// was in the element before.
Elements random_elements(const Stream& stream, std::size_t count, std::uint64_t seed);

/// For all inputs of a process as many elements.
Stimulus random_stimulus(const Interface& interface, std::size_t count, std::uint64_t seed);

}  // namespace espial::bench
