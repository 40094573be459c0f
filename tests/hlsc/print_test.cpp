#include <gmock/gmock.h>
#include <llvm/Support/JSON.h>

#include <set>

#include "hlsc/kernel.hpp"
#include "print/names.hpp"
#include "print/values.hpp"

namespace hlsc::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// --- names ---

TEST(Names, a_name_that_is_free_is_taken_as_it_is) { EXPECT_EQ(Names().take("total"), "total"); }

TEST(Names, equal_names_are_told_apart) {
  Names names;
  std::set<std::string> taken;
  for (unsigned i = 0; i < 20; ++i) taken.insert(names.take("sum"));
  EXPECT_EQ(taken.size(), 20U);
}

TEST(Names, a_number_behind_a_name_meets_no_name_that_was_there) {
  Names names;
  const std::set<std::string> taken = {names.take("sum_1"), names.take("sum"), names.take("sum"),
                                       names.take("sum_1"), names.take("sum_2")};
  EXPECT_EQ(taken.size(), 5U);
}

TEST(Names, what_is_no_identifier_becomes_one) {
  Names names;
  EXPECT_EQ(names.take("line[2].word"), "line_2_word");
  EXPECT_EQ(names.take("add.i.i"), "add_i_i");
}

TEST(Names, a_name_never_begins_with_a_digit) {
  const std::string name = Names().take("2nd");
  EXPECT_FALSE(name.front() >= '0' && name.front() <= '9') << name;
}

TEST(Names, a_name_of_nothing_is_a_name) { EXPECT_NE(Names().take("..."), ""); }

TEST(Names, a_reserved_word_is_no_name) {
  for (const char* const word : {"always", "begin", "process", "table", "event", "reg", "output"})
    EXPECT_NE(Names().take(word), word);
}

