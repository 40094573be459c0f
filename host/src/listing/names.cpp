// Reads what the user calls things: the JSON file of --names.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <span>
#include <sstream>
#include <utility>

#include "espial/error.hpp"
#include "espial/listing.hpp"

namespace espial {
namespace {

namespace json = boost::json;
using Words = std::span<const std::string_view>;

constexpr std::array<std::string_view, 2> file_members{"networks", "fields"};
constexpr std::array<std::string_view, 3> network_members{"prefix", "zone", "interface"};
// Every line of the PAN-OS listing that a card cannot fill in, whatever the session.
constexpr std::array<std::string_view, 15> field_members{
    "src user",
    "dst user",
    "vsys",
    "rule",
    "session to be logged at end",
    "session updated by HA peer",
    "layer7 processing",
    "URL filtering enabled",
    "URL category",
    "session via syn-cookies",
    "session terminated on host",
    "session traverses tunnel",
    "captive portal session",
    "session QoS rule",
    "tracker stage l7proc",
};

const std::string& unknown() {
  static const std::string text = "unknown";
  return text;
}

// Takes a file apart. `what` is where a value stands in it, as errors name it: `networks[0].zone`.
class Parser {
 public:
  explicit Parser(const std::string& path) : path_(path) {}

  [[nodiscard]] json::value parse() const {
    const std::string text = content();
    json::stream_parser parser;
    json::error_code fault;
    const std::size_t read = parser.write(text.data(), text.size(), fault);
    if (!fault) parser.finish(fault);
    if (fault) {
      const auto here = text.begin() + static_cast<std::ptrdiff_t>(std::min(read, text.size()));
      const auto line = 1 + std::count(text.begin(), here, '\n');
      fail(fmt::format("line {}", line), fmt::format("not JSON ({})", fault.message()));
    }
    return parser.release();
  }

  [[nodiscard]] const json::object& object(const json::value& value, std::string_view what,
                                           Words members) const {
    if (!value.is_object()) fail(what, "must be an object");
    for (const auto& [key, ignored] : value.get_object()) {
      const std::string_view name(key.data(), key.size());
      if (std::ranges::find(members, name) == members.end()) {
        fail(what, fmt::format("has an unknown member '{}'; there are {}", name,
                               fmt::join(members, ", ")));
      }
    }
    return value.get_object();
  }

  [[nodiscard]] const json::array& array(const json::value& value, std::string_view what) const {
    if (!value.is_array()) fail(what, "must be an array");
    return value.get_array();
  }

  // Text that keeps to its line of the listing.
  [[nodiscard]] std::string line(const json::value& value, std::string_view what) const {
    if (!value.is_string()) fail(what, "must be a string");
    std::string text(value.get_string().begin(), value.get_string().end());
    const auto is_control = [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; };
    if (std::ranges::any_of(text, is_control)) fail(what, "must not contain control characters");
    return text;
  }

  [[nodiscard]] Names::Network network(const json::value& value, const std::string& what) const {
    const json::object& members = object(value, what, network_members);
    const json::value* const prefix = members.if_contains("prefix");
    if (prefix == nullptr) fail(what, "has no member 'prefix'");

    const auto optional = [&](std::string_view member) {
      const json::value* const text = members.if_contains(member);
      return text != nullptr ? line(*text, fmt::format("{}.{}", what, member)) : unknown();
    };
    Names::Network network{
        .prefix = {}, .zone = optional("zone"), .interface_name = optional("interface")};
    const std::string where = what + ".prefix";
    try {
      network.prefix = Prefix::parse(line(*prefix, where));
    } catch (const InvalidArgument& error) {
      fail(where, error.what());
    }
    return network;
  }

  [[noreturn]] void fail(std::string_view what, std::string_view why) const {
    throw FileError(path_, fmt::format("{}: {}", what, why));
  }

 private:
  [[nodiscard]] std::string content() const {
    std::ifstream file(path_, std::ios::binary);
    if (!file) throw FileError(path_, std::strerror(errno));
    std::ostringstream text;
    text << file.rdbuf();
    if (text.fail()) throw FileError(path_, "is empty or cannot be read");
    return std::move(text).str();
  }

  const std::string& path_;
};

}  // namespace

Names Names::read(const std::string& path) {
  const Parser parser(path);
  const json::value file = parser.parse();
  const json::object& members = parser.object(file, "the file", file_members);
  Names names;

  if (const json::value* const networks = members.if_contains("networks")) {
    std::size_t number = 0;
    for (const json::value& value : parser.array(*networks, "networks")) {
      const std::string what = fmt::format("networks[{}]", number++);
      Network network = parser.network(value, what);
      if (std::ranges::find(names.networks_, network.prefix, &Network::prefix) !=
          names.networks_.end()) {
        parser.fail(what + ".prefix", "is given twice");
      }
      names.networks_.push_back(std::move(network));
    }
    std::ranges::sort(names.networks_, std::ranges::greater{},
                      [](const Network& network) { return network.prefix.length(); });
  }

  if (const json::value* const fields = members.if_contains("fields")) {
    for (const auto& [key, value] : parser.object(*fields, "fields", field_members)) {
      const std::string label(key.data(), key.size());
      names.fields_[label] = parser.line(value, fmt::format("fields['{}']", label));
    }
  }
  return names;
}

const Names::Network* Names::network_of(const Address& address) const {
  const auto found = std::ranges::find_if(
      networks_, [&](const Network& network) { return network.prefix.contains(address); });
  return found != networks_.end() ? &*found : nullptr;
}

const std::string& Names::field(std::string_view label) const {
  const auto found = fields_.find(label);
  return found != fields_.end() ? found->second : unknown();
}

}  // namespace espial
