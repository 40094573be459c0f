/// \file
/// Generated kernels beside their modules: what a program of several of them does.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "processes/bench/bench.hpp"

namespace espial::fuzz {

struct Subject {
  int seed;
  bench::Native native;
};

/// Registers and memories of the model start at random, by the seed.
using MakeModel = std::function<std::unique_ptr<bench::Model>(unsigned seed)>;

/// `PROGRAM ITEMS DIR`: compares each kernel with its module under all kinds of stalls, with as
/// many items on each of its inputs. DIR has about_SEED.json of each, which says what they are
/// like, and gets result_SEED.json: how it went, and what its probe counted.
/// \returns 0 if all was compared, however it went
int compare_batch(int argc, char** argv, const MakeModel& make_model,
                  const std::vector<Subject>& subjects);

}  // namespace espial::fuzz
