// A bench that cannot see a wrong module is worthless.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "processes/self/self.hpp"

namespace espial::bench {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

class FaultUnder : public testing::TestWithParam<Stalls> {};
INSTANTIATE_TEST_SUITE_P(Stalls, FaultUnder, testing::ValuesIn(all_stalls),
                         [](const auto& info) { return std::string(name(info.param)); });

std::string report_of_pair(Fault fault, Stalls stalls = Stalls::none) {
  return compare(*by_hand(1), pair_job(400, stalls, 7, fault, 201)).report;
}
std::string report_of_merge(Fault fault, Stalls stalls = Stalls::none, std::size_t at = 100) {
  return compare(*by_hand(2), merge_job(400, stalls, 7, fault, at)).report;
}

TEST_P(FaultUnder, a_wrong_bit_is_seen) {
  EXPECT_THAT(report_of_pair(Fault::flip, GetParam()),
              AllOf(HasSubstr("pair, stalls"), HasSubstr("seed 7"),
                    HasSubstr("stream 'wholes', element 100 "), HasSubstr("data 0x"),
                    HasSubstr(" instead of 0x")));
  EXPECT_THAT(report_of_merge(Fault::flip, GetParam()),
              AllOf(HasSubstr("stream 'merged', element "), HasSubstr("value 0x")));
}

TEST_P(FaultUnder, an_element_that_does_not_come_is_seen) {
  EXPECT_THAT(report_of_pair(Fault::drop, GetParam()),
              AllOf(HasSubstr("element 100 "), HasSubstr("user 0x65 instead of 0x64")));
  EXPECT_THAT(report_of_merge(Fault::drop, GetParam()), HasSubstr("stream 'merged'"));
}

TEST_P(FaultUnder, an_element_too_many_is_seen) {
  EXPECT_THAT(report_of_pair(Fault::twice, GetParam()),
              AllOf(HasSubstr("element 101 "), HasSubstr("user 0x64 instead of 0x65")));
  EXPECT_THAT(report_of_merge(Fault::twice, GetParam()), HasSubstr("stream 'merged'"));
}

TEST_P(FaultUnder, a_wrong_outcome_is_seen) {
  EXPECT_THAT(report_of_merge(Fault::outcome, GetParam()), Not(IsEmpty()));
}

// Where it is asked at the entrance, an element stands there.
TEST_P(FaultUnder, a_question_that_gets_no_more_yes_is_seen) {
  EXPECT_THAT(report_of_merge(Fault::deaf, GetParam()),
              HasSubstr("the module did not take what 'ordinary' offered"));
}

// Behind it, it looks as if there were never any more to be had.
TEST_P(FaultUnder, a_question_behind_the_entrance_that_gets_no_more_yes_is_seen) {
  const std::unique_ptr<Model> model = by_hand(2);
  Interface& interface = model->process("merge").interface;
  interface.streams[interface.index_of("ordinary")].stage = 1;
  EXPECT_THAT(compare(*model, merge_job(400, GetParam(), 7, Fault::deaf, 100)).report,
              HasSubstr("the module was told that 'ordinary' has no data, for no reason"));
}

TEST(Fault, in_the_last_element_is_seen) {
  EXPECT_THAT(compare(*by_hand(1), pair_job(400, Stalls::none, 1, Fault::drop, 399)).report,
              HasSubstr("stream 'wholes': the module gave 199 elements, 400 firings give 200"));
  EXPECT_THAT(compare(*by_hand(1), pair_job(400, Stalls::none, 1, Fault::twice, 399)).report,
              HasSubstr("stream 'wholes': the module gave 201 elements, 400 firings give 200"));
  EXPECT_THAT(compare(*by_hand(1), pair_job(400, Stalls::none, 1, Fault::flip, 399)).report,
              HasSubstr("element 199 "));
  EXPECT_THAT(report_of_merge(Fault::drop, Stalls::none, 399), HasSubstr("the module gave 799"));
  EXPECT_THAT(report_of_merge(Fault::twice, Stalls::none, 399), HasSubstr("the module gave 801"));
}

TEST(Fault, that_ends_all_activity_is_seen) {
  EXPECT_THAT(report_of_pair(Fault::hang),
              HasSubstr("stream 'parts': the module took 202 elements, 400 firings take 400"));
}

TEST_P(FaultUnder, a_process_that_asks_and_ends_all_activity_is_seen) {
  EXPECT_THAT(report_of_merge(Fault::hang, GetParam()), HasSubstr("and nothing keeps it"));
}

TEST(Fault, an_output_that_changes_before_it_is_taken_is_seen) {
  // Taken at once, nobody sees it.
  EXPECT_THAT(report_of_pair(Fault::impatience), IsEmpty());
  EXPECT_THAT(compare(*by_hand(1), pair_job(400, Stalls::heavy, 2, Fault::impatience, 201)).report,
              HasSubstr("stream 'wholes': element 100 changed before it was taken"));
}

// Anybody may be told so, until all is at rest: who knows better looks at how often.
TEST(Fault, no_room_for_no_reason_is_counted) {
  const Comparison comparison = compare(*by_hand(2), merge_job(400, Stalls::none, 7, Fault::mute));
  EXPECT_TRUE(comparison.agrees()) << comparison.report;
  EXPECT_EQ(comparison.no.at("status room"), 400 - comparison.moved.at("status"));
}

TEST(Fault, an_assertion_of_the_module_is_seen) {
  EXPECT_THAT(report_of_pair(Fault::assertion), HasSubstr("an assertion of the module failed"));
}

TEST(Fault, an_outcome_that_the_inputs_do_not_allow_names_the_stream) {
  // The last ordinary item: no urgent one is left.
  EXPECT_THAT(report_of_merge(Fault::outcome, Stalls::none, 399),
              HasSubstr("'urgent' has no data, but its recorded outcome says so"));
}

// A process that differs from the module.
void other_pair(hls::stream<Part>& parts, hls::stream<Whole>& wholes) {
  if (parts.empty()) return;
  pair(parts, wholes);
}
void other_types(hls::stream<Item>& parts, hls::stream<Whole>& wholes) {
  parts.read();
  wholes.write({});
}
void other_streams(hls::stream<Part>& parts) { parts.read(); }

TEST(Fault, a_function_that_asks_what_the_module_does_not_is_seen) {
  Job job = pair_job(10);
  job.native = native(other_pair);
  EXPECT_THAT(compare(*by_hand(1), job).report,
              HasSubstr("'parts' is asked for data, and no outcome of that is recorded"));
}

TEST(Fault, a_function_of_other_streams_is_seen) {
  Job job = pair_job(10);
  job.native = native(other_streams);
  EXPECT_THAT(compare(*by_hand(1), job).report, HasSubstr("another number of streams"));
  job.native = native(other_types);
  EXPECT_THAT(compare(*by_hand(1), job).report,
              HasSubstr("elements of 'parts' are 16 octets in C++, not 24"));
}

void crashes(hls::stream<Part>& parts, hls::stream<Whole>& wholes) {
  pair(parts, wholes);
  std::abort();
}

TEST(Fault, a_function_that_crashes_is_a_report_and_no_crash) {
  Job job = pair_job(10);
  job.native = native(crashes);
  EXPECT_THAT(compare(*by_hand(1), job).report, HasSubstr("the copy of this process died: Abort"));
}

}  // namespace
}  // namespace espial::bench
