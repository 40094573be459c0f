#include <memory>
#include <set>

#include "processes/table/random.hpp"
#include "processes/table/stimuli.hpp"

namespace espial::test {

using bench::Interface;
using bench::Stimulus;
using hw::Outcome;
using hw::RequestKind;

namespace {

// Few records, in few banks.
record_number_t few_records(Random& random) {
  return random.one_in(30) ? random.bits<16>() : record_number_t(random.below(6));
}

// A packet of few sessions, in few lines.
void narrow(Operation& operation, Random& random) {
  operation.transit.kind = code(RequestKind::packet);
  operation.transit.outcome = code(Outcome::counted);
  if (random.one_in(20)) {
    operation.transit.outcome = code(Outcome::not_ip);
  } else if (random.one_in(20)) {
    operation.transit.kind =
        code(random.one_of({RequestKind::identify, RequestKind::read_statistics,
                            RequestKind::set_timer, RequestKind::advance}));
  }
  for (line_number_t& line : operation.line) line = random.below(3);
  operation.tag = random.below(30);
  operation.key = Key{};
  operation.key.lower_port = random.below(2);
  operation.key.upper_port = random.below(2);
  operation.key.protocol = random.one_of({50U, 17U, 6U, 1U});
  operation.spi = random.below(5);
  operation.round = Round{};
}

}  // namespace

Stimulus random_admit(const Interface& interface, std::uint64_t seed) {
  Random random(seed);
  Stimulus stimulus;
  stimulus["hashed"] =
      edited<Operation>(interface, "hashed", 3000, seed, [&](Operation& operation) {
        operation.transit.kind =
            code(random.one_in(150) ? RequestKind::clear : RequestKind::packet);
        operation.round = Round{};
      });
  return stimulus;
}

bench::Respond carry_out_operations(std::uint64_t seed) {
  struct State {
    explicit State(std::uint64_t seed_of) : random(seed_of) {}
    Random random;
    bool bouncing = false;
  };
  return [state = std::make_shared<State>(seed)](std::string_view, bench::Octets element,
                                                 const bench::Feed& feed) {
    Operation operation;
    std::memcpy(static_cast<void*>(&operation), element.data(), sizeof(operation));
    const bool clear = operation.transit.kind == code(RequestKind::clear);
    const bool behind = state->bouncing && !operation.round.first;
    const bool again = !behind && !clear && state->random.one_in(10);
    if (behind || again) {
      state->bouncing = true;
      operation.round.first = again;
      feed("bounced",
           bench::Octets(reinterpret_cast<const std::uint8_t*>(&operation), sizeof(operation)));
      return;
    }
    if (operation.round.first) state->bouncing = false;
    const std::uint8_t token = 1;
    feed("completed", std::span(&token, 1));
  };
}

// Learns, meets, exchanges, gives back. Of operations that own a slot there are no more than spare
// records have a place.
Stimulus random_index(const Interface& interface, std::uint64_t seed) {
  Random random(seed);
  Stimulus stimulus;
  unsigned owning = 0;
  unsigned count = 0;
  stimulus["admitted"] =
      edited<Operation>(interface, "admitted", 4000, seed, [&](Operation& operation) {
        narrow(operation, random);
        operation.round.start = random.one_in(3) ? random.below(24) : 0U;
        if (random.one_in(6)) {
          operation.round.exchange = true;
        } else if (owning < loop_places && random.one_in(40)) {
          ++owning;
          operation.round.owns = true;
          operation.round.owned = random.below(24);
        }
        if (random.one_in(25)) {
          operation.transit.kind = code(RequestKind::read_ended);
          operation.transit.argument = argument_of_layout(hw::ReadArgument{
              .start = random.below(8), .count = static_cast<std::uint16_t>(random.below(16))});
          operation.round.served = random.one_in(3);
        }
        if (++count == 2500) operation.transit.kind = code(RequestKind::clear);
      });
  bool first = true;
  stimulus["free_records"] =
      edited<FreeRecord>(interface, "free_records", 4000, seed + 1, [&](FreeRecord& record) {
        record.mark = first || random.one_in(50);
        first = false;
      });
  return stimulus;
}

Stimulus random_free_list(const Interface& interface, std::uint64_t seed) {
  Random random(seed);
  Stimulus stimulus;
  unsigned count = 0;
  stimulus["requests"] =
      edited<FreeListRequest>(interface, "requests", 3000, seed, [&](FreeListRequest& request) {
        const bool release = random.one_in(8);
        request.action = code(release ? FreeListAction::release : FreeListAction::end);
        request.count = random.below(8);
        if (++count == 2000) request.action = code(FreeListAction::clear);
      });
  unsigned reads = 0;
  stimulus["ended_reads"] = edited<record_number_t>(
      interface, "ended_reads", 3000, seed + 1, [&](record_number_t& place) {
        // Around where `end` puts them, as far as that can be told.
        place =
            random.one_in(10) ? random.bits<16>() : record_number_t(reads + random.below(6) - 3);
        ++reads;
      });
  return stimulus;
}

// Long rows of operations and reads of one bank, in which a read comes to its right.
Stimulus random_record_admit(const Interface& interface, std::uint64_t seed) {
  Random random(seed);
  unsigned bank = 0;
  unsigned row = 0;
  const auto in_row = [&] {
    if (row == 0) {
      row = 1 + (random.one_in(2) ? random.below(10) : random.below(600));
      bank = random.below(hw::banks);
    }
    --row;
    return bank + hw::banks * random.below(3);
  };
  Stimulus stimulus;
  stimulus["located"] = edited<Located>(interface, "located", 4000, seed, [&](Located& located) {
    located.record = in_row();
    located.found = row > 200 || !random.one_in(20);
  });
  row = 0;
  stimulus["reads"] = edited<record_number_t>(interface, "reads", 2500, seed + 1,
                                              [&](record_number_t& read) { read = in_row(); });
  return stimulus;
}

// Each record has a session of its own, mostly; what does not fit bounces, and soon returns.
Stimulus random_record(const Interface& interface, std::uint64_t seed) {
  Random random(seed);
  Stimulus stimulus;
  std::uint64_t clock = 1'000'000'000;
  unsigned count = 0;
  std::set<unsigned> known;
  stimulus["accesses"] =
      edited<RecordAccess>(interface, "accesses", 5000, seed, [&](RecordAccess& access) {
        Located& located = access.located;
        Operation& operation = located.operation;
        narrow(operation, random);
        clock += random.one_in(50) ? 100'000'000'000U : random.below(1'000'000);
        operation.transit.time = clock;
        operation.round.first = random.one_in(2);
        located.found = !random.one_in(10);
        located.record = few_records(random);
        located.learned =
            located.found && (known.insert(located.record.to_uint()).second || random.one_in(15));
        if (!random.one_in(12)) {
          operation.key.lower_port = located.record;
          operation.key.upper_port = 0;
          operation.key.protocol = 50;
        }
        access.read = few_records(random);
        access.has_operation = !random.one_in(10);
        access.has_read = random.one_in(3);
        if (operation.transit.kind == code(RequestKind::set_timer)) {
          operation.transit.argument = argument_of_layout(
              hw::TimerArgument{.seconds = 1 + random.below(200),
                                .timer = static_cast<std::uint8_t>(random.below(13))});
        }
        if (++count == 3000) {
          operation.transit.kind = code(RequestKind::clear);
          known.clear();
        }
      });
  return stimulus;
}

}  // namespace espial::test
