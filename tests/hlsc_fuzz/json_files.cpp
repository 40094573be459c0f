#include "hlsc_fuzz/json_files.hpp"

#include <boost/json.hpp>
#include <charconv>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string_view>

namespace espial::fuzz {

namespace json = boost::json;

json::object read_json(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) throw std::runtime_error(path.string() + " cannot be read");
  return json::parse(text.str()).as_object();
}

void write_json(const std::filesystem::path& path, const json::object& object) {
  std::ofstream file(path, std::ios::binary);
  file << json::serialize(object) << '\n';
  file.close();
  if (!file) throw std::runtime_error(path.string() + " cannot be written");
}

Arguments::Arguments(int argc, char** argv) {
  const std::string_view count = argc == 3 ? argv[1] : "";
  const auto [end, error] = std::from_chars(count.data(), count.data() + count.size(), items);
  if (error != std::errc() || end != count.data() + count.size() || items == 0) {
    items = 0;
    std::cerr << "usage: " << argv[0] << " ITEMS DIR\n";
    return;
  }
  folder = argv[2];
}

}  // namespace espial::fuzz
