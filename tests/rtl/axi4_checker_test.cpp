// The checker of AXI4 by itself: it says nothing of what keeps the rules, and complains of what
// breaks them.
#include <Vaxi4_checker.h>
#include <gtest/gtest.h>

#include <functional>

#include "rtl/model.hpp"

namespace {

class Checker {
 public:
  Checker() {
    model_->contextp()->fatalOnError(false);
    model_->ar_valid_i = model_->r_valid_i = 0;
    model_->aw_valid_i = model_->w_valid_i = model_->b_valid_i = 0;
    model_->ar_addr_i = model_->aw_addr_i = 0;
    model_->ar_size_i = model_->aw_size_i = 3;
    model_->ar_burst_i = model_->aw_burst_i = 1;
    model_->ar_len_i = model_->aw_len_i = 1;
    model_->w_strb_i = 0xFF;
    model_->b_ready_i = model_->r_ready_i = 1;
    model_->rst_ni = 0;
    for (int i = 0; i < 2; ++i) model_.tick();
    model_->rst_ni = 1;
    model_.tick();
  }

  Vaxi4_checker* operator->() { return model_.operator->(); }
  void tick() { model_.tick(); }
  bool complains() { return model_->contextp()->gotError(); }

  // Each for one cycle.
  void read_address() {
    model_->ar_valid_i = model_->ar_ready_i = 1;
    model_.tick();
    model_->ar_valid_i = 0;
  }
  void write_address() {
    model_->aw_valid_i = model_->aw_ready_i = 1;
    model_.tick();
    model_->aw_valid_i = 0;
  }
  void word_read(bool last) {
    model_->r_valid_i = 1;
    model_->r_last_i = last;
    model_.tick();
    model_->r_valid_i = 0;
  }
  void word_written(bool last) {
    model_->w_valid_i = model_->w_ready_i = 1;
    model_->w_last_i = last;
    model_.tick();
    model_->w_valid_i = 0;
  }
  void response() {
    model_->b_valid_i = 1;
    model_.tick();
    model_->b_valid_i = 0;
  }