// IEEE 1800-2017, Annex B, as far as C++ does not reserve them too.
TEST(Names, no_reserved_word_of_systemverilog_is_a_name) {
  for (const char* const word : {"accept_on",
                                 "alias",
                                 "always",
                                 "always_comb",
                                 "always_ff",
                                 "always_latch",
                                 "assert",
                                 "assign",
                                 "assume",
                                 "automatic",
                                 "before",
                                 "begin",
                                 "bind",
                                 "bins",
                                 "binsof",
                                 "bit",
                                 "buf",
                                 "bufif0",
                                 "bufif1",
                                 "byte",
                                 "casex",
                                 "casez",
                                 "cell",
                                 "chandle",
                                 "checker",
                                 "clocking",
                                 "cmos",
                                 "config",
                                 "constraint",
                                 "context",
                                 "cover",
                                 "covergroup",
                                 "coverpoint",
                                 "cross",
                                 "deassign",
                                 "defparam",
                                 "design",
                                 "disable",
                                 "dist",
                                 "edge",
                                 "end",
                                 "endcase",
                                 "endchecker",
                                 "endclass",
                                 "endclocking",
                                 "endconfig",
                                 "endfunction",
                                 "endgenerate",
                                 "endgroup",
                                 "endinterface",
                                 "endmodule",
                                 "endpackage",
                                 "endprimitive",
                                 "endprogram",
                                 "endproperty",
                                 "endsequence",
                                 "endspecify",
                                 "endtable",
                                 "endtask",
                                 "event",
                                 "eventually",
                                 "expect",
                                 "extends",
                                 "final",
                                 "first_match",
                                 "force",
                                 "foreach",
                                 "forever",
                                 "fork",
                                 "forkjoin",
                                 "function",
                                 "generate",
                                 "genvar",
                                 "global",
                                 "highz0",
                                 "highz1",
                                 "iff",
                                 "ifnone",
                                 "ignore_bins",
                                 "illegal_bins",
                                 "implements",
                                 "implies",
                                 "import",
                                 "incdir",
                                 "include",
                                 "initial",
                                 "inout",
                                 "input",
                                 "inside",
                                 "instance",
                                 "integer",
                                 "interconnect",
                                 "interface",
                                 "intersect",
                                 "join",
                                 "join_any",
                                 "join_none",
                                 "large",
                                 "let",
                                 "liblist",
                                 "library",
                                 "local",
                                 "localparam",
                                 "logic",
                                 "longint",
                                 "macromodule",
                                 "matches",
                                 "medium",
                                 "modport",
                                 "module",
                                 "nand",
                                 "negedge",
                                 "nettype",
                                 "new",
                                 "nexttime",
                                 "nmos",
                                 "nor",
                                 "noshowcancelled",
                                 "not",
                                 "notif0",
                                 "notif1",
                                 "null",
                                 "or",
                                 "output",
                                 "package",
                                 "packed",
                                 "parameter",
                                 "pmos",
                                 "posedge",
                                 "primitive",
                                 "priority",
                                 "program",
                                 "property",
                                 "pull0",
                                 "pull1",
                                 "pulldown",
                                 "pullup",
                                 "pulsestyle_ondetect",
                                 "pulsestyle_onevent",
                                 "pure",
                                 "rand",
                                 "randc",
                                 "randcase",
                                 "randsequence",
                                 "rcmos",
                                 "real",
                                 "realtime",
                                 "ref",
                                 "reg",
                                 "reject_on",
                                 "release",
                                 "repeat",
                                 "restrict",
                                 "rnmos",
                                 "rpmos",
                                 "rtran",
                                 "rtranif0",
                                 "rtranif1",
                                 "s_always",
                                 "s_eventually",
                                 "s_nexttime",
                                 "s_until",
                                 "s_until_with",
                                 "scalared",
                                 "sequence",
                                 "shortint",
                                 "shortreal",
                                 "showcancelled",
                                 "small",
                                 "soft",
                                 "solve",
                                 "specify",
                                 "specparam",
                                 "string",
                                 "strong",
                                 "strong0",
                                 "strong1",
                                 "super",
                                 "supply0",
                                 "supply1",
                                 "sync_accept_on",
                                 "sync_reject_on",
                                 "table",
                                 "tagged",
                                 "task",
                                 "throughout",
                                 "time",
                                 "timeprecision",
                                 "timeunit",
                                 "tran",
                                 "tranif0",
                                 "tranif1",
                                 "tri",
                                 "tri0",
                                 "tri1",
                                 "triand",
                                 "trior",
                                 "trireg",
                                 "type",
                                 "unique",
                                 "unique0",
                                 "until",
                                 "until_with",
                                 "untyped",
                                 "use",
                                 "uwire",
                                 "var",
                                 "vectored",
                                 "wait",
                                 "wait_order",
                                 "wand",
                                 "weak",
                                 "weak0",
                                 "weak1",
                                 "wildcard",
                                 "wire",
                                 "with",
                                 "within",
                                 "wor",
                                 "xnor",
                                 "xor"})
    EXPECT_NE(Names().take(word), word);
}

TEST(Names, a_long_name_is_cut_and_still_its_own) {
  Names names;
  const std::string long_name(200, 'x');
  const std::string first = names.take(long_name);
  EXPECT_LT(first.size(), 60U);
  EXPECT_NE(names.take(long_name), first);
}

// --- values ---

TEST(Print, constants_have_their_width) {
  EXPECT_EQ(constant_text(llvm::APInt(8, 0xa5)), "8'ha5");
  EXPECT_EQ(constant_text(llvm::APInt(1, 1)), "1'h1");
}

TEST(Print, wide_constants_are_not_cut) {
  EXPECT_EQ(constant_text(llvm::APInt::getAllOnes(72)), "72'hffffffffffffffffff");
}

TEST(Print, one_bit_needs_no_range) {
  EXPECT_EQ(range_text(1), "");
  EXPECT_EQ(range_text(8), "[7:0] ");
}

// --- a whole process ---

// Asks, remembers, multiplies, has a memory, and carries a beat, a struct and a number.
const char* const everything = R"(#include "ap_axi_sdata.h"
#include "ap_int.h"
#include "hls_stream.h"
struct Packet { ap_uint<5> kind; ap_int<12> delta; bool word[2]; };
void kernel(hls::stream<ap_axiu<16, 5, 0, 0> >& beats, hls::stream<Packet>& packets,
            hls::stream<ap_uint<40> >& results) {
  static ap_uint<40> memory[32];
#pragma HLS BIND_STORAGE variable=memory type=ram_2p impl=uram latency=2
#pragma HLS DEPENDENCE variable=memory inter false
  static ap_uint<7> count = 9;
  ap_axiu<16, 5, 0, 0> beat = beats.read();
  Packet packet;
  bool got = packets.read_nb(packet);
  if (!got) packet.kind = 3;
  ++count;
  ap_uint<40> old = memory[packet.kind];
  memory[packet.kind] = old + beat.data * beat.user + packet.delta + packet.word[1];
  if (beat.last || got) results.write(old + count);
}
)";

