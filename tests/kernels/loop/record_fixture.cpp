#include "record_fixture.hpp"

#include <cstring>

namespace loop {

namespace {
constexpr unsigned bystander = 0xFFFF;  // a record that no test uses
}

void RecordFixture::SetUp() {
  // As a `first` it passes also where a test that failed has left operations bouncing.
  Operation clear = command(hw::RequestKind::clear);
  clear.round.first = true;
  pass(clear);
  drain(completed_);
}

void RecordFixture::access(const RecordAccess& access) {
  accesses_.write(access);
  while (!accesses_.empty())
    process::record(accesses_, bounced_, completed_, bulk_requests_, read_records_, results_);
}

Result RecordFixture::located(const Operation& operation, bool found, bool learned, unsigned record,
                              unsigned position) {
  RecordAccess with{};
  with.has_operation = true;
  with.located.operation = operation;
  with.located.found = found;
  with.located.learned = learned;
  with.located.record = record;
  with.located.position = position;
  access(with);
  EXPECT_EQ(results_.size(), 1U) << "each operation has one result";
  return results_.read();
}

Result RecordFixture::pass(const Operation& operation) {
  return located(operation, false, false, 0, 0);
}
Result RecordFixture::pass(const Operation& operation, unsigned record, unsigned position) {
  return located(operation, true, false, record, position);
}
Result RecordFixture::learn(const Operation& operation, unsigned record, unsigned position) {
  return located(operation, true, true, record, position);
}

void RecordFixture::bounce_one() {
  learn(packet_at(0xFFFFF, 0), bystander);
  drain(completed_);
  EXPECT_TRUE(pass(packet_at(0xFFFFE, 0), bystander).bounced);
  back();
}

void RecordFixture::return_it() {
  Operation first = packet_at(0xFFFFE, 0);
  first.round.first = true;
  first.transit.outcome = code(hw::Outcome::refused);
  EXPECT_FALSE(pass(first).bounced);
  drain(completed_);
}

Operation RecordFixture::back() {
  Operation operation{};
  EXPECT_TRUE(bounced_.read_nb(operation)) << "nothing bounced";
  return operation;
}

hw::Record RecordFixture::read(unsigned record) {
  RecordAccess with{};
  with.has_read = true;
  with.read = record;
  access(with);
  const record_beats_t beats = read_records_.read();
  hw::Record out{};
  static_assert(sizeof(beats) == sizeof(out));
  std::memcpy(&out, &beats, sizeof(out));
  return out;
}

}  // namespace loop
