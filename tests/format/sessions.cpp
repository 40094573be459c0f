#include "sessions.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace espial::test {
namespace {

Flow reverse(const Flow& flow) {
  Flow reverse;
  reverse.source = flow.destination;
  reverse.destination = flow.source;
  reverse.source_port = flow.destination_port;
  reverse.destination_port = flow.source_port;
  return reverse;
}

}  // namespace

Session esp_session(std::string_view source, std::string_view destination, std::uint32_t spi,
                    std::uint64_t packets) {
  Session session;
  session.protocol = static_cast<std::uint8_t>(hw::Protocol::esp);
  session.state = hw::SessionState::active;
  session.created_ns = 1'578'096'001 * second;
  session.last_seen_ns = session.created_ns + (packets - 1) * second;
  session.timeout_ns = 3600 * second;
  Flow& flow = session.c2s;
  flow.source = Address::parse(source);
  flow.destination = Address::parse(destination);
  flow.source_port = static_cast<std::uint16_t>(spi >> 16);
  flow.destination_port = static_cast<std::uint16_t>(spi & 0xffff);
  flow.spi = spi;
  flow.spis = 1;
  flow.packets = packets;
  flow.bytes = 166 * packets;
  flow.ingress = 0;
  session.s2c = reverse(flow);
  return session;
}

Session session_of(hw::Protocol protocol, std::uint16_t source_port,
                   std::uint16_t destination_port) {
  Session session = esp_session("192.0.2.1", "198.51.100.7", 0);
  session.protocol = static_cast<std::uint8_t>(protocol);
  session.c2s.source_port = source_port;
  session.c2s.destination_port = destination_port;
  session.c2s.spi.reset();
  session.c2s.spis = 0;
  session.s2c = reverse(session.c2s);
  session.s2c.packets = 1;
  session.s2c.bytes = 60;
  session.s2c.ingress = 0;
  return session;
}

Session timed_out(Session session) {
  session.state = hw::SessionState::closed;
  session.end_reason = hw::EndReason::timeout;
  return session;
}

std::vector<Session> kb35317() {
  return {esp_session("192.168.0.1", "10.0.1.2", 0xc949d4b8, 1197),
          esp_session("10.0.1.2", "192.168.0.1", 0xf4b882ad, 1197)};
}

Session session_791() {
  Session session = esp_session("192.168.0.11", "129.187.7.11", 0x1a2b3c4d);
  session.port_mapping = hw::PortMapping::generic;
  session.created_ns = 1'433'937'539 * second;
  session.last_seen_ns = session.created_ns + 7 * second;
  Flow& c2s = session.c2s;
  c2s.source_port = c2s.destination_port = hw::generic_port;
  c2s.packets = 8;
  c2s.bytes = 1080;
  Flow& s2c = session.s2c;
  s2c = reverse(c2s);
  s2c.spi = 0x5e6f7081;
  s2c.spis = 1;
  s2c.packets = 5;
  s2c.bytes = 1014;
  s2c.ingress = 0;
  return session;
}

std::uint64_t session_791_now() { return session_791().last_seen_ns + 458 * second; }

std::string print(const std::vector<Session>& sessions, const ListingOptions& options) {
  std::ostringstream out;
  write_listing(out, sessions, options);
  return out.str();
}

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string line_of(const std::string& text, std::string_view label) {
  for (const std::string& line : lines(text)) {
    const std::size_t begin = line.find_first_not_of(' ');
    if (begin != std::string::npos && line.compare(begin, label.size(), label) == 0) {
      return line.substr(begin);
    }
  }
  return "";
}

std::string source_path(std::string_view path) {
  return std::string(ESPIAL_SOURCE_DIR "/").append(path);
}

std::string read_source(std::string_view path) {
  std::ifstream file(source_path(path), std::ios::binary);
  if (!file) throw std::runtime_error("no file " + source_path(path));
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TimeZone::TimeZone(const char* zone) {
  if (const char* const now = std::getenv("TZ")) before_ = now;
  set(zone);
}

TimeZone::~TimeZone() { set(before_ ? before_->c_str() : nullptr); }

void TimeZone::set(const char* zone) {
  if (zone != nullptr) {
    setenv("TZ", zone, 1);
  } else {
    unsetenv("TZ");
  }
}

}  // namespace espial::test
