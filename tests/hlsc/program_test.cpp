// hlsc as a program: what it writes, what it says, and with which status it ends.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "hlsc/compiling.hpp"
#include "support/run_command.hpp"

namespace hlsc::test {
namespace {

using espial::test::Finished;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

// As sysexits.h has them.
constexpr int usage = 64;
constexpr int data_error = 65;
constexpr int cannot_create = 73;

const char* const two_processes =
    "#include \"hls_stream.h\"\n"
    "void copy(hls::stream<int>& in, hls::stream<int>& out) { out.write(in.read()); }\n"
    "namespace deep {\n"
    "void add(hls::stream<int>& in, hls::stream<int>& out) { out.write(in.read() + VALUE); }\n"
    "}\n";

class Program : public testing::Test {
 protected:
  Program() : source_(two_processes) {
    folder_ = std::filesystem::path(source_.path()).replace_extension(".out");
  }
  ~Program() override { std::filesystem::remove_all(folder_); }

  static Finished hlsc(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), HLSC_PROGRAM);
    return espial::test::run({.arguments = arguments});
  }
  // Compiles a process of the source.
  [[nodiscard]] Finished compile_top(const std::string& top,
                                     std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments = {
        source_.path(), "--top",  top, "-o", folder_.string(), "-I", (ESPIAL_SOURCE_DIR "/hw/hls"),
        "-D",           "VALUE=3"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return hlsc(arguments);
  }
  [[nodiscard]] std::string file(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(folder_ / name).rdbuf();
    return text.str();
  }

  SourceFile source_;
  std::filesystem::path folder_;
};

// --- what it writes ---

TEST_F(Program, module_description_and_report_are_written) {
  const Finished finished = compile_top("copy");
  ASSERT_EQ(finished.status, 0) << finished;
  EXPECT_THAT(file("copy.sv"), HasSubstr("module copy"));
  EXPECT_THAT(file("copy.json"), HasSubstr("\"name\": \"copy\""));
  EXPECT_THAT(file("copy.txt"), HasSubstr("process copy"));
}

TEST_F(Program, nothing_is_said_if_all_is_well) {
  const Finished finished = compile_top("copy");
  EXPECT_THAT(finished.out, IsEmpty());
  EXPECT_THAT(finished.err, IsEmpty());
}

TEST_F(Program, the_folder_is_made_with_those_above_it) {
  folder_ /= "a/b";
  EXPECT_EQ(compile_top("copy").status, 0);
  EXPECT_THAT(file("copy.sv"), HasSubstr("module copy"));
  folder_ = folder_.parent_path().parent_path();
}

TEST_F(Program, a_process_is_known_with_and_without_its_namespace) {
  EXPECT_EQ(compile_top("add").status, 0);
  EXPECT_EQ(compile_top("deep::add").status, 0);
  EXPECT_THAT(file("add.sv"), HasSubstr("module add"));
}

TEST_F(Program, macros_reach_the_source) {
  ASSERT_EQ(compile_top("add").status, 0);
  EXPECT_THAT(file("add.sv"), HasSubstr("32'h3"));
}

TEST_F(Program, sources_are_linked) {
  std::ofstream(source_.path()) << "#include \"hls_stream.h\"\n"
                                   "int next(int x);\n"
                                   "void copy(hls::stream<int>& in, hls::stream<int>& out) {\n"
                                   "  out.write(next(in.read()));\n}\n";
  std::filesystem::create_directories(folder_);
  const std::string other = (folder_ / "next.cpp").string();
  std::ofstream(other) << "int next(int x) { return x + 77; }\n";
  const Finished finished = compile_top("copy", {other});
  EXPECT_EQ(finished.status, 0) << finished;
  EXPECT_THAT(file("copy.sv"), HasSubstr("32'h4d"));
}

TEST_F(Program, the_clock_is_taken_over) {
  ASSERT_EQ(compile_top("copy", {"--clock", "5"}).status, 0);
  EXPECT_THAT(file("copy.json"), HasSubstr("\"clock_ns\": 5"));
}

TEST_F(Program, help_tells_the_options) {
  const Finished finished = hlsc({"--help"});
  EXPECT_EQ(finished.status, 0);
  EXPECT_THAT(finished.out, AllOf(HasSubstr("--top"), HasSubstr("--clock"), HasSubstr("SOURCE")));
  EXPECT_THAT(finished.err, IsEmpty());
}

// --- wrong usage ---

TEST_F(Program, a_missing_top_is_wrong_usage) {
  const Finished finished = hlsc({source_.path(), "-o", folder_.string()});
  EXPECT_EQ(finished.status, usage);
  EXPECT_THAT(finished.err, AllOf(HasSubstr("--top"), HasSubstr("--help")));
}

TEST_F(Program, a_missing_folder_is_wrong_usage) {
  const Finished finished = hlsc({source_.path(), "--top", "copy"});
  EXPECT_EQ(finished.status, usage);
  EXPECT_THAT(finished.err, HasSubstr("-o"));
}

TEST_F(Program, a_missing_source_is_wrong_usage) {
  const Finished finished = hlsc({"--top", "copy", "-o", folder_.string()});
  EXPECT_EQ(finished.status, usage);
  EXPECT_THAT(finished.err, HasSubstr("source"));
}

TEST_F(Program, an_unknown_option_is_wrong_usage_that_names_it) {
  const Finished finished = compile_top("copy", {"--fast"});
  EXPECT_EQ(finished.status, usage);
  EXPECT_THAT(finished.err, HasSubstr("--fast"));
}

TEST_F(Program, a_clock_that_is_no_period_is_wrong_usage) {
  for (const std::string clock : {"0", "-1", "5000", "fast"}) {
    const Finished finished = compile_top("copy", {"--clock=" + clock});
    EXPECT_EQ(finished.status, usage) << clock;
    EXPECT_THAT(finished.err, HasSubstr("clock")) << clock;
  }
}

// --- wrong kernels ---

TEST_F(Program, an_unknown_top_is_an_error_that_lists_what_there_is) {
  const Finished finished = compile_top("cpoy");
  EXPECT_EQ(finished.status, data_error);
  EXPECT_THAT(finished.err, AllOf(HasSubstr("'cpoy'"), HasSubstr("copy"), HasSubstr("deep::add")));
}

TEST_F(Program, a_top_that_means_two_functions_is_an_error_that_names_both) {
  std::ofstream(source_.path())
      << "#include \"hls_stream.h\"\n"
         "namespace one { void copy(hls::stream<int>& out) { out.write(1); } }\n"
         "namespace two { void copy(hls::stream<int>& out) { out.write(2); } }\n";
  const Finished finished = compile_top("copy");
  EXPECT_EQ(finished.status, data_error);
  EXPECT_THAT(finished.err, AllOf(HasSubstr("one::copy"), HasSubstr("two::copy")));
}

TEST_F(Program, a_top_that_systemverilog_reserves_is_an_error_that_names_it) {
  std::ofstream(source_.path()) << "#include \"hls_stream.h\"\n"
                                   "void fork(hls::stream<int>& out) { out.write(1); }\n";
  const Finished finished = compile_top("fork");
  EXPECT_EQ(finished.status, data_error);
  EXPECT_THAT(finished.err, HasSubstr("'fork'"));
}

TEST_F(Program, a_source_that_does_not_exist_is_an_error_that_names_it) {
  const Finished finished = hlsc({"no_such_file.cpp", "--top", "copy", "-o", folder_.string()});
  EXPECT_EQ(finished.status, data_error);
  EXPECT_THAT(finished.err, HasSubstr("no_such_file.cpp"));
}

TEST_F(Program, an_error_of_the_language_has_file_line_and_column) {
  std::ofstream(source_.path()) << "int x = nothing;\n";
  const Finished finished = compile_top("copy");
  EXPECT_EQ(finished.status, data_error);
  EXPECT_THAT(finished.err, HasSubstr(source_.path() + ":1:9: error:"));
}

TEST_F(Program, an_error_of_hlsc_has_file_line_and_column) {
  std::ofstream(source_.path()) << "#include \"hls_stream.h\"\n"
                                   "void copy(hls::stream<int>& in, hls::stream<int>& out) {\n"
                                   "  out.write(10 / in.read());\n}\n";
  const Finished finished = compile_top("copy");
  EXPECT_EQ(finished.status, data_error);
  const std::string name = std::filesystem::path(source_.path()).filename().string();
  EXPECT_THAT(finished.err, AllOf(HasSubstr(name + ":3:"), HasSubstr(": error: ")));
}

// Clang cuts off what the source's path has in common with the current folder.
TEST_F(Program, an_error_of_hlsc_names_the_whole_path_wherever_it_is_started) {
  std::ofstream(source_.path()) << "#include \"hls_stream.h\"\n"
                                   "void copy(hls::stream<int>& in, hls::stream<int>& out) {\n"
                                   "  out.write(10 / in.read());\n}\n";
  std::filesystem::create_directories(folder_);
  const Finished finished = espial::test::run(
      {.arguments = {"env", "-C", folder_.string(), HLSC_PROGRAM, source_.path(), "--top", "copy",
                     "-o", ".", "-I", (ESPIAL_SOURCE_DIR "/hw/hls")}});
  EXPECT_EQ(finished.status, data_error);
  EXPECT_THAT(finished.err, HasSubstr(source_.path() + ":3:"));
}

TEST_F(Program, comments_name_a_source_that_is_given_without_a_folder) {
  std::filesystem::create_directories(folder_);
  std::ofstream(folder_ / "plus.cpp")
      << "#include \"hls_stream.h\"\n"
         "void plus(hls::stream<int>& in, hls::stream<int>& out) {\n"
         "  out.write(in.read() + 1);\n}\n";
  const Finished finished = espial::test::run(
      {.arguments = {"env", "-C", folder_.string(), HLSC_PROGRAM, "plus.cpp", "--top", "plus", "-o",
                     ".", "-I", (ESPIAL_SOURCE_DIR "/hw/hls")}});
  ASSERT_EQ(finished.status, 0) << finished;
  EXPECT_THAT(file("plus.sv"), HasSubstr("// plus.cpp:3\n"));
}

TEST_F(Program, nothing_is_written_if_the_kernel_is_wrong) {
  EXPECT_EQ(compile_top("cpoy").status, data_error);
  EXPECT_FALSE(std::filesystem::exists(folder_));
}

// --- what it cannot write ---

TEST_F(Program, a_folder_that_is_a_file_cannot_be_written) {
  std::ofstream(folder_) << "in the way";
  const Finished finished = compile_top("copy");
  EXPECT_EQ(finished.status, cannot_create);
  EXPECT_THAT(finished.err, HasSubstr(folder_.string()));
}

TEST_F(Program, a_file_that_is_a_folder_cannot_be_written) {
  std::filesystem::create_directories(folder_ / "copy.sv");
  const Finished finished = compile_top("copy");
  EXPECT_EQ(finished.status, cannot_create);
  EXPECT_THAT(finished.err, HasSubstr("copy.sv"));
}

}  // namespace
}  // namespace hlsc::test
