// The file of names: what it gives, and how its faults are told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

#include "espial/error.hpp"
#include "sessions.hpp"

namespace espial::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

// A file that is gone after the test.
class NamesFile : public testing::Test {
 protected:
  ~NamesFile() override { std::remove(path().c_str()); }

  static std::string path() {
    const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
    return testing::TempDir() + "espial_" + test->name() + ".json";
  }
  static Names read(std::string_view content) {
    std::ofstream(path(), std::ios::binary) << content;
    return Names::read(path());
  }
  static std::string fault_of(std::string_view content) {
    try {
      read(content);
    } catch (const FileError& error) {
      EXPECT_EQ(error.file(), path());
      EXPECT_THAT(error.what(), StartsWith(path() + ": "));
      return error.what();
    }
    return "no fault";
  }
};

TEST(Names, are_unknown_unless_given) {
  const Names names;
  EXPECT_EQ(names.field("rule"), "unknown");
  EXPECT_EQ(names.vsys(), "unknown");
  EXPECT_EQ(names.network_of(Address::parse("192.0.2.1")), nullptr);
}

TEST_F(NamesFile, may_be_an_empty_object) {
  const Names names = read("{}");
  EXPECT_EQ(names.field("rule"), "unknown");
  EXPECT_EQ(names.network_of(Address::parse("192.0.2.1")), nullptr);
}

TEST_F(NamesFile, gives_fields_by_their_label) {
  const Names names =
      read(R"({"fields": {"rule": "any-any", "vsys": "vsys1", "URL category": ""}})");
  EXPECT_EQ(names.field("rule"), "any-any");
  EXPECT_EQ(names.vsys(), "vsys1");
  EXPECT_EQ(names.field("URL category"), "");
  EXPECT_EQ(names.field("src user"), "unknown");
}

TEST_F(NamesFile, gives_zone_and_interface_of_a_network) {
  const Names names =
      read(R"({"networks": [{"prefix": "10.0.0.0/8", "zone": "dmz", "interface": "ae1.7"}]})");
  const Names::Network* const network = names.network_of(Address::parse("10.1.2.3"));
  ASSERT_NE(network, nullptr);
  EXPECT_EQ(network->zone, "dmz");
  EXPECT_EQ(network->interface_name, "ae1.7");
  EXPECT_EQ(names.network_of(Address::parse("11.1.2.3")), nullptr);
}

TEST_F(NamesFile, may_leave_zone_and_interface_out) {
  const Names names = read(R"({"networks": [{"prefix": "10.0.0.0/8"}]})");
  const Names::Network* const network = names.network_of(Address::parse("10.1.2.3"));
  ASSERT_NE(network, nullptr);
  EXPECT_EQ(network->zone, "unknown");
  EXPECT_EQ(network->interface_name, "unknown");
}

TEST_F(NamesFile, gives_the_network_of_the_longest_prefix_in_whatever_order) {
  const Names names = read(R"({"networks": [{"prefix": "10.0.0.0/8", "zone": "wide"},
                                            {"prefix": "10.0.1.0/24", "zone": "narrow"},
                                            {"prefix": "0.0.0.0/0", "zone": "rest"},
                                            {"prefix": "::/0", "zone": "six"}]})");
  const auto zone = [&](std::string_view address) {
    return names.network_of(Address::parse(address))->zone;
  };
  EXPECT_EQ(zone("10.0.1.2"), "narrow");
  EXPECT_EQ(zone("10.0.2.2"), "wide");
  EXPECT_EQ(zone("192.0.2.1"), "rest");
  EXPECT_EQ(zone("2001:db8::1"), "six");
}

TEST_F(NamesFile, may_hold_other_alphabets) {
  EXPECT_EQ(read(R"({"fields": {"rule": "Regel für München"}})").field("rule"),
            "Regel für München");
}

TEST_F(NamesFile, must_exist) {
  try {
    Names::read("/nonexistent/names.json");
    FAIL() << "was read";
  } catch (const FileError& error) {
    EXPECT_STREQ(error.what(), "/nonexistent/names.json: No such file or directory");
  }
}

