// Random traffic, on a device and on the model: many seeds.
#include "model_runs.hpp"

namespace espial::test {
namespace {

INSTANTIATE_TEST_SUITE_P(ManySeeds, Model,
                         testing::Combine(testing::ValuesIn(model_runs()),
                                          testing::Range<std::uint64_t>(100, 120)),
                         Model::name);

}  // namespace
}  // namespace espial::test
