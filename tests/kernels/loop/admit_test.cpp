#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <map>

#include "hls_task.h"
#include "kernels/random.hpp"
#include "operations.hpp"

namespace {

using espial::hw::RequestKind;
using loop::command;
using loop::drain;

// `admit` keeps its state from test to test, as on the card: each leaves the loop empty.
class Admit : public testing::Test {
 protected:
  void TearDown() override {
    settle();
    while (!inside_.empty()) complete();
  }

  void fire() { process::admit(hashed_, bounced_, completed_, admitted_); }

  // Fires until nothing moves any more, and takes what enters.
  void settle() {
    std::size_t before = 0;
    do {
      before = held();
      const std::size_t there = hashed_.size() + bounced_.size() + completed_.size();
      fire();
      for (const Operation& operation : drain(admitted_)) inside_.push_back(operation);
      if (held() == before && there == hashed_.size() + bounced_.size() + completed_.size()) return;
    } while (true);
  }

  void offer(unsigned count) {
    for (unsigned i = 0; i < count; ++i) offer(loop::packet());
  }
  void offer(Operation operation) {
    operation.transit.number = offered_++;
    hashed_.write(operation);
  }

  Operation take() {
    const Operation operation = inside_.front();
    inside_.pop_front();
    return operation;
  }
  // The oldest operation of the loop leaves it.
  void complete() {
    take();
    completed_.write(true);
    settle();
  }
  // The oldest goes round once more, for its own sake or because it stands behind one that does.
  void bounce(bool first) {
    Operation operation = take();
    operation.round.first = first;
    bounced_.write(operation);
  }

  [[nodiscard]] std::size_t held() const { return inside_.size(); }
  // Whom the operations in the loop are, oldest first.
  [[nodiscard]] std::vector<unsigned> order() const {
    std::vector<unsigned> numbers;
    for (const Operation& operation : inside_)
      numbers.push_back(operation.transit.number.to_uint());
    return numbers;
  }
  [[nodiscard]] const std::deque<Operation>& inside() const { return inside_; }

  hls::stream<Operation, 512> hashed_{"hashed"};
  hls::stream<Operation, loop_places> bounced_{"bounced"};
  hls::stream<bool, loop_places> completed_{"completed"};
  hls::stream<Operation, loop_places> admitted_{"admitted"};

