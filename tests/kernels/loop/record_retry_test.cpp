// What `index` could not decide goes round once more, and asks for the same again.
#include "record_fixture.hpp"

namespace {

using espial::hw::Outcome;
using loop::packet_at;

class RecordRetry : public loop::RecordFixture {
 protected:
  Result retry(const Operation& operation) {
    RecordAccess undecided{};
    undecided.has_operation = true;
    undecided.located.operation = operation;
    undecided.located.retry = true;
    access(undecided);
    return results_.read();
  }
};

TEST_F(RecordRetry, an_undecided_operation_is_the_first_of_those_that_come_again) {
  EXPECT_TRUE(retry(packet_at(1, 0)).bounced);
  EXPECT_TRUE(completed_.empty());
  const Operation operation = back();
  EXPECT_TRUE(operation.round.first);
  EXPECT_FALSE(operation.round.owns);
  EXPECT_EQ(operation.transit.outcome, code(Outcome::counted));
  EXPECT_TRUE(pass(packet_at(2, 0)).bounced) << "nobody overtakes it";
  EXPECT_FALSE(back().round.first);
  EXPECT_FALSE(learn(operation, 3).bounced);
  EXPECT_FALSE(pass(packet_at(2, 0)).bounced);
}

TEST_F(RecordRetry, it_looks_from_the_same_slot_on) {
  Operation operation = packet_at(1, 0);
  operation.round.first = true;
  operation.round.start = 5;
  retry(operation);
  const Operation again = back();
  EXPECT_EQ(again.round.start, 5);
  EXPECT_FALSE(again.round.exchange);
}

TEST_F(RecordRetry, behind_another_one_it_is_like_all_that_follow) {
  bounce_one();
  EXPECT_TRUE(retry(packet_at(1, 0)).bounced);
  const Operation operation = back();
  EXPECT_FALSE(operation.round.first);
  EXPECT_EQ(operation.round.start, 0);
  return_it();
}

}  // namespace
