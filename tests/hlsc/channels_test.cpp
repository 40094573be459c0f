#include "lower/channels.hpp"

#include <gmock/gmock.h>

#include "hlsc/kernel.hpp"

namespace hlsc::test {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

// Includes stand on the first line, so that `text` begins in line 2.
std::string source(const std::string& text) {
  return "#include \"ap_int.h\"\n#include \"hls_stream.h\"\n" + text;
}

std::vector<const Node*> sinks_of(const Graph& graph, Op op) {
  std::vector<const Node*> found;
  for (const Node* const sink : graph.sinks)
    if (sink->op == op) found.push_back(sink);
  return found;
}

const std::string int_to_int = "void kernel(hls::stream<int>& in, hls::stream<int>& out) {\n";

// --- what travels ---

TEST(Channels, an_element_that_is_read_can_be_written) {
  KernelRun run(source(int_to_int + "  out.write(in.read());\n}\n"));
  EXPECT_THAT(run.fire({{"in", 0x12345678}}), ElementsAre(Pair("out", 0x12345678)));
}

TEST(Channels, fields_of_a_struct_travel_side_by_side_without_padding) {
  KernelRun run(
      source("struct Pair { ap_uint<3> a; ap_uint<5> b; };\n"
             "void kernel(hls::stream<Pair>& in, hls::stream<Pair>& out) {\n"
             "  Pair p = in.read();\n"
             "  Pair turned;\n"
             "  turned.a = p.b;\n"
             "  turned.b = p.a;\n"
             "  out.write(turned);\n"
             "}\n"));
  // a = 5, b = 18 comes out as a = 18 % 8, b = 5
  EXPECT_THAT(run.fire({{"in", 18 << 3 | 5}}), ElementsAre(Pair("out", 5 << 3 | 2)));
}

TEST(Channels, a_signed_field_keeps_its_sign) {
  KernelRun run(
      source("void kernel(hls::stream<ap_int<5> >& in, hls::stream<int>& out) {\n"
             "  out.write(in.read());\n"
             "}\n"));
  EXPECT_THAT(run.fire({{"in", 0b11110}}), ElementsAre(Pair("out", 0xfffffffeU)));
}

TEST(Channels, the_operators_of_a_stream_read_and_write) {
  KernelRun run(source(int_to_int + "  int x;\n  in >> x;\n  out << x + 1;\n}\n"));
  EXPECT_THAT(run.fire({{"in", 4}}), ElementsAre(Pair("out", 5)));
}

TEST(Channels, a_stream_with_a_depth_is_a_stream) {
  KernelRun run(
      source("void kernel(hls::stream<int, 16>& in, hls::stream<int>& out) {\n"
             "  out.write(in.read());\n}\n"));
  EXPECT_THAT(run.fire({{"in", 4}}), ElementsAre(Pair("out", 4)));
}

TEST(Channels, streams_reach_functions_that_are_called) {
  KernelRun run(source("static int next(hls::stream<int>& from) { return from.read() + 1; }\n" +
                       int_to_int + "  out.write(next(in));\n}\n"));
  EXPECT_THAT(run.fire({{"in", 4}}), ElementsAre(Pair("out", 5)));
}

// --- on a condition ---

TEST(Channels, nothing_is_written_where_the_path_has_no_write) {
  KernelRun run(source(int_to_int + "  int x = in.read();\n  if (x > 3) out.write(x);\n}\n"));
  EXPECT_THAT(run.fire({{"in", 3}}), IsEmpty());
  EXPECT_THAT(run.fire({{"in", 4}}), ElementsAre(Pair("out", 4)));
}

TEST(Channels, writes_on_exclusive_paths_are_one_write) {
  KernelRun run(source(int_to_int +
                       "  int x = in.read();\n"
                       "  if (x > 3) out.write(x); else if (x > 1) out.write(-x);\n}\n"));
  EXPECT_THAT(run.fire({{"in", 9}}), ElementsAre(Pair("out", 9)));
  EXPECT_THAT(run.fire({{"in", 2}}), ElementsAre(Pair("out", 0xfffffffeU)));
  EXPECT_THAT(run.fire({{"in", 1}}), IsEmpty());
  EXPECT_EQ(sinks_of(run.graph(), Op::write).size(), 1U);
}

TEST(Channels, a_read_on_one_path_takes_nothing_on_the_other) {
  KernelRun run(
      source("void kernel(hls::stream<bool>& go, hls::stream<int>& in, hls::stream<int>& out) {\n"
             "  if (go.read()) out.write(in.read());\n}\n"));
  EXPECT_THAT(run.fire({{"go", 1}, {"in", 7}}), ElementsAre(Pair("out", 7)));
  EXPECT_THAT(run.fire({{"go", 0}}), IsEmpty());
}

// --- questions ---

TEST(Channels, read_nb_says_whether_there_was_an_element) {
  KernelRun run(source(
      int_to_int + "  int x = 0;\n  bool got = in.read_nb(x);\n  out.write(got ? x : -1);\n}\n"));
  EXPECT_THAT(run.fire({{"in", 6}}), ElementsAre(Pair("out", 6)));
  EXPECT_THAT(run.fire({}), ElementsAre(Pair("out", 0xffffffffU)));
}

TEST(Channels, read_nb_leaves_the_variable_alone_if_there_was_no_element) {
  KernelRun run(source(int_to_int + "  int x = 42;\n  in.read_nb(x);\n  out.write(x);\n}\n"));
  EXPECT_THAT(run.fire({}), ElementsAre(Pair("out", 42)));
}

TEST(Channels, read_nb_does_not_wait) {
  const auto kernel =
      kernel_of(source(int_to_int + "  int x = 0;\n  in.read_nb(x);\n  out.write(x);\n}\n"));
  const auto reads = sinks_of(kernel->graph, Op::read);
  ASSERT_EQ(reads.size(), 1U);
  EXPECT_TRUE(is_zero(reads[0]->in[1]));
}

TEST(Channels, a_blocking_read_waits) {
  const auto kernel = kernel_of(source(int_to_int + "  out.write(in.read());\n}\n"));
  const auto reads = sinks_of(kernel->graph, Op::read);
  ASSERT_EQ(reads.size(), 1U);
  EXPECT_TRUE(is_ones(reads[0]->in[1]));
}

TEST(Channels, empty_is_a_question_for_data) {
  const auto kernel =
      kernel_of(source(int_to_int + "  if (!in.empty()) out.write(in.read());\n}\n"));
  ASSERT_EQ(kernel->graph.questions.size(), 1U);
  EXPECT_EQ(kernel->graph.questions[0].stream, 0U);
  EXPECT_TRUE(kernel->graph.questions[0].data);
}

TEST(Channels, full_and_write_nb_are_one_question_for_room) {
  const auto kernel = kernel_of(
      source(int_to_int + "  int x = in.read();\n  if (!out.full()) out.write_nb(x);\n}\n"));
  ASSERT_EQ(kernel->graph.questions.size(), 1U);
  EXPECT_EQ(kernel->graph.questions[0].stream, 1U);
  EXPECT_FALSE(kernel->graph.questions[0].data);
}

TEST(Channels, write_nb_writes_only_into_room) {
  const auto kernel = kernel_of(
      source("void kernel(hls::stream<int>& in, hls::stream<int>& out, hls::stream<bool>& done) {\n"
             "  done.write(out.write_nb(in.read()));\n}\n"));
  Evaluator evaluator(kernel->graph);
  Offer offer;
  offer.elements.emplace(0U, llvm::APInt(32, 5));
  offer.room[1] = false;
  EXPECT_THAT(evaluator.fire(offer).writes, ElementsAre(Pair(2, llvm::APInt(1, 0))));
  offer.room[1] = true;
  EXPECT_THAT(evaluator.fire(offer).writes,
              ElementsAre(Pair(1, llvm::APInt(32, 5)), Pair(2, llvm::APInt(1, 1))));
}

TEST(Channels, a_question_that_was_not_asked_has_the_outcome_0) {
  const auto kernel = kernel_of(
      source("void kernel(hls::stream<bool>& go, hls::stream<int>& in, hls::stream<int>& out) {\n"
             "  int x = 0;\n  if (go.read()) in.read_nb(x);\n  out.write(x);\n}\n"));
  Evaluator evaluator(kernel->graph);
  Offer offer;
  offer.elements.emplace(0U, llvm::APInt(1, 0));
  EXPECT_THAT(evaluator.fire(offer).outcomes, ElementsAre(Pair(0, false)));
  offer.elements.at(0) = llvm::APInt(1, 1);
  EXPECT_THAT(evaluator.fire(offer).outcomes, ElementsAre(Pair(0, true)));
}

// --- order ---

// Names of streams, the first one first.
std::vector<std::pair<std::string, std::string>> orders_of(const Graph& graph) {
  std::vector<std::pair<std::string, std::string>> names;
  for (const Order& order : graph.orders)
    names.emplace_back(graph.streams[order.first->index].name,
                       graph.streams[order.then->index].name);
  return names;
}

TEST(Channels, a_read_behind_a_write_is_kept_behind_it) {
  const auto kernel = kernel_of(source(
      "void kernel(hls::stream<int>& in, hls::stream<int>& request, hls::stream<int>& answer,\n"
      "            hls::stream<int>& out) {\n"
      "  request.write(in.read());\n  out.write(answer.read());\n}\n"));
  EXPECT_THAT(orders_of(kernel->graph), Contains(Pair("request", "answer")));
}

TEST(Channels, a_write_behind_a_read_is_kept_behind_it) {
  const auto kernel = kernel_of(source(int_to_int + "  int x = in.read();\n  out.write(1);\n}\n"));
  EXPECT_THAT(orders_of(kernel->graph), ElementsAre(Pair("in", "out")));
}

TEST(Channels, a_write_behind_a_read_on_one_path_and_before_it_on_another_comes_first) {
  const auto kernel = kernel_of(source(
      "void kernel(hls::stream<bool>& in, hls::stream<int>& other, hls::stream<int>& out) {\n"
      "  if (in.read()) {\n    other.read();\n    out.write(1);\n  } else {\n"
      "    out.write(2);\n    other.read();\n  }\n}\n"));
  EXPECT_THAT(orders_of(kernel->graph),
              UnorderedElementsAre(Pair("in", "out"), Pair("out", "other")));
}

// --- what cannot be ---

TEST(Channels, a_stream_that_is_no_parameter_is_an_error_with_its_line) {
  EXPECT_THAT(error_of(source(int_to_int + "  hls::stream<int> own;\n"
                                           "  own.write(in.read());\n"
                                           "  out.write(1);\n}\n")),
              AllOf(HasSubstr(".cpp:5:"), HasSubstr("no parameter")));
}

TEST(Channels, a_second_read_of_a_stream_is_an_error_that_names_it) {
  EXPECT_THAT(
      error_of(source(int_to_int + "  int x = in.read();\n  out.write(x + in.read());\n}\n")),
      AllOf(HasSubstr(".cpp:5:"), HasSubstr("'in'"), HasSubstr("second time")));
}

TEST(Channels, a_second_write_of_a_stream_is_an_error_that_names_it) {
  EXPECT_THAT(
      error_of(source(int_to_int +
                      "  int x = in.read();\n  out.write(x);\n  if (x > 1) out.write(x);\n}\n")),
      AllOf(HasSubstr(".cpp:6:"), HasSubstr("'out'"), HasSubstr("second time")));
}

TEST(Channels, a_stream_that_is_read_and_written_is_an_error_that_names_it) {
  EXPECT_THAT(error_of(source("void kernel(hls::stream<bool>& go, hls::stream<int>& both) {\n"
                              "  int x = 0;\n"
                              "  if (go.read()) both.write(3); else both.read(x);\n"
                              "}\n")),
              AllOf(HasSubstr("'both'"), HasSubstr("read and written")));
}

TEST(Channels, every_firing_waits_for_room_where_one_writes_without_asking) {
  // Otherwise an element that meets a full stream would be lost.
  const auto kernel =
      kernel_of(source("void kernel(hls::stream<int>& in, hls::stream<bool>& flags, "
                       "hls::stream<int>& out) {\n"
                       "  int x = in.read();\n  flags.write(out.full());\n  out.write(x);\n}\n"));
  EXPECT_TRUE(kernel->graph.streams[2].waits_for_room);
}

TEST(Channels, no_firing_waits_for_room_where_all_ask_for_it) {
  const auto kernel =
      kernel_of(source(int_to_int + "  int x = in.read();\n  if (!out.full()) out.write(x);\n}\n"));
  EXPECT_FALSE(kernel->graph.streams[1].waits_for_room);
}

TEST(Channels, a_stream_that_nobody_uses_is_an_error_that_names_it) {
  EXPECT_THAT(error_of(source("void kernel(hls::stream<int>& in, hls::stream<int>& unused) {\n"
                              "  in.read();\n}\n")),
              HasSubstr("'unused'"));
}

}  // namespace
}  // namespace hlsc::test
