// Networks of tasks: what is compiled for them, and what is said if one is wrong.
#include <gmock/gmock.h>
#include <llvm/Support/JSON.h>

#include "hlsc/kernel.hpp"

namespace hlsc::test {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

// What the networks of this file are made of: only what a network names is compiled.
const char* const processes = R"(#include "ap_axi_sdata.h"
#include "ap_int.h"
#include "hls_stream.h"
#include "hls_task.h"
typedef hls::stream<int> ints;
typedef hls::stream<ap_axiu<16, 5, 0, 0> > beats;
extern int count;
ints elsewhere;
void copy(ints& from, ints& to) { to.write(from.read()); }
void sum(ints& from, ints& to) {
  static int total;
  total += from.read();
  to.write(total);
}
template <int N>
void sum_from(ints& from, ints& to) {
  static int total = N;
  total += from.read();
  to.write(total);
}
void declared_only(ints& from, ints& to);
void split(ints& from, ints& left, ints& right) {
  int x = from.read();
  left.write(x);
  right.write(x);
}
void merge(ints& left, ints& right, ints& to) {
  int x = 0;
  if (left.read_nb(x)) to.write(x);
  else if (right.read_nb(x)) to.write(x);
}
void split_if_room(ints& from, ints& left, ints& right) {
  int x = from.read();
  left.write(x);
  right.write_nb(x);
}
void split_unless_full(ints& from, ints& left, ints& right) {
  int x = from.read();
  left.write(x);
  if (!right.full()) right.write(x);
}
void split_in_three(ints& from, ints& left, ints& middle, ints& right) {
  int x = from.read();
  left.write(x);
  middle.write(x);
  right.write(x);
}
void loop(ints& from, ints& back, ints& on, ints& to) {
  int x = 0;
  if (back.read_nb(x)) to.write(x);
  else if (from.read_nb(x)) on.write(x);
}
void product_and_factor(ints& from, ints& to) {
  int x = from.read();
  to.write(x * x + x);
}
void remember(ints& from, ints& to) {
  static int memory[256];
#pragma HLS BIND_STORAGE variable=memory type=ram_2p impl=bram
#pragma HLS DEPENDENCE variable=memory inter false
  ap_uint<8> x = from.read();
  to.write(memory[x]);
  memory[x] = x;
}
void look_up(ints& from, ints& to) {
  static const int powers[4] = {1, 3, 9, 27};
  to.write(powers[from.read() & 3]);
}
void data_of(beats& from, hls::stream<ap_uint<40> >& to) { to.write(from.read().data); }
namespace deep {
void copy(ints& from, ints& to) { to.write(from.read() + 1); }
void net(ints& from, ints& to) { to.write(from.read() + 2); }
}
#line 1 "divide.cpp"
void divide(ints& from, ints& to) {
  to.write(10 / from.read());
}
)";

// Two processes, and a stream between them.
const std::string chain =
    "hls_thread_local hls::stream<int> between;\n"
    "hls_thread_local hls::task first(copy, in, between);\n"
    "hls_thread_local hls::task second(copy, between, out);\n";

// What comes out of `second` goes back to `first`.
const std::string cycle =
    "hls_thread_local hls::stream<int> there;\n"
    "hls_thread_local hls::stream<int> on;\n"
    "hls_thread_local hls::stream<int> back;\n"
    "hls_thread_local hls::task first(merge, in, back, there);\n"
    "hls_thread_local hls::task between(copy, there, on);\n"
    "hls_thread_local hls::task second(split, on, out, back);\n";

// Compiles a network, the body of which begins in line 1.
Attempt compiled(const std::string& body, const std::string& ports = "ints& in, ints& out",
                 const std::string& name = "net") {
  return attempt(processes + std::string("void ").append(name).append("(").append(ports) +
                     ") {\n#line 1 \"network.cpp\"\n" + body + "}\n",
                 name);
}

// \returns what hlsc says of it
std::string error_in(const std::string& body, const std::string& ports = "ints& in, ints& out") {
  return compiled(body, ports).error;
}

// An error that stands at "line:column", and names what is wrong.
auto error_at(const std::string& place, const std::string& text) {
  return AllOf(StartsWith("network.cpp:" + place + ": error: "), HasSubstr(text));
}

// The text with a part of it replaced.
std::string with(std::string text, const std::string& part, const std::string& by) {
  const std::size_t at = text.find(part);
  EXPECT_NE(at, std::string::npos) << part << " is not in\n" << text;
  return at == std::string::npos ? text : text.replace(at, part.size(), by);
}

// The text with a line behind a part of it.
std::string behind(const std::string& text, const std::string& part, const std::string& line) {
  return with(text, part, part + line);
}

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

TEST(Network, outcomes_are_those_of_the_processes_that_ask) {
  const Compilation net(
      "hls_thread_local hls::stream<int> s;\n"
      "hls_thread_local hls::task a(copy, more, s);\n"
      "hls_thread_local hls::task b(merge, in, s, out);\n",
      "ints& in, ints& more, ints& out");
  EXPECT_EQ(*net.instance("u_merge").getArray("outcomes"),
            (llvm::json::Array{llvm::json::Object{{"stream", "left"}, {"asks", "data"}},
                               llvm::json::Object{{"stream", "right"}, {"asks", "data"}}}));
  EXPECT_THAT(*net.instance("u_copy").getArray("outcomes"), IsEmpty());
}

TEST(Network, a_question_for_room_is_told_from_one_for_data) {
  const Compilation net("hls_thread_local hls::task only(split_if_room, in, out, spare);\n",
                        "ints& in, ints& out, ints& spare");
  EXPECT_EQ(*net.instance("u_split_if_room").getArray("outcomes"),
            (llvm::json::Array{llvm::json::Object{{"stream", "right"}, {"asks", "room"}}}));
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

TEST(Network, a_constant_table_is_no_state) {
  EXPECT_THAT(Compilation(with(with(chain, "(copy, in", "(look_up, in"), "(copy, between",
                               "(look_up, between"))
                  .names(),
              ElementsAre("look_up", "net"));
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

TEST(Network, streams_and_ports_may_be_reserved_words) {
  // All their signals have a suffix.
  const Compilation net(with(with(with(chain, "between;", "table;"), "in, between", "input, table"),
                             "between, out", "table, output"),
                        "ints& input, ints& output");
  EXPECT_THAT(net.text(), AllOf(HasSubstr("input  logic input_TVALID"), HasSubstr("table_TVALID")));
}

}  // namespace
}  // namespace hlsc::test
