// What fails: exit status 1, and `espial: WHAT: WHY` on standard error.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

#include "cli/espial_command.hpp"

namespace espial::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

/// The program failed, and its last line says `espial: WHAT: WHY`.
void expect_failure(const Finished& finished, const std::string& what, const std::string& why) {
  EXPECT_EQ(finished.status, 1) << finished;
  const auto messages = lines(finished.err);
  ASSERT_THAT(messages, Not(IsEmpty()));
  EXPECT_THAT(messages.back(), StartsWith("espial: " + what + ": "));
  EXPECT_THAT(messages.back(), HasSubstr(why));
}

struct NoCapture {
  std::string name;
  std::string path;
  std::string why;

  friend std::ostream& operator<<(std::ostream& out, const NoCapture& test) {
    return out << test.name;
  }
};

class Refused : public testing::TestWithParam<NoCapture> {};

INSTANTIATE_TEST_SUITE_P(
    Captures, Refused,
    testing::Values(NoCapture{"missing", "no/such.pcap", "No such file or directory"},
                    NoCapture{"directory", ESPIAL_TEST_CAPTURES, "Is a directory"},
                    NoCapture{"empty", capture("bad/empty.pcap"), "empty"},
                    NoCapture{"no_capture", capture("bad/not_a_capture.pcap"), "is no capture"},
                    NoCapture{"cut_in_its_header", capture("bad/cut_header.pcap"), "20 of 24"},
                    NoCapture{"unknown_link_type", capture("unknown_link.pcap"),
                              "link type 127 (IEEE802_11_RADIO)"}),
    [](const auto& info) { return info.param.name; });

TEST_P(Refused, fails_without_a_listing) {
  const Finished finished = espial({"replay", GetParam().path});
  expect_failure(finished, GetParam().path, GetParam().why);
  EXPECT_EQ(finished.out, "");
  EXPECT_THAT(lines(finished.err), SizeIs(1));
}

TEST_P(Refused, fails_before_anything_is_counted_where_others_are_good) {
  const Finished finished = espial({"replay", capture("vlan.pcap"), GetParam().path});
  expect_failure(finished, GetParam().path, GetParam().why);
  EXPECT_EQ(finished.out, "");
}

struct Damage {
  std::string name;
  std::string file;
  /// Packets before the damage.
  std::uint64_t packets;
  std::string why;

  friend std::ostream& operator<<(std::ostream& out, const Damage& damage) {
    return out << damage.name;
  }
};

class Damaged : public testing::TestWithParam<Damage> {};

INSTANTIATE_TEST_SUITE_P(
    Captures, Damaged,
    testing::Values(Damage{"cut_pcap", "bad/cut_record.pcap", 2, "cut in mid-record: packet 3"},
                    Damage{"cut_pcapng", "bad/cut_block.pcapng", 2, "packet 3"},
                    Damage{"cut_gzip", "bad/cut.pcap.gz", 1, "the gzip data is cut"},
                    Damage{"corrupt_gzip", "bad/corrupt.pcap.gz", 2, "the gzip data is corrupt"},
                    Damage{"wild_length_in_a_pcap", "bad/wild_length.pcap", 2, "packet 3"},
                    Damage{"wild_length_in_a_pcapng", "bad/wild_length.pcapng", 2, "packet 3"},
                    Damage{"odd_length", "bad/odd_length.pcapng", 2, "packet 3"},
                    Damage{"wrong_trailer", "bad/wrong_trailer.pcapng", 1, "packet 2"},
                    Damage{"no_interface", "bad/no_interface.pcapng", 2, "interface 7"},
                    Damage{"packet_longer_than_its_block", "bad/long_packet.pcapng", 2, "packet 3"},
                    Damage{"unknown_link_type_of_a_later_interface", "unknown_link.pcapng", 1,
                           "link type 127 (IEEE802_11_RADIO)"}),
    [](const auto& info) { return info.param.name; });

