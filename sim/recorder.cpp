#include "recorder.hpp"

#include <algorithm>
#include <bit>
#include <limits>

#include "Vcard.h"
#include "Vcard___024root.h"
#include "session_table.hpp"

namespace espial::sim {

static_assert(std::endian::native == std::endian::little, "the model's words are octets here");

Recorder::Recorder(const Vcard& model) : model_(model) {
  for (auto& signals : session_table::signals_of(*model.rootp)) {
    recording_->streams.emplace_back();
    for (const auto& signal : signals) recording_->streams.back().octets += signal.size();
    signals_.push_back(std::move(signals));
  }
  recording_->outcomes.resize(static_cast<std::size_t>(std::ranges::count_if(
      session_table::processes, [](const auto& process) { return process.questions != 0; })));
}

void Recorder::observe() {
  if (model_.ap_fired != 0) observe_outcomes(model_.ap_fired, model_.ap_outcomes);
  ++recording_->cycles;
  ++recording_->still;
  for (std::uint64_t moved = model_.ap_valid & model_.ap_ready; moved != 0; moved &= moved - 1) {
    const auto index = static_cast<std::size_t>(std::countr_zero(moved));
    std::vector<std::uint8_t>& elements = recording_->streams[index].elements;
    for (const auto& signal : signals_[index])
      elements.insert(elements.end(), signal.begin(), signal.end());
    recording_->still = 0;
  }
}

void Recorder::observe_outcomes(std::uint32_t fired, std::uint32_t outcomes) {
  std::size_t index = 0;
  for (const session_table::Process& process : session_table::processes) {
    if (process.questions == 0) continue;
    if ((fired >> index & 1) != 0) {
      const std::uint32_t told = outcomes & ((1U << process.questions) - 1);
      std::vector<Recording::Run>& runs = recording_->outcomes[index];
      constexpr std::uint32_t most = std::numeric_limits<std::uint32_t>::max();
      if (runs.empty() || runs.back().outcomes != told || runs.back().firings == most)
        runs.push_back({told, 0});
      ++runs.back().firings;
    }
    outcomes >>= process.questions;
    ++index;
  }
}

}  // namespace espial::sim
