// Wrong usage: exit status 2, one line on standard error that says what is wrong, and no listing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/espial_command.hpp"

namespace espial::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

struct WrongUsage {
  std::string name;
  std::vector<std::string> arguments;
  /// What the message names.
  std::string names;

  friend std::ostream& operator<<(std::ostream& out, const WrongUsage& usage) {
    return out << usage.name;
  }
};

class Usage : public testing::TestWithParam<WrongUsage> {};

/// `replay` of a good capture with an option too much.
std::vector<std::string> replay(std::vector<std::string> options) {
  options.insert(options.begin(), {"replay", capture("vlan.pcap")});
  return options;
}

INSTANTIATE_TEST_SUITE_P(
    Wrong, Usage,
    testing::Values(
        WrongUsage{"no_arguments", {}, "--help"},
        WrongUsage{"unknown_command", {"frobnicate"}, "'frobnicate'"},
        WrongUsage{"option_before_the_command", {"--format", "json", "replay"}, "'--format'"},
        WrongUsage{"no_capture", {"replay"}, "capture"},
        WrongUsage{"unknown_option", replay({"--frobnicate"}), "'--frobnicate'"},
        WrongUsage{"unknown_short_option", replay({"-x"}), "'-x'"},
        WrongUsage{"abbreviated_option", replay({"--form", "json"}), "'--form'"},
        WrongUsage{"option_without_its_argument", replay({"--at"}), "'--at'"},
        WrongUsage{"option_given_twice", replay({"--first-id", "1", "--first-id", "2"}),
                   "'--first-id'"},
        WrongUsage{"unknown_format", replay({"--format", "xml"}), "'xml'"},
        WrongUsage{"unknown_device", replay({"-d", "fpga"}), "'fpga'"},
        WrongUsage{"unknown_port_mapping", replay({"--port-mapping", "splice"}), "'splice'"},
        WrongUsage{"at_is_no_time", replay({"--at", "yesterday"}), "'yesterday'"},
        WrongUsage{"at_is_no_day", replay({"--at", "2015-02-30T00:00:00Z"}), "'2015-02-30"},
        WrongUsage{"at_is_no_distance", replay({"--at", "+"}), "'+'"},
        WrongUsage{"inside_is_no_prefix", replay({"--format", "junos", "--inside", "10.0.0/24"}),
                   "'10.0.0"},
        WrongUsage{"inside_is_too_long", replay({"--format", "junos", "--inside", "10.0.0.0/33"}),
                   "'10.0.0.0/33'"},
        WrongUsage{"inside_has_bits_behind_its_length",
                   replay({"--format", "junos", "--inside", "10.0.0.1/8"}), "'10.0.0.1/8'"},
        WrongUsage{"trace_of_a_device_without_a_clock", replay({"--trace", "x.fst"}), "'sim'"},
        WrongUsage{"trace_cycles_without_a_file", replay({"--trace-cycles", "0:9"}), "--trace"},
        WrongUsage{"trace_cycles_are_no_window",
                   replay({"--trace", "x.fst", "--trace-cycles", "100"}), "'100'"},
        WrongUsage{"trace_cycles_end_before_they_begin",
                   replay({"--trace", "x.fst", "--trace-cycles", "9:8"}), "'9:8'"},
        WrongUsage{"hash_seed_is_no_number", replay({"--hash-seed", "random"}), "'random'"},
        WrongUsage{"first_id_is_no_number", replay({"--first-id", "7th"}), "'7th'"},
        WrongUsage{"first_id_is_negative", replay({"--first-id", "-1"}), "'-1'"},
        WrongUsage{"hex_without_junos", replay({"--hex"}), "--hex"},
        WrongUsage{"explain_without_junos", replay({"--explain", "--format", "json"}), "--explain"},
        WrongUsage{"inside_without_junos", replay({"--inside", "10.0.0.0/8"}), "--inside"},
        WrongUsage{"names_without_panos", replay({"--names", source("docs/examples/names.json")}),
                   "--names"},
        WrongUsage{"sa_table_without_negotiated", replay({"--sa-table", "sas.jsonl"}),
                   "--sa-table"},
        WrongUsage{"info_takes_no_operand", {"info", "vlan.pcap"}, "'vlan.pcap'"},
        WrongUsage{"info_of_an_unknown_device", {"info", "-d", "fpga"}, "'fpga'"},
        WrongUsage{"info_in_an_unknown_format", {"info", "--format", "xml"}, "'xml'"},
        WrongUsage{"info_with_an_unknown_option", {"info", "--frobnicate"}, "'--frobnicate'"}),
    [](const auto& info) { return info.param.name; });

TEST_P(Usage, ends_with_status_2_and_says_what_is_wrong) {
  const Finished finished = espial(GetParam().arguments);
  EXPECT_EQ(finished.status, 2) << finished;
  EXPECT_EQ(finished.out, "");
  EXPECT_THAT(finished.err, StartsWith("espial: "));
  EXPECT_THAT(finished.err, HasSubstr(GetParam().names));
  EXPECT_EQ(lines(finished.err).size(), 1);
}

}  // namespace
}  // namespace espial::test