class PrintedProcess : public testing::Test {
 protected:
  // It is compiled once.
  static const Output& output() {
    static const Output compiled = output_of(everything);
    return compiled;
  }
  // The description as JSON.
  static llvm::json::Object description() {
    llvm::Expected<llvm::json::Value> value = llvm::json::parse(output().json);
    if (!value) {
      ADD_FAILURE() << llvm::toString(value.takeError());
      return {};
    }
    return std::move(*value->getAsObject());
  }
  // "name:width" of the elements of an array.
  static std::vector<std::string> pairs(const llvm::json::Array& array) {
    std::vector<std::string> texts;
    for (const llvm::json::Value& value : array) {
      const llvm::json::Object& object = *value.getAsObject();
      texts.push_back((*object.getString("name") + ":").str() +
                      std::to_string(*object.getInteger("width")));
    }
    return texts;
  }
  static llvm::json::Object stream(std::size_t number) {
    return *(*description().getArray("streams"))[number].getAsObject();
  }
  // "name offset width signal bit"
  static std::vector<std::string> fields(const llvm::json::Object& of) {
    std::vector<std::string> texts;
    for (const llvm::json::Value& value : *of.getArray("fields")) {
      const llvm::json::Object& field = *value.getAsObject();
      texts.push_back(
          field.getString("name")->str() + " " + std::to_string(*field.getInteger("offset")) + " " +
          std::to_string(*field.getInteger("width")) +
          (*field.getBoolean("signed") ? " signed " : " ") + field.getString("signal")->str() +
          " " + std::to_string(*field.getInteger("bit")));
    }
    return texts;
  }
};

TEST_F(PrintedProcess, the_description_names_process_clock_and_interval) {
  const llvm::json::Object all = description();
  EXPECT_EQ(all.getString("name"), "kernel");
  EXPECT_NEAR(all.getNumber("clock_ns").value_or(0), 3.33, 1e-9);
  EXPECT_EQ(all.getInteger("ii"), 1);
  EXPECT_GT(all.getInteger("stages").value_or(0), 3) << "a product alone takes three";
}

TEST_F(PrintedProcess, the_description_names_its_file_and_the_modules_it_needs) {
  const llvm::json::Object all = description();
  EXPECT_EQ((*all.getArray("files"))[0].getAsString(), "kernel.sv");
  std::set<std::string> needed;
  for (const llvm::json::Value& module : *all.getArray("library"))
    needed.insert(module.getAsString()->str());
  EXPECT_THAT(needed, testing::IsSupersetOf({"ram_1r1w.sv", "stream_exit.sv", "stream_fifo.sv"}));
}

TEST_F(PrintedProcess, streams_have_directions_and_sizes) {
  EXPECT_EQ(stream(0).getString("name"), "beats");
  EXPECT_EQ(stream(0).getString("direction"), "in");
  EXPECT_EQ(stream(1).getInteger("bytes"), 6);
  EXPECT_EQ(stream(2).getString("direction"), "out");
  EXPECT_EQ(stream(2).getInteger("bytes"), 8);
}

TEST_F(PrintedProcess, a_beat_has_a_signal_for_each_member) {
  EXPECT_THAT(pairs(*stream(0).getArray("signals")),
              ElementsAre("TDATA:16", "TKEEP:2", "TSTRB:2", "TUSER:5", "TLAST:1"));
}

TEST_F(PrintedProcess, a_struct_is_one_signal_of_all_its_bits) {
  EXPECT_THAT(pairs(*stream(1).getArray("signals")), ElementsAre("TDATA:19"));
}

