// The verilated card by the program: what is taken if no device is named, its cycles and traces.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/espial_command.hpp"

namespace espial::test {
namespace {

namespace json = boost::json;
using testing::HasSubstr;
using testing::StartsWith;

// A replay that names no device.
Finished replay(std::string_view name, const std::vector<std::string>& options = {}) {
  Command command = espial_command({});
  command.arguments.insert(command.arguments.end(), {"replay", capture(name)});
  command.arguments.insert(command.arguments.end(), options.begin(), options.end());
  return run(command);
}

TEST(Sim, is_the_device_unless_another_is_named) {
  const Finished finished = replay("juniper_kb35317.pcap", {"--format", "junos", "--inside",
                                                            "10.0.1.2/32", "--stats-json", "-"});
  EXPECT_EQ(finished.status, 0) << finished;
  EXPECT_THAT(finished.out, StartsWith(read_file(source("tests/data/junos_kb35317.txt"))));
  const std::size_t statistics = finished.out.find("\n{");
  ASSERT_NE(statistics, std::string::npos);
  const json::object object = json::parse(finished.out.substr(statistics)).as_object();
  // 2394 packets, of two beats each.
  EXPECT_GE(object.at("device_cycles").to_number<std::uint64_t>(), 2 * 2394U);
}

TEST(Sim, lists_session_791) {
  const Finished finished =
      replay("pan_session791.pcap", {"--port-mapping", "generic", "--format", "panos", "--at",
                                     "+458", "--names", source("docs/examples/names.json")});
  EXPECT_EQ(finished.status, 0) << finished;
  EXPECT_EQ(finished.out, read_file(source("tests/data/panos_session791.txt")));
}

TEST(Sim, writes_a_trace) {
  const TemporaryFolder folder;
  const Finished finished =
      replay("vlan.pcap", {"--trace", folder.file("vlan.fst"), "--trace-cycles", "0:200"});
  EXPECT_EQ(finished.status, 0) << finished;
  // Its header names the writer.
  EXPECT_NE(read_file(folder.file("vlan.fst")).find("fstWriter"), std::string::npos);
}

TEST(Sim, says_when_a_trace_shows_nothing) {
  const TemporaryFolder folder;
  const Finished finished = replay(
      "vlan.pcap", {"--trace", folder.file("vlan.fst"), "--trace-cycles", "1000000000:1000000001"});
  EXPECT_EQ(finished.status, 0) << finished;
  EXPECT_THAT(finished.err, HasSubstr("vlan.fst: it shows nothing: the captures took "));
}

TEST(Sim, says_which_trace_cannot_be_written) {
  const TemporaryFolder folder;
  const Finished finished = replay("vlan.pcap", {"--trace", folder.file("none/vlan.fst")});
  EXPECT_EQ(finished.status, 1) << finished;
  EXPECT_THAT(finished.err, HasSubstr("none/vlan.fst: cannot be written"));
}

}  // namespace
}  // namespace espial::test
