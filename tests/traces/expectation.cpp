#include "traces/expectation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace espial::test {

namespace json = boost::json;

namespace {

std::string differ(const std::string& where, const json::value& expected,
                   const json::value& actual) {
  return fmt::format("{}: expected {}, is {}\n", where, json::serialize(expected),
                     json::serialize(actual));
}

std::string compare(const std::string& where, const json::value& expected,
                    const json::value& actual);

std::string compare_objects(const std::string& where, const json::object& expected,
                            const json::object& actual) {
  std::string result;
  for (const auto& member : expected) {
    const std::string inside = fmt::format("{}.{}", where, std::string_view(member.key()));
    const json::value* const value = actual.if_contains(member.key());
    result +=
        value == nullptr ? inside + ": is missing\n" : compare(inside, member.value(), *value);
  }
  return result;
}

std::string compare_arrays(const std::string& where, const json::array& expected,
                           const json::array& actual) {
  std::string result;
  const std::size_t both = std::min(expected.size(), actual.size());
  for (std::size_t i = 0; i < both; ++i) {
    result += compare(fmt::format("{}[{}]", where, i), expected[i], actual[i]);
  }
  for (std::size_t i = both; i < expected.size(); ++i) {
    result += fmt::format("{}[{}]: is missing\n", where, i);
  }
  for (std::size_t i = both; i < actual.size(); ++i) {
    result += fmt::format("{}[{}]: is too much: {}\n", where, i, json::serialize(actual[i]));
  }
  return result;
}

std::string compare(const std::string& where, const json::value& expected,
                    const json::value& actual) {
  if (expected.is_object() && actual.is_object()) {
    return compare_objects(where, expected.get_object(), actual.get_object());
  }
  if (expected.is_array() && actual.is_array()) {
    return compare_arrays(where, expected.get_array(), actual.get_array());
  }
  return expected == actual ? "" : differ(where, expected, actual);
}

}  // namespace

std::string test_name(const std::string& text) {
  std::string name = text;
  std::ranges::replace_if(name, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

std::ostream& operator<<(std::ostream& out, const ExpectedRun& run) {
  return out << run.capture << " under " << run.port_mapping;
}

json::value read_json(const std::string& path) {
  const std::string whole = ESPIAL_SOURCE_DIR "/" + path;
  std::ifstream file(whole, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) throw std::runtime_error("no file " + whole);
  boost::system::error_code error;
  json::value value = json::parse(text.str(), error);
  if (error) throw std::runtime_error(whole + ": " + error.message());
  return value;
}

std::vector<ExpectedRun> expected_runs(const json::array& runs) {
  std::vector<ExpectedRun> result;
  for (const json::value& run : runs) {
    result.push_back({.capture = json::value_to<std::string>(run.at("capture")),
                      .port_mapping = json::value_to<std::string>(run.at("port_mapping")),
                      .sessions = run.at("sessions").as_array(),
                      .statistics = run.at("statistics").as_object()});
  }
  return result;
}

std::string differences(const json::value& expected, const json::value& actual) {
  return compare("", expected, actual);
}

std::string differences_of_statistics(const json::object& expected, const json::object& actual) {
  json::object complete;
  for (const char* const member : {"packets", "not_ip", "fragments", "double", "keepalives",
                                   "time_reversals", "refused", "learn_deferred"}) {
    complete[member] = expected.contains(member) ? expected.at(member) : json::value(0);
  }
  json::object malformed;
  for (const auto& reason : actual.at("malformed").as_object()) malformed[reason.key()] = 0;
  if (const json::value* const reasons = expected.if_contains("malformed")) {
    for (const auto& reason : reasons->as_object()) malformed[reason.key()] = reason.value();
  }
  complete["malformed"] = malformed;
  return compare("", complete, actual);
}

}  // namespace espial::test
