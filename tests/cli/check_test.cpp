// `--check`: whether the table's memories are in order when a replay is over.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/espial_command.hpp"

namespace espial::test {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

class Check : public testing::TestWithParam<std::string> {};

INSTANTIATE_TEST_SUITE_P(Captures, Check,
                         testing::Values("ah_around.pcap", "edge_encap.pcap", "edge_rekey.pcap",
                                         "malformed.pcap", "tcp_udp_icmp.pcap", "time_jump.pcap",
                                         "timers_other.pcap"),
                         [](const auto& info) {
                           return info.param.substr(0, info.param.find('.'));
                         });

TEST_P(Check, says_that_all_is_in_order_behind_the_closing_line) {
  const Finished finished = espial({"replay", capture(GetParam()), "--check"});
  EXPECT_EQ(finished.status, 0) << finished;
  EXPECT_THAT(finished.err,
              EndsWith("\ncheck: 65536 records, 98304 index slots: all as it must be\n"));
}

TEST(Check, leaves_the_listing_as_it_is) {
  const Finished checked = espial({"replay", capture("edge_encap.pcap"), "--check"});
  const Finished unchecked = espial({"replay", capture("edge_encap.pcap")});
  EXPECT_EQ(checked.out, unchecked.out);
  EXPECT_THAT(unchecked.err, Not(HasSubstr("check:")));
}

}  // namespace
}  // namespace espial::test
