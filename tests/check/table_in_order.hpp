// A table that is in order, for tests to break.
#pragma once

#include <cstdint>

#include "check.hpp"

namespace espial::test {

// As a card has it after the same events: numbers go out in order, with some on their way to
// `index`.
class TableInOrder {
 public:
  TableInOrder();

  // A session with one packet. \returns the number of its record
  std::uint32_t learn();
  void count(std::uint32_t number);
  void end(std::uint32_t number) { end(slot(number)); }
  // The session that the slot leads to.
  void end(IndexSlot& slot);
  // The oldest ended ones.
  void release(std::uint32_t count);
  // `index` takes a number, and keeps it for the next session.
  void spare();

  [[nodiscard]] hw::Record& record(std::uint32_t number) {
    return state_.memories.records.at(number);
  }
  // The one that names the record.
  [[nodiscard]] IndexSlot& slot(std::uint32_t number);
  // Another one of the same line.
  [[nodiscard]] IndexSlot& neighbour(std::uint32_t number);
  [[nodiscard]] TableState& state() { return state_; }
  [[nodiscard]] Memories& memories() { return state_.memories; }

  // Makes the card answer the sessions that live as its records have them: to be called last.
  void answer();

 private:
  // A number leaves `free_list`, and another one sets out.
  std::uint32_t take();
  // Numbers set out until enough are on their way.
  void send();

  TableState state_;
  // As those of `free_list`, but they count on.
  std::uint64_t sent_ = 0;
  std::uint64_t arrived_ = 0;
  std::uint64_t free_ = hw::records;
  std::uint64_t ended_ = hw::records;
};

}  // namespace espial::test
