// --port-mapping negotiated with an SA table of the user's.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/espial_command.hpp"

namespace espial::test {
namespace {

namespace json = boost::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;

/// The two SAs of Juniper's article, as the firewall at 192.168.0.1 negotiated them.
const std::string kb35317_sas =
    R"({"local":"192.168.0.1","remote":"10.0.1.2","spi_in":4105732781,"spi_out":"0xC949D4B8"})"
    "\n";

class SaTable : public testing::Test {
 protected:
  /// Replays the article's capture. \param tables one file for each
  Finished replay(const std::vector<std::string>& tables,
                  const std::vector<std::string>& options = {"--format", "json"}) {
    std::vector<std::string> arguments = {"replay", capture("juniper_kb35317.pcap"),
                                          "--port-mapping", "negotiated"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    for (std::size_t i = 0; i < tables.size(); ++i) {
      write_file(path(i), tables[i]);
      arguments.insert(arguments.end(), {"--sa-table", path(i)});
    }
    return espial(arguments);
  }
  [[nodiscard]] std::string path(std::size_t i = 0) const {
    return folder_.file(fmt::format("{}.jsonl", i));
  }

 private:
  TemporaryFolder folder_;
};

TEST_F(SaTable, pairs_both_directions_into_one_session) {
  const Finished finished = replay({kb35317_sas});
  ASSERT_EQ(finished.status, 0) << finished;
  const auto sessions = json_lines(finished.out);
  ASSERT_THAT(sessions, SizeIs(1));
  const json::object& c2s = sessions[0].at("c2s").as_object();
  const json::object& s2c = sessions[0].at("s2c").as_object();
  EXPECT_EQ(sessions[0].at("flags").as_array(), json::array());
  EXPECT_EQ(c2s.at("source"), "192.168.0.1");
  EXPECT_EQ(c2s.at("packets"), 1197);
  EXPECT_EQ(s2c.at("packets"), 1197);
  // Each direction keeps the SPI that it carries.
  EXPECT_EQ(c2s.at("spi"), 0xC949D4B8);
  EXPECT_EQ(s2c.at("spi"), 0xF4B882AD);
  // The ports are the inbound SPI's halves, exchanged for outbound packets; the first one was that.
  EXPECT_EQ(c2s.at("source_port"), 0x82AD);
  EXPECT_EQ(c2s.at("destination_port"), 0xF4B8);
  EXPECT_EQ(s2c.at("source_port"), 0xF4B8);
  EXPECT_EQ(s2c.at("destination_port"), 0x82AD);
}

TEST_F(SaTable, names_the_application_as_the_article_does) {
  const Finished finished = replay({kb35317_sas}, {"--format", "panos"});
  ASSERT_EQ(finished.status, 0) << finished;
  EXPECT_THAT(finished.out, HasSubstr("application                          : IPSEC-UDP\n"));
}

TEST_F(SaTable, that_knows_no_spi_of_the_traffic_leaves_it_to_generic_and_says_so) {
  for (const std::vector<std::string>& tables :
       {std::vector<std::string>{},
        {R"({"local":"192.0.2.1","remote":"192.0.2.2","spi_in":4096,"spi_out":4097})"}}) {
    const Finished finished = replay(tables);
    ASSERT_EQ(finished.status, 0) << finished;
    const auto sessions = json_lines(finished.out);
    ASSERT_THAT(sessions, SizeIs(1));
    EXPECT_EQ(sessions[0].at("flags").as_array(), json::array{"sa_unknown"});
    EXPECT_EQ(sessions[0].at("c2s").at("source_port"), 20033);
    EXPECT_EQ(sessions[0].at("s2c").at("packets"), 1197);
  }
}

TEST_F(SaTable, may_be_several_files_with_empty_lines) {
  const std::string other =
      R"({"local":"192.0.2.1","remote":"192.0.2.2","spi_in":4096,"spi_out":4097,"zone":3})";
  const Finished finished = replay({other + "\n\n  \r\n" + other + "\n", "\n" + kb35317_sas});
  ASSERT_EQ(finished.status, 0) << finished;
  const auto sessions = json_lines(finished.out);
  ASSERT_THAT(sessions, SizeIs(1));
  EXPECT_EQ(sessions[0].at("flags").as_array(), json::array());
}

TEST_F(SaTable, that_is_missing_fails) {
  const Finished finished = espial({"replay", capture("vlan.pcap"), "--port-mapping", "negotiated",
                                    "--sa-table", "no/such.jsonl"});
  EXPECT_EQ(finished.status, 1) << finished;
  EXPECT_THAT(finished.err, StartsWith("espial: no/such.jsonl: "));
  EXPECT_EQ(finished.out, "");
}

TEST_F(SaTable, that_is_a_folder_fails) {
  const Finished finished = espial({"replay", capture("vlan.pcap"), "--port-mapping", "negotiated",
                                    "--sa-table", ESPIAL_TEST_CAPTURES});
  EXPECT_EQ(finished.status, 1) << finished;
  EXPECT_THAT(finished.err, StartsWith("espial: " ESPIAL_TEST_CAPTURES ": "));
  EXPECT_EQ(finished.out, "");
}

TEST_F(SaTable, with_more_entries_than_the_device_has_places_fails) {
  const json::object device = json_lines(espial({"info", "--format", "json"}).out).at(0);
  const auto places = device.at("capacity_sas").to_number<std::uint32_t>();
  std::string table;
  // An entry takes two places: half a table more than there are.
  for (std::uint32_t i = 0; i < places / 2 + places / 4; ++i) {
    table += fmt::format(R"({{"local":"192.0.2.1","remote":"192.0.2.2","spi_in":{},"spi_out":{}}})"
                         "\n",
                         0x10000 + i, 0x20000 + i);
  }
  const Finished finished = replay({table});
  EXPECT_EQ(finished.status, 1) << finished;
  EXPECT_EQ(finished.out, "");
  EXPECT_THAT(finished.err, AllOf(StartsWith("espial: " + path() + ": line "),
                                  HasSubstr(fmt::format("{} SAs", places))));
}

struct WrongEntry {
  std::string name;
  std::string entry;
  /// What the message names.
  std::string names;

