"""Builds packets, header by header, with the standard library only.

Every builder returns the octets of a header and what follows it, so packets read from the outside in:
`ethernet(ipv4(A, B, ESP, esp(0xC949D4B8, 1, payload)))`.
"""

import ipaddress
import struct

# IP protocol numbers (IANA).
HOP_BY_HOP, ICMP, IP_IN_IP, TCP, UDP, IPV6_IN_IP = 0, 1, 4, 6, 17, 41
ROUTING, FRAGMENT, GRE, ESP, AH, ICMPV6, NO_NEXT_HEADER, DESTINATION_OPTIONS = 43, 44, 47, 50, 51, 58, 59, 60

# EtherTypes (IANA).
IPV4, ARP, VLAN, IPV6, MPLS, PPPOE, SERVICE_VLAN, LLDP = (
    0x0800, 0x0806, 0x8100, 0x86DD, 0x8847, 0x8864, 0x88A8, 0x88CC)

MAC_A = bytes.fromhex("02000000000a")
MAC_B = bytes.fromhex("02000000000b")

# Header sizes, to compute payload lengths from the lengths that an article or a test gives.
ETHERNET_SIZE, IPV4_SIZE, IPV6_SIZE, UDP_SIZE, ESP_SIZE = 14, 20, 40, 8, 8


def address(text):
    """The octets of an IPv4 or IPv6 address."""
    return ipaddress.ip_address(text).packed


def checksum(data):
    """The Internet checksum (RFC 1071)."""
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def ethertype_of(packet):
    """IPv4 or IPv6, by the version field."""
    return IPV6 if packet[0] >> 4 == 6 else IPV4


# --- link layer -----------------------------------------------------------------------------------------------------

def ethernet(payload, ethertype=None):
    return MAC_B + MAC_A + struct.pack(">H", ethertype_of(payload) if ethertype is None else ethertype) + payload


def padded(frame, size=60):
    """An Ethernet frame brought to the least length, as a network card does it (without frame check sequence)."""
    return frame.ljust(size, b"\0")


def vlan(tag, payload, ethertype=None):
    """What follows an EtherType of 802.1Q or 802.1ad: tag, the next EtherType, payload."""
    return struct.pack(">HH", tag, ethertype_of(payload) if ethertype is None else ethertype) + payload


def mpls(labels, payload, ttl=62):
    """A stack of labels (RFC 3032, 2.1), outermost first."""
    stack = b""
    for index, label in enumerate(labels):
        bottom = index == len(labels) - 1
        stack += struct.pack(">I", label << 12 | bottom << 8 | ttl)
    return stack + payload


def loopback(family, payload, order="<"):
    """DLT_NULL (the capturing host's byte order) and DLT_LOOP (big-endian)."""
    return struct.pack(order + "I", family) + payload


def linux_cooked(payload, packet_type=0):
    """LINKTYPE_LINUX_SLL: packet type, ARPHRD_ETHER, address length, address, protocol."""
    return struct.pack(">HHH8sH", packet_type, 1, 6, MAC_A, ethertype_of(payload)) + payload


def linux_cooked2(payload, interface=2, packet_type=0):
    """LINKTYPE_LINUX_SLL2: protocol, reserved, interface, ARPHRD_ETHER, packet type, address length, address."""
    return struct.pack(">HHIHBB8s", ethertype_of(payload), 0, interface, 1, packet_type, 6, MAC_A) + payload


# --- network layer --------------------------------------------------------------------------------------------------

def ipv4(source, destination, protocol, payload, *, identification=1, options=b"", more=False, offset=0, ttl=64,
         total_length=None, version=4, header_words=None):
    """An IPv4 header (RFC 791). `offset` counts octets; the last three arguments tell lies, if given."""
    words = 5 + len(options) // 4
    header = struct.pack(
        ">BBHHHBBH4s4s", version << 4 | (words if header_words is None else header_words), 0,
        4 * words + len(payload) if total_length is None else total_length, identification, more << 13 | offset // 8,
        ttl, protocol, 0, address(source), address(destination)) + options
    return header[:10] + struct.pack(">H", checksum(header)) + header[12:] + payload


