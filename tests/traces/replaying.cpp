#include "traces/replaying.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <stdexcept>

namespace espial::test {

namespace json = boost::json;

namespace {

hw::PortMapping port_mapping(const std::string& name) {
  if (name == "spi-split") return hw::PortMapping::spi_split;
  if (name == "generic") return hw::PortMapping::generic;
  if (name == "negotiated") return hw::PortMapping::negotiated;
  if (name == "none") return hw::PortMapping::none;
  throw std::invalid_argument("no port mapping " + name);
}

std::uint64_t number(const json::value& value) { return value.to_number<std::uint64_t>(); }

void expect_adds_up(const ReplayResult& result) {
  const json::object statistics = statistics_of(result);
  std::uint64_t sum = 0;
  for (const json::value& session : sessions_of(result)) {
    sum += number(session.at("c2s").at("packets")) + number(session.at("s2c").at("packets"));
  }
  for (const char* const member : {"not_ip", "fragments", "refused", "learn_deferred"}) {
    sum += number(statistics.at(member));
  }
  for (const auto& reason : statistics.at("malformed").as_object()) sum += number(reason.value());
  EXPECT_EQ(number(statistics.at("packets")) + number(statistics.at("double")), sum) << statistics;
  EXPECT_EQ(number(statistics.at("sessions")), result.sessions.size());
}

std::string protocol_name(std::uint8_t protocol) {
  return protocol == static_cast<std::uint8_t>(hw::Protocol::esp) ? "esp" : "ah";
}

}  // namespace

ReplayResult replay_capture(const std::string& path, const Run& run) {
  Device device = Device::open("native", {.hash_seed = run.hash_seed});
  device.set_policy(0, {.port_mapping = port_mapping(run.port_mapping)});
  for (const SaPair& pair : run.sas) EXPECT_EQ(device.add_sa(pair), SaOutcome::added);
  ReplayResult result = replay(device, std::vector{path});
  expect_adds_up(result);
  return result;
}

std::string print(const ReplayResult& result, Format format) {
  std::ostringstream out;
  ListingOptions options;
  options.format = format;
  options.now_ns = result.now_ns;
  write_listing(out, result.sessions, options);
  return out.str();
}

json::array sessions_of(const ReplayResult& result) {
  json::array sessions;
  std::istringstream listing(print(result, Format::json));
  for (std::string line; std::getline(listing, line);) sessions.push_back(json::parse(line));
  return sessions;
}

json::object statistics_of(const ReplayResult& result) {
  std::ostringstream out;
  write_statistics_json(out, result.statistics, std::nullopt);
  return json::parse(out.str()).as_object();
}

std::ostream& operator<<(std::ostream& out, const SaKey& key) {
  return out << fmt::format("{} {} -> {} SPI 0x{:08x}", key.protocol, key.source, key.destination,
                            key.spi);
}

std::ostream& operator<<(std::ostream& out, const Amount& amount) {
  return out << amount.packets << " packets, " << amount.bytes << " octets";
}

Traffic traffic_of(const ReplayResult& result) {
  Traffic traffic;
  for (const Session& session : result.sessions) {
    for (const Flow& flow : {session.c2s, session.s2c}) {
      if (!flow.spi) continue;
      Amount& amount = traffic[{protocol_name(session.protocol), flow.source.to_string(),
                                flow.destination.to_string(), *flow.spi}];
      amount.packets += flow.packets;
      amount.bytes += flow.bytes;
    }
  }
  return traffic;
}

std::string generated(std::string_view name) {
  return std::string(ESPIAL_TEST_CAPTURES "/").append(name);
}

std::vector<std::string> generated_captures() {
  std::vector<std::string> names = captures_in(ESPIAL_TEST_CAPTURES);
  for (const char* const unreadable :
       {"bad/cut_header.pcap", "bad/empty.pcap", "bad/not_a_capture.pcap", "unknown_link.pcap"}) {
    if (std::erase(names, unreadable) != 1) {
      throw std::runtime_error(std::string("there is no generated ") + unreadable);
    }
  }
  return names;
}

std::optional<std::string> shared_captures() {
  const char* const shared = std::getenv("ESPIAL_SHARED");
  if (shared == nullptr) return std::nullopt;
  return std::string(shared) + "/captures";
}

std::vector<std::string> captures_in(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const std::string name = std::filesystem::relative(entry.path(), folder).string();
    if (name.find(".pcap") != std::string::npos) names.push_back(name);
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace espial::test
