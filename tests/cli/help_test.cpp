// What the program says of itself.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/espial_command.hpp"

namespace espial::test {
namespace {

namespace json = boost::json;
using testing::Each;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::SizeIs;
using testing::StartsWith;

struct Help {
  std::string name;
  std::vector<std::string> arguments;
  std::vector<std::string> mentions;

  friend std::ostream& operator<<(std::ostream& out, const Help& help) { return out << help.name; }
};

class HelpText : public testing::TestWithParam<Help> {};

const std::vector<std::string> replay_options = {
    "-d",     "--device",    "--port-mapping", "--sa-table", "--format",
    "--hex",  "--inside",    "--explain",      "--names",    "--first-id",
    "--at",   "--hash-seed", "--stats-json",   "--help",     "-h",
    "CAPTURE"};
const std::vector<std::string> info_options = {"-d", "--device", "--format", "--help", "-h"};

INSTANTIATE_TEST_SUITE_P(
    Of, HelpText,
    testing::Values(Help{"the_program", {"--help"}, {"replay", "info", "COMMAND --help"}},
                    Help{"the_program_in_short", {"-h"}, {"replay", "info"}},
                    Help{"replay", {"replay", "--help"}, replay_options},
                    Help{"replay_in_short", {"replay", "-h"}, replay_options},
                    Help{"info", {"info", "--help"}, info_options},
                    Help{"info_in_short", {"info", "-h"}, info_options}),
    [](const auto& info) { return info.param.name; });

TEST_P(HelpText, goes_to_standard_output_and_names_everything) {
  const Finished finished = espial(GetParam().arguments);
  EXPECT_EQ(finished.status, 0) << finished;
  EXPECT_EQ(finished.err, "");
  EXPECT_THAT(finished.out, StartsWith("usage: espial "));
  for (const std::string& mention : GetParam().mentions) {
    EXPECT_THAT(finished.out, HasSubstr(mention));
  }
}

TEST_P(HelpText, fits_a_terminal_of_100_columns) {
  for (const std::string& line : lines(espial(GetParam().arguments).out)) {
    EXPECT_THAT(line, SizeIs(testing::Le(100)));
  }
}

TEST(Help, of_replay_names_what_an_option_takes) {
  const std::string help = espial({"replay", "--help"}).out;
  for (const char* const value : {"native", "spi-split", "generic", "negotiated", "none", "table",
                                  "junos", "panos", "json", "gzip", "zstd"}) {
    EXPECT_THAT(help, HasSubstr(value));
  }
}

TEST(Version, is_that_of_the_project) {
  const Finished finished = espial({"--version"});
  EXPECT_EQ(finished.status, 0) << finished;
  EXPECT_EQ(finished.out, "espial " ESPIAL_VERSION "\n");
  EXPECT_EQ(finished.err, "");
}

TEST(Info, as_text_is_a_row_for_each_thing) {
  const Finished finished = espial({"info"});
  EXPECT_EQ(finished.status, 0) << finished;
  EXPECT_EQ(finished.err, "");
  EXPECT_THAT(lines(finished.out), Each(MatchesRegex("[a-z ]+  +[^ ].*")));
  EXPECT_THAT(finished.out, MatchesRegex("device +" ESPIAL_DEFAULT_DEVICE "\n(.|\n)*"));
  EXPECT_THAT(finished.out, HasSubstr("65536 sessions"));
  EXPECT_THAT(finished.out, HasSubstr(ESPIAL_VERSION));
}

TEST(Info, as_json_is_one_object) {
  const Finished finished = espial({"info", "-d", "native", "--format", "json"});
  EXPECT_EQ(finished.status, 0) << finished;
  const auto objects = json_lines(finished.out);
  ASSERT_THAT(objects, SizeIs(1));
  const json::object& device = objects.front();
  EXPECT_EQ(device.at("device"), "native");
  EXPECT_EQ(device.at("version"), ESPIAL_VERSION);
  EXPECT_EQ(device.at("capacity_sessions"), 65536);
  EXPECT_GE(device.at("interface_version").as_int64(), 1);
  // 1.5 places for each session, and tags of 24 bits or more.
  EXPECT_GE(device.at("index_slots").as_int64(), 98304);
  EXPECT_GE(device.at("tag_bits").as_int64(), 24);
  EXPECT_GT(device.at("capacity_sas").as_int64(), 0);
}

}  // namespace
}  // namespace espial::test
