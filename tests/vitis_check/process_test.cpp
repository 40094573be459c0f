#include <gmock/gmock.h>

#include "vitis_check/checking.hpp"

namespace hlsc::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A network that runs two processes side by side, behind a text that defines them.
std::string side_by_side(const std::string& first, const std::string& second,
                         const std::string& processes) {
  return processes +
         "void table(hls::stream<beat_t>& a, hls::stream<beat_t>& b, hls::stream<beat_t>& c,\n"
         "           hls::stream<beat_t>& d) {\n"
         "  hls_thread_local hls::task one(" +
         first + ", a, b);\n  hls_thread_local hls::task two(" + second + ", c, d);\n}\n";
}

std::string template_source() {
  return spoiled(source, "void source", "template <int> void source");
}

// --- state
// ----------------------------------------------------------------------------------------

TEST(VitisState, of_a_process_that_two_tasks_run_is_refused) {
  EXPECT_THAT(errors({side_by_side("source", "source", source)}),
              ElementsAre("4: state 'count' is shared by task 'one' and task 'two'; give the "
                          "function a template argument, one value for each of them"));
}

TEST(VitisState, a_process_without_it_may_run_twice) {
  EXPECT_THAT(errors({side_by_side("sink", "sink", sink)}), IsEmpty());
}

TEST(VitisState, constants_are_none) {
  for (const char* const constant :
       {"static const ap_uint<8> count = 0", "static constexpr int count = 0",
        "static const int count[2] = {1, 2}"}) {
    SCOPED_TRACE(constant);
    const std::string text =
        spoiled(spoiled(source, "static ap_uint<8> count = 0", constant), "count = count + 1;", "");
    EXPECT_THAT(errors({side_by_side("source", "source", text)}), IsEmpty());
  }
}

TEST(VitisState, a_template_argument_makes_two_of_it) {
  EXPECT_THAT(errors({side_by_side("source<0>", "source<1>", template_source())}), IsEmpty());
  EXPECT_THAT(errors({side_by_side("source<1>", "source<1>", template_source())}),
              ElementsAre(HasSubstr("4: state 'count' is shared by")));
}

TEST(VitisState, of_a_helper_that_two_processes_call_is_refused) {
  const std::string helper =
      "inline ap_uint<8> next() {\n  static ap_uint<8> n = 0;\n  n = n + 1;\n  return n;\n}\n";
  const std::string calling = helper + spoiled(source, "count = count + 1", "count = next()");
  EXPECT_THAT(errors({network, calling,
                      helper + spoiled(sink, "out.write(in.read())",
                                       "const ap_uint<8> n = next(); out.write(in.read() + n)")}),
              ElementsAre("2: state 'n' is shared by task 'sink_task' and task 'source_task'; give "
                          "the function a template argument, one value for each of them"));
  EXPECT_THAT(errors({network, calling, sink}), IsEmpty());
}

TEST(VitisState, of_a_helper_of_processes_without_a_network_is_refused) {
  const std::string helper = "int next() { static int n = 0; return n++; }\n";
  const std::string one =
      "void one(hls::stream<int>& out) {\n#pragma HLS PIPELINE II=1 style=flp\n "
      "out.write(next());\n}\n";
  EXPECT_THAT(errors({helper + one + spoiled(one, "void one", "void two")}),
              ElementsAre(HasSubstr("1: state 'n' is shared by process 'one' and process 'two'")));
  EXPECT_THAT(errors({helper + one}), IsEmpty());
}

TEST(VitisState, of_the_program_that_two_processes_use_is_refused) {
  const std::string counting = "int n = 0;\nint next() { return n++; }\n";
  const std::string one =
      "void one(hls::stream<int>& out) {\n#pragma HLS PIPELINE II=1 style=flp\n "
      "out.write(next());\n}\n";
  EXPECT_THAT(errors({counting + one + spoiled(one, "void one", "void two")}),
              ElementsAre(HasSubstr("1: state 'n' is shared by process 'one' and process 'two'")));
  EXPECT_THAT(errors({counting + one}), IsEmpty());
}