TEST_P(Damaged, lists_what_was_read_and_fails) {
  const std::string path = capture(GetParam().file);
  const Finished finished = espial({"replay", path, "--format", "json"});
  expect_failure(finished, path, GetParam().why);
  const auto sessions = json_lines(finished.out);
  EXPECT_THAT(sessions, SizeIs(1));
  EXPECT_EQ(packets_of(sessions), GetParam().packets);
  EXPECT_THAT(finished.err, StartsWith(std::to_string(GetParam().packets) + " packet"));
}

TEST(DamagedCaptures, are_each_named_and_the_good_ones_among_them_count) {
  const Finished finished = espial({"replay", capture("bad/cut_record.pcap"), capture("vlan.pcap"),
                                    capture("bad/corrupt.pcap.gz"), "--format", "json"});
  expect_failure(finished, capture("bad/corrupt.pcap.gz"), "corrupt");
  EXPECT_THAT(finished.err, HasSubstr("espial: " + capture("bad/cut_record.pcap") + ": cut"));
  EXPECT_EQ(packets_of(json_lines(finished.out)), 2 + 4 + 2);
}

TEST(Output, that_cannot_be_opened_fails) {
  const Finished finished =
      espial({"replay", capture("vlan.pcap"), "--stats-json", "/no/such/folder/stats.json"});
  expect_failure(finished, "/no/such/folder/stats.json", "cannot be written");
}

TEST(Output, counters_that_find_no_place_fail) {
  const Finished finished = espial({"replay", capture("vlan.pcap"), "--stats-json", "/dev/full"});
  expect_failure(finished, "/dev/full", "written");
}

struct Print {
  std::string name;
  std::vector<std::string> arguments;

  friend std::ostream& operator<<(std::ostream& out, const Print& print) {
    return out << print.name;
  }
};

class Printing : public testing::TestWithParam<Print> {};

INSTANTIATE_TEST_SUITE_P(
    Of, Printing,
    testing::Values(Print{"a_table", {"replay", capture("vlan.pcap")}},
                    Print{"json", {"replay", capture("vlan.pcap"), "--format", "json"}},
                    Print{"counters_alone",
                          {"replay", capture("not_ip.pcap"), "--format", "json", "--stats-json",
                           "-"}},
                    Print{"help_of_replay", {"replay", "--help"}}, Print{"info", {"info"}},
                    Print{"info_as_json", {"info", "--format", "json"}},
                    Print{"help_of_info", {"info", "--help"}}, Print{"help", {"--help"}},
                    Print{"version", {"--version"}}),
    [](const auto& info) { return info.param.name; });

TEST_P(Printing, to_a_full_device_fails) {
  const FileDescriptor full(open("/dev/full", O_WRONLY | O_CLOEXEC), "/dev/full");
  Command command = espial_command(GetParam().arguments);
  command.output = full.get();
  expect_failure(run(command), "standard output", "written");
}

TEST_P(Printing, to_a_closed_pipe_ends_quietly) {
  Pipe pipe = make_pipe();
  pipe.read_end.close();
  Command command = espial_command(GetParam().arguments);
  command.output = pipe.write_end.get();
  const Finished finished = run(command);
  EXPECT_EQ(finished.signal, SIGPIPE) << finished;
  EXPECT_EQ(finished.err, "");
}

TEST(Names, that_cannot_be_read_fail) {
  const Finished finished = espial(
      {"replay", capture("vlan.pcap"), "--format", "panos", "--names", "no/such/names.json"});
  expect_failure(finished, "no/such/names.json", "No such file");
  EXPECT_EQ(finished.out, "");
}

TEST(Names, that_make_no_sense_fail) {
  const TemporaryFolder folder;
  const std::string names = folder.file("names.json");
  write_file(names, R"({"fields": {"colour": "red"}})");
  const Finished finished =
      espial({"replay", capture("vlan.pcap"), "--format", "panos", "--names", names});
  expect_failure(finished, names, "colour");
  EXPECT_EQ(finished.out, "");
}

}  // namespace
}  // namespace espial::test
