// What is said of a network that is wrong, and of cycles without a bound.
#include <gmock/gmock.h>

#include "hlsc/networks.hpp"

namespace hlsc::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// --- what stands in a network ---

TEST(NetworkErrors, a_statement_is_none) {
  for (const char* const statement :
       {"between.write(1);\n", "if (true) {}\n", "for (;;) {}\n", "return;\n", "{}\n"})
    EXPECT_THAT(error_in(chain + statement), error_at("4:1", "only declares streams and tasks"))
        << statement;
}

TEST(NetworkErrors, a_variable_that_is_no_stream_is_none) {
  EXPECT_THAT(error_in(chain + "int count = 0;\n"), error_at("4:5", "'count'"));
  EXPECT_THAT(error_in(chain + "static ap_uint<3> count;\n"), error_at("4:19", "'count'"));
  EXPECT_THAT(error_in("  int count = 0;\n" + chain), error_at("1:7", "'count'"));
}

TEST(NetworkErrors, an_array_of_streams_is_none) {
  EXPECT_THAT(
      error_in(with(with(chain, "between;", "between[2];"), "in, between", "in, between[0]")),
      error_at("1:35", "'between'"));
}

TEST(NetworkErrors, a_reference_to_a_stream_is_none) {
  EXPECT_THAT(error_in(chain + "ints& other = between;\n"), error_at("4:7", "'other'"));
}

TEST(NetworkErrors, the_first_fault_is_said) {
  EXPECT_THAT(error_in("int one;\n" + chain + "int two;\n"), error_at("1:5", "'one'"));
}

// --- tasks ---

TEST(NetworkErrors, a_task_of_something_else_than_a_function) {
  EXPECT_THAT(error_in(with(chain, "(copy, in", "(in, in")),
              error_at("2:28", "first argument of task 'first' is no function"));
}

TEST(NetworkErrors, a_task_without_arguments_is_an_error_of_the_language) {
  EXPECT_THAT(error_in(chain + "hls_thread_local hls::task empty;\n"), HasSubstr("hls::task"));
}

TEST(NetworkErrors, an_argument_that_is_no_name) {
  EXPECT_THAT(error_in(with(chain, "(copy, between", "(copy, true ? between : in")),
              error_at("3:41", "task 'second'"));
}

TEST(NetworkErrors, a_stream_from_elsewhere) {
  EXPECT_THAT(error_in(with(chain, "(copy, in", "(copy, elsewhere")),
              error_at("2:28", "'elsewhere' is no stream of the network"));
}

TEST(NetworkErrors, too_few_and_too_many_streams) {
  EXPECT_THAT(error_in(with(chain, "(copy, in, between)", "(copy, in)")),
              error_at("2:28", "task 'first' connects 1 streams, and 'copy' has 2"));
  EXPECT_THAT(error_in(with(chain, "(copy, in, between)", "(copy, in, between, out)")),
              error_at("2:28", "task 'first' connects 3 streams, and 'copy' has 2"));
}

TEST(NetworkErrors, a_process_that_no_source_defines) {
  EXPECT_THAT(error_in(with(chain, "(copy, between", "(declared_only, between")),
              error_at("3:28", "process of task 'second' is not defined in the sources"));
}

TEST(NetworkErrors, a_process_with_a_state_that_stands_twice) {
  EXPECT_THAT(
      error_in(with(with(chain, "(copy, in", "(sum, in"), "(copy, between", "(sum, between")),
      error_at("3:28", "process 'sum' keeps a state"));
}

TEST(NetworkErrors, an_instance_of_a_template_with_a_state_that_stands_twice) {
  EXPECT_THAT(error_in(with(with(chain, "(copy, in", "(sum_from<1>, in"), "(copy, between",
                            "(sum_from<1>, between")),
              error_at("3:28", "process 'sum_from' keeps a state"));
}

TEST(NetworkErrors, a_process_with_a_memory_that_stands_twice) {
  EXPECT_THAT(error_in(with(with(chain, "(copy, in", "(remember, in"), "(copy, between",
                            "(remember, between")),
              error_at("3:28", "process 'remember' keeps a state"));
}

TEST(NetworkErrors, a_fault_of_a_process_is_said_where_it_is) {
  EXPECT_THAT(error_in(with(chain, "(copy, between", "(divide, between")),
              AllOf(StartsWith("divide.cpp:2:"), HasSubstr("error: ")));
}