TEST_F(PrintedProcess, fields_of_a_struct_lie_side_by_side_in_its_signal) {
  EXPECT_THAT(fields(stream(1)), ElementsAre("kind 0 5 TDATA 0", "delta 2 12 signed TDATA 5",
                                             "word[0] 4 1 TDATA 17", "word[1] 5 1 TDATA 18"));
}

TEST_F(PrintedProcess, fields_of_a_beat_begin_at_the_bottom_of_their_signals) {
  for (const std::string& text : fields(stream(0))) EXPECT_THAT(text, testing::EndsWith(" 0"));
}

TEST_F(PrintedProcess, outcomes_name_the_stream_and_the_question) {
  const llvm::json::Object all = description();
  const llvm::json::Array& outcomes = *all.getArray("outcomes");
  ASSERT_EQ(outcomes.size(), 1U);
  EXPECT_EQ(outcomes[0].getAsObject()->getString("stream"), "packets");
  EXPECT_EQ(outcomes[0].getAsObject()->getString("asks"), "data");
}

TEST_F(PrintedProcess, memories_are_described) {
  const llvm::json::Object all = description();
  const llvm::json::Array& rams = *all.getArray("rams");
  ASSERT_EQ(rams.size(), 1U);
  const llvm::json::Object& ram = *rams[0].getAsObject();
  EXPECT_EQ(ram.getString("name"), "memory");
  EXPECT_EQ(ram.getString("storage"), "uram");
  EXPECT_EQ(ram.getInteger("rows"), 32);
  EXPECT_EQ(ram.getInteger("width"), 40);
  EXPECT_EQ(ram.getInteger("latency"), 2);
}

// Whoever looks into a memory must know what its words mean: what is never asked for is not there.
TEST(PrintedMemory, fields_of_an_element_are_described) {
  const std::string json = output_of(R"(#include "ap_int.h"
#include "hls_stream.h"
struct Entry { bool valid; ap_uint<20> unread; ap_uint<70> value; ap_uint<9> low; };
void kernel(hls::stream<Entry>& entries, hls::stream<Entry>& results) {
  static Entry memory[2][16];
#pragma HLS ARRAY_PARTITION variable=memory complete dim=1
#pragma HLS AGGREGATE variable=memory
#pragma HLS BIND_STORAGE variable=memory type=ram_2p impl=uram
#pragma HLS DEPENDENCE variable=memory inter false
  Entry entry = entries.read();
  ap_uint<4> row = entry.unread;
  const Entry first = memory[0][row];
  const Entry second = memory[1][row];
  memory[0][row] = entry;
  memory[1][row] = entry;
  entry.valid = first.valid ^ second.valid;
  entry.value = first.value ^ second.value;
  entry.low = (first.low ^ second.low) & 15;
  results.write(entry);
}
)")
                               .json;
  llvm::Expected<llvm::json::Value> value = llvm::json::parse(json);
  ASSERT_TRUE(static_cast<bool>(value));
  const llvm::json::Array& rams = *value->getAsObject()->getArray("rams");
  ASSERT_EQ(rams.size(), 2U);
  for (const llvm::json::Value& ram : rams) {
    const bool second = ram.getAsObject()->getString("name") == "memory[1]";
    constexpr std::int64_t bank = 16 * 32;          // octets, each element 32
    std::vector<std::vector<std::int64_t>> fields;  // offset, bit, width
    for (const llvm::json::Value& field : *ram.getAsObject()->getArray("fields")) {
      const llvm::json::Object& of = *field.getAsObject();
      fields.push_back({*of.getInteger("offset") - (second ? bank : 0), *of.getInteger("bit"),
                        *of.getInteger("width")});
    }
    EXPECT_THAT(fields,
                ElementsAre(ElementsAre(0, 0, 1), ElementsAre(8, 1, 70), ElementsAre(24, 71, 4)));
  }
}

TEST_F(PrintedProcess, the_module_has_the_ports_of_vitis) {
  EXPECT_THAT(
      output().verilog,
      AllOf(HasSubstr("module kernel #("), HasSubstr("input  logic ap_clk"),
            HasSubstr("input  logic ap_rst_n"), HasSubstr("input  logic beats_TVALID"),
            HasSubstr("output logic beats_TREADY"), HasSubstr("input  logic [15:0] beats_TDATA"),
            HasSubstr("input  logic beats_TLAST"), HasSubstr("output logic [39:0] results_TDATA")));
}

