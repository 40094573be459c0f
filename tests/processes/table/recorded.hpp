/// \file
/// What travels between the processes of `session_table` while a native card works.
#pragma once

#include "processes/bench/elements.hpp"

namespace espial::test {

/// By the names that table.cpp gives the streams; the first elements of each, as many as are kept.
using Recorded = bench::Stimulus;

/// The test captures, by host and wire, under all policies; then everything is read.
const Recorded& record_captures();
/// Random traffic over hashes of few bits and short timers: most operations meet others.
const Recorded& record_collisions();

}  // namespace espial::test
