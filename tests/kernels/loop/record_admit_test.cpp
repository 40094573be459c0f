#include <gtest/gtest.h>

#include "kernels/random.hpp"
#include "operations.hpp"

namespace {

using espial::hw::banks;
using espial::hw::RequestKind;

class RecordAdmit : public testing::Test {
 protected:
  // Nobody waits inside when the next test begins.
  void TearDown() override { settle(); }

  void fire() { process::record_admit(located_, reads_, accesses_); }

  // What comes out until nothing is left.
  std::vector<RecordAccess> settle() {
    std::vector<RecordAccess> all;
    while (true) {
      fire();
      if (accesses_.empty()) return all;
      all.push_back(accesses_.read());
    }
  }

  // A packet that `index` found at this record.
  void offer(unsigned record) {
    Located operation{};
    operation.operation = loop::packet();
    operation.operation.transit.number = offered_++;
    operation.found = true;
    operation.record = record;
    located_.write(operation);
  }

  hls::stream<Located, 2048> located_{"located"};
  hls::stream<record_number_t, 2048> reads_{"reads"};
  hls::stream<RecordAccess, 2> accesses_{"accesses"};

 private:
  unsigned offered_ = 0;
};

TEST_F(RecordAdmit, nothing_comes_of_nothing) {
  fire();
  EXPECT_TRUE(accesses_.empty());
}

TEST_F(RecordAdmit, an_operation_goes_alone) {
  offer(5);
  fire();
  const RecordAccess access = accesses_.read();
  EXPECT_TRUE(access.has_operation);
  EXPECT_FALSE(access.has_read);
  EXPECT_EQ(access.located.record, 5);
}

TEST_F(RecordAdmit, a_read_goes_alone) {
  reads_.write(6);
  fire();
  const RecordAccess access = accesses_.read();
  EXPECT_FALSE(access.has_operation);
  EXPECT_TRUE(access.has_read);
  EXPECT_EQ(access.read, 6);
}

TEST_F(RecordAdmit, a_read_shares_a_firing_with_an_operation_of_any_other_bank) {
  for (unsigned bank = 1; bank < banks; ++bank) {
    offer(4);
    reads_.write(4 + bank);
    fire();
    const RecordAccess access = accesses_.read();
    EXPECT_TRUE(access.has_operation);
    EXPECT_TRUE(access.has_read);
    EXPECT_EQ(access.located.record, 4);
    EXPECT_EQ(access.read, 4 + bank);
  }
}

TEST_F(RecordAdmit, a_read_waits_while_operations_use_its_bank) {
  offer(4);
  offer(8);
  reads_.write(12);
  const std::vector<RecordAccess> all = settle();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_FALSE(all[0].has_read);
  EXPECT_FALSE(all[1].has_read);
  EXPECT_TRUE(all[2].has_read);
}

TEST_F(RecordAdmit, a_read_that_waits_goes_with_the_next_operation_of_another_bank) {
  offer(4);
  offer(5);
  reads_.write(12);
  const std::vector<RecordAccess> all = settle();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_TRUE(all[1].has_operation);
  EXPECT_TRUE(all[1].has_read);
}

TEST_F(RecordAdmit, an_operation_without_a_record_uses_no_bank) {
  Located operation{};
  operation.operation = loop::command(RequestKind::advance);
  located_.write(operation);
  reads_.write(0);
  fire();
  const RecordAccess access = accesses_.read();
  EXPECT_TRUE(access.has_operation);
  EXPECT_TRUE(access.has_read);
}

TEST_F(RecordAdmit, a_read_gets_one_firing_in_128_though_all_operations_use_its_bank) {
  for (unsigned i = 0; i < 2000; ++i) offer(4);
  for (unsigned i = 0; i < 10; ++i) reads_.write(8);
  const std::vector<RecordAccess> all = settle();
  unsigned since = 0;
  unsigned done = 0;
  for (const RecordAccess& access : all) {
    ++since;
    if (!access.has_read) continue;
    EXPECT_EQ(since, 128U);
    since = 0;
    ++done;
  }
  EXPECT_EQ(done, 10U);
}

TEST_F(RecordAdmit, waiting_is_counted_for_each_read_anew) {
  for (unsigned i = 0; i < 120; ++i) offer(4);
  offer(5);  // here the first read goes
  for (unsigned i = 0; i < 100; ++i) offer(4);
  reads_.write(8);
  reads_.write(8);
  const std::vector<RecordAccess> all = settle();
  ASSERT_EQ(all.size(), 222U);
  EXPECT_TRUE(all[120].has_operation);
  EXPECT_TRUE(all[120].has_read);
  EXPECT_TRUE(all[221].has_read);
}

TEST_F(RecordAdmit, nothing_is_lost_or_overtaken) {
  constexpr unsigned seed = 3;
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  loop::Random random(seed);
  unsigned operations = 0;
  unsigned reads_done = 0;
  unsigned offered = 0;
  unsigned asked = 0;
  for (unsigned i = 0; i < 20'000; ++i) {
    // Mostly of one bank, so that they meet.
    if (random.below(3) != 0 && !located_.full()) {
      offer(random.one_in(8) ? random.below(banks) : 0);
      ++offered;
    }
    if (random.one_in(4) && !reads_.full()) {
      reads_.write(asked++ % 256 * banks);
    }
    fire();
    if (accesses_.empty()) continue;
    const RecordAccess access = accesses_.read();
    if (access.has_operation) ASSERT_EQ(access.located.operation.transit.number, operations++);
    if (access.has_read) ASSERT_EQ(access.read, reads_done++ % 256 * banks);
    if (access.has_operation && access.has_read) {
      ASSERT_NE(access.located.record.to_uint() % banks, access.read.to_uint() % banks);
    }
  }
  for (const RecordAccess& access : settle()) {
    operations += access.has_operation ? 1 : 0;
    reads_done += access.has_read ? 1 : 0;
  }
  EXPECT_EQ(operations, offered);
  EXPECT_EQ(reads_done, asked);
}

}  // namespace
