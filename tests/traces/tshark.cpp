#include "traces/tshark.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "support/run_command.hpp"

namespace espial::test {
namespace {

/// One packet: what tshark prints of it.
struct Dissection {
  /// From the outermost inwards: eth, ethertype, ip, esp, ….
  std::vector<std::string> protocols;
  std::uint64_t length = 0;
  std::string source;
  std::string destination;
  /// Empty where there is none.
  std::string esp_spi;
  std::string esp_sequence;
  std::string ah_spi;
  std::string ah_sequence;
  std::string ah_length;
};

/// In the order of dissection_of().
constexpr std::array fields = {"frame.protocols", "frame.len",   "ip.src",   "ip.dst",
                               "ipv6.src",        "ipv6.dst",    "esp.spi",  "esp.sequence",
                               "ah.spi",          "ah.sequence", "ah.length"};

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, separator);) parts.push_back(part);
  return parts;
}

Dissection dissection_of(const std::string& line) {
  std::vector<std::string> values = split(line, '\t');
  values.resize(fields.size());
  const std::vector<std::string> protocols = split(values[0], ':');
  // Of IPv4 around IPv6 and the reverse, the outer one has the addresses that count.
  const auto outermost = std::ranges::find_if(
      protocols, [](const std::string& name) { return name == "ip" || name == "ipv6"; });
  const bool ipv6 = outermost != protocols.end() && *outermost == "ipv6";
  return {.protocols = protocols,
          .length = std::stoull(values[1]),
          .source = values[ipv6 ? 4 : 2],
          .destination = values[ipv6 ? 5 : 3],
          .esp_spi = values[6],
          .esp_sequence = values[7],
          .ah_spi = values[8],
          .ah_sequence = values[9],
          .ah_length = values[10]};
}

/// What stands behind the outermost IP header and its extension headers; nothing if there is none,
/// or if it is within what Espial does not open.
std::vector<std::string> behind_ip(const std::vector<std::string>& protocols) {
  auto at = protocols.begin();
  for (; at != protocols.end() && *at != "ip" && *at != "ipv6"; ++at) {
    if (*at == "ppp") return {};
  }
  if (at != protocols.end()) ++at;
  while (at != protocols.end() && at->starts_with("ipv6.")) ++at;
  return {at, protocols.end()};
}

bool begins_with(const std::vector<std::string>& protocols,
                 std::initializer_list<std::string_view> names) {
  return protocols.size() >= names.size() &&
         std::equal(names.begin(), names.end(), protocols.begin());
}

std::uint32_t spi(const std::string& text) {
  return static_cast<std::uint32_t>(std::stoul(text, nullptr, 16));
}

/// tshark shows an SPI even where the packet ends behind it; a sequence number tells that the
/// header goes on. SPI 0 makes no session.
bool counts(const std::string& spi_text, const std::string& sequence) {
  return !spi_text.empty() && !sequence.empty() && spi(spi_text) != 0;
}

void add(Traffic& traffic, const Dissection& packet) {
  const auto count = [&](const char* protocol, const std::string& spi_text) {
    Amount& amount = traffic[{protocol, packet.source, packet.destination, spi(spi_text)}];
    amount.packets += 1;
    amount.bytes += packet.length;
  };
  const auto protocols = behind_ip(packet.protocols);
  // The length counts words of 4 octets, less 2 (RFC 4302, 2.2): with 0 the fixed fields have no
  // room.
  const bool ah = begins_with(protocols, {"ah"}) && counts(packet.ah_spi, packet.ah_sequence) &&
                  packet.ah_length != "0";
  const bool esp = begins_with(protocols, {"esp"}) ||
                   begins_with(protocols, {"udp", "udpencap", "esp"}) ||
                   (ah && begins_with(protocols, {"ah", "esp"}));
  if (ah) count("ah", packet.ah_spi);
  if (esp && counts(packet.esp_spi, packet.esp_sequence)) count("esp", packet.esp_spi);
}

}  // namespace

Traffic traffic_by_tshark(const std::string& path) {
  Command command{.arguments = {"tshark", "-n", "-r", path, "-o", "ip.defragment:FALSE", "-o",
                                "ipv6.defragment:FALSE", "-T", "fields", "-E", "occurrence=f"}};
  for (const char* const field : fields) {
    command.arguments.insert(command.arguments.end(), {"-e", field});
  }
  // Nobody's preferences.
  command.environment["WIRESHARK_CONFIG_DIR"] = "/nonexistent";
  const Finished finished = run(command);
  if (finished.status != 0) throw std::runtime_error("tshark " + path + ": " + finished.err);
  Traffic traffic;
  for (const std::string& line : lines(finished.out)) add(traffic, dissection_of(line));
  return traffic;
}

}  // namespace espial::test