 private:
  std::deque<Operation> inside_;
  unsigned offered_ = 0;
};

TEST_F(Admit, new_operations_enter_in_order) {
  offer(5);
  settle();
  EXPECT_EQ(order(), (std::vector<unsigned>{0, 1, 2, 3, 4}));
}

TEST_F(Admit, one_operation_enters_a_firing) {
  offer(3);
  fire();
  EXPECT_EQ(admitted_.size(), 1U);
  fire();
  EXPECT_EQ(admitted_.size(), 2U);
}

TEST_F(Admit, no_more_enter_than_there_are_places) {
  offer(loop_places + 1);
  settle();
  EXPECT_EQ(held(), loop_places);
  EXPECT_EQ(hashed_.size(), 1U);
}

TEST_F(Admit, each_completion_lets_one_more_in) {
  offer(loop_places + 3);
  settle();
  complete();
  EXPECT_EQ(held(), loop_places);
  EXPECT_EQ(hashed_.size(), 2U);
}

TEST_F(Admit, places_do_not_add_up_beyond_the_loop) {
  for (unsigned lot = 0; lot < 5; ++lot) {
    offer(loop_places);
    settle();
    while (held() != 0) complete();
  }
  offer(2 * loop_places);
  settle();
  EXPECT_EQ(held(), loop_places);
}

TEST_F(Admit, an_operation_that_goes_round_again_keeps_its_place) {
  offer(loop_places + 1);
  settle();
  bounce(true);
  for (unsigned i = 1; i < loop_places; ++i) bounce(false);
  settle();
  EXPECT_EQ(held(), loop_places);
  EXPECT_EQ(hashed_.size(), 1U);
}

TEST_F(Admit, rounds_are_numbered_one_after_the_other_and_wrap) {
  offer(300);
  settle();
  unsigned expected = inside().front().round.pass.to_uint();
  for (unsigned i = 0; i < 300; ++i) {
    EXPECT_EQ(inside().front().round.pass, expected % 256);
    complete();
    ++expected;
  }
}

TEST_F(Admit, what_bounced_enters_before_new_operations) {
  offer(1);
  settle();
  bounce(true);
  offer(2);
  settle();
  EXPECT_EQ(order(), (std::vector<unsigned>{0, 1, 2}));
}

TEST_F(Admit, a_first_that_returns_makes_its_followers_owed) {
  offer(4);
  settle();
  bounce(true);
  offer(2);
  fire();
  EXPECT_EQ(drain(admitted_).size(), 1U);
  // 1 to 3 are still on their way to `record`: nobody enters before them.
  EXPECT_THROW(fire(), hls::native::Deadlock);
  EXPECT_TRUE(admitted_.empty());
  EXPECT_EQ(hashed_.size(), 2U);
  for (unsigned i = 0; i < 3; ++i) bounce(false);
  settle();
  EXPECT_EQ(order(), (std::vector<unsigned>{1, 2, 3, 4, 5}));
  completed_.write(true);  // 0, which the test took itself
}

TEST_F(Admit, who_entered_behind_a_first_before_it_returned_is_owed_too) {
  offer(2);
  settle();
  Operation first = take();
  offer(1);
  settle();
  first.round.first = true;
  bounced_.write(first);
  bounce(false);
  bounce(false);
  offer(1);
  settle();
  EXPECT_EQ(order(), (std::vector<unsigned>{0, 1, 2, 3}));
}

TEST_F(Admit, completions_count_while_followers_are_owed) {
  offer(loop_places);
  settle();
  complete();
  bounce(true);
  for (unsigned i = 0; i + 2 < loop_places; ++i) bounce(false);
  offer(2);
  settle();
  EXPECT_EQ(held(), loop_places);
  EXPECT_EQ(order().front(), 1U);
  EXPECT_EQ(order().back(), loop_places);
  EXPECT_EQ(hashed_.size(), 1U);
}

TEST_F(Admit, followers_are_owed_across_the_wrap_of_the_numbering) {
  // The first operation of this test gets the number 250.
  offer(1);
  settle();
  const unsigned at = inside().front().round.pass.to_uint();
  complete();
  for (unsigned i = at + 1; i % 256 != 250; ++i) {
    offer(1);
    settle();
    complete();
  }
  offer(20);
  settle();
  ASSERT_EQ(inside().front().round.pass, 250);
  std::vector<unsigned> expected = order();
  bounce(true);
  for (unsigned i = 1; i < 20; ++i) bounce(false);
  offer(1);
  expected.push_back(expected.back() + 1);
  settle();
  EXPECT_EQ(order(), expected);
}

TEST_F(Admit, a_clear_waits_until_the_loop_is_empty) {
  offer(2);
  offer(command(RequestKind::clear));
  offer(1);
  settle();
  EXPECT_EQ(order(), (std::vector<unsigned>{0, 1}));
  complete();
  EXPECT_EQ(order(), (std::vector<unsigned>{1}));
  complete();
  EXPECT_EQ(order(), (std::vector<unsigned>{2, 3}));
}

TEST_F(Admit, operations_go_round_while_a_clear_waits) {
  offer(2);
  offer(command(RequestKind::clear));
  settle();
  bounce(true);
  bounce(false);
  settle();
  EXPECT_EQ(order(), (std::vector<unsigned>{0, 1}));
  complete();
  complete();
  EXPECT_EQ(order(), (std::vector<unsigned>{2}));
}

TEST_F(Admit, two_clears_enter_one_after_the_other) {
  offer(command(RequestKind::clear));
  offer(command(RequestKind::clear));
  settle();
  EXPECT_EQ(order(), (std::vector<unsigned>{0}));
  complete();
  EXPECT_EQ(order(), (std::vector<unsigned>{1}));
}

// So it acts on exactly the packets behind it, though operations bounce.
TEST_F(Admit, a_set_timer_enters_alone_too) {
  offer(2);
  offer(command(RequestKind::set_timer));
  offer(1);
  settle();
  EXPECT_EQ(order(), (std::vector<unsigned>{0, 1}));
  bounce(true);
  bounce(false);
  settle();
  EXPECT_EQ(order(), (std::vector<unsigned>{0, 1}));
  complete();
  EXPECT_EQ(order(), (std::vector<unsigned>{1}));
  complete();
  EXPECT_EQ(order(), (std::vector<unsigned>{2, 3}));
}

TEST_F(Admit, other_commands_do_not_wait) {
  offer(1);
  for (const RequestKind kind : {RequestKind::identify, RequestKind::read_sessions,
                                 RequestKind::read_ended, RequestKind::advance}) {
    offer(command(kind));
  }
  settle();
  EXPECT_EQ(held(), 5U);
}

// The other end of the loop, as far as order is concerned: what `record` does with operations of
// which some bounce several times.
class Bouncer {
 public:
  explicit Bouncer(std::map<unsigned, unsigned> bounces) : bounces_(std::move(bounces)) {}

  void take(Operation operation, hls::stream<Operation>& bounced, hls::stream<bool>& completed) {
    const unsigned number = operation.transit.number.to_uint();
    const bool behind = bouncing_ && !operation.round.first;
    const bool again = !behind && bounces_[number] != 0;
    if (again) --bounces_[number];
    if (behind || again) {
      operation.round.first = again;
      bouncing_ = true;
      bounced.write(operation);
      return;
    }
    if (operation.round.first) bouncing_ = false;
    completed.write(true);
    order.push_back(number);
  }

  std::vector<unsigned> order;  // of completion

 private:
  std::map<unsigned, unsigned> bounces_;
  bool bouncing_ = false;
};

TEST_F(Admit, operations_complete_in_order_of_arrival_however_they_bounce) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    loop::Random random(seed);
    constexpr unsigned operations = 2000;
    const unsigned one_in = 1 + seed;
    std::map<unsigned, unsigned> bounces;
    for (unsigned i = 0; i < operations; ++i) {
      if (random.one_in(one_in)) bounces[i] = 1 + random.below(5);
    }
    Bouncer record(bounces);
    {
      const hls::task admit(process::admit, hashed_, bounced_, completed_, admitted_);
      unsigned offered = 0;
      std::size_t rounds = 0;
      while (record.order.size() < operations && ++rounds < 1'000'000) {
        for (unsigned i = random.below(40); i > 0 && offered < operations && !hashed_.full(); --i) {
          Operation operation = loop::packet();
          operation.transit.number = offered++;
          hashed_.write(operation);
        }
        hls::native::run();
        ASSERT_LE(admitted_.size() + bounced_.size(), loop_places);
        for (unsigned i = random.below(40); i > 0 && !admitted_.empty(); --i) {
          record.take(admitted_.read(), bounced_, completed_);
        }
        hls::native::run();
      }
    }
    ASSERT_EQ(record.order.size(), operations);
    EXPECT_TRUE(std::ranges::is_sorted(record.order));
  }
}

}  // namespace
