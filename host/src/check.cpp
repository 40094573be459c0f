#include "check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <utility>

#include "driver/decode.hpp"

namespace espial {
namespace {

// Numbers that may be between `free_list` and `index`: a stream of 16, and what a pipeline holds.
constexpr std::int64_t most_on_the_way = 64;

// Where a record's number stands.
struct Place {
  enum class Kind : std::uint8_t { nowhere, slot, free, on_the_way, spare, ended };
  Kind kind = Kind::nowhere;
  std::uint32_t at = 0;
};

struct SlotPlace {
  std::uint32_t choice;
  std::uint32_t line;
  std::uint32_t slot;
};

SlotPlace slot_place(std::uint32_t at) {
  return {.choice = at / (hw::lines * hw::line_slots),
          .line = at / hw::line_slots % hw::lines,
          .slot = at % hw::line_slots};
}

std::string text(const Place& place) {
  switch (place.kind) {
    case Place::Kind::slot: {
      const SlotPlace slot = slot_place(place.at);
      return fmt::format("slot {} of line {} of choice {}", slot.slot, slot.line, slot.choice);
    }
    case Place::Kind::free:
      return fmt::format("place {} of the ring, as free", place.at);
    case Place::Kind::on_the_way:
      return fmt::format("place {} of the ring, on its way to index", place.at);
    case Place::Kind::spare:
      return fmt::format("place {} of the spare ones", place.at);
    case Place::Kind::ended:
      return fmt::format("place {} of the ring, as ended", place.at);
    case Place::Kind::nowhere:
      break;
  }
  return "no place";
}

hw::SessionState state_of(const hw::Record& record) {
  return static_cast<hw::SessionState>(record.state);
}
bool lives(const hw::Record& record) {
  return state_of(record) != hw::SessionState::free && state_of(record) != hw::SessionState::closed;
}
std::uint64_t packets_of(const hw::Record& record) {
  return hw::packets(record.c2s) + hw::packets(record.s2c);
}

// The key is what stands before the times.
std::string_view key_of(const hw::Record& record) {
  return {reinterpret_cast<const char*>(&record), offsetof(hw::Record, created_ns)};
}
bool endpoints_in_order(const hw::Record& record) {
  const int order = std::memcmp(record.lower_address, record.upper_address, 16);
  return order < 0 || (order == 0 && record.lower_port <= record.upper_port);
}

class Checker {
 public:
  explicit Checker(const TableState& state) : state_(state), records_(state.memories.records) {}

  std::vector<std::string> run() {
    locate();
    check_slots();
    check_records();
    check_keys();
    check_creations();
    check_accounts();
    check_answers();
    return std::move(violations_);
  }

 private:
  template <class... Arguments>
  void violation(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    violations_.push_back(fmt::format(format, std::forward<Arguments>(arguments)...));
  }

  // --- where each number stands ---

  void put(std::uint32_t number, const Place& place) {
    if (number >= places_.size()) {
      violation("{} names record {}, and there are {}", text(place), number, places_.size());
    } else if (places_[number].kind != Place::Kind::nowhere) {
      violation("record {} stands in two places: {}; {}", number, text(places_[number]),
                text(place));
    } else {
      places_[number] = place;
    }
  }
  void put_ring(std::uint32_t first, std::uint32_t count, Place::Kind kind) {
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::uint32_t at = (first + i) % hw::records;
      put(state_.memories.free_list.ring[at], {kind, at});
    }
  }

  void locate() {
    const auto& index = state_.memories.index;
    const auto& list = state_.memories.free_list;
    for (std::uint32_t i = 0; i < index.slots.size(); ++i)
      if (index.slots[i].taken) put(index.slots[i].record, {Place::Kind::slot, i});
    for (std::uint32_t i = 0; i < index.spare.size(); ++i)
      put(index.spare[i], {Place::Kind::spare, i});

    // Never all of them: where many are free, some are on the way.
    const std::uint32_t free = (list.ended - list.next) % hw::records;
    put_ring(list.next, free, Place::Kind::free);
    // The ring still holds what has left it towards `index`, since no more numbers come back than
    // were given out.
    const std::int64_t on_the_way = std::int64_t{index.free} - free - std::ssize(index.spare);
    if (on_the_way < 0 || on_the_way > most_on_the_way) {
      violation("index counts {} free records: {} of them spare, {} in free_list", index.free,
                index.spare.size(), free);
    } else {
      const auto count = static_cast<std::uint32_t>(on_the_way);
      put_ring(list.next - count, count, Place::Kind::on_the_way);
    }
    // Places are known but for whole rounds, so `index` says whether all have ended or none.
    const std::uint32_t ended = (list.put - list.ended) % hw::records;
    if (index.ended % hw::records != ended || index.ended + free > hw::records) {
      violation("index counts {} ended records, free_list has {}", index.ended, ended);
      put_ring(list.ended, ended, Place::Kind::ended);
    } else {
      put_ring(list.ended, index.ended, Place::Kind::ended);
    }
    for (std::uint32_t number = 0; number < places_.size(); ++number)
      if (places_[number].kind == Place::Kind::nowhere)
        violation("record {} is lost: no slot names it, and it is neither free nor ended", number);
  }

  // --- what stands there ---

