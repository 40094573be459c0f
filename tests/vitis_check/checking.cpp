#include "vitis_check/checking.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <system_error>

#include "vitis/check.hpp"

namespace hlsc::test {

const std::string network = R"(typedef ap_uint<512> beat_t;
void source(hls::stream<beat_t>& in, hls::stream<beat_t>& out);
void sink(hls::stream<beat_t>& in, hls::stream<beat_t>& out);
void table(hls::stream<beat_t>& in, hls::stream<beat_t>& out) {
#pragma HLS INTERFACE axis port=in
#pragma HLS INTERFACE axis port=out
#pragma HLS INTERFACE ap_ctrl_none port=return
  hls_thread_local hls::stream<beat_t, 2> between("between");
  hls_thread_local hls::task source_task(source, in, between);
  hls_thread_local hls::task sink_task(sink, between, out);
}
)";

const std::string source = R"(typedef ap_uint<512> beat_t;
void source(hls::stream<beat_t>& in, hls::stream<beat_t>& out) {
#pragma HLS PIPELINE II=1 style=flp
  static ap_uint<8> count = 0;
  count = count + 1;
  out.write(in.read());
}
)";

const std::string sink = R"(typedef ap_uint<512> beat_t;
void sink(hls::stream<beat_t>& in, hls::stream<beat_t>& out) {
#pragma HLS PIPELINE II = 1 style = frp
  out.write(in.read());
}
)";

Folder::Folder() {
  std::string path = (std::filesystem::temp_directory_path() / "vitis_check_XXXXXX").string();
  if (mkdtemp(path.data()) == nullptr)
    throw std::system_error(errno, std::generic_category(), "mkdtemp " + path);
  path_ = path;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string Folder::file(const std::string& name, const std::string& text) const {
  const std::string path = path_ + "/" + name;
  std::ofstream(path) << text;
  return path;
}

namespace {

// The headers of Vitis that a text needs: to read all of them takes its time.
std::string headers_of(const std::string& text) {
  std::string headers;
  const auto include = [&](const std::string& use, const std::string& header) {
    if (text.find(use) != std::string::npos) headers += "#include \"" + header + "\"\n";
  };
  include("hls::task", "hls_task.h");
  include("hls::stream", "hls_stream.h");
  include("ap_", "ap_int.h");
  include("ap_axi", "ap_axi_sdata.h");
  include("hls::axis", "ap_axi_sdata.h");
  return headers;
}

}  // namespace

Checked check(const std::vector<std::string>& sources, const std::vector<std::string>& defines) {
  const Folder folder;
  CompileOptions options;
  options.include_directories = {ESPIAL_SOURCE_DIR "/hw/hls"};
  options.defines = defines;
  for (const std::string& text : sources) {
    const std::string name = "source" + std::to_string(options.sources.size()) + ".cpp";
    std::string whole = headers_of(text);
    whole.append("#line 1 \"").append(name).append("\"\n").append(text);
    options.sources.push_back(folder.file(name, whole));
  }
  Checked checked;
  llvm::raw_string_ostream diagnostics(checked.output);
  checked.passes = vitis::check(options, diagnostics);
  std::istringstream lines(checked.output);
  static const std::regex error(R"(.*\.[ch]pp:(\d+):\d+: (?:fatal )?error: (.*))");
  std::smatch match;
  for (std::string line; std::getline(lines, line);)
    if (std::regex_match(line, match, error))
      checked.errors.push_back(match.str(1) + ": " + match.str(2));
  EXPECT_EQ(checked.passes, checked.output.empty()) << checked.output;
  EXPECT_EQ(checked.passes, checked.errors.empty()) << checked.output;
  return checked;
}

std::vector<std::string> errors(const std::vector<std::string>& sources) {
  return check(sources).errors;
}

std::vector<std::string> errors_of_network(const std::string& network_part,
                                           const std::string& source_part,
                                           const std::string& sink_part) {
  return errors({network_part, source_part, sink_part});
}

std::string spoiled(const std::string& text, const std::string& old, const std::string& with) {
  const std::size_t at = text.find(old);
  EXPECT_NE(at, std::string::npos) << old << " is not in\n" << text;
  return at == std::string::npos ? text : std::string(text).replace(at, old.size(), with);
}

}  // namespace hlsc::test
