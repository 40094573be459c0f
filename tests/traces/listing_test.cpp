// Every listing format on every generated capture.
#include <gtest/gtest.h>

#include <algorithm>

#include "traces/replaying.hpp"

namespace espial::test {
namespace {

namespace json = boost::json;

std::uint64_t count(const std::string& text, char wanted) {
  return static_cast<std::uint64_t>(std::ranges::count(text, wanted));
}

// Captures without an expectation of their own, damaged ones among them, add up too: each replay is
// checked for it.
TEST(EveryFormat, lists_every_capture_in_whole_lines) {
  for (const std::string& name : generated_captures()) {
    for (const char* const mapping : {"spi-split", "generic", "negotiated", "none"}) {
      const ReplayResult result = replay_capture(generated(name), {.port_mapping = mapping});
      for (const std::string_view format : format_names()) {
        SCOPED_TRACE(name + " under " + mapping + " as " + std::string(format));
        const std::string listing = print(result, parse_format(format));
        // At least a line for each session, and no octet that a terminal takes for a command.
        EXPECT_GE(count(listing, '\n'), result.sessions.size());
        EXPECT_TRUE(listing.empty() || listing.back() == '\n');
        EXPECT_TRUE(std::ranges::all_of(listing, [](char c) { return c == '\n' || c >= ' '; }));
      }
    }
  }
}

TEST(Json, is_an_object_of_the_same_members_for_every_session) {
  for (const std::string& name : generated_captures()) {
    SCOPED_TRACE(name);
    const ReplayResult result = replay_capture(generated(name));
    const json::array sessions = sessions_of(result);
    ASSERT_EQ(sessions.size(), result.sessions.size());
    for (std::size_t i = 0; i < sessions.size(); ++i) {
      const json::object& session = sessions[i].as_object();
      EXPECT_EQ(session.at("id"), i + 1);
      const bool in_udp = session.at("encapsulation") == "udp";
      EXPECT_EQ(session.size(), 12);
      EXPECT_EQ(session.at("c2s").as_object().size(), in_udp ? 11 : 9);
      // The reverse flow is the first one turned around.
      EXPECT_EQ(session.at("c2s").at("source"), session.at("s2c").at("destination"));
      EXPECT_EQ(session.at("c2s").at("source_port"), session.at("s2c").at("destination_port"));
      EXPECT_EQ(session.at("c2s").at("destination_port"), session.at("s2c").at("source_port"));
    }
  }
}

}  // namespace
}  // namespace espial::test
