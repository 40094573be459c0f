#include "cli/espial_command.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <system_error>

namespace espial::test {

namespace json = boost::json;

namespace {

bool names_device(const std::vector<std::string>& arguments) {
  return std::ranges::any_of(arguments,
                             [](const std::string& a) { return a == "-d" || a == "--device"; });
}

}  // namespace

Command espial_command(const std::vector<std::string>& arguments) {
  Command command{.arguments = {ESPIAL_PROGRAM},
                  .environment = {{"TZ", std::nullopt}, {"NO_COLOR", std::nullopt}}};
  command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());
  if (!arguments.empty() && arguments.front() == "replay" && !names_device(arguments))
    command.arguments.insert(command.arguments.begin() + 2, {"-d", "native"});
  return command;
}

Finished espial(const std::vector<std::string>& arguments) {
  return run(espial_command(arguments));
}

std::string capture(std::string_view name) {
  return std::string(ESPIAL_TEST_CAPTURES "/").append(name);
}

std::string source(std::string_view name) {
  return std::string(ESPIAL_SOURCE_DIR "/").append(name);
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("no file " + path);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

void write_file(const std::string& path, std::string_view content) {
  std::ofstream file(path, std::ios::binary);
  file << content;
  file.close();
  if (!file) throw std::runtime_error("cannot write " + path);
}

Octets octets(std::string_view text) { return {text.begin(), text.end()}; }

std::string text(OctetView octets) { return {octets.begin(), octets.end()}; }

std::vector<json::object> json_lines(const std::string& text) {
  std::vector<json::object> objects;
  for (const std::string& line : lines(text)) objects.push_back(json::parse(line).as_object());
  return objects;
}

std::uint64_t packets_of(const std::vector<json::object>& sessions) {
  std::uint64_t packets = 0;
  for (const json::object& session : sessions) {
    for (const char* const flow : {"c2s", "s2c"}) {
      packets += session.at(flow).at("packets").to_number<std::uint64_t>();
    }
  }
  return packets;
}

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "espial-test-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) {
    throw std::system_error(errno, std::generic_category(), name);
  }
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace espial::test
