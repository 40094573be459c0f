#include "card_figures.hpp"

#include <fmt/format.h>

#include <vector>

#include "driver/device_access.hpp"
#include "host_load.hpp"

namespace espial::bench {
namespace {

constexpr std::size_t one_beat = hw::beat_octets;
const Pattern many_sessions = random_sessions(20'000);
// Sessions that come once, apart from the others.
constexpr std::uint32_t first_new = 1U << 20;
constexpr std::uint32_t first_beside_elephant = 1U << 21;

// What is asked of the card.
constexpr double least_packets_a_cycle = 0.999;
constexpr double least_beats_a_cycle = 0.98;
constexpr double least_host_packets_a_cycle = 0.45;
constexpr double most_latency = 64;
constexpr double least_cycles_a_second = 1'000'000;

// What goes round the loop of `index` and `record` once more stops the line for some cycles, which
// a line without a gap never makes good: all packets behind it are so much later.
void print_latency(const Run& run) {
  const CycleStatistics& cycles = run.cycles;
  Figures::at_most("  latency, median", {static_cast<double>(cycles.median_latency()), 0, "cycles"},
                   most_latency);
  Figures::at_most("  latency, maximum",
                   {static_cast<double>(cycles.maximum_latency()), 0, "cycles"}, most_latency);
  if (run.bounced != 0)
    Figures::plain("  went round once more", {static_cast<double>(run.bounced), 0, "operations"});
}

}  // namespace

bool CardFigures::print() {
  short_frames();
  longer_frames();
  from_host();
  mixed();
  held_store();
  new_sessions();
  clear("at the end");
  Figures::title("Simulation");
  Figures::at_least("the card, with what feeds its line",
                    {card_.cycles_per_second(), 0, "cycles/CPU s"}, least_cycles_a_second);
  return figures_.faultless();
}

void CardFigures::expect(std::string_view name, const Run& run, const Pattern& sessions,
                         std::uint64_t packets) {
  std::uint64_t began = 0;
  std::uint64_t refused = 0;
  for (std::uint64_t i = 0; i < packets; ++i) {
    const std::uint32_t session = sessions(i);
    if (known_.contains(session)) continue;
    if (known_.size() == hw::records) {
      ++refused;
    } else {
      known_.insert(session);
      ++began;
    }
  }
  figures_.expect(run.sessions == began && run.counted + refused == packets, name,
                  fmt::format("{} sessions began and {} packets were counted in one, not {} and {}",
                              run.sessions, run.counted, began, packets - refused));
}

void CardFigures::clear(std::string_view name) {
  card_.clear(name);
  known_.clear();
}

void CardFigures::pattern(std::string_view name, const Pattern& sessions, std::uint64_t packets) {
  Traffic traffic = card_.traffic(sessions, one_beat, packets);
  const Run run = card_.run_line(name, traffic, packets);
  expect(name, run, sessions, packets);
  Figures::at_least(fmt::format("{}: {} packets", name, packets),
                    {run.packets_per_cycle(), 4, "packets/cycle"}, least_packets_a_cycle);
  print_latency(run);
}

void CardFigures::short_frames() {
  Figures::title("Line, frames of 64 octets (without FCS): a packet a beat");
  pattern("random sessions of 20,000", many_sessions, size_.packets);
  pattern("one session", alternating_sessions(1), size_.packets);
  pattern("two sessions alternate", alternating_sessions(2), size_.packets);
}

void CardFigures::longer_frames() {
  Figures::title("Line, longer frames, random sessions of 20,000: of the bus's beats");
  for (const std::size_t octets : {65U, 128U, 594U, 1518U}) {
    const std::string name = fmt::format("{} octets", octets);
    const std::uint64_t packets = size_.packets / beats_of(octets);
    Traffic traffic = card_.traffic(many_sessions, octets, packets);
    const Run run = card_.run_line(name, traffic, packets);
    expect(name, run, many_sessions, packets);
    Figures::at_least(
        fmt::format("{}: {} packets", name, packets),
        {run.packets_per_cycle() * static_cast<double>(beats_of(octets)), 4, "beats/cycle"},
        least_beats_a_cycle);
    print_latency(run);
  }
}

// By the driver: what it does between batches counts.
void CardFigures::from_host() {
  Figures::title("Host, random sessions of 20,000: two beats a packet");
  const std::string_view name = "from the host";
  Traffic traffic = card_.traffic(many_sessions, one_beat, size_.packets);
  std::vector<Frame> frames;
  std::vector<Packet> packets;
  for (std::uint64_t i = 0; i < size_.packets; ++i) frames.push_back(traffic.frame(i));
  for (const Frame& frame : frames) {
    packets.push_back({.time_ns = frame.time_ns,
                       .length = static_cast<std::uint32_t>(frame.octets.size()),
                       .octets = frame.octets});
  }
  card_.begin();
  card_.device().submit(packets);
  const Run run = card_.end(name, size_.packets);
  card_.expect_verdicts(name, run);
  expect(name, run, many_sessions, size_.packets);
  Figures::at_least(fmt::format("{}: {} packets", name, size_.packets),
                    {run.packets_per_cycle(), 4, "packets/cycle"}, least_host_packets_a_cycle);
  print_latency(run);
}

// `load` offers a packet in every other cycle, the line one in each.
void CardFigures::mixed() {
  Figures::title("Line and host at once, each as much as it can bring");
  const std::string_view name = "line and host";
  const std::uint64_t half = size_.packets / 2;
  Traffic on_line = card_.traffic(many_sessions, one_beat, half);
  Traffic by_host = on_line.with([half](std::uint64_t i) { return many_sessions(half + i); });
  card_.begin();
  HostLoad load(DeviceAccess::backend(card_.device()), by_host, static_cast<std::uint32_t>(half));
  Line line(card_.card(), on_line, half);
  line.finish();
  const std::uint32_t counted = load.finish();
  const Run run = card_.end(name, 2 * half);
  card_.expect_verdicts(name, run);
  card_.expect_complete(name, line);
  figures_.expect(counted == half, name,
                  fmt::format("{} of the host's {} packets were counted", counted, half));
  expect(name, run, many_sessions, 2 * half);
  Figures::plain(fmt::format("{0} + {0} packets", half),
                 {run.packets_per_cycle(), 4, "packets/cycle"});
  print_latency(run);
}

// Requests of the host have just passed in both cases: what they have held up, a line without a gap
// does not make good.
void CardFigures::held_store() {
  Figures::title(fmt::format("Line for {} cycles behind requests of the host", size_.held_cycles));
  const std::string_view name = "store held back";
  constexpr std::uint64_t settling = 8192;
  constexpr std::uint32_t requests = 2000;  // more than find a place in the card
  const std::uint64_t packets = 2 * (size_.held_cycles + settling);
  Traffic on_line = card_.traffic(many_sessions, one_beat, packets);
  // Both times the same.
  Traffic by_host = on_line.with(many_sessions);
  Backend& backend = DeviceAccess::backend(card_.device());
  card_.begin();
  Line line(card_.card(), on_line, packets);
  const auto measure = [&] {
    line.run(settling);
    card_.card().clear_counters();
    line.run(size_.held_cycles);
    return card_.card().cycle_statistics();
  };
  HostLoad answered(backend, by_host, requests);
  const CycleStatistics free = measure();
  figures_.expect(!answered.waiting(), name, "requests of the host wait for nothing");
  std::uint32_t counted = answered.finish();
  card_.card().hold_store(true);
  HostLoad waiting(backend, by_host, requests);
  const CycleStatistics held = measure();
  figures_.expect(waiting.waiting(), name, "no request of the host is left waiting");
  card_.card().hold_store(false);
  line.finish();
  counted += waiting.finish();
  const Run run = card_.end(name, packets + 2 * requests);
  card_.expect_complete(name, line);
  figures_.expect(counted == 2 * requests, name,
                  fmt::format("{} of the host's {} packets were counted", counted, 2 * requests));
  const auto sessions = [packets](std::uint64_t i) {
    return many_sessions(i < packets ? i : (i - packets) % requests);
  };
  expect(name, run, sessions, packets + 2 * requests);

  const auto packets_per_cycle = [this](const CycleStatistics& cycles) {
    return static_cast<double>(cycles.packets()) / static_cast<double>(size_.held_cycles);
  };
  Figures::plain("`store` takes answers", {packets_per_cycle(free), 5, "packets/cycle"});
  Figures::plain("  latency, maximum", {static_cast<double>(free.maximum_latency()), 0, "cycles"});
  Figures::at_least("`store` held back, requests wait",
                    {packets_per_cycle(held), 5, "packets/cycle"}, packets_per_cycle(free));
  Figures::at_most("  latency, maximum", {static_cast<double>(held.maximum_latency()), 0, "cycles"},
                   static_cast<double>(free.maximum_latency()));
}

void CardFigures::new_sessions() {
  Figures::title("Line, frames of 64 octets: new sessions");
  if (size_.fills) clear("known sessions");
  pattern("each packet a new one", bench::new_sessions(first_new), size_.all_new);
  if (size_.fills) clear("each packet a new one");
  const Pattern sessions = elephant(first_beside_elephant);
  const std::string_view name = "one session, a tenth new ones";
  if (!size_.fills) return pattern(name, sessions, size_.packets);
  // The elephant takes a record, too.
  constexpr std::uint64_t filling = std::uint64_t{10} * (hw::records - 1);
  pattern(name, sessions, filling);
  pattern(
      "  and on, no record free", [&](std::uint64_t i) { return sessions(filling + i); },
      std::max(size_.packets, filling) - filling);
}

}  // namespace espial::bench
