// What the model and the device are put through. Three programs run it: on the native device with
// few seeds and with many, and on the verilated card.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <ostream>
#include <string>
#include <tuple>
#include <vector>

#include "hashes.hpp"
#include "support/model_table.hpp"
#include "traffic.hpp"

namespace espial::test {

struct ModelRun {
  std::string name;
  Traffic::Shape shape = {};
  HashBits bits = {};
  ModelTable::Capacity capacity = {};
  // After each round the table is cleared, and other hosts come.
  std::size_t rounds = 2;
  std::size_t packets = 10'000;

  friend std::ostream& operator<<(std::ostream& out, const ModelRun& run) {
    return out << run.name;
  }
};

std::vector<ModelRun> model_runs();

// The device, with hashes drawn from the seed: each program has its own.
Device open_for_model(std::uint64_t seed, const HashBits& bits);

// A run and a seed.
class Model : public testing::TestWithParam<std::tuple<ModelRun, std::uint64_t>> {
 public:
  static std::string name(const testing::TestParamInfo<ParamType>& info);
};

}  // namespace espial::test
