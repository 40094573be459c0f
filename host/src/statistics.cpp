#include "espial/statistics.hpp"

#include <numeric>

namespace espial {

bool Statistics::balanced() const {
  return packets + doubled == std::accumulate(outcome.begin(), outcome.end(), std::uint64_t{0});
}

std::string_view name(hw::Outcome outcome) {
  switch (outcome) {
    case hw::Outcome::counted:
      return "counted";
    case hw::Outcome::not_ip:
      return "not_ip";
    case hw::Outcome::fragment:
      return "fragments";
    case hw::Outcome::refused:
      return "refused";
    case hw::Outcome::learn_deferred:
      return "learn_deferred";
    case hw::Outcome::truncated:
      return "truncated";
    case hw::Outcome::beyond_window:
      return "beyond_window";
    case hw::Outcome::oversize:
      return "oversize";
    case hw::Outcome::too_short:
      return "too_short";
    case hw::Outcome::link_depth:
      return "link_depth";
    case hw::Outcome::ip_version:
      return "ip_version";
    case hw::Outcome::ip_header:
      return "ip_header";
    case hw::Outcome::udp_length:
      return "udp_length";
    case hw::Outcome::ah_length:
      return "ah_length";
    case hw::Outcome::spi_zero:
      return "spi_zero";
    case hw::Outcome::mapped_address:
      return "mapped_address";
  }
  return "";
}

}  // namespace espial
