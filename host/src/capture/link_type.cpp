#include "link_type.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace espial::capture {
namespace {

struct KnownLinkType {
  std::uint32_t number;
  hw::LinkType type;
};

/// 12 and 14 are what DLT_RAW is on some systems, which old writers put in files.
constexpr std::array known_types = {
    KnownLinkType{0, hw::LinkType::loopback},
    KnownLinkType{1, hw::LinkType::ethernet},
    KnownLinkType{12, hw::LinkType::raw_ip},
    KnownLinkType{14, hw::LinkType::raw_ip},
    KnownLinkType{101, hw::LinkType::raw_ip},
    KnownLinkType{108, hw::LinkType::loopback},
    KnownLinkType{113, hw::LinkType::linux_cooked},
    KnownLinkType{228, hw::LinkType::raw_ip},
    KnownLinkType{229, hw::LinkType::raw_ip},
    KnownLinkType{276, hw::LinkType::linux_cooked_2},
};

struct NamedLinkType {
  std::uint32_t number;
  std::string_view name;
};

/// Those that people are likely to meet; the registry at tcpdump.org has the others.
constexpr std::array other_types = {
    NamedLinkType{6, "IEEE802_5"},
    NamedLinkType{8, "SLIP"},
    NamedLinkType{9, "PPP"},
    NamedLinkType{10, "FDDI"},
    NamedLinkType{50, "PPP_HDLC"},
    NamedLinkType{51, "PPP_ETHER"},
    NamedLinkType{100, "ATM_RFC1483"},
    NamedLinkType{104, "C_HDLC"},
    NamedLinkType{105, "IEEE802_11"},
    NamedLinkType{107, "FRELAY"},
    NamedLinkType{109, "ENC"},
    NamedLinkType{117, "PFLOG"},
    NamedLinkType{119, "IEEE802_11_PRISM"},
    NamedLinkType{122, "IP_OVER_FC"},
    NamedLinkType{127, "IEEE802_11_RADIO"},
    NamedLinkType{143, "DOCSIS"},
    NamedLinkType{147, "USER0"},
    NamedLinkType{163, "IEEE802_11_AVS"},
    NamedLinkType{166, "PPP_PPPD"},
    NamedLinkType{187, "BLUETOOTH_HCI_H4"},
    NamedLinkType{189, "USB_LINUX"},
    NamedLinkType{192, "PPI"},
    NamedLinkType{195, "IEEE802_15_4_WITHFCS"},
    NamedLinkType{197, "ERF"},
    NamedLinkType{201, "BLUETOOTH_HCI_H4_WITH_PHDR"},
    NamedLinkType{204, "PPP_WITH_DIR"},
    NamedLinkType{220, "USB_LINUX_MMAPPED"},
    NamedLinkType{226, "IPNET"},
    NamedLinkType{227, "CAN_SOCKETCAN"},
    NamedLinkType{239, "NFLOG"},
    NamedLinkType{240, "NETANALYZER"},
    NamedLinkType{242, "IPOIB"},
    NamedLinkType{249, "USBPCAP"},
    NamedLinkType{251, "BLUETOOTH_LE_LL"},
    NamedLinkType{252, "WIRESHARK_UPPER_PDU"},
    NamedLinkType{253, "NETLINK"},
    NamedLinkType{274, "ETHERNET_MPACKET"},
};

}  // namespace

std::optional<hw::LinkType> known_link_type(std::uint32_t number) {
  const auto* const found = std::ranges::find(known_types, number, &KnownLinkType::number);
  if (found == known_types.end()) return std::nullopt;
  return found->type;
}

std::string unsupported_link_type(std::uint32_t number) {
  const auto* const found = std::ranges::find(other_types, number, &NamedLinkType::number);
  const std::string name = found == other_types.end() ? "" : fmt::format(" ({})", found->name);
  return fmt::format(
      "link type {}{} is not supported; Espial reads Ethernet (1), raw IP (101, 228, 229), "
      "loopback (0, 108) and Linux cooked (113, 276)",
      number, name);
}

}  // namespace espial::capture
