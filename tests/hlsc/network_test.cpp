// Networks of tasks: what is compiled for them.
#include <gmock/gmock.h>
#include <llvm/Support/JSON.h>

#include "hlsc/networks.hpp"

namespace hlsc::test {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

// A network that was compiled: the last of the outputs.
class Compilation {
 public:
  explicit Compilation(const Attempt& attempt) : outputs_(attempt.outputs) {
    EXPECT_EQ(attempt.error, "");
    if (outputs_.empty()) return;
    llvm::Expected<llvm::json::Value> value = llvm::json::parse(outputs_.back().json);
    if (value)
      description_ = std::move(*value->getAsObject());
    else
      ADD_FAILURE() << llvm::toString(value.takeError());
  }
  explicit Compilation(const std::string& body, const std::string& ports = "ints& in, ints& out")
      : Compilation(compiled(body, ports)) {}

  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const Output& output : outputs_) names.push_back(output.name);
    return names;
  }
  [[nodiscard]] std::string text() const { return outputs_.empty() ? "" : outputs_.back().verilog; }
  [[nodiscard]] std::string report() const {
    return outputs_.empty() ? "" : outputs_.back().report;
  }
  [[nodiscard]] const llvm::json::Object& description() const { return description_; }

  // A member that is a list of texts.
  [[nodiscard]] std::vector<std::string> list(const std::string& member) const {
    return list(description_, member);
  }
  static std::vector<std::string> list(const llvm::json::Object& of, const std::string& member) {
    std::vector<std::string> texts;
    if (const llvm::json::Array* const array = of.getArray(member))
      for (const llvm::json::Value& value : *array)
        texts.push_back(value.getAsString().value_or("no text").str());
    return texts;
  }
  // The element of a list whose member `key` has a value; empty if there is none.
  [[nodiscard]] llvm::json::Object element(const std::string& member, const std::string& key,
                                           const std::string& value) const {
    if (const llvm::json::Array* const array = description_.getArray(member))
      for (const llvm::json::Value& candidate : *array)
        if (candidate.getAsObject()->getString(key) == llvm::StringRef(value))
          return *candidate.getAsObject();
    ADD_FAILURE() << "no " << value << " in " << member;
    return {};
  }
  [[nodiscard]] llvm::json::Object stream(const std::string& name) const {
    return element("streams", "name", name);
  }
  [[nodiscard]] llvm::json::Object instance(const std::string& name) const {
    return element("processes", "instance", name);
  }

 private:
  std::vector<Output> outputs_;
  llvm::json::Object description_;
};

// --- what is compiled ---

TEST(Top, the_whole_name_of_one_function_may_be_the_last_part_of_another_s) {
  const char* const source =
      "#include \"hls_stream.h\"\n"
      "void copy(hls::stream<int>& in, hls::stream<int>& out) { out.write(in.read()); }\n"
      "namespace deep {\n"
      "void copy(hls::stream<bool>& in, hls::stream<bool>& out) { out.write(in.read()); }\n"
      "}\n";
  const Attempt compiled = attempt(source, "copy");
  EXPECT_EQ(compiled.error, "");
  ASSERT_EQ(compiled.outputs.size(), 1U);
  EXPECT_THAT(compiled.outputs.front().verilog, HasSubstr("[31:0] in_TDATA"));
}

TEST(Network, each_process_is_compiled_and_the_network_comes_last) {
  EXPECT_THAT(Compilation(with(chain, "(copy, between", "(sum, between")).names(),
              ElementsAre("copy", "sum", "net"));
}

TEST(Network, a_process_without_a_state_that_stands_twice_is_one_module_and_two_instances) {
  const Compilation net(chain);
  EXPECT_THAT(net.names(), ElementsAre("copy", "net"));
  EXPECT_THAT(net.list("files"), ElementsAre("copy.sv", "net.sv"));
  EXPECT_EQ(net.instance("u_copy").getString("name"), "copy");
  EXPECT_EQ(net.instance("u_copy_1").getString("name"), "copy");
}

TEST(Network, instances_of_a_template_are_modules_of_their_own) {
  EXPECT_THAT(Compilation(with(with(chain, "(copy, in", "(sum_from<1>, in"), "(copy, between",
                               "(sum_from<2>, between"))
                  .names(),
              ElementsAre("sum_from", "sum_from_1", "net"));
}

