#include "figures.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace espial::bench {

void Figures::title(std::string_view text) {
  fmt::print("\n{}\n", text);
  std::fflush(stdout);
}

// card.py writes the same lines.
void Figures::line(std::string_view what, const Value& value, const std::string& asked,
                   std::optional<bool> met) {
  const std::string number = fmt::format("{:.{}f}", value.number, value.digits);
  const char* const verdict = !met ? "" : *met ? "met" : "NOT MET";
  std::string text =
      fmt::format("  {:<50}{:>12} {:<20}{:<12}{}", what, number, value.unit, asked, verdict);
  text.erase(text.find_last_not_of(' ') + 1);
  fmt::print("{}\n", text);
  std::fflush(stdout);
}

void Figures::at_least(std::string_view what, const Value& value, double asked) {
  line(what, value, fmt::format(">= {}", asked), value.number >= asked);
}

void Figures::at_most(std::string_view what, const Value& value, double asked) {
  line(what, value, fmt::format("<= {}", asked), value.number <= asked);
}

void Figures::plain(std::string_view what, const Value& value) {
  line(what, value, "", std::nullopt);
}

void Figures::fault(std::string_view what, std::string_view why) {
  ++faults_;
  fmt::print("  WRONG: {}: {}\n", what, why);
  std::fflush(stdout);
}

void Figures::expect(bool right, std::string_view what, std::string_view why) {
  if (!right) fault(what, why);
}

}  // namespace espial::bench
