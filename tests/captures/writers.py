"""Writes captures: pcap in all its variants, and the blocks of pcapng."""

import struct
from typing import NamedTuple, Optional

MICROSECONDS, NANOSECONDS = 0xA1B2C3D4, 0xA1B23C4D
ETHERNET = 1


class Packet(NamedTuple):
    """A packet as a capture holds it. `original` is its length on the wire, if more than was captured."""
    time_ns: int
    data: bytes
    original: Optional[int] = None

    def snapped(self, length):
        """As captured with a snap length."""
        return Packet(self.time_ns, self.data[:length], self.original_length)

    @property
    def original_length(self):
        return len(self.data) if self.original is None else self.original


def pcap_header(link_type=ETHERNET, *, order="<", magic=MICROSECONDS, snap_length=65535):
    return struct.pack(order + "IHHiIII", magic, 2, 4, 0, 0, snap_length, link_type)


def pcap_record(packet, *, order="<", magic=MICROSECONDS):
    seconds, nanoseconds = divmod(packet.time_ns, 1_000_000_000)
    fraction = nanoseconds if magic == NANOSECONDS else nanoseconds // 1000
    return struct.pack(order + "IIII", seconds, fraction, len(packet.data), packet.original_length) + packet.data


def pcap(packets, link_type=ETHERNET, *, order="<", magic=MICROSECONDS, snap_length=65535):
    """A whole pcap."""
    return pcap_header(link_type, order=order, magic=magic, snap_length=snap_length) + b"".join(
        pcap_record(packet, order=order, magic=magic) for packet in packets)


def _aligned(data):
    return data + bytes(-len(data) % 4)


class Section:
    """A section of a pcapng, in one byte order. Each method returns a block."""

    def __init__(self, order="<"):
        self._order = order

    def block(self, kind, body):
        length = 12 + len(_aligned(body))
        return self._pack("II", kind, length) + _aligned(body) + self._pack("I", length)

    def header(self):
        return self.block(0x0A0D0D0A, self._pack("IHHq", 0x1A2B3C4D, 1, 0, -1))

    def interface(self, link_type=ETHERNET, *, snap_length=0, resolution=None, offset_s=None, name=None):
        """`resolution` as if_tsresol has it: 9 for nanoseconds, 0x80 | n for 2^-n seconds; default microseconds."""
        options = b""
        if name is not None:
            options += self._option(2, name.encode())
        if resolution is not None:
            options += self._option(9, bytes([resolution]))
        if offset_s is not None:
            options += self._option(14, self._pack("q", offset_s))
        if options:
            options += self._option(0, b"")
        return self.block(1, self._pack("HHI", link_type, 0, snap_length) + options)

    def enhanced_packet(self, interface, timestamp, data, original=None, comment=None):
        options = self._option(1, comment.encode()) + self._option(0, b"") if comment else b""
        return self.block(6, self._pack("IIIII", interface, timestamp >> 32, timestamp & 0xFFFFFFFF, len(data),
                                        len(data) if original is None else original) + _aligned(data) + options)

    def obsolete_packet(self, interface, timestamp, data, original=None, drops=0xFFFF):
        return self.block(2, self._pack("HHIIII", interface, drops, timestamp >> 32, timestamp & 0xFFFFFFFF, len(data),
                                        len(data) if original is None else original) + _aligned(data))

    def simple_packet(self, data, original=None):
        return self.block(3, self._pack("I", len(data) if original is None else original) + data)

    def name_resolution(self):
        """One record, 192.0.2.1 = example, and the end."""
        record = bytes([192, 0, 2, 1]) + b"example\0"
        return self.block(4, self._pack("HH", 1, len(record)) + _aligned(record) + self._pack("HH", 0, 0))

    def statistics(self, interface, timestamp=0):
        return self.block(5, self._pack("III", interface, timestamp >> 32, timestamp & 0xFFFFFFFF))

    def local(self, data):
        """A block of a type for local use, which readers skip."""
        return self.block(0x80000001, data)

    def _pack(self, layout, *values):
        return struct.pack(self._order + layout, *values)

    def _option(self, code, value):
        return self._pack("HH", code, len(value)) + _aligned(value)
