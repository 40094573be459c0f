// Prints the figures of the verilated card: card_bench [--quick]
//
// Ends with status 1 if a result is wrong, never for being slow.
#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <string_view>

#include "card_figures.hpp"

namespace {

constexpr espial::bench::Size whole{
    .packets = 1'000'000, .all_new = espial::hw::records, .held_cycles = 100'000, .fills = true};
// A twentieth, on one table that does not get full.
constexpr espial::bench::Size quick{
    .packets = 50'000, .all_new = 3'000, .held_cycles = 5'000, .fills = false};

int run(int count, char** arguments) {
  const bool is_quick = count == 2 && std::string_view(arguments[1]) == "--quick";
  if (count > 1 && !is_quick) {
    fmt::print(stderr, "usage: {} [--quick]\n", arguments[0]);
    return 2;
  }
  if (is_quick) fmt::print("So few packets that filling and draining the card counts.\n");
  return espial::bench::CardFigures(is_quick ? quick : whole).print() ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    return run(count, arguments);
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}: {}\n", arguments[0], error.what());
    return 1;
  }
}
