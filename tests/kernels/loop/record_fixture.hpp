// The process `record` alone, with its streams in the hands of a test.
#pragma once

#include <gtest/gtest.h>

#include "espial/hw/record.hpp"
#include "operations.hpp"

namespace loop {

constexpr std::uint64_t second = 1'000'000'000;
/// When the sessions of the tests begin.
constexpr std::uint64_t start_time = 1'700'000'000 * second;

/// A packet of a session, `after` nanoseconds later.
inline Operation packet_at(unsigned session, std::uint64_t after) {
  Operation operation = packet(session);
  operation.transit.time = start_time + after;
  return operation;
}

/// The same packet from the other endpoint.
inline Operation reply(Operation operation) {
  operation.from_upper = !operation.from_upper;
  return operation;
}

/// A packet with an SPI, at the start.
inline Operation esp(std::uint32_t spi, hw::PortMapping mapping = hw::PortMapping::generic) {
  Operation operation = packet_at(0, 0);
  operation.key.protocol = code(hw::Protocol::esp);
  operation.has_spi = true;
  operation.spi = spi;
  operation.mapping = code(mapping);
  return operation;
}

// Each test begins with empty records and the timers of the start.
class RecordFixture : public testing::Test {
 protected:
  void SetUp() override;

  /// Carries out one access.
  void access(const RecordAccess& access);
  /// An operation that `index` found nothing for.
  Result pass(const Operation& operation);
  /// An operation that `index` found at a record, in this slot of its lines.
  Result pass(const Operation& operation, unsigned record, unsigned position = 0);
  /// The same, and the record was free.
  Result learn(const Operation& operation, unsigned record, unsigned position = 0);
  /// A packet whose session is in no way that of record 0: it bounces, and all that follow bounce
  /// behind it.
  void bounce_one();
  /// It returns, and what follows is carried out again.
  void return_it();
  /// The oldest operation that bounced.
  Operation back();
  /// A background read.
  hw::Record read(unsigned record);

  hls::stream<RecordAccess, 2> accesses_{"accesses"};
  hls::stream<Operation, 512> bounced_{"bounced"};
  hls::stream<bool, 2048> completed_{"completed"};
  hls::stream<BulkRequest, 16> bulk_requests_{"bulk_requests"};
  hls::stream<record_beats_t, 4> read_records_{"read_records"};
  hls::stream<Result, 4> results_{"results"};

 private:
  Result located(const Operation& operation, bool found, bool learned, unsigned record,
                 unsigned position);
};

}  // namespace loop
