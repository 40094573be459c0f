// Random traffic, on the verilated card with random stalls and on the model.
#include <algorithm>

#include "card.hpp"
#include "driver/device_access.hpp"
#include "driver/model_runs.hpp"
#include "sim_backend.hpp"

namespace espial::test {

Device open_for_model(std::uint64_t seed, const HashBits& bits) {
  constexpr unsigned now_and_then = 32;  // of 256 cycles
  return DeviceAccess::open(
      open_sim({.seed = seed, .memory = sim::hbm_like, .stalls = seed % 2 == 0 ? 0 : now_and_then}),
      draw(seed, bits));
}

namespace {

// A simulated card is many times slower than its functional model, and each clear sweeps 65,536
// rows.
std::vector<ModelRun> short_runs() {
  std::vector<ModelRun> runs = model_runs();
  for (ModelRun& run : runs) {
    run.packets = std::min<std::size_t>(run.packets, 2000);
    run.rounds = std::min<std::size_t>(run.rounds, 3);
  }
  return runs;
}

// Those that make the loop of index and record busy, each time.
std::vector<ModelRun> few_runs() {
  std::vector<ModelRun> runs = short_runs();
  std::erase_if(runs, [](const ModelRun& run) {
    return run.name != "few_hosts" && run.name != "one_bit_tags_pauses" &&
           run.name != "shared_lines";
  });
  return runs;
}

INSTANTIATE_TEST_SUITE_P(Card, Model,
                         testing::Combine(testing::ValuesIn(few_runs()), testing::Values(1U)),
                         Model::name);
INSTANTIATE_TEST_SUITE_P(CardInFull, Model,
                         testing::Combine(testing::ValuesIn(short_runs()),
                                          testing::Range<std::uint64_t>(2, 5)),
                         Model::name);

}  // namespace
}  // namespace espial::test
