"""Captures that are broken, in the folder bad/. Each holds at most two complete packets before what is wrong."""

import gzip

import packets as p
import writers
from catalogue import A, B, START, esp4, paced, raw_file


def two(octets):
    return paced([p.ethernet(esp4(octets, A, B, 0x44332211, number)) for number in (1, 2)])


def section_with_two(octets):
    section = writers.Section()
    return section, section.header() + section.interface() + b"".join(
        section.enhanced_packet(0, packet.time_ns // 1000, packet.data) for packet in two(octets))


@raw_file("bad/empty.pcap")
def empty(octets):
    """No octet at all."""
    return b""


@raw_file("bad/not_a_capture.pcap")
def not_a_capture(octets):
    """Text, whatever its name says."""
    return b"This is no capture.\n"


@raw_file("bad/cut_header.pcap")
def cut_header(octets):
    """20 of the file header's 24 octets."""
    return writers.pcap_header()[:20]


@raw_file("bad/cut_record.pcap")
def cut_record(octets):
    """Two packets, and the first half of a third."""
    return writers.pcap(two(octets) + two(octets)[:1])[:-70]


@raw_file("bad/cut_block.pcapng")
def cut_block(octets):
    """Two packets, and the first half of a third."""
    section, data = section_with_two(octets)
    return data + section.enhanced_packet(0, START // 1000, octets(100))[:70]


@raw_file("bad/cut.pcap.gz")
def cut_gzip(octets):
    """A compressed capture whose last 40 octets are missing."""
    return gzip.compress(writers.pcap(two(octets)), mtime=0)[:-40]


@raw_file("bad/corrupt.pcap.gz")
def corrupt_gzip(octets):
    """A compressed capture whose check value is wrong."""
    data = bytearray(gzip.compress(writers.pcap(two(octets)), mtime=0))
    data[-8] ^= 0xFF
    return bytes(data)


@raw_file("bad/wild_length.pcap")
def wild_length(octets):
    """Two packets, then a record that claims 2 GiB."""
    return writers.pcap(two(octets)) + writers.pcap_record(writers.Packet(START, b""))[:8] + b"\xff\xff\xff\x7f" * 2


@raw_file("bad/wild_length.pcapng")
def wild_block_length(octets):
    """Two packets, then a packet block that claims 4 GiB."""
    return section_with_two(octets)[1] + bytes.fromhex("06000000fcffffff")


@raw_file("bad/odd_length.pcapng")
def odd_block_length(octets):
    """Two packets, then a block whose length is no multiple of four."""
    return section_with_two(octets)[1] + bytes.fromhex("060000000d000000") + bytes(20)


@raw_file("bad/wrong_trailer.pcapng")
def wrong_trailer(octets):
    """The second packet's block ends with another length than it began with."""
    return section_with_two(octets)[1][:-4] + bytes.fromhex("10000000")


@raw_file("bad/no_interface.pcapng")
def no_interface(octets):
    """Two packets, then one of an interface that was never described."""
    section, data = section_with_two(octets)
    return data + section.enhanced_packet(7, START // 1000, octets(60))


@raw_file("bad/long_packet.pcapng")
def long_packet(octets):
    """Two packets, then one that claims more octets than its block has."""
    section, data = section_with_two(octets)
    block = bytearray(section.enhanced_packet(0, START // 1000, octets(60)))
    block[20:24] = (61 * 4).to_bytes(4, "little")
    return data + bytes(block)