TEST(VitisState, of_one_name_in_two_sources_is_two) {
  const std::string own =
      "static int n = 0;\nvoid NAME(hls::stream<int>& out) {\n"
      "#pragma HLS PIPELINE II=1 style=flp\n  out.write(n++);\n}\n";
  EXPECT_THAT(errors({spoiled(own, "NAME", "one"), spoiled(own, "NAME", "two")}), IsEmpty());
}

// --- pipelines
// ------------------------------------------------------------------------------------

constexpr char no_pipeline[] =
    ": process 'source' is no pipeline that flushes; begin its body with '#pragma HLS PIPELINE "
    "II=1 "
    "style=flp'";

std::vector<std::string> errors_with(const std::string& old, const std::string& with) {
  return errors_of_network(network, spoiled(source, old, with));
}

TEST(VitisPipelines, a_process_needs_one) {
  EXPECT_THAT(errors_with("#pragma HLS PIPELINE II=1 style=flp", ""),
              ElementsAre(std::string("2") + no_pipeline));
}

TEST(VitisPipelines, of_a_process_have_a_style_that_flushes) {
  EXPECT_THAT(errors_with(" style=flp", ""), ElementsAre(std::string("3") + no_pipeline));
  EXPECT_THAT(errors_with("flp", "stp"), ElementsAre(std::string("3") + no_pipeline));
  EXPECT_THAT(errors_with("flp", "frp"), IsEmpty());
  EXPECT_THAT(errors_with("PIPELINE II=1 style=flp", "pipeline ii=1 style=FLP"), IsEmpty());
}

TEST(VitisPipelines, of_a_process_start_every_cycle) {
  EXPECT_THAT(errors_with("II=1", "II=2"), ElementsAre(std::string("3") + no_pipeline));
}

TEST(VitisPipelines, of_a_loop_are_none_of_the_process) {
  const std::string text = spoiled(source, "#pragma HLS PIPELINE II=1 style=flp\n", "");
  EXPECT_THAT(
      errors_of_network(network, spoiled(text, "  out.write(in.read());",
                                         "  for (;;) {\n#pragma HLS PIPELINE II=1 style=flp\n"
                                         "    out.write(in.read());\n  }")),
      ElementsAre(std::string("2") + no_pipeline));
}

TEST(VitisPipelines, functions_that_are_no_tasks_need_none) {
  EXPECT_THAT(errors({"int twice(int x) { return 2 * x; }"}), IsEmpty());
}

TEST(VitisPipelines, a_process_that_is_not_there_is_refused) {
  EXPECT_THAT(errors({network, source}),
              ElementsAre("10: no definition of process 'sink'; add the source that has it"));
}

TEST(VitisPipelines, free_running_ones_only_block) {
  for (const char* const access :
       {"in.read_nb(beat)", "in.empty()", "out.full()", "out.write_nb(beat)"}) {
    SCOPED_TRACE(access);
    const std::string text =
        spoiled(sink, "out.write(in.read());",
                "beat_t beat = in.read();\n  out.write(beat);\n  " + std::string(access) + ";");
    const std::string name = std::string(access).substr(access[0] == 'i' ? 3 : 4);
    EXPECT_THAT(errors_of_network(network, source, text),
                ElementsAre("6: '" + name.substr(0, name.find('(')) +
                            "' in the free-running pipeline of 'sink'; use style=flp there"));
    EXPECT_THAT(errors_of_network(network, source, spoiled(text, "frp", "flp")), IsEmpty());
  }
}

TEST(VitisPipelines, free_running_ones_only_block_in_helpers_too) {
  const std::string text =
      spoiled(spoiled(sink, "void sink",
                      "bool idle(hls::stream<beat_t>& in) { return in.empty(); }\nvoid sink"),
              "out.write(in.read());", "if (!idle(in)) out.write(in.read());");
  EXPECT_THAT(
      errors_of_network(network, source, text),
      ElementsAre("2: 'empty' in the free-running pipeline of 'sink'; use style=flp there"));
  EXPECT_THAT(errors_of_network(network, source, spoiled(text, "frp", "flp")), IsEmpty());
}

}  // namespace
}  // namespace hlsc::test
