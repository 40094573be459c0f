// The kernels compiled natively, doing what a card did.
#pragma once

#include <string>

#include "processes/bench/interface.hpp"
#include "recorder.hpp"

namespace espial::test {

// What hlsc says of the card's `session_table`.
const bench::NetworkInterface& session_table_interface();

// Feeds the native `session_table` with what moved on the ports, lets its merging processes decide
// as the card's did, and compares every element on every stream. Runs in a copy of this program,
// which must not have run the native kernels itself.
// \returns the first difference; nothing if they agree
std::string difference_from_native(const sim::Recording& recording);

}  // namespace espial::test
