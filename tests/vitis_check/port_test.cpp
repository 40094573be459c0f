#include <gmock/gmock.h>

#include "vitis_check/checking.hpp"

namespace hlsc::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string kernel(const std::string& definitions, const std::string& type) {
  return definitions + "\nvoid store(hls::stream<" + type +
         ">& in) {\n#pragma HLS INTERFACE axis port=in\n}\n";
}

TEST(VitisPorts, a_struct_is_refused) {
  EXPECT_THAT(errors({kernel("struct Beat { ap_uint<8> octet; };", "Beat")}),
              ElementsAre("2: port 'in' of 'store' has the type 'Beat'; make it ap_uint, ap_int or "
                          "hls::axis of them"));
  EXPECT_THAT(errors({kernel("struct Beat { ap_uint<8> octet; };", "hls::axis<Beat>")}),
              ElementsAre(HasSubstr("2: port 'in' of 'store' has the type")));
}

TEST(VitisPorts, a_struct_is_refused_at_networks_and_passes_inside) {
  const std::string text = R"(struct Beat { ap_uint<8> octet; };
void one(hls::stream<ap_uint<8>>& in, hls::stream<Beat>& out) {
#pragma HLS PIPELINE II=1 style=flp
  Beat beat;
  beat.octet = in.read();
  out.write(beat);
}
void two(hls::stream<Beat>& in, hls::stream<ap_uint<8>>& out) {
#pragma HLS PIPELINE II=1 style=flp
  out.write(in.read().octet);
}
void table(hls::stream<ap_uint<8>>& in, hls::stream<ap_uint<8>>& out) {
  hls_thread_local hls::stream<Beat, 2> between;
  hls_thread_local hls::task first(one, in, between);
  hls_thread_local hls::task second(two, between, out);
}
)";
  EXPECT_THAT(errors({text}), IsEmpty());
  std::string outside = spoiled(text, "hls::stream<ap_uint<8>>& in", "hls::stream<Beat>& in");
  outside = spoiled(outside, "beat.octet = in.read()", "beat = in.read()");
  outside = spoiled(outside, "void table(hls::stream<ap_uint<8>>", "void table(hls::stream<Beat>");
  EXPECT_THAT(errors({outside}),
              ElementsAre(HasSubstr("12: port 'in' of 'table' has the type 'Beat'")));
}

TEST(VitisPorts, arbitrary_integers_and_axi_beats_pass) {
  for (const char* const type : {"ap_uint<512>", "ap_int<7>", "ap_axiu<512, 80, 0, 0>",
                                 "ap_axis<8, 0, 0, 0>", "hls::axis<ap_uint<64>>"}) {
    SCOPED_TRACE(type);
    EXPECT_THAT(errors({kernel("typedef " + std::string(type) + " beat_t;", "beat_t")}), IsEmpty());
  }
}

TEST(VitisPorts, a_built_in_type_passes_as_an_argument_and_not_as_a_stream) {
  const std::string text =
      R"(void load(const unsigned* memory, unsigned beats, hls::stream<ap_uint<8>>& out) {
#pragma HLS INTERFACE m_axi port=memory
#pragma HLS INTERFACE s_axilite port=beats
})";
  EXPECT_THAT(errors({text}), IsEmpty());
  EXPECT_THAT(errors({spoiled(text, "ap_uint<8>", "unsigned")}),
              ElementsAre(HasSubstr("1: port 'out' of 'load' has the type 'unsigned int'")));
}

TEST(VitisPorts, a_struct_in_memory_is_refused) {
  EXPECT_THAT(errors({"struct Beat { int x; };\nvoid load(const Beat* memory) {\n"
                      "#pragma HLS INTERFACE m_axi port=memory\n}"}),
              ElementsAre(HasSubstr("2: port 'memory' of 'load' has the type 'Beat'")));
}

TEST(VitisMemory, in_the_network_is_refused) {
  for (const std::string& mode : {"m_axi", "s_axilite"}) {
    for (const std::string& written : {mode, "mode=" + mode}) {
      SCOPED_TRACE(written);
      EXPECT_THAT(
          errors_of_network(
              spoiled(network, "INTERFACE axis port=in", "INTERFACE " + written + " port=in")),
          ElementsAre("5: '" + mode +
                      "' in the task network ('table'); keep it to kernels that are called"));
      EXPECT_THAT(
          errors_of_network(
              network, source,
              spoiled(sink, "= frp", "= frp\n#pragma HLS INTERFACE " + written + " port=in")),
          ElementsAre("4: '" + mode +
                      "' in the task network ('sink'); keep it to kernels that are called"));
    }
  }
}

TEST(VitisMemory, a_process_that_takes_it_is_refused) {
  std::string text = spoiled(sink, "& out)", "& out, ap_uint<8>* memory)");
  std::string wiring = spoiled(
      spoiled(network, "void sink(hls::stream<beat_t>& in, hls::stream<beat_t>& out)",
              "void sink(hls::stream<beat_t>& in, hls::stream<beat_t>& out, ap_uint<8>* memory)"),
      "sink, between, out)", "sink, between, out, memory)");
  wiring =
      spoiled(wiring, "  hls_thread_local", "  static ap_uint<8>* memory;\n  hls_thread_local");
  EXPECT_THAT(errors_of_network(wiring, source, text),
              testing::Contains("2: process 'sink' takes memory ('memory'); access it in a kernel "
                                "that is called, and pass a stream"));
}

TEST(VitisMemory, in_a_kernel_that_is_called_passes) {
  EXPECT_THAT(errors({R"(typedef ap_uint<512> beat_t;
void store(beat_t* memory, ap_uint<32> beats, hls::stream<beat_t>& in) {
#pragma HLS INTERFACE m_axi port=memory bundle=gmem offset=slave
#pragma HLS INTERFACE s_axilite port=return
  for (ap_uint<32> i = 0; i < beats; ++i) {
#pragma HLS PIPELINE II=1
    memory[i.to_uint()] = in.read();
  }
})"}),
              IsEmpty());
}

}  // namespace
}  // namespace hlsc::test
