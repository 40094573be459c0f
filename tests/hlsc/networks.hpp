// Networks that stand in a test, and what hlsc says of them.
#pragma once

#include <gmock/gmock.h>

#include <string>

#include "hlsc/kernel.hpp"

namespace hlsc::test {

// The processes that they are made of: only what a network names is compiled.
extern const char* const processes;
// Two processes, and a stream between them.
extern const std::string chain;
// What comes out of `second` goes back to `first`.
extern const std::string cycle;

// Compiles a network of the processes in networks.cpp; its body begins in line 1 of "network.cpp".
Attempt compiled(const std::string& body, const std::string& ports = "ints& in, ints& out",
                 const std::string& name = "net");
// \returns what hlsc says of it
std::string error_in(const std::string& body, const std::string& ports = "ints& in, ints& out");

// An error that stands at "line:column", and names what is wrong.
inline auto error_at(const std::string& place, const std::string& text) {
  return testing::AllOf(testing::StartsWith("network.cpp:" + place + ": error: "),
                        testing::HasSubstr(text));
}

// The text with a part of it replaced.
std::string with(std::string text, const std::string& part, const std::string& by);
// The text with a line behind a part of it.
std::string behind(const std::string& text, const std::string& part, const std::string& line);

}  // namespace hlsc::test