TEST_F(PrintedProcess, an_output_has_a_parameter_for_the_depth_of_its_stream) {
  EXPECT_THAT(output().verilog,
              AllOf(HasSubstr("parameter int results_DEPTH = 0\n"), Not(HasSubstr("beats_DEPTH")),
                    Not(HasSubstr("packets_DEPTH"))));
}

TEST_F(PrintedProcess, the_description_names_the_parameters_and_their_defaults) {
  const llvm::json::Object all = description();
  EXPECT_EQ(*all.getObject("parameters"), (llvm::json::Object{{"results_DEPTH", 0}}));
}

TEST_F(PrintedProcess, outcomes_are_ports_of_the_simulation_only) {
  const std::string& text = output().verilog;
  const std::size_t port = text.find("output logic ap_outcomes");
  ASSERT_NE(port, std::string::npos);
  EXPECT_NE(text.rfind("`ifndef SYNTHESIS", port), std::string::npos);
  EXPECT_NE(text.find("`endif", port), std::string::npos);
}

TEST_F(PrintedProcess, the_module_says_which_lines_it_comes_from) {
  EXPECT_THAT(output().verilog, HasSubstr(".cpp:17\n"));
}

TEST_F(PrintedProcess, the_report_names_stages_streams_memories_and_states) {
  EXPECT_THAT(output().report, AllOf(HasSubstr("process kernel: "), HasSubstr("II=1"),
                                     HasSubstr("beats"), HasSubstr("memory"), HasSubstr("uram"),
                                     HasSubstr("declared independent"), HasSubstr("count")));
}

TEST_F(PrintedProcess, the_report_has_a_line_for_each_stage) {
  const std::int64_t stages = description().getInteger("stages").value_or(0);
  const std::size_t table = output().report.find("stages: LUT levels");
  ASSERT_NE(table, std::string::npos);
  const std::string rest = output().report.substr(table);
  EXPECT_THAT(rest, HasSubstr("\n  " + std::string(stages > 10 ? " " : "  ") +
                              std::to_string(stages - 1) + "  "));
}

TEST_F(PrintedProcess, the_same_source_gives_the_same_text) {
  const Output again = output_of(everything);
  // The name of the file stands in comments, and is that of this process.
  EXPECT_EQ(again.verilog, output().verilog);
  EXPECT_EQ(again.json, output().json);
}

TEST(Print, a_process_that_asks_nothing_has_no_outcomes) {
  const Output output = output_of(
      "#include \"hls_stream.h\"\n"
      "void kernel(hls::stream<int>& in, hls::stream<int>& out) { out.write(in.read()); }\n");
  EXPECT_THAT(output.verilog, Not(HasSubstr("ap_outcomes")));
}

TEST(Print, what_firings_of_one_age_ask_for_in_one_stage_is_one_word_of_a_history) {
  const Output output = output_of(R"(#include "ap_int.h"
#include "hls_stream.h"
void kernel(hls::stream<ap_uint<16> >& in, hls::stream<ap_uint<32> >& out) {
  static ap_uint<16> first[5] = {1, 1, 1, 1, 1};
  static ap_uint<16> second[5] = {1, 1, 1, 1, 1};
#pragma HLS ARRAY_PARTITION variable=first complete dim=0
#pragma HLS ARRAY_PARTITION variable=second complete dim=0
  for (int i = 4; i > 0; --i) {
    first[i] = first[i - 1];
    second[i] = second[i - 1];
  }
  const ap_uint<16> value = in.read();
  first[0] = first[4] * value;
  second[0] = second[4] * ap_uint<16>(value + 1);
  out.write((ap_uint<32>(first[0]), second[0]));
}
)");
  const std::string instance = "history #(";
  std::size_t instances = 0;
  for (std::size_t at = output.verilog.find(instance); at != std::string::npos;
       at = output.verilog.find(instance, at + 1))
    ++instances;
  EXPECT_EQ(instances, 1U) << output.verilog;
  EXPECT_THAT(output.verilog, HasSubstr("history #(.WIDTH(32)"));
}

}  // namespace
}  // namespace hlsc::test
