#include "bench_card.hpp"

#include <fmt/format.h>

#include <utility>

#include "driver/device_access.hpp"
#include "sim_backend.hpp"

namespace espial::bench {
namespace {

constexpr std::uint64_t beginning = 1'795'564'800'000'000'000;  // 2026-11-25

}  // namespace

BenchCard::BenchCard(Figures& figures, std::uint64_t seed)
    : figures_(figures),
      powered_(std::make_unique<sim::Card>(sim::CardOptions{.seed = seed})),
      card_(*powered_),
      device_(DeviceAccess::open(open_sim(std::move(powered_)), HashTables::draw(seed))),
      time_ns_(beginning) {
  settle();
}

// A packet right behind `clear` waits until the memories are swept, and so does an answer.
void BenchCard::settle() { before_ = device_.read_statistics(); }

Traffic BenchCard::traffic(Pattern pattern, std::size_t octets, std::uint64_t packets) {
  Traffic traffic(std::move(pattern), octets, time_ns_);
  time_ns_ = traffic.time_ns(packets);
  return traffic;
}

void BenchCard::begin() {
  before_ = device_.read_statistics();
  bounced_before_ = DeviceAccess::bounced(device_);
  card_.clear_counters();
}

Run BenchCard::end(std::string_view what, std::uint64_t packets) {
  Run run{.cycles = card_.cycle_statistics()};
  const Statistics after = device_.read_statistics();
  run.packets = after.packets - before_.packets;
  run.counted = after[hw::Outcome::counted] - before_[hw::Outcome::counted];
  run.sessions = after.sessions - before_.sessions;
  run.bounced = DeviceAccess::bounced(device_) - bounced_before_;
  figures_.expect(after.balanced(), what, "the outcomes do not add up to the arrivals");
  figures_.expect(run.packets == packets, what,
                  fmt::format("{} packets were sent, {} arrived", packets, run.packets));
  return run;
}

void BenchCard::expect_verdicts(std::string_view what, const Run& run) {
  figures_.expect(run.cycles.packets() == run.packets, what,
                  fmt::format("{} packets have a verdict", run.cycles.packets()));
}

Run BenchCard::run_line(std::string_view what, Traffic& traffic, std::uint64_t packets) {
  begin();
  Line line(card_, traffic, packets);
  line.finish();
  Run run = end(what, packets);
  // From the first packet's first beat, not its last.
  run.cycles.device_cycles += traffic.beats() - 1;
  expect_verdicts(what, run);
  expect_complete(what, line);
  line_cycles_ += line.cycles();
  line_seconds_ += line.seconds();
  return run;
}

void BenchCard::expect_complete(std::string_view what, const Line& line) {
  figures_.expect(line.complete(), what,
                  fmt::format("frames were lost or changed: {} came out", line.received()));
}

void BenchCard::clear(std::string_view what) {
  const std::vector<Session> ended = device_.read_ended();
  std::uint64_t packets = 0;
  for (const Session& session : device_.read_sessions())
    packets += session.c2s.packets + session.s2c.packets;
  const std::uint64_t counted = device_.read_statistics()[hw::Outcome::counted];
  figures_.expect(ended.empty(), what, fmt::format("{} sessions have ended", ended.size()));
  figures_.expect(
      packets == counted, what,
      fmt::format("{} packets were counted, {} stand in the records", counted, packets));
  device_.clear();
  settle();
}

}  // namespace espial::bench
