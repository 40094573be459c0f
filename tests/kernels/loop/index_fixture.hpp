// The process `index` alone, with its streams in the hands of a test.
#pragma once

#include <gtest/gtest.h>

#include <array>

#include "operations.hpp"

namespace loop {

constexpr unsigned slots = hw::choices * hw::line_slots;
/// Distances at which forwarding is tried: more than the card forwards over.
constexpr unsigned longest_distance = 20;
/// A new key does not see yet what so many operations in front of it did when it gets its place.
constexpr unsigned unseen = 4;

constexpr unsigned slot_at(unsigned choice, unsigned slot) {
  return choice * hw::line_slots + slot;
}

inline Operation from(Operation operation, unsigned start) {
  operation.round.start = start;
  return operation;
}

/// What `record` makes of an operation that found its session ended, in this slot.
inline Operation exchange(Operation operation, unsigned slot) {
  operation.round.first = true;
  operation.round.exchange = true;
  operation.round.start = slot;
  return operation;
}

/// What `record` makes of an operation that learned a slot, but stands behind one that bounced.
inline Operation owning(Operation operation, unsigned slot) {
  operation.round.owns = true;
  operation.round.owned = slot;
  return operation;
}

/// A packet with these lines, one for each choice.
inline Operation at(std::array<unsigned, hw::choices> numbers, unsigned tag) {
  Operation operation = packet();
  for (unsigned i = 0; i < hw::choices; ++i) operation.line[i] = numbers[i];
  operation.tag = tag;
  return operation;
}

// Each test begins with an empty index, and all records free.
class IndexFixture : public testing::Test {
 protected:
  void SetUp() override { clear(); }

  void clear() {
    // A new card waits for this mark; one that runs leaves it.
    free_records_.write({.mark = true, .record = 0});
    pass(command(hw::RequestKind::clear));
    drain(requests_);
    drain(free_records_);
    free_records_.write({.mark = true, .record = 0});
  }

  /// An operation passes, as often as it must until it is decided. If it takes a record from
  /// `free_list`, it gets the oldest of `free_records`.
  Located pass(const Operation& operation) {
    Located out = pass_once(operation);
    for (unsigned round = 0; out.retry && round < longest_distance; ++round) {
      out.operation.round.first = true;
      out = pass_once(out.operation);
    }
    EXPECT_FALSE(out.retry) << "it goes round for ever";
    return out;
  }
  /// An operation passes, and may have to come again.
  Located pass_once(const Operation& operation) {
    admitted_.write(operation);
    while (located_.empty()) process::index(admitted_, free_records_, requests_, located_);
    return located_.read();
  }
  /// A packet that takes a record, and gets this one.
  Located take(const Operation& operation, unsigned record) {
    free_records_.write({.mark = false, .record = record});
    const Located out = pass(operation);
    EXPECT_TRUE(free_records_.empty()) << "no record was taken";
    return out;
  }
  /// A packet of a session that is not known yet.
  Located learn(const Operation& operation, unsigned record) { return take(operation, record); }

  /// The same, behind operations that have no say in where it goes.
  Located learn_alone(const Operation& operation, unsigned record) {
    for (unsigned i = 0; i < unseen; ++i) pass(command(hw::RequestKind::advance));
    return learn(operation, record);
  }

  /// Takes all records but this many, by keys of lines from 16 on.
  void take_all_but(unsigned left) {
    constexpr unsigned first = 16;
    constexpr unsigned lines = hw::lines - first;
    for (unsigned i = 0; i < hw::records - left; ++i) {
      const unsigned line = first + i % lines;
      ASSERT_TRUE(learn(at({line, line, line, line}, i / lines), i).learned);
    }
  }

  FreeListRequest asked() {
    FreeListRequest request{};
    EXPECT_TRUE(requests_.read_nb(request)) << "free_list was not told";
    return request;
  }
  /// What a read of ended sessions is to bring.
  BulkRequest read_ended(unsigned release, unsigned count) {
    return bulk_request(
        true,
        pass(read_command(hw::RequestKind::read_ended, release, count)).operation.transit.argument);
  }

  hls::stream<Operation, 4> admitted_{"admitted"};
  hls::stream<FreeRecord, 16> free_records_{"free_records"};
  hls::stream<FreeListRequest, 256> requests_{"requests"};
  hls::stream<Located, 4> located_{"located"};
};

}  // namespace loop
