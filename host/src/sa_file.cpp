#include <fmt/format.h>

#include <boost/json.hpp>
#include <charconv>
#include <fstream>
#include <iostream>
#include <limits>

#include "espial/error.hpp"
#include "espial/sa.hpp"

namespace espial {
namespace {

namespace json = boost::json;

// What is wrong with a line; becomes a FileError that names it.
class Wrong : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

const json::value& member(const json::object& object, std::string_view name) {
  const json::value* const value = object.if_contains(name);
  if (value == nullptr) throw Wrong(fmt::format("'{}' is missing", name));
  return *value;
}

Address address(const json::object& object, std::string_view name) {
  const json::value& value = member(object, name);
  if (!value.is_string()) throw Wrong(fmt::format("'{}' is not an address in quotes", name));
  try {
    return Address::parse(std::string_view(value.get_string()));
  } catch (const InvalidArgument& error) {
    throw Wrong(fmt::format("'{}': {}", name, error.what()));
  }
}

// A number, or text that holds one: decimal, or hexadecimal after 0x.
std::uint64_t number(const json::value& value, std::string_view name, std::uint64_t most) {
  std::optional<std::uint64_t> number;
  if (value.is_uint64()) number = value.get_uint64();
  if (value.is_int64() && value.get_int64() >= 0)
    number = static_cast<std::uint64_t>(value.get_int64());
  if (value.is_string()) {
    std::string_view text = value.get_string();
    const bool hexadecimal = text.starts_with("0x") || text.starts_with("0X");
    if (hexadecimal) text.remove_prefix(2);
    std::uint64_t parsed = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), parsed, hexadecimal ? 16 : 10);
    if (error == std::errc() && end == text.data() + text.size() && !text.empty()) number = parsed;
  }
  if (!number || *number > most) {
    throw Wrong(fmt::format("'{}' is not a number from 0 to {}", name, most));
  }
  return *number;
}

std::uint32_t spi(const json::object& object, std::string_view name) {
  const std::uint64_t value =
      number(member(object, name), name, std::numeric_limits<std::uint32_t>::max());
  if (value == 0) throw Wrong(fmt::format("'{}' is 0, which is no SPI (RFC 4303, 2.1)", name));
  return static_cast<std::uint32_t>(value);
}

SaPair pair_of(const std::string& line) {
  json::error_code error;
  const json::value value = json::parse(line, error);
  if (error) throw Wrong("it is not JSON: " + error.message());
  if (!value.is_object()) throw Wrong("it is not a JSON object");
  const json::object& object = value.get_object();
  for (const auto& [name, ignored] : object) {
    const std::string_view known[] = {"local", "remote", "spi_in", "spi_out", "zone", "protocol"};
    if (std::ranges::find(known, std::string_view(name)) == std::end(known)) {
      throw Wrong(
          fmt::format("'{}' is unknown: there are local, remote, spi_in, spi_out, zone, protocol",
                      std::string_view(name)));
    }
  }
  SaPair pair;
  pair.local = address(object, "local");
  pair.remote = address(object, "remote");
  if (pair.local == pair.remote) throw Wrong("'local' and 'remote' are the same address");
  if (pair.local.is_v4() != pair.remote.is_v4())
    throw Wrong("'local' and 'remote' are of different IP versions");
  pair.spi_in = spi(object, "spi_in");
  pair.spi_out = spi(object, "spi_out");
  if (const json::value* const zone = object.if_contains("zone")) {
    pair.zone = static_cast<std::uint16_t>(
        number(*zone, "zone", std::numeric_limits<std::uint16_t>::max()));
  }
  if (const json::value* const protocol = object.if_contains("protocol")) {
    if (*protocol == "esp") {
      pair.protocol = hw::Protocol::esp;
    } else if (*protocol == "ah") {
      pair.protocol = hw::Protocol::ah;
    } else {
      throw Wrong("'protocol' is neither \"esp\" nor \"ah\"");
    }
  }
  return pair;
}

}  // namespace

std::vector<SaEntry> read_sa_table(const std::string& path) {
  std::ifstream file;
  if (path != "-") {
    file.open(path);
    if (!file || file.peek() == std::ifstream::traits_type::eof()) {
      if (!file.is_open())
        throw FileError(path, "cannot be opened: does it exist, and may it be read?");
      if (file.bad()) throw FileError(path, "cannot be read: is it a file?");
      file.clear();
    }
  }
  std::istream& in = path == "-" ? std::cin : file;
  std::vector<SaEntry> entries;
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    try {
      entries.push_back({pair_of(line), number});
    } catch (const Wrong& wrong) {
      throw FileError(path, fmt::format("line {}: {}", number, wrong.what()));
    }
  }
  if (in.bad()) throw FileError(path, "cannot be read to its end");
  return entries;
}

}  // namespace espial