def ipv6(source, destination, next_header, payload, *, hop_limit=64, payload_length=None):
    """An IPv6 header (RFC 8200, 3)."""
    return struct.pack(">IHBB16s16s", 6 << 28, len(payload) if payload_length is None else payload_length, next_header,
                       hop_limit, address(source), address(destination)) + payload


def ipv6_options(next_header, payload, size=8):
    """A hop-by-hop or destination options header (RFC 8200, 4.3 and 4.6) of `size` octets, all padding."""
    body = b""
    rest = size - 2
    while rest > 0:  # PadN holds 255 octets at most
        pad = min(rest, 257) if rest != 258 else 256
        body += b"\0" if pad == 1 else struct.pack(">BB", 1, pad - 2) + bytes(pad - 2)
        rest -= pad
    return struct.pack(">BB", next_header, size // 8 - 1) + body + payload


def ipv6_routing(next_header, payload, segments):
    """A type 4 routing header (RFC 8754, 2) with no segment left."""
    hops = b"".join(address(segment) for segment in segments)
    return struct.pack(">BBBBBBH", next_header, len(hops) // 8, 4, 0, len(segments) - 1, 0, 0) + hops + payload


def ipv6_fragment(next_header, payload, *, offset=0, more=False, identification=99):
    """A fragment header (RFC 8200, 4.5). `offset` counts octets."""
    return struct.pack(">BBHI", next_header, 0, offset | more, identification) + payload


# --- transport layer ------------------------------------------------------------------------------------------------

def esp(spi, sequence, payload):
    """ESP (RFC 4303, 2). The payload is opaque."""
    return struct.pack(">II", spi, sequence & 0xFFFFFFFF) + payload


def ah(next_header, spi, sequence, payload):
    """AH (RFC 4302, 2) with a 96-bit check value of zeros."""
    return struct.pack(">BBHII", next_header, 4, 0, spi, sequence) + bytes(12) + payload


def udp(source_port, destination_port, payload):
    """UDP without a checksum, as RFC 3948 wants it for ESP over IPv4."""
    return struct.pack(">HHHH", source_port, destination_port, UDP_SIZE + len(payload), 0) + payload


def with_checksum(source, destination, protocol, segment, position):
    """Fills in a checksum over the pseudo-header (RFC 8200, 8.1; RFC 9293, 3.1) at `position`."""
    a, b = address(source), address(destination)
    pseudo = a + b + (struct.pack(">IHBB", len(segment), 0, 0, protocol) if len(a) == 16
                      else struct.pack(">BBH", 0, protocol, len(segment)))
    value = checksum(pseudo + segment)
    if protocol == UDP and value == 0:
        value = 0xFFFF
    return segment[:position] + struct.pack(">H", value) + segment[position + 2:]


def tcp(source_port, destination_port, flags, sequence=0, acknowledgement=0, payload=b""):
    """TCP (RFC 9293, 3.1); `flags` as letters of "FSRPA"."""
    bits = sum(1 << "FSRPA".index(flag) for flag in flags)
    return struct.pack(">HHIIBBHHH", source_port, destination_port, sequence, acknowledgement, 5 << 4, bits, 65535, 0,
                       0) + payload


def icmp(kind, code, rest, payload=b""):
    """ICMP (RFC 792): `rest` is the header's second word."""
    message = struct.pack(">BBHI", kind, code, 0, rest) + payload
    return message[:2] + struct.pack(">H", checksum(message)) + message[4:]


def icmpv6(source, destination, kind, code, rest, payload=b""):
    """ICMPv6 (RFC 4443, 2.1)."""
    return with_checksum(source, destination, ICMPV6, struct.pack(">BBHI", kind, code, 0, rest) + payload, 2)


def ike(initiator_spi, responder_spi=0, exchange=34, next_payload=33):
    """An IKEv2 header without payloads (RFC 7296, 3.1)."""
    return struct.pack(">QQBBBBII", initiator_spi, responder_spi, next_payload, 0x20, exchange, 0x08, 0, 28)
