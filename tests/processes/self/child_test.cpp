#include "processes/bench/child.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <stdexcept>

namespace espial::bench {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(Child, hands_back_what_the_work_returns) {
  EXPECT_EQ(in_child([] { return std::string(); }), "");
  const std::string large(1'000'000, 'x');
  EXPECT_EQ(in_child([&] { return large + 'y'; }), large + 'y');
}

TEST(Child, leaves_this_program_as_it_was) {
  int number = 1;
  EXPECT_EQ(in_child([&] { return std::to_string(++number); }), "2");
  EXPECT_EQ(in_child([&] { return std::to_string(++number); }), "2");
  EXPECT_EQ(number, 1);
}

TEST(Child, hands_back_what_the_work_throws) {
  EXPECT_THAT([] { in_child([]() -> std::string { throw std::logic_error("what went wrong"); }); },
              ThrowsMessage<std::runtime_error>("what went wrong"));
}

TEST(Child, says_that_it_died) {
  EXPECT_THAT([] { in_child([]() -> std::string { std::abort(); }); },
              ThrowsMessage<std::runtime_error>(HasSubstr("died")));
  EXPECT_THAT([] { in_child([]() -> std::string { std::_Exit(3); }); },
              ThrowsMessage<std::runtime_error>(HasSubstr("status 3")));
}

}  // namespace
}  // namespace espial::bench
