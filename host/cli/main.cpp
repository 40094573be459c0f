// `espial`: sessions of IPsec-aware networks, from captures or a card.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iostream>
#include <string_view>

#include "command.hpp"
#include "espial/device.hpp"
#include "espial/error.hpp"
#include "options.hpp"

namespace {

using espial::cli::Arguments;

struct Command {
  std::string_view name;
  std::string_view summary;
  int (*run)(const Arguments&);
};

constexpr std::array commands = {
    Command{"replay", "feed captures to the session table and list the sessions",
            espial::cli::replay},
    Command{"info", "say what a device is", espial::cli::info},
};

void print_help() {
  std::cout << "usage: espial COMMAND [OPTION]...\n\nThe session table for IPsec-aware "
               "networks.\n\nCommands:\n";
  for (const Command& command : commands) {
    std::cout << fmt::format("  {:<8}  {}\n", command.name, command.summary);
  }
  std::cout << "\n'espial COMMAND --help' describes a command. Exit status: 0 done, 1 failed, 2 "
               "wrong usage.\n";
  espial::cli::finish_output();
}

int run(const Arguments& arguments) {
  if (arguments.empty()) throw espial::cli::UsageError("which command? 'espial --help' lists them");
  const std::string& name = arguments.front();
  if (name == "--help" || name == "-h" || name == "help") {
    print_help();
    return 0;
  }
  if (name == "--version") {
    std::cout << fmt::format("espial {}\n", espial::version());
    espial::cli::finish_output();
    return 0;
  }
  const auto* const command = std::ranges::find(commands, name, &Command::name);
  if (command == commands.end()) {
    throw espial::cli::UsageError(
        fmt::format("'{}' is no command: 'espial --help' lists them", name));
  }
  return command->run(Arguments(arguments.begin() + 1, arguments.end()));
}

}  // namespace

int main(int count, char** values) {
  std::ios::sync_with_stdio(false);
  try {
    return run(Arguments(values + 1, values + count));
  } catch (const espial::cli::UsageError& error) {
    fmt::print(stderr, "espial: {}\n", error.what());
    return 2;
  } catch (const espial::InvalidArgument& error) {
    fmt::print(stderr, "espial: {}\n", error.what());
    return 2;
  } catch (const std::exception& error) {
    fmt::print(stderr, "espial: {}\n", error.what());
    return 1;
  }
}
