#include <fmt/format.h>

#include <chrono>
#include <limits>

#include "espial/error.hpp"
#include "espial/replay.hpp"

namespace espial {
namespace {

constexpr std::uint64_t ns_per_s = 1'000'000'000;

// Takes digits from the front of the text; none if there are none, or too many.
std::optional<std::uint64_t> take_number(std::string_view& text, std::size_t least = 1,
                                         std::size_t most = 19) {
  std::size_t digits = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') ++digits;
  if (digits < least || digits > most) return std::nullopt;
  std::uint64_t number = 0;
  for (const char digit : text.substr(0, digits))
    number = 10 * number + static_cast<std::uint64_t>(digit - '0');
  text.remove_prefix(digits);
  return number;
}

bool take(std::string_view& text, char wanted) {
  if (text.empty() || text.front() != wanted) return false;
  text.remove_prefix(1);
  return true;
}

// ".5" as nanoseconds; 0 if no point follows; none if no digit follows the point. Digits beyond the
// ninth are cut.
std::optional<std::uint64_t> take_fraction(std::string_view& text) {
  if (!take(text, '.')) return 0;
  std::uint64_t ns = 0;
  std::size_t digits = 0;
  for (; !text.empty() && text.front() >= '0' && text.front() <= '9';
       ++digits, text.remove_prefix(1)) {
    if (digits < 9) ns = 10 * ns + static_cast<std::uint64_t>(text.front() - '0');
  }
  if (digits == 0) return std::nullopt;
  for (; digits < 9; ++digits) ns *= 10;
  return ns;
}

std::optional<std::uint64_t> seconds(std::string_view text) {
  const auto whole = take_number(text);
  const auto fraction = take_fraction(text);
  if (!whole || !fraction || !text.empty() ||
      *whole >= std::numeric_limits<std::uint64_t>::max() / ns_per_s) {
    return std::nullopt;
  }
  return *whole * ns_per_s + *fraction;
}

std::optional<std::uint64_t> iso_8601(std::string_view text) {
  using namespace std::chrono;
  const auto y = take_number(text, 4, 4);
  if (!y || !take(text, '-')) return std::nullopt;
  const auto m = take_number(text, 2, 2);
  if (!m || !take(text, '-')) return std::nullopt;
  const auto d = take_number(text, 2, 2);
  if (!d) return std::nullopt;
  const year_month_day date(year(static_cast<int>(*y)), month(static_cast<unsigned>(*m)),
                            day(static_cast<unsigned>(*d)));
  if (!date.ok() || date < year_month_day(year(1970), January, day(1))) return std::nullopt;
  std::int64_t s = sys_seconds(sys_days(date)).time_since_epoch().count();
  std::uint64_t ns = 0;
  if (take(text, 'T') || take(text, ' ')) {
    const auto hour = take_number(text, 2, 2);
    if (!hour || *hour > 23 || !take(text, ':')) return std::nullopt;
    const auto minute = take_number(text, 2, 2);
    if (!minute || *minute > 59) return std::nullopt;
    std::uint64_t second = 0;
    if (take(text, ':')) {
      const auto given = take_number(text, 2, 2);
      const auto fraction = take_fraction(text);
      if (!given || *given > 60 || !fraction) return std::nullopt;
      second = *given;
      ns = *fraction;
    }
    s += static_cast<std::int64_t>(*hour * 3600 + *minute * 60 + second);
    if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
      const std::int64_t sign = text.front() == '+' ? -1 : 1;
      text.remove_prefix(1);
      const auto hours = take_number(text, 2, 2);
      take(text, ':');
      const auto minutes = take_number(text, 2, 2);
      if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
      s += sign * static_cast<std::int64_t>(*hours * 3600 + *minutes * 60);
    } else {
      take(text, 'Z');
    }
  }
  if (!text.empty() || s < 0 ||
      static_cast<std::uint64_t>(s) >= std::numeric_limits<std::uint64_t>::max() / ns_per_s) {
    return std::nullopt;
  }
  return static_cast<std::uint64_t>(s) * ns_per_s + ns;
}

}  // namespace

ListingTime ListingTime::parse(std::string_view text) {
  if (!text.empty() && text.front() == '+') {
    if (const auto ns = seconds(text.substr(1))) return {Kind::after_last_packet, *ns};
  } else if (const auto since_1970 = seconds(text)) {
    return {Kind::at, *since_1970};
  } else if (const auto time = iso_8601(text)) {
    return {Kind::at, *time};
  }
  throw InvalidArgument(
      fmt::format("time '{}': give ISO 8601 (2026-11-24T12:00:00Z), seconds since 1970, or "
                  "+SECONDS after the last packet",
                  text));
}

}  // namespace espial
