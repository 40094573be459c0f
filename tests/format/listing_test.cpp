// What all formats share: their names, and how they treat streams.
#include "espial/listing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <streambuf>

#include "espial/error.hpp"
#include "sessions.hpp"

namespace espial::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// Takes so many octets, then fails, as a full disk does.
class FullDisk : public std::streambuf {
 public:
  explicit FullDisk(std::streamsize room) : room_(room) {}
  [[nodiscard]] int refusals() const { return refusals_; }
  [[nodiscard]] std::streamsize largest_write() const { return largest_write_; }

 protected:
  std::streamsize xsputn(const char*, std::streamsize octets) override {
    if (octets > room_) ++refusals_;
    largest_write_ = std::max(largest_write_, octets);
    const std::streamsize taken = std::min(octets, room_);
    room_ -= taken;
    return taken;
  }

 private:
  std::streamsize room_;
  int refusals_ = 0;
  std::streamsize largest_write_ = 0;
};

ListingOptions in_format(std::string_view name) {
  ListingOptions options;
  options.format = parse_format(name);
  return options;
}

TEST(Listing, knows_its_formats_by_name) {
  EXPECT_EQ(parse_format("table"), Format::table);
  EXPECT_EQ(parse_format("junos"), Format::junos);
  EXPECT_EQ(parse_format("panos"), Format::panos);
  EXPECT_EQ(parse_format("json"), Format::json);
}

TEST(Listing, is_a_table_by_default) {
  EXPECT_EQ(ListingOptions().format, Format::table);
  EXPECT_THAT(format_names(), ElementsAre("table", "junos", "panos", "json"));
}

TEST(Listing, refuses_another_format_with_the_names_there_are) {
  for (const std::string_view name : {"", "xml", "JSON", "json "}) {
    SCOPED_TRACE(name);
    try {
      parse_format(name);
      ADD_FAILURE() << "was taken";
    } catch (const InvalidArgument& error) {
      EXPECT_THAT(error.what(), HasSubstr("'" + std::string(name) + "'"));
      EXPECT_THAT(error.what(), HasSubstr("table, junos, panos, json"));
    }
  }
}

TEST(Listing, of_no_sessions_is_empty_but_for_the_heading_of_the_table) {
  EXPECT_EQ(print({}, in_format("junos")), "");
  EXPECT_EQ(print({}, in_format("panos")), "");
  EXPECT_EQ(print({}, in_format("json")), "");
  EXPECT_EQ(lines(print({}, in_format("table"))).size(), 2u);
}

TEST(Listing, ends_every_line) {
  for (const std::string_view name : format_names()) {
    SCOPED_TRACE(name);
    EXPECT_EQ(print(kb35317(), in_format(name)).back(), '\n');
  }
}

TEST(Listing, has_every_session_of_a_long_table) {
  constexpr std::size_t many = 10'000;  // far more than goes to the stream at once
  for (const std::string_view name : format_names()) {
    SCOPED_TRACE(name);
    const std::vector<Session> sessions(many, session_791());
    const std::string text = print(sessions, in_format(name));
    std::size_t found = 0;
    constexpr std::string_view source = "192.168.0.11";
    for (std::size_t at = text.find(source); at != std::string::npos;
         at = text.find(source, at + 1)) {
      ++found;
    }
    EXPECT_EQ(found, 2 * many);
  }
}

TEST(Listing, leaves_the_stream_failed_and_stops_when_it_breaks) {
  for (const std::string_view name : format_names()) {
    SCOPED_TRACE(name);
    FullDisk disk(100'000);
    std::ostream out(&disk);
    write_listing(out, std::vector<Session>(10'000, session_791()), in_format(name));
    EXPECT_TRUE(out.fail());
    EXPECT_EQ(disk.refusals(), 1);
  }
}

TEST(Listing, goes_to_the_stream_in_pieces_of_bounded_size) {
  for (const std::string_view name : format_names()) {
    SCOPED_TRACE(name);
    FullDisk disk(1'000'000'000);
    std::ostream out(&disk);
    write_listing(out, std::vector<Session>(10'000, session_791()), in_format(name));
    EXPECT_TRUE(out.good());
    EXPECT_GT(disk.largest_write(), 10'000);
    EXPECT_LT(disk.largest_write(), 100'000);
  }
}

TEST(Listing, tells_of_a_stream_that_breaks_at_its_very_end) {
  FullDisk disk(10);
  std::ostream out(&disk);
  write_listing(out, std::vector<Session>{session_791()}, in_format("json"));
  EXPECT_TRUE(out.fail());
}

TEST(Listing, leaves_a_good_stream_good) {
  std::ostringstream out;
  write_listing(out, kb35317(), in_format("json"));
  EXPECT_TRUE(out.good());
}

TEST(Listing, does_not_take_a_broken_stream_back_into_use) {
  std::ostringstream out;
  out.setstate(std::ios::failbit);
  write_listing(out, kb35317(), in_format("json"));
  EXPECT_TRUE(out.fail());
  EXPECT_EQ(out.str(), "");
}

}  // namespace
}  // namespace espial::test
