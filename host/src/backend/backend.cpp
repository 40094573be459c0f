#include "backend/backend.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "backend/native.hpp"
#ifdef ESPIAL_SIM
#include "sim_backend.hpp"
#endif
#include "espial/device.hpp"
#include "espial/error.hpp"

namespace espial {
namespace {

struct Entry {
  std::string_view name;
  std::unique_ptr<Backend> (*open)();
};

// The first one is what is meant where none is named.
constexpr std::array entries = {
#ifdef ESPIAL_SIM
    Entry{"sim", open_sim},
#endif
    Entry{"native", open_native},
};
constexpr auto names = [] {
  std::array<std::string_view, entries.size()> list;
  std::ranges::transform(entries, list.begin(), &Entry::name);
  return list;
}();

}  // namespace

std::unique_ptr<Backend> open_backend(std::string_view device) {
  const auto* const found = std::ranges::find(entries, device, &Entry::name);
  if (found == entries.end()) {
    throw InvalidArgument(
        fmt::format("device '{}': unknown; there is {}", device, fmt::join(names, ", ")));
  }
  return found->open();
}

std::span<const std::string_view> device_names() { return names; }

}  // namespace espial
