#include "model_runs.hpp"

#include <algorithm>

#include "driver/device_access.hpp"
#include "lockstep.hpp"
#include "scale.hpp"

namespace espial::test {
namespace {

using std::chrono::seconds;

// All four mappings, each of them several times as likely as a drop.
ZonePolicy policy(Traffic& traffic) {
  const auto mapping = [&traffic] { return static_cast<hw::PortMapping>(traffic.between(0, 3)); };
  ZonePolicy policy{.port_mapping = mapping(), .pass_through = mapping()};
  if (policy.pass_through == hw::PortMapping::negotiated) {
    policy.pass_through = hw::PortMapping::none;
  }
  if (traffic.chance(0.3)) policy.miss_action = hw::Action::drop;
  return policy;
}

SaPair sa_pair(Traffic& traffic) {
  const Address local = traffic.host();
  Address remote = local;
  while (remote == local) remote = traffic.host();
  return {.local = local,
          .remote = remote,
          .spi_in = traffic.spi(),
          .spi_out = traffic.spi(),
          .zone = static_cast<std::uint16_t>(traffic.between(0, 2)),
          .protocol = traffic.chance(0.7) ? hw::Protocol::esp : hw::Protocol::ah};
}

// Settings of every kind, at random. SAs are only added: a pair that another one replaced in part
// cannot be removed.
void change_something(Lockstep& both, Traffic& traffic) {
  switch (traffic.between(0, 3)) {
    case 0:
      both.set_zone(static_cast<std::uint16_t>(traffic.between(0, 3)),
                    static_cast<std::uint16_t>(traffic.between(0, 2)));
      break;
    case 1:
      both.set_policy(static_cast<std::uint16_t>(traffic.between(0, 2)), policy(traffic));
      break;
    case 2:
      both.set_timer(static_cast<hw::Timer>(traffic.between(0, hw::timers - 1)),
                     seconds(traffic.between(1, 300)));
      break;
    default:
      for (int i = 0; i < 8; ++i) both.add_sa(sa_pair(traffic));
      break;
  }
}

void run_round(Lockstep& both, Traffic& traffic, std::size_t packets, bool settings) {
  while (packets != 0 && !testing::Test::HasFailure()) {
    // From one packet to more than a batch.
    const std::size_t most = settings || traffic.chance(0.5) ? 100 : 6000;
    const std::size_t count = std::min<std::size_t>(packets, traffic.between(1, most));
    both.submit(traffic.next(count));
    if (settings) change_something(both, traffic);
    if (traffic.chance(0.3)) both.read_ended();
    if (traffic.chance(0.02)) both.read_sessions();
    packets -= count;
  }
  both.check();
}

void run_all(const ModelRun& run, std::uint64_t seed, bool settings) {
  SCOPED_TRACE(testing::Message() << run.name << ", seed " << seed);
  Device device = open_for_model(seed, run.bits);
  Lockstep both(device, run.capacity);
  std::uint64_t bounced = 0;
  for (std::size_t round = 0; round < run.rounds && !testing::Test::HasFailure(); ++round) {
    SCOPED_TRACE(testing::Message() << "round " << round);
    if (round != 0) both.clear();
    Traffic traffic(1000 * seed + round, run.shape);
    // Settings cost more than packets.
    run_round(both, traffic, scaled(settings ? run.packets / 2 : run.packets), settings);
    bounced += DeviceAccess::bounced(device);
  }
  // Otherwise the run shows nothing: no session ended, and no tag matched falsely.
  EXPECT_GT(bounced, 0U);
}

}  // namespace

std::vector<ModelRun> model_runs() {
  const Traffic::Shape few{.hosts = 5, .spis = 8, .conversations = 16};
  const Traffic::Shape many{.hosts = 4000, .spis = 20'000, .conversations = 3000, .most_new = 400};
  const Traffic::Shape pauses{
      .hosts = 4, .spis = 8, .conversations = 30, .all_new = 0.3, .pauses = 0.05};
  // No more sessions than find a place however their lines meet.
  const Traffic::Shape settled{
      .hosts = 8, .conversations = 24, .all_new = 0, .pauses = 0.03, .changes = 0};
  const HashBits one_bit_tags{.tag_bits = 1};
  const HashBits equal_tags{.tag_bits = 0};
  const HashBits equal_lines{.line_bits = {12, 0, 12, 12}};
  // Sessions that share one line and not the others, in every way.
  const HashBits shared_lines{.tag_bits = 1, .line_bits = {2, 3, 0, 4}};
  const HashBits nothing{.tag_bits = 0, .line_bits = {0, 0, 0, 0}};
  const ModelTable::Capacity one_line{.index_places = hw::choices * hw::line_slots};
  return {
      {.name = "few_hosts", .shape = few},
      {.name = "some_hosts"},
      {.name = "many_hosts", .shape = many},
      {.name = "pauses", .shape = pauses},
      {.name = "one_bit_tags", .bits = one_bit_tags},
      {.name = "one_bit_tags_many_hosts", .shape = many, .bits = one_bit_tags},
      {.name = "one_bit_tags_pauses", .shape = pauses, .bits = one_bit_tags},
      {.name = "equal_tags", .bits = equal_tags},
      {.name = "equal_tags_many_hosts", .shape = many, .bits = equal_tags},
      {.name = "equal_lines_of_a_choice", .shape = many, .bits = equal_lines},
      {.name = "shared_lines",
       .shape = settled,
       .bits = shared_lines,
       .rounds = 20,
       .packets = 500},
      {.name = "everything_zero", .bits = nothing, .capacity = one_line, .packets = 1000},
      {.name = "everything_zero_pauses",
       .shape = pauses,
       .bits = nothing,
       .capacity = one_line,
       .packets = 1000},
  };
}

std::string Model::name(const testing::TestParamInfo<ParamType>& info) {
  return std::get<ModelRun>(info.param).name + "_" +
         std::to_string(std::get<std::uint64_t>(info.param));
}

TEST_P(Model, agrees_with_the_device_on_random_traffic) {
  const auto& [run, seed] = GetParam();
  run_all(run, seed, false);
}

TEST_P(Model, agrees_with_the_device_while_settings_change) {
  const auto& [run, seed] = GetParam();
  run_all(run, seed, true);
}

}  // namespace espial::test