TEST(Network, processes_of_one_name_in_two_namespaces_are_modules_of_their_own) {
  EXPECT_THAT(Compilation(with(chain, "(copy, between", "(deep::copy, between")).names(),
              ElementsAre("copy", "copy_1", "net"));
}

TEST(Network, a_process_that_is_named_like_the_network_gets_another_name) {
  EXPECT_THAT(Compilation(with(chain, "(copy, between", "(deep::net, between")).names(),
              ElementsAre("copy", "net_1", "net"));
}

TEST(Network, one_process_makes_a_network) {
  EXPECT_THAT(Compilation("hls_thread_local hls::task only(copy, in, out);\n").names(),
              ElementsAre("copy", "net"));
}

TEST(Network, streams_and_tasks_may_share_a_declaration) {
  EXPECT_THAT(Compilation("hls_thread_local hls::stream<int> s, t;\n"
                          "hls_thread_local hls::task a(copy, in, s), b(copy, s, t), "
                          "c(copy, t, out);\n")
                  .list("files"),
              ElementsAre("copy.sv", "net.sv"));
}

TEST(Network, constants_types_and_other_directives_may_stand_between_the_declarations) {
  EXPECT_EQ(error_in("#pragma HLS INTERFACE axis port = in\n"
                     "#pragma HLS INTERFACE ap_ctrl_none port = return\n"
                     "constexpr int depth = 7;\n"
                     "typedef hls::stream<int, depth> deep;\n"
                     "static_assert(depth > 2, \"\");\n"
                     "using hls::task;\n" +
                     chain),
            "");
}

TEST(Network, a_function_without_tasks_is_a_process) {
  const Attempt made = attempt(processes, "sum");
  ASSERT_EQ(made.outputs.size(), 1U) << made.error;
  EXPECT_THAT(made.outputs[0].report, StartsWith("process sum"));
}

TEST(Network, the_clock_holds_for_all_of_it) {
  const Attempt made =
      attempt(processes + ("void net(ints& in, ints& out) {\n" + chain) + "}\n", "net", 5);
  ASSERT_EQ(made.outputs.size(), 2U) << made.error;
  for (const Output& output : made.outputs) EXPECT_THAT(output.json, HasSubstr("\"clock_ns\": 5"));
}

TEST(Network, a_constant_table_is_no_state) {
  EXPECT_THAT(Compilation(with(with(chain, "(copy, in", "(look_up, in"), "(copy, between",
                               "(look_up, between"))
                  .names(),
              ElementsAre("look_up", "net"));
}

// --- depths ---

TEST(Network, a_stream_holds_two_elements_if_nothing_is_said) {
  EXPECT_EQ(Compilation(chain).stream("between").getInteger("depth"), 2);
}

TEST(Network, a_stream_has_the_depth_of_its_template_argument) {
  const Compilation net(with(chain, "stream<int>", "stream<int, 5>"));
  EXPECT_EQ(net.stream("between").getInteger("depth"), 5);
}

TEST(Network, a_directive_says_the_depth) {
  const Compilation net("constexpr int places = 16;\n" +
                        with(chain, "between;\n",
                             "between;\n#pragma HLS STREAM variable = between depth = 2 * places "
                             "+ 1\n"));
  EXPECT_EQ(net.stream("between").getInteger("depth"), 33);
}

TEST(Network, a_directive_stands_above_the_template_argument) {
  const Compilation net(with(chain, "stream<int> between;\n",
                             "stream<int, 5> between;\n"
                             "#pragma HLS STREAM variable = between depth = 9\n"));
  EXPECT_EQ(net.stream("between").getInteger("depth"), 9);
}

TEST(Network, the_process_that_writes_a_stream_gets_its_depth) {
  EXPECT_THAT(Compilation(with(chain, "stream<int>", "stream<int, 5>")).text(),
              HasSubstr("copy #(.to_DEPTH(5)) u_copy ("));
}

TEST(Network, a_process_that_writes_a_port_keeps_its_own_depth) {
  EXPECT_THAT(Compilation(chain).text(), HasSubstr("copy u_copy_1 ("));
}

