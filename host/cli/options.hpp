// Parsing options, and the text of --help.
#pragma once

#include <boost/program_options.hpp>
#include <cstdint>
#include <string>

#include "command.hpp"

namespace espial::cli {

namespace po = boost::program_options;

// Parses arguments. \param operands name of the option that takes what is no option; empty if there
// is none
// \throws UsageError
po::variables_map parse(const Arguments& arguments, const po::options_description& options,
                        const std::string& operands);

// The value of --device, and what its help says.
po::typed_value<std::string>* device_value();
extern const char* const device_help;

// A whole number, decimal or hexadecimal after 0x. \throws UsageError naming the option
std::uint64_t number(const std::string& option, const std::string& text);

// Flushes standard output. \throws FileError if not all could be written
void finish_output();

}  // namespace espial::cli
