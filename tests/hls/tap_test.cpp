#include "native/tap.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "hls_task.h"

namespace {

using Seen = std::vector<std::pair<std::string, int>>;

// Keeps what streams of integers are given.
class IntTap : public hls::native::Tap {
 public:
  Seen seen;

 private:
  void put(const hls::native::StreamBase& stream, const void* element,
           std::size_t octets) override {
    int value = 0;
    ASSERT_EQ(octets, sizeof(value));
    std::memcpy(&value, element, sizeof(value));
    seen.emplace_back(stream.name(), value);
  }
};

TEST(Tap, sees_all_that_is_put_into_streams) {
  hls::stream<int, 2> one("one");
  hls::stream<int, 1> two("two");
  IntTap tap;
  one.write(1);
  two.write(2);
  EXPECT_FALSE(two.write_nb(3));
  EXPECT_TRUE(one.write_nb(4));
  one.read();
  EXPECT_EQ(tap.seen, (Seen{{"one", 1}, {"two", 2}, {"one", 4}}));
}

void add_one(hls::stream<int>& in, hls::stream<int>& out) { out.write(in.read() + 1); }

TEST(Tap, sees_what_processes_hand_on) {
  hls::stream<int, 1> in("in");
  hls::stream<int, 1> between("between");
  hls::stream<int, 1> out("out");
  const hls::task first(add_one, in, between);
  const hls::task second(add_one, between, out);
  IntTap tap;
  in.write(1);
  EXPECT_EQ(out.read(), 3);
  EXPECT_EQ(tap.seen, (Seen{{"in", 1}, {"between", 2}, {"out", 3}}));
}

TEST(Tap, sees_nothing_before_and_after_its_time) {
  hls::stream<int, 4> stream("stream");
  stream.write(1);
  IntTap outer;
  {
    IntTap inner;
    stream.write(2);
    EXPECT_EQ(inner.seen, (Seen{{"stream", 2}}));
  }
  stream.write(3);
  EXPECT_EQ(outer.seen, (Seen{{"stream", 3}})) << "the innermost one sees it";
}

}  // namespace