// --- its description ---

TEST(Network, the_description_names_network_kind_and_clock) {
  const Compilation net(chain);
  EXPECT_EQ(net.description().getString("name"), "net");
  EXPECT_EQ(net.description().getString("kind"), "network");
  EXPECT_NEAR(net.description().getNumber("clock_ns").value_or(0), 3.33, 1e-9);
}

TEST(Network, the_description_names_the_modules_that_any_of_its_processes_needs) {
  const std::string one = with(chain, "(copy, in", "(product_and_factor, in");
  EXPECT_THAT(Compilation(chain).list("library"), Not(Contains("delay_line.sv")));
  EXPECT_THAT(Compilation(one).list("library"),
              testing::IsSupersetOf({"delay_line.sv", "stream_exit.sv", "stream_fifo.sv"}));
}

TEST(Network, ports_have_a_direction_and_the_process_that_uses_them) {
  const Compilation net(chain);
  EXPECT_EQ(net.stream("in").getString("direction"), "in");
  EXPECT_EQ(net.stream("in").getString("reader"), "u_copy");
  EXPECT_EQ(net.stream("in").getString("writer"), std::nullopt);
  EXPECT_EQ(net.stream("out").getString("direction"), "out");
  EXPECT_EQ(net.stream("out").getString("writer"), "u_copy_1");
  EXPECT_EQ(net.stream("out").getString("reader"), std::nullopt);
}

TEST(Network, streams_have_a_writer_and_a_reader_and_no_direction) {
  const llvm::json::Object between = Compilation(chain).stream("between");
  EXPECT_EQ(between.getString("writer"), "u_copy");
  EXPECT_EQ(between.getString("reader"), "u_copy_1");
  EXPECT_EQ(between.getString("direction"), std::nullopt);
}

TEST(Network, streams_say_what_they_carry) {
  const llvm::json::Object between = Compilation(chain).stream("between");
  EXPECT_EQ(between.getInteger("bytes"), 4);
  EXPECT_EQ(*between.getArray("signals"),
            (llvm::json::Array{llvm::json::Object{{"name", "TDATA"}, {"width", 32}}}));
}

TEST(Network, a_credit_stands_at_its_stream_only) {
  const Compilation net(
      behind(cycle, "back;\n", "#pragma HLSC CREDIT variable = back places = 2\n"));
  EXPECT_EQ(net.stream("back").getInteger("credit"), 2);
  EXPECT_EQ(net.stream("there").getInteger("credit"), std::nullopt);
}

TEST(Network, processes_have_stages_and_their_streams_in_order) {
  const llvm::json::Object first = Compilation(chain).instance("u_copy");
  EXPECT_EQ(first.getInteger("stages"), 1);
  EXPECT_THAT(Compilation::list(first, "streams"), ElementsAre("in", "between"));
}

TEST(Network, outcomes_are_those_of_the_processes_that_ask_by_the_names_of_the_network) {
  const Compilation net(
      "hls_thread_local hls::stream<int> s;\n"
      "hls_thread_local hls::task a(copy, more, s);\n"
      "hls_thread_local hls::task b(merge, in, s, out);\n",
      "ints& in, ints& more, ints& out");
  EXPECT_EQ(*net.instance("u_merge").getArray("outcomes"),
            (llvm::json::Array{llvm::json::Object{{"stream", "in"}, {"asks", "data"}},
                               llvm::json::Object{{"stream", "s"}, {"asks", "data"}}}));
  EXPECT_THAT(*net.instance("u_copy").getArray("outcomes"), IsEmpty());
}

TEST(Network, a_question_for_room_is_told_from_one_for_data) {
  const Compilation net("hls_thread_local hls::task only(split_if_room, in, out, spare);\n",
                        "ints& in, ints& out, ints& spare");
  EXPECT_EQ(*net.instance("u_split_if_room").getArray("outcomes"),
            (llvm::json::Array{llvm::json::Object{{"stream", "spare"}, {"asks", "room"}}}));
}

