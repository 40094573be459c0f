// Random traffic, on a device and on the model: a few seeds.
#include "model_runs.hpp"

namespace espial::test {

Device open_for_model(std::uint64_t seed, const HashBits& bits) { return open_native(seed, bits); }

namespace {

INSTANTIATE_TEST_SUITE_P(Seeds, Model,
                         testing::Combine(testing::ValuesIn(model_runs()), testing::Values(1U, 2U)),
                         Model::name);

}  // namespace
}  // namespace espial::test
