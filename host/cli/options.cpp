#include "options.hpp"

#include <fmt/format.h>

#include <charconv>
#include <iostream>

#include "espial/device.hpp"
#include "espial/error.hpp"

namespace espial::cli {

po::typed_value<std::string>* device_value() {
  return po::value<std::string>()->value_name("DEVICE")->default_value(
      std::string(device_names().front()));
}

const char* const device_help =
    "the device: 'sim' is the verilated card, cycle by cycle; 'native' runs the kernels, compiled "
    "for this machine: faster, and without a clock";

po::variables_map parse(const Arguments& arguments, const po::options_description& options,
                        const std::string& operands) {
  po::options_description all(options);
  po::positional_options_description positions;
  if (!operands.empty()) {
    all.add_options()(operands.c_str(), po::value<std::vector<std::string>>());
    positions.add(operands.c_str(), -1);
  }
  try {
    po::variables_map values;
    // No guessing: an abbreviation that works today means something else tomorrow.
    const int style =
        po::command_line_style::default_style & ~po::command_line_style::allow_guessing;
    po::store(
        po::command_line_parser(arguments).options(all).positional(positions).style(style).run(),
        values);
    po::notify(values);
    return values;
  } catch (const po::too_many_positional_options_error&) {
    throw UsageError(fmt::format("'{}': this command takes options only",
                                 arguments.empty() ? "" : arguments.back()));
  } catch (const po::error& error) {
    throw UsageError(error.what());
  }
}

std::uint64_t number(const std::string& option, const std::string& text) {
  std::string_view digits = text;
  const bool hexadecimal = digits.starts_with("0x") || digits.starts_with("0X");
  if (hexadecimal) digits.remove_prefix(2);
  std::uint64_t value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, hexadecimal ? 16 : 10);
  if (error != std::errc() || end != digits.data() + digits.size()) {
    throw UsageError(
        fmt::format("{} '{}': give a whole number, decimal or hexadecimal (0x…)", option, text));
  }
  return value;
}

void finish_output() {
  std::cout.flush();
  if (!std::cout) throw FileError("standard output", "cannot be written");
}

}  // namespace espial::cli