  void check_slots() {
    const auto& slots = state_.memories.index.slots;
    for (std::uint32_t i = 0; i < slots.size(); ++i) {
      const IndexSlot& slot = slots[i];
      if (!slot.taken || slot.record >= records_.size()) continue;
      const std::string where = text({Place::Kind::slot, i});
      const hw::Record& record = records_[slot.record];
      if (!lives(record)) {
        violation("{} names record {}, in which no session lives", where, slot.record);
        continue;
      }
      const SlotPlace place = slot_place(i);
      const SessionHash hash = state_.tables.hash(record);
      if (hash.line.at(place.choice) != place.line)
        violation("{} names record {}, whose key leads to line {}", where, slot.record,
                  hash.line.at(place.choice));
      if (hash.tag != slot.tag)
        violation("{} has tag {:#x}, the key of its record {} has {:#x}", where, slot.tag,
                  slot.record, hash.tag);
    }
  }

  [[nodiscard]] bool ended(std::uint32_t number) const {
    return places_[number].kind == Place::Kind::ended;
  }

  void check_records() {
    const auto& ingest = state_.memories.ingest;
    for (std::uint32_t number = 0; number < records_.size(); ++number) {
      const hw::Record& record = records_[number];
      if (lives(record) && places_[number].kind != Place::Kind::slot)
        violation("a session lives in record {}, and no slot names it: it stands in {}", number,
                  text(places_[number]));
      if (ended(number) && state_of(record) != hw::SessionState::closed)
        violation("record {} waits for the host as ended, and holds no session that has", number);
      if (!lives(record) && !ended(number)) continue;
      if (record.created_ns > record.last_seen_ns)
        violation("record {} was last seen at {} ns, before it was created at {} ns", number,
                  record.last_seen_ns, record.created_ns);
      if (record.last_seen_ns > ingest.clock_ns)
        violation("record {} was last seen at {} ns, and the clock says {} ns", number,
                  record.last_seen_ns, ingest.clock_ns);
      if (hw::creation(record) >= ingest.next_creation)
        violation("record {} has creation number {}, and the next one is {}", number,
                  hw::creation(record), ingest.next_creation);
      if (hw::packets(record.c2s) == 0)
        violation("record {} has a session without its first packet", number);
      if (!endpoints_in_order(record))
        violation("record {} has the larger endpoint of its key first", number);
    }
  }

  void check_keys() {
    std::map<std::string_view, std::uint32_t> known;
    for (std::uint32_t number = 0; number < records_.size(); ++number) {
      if (!lives(records_[number])) continue;
      const auto [found, added] = known.try_emplace(key_of(records_[number]), number);
      if (!added) violation("records {} and {} have one key", found->second, number);
    }
  }

  void check_creations() {
    std::map<std::uint64_t, std::uint32_t> known;
    for (std::uint32_t number = 0; number < records_.size(); ++number) {
      if (!lives(records_[number]) && !ended(number)) continue;
      const auto [found, added] = known.try_emplace(hw::creation(records_[number]), number);
      if (!added)
        violation("records {} and {} have creation number {}", found->second, number, found->first);
    }
  }

  // --- what the card says ---

  void check_accounts() {
    const Statistics& statistics = state_.statistics;
    std::uint64_t live = 0;
    std::uint64_t waiting = 0;
    std::uint64_t packets = state_.released_packets;
    for (std::uint32_t number = 0; number < records_.size(); ++number) {
      const bool counts = lives(records_[number]);
      if (!counts && !ended(number)) continue;
      ++(counts ? live : waiting);
      packets += packets_of(records_[number]);
    }
    if (!statistics.balanced())
      violation("{} packets and {} double ones have not as many outcomes", statistics.packets,
                statistics.doubled);
    if (statistics[hw::Outcome::counted] != packets)
      violation("{} packets were counted, and the sessions have {}",
                statistics[hw::Outcome::counted], packets);
    if (statistics.sessions != live + waiting + state_.released)
      violation("{} sessions were created, and there are {} live, {} ended, {} released",
                statistics.sessions, live, waiting, state_.released);
  }

  void check_answers() {
    std::map<std::uint64_t, std::uint32_t> missing;  // by creation number
    for (std::uint32_t number = 0; number < records_.size(); ++number)
      if (lives(records_[number])) missing.emplace(hw::creation(records_[number]), number);
    for (Session session : state_.sessions) {
      const auto found = missing.find(session.creation);
      if (found == missing.end()) {
        violation("the card answers session {}, and no record holds it", session.creation);
        continue;
      }
      // The host's own.
      constexpr auto changed = static_cast<unsigned>(hw::SessionFlag::mapping_changed);
      session.flags = static_cast<std::uint16_t>(session.flags & ~changed);
      if (session != decode(records_[found->second]))
        violation("the card answers session {} otherwise than record {} holds it", session.creation,
                  found->second);
      missing.erase(found);
    }
    for (const auto& [creation, number] : missing)
      violation("the card does not answer session {} of record {}", creation, number);
  }

  const TableState& state_;
  const std::vector<hw::Record>& records_;
  std::vector<Place> places_ = std::vector<Place>(hw::records);
  std::vector<std::string> violations_;
};

}  // namespace

std::vector<std::string> check(const TableState& state) { return Checker(state).run(); }

}  // namespace espial