  friend std::ostream& operator<<(std::ostream& out, const WrongEntry& wrong) {
    return out << wrong.name;
  }
};

class WrongSaTable : public SaTable, public testing::WithParamInterface<WrongEntry> {};

INSTANTIATE_TEST_SUITE_P(
    Entries, WrongSaTable,
    testing::Values(
        WrongEntry{"no_json", "local remote", ""},
        WrongEntry{"cut_json", R"({"local":"192.0.2.1",)", ""},
        WrongEntry{"two_objects_on_a_line",
                   R"({"local":"192.0.2.1","remote":"192.0.2.2","spi_in":1,"spi_out":2} {})", ""},
        WrongEntry{"no_object", R"(["192.0.2.1"])", ""},
        WrongEntry{"missing_local", R"({"remote":"192.0.2.2","spi_in":1,"spi_out":2})", "'local'"},
        WrongEntry{"missing_remote", R"({"local":"192.0.2.1","spi_in":1,"spi_out":2})", "'remote'"},
        WrongEntry{"missing_spi_in", R"({"local":"192.0.2.1","remote":"192.0.2.2","spi_out":2})",
                   "'spi_in'"},
        WrongEntry{"missing_spi_out", R"({"local":"192.0.2.1","remote":"192.0.2.2","spi_in":1})",
                   "'spi_out'"},
        WrongEntry{"spi_0", R"({"local":"192.0.2.1","remote":"192.0.2.2","spi_in":0,"spi_out":2})",
                   "'spi_in'"},
        WrongEntry{"spi_of_33_bits",
                   R"({"local":"192.0.2.1","remote":"192.0.2.2","spi_in":1,"spi_out":4294967296})",
                   "'spi_out'"},
        WrongEntry{"negative_spi",
                   R"({"local":"192.0.2.1","remote":"192.0.2.2","spi_in":-1,"spi_out":2})",
                   "'spi_in'"},
        WrongEntry{"spi_that_is_no_number",
                   R"({"local":"192.0.2.1","remote":"192.0.2.2","spi_in":"0xG","spi_out":2})",
                   "'spi_in'"},
        WrongEntry{"bad_address",
                   R"({"local":"192.0.2.256","remote":"192.0.2.2","spi_in":1,"spi_out":2})",
                   "192.0.2.256"},
        WrongEntry{"address_that_is_a_number",
                   R"({"local":3221225985,"remote":"192.0.2.2","spi_in":1,"spi_out":2})",
                   "'local'"},
        WrongEntry{"addresses_of_two_versions",
                   R"({"local":"192.0.2.1","remote":"2001:db8::2","spi_in":1,"spi_out":2})",
                   "'remote'"},
        WrongEntry{
            "zone_of_17_bits",
            R"({"local":"192.0.2.1","remote":"192.0.2.2","spi_in":1,"spi_out":2,"zone":65536})",
            "'zone'"},
        WrongEntry{
            "unknown_protocol",
            R"({"local":"192.0.2.1","remote":"192.0.2.2","spi_in":1,"spi_out":2,"protocol":"tcp"})",
            "'protocol'"},
        WrongEntry{"unknown_member",
                   R"({"local":"192.0.2.1","remote":"192.0.2.2","spi_in":1,"spi_out":2,"spi":3})",
                   "'spi'"}),
    [](const auto& info) { return info.param.name; });

TEST_P(WrongSaTable, fails_and_names_the_file_and_the_line) {
  // The wrong entry is the third line.
  const Finished finished = replay({kb35317_sas + "\n" + GetParam().entry + "\n" + kb35317_sas});
  EXPECT_EQ(finished.status, 1) << finished;
  EXPECT_EQ(finished.out, "");
  EXPECT_THAT(finished.err,
              AllOf(StartsWith("espial: " + path() + ": line 3: "), HasSubstr(GetParam().names)));
  EXPECT_THAT(lines(finished.err), SizeIs(1));
}

}  // namespace
}  // namespace espial::test
