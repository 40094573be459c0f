// libFuzzer: any octets are a packet, on every link, whole and cut off by the capture. The kernel
// `parse` says of it what a second reading of the rules says, and what was not captured does not
// matter.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <span>

#include "kernels/front/parse_kernel.hpp"
#include "support/reference_parser.hpp"

namespace {

using espial::hw::LinkType;
using espial::test::kernel_parse;
using espial::test::ParsedPacket;
using espial::test::reference_parse;

constexpr LinkType links[] = {LinkType::ethernet, LinkType::raw_ip, LinkType::loopback,
                              LinkType::linux_cooked, LinkType::linux_cooked_2};

void require_same(const ParsedPacket& kernel, const ParsedPacket& expected, LinkType link,
                  std::size_t captured) {
  if (kernel == expected) return;
  std::cerr << "link type " << static_cast<unsigned>(link) << ", " << captured
            << " octets captured\nkernel:   " << kernel << "\nexpected: " << expected << '\n';
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::uint32_t longest_packet = 0xFF'FFFF;
  if (size > longest_packet) return 0;
  const std::span octets(data, size);
  const auto length = static_cast<std::uint32_t>(size);
  // Where the capture cuts the packet off, its last octet says.
  const auto captured = octets.first(octets.empty() ? 0 : octets.back() % (size + 1));
  for (const LinkType link : links) {
    require_same(kernel_parse(link, octets, length), reference_parse(link, octets, length), link,
                 size);
    const ParsedPacket cut = reference_parse(link, captured, length);
    require_same(kernel_parse(link, captured, length), cut, link, captured.size());
    require_same(kernel_parse(link, captured, length, octets), cut, link, captured.size());
    // As where segmentation offload made one packet of many.
    require_same(kernel_parse(link, octets, longest_packet),
                 reference_parse(link, octets, longest_packet), link, size);
  }
  return 0;
}
