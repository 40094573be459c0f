// Captures from the field and from other programs, which are not part of the project:
// ESPIAL_SHARED names the folder that has them in captures/.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <numeric>
#include <set>

#include "reading.hpp"

namespace espial::test {
namespace {

struct SharedCapture {
  std::string path;
  std::size_t packets;
  /// Sums over all packets.
  std::uint64_t octets_on_the_wire;
  std::uint64_t octets_captured;

  friend std::ostream& operator<<(std::ostream& out, const SharedCapture& capture) {
    return out << capture.path;
  }
};

/// As tshark counts them.
const std::vector<SharedCapture> shared_captures = {
    {"made/edge_encap.pcap", 6, 888, 888},
    {"made/edge_fragments.pcap", 7, 8922, 8922},
    {"made/edge_generic_clash.pcap", 6, 804, 804},
    {"made/edge_natt.pcap", 10, 1189, 1189},
    {"made/edge_rekey.pcap", 40, 5360, 5360},
    {"made/edge_reserved.pcap", 8, 876, 876},
    {"made/edge_seq.pcap", 14, 1876, 1876},
    {"made/edge_spi_collision.pcap", 6, 804, 804},
    {"made/edge_swapped_halves.pcap", 6, 804, 804},
    {"made/juniper_kb35317.pcap", 2394, 397404, 397404},
    {"made/pan_session791.pcap", 13, 2094, 2094},
    {"real/secdev_scapy/ikev2_nat_t.pcapng", 54, 16251, 16251},
    {"real/secdev_scapy/ikev2_notify_redirect.pcap", 4, 860, 860},
    {"real/seladb_PcapPlusPlus/ipsec.pcapng", 3, 414, 414},
    {"real/seladb_PcapPlusPlus/ipv6_options.pcap", 6, 634, 634},
    {"real/the-tcpdump-group_tcpdump/02-sunrise-sunset-esp.pcap", 8, 1200, 1200},
    {"real/the-tcpdump-group_tcpdump/08-sunrise-sunset-aes.pcap", 8, 1328, 1328},
    {"real/the-tcpdump-group_tcpdump/08-sunrise-sunset-esp2.pcap", 8, 1648, 1648},
    {"real/the-tcpdump-group_tcpdump/ISAKMP_sa_setup.pcap", 9, 1862, 1862},
    {"real/the-tcpdump-group_tcpdump/OSPFv3_with_AH.pcap", 61, 9974, 9974},
    {"real/the-tcpdump-group_tcpdump/esp_truncated.pcap", 1, 65613, 46},
    {"real/the-tcpdump-group_tcpdump/espudp1.pcap", 8, 1264, 1264},
    {"real/the-tcpdump-group_tcpdump/heapoverflow-ip_demux_print.pcap", 2, 524288, 96},
    {"real/the-tcpdump-group_tcpdump/ikev2four.pcap", 21, 5496, 5496},
    {"real/the-tcpdump-group_tcpdump/ipv6-next-header-oobr-2.pcap", 1, 262144, 48},
    {"real/the-tcpdump-group_tcpdump/isakmp-3948-oobr-2.pcap", 1, 262144, 42},
    {"real/the-tcpdump-group_tcpdump/isakmp-ikev1_n_print-oobr.pcap", 3, 786432, 252},
    {"real/the-tcpdump-group_tcpdump/isakmp-no-none-np.pcapng", 1, 2228, 2228},
    {"real/the-tcpdump-group_tcpdump/isakmp-rfc3948-oobr.pcap", 23, 6029312, 966},
    {"real/the-tcpdump-group_tcpdump/isakmp-various-oobr.pcap", 2, 524288, 150},
    {"real/the-tcpdump-group_tcpdump/isakmp4500.pcap", 35, 6246, 6246},
    {"strongswan/natt4.before-nat.pcap", 455, 354956, 354956},
    {"strongswan/natt4.pcap", 455, 354956, 354956},
    {"strongswan/rekey4.pcap", 1800, 1401802, 1401802},
    {"strongswan/transport6.pcap", 472, 353646, 353646},
    {"strongswan/tunnel4.pcap", 442, 349820, 349820},
};

/// Where the captures are; empty if the environment does not say.
std::filesystem::path shared_folder() {
  const char* const shared = std::getenv("ESPIAL_SHARED");
  return shared == nullptr ? std::filesystem::path() : std::filesystem::path(shared) / "captures";
}

class SharedCaptures : public testing::TestWithParam<SharedCapture> {};

INSTANTIATE_TEST_SUITE_P(All, SharedCaptures, testing::ValuesIn(shared_captures),
                         [](const auto& info) {
                           std::string name = info.param.path;
                           std::ranges::replace_if(
                               name, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
                           return name;
                         });

TEST_P(SharedCaptures, are_read_to_their_end_with_every_packet) {
  if (shared_folder().empty()) GTEST_SKIP() << "ESPIAL_SHARED is not set";
  const auto reading = read_file((shared_folder() / GetParam().path).string());
  EXPECT_EQ(reading.fault, std::nullopt);
  EXPECT_EQ(reading.packets.size(), GetParam().packets);
  std::uint64_t on_the_wire = 0;
  std::uint64_t captured = 0;
  for (const KeptPacket& packet : reading.packets) {
    on_the_wire += packet.length;
    captured += packet.octets.size();
  }
  EXPECT_EQ(on_the_wire, GetParam().octets_on_the_wire);
  EXPECT_EQ(captured, GetParam().octets_captured);
}

TEST(SharedCaptureList, leaves_none_out) {
  if (shared_folder().empty()) GTEST_SKIP() << "ESPIAL_SHARED is not set";
  std::set<std::string> listed;
  for (const SharedCapture& capture : shared_captures) listed.insert(capture.path);
  std::set<std::string> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(shared_folder())) {
    const std::string extension = entry.path().extension().string();
    if (extension == ".pcap" || extension == ".pcapng")
      found.insert(std::filesystem::relative(entry.path(), shared_folder()).string());
  }
  EXPECT_EQ(found, listed);
}

}  // namespace
}  // namespace espial::test
