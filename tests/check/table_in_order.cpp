#include "check/table_in_order.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "driver/decode.hpp"

namespace espial::test {
namespace {

constexpr std::uint32_t on_the_way = 16;
constexpr std::uint64_t second = 1'000'000'000;

// The first slot of a line of this choice.
std::size_t line_at(std::size_t choice, std::uint32_t line) {
  return (choice * hw::lines + line) * hw::line_slots;
}

bool lives(const hw::Record& record) {
  const auto state = static_cast<hw::SessionState>(record.state);
  return state != hw::SessionState::free && state != hw::SessionState::closed;
}

std::uint64_t& outcome(Statistics& statistics, hw::Outcome which) {
  return statistics.outcome.at(static_cast<std::size_t>(which));
}

}  // namespace

TableInOrder::TableInOrder() {
  state_.tables = HashTables::draw(1);
  Memories& memories = state_.memories;
  std::iota(memories.free_list.ring.begin(), memories.free_list.ring.end(), 0);
  memories.index.free = hw::records;
  send();
}

void TableInOrder::send() {
  while (sent_ != free_ && sent_ - arrived_ < on_the_way) ++sent_;
  auto& list = state_.memories.free_list;
  list.next = static_cast<std::uint32_t>(sent_ % hw::records);
  list.ended = static_cast<std::uint32_t>(free_ % hw::records);
  list.put = static_cast<std::uint32_t>(ended_ % hw::records);
}

std::uint32_t TableInOrder::take() {
  if (arrived_ == sent_) throw std::logic_error("no number is free");
  const std::uint32_t number = state_.memories.free_list.ring.at(arrived_++ % hw::records);
  send();
  return number;
}

std::uint32_t TableInOrder::learn() {
  auto& index = state_.memories.index;
  std::uint32_t number = 0;
  if (index.spare.empty()) {
    number = take();
  } else {
    number = index.spare.front();
    index.spare.erase(index.spare.begin());
  }
  --index.free;
  auto& ingest = state_.memories.ingest;
  ingest.clock_ns += second;
  hw::Record& made = record(number);
  made = {};
  made.lower_address[15] = 1;
  made.upper_address[15] = 2;
  made.lower_port = static_cast<std::uint16_t>(ingest.next_creation >> 1);
  made.upper_port = static_cast<std::uint16_t>(ingest.next_creation >> 17);
  made.protocol = static_cast<std::uint8_t>(hw::Protocol::esp);
  made.created_ns = ingest.clock_ns;
  made.last_seen_ns = ingest.clock_ns;
  made.creation_low = static_cast<std::uint32_t>(ingest.next_creation);
  made.timeout_s = 3600;
  made.state = static_cast<std::uint8_t>(hw::SessionState::active);

  const SessionHash hash = state_.tables.hash(made);
  auto& slots = index.slots;
  for (std::size_t choice = 0; choice < hw::choices; ++choice) {
    const auto first =
        slots.begin() + static_cast<std::ptrdiff_t>(line_at(choice, hash.line.at(choice)));
    const auto empty = std::find_if(first, first + hw::line_slots,
                                    [](const IndexSlot& slot) { return !slot.taken; });
    if (empty == first + hw::line_slots) continue;
    *empty = {.taken = true, .tag = hash.tag, .record = number};
    ++state_.statistics.sessions;
    count(number);
    return number;
  }
  throw std::logic_error("no slot is free in the lines of this session");
}

void TableInOrder::count(std::uint32_t number) {
  auto& ingest = state_.memories.ingest;
  ingest.next_creation += 2;
  ++record(number).c2s.packets_low;
  record(number).last_seen_ns = ingest.clock_ns;
  ++state_.statistics.packets;
  ++outcome(state_.statistics, hw::Outcome::counted);
}

void TableInOrder::end(IndexSlot& slot) {
  const std::uint32_t number = std::exchange(slot, {}).record;
  hw::Record& record = this->record(number);
  record.state = static_cast<std::uint8_t>(hw::SessionState::closed);
  record.end_reason = static_cast<std::uint8_t>(hw::EndReason::timeout);
  state_.memories.free_list.ring.at(ended_++ % hw::records) = number;
  ++state_.memories.index.ended;
  send();
}

void TableInOrder::release(std::uint32_t count) {
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t number = state_.memories.free_list.ring.at(free_++ % hw::records);
    ++state_.released;
    state_.released_packets += hw::packets(record(number).c2s);
  }
  state_.memories.index.ended -= count;
  state_.memories.index.free += count;
  send();
}

void TableInOrder::spare() { state_.memories.index.spare.push_back(take()); }

IndexSlot& TableInOrder::slot(std::uint32_t number) {
  auto& slots = state_.memories.index.slots;
  const auto found = std::ranges::find_if(
      slots, [&](const IndexSlot& slot) { return slot.taken && slot.record == number; });
  if (found == slots.end()) throw std::logic_error("no slot names this record");
  return *found;
}

IndexSlot& TableInOrder::neighbour(std::uint32_t number) {
  IndexSlot* const found = &slot(number);
  const auto at = found - state_.memories.index.slots.data();
  const bool last = at % hw::line_slots == hw::line_slots - 1;
  return last ? *(found - 1) : *(found + 1);
}

void TableInOrder::answer() {
  state_.sessions.clear();
  for (const hw::Record& record : state_.memories.records)
    if (lives(record)) state_.sessions.push_back(decode(record));
  std::ranges::sort(state_.sessions, {}, &Session::creation);
}

}  // namespace espial::test
