// Kernels that the host calls: one pipelined loop between memory and streams.
#include <gmock/gmock.h>
#include <llvm/Support/JSON.h>

#include "hlsc/kernel.hpp"

namespace hlsc::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

// \param parameters between "memory" and the stream \param body of the kernel
std::string leaf(const std::string& body, const std::string& parameters = "ap_uint<32> words") {
  return "#include \"ap_int.h\"\n#include \"hls_stream.h\"\n"
         "void kernel(ap_uint<64>* memory, " +
         parameters +
         ", hls::stream<ap_uint<64> >& s) {\n"
         "#pragma HLS INTERFACE m_axi port = memory bundle = gmem\n" +
         body + "\n}\n";
}

const char* const read_all =
    "for (ap_uint<32> i = 0; i < words; ++i) s.write(memory[i.to_uint()]);";
const char* const write_all =
    "for (ap_uint<32> i = 0; i < words; ++i) memory[i.to_uint()] = s.read();";

std::vector<Output> outputs_of(const std::string& source) {
  const Attempt compiled = attempt(source, "kernel");
  EXPECT_EQ(compiled.error, "");
  return compiled.outputs;
}

std::string error_of(const std::string& source) { return attempt(source, "kernel").error; }

llvm::json::Object description_of(const std::string& source) {
  const std::vector<Output> outputs = outputs_of(source);
  if (outputs.empty()) return {};
  return *llvm::cantFail(llvm::json::parse(outputs.back().json)).getAsObject();
}

// "name offset width"
std::vector<std::string> registers_of(const std::string& source) {
  std::vector<std::string> texts;
  const llvm::json::Object description = description_of(source);
  for (const llvm::json::Value& value : *description.getArray("registers")) {
    const llvm::json::Object& argument = *value.getAsObject();
    texts.push_back(argument.getString("name")->str() + " " +
                    std::to_string(*argument.getInteger("offset")) + " " +
                    std::to_string(*argument.getInteger("width")));
  }
  return texts;
}

TEST(Leaf, gives_the_files_of_its_loop_and_then_its_own) {
  const std::vector<Output> outputs = outputs_of(leaf(read_all));
  ASSERT_EQ(outputs.size(), 2U);
  EXPECT_EQ(outputs[0].name, "kernel_loop");
  EXPECT_EQ(outputs[1].name, "kernel");
}

TEST(Leaf, has_its_registers_where_vitis_has_them) {
  EXPECT_THAT(registers_of(leaf(read_all)), ElementsAre("memory 16 64", "words 28 32"));
}

TEST(Leaf, leaves_a_word_free_behind_each_register) {
  EXPECT_THAT(registers_of(leaf(
                  "for (ap_uint<32> i = 0; i < words; ++i) s.write(memory[i.to_uint()] + a + b);",
                  "ap_uint<8> a, ap_uint<48> b, ap_uint<32> words")),
              ElementsAre("memory 16 64", "a 28 8", "b 36 48", "words 48 32"));
}

TEST(Leaf, that_reads_has_the_read_channels_alone) {
  const std::string text = outputs_of(leaf(read_all)).back().verilog;
  EXPECT_THAT(text, AllOf(HasSubstr("m_axi_gmem_ARVALID"), HasSubstr("m_axi_gmem_RDATA")));
  EXPECT_EQ(text.find("m_axi_gmem_AW"), std::string::npos);
}

TEST(Leaf, that_writes_has_the_write_channels_alone) {
  const std::string text = outputs_of(leaf(write_all)).back().verilog;
  EXPECT_THAT(text, AllOf(HasSubstr("m_axi_gmem_AWVALID"), HasSubstr("m_axi_gmem_BVALID")));
  EXPECT_EQ(text.find("m_axi_gmem_AR"), std::string::npos);
}

TEST(Leaf, may_know_the_number_of_its_iteration) {
  EXPECT_EQ(error_of(leaf("for (ap_uint<32> i = 0; i < words; ++i)\n"
                          "  s.write(memory[i.to_uint()] + (i == words - 1));")),
            "");
}

TEST(LeafErrors, a_loop_of_another_number_of_iterations) {
  EXPECT_THAT(error_of(leaf("for (ap_uint<32> i = 0; i < 2 * words; ++i) "
                            "s.write(memory[i.to_uint()]);")),
              HasSubstr("'kernel': the number of its loop's iterations is no parameter"));
}

TEST(LeafErrors, no_loop) {
  EXPECT_THAT(error_of(leaf("s.write(memory[0] + words);")), HasSubstr("is one loop"));
}

TEST(LeafErrors, memory_out_of_order) {
  EXPECT_THAT(
      error_of(leaf("for (ap_uint<32> i = 0; i < words; ++i) s.write(memory[2 * i.to_uint()]);")),
      HasSubstr("'memory' is not read or written word by word"));
}

TEST(LeafErrors, a_value_that_goes_from_iteration_to_iteration) {
  EXPECT_THAT(error_of(leaf("ap_uint<64> sum = 0;\n"
                            "for (ap_uint<32> i = 0; i < words; ++i) {\n"
                            "  sum = sum ^ memory[i.to_uint()];\n  s.write(sum);\n}")),
              HasSubstr("a value goes from iteration to iteration"));
}

TEST(LeafErrors, a_stream_that_does_not_move_in_each_iteration) {
  EXPECT_THAT(error_of(leaf("for (ap_uint<32> i = 0; i < words; ++i) {\n"
                            "  const ap_uint<64> word = memory[i.to_uint()];\n"
                            "  if (word[0]) s.write(word);\n}")),
              HasSubstr("'s' of kernel 'kernel' does not move in each iteration"));
}

TEST(LeafErrors, memory_that_is_read_and_written) {
  EXPECT_THAT(error_of(leaf("for (ap_uint<32> i = 0; i < words; ++i) {\n"
                            "  s.write(memory[i.to_uint()]);\n"
                            "  memory[i.to_uint()] = 0;\n}")),
              HasSubstr("stream 'memory' is used a second time in one firing"));
}

}  // namespace
}  // namespace hlsc::test
