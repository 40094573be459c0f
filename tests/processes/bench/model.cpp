#include "processes/bench/model.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace espial::bench {

ProcessPins& Model::process(std::string_view name) {
  const auto found = std::ranges::find_if(
      processes_, [&](const ProcessPins& process) { return process.interface.name == name; });
  if (found == processes_.end()) {
    throw InterfaceError(fmt::format("the model has no process '{}'", name));
  }
  return *found;
}

void Model::reset() {
  constexpr int cycles = 8;
  reset_n_[0] = 0;
  for (ProcessPins& process : processes_) {
    for (std::size_t i = 0; i < process.streams.size(); ++i) {
      const bool input = process.interface.streams[i].is_input;
      const Pin pin = input ? process.streams[i].valid : process.streams[i].ready;
      if (!pin.empty()) pin[0] = 0;
    }
  }
  for (int i = 0; i < cycles; ++i) {
    settle();
    tick();
  }
  reset_n_[0] = 1;
}

void Model::tick() {
  clock_[0] = 1;
  evaluate();
  clock_[0] = 0;
}

}  // namespace espial::bench
