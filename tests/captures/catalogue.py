"""What the captures share: their list, their times and addresses, and ESP packets of a given length."""

import random

import packets as p
import writers
from writers import Packet

SECOND = 1_000_000_000
MILLISECOND = 1_000_000
START = 1433937539 * SECOND  # 2015-06-10T11:58:59Z

# KB35317's endpoints, and those of PAN-OS session 791.
A, B = "192.168.0.1", "10.0.1.2"
CLIENT, SERVER = "192.168.0.11", "129.187.7.11"
A6, B6 = "2001:db8::1", "2001:db8::2"

_makers = {}
_frames = {}


def capture(name, **layout):
    """Registers a function of `octets` (n -> n pseudo-random octets) that returns the packets of a pcap; `layout` is
    that of `writers.pcap`."""
    def register(function):
        def make(snap):
            packets = function(random.Random(name).randbytes)
            return writers.pcap(packets if snap is None else [packet.snapped(snap) for packet in packets], **layout)
        _makers[name] = make
        _frames[name] = lambda: [packet.data for packet in function(random.Random(name).randbytes)]
        return function
    return register


def raw_file(name):
    """Registers a function of `octets` that returns the file's content; a snap length does not change it."""
    def register(function):
        _makers[name] = lambda snap: function(random.Random(name).randbytes)
        return function
    return register


def names():
    return list(_makers)


def frames(name):
    """The packets of a pcap as octets; of other files none."""
    return _frames[name]() if name in _frames else []


def make(name, snap=None):
    """The content of a capture, at most `snap` octets of each packet of a pcap."""
    return _makers[name](snap)


def paced(frames, start=START, step=10 * MILLISECOND):
    """Frames at equal distances."""
    return [Packet(start + index * step, frame) for index, frame in enumerate(frames)]


def esp4(octets, source, destination, spi, sequence, ip_length=120):
    """An IPv4 ESP packet of `ip_length` octets."""
    return p.ipv4(source, destination, p.ESP,
                  p.esp(spi, sequence, octets(ip_length - p.IPV4_SIZE - p.ESP_SIZE)))


def esp6(octets, source, destination, spi, sequence, ip_length=140):
    """An IPv6 ESP packet of `ip_length` octets."""
    return p.ipv6(source, destination, p.ESP,
                  p.esp(spi, sequence, octets(ip_length - p.IPV6_SIZE - p.ESP_SIZE)))