// --- both ends of a stream ---

TEST(NetworkErrors, a_stream_with_two_readers) {
  EXPECT_THAT(
      error_in(chain + "hls_thread_local hls::stream<int> s;\n"
                       "hls_thread_local hls::task third(copy, between, s);\n"),
      error_at("5:28", "stream 'between' is read by a second process, that of task 'third'"));
}

TEST(NetworkErrors, a_stream_with_two_writers) {
  EXPECT_THAT(
      error_in(chain + "hls_thread_local hls::task third(copy, more, between);\n",
               "ints& in, ints& more, ints& out"),
      error_at("4:28", "stream 'between' is written by a second process, that of task 'third'"));
}

TEST(NetworkErrors, a_port_with_two_readers) {
  EXPECT_THAT(error_in(chain + "hls_thread_local hls::task third(copy, in, more);\n",
                       "ints& in, ints& out, ints& more"),
              error_at("4:28", "stream 'in' is read by a second process"));
}

TEST(NetworkErrors, a_stream_that_is_never_read) {
  EXPECT_THAT(error_in("hls_thread_local hls::stream<int> lost;\n"
                       "hls_thread_local hls::task only(split, in, out, lost);\n"),
              error_at("1:35", "stream 'lost' is never read"));
}

TEST(NetworkErrors, a_stream_that_is_never_written) {
  EXPECT_THAT(error_in("hls_thread_local hls::stream<int> silent;\n"
                       "hls_thread_local hls::task only(merge, in, silent, out);\n"),
              error_at("1:35", "stream 'silent' is read, and never written"));
}

TEST(NetworkErrors, a_stream_that_nobody_uses) {
  EXPECT_THAT(error_in(chain + "hls_thread_local hls::stream<int> idle;\n"),
              error_at("4:35", "stream 'idle'"));
}

TEST(NetworkErrors, a_port_that_nobody_uses) {
  EXPECT_THAT(error_in(chain, "ints& in, ints& spare, ints& out"),
              HasSubstr("port 'spare' of network 'net' is used by no process"));
}

TEST(NetworkErrors, a_port_that_is_read_and_written) {
  EXPECT_THAT(error_in("hls_thread_local hls::task only(copy, in, in);\n", "ints& in"),
              HasSubstr("port 'in' of network 'net' is read and written"));
}

TEST(NetworkErrors, a_stream_that_carries_something_else_than_its_process_reads) {
  EXPECT_THAT(error_in(with(chain, "stream<int>", "stream<bool>")), HasSubstr("network.cpp:2:"));
}

TEST(NetworkErrors, a_fault_of_a_port_is_said_where_the_network_is) {
  EXPECT_THAT(error_in(chain, "ints& in, ints& spare, ints& out"), HasSubstr(".cpp:"));
  EXPECT_THAT(compiled(chain, "ints& in, ints& out", "table").error, HasSubstr(".cpp:"));
}

// --- directives ---

TEST(NetworkErrors, a_credit_of_what_is_no_stream_of_the_network) {
  EXPECT_THAT(error_in(chain + "#pragma HLSC CREDIT variable = in places = 2\n"),
              error_at("4:9", "CREDIT: 'variable ='"));
  EXPECT_THAT(error_in(chain + "#pragma HLSC CREDIT variable = nothing places = 2\n"),
              HasSubstr("'nothing'"));
}

TEST(NetworkErrors, a_credit_that_is_no_positive_constant) {
  for (const char* const places : {" places = count", " places = 0", " places = -1", ""})
    EXPECT_THAT(
        error_in(behind(chain, "between;\n",
                        std::string("#pragma HLSC CREDIT variable = between") + places + "\n")),
        error_at("2:9", "CREDIT: 'places ='"))
        << places;
}

TEST(NetworkErrors, a_credit_of_more_than_32_bits) {
  EXPECT_THAT(error_in(behind(chain, "between;\n",
                              "#pragma HLSC CREDIT variable = between places = 4294967297\n")),
              HasSubstr("network.cpp:"));
}

TEST(NetworkErrors, a_depth_that_is_no_positive_constant) {
  for (const char* const depth : {" depth = count", " depth = 0", " depth = -1"})
    EXPECT_THAT(
        error_in(behind(chain, "between;\n",
                        std::string("#pragma HLS STREAM variable = between") + depth + "\n")),
        error_at("2:9", "STREAM: 'depth ='"))
        << depth;
}