TEST(Network, the_report_names_processes_streams_and_credits) {
  const std::string report =
      Compilation(behind(cycle, "back;\n", "#pragma HLSC CREDIT variable = back places = 2\n"))
          .report();
  EXPECT_THAT(report, AllOf(StartsWith("network net: 3 processes"), HasSubstr("outside to merge"),
                            HasSubstr("split to merge, at most 2 by credit"),
                            HasSubstr("split to outside")));
}

TEST(Network, the_same_source_gives_the_same_text) {
  EXPECT_EQ(Compilation(chain).text(), Compilation(chain).text());
}

// --- its module ---

TEST(Network, the_module_has_the_ports_of_vitis) {
  EXPECT_THAT(Compilation("hls_thread_local hls::task only(data_of, in, out);\n",
                          "beats& in, hls::stream<ap_uint<40> >& out")
                  .text(),
              AllOf(HasSubstr("module net ("), HasSubstr("input  logic ap_clk"),
                    HasSubstr("input  logic ap_rst_n"), HasSubstr("input  logic in_TVALID"),
                    HasSubstr("output logic in_TREADY"), HasSubstr("input  logic [15:0] in_TDATA"),
                    HasSubstr("input  logic [1:0] in_TKEEP"), HasSubstr("input  logic in_TLAST"),
                    HasSubstr("output logic out_TVALID"), HasSubstr("input  logic out_TREADY"),
                    HasSubstr("output logic [39:0] out_TDATA")));
}

// Whether a port is there, and in simulation only.
void expect_for_simulation(const std::string& text, const std::string& port) {
  const std::size_t at = text.find("output logic " + port);
  ASSERT_NE(at, std::string::npos) << port << " is no port of\n" << text;
  EXPECT_GT(text.rfind("`ifndef SYNTHESIS", at) + 1, text.rfind("`endif", at) + 1);
}

TEST(Network, simulation_sees_valid_and_ready_of_every_stream) {
  const std::string text = Compilation(chain).text();
  expect_for_simulation(text, "[2:0] ap_valid");
  expect_for_simulation(text, "[2:0] ap_ready");
  // In the order of the description, the first lowest.
  EXPECT_THAT(text, AllOf(HasSubstr("ap_valid = {between_TVALID, out_TVALID, in_TVALID};"),
                          HasSubstr("ap_ready = {between_TREADY, out_TREADY, in_TREADY};")));
}

TEST(Network, simulation_sees_the_outcomes_where_something_asks) {
  const std::string text = Compilation(
                               "hls_thread_local hls::stream<int> s;\n"
                               "hls_thread_local hls::task a(merge, in, more, s);\n"
                               "hls_thread_local hls::task b(split_if_room, s, out, spare);\n",
                               "ints& in, ints& more, ints& out, ints& spare")
                               .text();
  expect_for_simulation(text, "[1:0] ap_fired");
  expect_for_simulation(text, "[2:0] ap_outcomes");
  EXPECT_THAT(text, AllOf(HasSubstr(".ap_fired(ap_fired[0]), .ap_outcomes(ap_outcomes[1:0])"),
                          HasSubstr(".ap_fired(ap_fired[1])")));
}

TEST(Network, a_network_in_which_nothing_asks_has_no_outcomes) {
  EXPECT_THAT(Compilation(chain).text(),
              AllOf(Not(HasSubstr("ap_fired")), Not(HasSubstr("ap_outcomes"))));
}

TEST(Network, verilator_looks_whether_a_credit_holds) {
  const std::string text =
      Compilation(behind(cycle, "back;\n", "#pragma HLSC CREDIT variable = back places = 2\n"))
          .text();
  const std::size_t at = text.find("assert (32'(u_split.u_right.level) <= 2);");
  ASSERT_NE(at, std::string::npos) << text;
  EXPECT_NE(text.rfind("`ifdef VERILATOR", at), std::string::npos);
}

TEST(Network, streams_and_ports_may_be_reserved_words) {
  // All their signals have a suffix.
  const Compilation net(with(with(with(chain, "between;", "table;"), "in, between", "input, table"),
                             "between, out", "table, output"),
                        "ints& input, ints& output");
  EXPECT_THAT(net.text(), AllOf(HasSubstr("input  logic input_TVALID"), HasSubstr("table_TVALID")));
}

}  // namespace
}  // namespace hlsc::test
