// hlsc SOURCE… --top NAME -o DIR, and hlsc --vitis-check SOURCE…
#include <boost/program_options.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "compiler.hpp"
#include "support/error.hpp"
#include "vitis/check.hpp"

namespace {

namespace options = boost::program_options;

// As sysexits.h has them.
constexpr int usage = 64;
constexpr int data_error = 65;
constexpr int cannot_create = 73;

void write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file)
    throw std::filesystem::filesystem_error("cannot be written", path,
                                            std::error_code(errno, std::generic_category()));
}

options::options_description description() {
  options::options_description all("Options");
  all.add_options()                                                                           //
      ("help,h", "say this")                                                                  //
      ("top", options::value<std::string>(), "the process, network or kernel to compile")     //
      (",o", options::value<std::string>(), "the directory to write to")                      //
      ("clock", options::value<double>()->default_value(3.33, "3.33"), "clock period in ns")  //
      (",I", options::value<std::vector<std::string>>(), "a directory with headers")          //
      (",D", options::value<std::vector<std::string>>(), "a macro: NAME or NAME=VALUE")       //
      ("vitis-check", "compile nothing: name what Vitis HLS would refuse")                    //
      ("dump-ir", "show the LLVM IR from which the hardware is made");
  return all;
}

constexpr char synopsis[] =
    "hlsc SOURCE... --top NAME -o DIR\n"
    "hlsc --vitis-check SOURCE...\n\n"
    "Compiles a process of HLS C++ to SystemVerilog: DIR/NAME.sv, DIR/NAME.json and DIR/NAME.txt;\n"
    "or a network of tasks: the same for each of its processes, and for the network.\n"
    "Or checks the sources of a whole program, and compiles nothing.\n\n";

int wrong_usage(const std::string& what) {
  std::cerr << "hlsc: " << what << "; see hlsc --help\n";
  return usage;
}

hlsc::CompileOptions sources_of(const options::variables_map& given) {
  hlsc::CompileOptions sources;
  sources.sources = given["source"].as<std::vector<std::string>>();
  if (given.contains("-I"))
    sources.include_directories = given["-I"].as<std::vector<std::string>>();
  if (given.contains("-D")) sources.defines = given["-D"].as<std::vector<std::string>>();
  return sources;
}

int compile(const options::variables_map& given) {
  hlsc::Options compile;
  compile.sources = sources_of(given);
  compile.top = given["top"].as<std::string>();
  compile.clock_ns = given["clock"].as<double>();
  compile.dump_ir = given.contains("dump-ir");
  const bool has_sense = compile.clock_ns > 0 && compile.clock_ns < 1000;  // NaN has none
  if (!has_sense) return wrong_usage("--clock: a period above 0 and below 1000 ns is meant");
  try {
    const std::vector<hlsc::Output> outputs = hlsc::compile_top(compile, llvm::errs());
    const std::filesystem::path directory = given["-o"].as<std::string>();
    std::filesystem::create_directories(directory);
    for (const hlsc::Output& output : outputs) {
      write(directory / (output.name + ".sv"), output.verilog);
      write(directory / (output.name + ".json"), output.json);
      write(directory / (output.name + ".txt"), output.report);
    }
  } catch (const hlsc::Error& error) {
    std::cerr << error.what() << "\n";
    return data_error;
  } catch (const std::filesystem::filesystem_error& error) {
    std::cerr << "hlsc: " << error.what() << "\n";
    return cannot_create;
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const options::options_description visible = description();
  options::options_description all;
  all.add(visible).add_options()("source", options::value<std::vector<std::string>>());
  options::positional_options_description positional;
  positional.add("source", -1);
  options::variables_map given;
  try {
    options::store(
        options::command_line_parser(argc, argv).options(all).positional(positional).run(), given);
    options::notify(given);
  } catch (const options::error& error) {
    return wrong_usage(error.what());
  }
  if (given.contains("help")) {
    std::cout << synopsis << visible;
    return 0;
  }
  if (!given.contains("source")) return wrong_usage("a source file is missing");
  if (given.contains("vitis-check"))
    return hlsc::vitis::check(sources_of(given), llvm::errs()) ? 0 : data_error;
  for (const std::string needed : {"top", "-o"})
    if (!given.contains(needed))
      return wrong_usage((needed == "top" ? "--top" : needed) + " is missing");
  return compile(given);
}
