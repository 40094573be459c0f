"""Which length bounds a packet: that of the IP header, not that of the frame."""

import packets as p
from catalogue import A, A6, B, B6, CLIENT, SERVER, capture, paced

TRAILER = bytes.fromhex("7261696c65720000")  # what follows the IP packet in its frame


@capture("frame_longer_than_ip.pcap")
def frame_longer_than_ip(octets):
    """Frames that go on behind the IP packet. ESP of exactly 8 octets, UDP without payload and TCP without payload end
    where the IP length says, and count; ESP of 7 octets, UDP of 7, TCP of 13 and AH of 11 have the rest of their header
    in the trailer, and do not. The same for ESP over IPv6."""
    esp = p.esp(0x41410001, 1, b"")
    esp6 = p.esp(0x41410006, 1, b"")
    tcp = p.tcp(40000, 80, "A")
    udp = p.udp(40001, 53, b"")
    ah = p.ah(p.ESP, 0x41410002, 1, b"")
    packets = [p.ipv4(A, B, p.ESP, esp), p.ipv4(CLIENT, SERVER, p.UDP, udp), p.ipv4(CLIENT, SERVER, p.TCP, tcp),
               p.ipv4(A, B, p.ESP, esp[:7]), p.ipv4(CLIENT, SERVER, p.UDP, udp[:7]),
               p.ipv4(CLIENT, SERVER, p.TCP, tcp[:13]), p.ipv4(A, B, p.AH, ah[:11]),
               p.ipv6(A6, B6, p.ESP, esp6), p.ipv6(A6, B6, p.ESP, esp6[:7])]
    return paced([p.ethernet(packet) + TRAILER for packet in packets])


@capture("length_fields.pcap")
def length_fields(octets):
    """Lengths in headers that cannot be: UDP of 7 octets and of 0, AH of 8; then a UDP datagram whose length goes beyond
    its packet, which counts, as its header is there."""
    def udp(length):
        datagram = p.udp(40002, 53, octets(20))
        return datagram[:4] + length.to_bytes(2, "big") + datagram[6:]

    short_ah = bytes([p.ESP, 0]) + p.ah(p.ESP, 0x42420001, 1, p.esp(0x42420002, 1, octets(40)))[2:]
    return paced([p.ethernet(p.ipv4(CLIENT, SERVER, p.UDP, udp(7))), p.ethernet(p.ipv4(CLIENT, SERVER, p.UDP, udp(0))),
                  p.ethernet(p.ipv4(A, B, p.AH, short_ah)), p.ethernet(p.ipv4(CLIENT, SERVER, p.UDP, udp(1000)))])


@capture("snapped_esp_udp.pcap", snap_length=49)
def snapped_esp_udp(octets):
    """ESP in UDP snapped one octet short of the ESP header (14 + 20 + 8 + 8 are needed); TCP of which 14 octets are
    needed, 15 are there; and a UDP datagram elsewhere, of which all 8 are."""
    frames = [p.ethernet(p.ipv4(CLIENT, SERVER, p.UDP, p.udp(4500, 4500, p.esp(0x43430001, 1, octets(60))))),
              p.ethernet(p.ipv4(CLIENT, SERVER, p.TCP, p.tcp(40003, 80, "PA", payload=octets(60)))),
              p.ethernet(p.ipv4(CLIENT, SERVER, p.UDP, p.udp(40004, 53, octets(60))))]
    return [packet.snapped(49) for packet in paced(frames)]
