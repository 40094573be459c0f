// The commands of `espial`. Each takes its arguments, without program and command, and returns the
// exit status.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace espial::cli {

using Arguments = std::vector<std::string>;

// Wrong usage: exit status 2.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

int replay(const Arguments& arguments);
int info(const Arguments& arguments);

}  // namespace espial::cli
