/// \file
/// What the fuzzer's programs and its scripts tell each other.
#pragma once

#include <boost/json/object.hpp>
#include <cstddef>
#include <filesystem>

namespace espial::fuzz {

/// \throws std::runtime_error if it cannot be read
boost::json::object read_json(const std::filesystem::path& path);
/// \throws std::runtime_error if it cannot be written
void write_json(const std::filesystem::path& path, const boost::json::object& object);

/// What a program is called with: `PROGRAM ITEMS DIR`.
struct Arguments {
  std::size_t items = 0;  ///< 0 if it is called wrongly; then standard error says how.
  std::filesystem::path folder = {};

  Arguments(int argc, char** argv);
};

}  // namespace espial::fuzz
