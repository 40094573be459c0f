// Where captures come from: files, standard input, compressed, several.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/espial_command.hpp"

namespace espial::test {
namespace {

using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;

const std::string big = "juniper_kb35317.pcap";  // more than a pipe holds

/// The sessions of captures, as JSON Lines.
std::string listing(const std::vector<std::string>& captures) {
  std::vector<std::string> arguments = {"replay", "--format", "json"};
  arguments.insert(arguments.end(), captures.begin(), captures.end());
  const Finished finished = espial(arguments);
  EXPECT_EQ(finished.status, 0) << finished;
  return finished.out;
}

Finished replay_from_pipe(const std::string& input,
                          const std::vector<std::string>& captures = {"-"}) {
  std::vector<std::string> arguments = {"replay", "--format", "json"};
  arguments.insert(arguments.end(), captures.begin(), captures.end());
  Command command = espial_command(arguments);
  command.input = input;
  return run(command);
}

TEST(StandardInput, lists_as_the_file_does) {
  const Finished finished = replay_from_pipe(read_file(capture(big)));
  EXPECT_EQ(finished.status, 0) << finished;
  EXPECT_EQ(finished.out, listing({capture(big)}));
}

TEST(StandardInput, may_be_compressed) {
  const Octets plain = octets(read_file(capture(big)));
  for (const Octets& compressed : {gzip(plain), zstd(plain)}) {
    const Finished finished = replay_from_pipe(text(compressed));
    EXPECT_EQ(finished.status, 0) << finished;
    EXPECT_EQ(finished.out, listing({capture(big)}));
  }
}

TEST(StandardInput, stands_among_files_in_the_order_given) {
  const Finished finished =
      replay_from_pipe(read_file(capture("mpls.pcap")), {capture("vlan.pcap"), "-"});
  EXPECT_EQ(finished.status, 0) << finished;
  EXPECT_EQ(finished.out, listing({capture("vlan.pcap"), capture("mpls.pcap")}));
}

TEST(StandardInput, that_is_cut_lists_what_was_read_and_fails) {
  const Finished finished = replay_from_pipe(read_file(capture("bad/cut_record.pcap")));
  EXPECT_EQ(finished.status, 1) << finished;
  EXPECT_EQ(packets_of(json_lines(finished.out)), 2);
  EXPECT_THAT(lines(finished.err).back(), StartsWith("espial: standard input: cut"));
}

TEST(StandardInput, without_a_single_octet_fails) {
  const Finished finished = replay_from_pipe("");
  EXPECT_EQ(finished.status, 1) << finished;
  EXPECT_EQ(finished.out, "");
  EXPECT_EQ(finished.err, "espial: standard input: is empty\n");
}

TEST(StandardInput, cannot_be_two_captures) {
  const Finished finished = replay_from_pipe(read_file(capture(big)), {"-", "-"});
  EXPECT_EQ(finished.status, 2) << finished;
  EXPECT_EQ(finished.out, "");
  EXPECT_THAT(finished.err, StartsWith("espial: "));
  EXPECT_THAT(finished.err, HasSubstr("standard input"));
}

TEST(Compressed, captures_list_as_plain_ones) {
  const TemporaryFolder folder;
  const Octets plain = octets(read_file(capture(big)));
  write_file(folder.file("a.pcap.gz"), text(gzip(plain)));
  // Recognised by content, whatever the name says.
  write_file(folder.file("b.pcap"), text(zstd(plain)));
  EXPECT_EQ(listing({folder.file("a.pcap.gz")}), listing({capture(big)}));
  EXPECT_EQ(listing({folder.file("b.pcap")}), listing({capture(big)}));
}

TEST(Captures, one_after_the_other_are_one_stream) {
  const auto sessions = json_lines(listing({capture("vlan.pcap"), capture("mpls.pcap")}));
  ASSERT_THAT(sessions, SizeIs(3));
  constexpr std::uint32_t spis[] = {0x21212121, 0x22222222, 0x22222226};
  for (std::size_t i = 0; i < sessions.size(); ++i) {
    EXPECT_EQ(sessions[i].at("id").to_number<std::size_t>(), i + 1);
    EXPECT_EQ(sessions[i].at("c2s").at("spi").to_number<std::uint32_t>(), spis[i]);
  }
  const auto reversed = json_lines(listing({capture("mpls.pcap"), capture("vlan.pcap")}));
  ASSERT_THAT(reversed, SizeIs(3));
  EXPECT_EQ(reversed[0].at("c2s").at("spi").to_number<std::uint32_t>(), spis[1]);
}

TEST(Captures, of_the_same_session_count_together) {
  const Finished finished =
      espial({"replay", "--format", "json", capture("vlan.pcap"), capture("vlan.pcap")});
  ASSERT_EQ(finished.status, 0) << finished;
  const auto sessions = json_lines(finished.out);
  ASSERT_THAT(sessions, SizeIs(1));
  EXPECT_EQ(packets_of(sessions), 8);
  // All but the last packet of the second capture are older than the newest of the first.
  EXPECT_THAT(finished.err, HasSubstr("3 time reversals"));
}

}  // namespace
}  // namespace espial::test
