#include "processes/table/random.hpp"
#include "processes/table/stimuli.hpp"

namespace espial::test {

using bench::Interface;
using bench::Stimulus;
using hw::RequestKind;

// Short answers, of few records or of all that are left.
Stimulus random_readback(const Interface& interface, std::uint64_t seed) {
  Random random(seed);
  Stimulus stimulus;
  stimulus["bulk_requests"] =
      edited<BulkRequest>(interface, "bulk_requests", 60, seed, [&](BulkRequest& request) {
        request.count = random.one_in(8) ? 0 : random.below(50);
        request.valid = random.below(50);
        request.start = random.one_in(3) ? hw::records - random.below(30) : random.below(100'000);
      });
  stimulus["ended_numbers"] =
      bench::random_elements(stream_of(interface, "ended_numbers"), 4000, seed + 1);
  stimulus["read_records"] = edited<record_beats_t>(
      interface, "read_records", 4000, seed + 2, [&](record_beats_t& record) {
        constexpr int state = 8 * static_cast<int>(offsetof(hw::Record, state));
        record.range(state + 7, state) = random.below(6);
      });
  return stimulus;
}

// Packets of host and wire, commands, and the AH around the ESP that follows. A frame has mostly a
// few beats.
Stimulus random_verdict(const Interface& interface, std::uint64_t seed) {
  Random random(seed);
  Stimulus stimulus;
  unsigned count = 0;
  stimulus["results"] = edited<Result>(interface, "results", 2500, seed, [&](Result& result) {
    Transit& transit = result.transit;
    transit.kind =
        code(random.one_in(6) ? static_cast<RequestKind>(random.below(14)) : RequestKind::packet);
    if (transit.kind == code(RequestKind::clear)) transit.kind = code(RequestKind::identify);
    if (++count == 2000) transit.kind = code(RequestKind::clear);
    transit.outcome = random.one_in(2) ? 0U : random.below(hw::outcomes);
    transit.wire = transit.kind == code(RequestKind::packet) && random.one_in(3);
    transit.beats = random.one_in(30) ? 1 + random.below(152) : 1 + random.below(3);
    if (transit.kind == code(RequestKind::read_statistics)) {
      transit.argument = argument_of_layout(hw::StatisticsArgument{
          .first = static_cast<std::uint8_t>(hw::statistics_a_beat * random.below(6))});
    }
    result.joined = random.one_in(6);
    result.bounced = random.one_in(8);
  });
  stimulus["frames"] = bench::random_elements(stream_of(interface, "frames"), 6000, seed + 1);
  return stimulus;
}

Stimulus random_answer(const Interface& interface, std::uint64_t seed) {
  Random random(seed);
  Stimulus stimulus;
  stimulus["answers"] = edited<AnswerItem>(interface, "answers", 1500, seed, [&](AnswerItem& item) {
    item.bulk = random.one_in(6);
    item.pad = !item.bulk && random.one_in(6);
    item.records = random.one_in(3) ? 0U : random.below(20);
  });
  stimulus["bulk"] = bench::random_elements(stream_of(interface, "bulk"), 8000, seed + 1);
  return stimulus;
}

}  // namespace espial::test