TEST(NetworkErrors, a_depth_of_a_port) {
  EXPECT_THAT(error_in(chain + "#pragma HLS STREAM variable = in depth = 4\n"),
              error_at("4:9", "STREAM: 'variable ='"));
}

TEST(NetworkErrors, a_credit_above_the_depth) {
  EXPECT_THAT(error_in(with(with(cycle, "int> back", "int, 3> back"), "back;\n",
                            "back;\n#pragma HLSC CREDIT variable = back places = 4\n")),
              error_at("3:38", "stream 'back' has a depth of 3, and a credit of 4"));
}

// --- cycles ---

TEST(NetworkCycles, one_without_a_bound_is_an_error_that_names_its_streams_in_order) {
  EXPECT_THAT(error_in(cycle),
              error_at("3:35", "merge -> 'there' -> copy -> 'on' -> split -> 'back' -> merge"));
}

TEST(NetworkCycles, what_leads_to_a_cycle_is_not_named) {
  EXPECT_THAT(error_in("hls_thread_local hls::stream<int> before;\n"
                       "hls_thread_local hls::task zeroth(copy, in, before);\n" +
                       with(cycle, "(merge, in", "(merge, before")),
              AllOf(error_at("5:35", ": merge -> 'there' -> copy"), Not(HasSubstr("'before'"))));
}

TEST(NetworkCycles, a_process_that_feeds_itself_is_one) {
  EXPECT_THAT(error_in("hls_thread_local hls::stream<int> back;\n"
                       "hls_thread_local hls::task only(loop, in, back, back, out);\n"),
              error_at("1:35", "loop -> 'back' -> loop"));
}

TEST(NetworkCycles, the_error_says_what_to_write) {
  EXPECT_THAT(error_in(cycle), HasSubstr("#pragma HLSC CREDIT variable = back places ="));
}

TEST(NetworkCycles, one_with_a_credit_is_bounded) {
  EXPECT_EQ(error_in(behind(cycle, "back;\n", "#pragma HLSC CREDIT variable = back places = 1\n")),
            "");
}

TEST(NetworkCycles, a_credit_anywhere_in_it_bounds_it) {
  EXPECT_EQ(error_in(behind(cycle, "on;\n", "#pragma HLSC CREDIT variable = on places = 2\n")), "");
}

TEST(NetworkCycles, a_credit_in_one_bounds_no_other) {
  // Of `split_in_three`, two streams go back: one has a credit.
  EXPECT_THAT(
      error_in("hls_thread_local hls::stream<int> there, back, round, both;\n"
               "#pragma HLSC CREDIT variable = back places = 1\n"
               "hls_thread_local hls::task first(merge, in, both, there);\n"
               "hls_thread_local hls::task second(split_in_three, there, out, back, round);\n"
               "hls_thread_local hls::task third(merge, back, round, both);\n"),
      AllOf(HasSubstr("a cycle without a bound"), HasSubstr("'round'"), Not(HasSubstr("'back'"))));
}

TEST(NetworkCycles, one_whose_writer_asks_for_room_is_bounded) {
  for (const char* const process : {"(split_if_room, on", "(split_unless_full, on"})
    EXPECT_EQ(error_in(with(cycle, "(split, on", process)), "") << process;
}

TEST(NetworkCycles, a_writer_that_asks_for_room_elsewhere_bounds_nothing) {
  EXPECT_THAT(error_in(with(cycle, "(split, on, out, back)", "(split_if_room, on, back, out)")),
              error_at("3:35", "a cycle without a bound"));
}

TEST(NetworkCycles, ways_that_part_and_meet_again_are_none) {
  EXPECT_EQ(error_in("hls_thread_local hls::stream<int> left, right;\n"
                     "hls_thread_local hls::task one(split, in, left, right);\n"
                     "hls_thread_local hls::task two(merge, left, right, out);\n"),
            "");
}

// --- names ---

TEST(NetworkErrors, a_network_that_systemverilog_cannot_name) {
  EXPECT_THAT(compiled(chain, "ints& in, ints& out", "table").error,
              HasSubstr("'table' is a reserved word of SystemVerilog"));
}

TEST(NetworkErrors, a_network_named_like_a_module_of_the_library) {
  EXPECT_THAT(compiled(chain, "ints& in, ints& out", "stream_fifo").error,
              HasSubstr("'stream_fifo' is a module of hw/rtl"));
}

}  // namespace
}  // namespace hlsc::test