 private:
  rtl::Model<Vaxi4_checker> model_{1};
};

using Events = std::function<void(Checker&)>;

// The checker has nothing to say until the last of these.
void expect_refused(const Events& right, const Events& wrong) {
  Checker checker;
  right(checker);
  EXPECT_FALSE(checker.complains());
  wrong(checker);
  EXPECT_TRUE(checker.complains());
}

void nothing(Checker&) {}
void word(Checker& checker) { checker.word_written(false); }
void words(Checker& checker) {
  checker.word_written(false);
  checker.word_written(true);
}
void read_address(Checker& checker) { checker.read_address(); }
void write_address(Checker& checker) { checker.write_address(); }

TEST(Axi4Checker, accepts_what_keeps_the_rules) {
  Checker checker;
  checker.read_address();
  checker.word_read(false);
  checker.word_read(true);
  checker.write_address();
  words(checker);
  checker.response();
  words(checker);
  checker.write_address();
  checker.response();
  checker.word_written(false);
  checker.write_address();
  checker.word_written(true);
  checker.response();
  checker->ar_addr_i = 0xFF0;
  checker.read_address();
  EXPECT_FALSE(checker.complains());
}

TEST(Axi4Checker, refuses_what_does_not_stay_until_it_is_taken) {
  const Events offer = [](Checker& checker) {
    checker->ar_valid_i = checker->aw_valid_i = checker->w_valid_i = 1;
    checker->ar_ready_i = checker->aw_ready_i = checker->w_ready_i = 0;
    checker->w_last_i = 0;
    checker.tick();
  };
  const auto expect = [&offer](void (*change)(Vaxi4_checker&)) {
    expect_refused(offer, [change](Checker& checker) {
      change(*checker.operator->());
      checker.tick();
    });
  };
  expect([](Vaxi4_checker& port) { port.ar_valid_i = 0; });
  expect([](Vaxi4_checker& port) { port.ar_len_i = 0; });
  expect([](Vaxi4_checker& port) { port.aw_valid_i = 0; });
  expect([](Vaxi4_checker& port) { port.aw_addr_i = 8; });
  expect([](Vaxi4_checker& port) { port.w_valid_i = 0; });
  expect([](Vaxi4_checker& port) { port.w_data_i = ~port.w_data_i; });
}

TEST(Axi4Checker, refuses_answers_that_do_not_stay_until_they_are_taken) {
  const Events offer = [](Checker& checker) {
    checker.read_address();
    checker.write_address();
    words(checker);
    checker->r_valid_i = checker->b_valid_i = 1;
    checker->r_ready_i = checker->b_ready_i = checker->r_last_i = 0;
    checker.tick();
  };
  expect_refused(offer, [](Checker& checker) {
    checker->r_data_i = ~checker->r_data_i;
    checker.tick();
  });
  expect_refused(offer, [](Checker& checker) {
    checker->b_valid_i = 0;
    checker.tick();
  });
}

TEST(Axi4Checker, refuses_what_is_offered_in_a_reset) {
  expect_refused(nothing, [](Checker& checker) {
    checker->rst_ni = 0;
    checker->ar_valid_i = 1;
    checker.tick();
    checker->rst_ni = 1;
    checker.tick();
  });
}

TEST(Axi4Checker, refuses_a_burst_across_the_boundary) {
  const Events near = [](Checker& checker) {
    checker->ar_addr_i = checker->aw_addr_i = 0xFF8;
    checker.tick();
  };
  expect_refused(near, read_address);
  expect_refused(near, write_address);
}

TEST(Axi4Checker, refuses_bursts_of_another_kind) {
  const auto expect = [](void (*change)(Vaxi4_checker&), const Events& wrong) {
    expect_refused([change](Checker& checker) { change(*checker.operator->()); }, wrong);
  };
  expect([](Vaxi4_checker& port) { port.ar_burst_i = 2; }, read_address);
  expect([](Vaxi4_checker& port) { port.ar_addr_i = 4; }, read_address);
  expect([](Vaxi4_checker& port) { port.aw_size_i = 2; }, write_address);
  expect([](Vaxi4_checker& port) { port.w_strb_i = 0x7F; }, word);
}

TEST(Axi4Checker, refuses_words_that_nobody_asked_for) {
  expect_refused(nothing, [](Checker& checker) { checker.word_read(true); });
  expect_refused(
      [](Checker& checker) {
        checker.read_address();
        checker.word_read(false);
        checker.word_read(true);
      },
      [](Checker& checker) { checker.word_read(false); });
}

TEST(Axi4Checker, refuses_a_last_word_in_the_wrong_place) {
  const Events begin_read = [](Checker& checker) {
    checker.read_address();
    checker.word_read(false);
  };
  const Events begin_write = [](Checker& checker) {
    checker.write_address();
    checker.word_written(false);
  };
  expect_refused(read_address, [](Checker& checker) { checker.word_read(true); });
  expect_refused(begin_read, [](Checker& checker) { checker.word_read(false); });
  expect_refused(write_address, [](Checker& checker) { checker.word_written(true); });
  expect_refused(begin_write, [](Checker& checker) { checker.word_written(false); });
}

TEST(Axi4Checker, refuses_an_address_that_does_not_fit_the_words_before_it) {
  const Events shorter = [](Checker& checker) {
    checker->aw_len_i = 0;
    checker.write_address();
  };
  const Events longer = [](Checker& checker) {
    checker->aw_len_i = 2;
    checker.write_address();
  };
  expect_refused(words, shorter);
  expect_refused(words, longer);
  expect_refused(
      [](Checker& checker) {
        checker.word_written(false);
        checker.word_written(false);
      },
      write_address);
}

TEST(Axi4Checker, refuses_a_response_before_address_and_words) {
  const Events answer = [](Checker& checker) { checker.response(); };
  expect_refused(write_address, answer);
  expect_refused(words, answer);
  expect_refused(
      [](Checker& checker) {
        checker.write_address();
        words(checker);
        checker.response();
      },
      answer);
}

}  // namespace
