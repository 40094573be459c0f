// Figures as lines of a table: what, how much, of what, what is asked, and whether that is met.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace espial::bench {

class Figures {
 public:
  // Digits behind the point.
  struct Value {
    double number;
    unsigned digits = 0;
    std::string_view unit;
  };

  static void title(std::string_view text);
  static void at_least(std::string_view what, const Value& value, double asked);
  static void at_most(std::string_view what, const Value& value, double asked);
  // Nothing is asked of it.
  static void plain(std::string_view what, const Value& value);

  // A result that is wrong, whatever its speed.
  void fault(std::string_view what, std::string_view why);
  // As above unless `right`.
  void expect(bool right, std::string_view what, std::string_view why);
  [[nodiscard]] bool faultless() const { return faults_ == 0; }

 private:
  static void line(std::string_view what, const Value& value, const std::string& asked,
                   std::optional<bool> met);

  unsigned faults_ = 0;
};

}  // namespace espial::bench
