// The listings of the two articles, octet for octet.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/espial_command.hpp"

namespace espial::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

/// Juniper's KB35317 as the article lists it, with more options.
Finished junos(std::vector<std::string> options = {}) {
  std::vector<std::string> arguments = {
      "replay", capture("juniper_kb35317.pcap"), "--format", "junos", "--inside", "10.0.1.2/32"};
  arguments.insert(arguments.end(), options.begin(), options.end());
  return espial(arguments);
}

/// Session 791 of Palo Alto Networks' article, with more options.
std::vector<std::string> session_791(std::vector<std::string> options = {}) {
  std::vector<std::string> arguments = {"replay",         capture("pan_session791.pcap"),
                                        "--port-mapping", "generic",
                                        "--format",       "panos",
                                        "--at",           "+458",
                                        "--names",        source("docs/examples/names.json")};
  arguments.insert(arguments.end(), options.begin(), options.end());
  return arguments;
}

TEST(Articles, junos_lists_kb35317) {
  const Finished listing = junos();
  EXPECT_EQ(listing.status, 0) << listing;
  EXPECT_EQ(listing.out, read_file(source("tests/data/junos_kb35317.txt")));
  EXPECT_THAT(listing.err, StartsWith("2394 packets, 2 sessions"));
}

TEST(Articles, panos_lists_session_791) {
  const Finished listing = espial(session_791());
  EXPECT_EQ(listing.status, 0) << listing;
  EXPECT_EQ(listing.out, read_file(source("tests/data/panos_session791.txt")));
  EXPECT_THAT(listing.err, StartsWith("13 packets, 1 session"));
}

TEST(Articles, first_id_numbers_the_session_as_the_article_does) {
  const Finished listing = espial(session_791({"--first-id", "791"}));
  ASSERT_EQ(listing.status, 0) << listing;
  EXPECT_EQ(lines(listing.out).at(0), "Session             791");
}

TEST(Articles, hexadecimal_ports_are_the_halves_of_the_spi) {
  const Finished listing = junos({"--hex"});
  ASSERT_EQ(listing.status, 0) << listing;
  EXPECT_THAT(
      lines(listing.out),
      ElementsAre("ESP          192.168.0.1:C949 ->         10.0.1.2:D4B8 Forward  O   1197",
                  "ESP             10.0.1.2:D4B8 ->      192.168.0.1:C949 Forward  I      0", "",
                  "ESP             10.0.1.2:F4B8 ->      192.168.0.1:82AD Forward  I   1197",
                  "ESP          192.168.0.1:82AD ->         10.0.1.2:F4B8 Forward  O      0"));
}

TEST(Articles, explain_says_the_article_s_sentence) {
  const Finished listing = junos({"--explain"});
  ASSERT_EQ(listing.status, 0) << listing;
  EXPECT_THAT(listing.out, StartsWith("This session is created by traffic originated from "
                                      "192.168.0.1 with SPI C949D4B8:\nESP "));
  EXPECT_THAT(listing.out, HasSubstr("\n\nThis session is created by traffic originated from "
                                     "10.0.1.2 with SPI F4B882AD:\nESP "));
}

TEST(Articles, several_inside_prefixes_may_be_given) {
  const Finished listing = junos({"--inside", "192.168.0.0/24"});
  ASSERT_EQ(listing.status, 0) << listing;
  // Now both ends are inside: the first flow of each session is I, its reverse O.
  EXPECT_THAT(
      lines(listing.out),
      ElementsAre("ESP         192.168.0.1:51529 ->        10.0.1.2:54456 Forward  I   1197",
                  "ESP            10.0.1.2:54456 ->     192.168.0.1:51529 Forward  O      0", "",
                  "ESP            10.0.1.2:62648 ->     192.168.0.1:33453 Forward  I   1197",
                  "ESP         192.168.0.1:33453 ->        10.0.1.2:62648 Forward  O      0"));
}

TEST(Articles, start_time_is_in_the_time_zone_that_the_environment_names) {
  Command command = espial_command(session_791());
  command.environment["TZ"] = "XXX-2";  // two hours east of Greenwich
  const Finished listing = run(command);
  ASSERT_EQ(listing.status, 0) << listing;
  EXPECT_THAT(listing.out, HasSubstr(": Wed Jun 10 13:58:59 2015\n"));
}

}  // namespace
}  // namespace espial::test