TEST_F(NamesFile, must_not_be_a_folder) {
  EXPECT_THROW(Names::read(testing::TempDir()), FileError);
}

TEST_F(NamesFile, must_not_be_empty) { EXPECT_THAT(fault_of(""), HasSubstr("is empty")); }

TEST_F(NamesFile, must_be_json) {
  EXPECT_THAT(fault_of("networks:\n"), HasSubstr("line 1: not JSON"));
  EXPECT_THAT(fault_of("{\n  \"networks\": [],\n  nonsense\n}\n"), HasSubstr("line 3: not JSON"));
  EXPECT_THAT(fault_of("{\n\"networks\": [\n"), HasSubstr("line 3: not JSON"));
  EXPECT_THAT(fault_of("{}\n{}\n"), HasSubstr("line 2: not JSON"));
}

TEST_F(NamesFile, must_be_one_object) {
  EXPECT_THAT(fault_of("[]"), HasSubstr("the file: must be an object"));
}

TEST_F(NamesFile, must_have_members_of_the_right_type) {
  EXPECT_THAT(fault_of(R"({"networks": {}})"), HasSubstr("networks: must be an array"));
  EXPECT_THAT(fault_of(R"({"networks": ["10.0.0.0/8"]})"),
              HasSubstr("networks[0]: must be an object"));
  EXPECT_THAT(fault_of(R"({"networks": [{"prefix": 10}]})"),
              HasSubstr("networks[0].prefix: must be a string"));
  EXPECT_THAT(fault_of(R"({"networks": [{"prefix": "10.0.0.0/8", "zone": null}]})"),
              HasSubstr("networks[0].zone: must be a string"));
  EXPECT_THAT(fault_of(R"({"fields": []})"), HasSubstr("fields: must be an object"));
  EXPECT_THAT(fault_of(R"({"fields": {"URL filtering enabled": true}})"),
              HasSubstr("fields['URL filtering enabled']: must be a string"));
}

TEST_F(NamesFile, must_not_have_unknown_members) {
  EXPECT_THAT(fault_of(R"({"network": []})"),
              AllOf(HasSubstr("the file: has an unknown member 'network'"),
                    HasSubstr("there are networks, fields")));
  EXPECT_THAT(fault_of(R"({"networks": [{"prefix": "10.0.0.0/8"}, {"name": "x"}]})"),
              AllOf(HasSubstr("networks[1]: has an unknown member 'name'"),
                    HasSubstr("there are prefix, zone, interface")));
  EXPECT_THAT(fault_of(R"({"fields": {"Rule": "any"}})"),
              HasSubstr("fields: has an unknown member 'Rule'"));
}

TEST_F(NamesFile, must_not_name_what_the_card_knows) {
  EXPECT_THAT(fault_of(R"({"fields": {"timeout": "3600 sec"}})"),
              HasSubstr("unknown member 'timeout'"));
}

TEST_F(NamesFile, must_give_every_network_a_prefix_that_is_one) {
  EXPECT_THAT(fault_of(R"({"networks": [{"zone": "trust"}]})"),
              HasSubstr("networks[0]: has no member 'prefix'"));
  EXPECT_THAT(fault_of(R"({"networks": [{"prefix": "10.0.0.0/8"}, {"prefix": "10.0.0.0/99"}]})"),
              HasSubstr("networks[1].prefix: '10.0.0.0/99'"));
}

TEST_F(NamesFile, must_give_a_network_once) {
  EXPECT_THAT(fault_of(R"({"networks": [{"prefix": "10.0.0.1"}, {"prefix": "10.0.0.1/32"}]})"),
              HasSubstr("networks[1].prefix: is given twice"));
}

TEST_F(NamesFile, must_keep_to_the_line) {
  EXPECT_THAT(fault_of(R"({"fields": {"rule": "any\nany"}})"),
              HasSubstr("fields['rule']: must not contain control characters"));
  EXPECT_THAT(fault_of(R"({"networks": [{"prefix": "::/0", "zone": "\u001b[31m"}]})"),
              HasSubstr("networks[0].zone: must not contain control characters"));
}

}  // namespace
}  // namespace espial::test
