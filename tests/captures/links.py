"""The same ESP packet behind every link header that Espial reads, and in every capture format that Python writes."""

import gzip

import packets as p
import writers
from catalogue import A, A6, B, B6, MILLISECOND, SECOND, START, capture, esp4, esp6, paced, raw_file

SPI = 0x11223344
RAW, NULL, LOOP, RAW_IPV4, RAW_IPV6, LINUX_SLL, LINUX_SLL2 = 101, 0, 108, 228, 229, 113, 276
IEEE802_11_RADIO = 127
FAMILY_IPV4 = 2


def packet(octets):
    return esp4(octets, A, B, SPI, 1)


@capture("link_ethernet.pcap")
def link_ethernet(octets):
    """Ethernet."""
    return paced([p.ethernet(packet(octets))])


@capture("link_ethernet_fcs.pcap", link_type=0x40000000 | writers.ETHERNET)
def link_ethernet_fcs(octets):
    """Ethernet with a frame check sequence, which the file's link-type field announces in its highest bits."""
    return paced([p.ethernet(packet(octets)) + octets(4)])


@capture("link_raw_101.pcap", link_type=RAW)
def link_raw(octets):
    """Raw IP of either version."""
    return paced([packet(octets)])


@capture("link_raw_228.pcap", link_type=RAW_IPV4)
def link_raw_ipv4(octets):
    """Raw IPv4."""
    return paced([packet(octets)])


@capture("link_raw_229.pcap", link_type=RAW_IPV6)
def link_raw_ipv6(octets):
    """Raw IPv6."""
    return paced([esp6(octets, A6, B6, SPI, 1)])


@capture("link_null_le.pcap", link_type=NULL)
def link_null_little(octets):
    """BSD loopback, captured on a little-endian host."""
    return paced([p.loopback(FAMILY_IPV4, packet(octets), "<")])


@capture("link_null_be.pcap", link_type=NULL, order=">")
def link_null_big(octets):
    """BSD loopback, captured on a big-endian host."""
    return paced([p.loopback(FAMILY_IPV4, packet(octets), ">")])


@capture("link_null_ipv6.pcap", link_type=NULL)
def link_null_ipv6(octets):
    """BSD loopback with IPv6, whose number is 24 on NetBSD and OpenBSD, 28 on FreeBSD, 30 on Darwin."""
    return paced([p.loopback(family, esp6(octets, A6, B6, SPI, 1)) for family in (24, 28, 30)])


@capture("link_loop.pcap", link_type=LOOP)
def link_loop(octets):
    """OpenBSD loopback, always big-endian."""
    return paced([p.loopback(FAMILY_IPV4, packet(octets), ">")])


@capture("link_sll.pcap", link_type=LINUX_SLL)
def link_sll(octets):
    """Linux cooked capture."""
    return paced([p.linux_cooked(packet(octets))])


@capture("link_sll2.pcap", link_type=LINUX_SLL2)
def link_sll2(octets):
    """Linux cooked capture, version 2."""
    return paced([p.linux_cooked2(packet(octets))])


@capture("unknown_link.pcap", link_type=IEEE802_11_RADIO)
def unknown_link(octets):
    """A link type that Espial does not read."""
    return paced([octets(64)])


@raw_file("unknown_link.pcapng")
def unknown_link_ng(octets):
    """An Ethernet interface with a packet, then a packet of an interface that Espial does not read."""
    section = writers.Section()
    return (section.header() + section.interface() + section.interface(IEEE802_11_RADIO) +
            section.enhanced_packet(0, START // 1000, p.ethernet(packet(octets))) +
            section.enhanced_packet(1, START // 1000, octets(64)))


def three(octets):
    return paced([p.ethernet(esp4(octets, A, B, SPI, number)) for number in (1, 2, 3)])


@capture("format_big_endian.pcap", order=">")
def format_big_endian(octets):
    """Three ESP packets in a big-endian pcap."""
    return three(octets)


@capture("format_nanoseconds.pcap", magic=writers.NANOSECONDS)
def format_nanoseconds(octets):
    """Three ESP packets with times in nanoseconds, the last digits not zero."""
    return [item._replace(time_ns=item.time_ns + 789) for item in three(octets)]


@raw_file("format_gzip.pcap.gz")
def format_gzip(octets):
    """Three ESP packets, compressed in two members: the second begins in the middle of a record."""
    data = writers.pcap(three(octets))
    middle = len(data) // 2
    return gzip.compress(data[:middle], mtime=0) + gzip.compress(data[middle:], mtime=0)


@raw_file("mixed.pcapng")
def mixed(octets):
    """Two sections, the second big-endian, with interfaces of different link types, snap lengths and time resolutions;
    enhanced, obsolete and simple packets; name resolution, statistics and a block of somebody's own between them.
    All eight packets are ESP of the same SPI, 10 ms apart from START: the third as exactly as 2^-20 s allow, the
    fifth, a simple one, without a time of its own."""
    data = packet(octets)
    times = [START + index * 10 * MILLISECOND for index in range(8)]
    little = writers.Section("<")
    offset = START // SECOND
    binary = 0x80 | 20  # units of 2^-20 s
    first = [
        little.header(),
        little.interface(name="eth0"),
        little.interface(RAW, resolution=9, name="tun0"),
        little.interface(NULL, snap_length=96, resolution=binary, offset_s=offset),
        little.interface(IEEE802_11_RADIO, name="unused"),
        little.enhanced_packet(0, times[0] // 1000, p.ethernet(data), comment="the first"),
        little.local(b"not for Espial"),
        little.enhanced_packet(1, times[1], data),
        little.name_resolution(),
        little.enhanced_packet(2, (times[2] - START) * 2**20 // SECOND, p.loopback(FAMILY_IPV4, data)[:96],
                               4 + len(data)),
        little.obsolete_packet(1, times[3], data),
        little.simple_packet(p.ethernet(data)),
        little.statistics(0),
    ]
    big = writers.Section(">")
    second = [
        big.header(),
        big.interface(LINUX_SLL, snap_length=64, resolution=3),
        big.interface(LINUX_SLL2, resolution=10, offset_s=offset),
        big.enhanced_packet(0, times[5] // MILLISECOND, p.linux_cooked(data)[:64], 16 + len(data)),
        big.enhanced_packet(1, (times[6] - START) * 10, p.linux_cooked2(data)),
        big.enhanced_packet(0, times[7] // MILLISECOND, p.linux_cooked(data)[:64], 16 + len(data)),
    ]
    return b"".join(first + second)
