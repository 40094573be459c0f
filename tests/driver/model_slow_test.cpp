// Random traffic, on a device and on the model: many seeds.
#include "model_runs.hpp"

namespace espial::test {

Device open_for_model(std::uint64_t seed, const HashBits& bits) { return open_native(seed, bits); }

namespace {

INSTANTIATE_TEST_SUITE_P(ManySeeds, Model,
                         testing::Combine(testing::ValuesIn(model_runs()),
                                          testing::Range<std::uint64_t>(100, 120)),
                         Model::name);

}  // namespace
}  // namespace espial::test
