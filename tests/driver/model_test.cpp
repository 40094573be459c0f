// Random traffic, on a device and on the model: a few seeds.
#include "model_runs.hpp"

namespace espial::test {
namespace {

INSTANTIATE_TEST_SUITE_P(Seeds, Model,
                         testing::Combine(testing::ValuesIn(model_runs()), testing::Values(1U, 2U)),
                         Model::name);

}  // namespace
}  // namespace espial::test
