// What the model and the device are put through. Two programs run it: with few seeds, and with
// many.
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

// A run and a seed.
class Model : public testing::TestWithParam<std::tuple<ModelRun, std::uint64_t>> {
 public:
  static std::string name(const testing::TestParamInfo<ParamType>& info);
};

}  // namespace espial::test
