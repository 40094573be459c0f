"""What may stand between the link header and ESP, and around it: tags, labels, AH, extension headers."""

import packets as p
from catalogue import A, A6, B, B6, capture, esp4, esp6, paced


@capture("vlan.pcap")
def vlan(octets):
    """One SA behind 802.1Q, a priority tag (VLAN 0), 802.1ad around 802.1Q, and 802.1Q twice. The zone is 0 whatever
    the VLAN, so all four packets are in one session."""
    def packet(sequence):
        return esp4(octets, A, B, 0x21212121, sequence)

    return paced([
        p.ethernet(p.vlan(100, packet(1)), p.VLAN),
        p.ethernet(p.vlan(7 << 13, packet(2)), p.VLAN),
        p.ethernet(p.vlan(200, p.vlan(100, packet(3)), p.VLAN), p.SERVICE_VLAN),
        p.ethernet(p.vlan(200, p.vlan(100, packet(4)), p.VLAN), p.VLAN),
    ])


@capture("mpls.pcap")
def mpls(octets):
    """One SA behind one label and three, and the same over IPv6: labels do not say what they carry, the version
    does."""
    return paced([
        p.ethernet(p.mpls([1003], esp4(octets, A, B, 0x22222222, 1)), p.MPLS),
        p.ethernet(p.mpls([1003, 21, 16], esp4(octets, A, B, 0x22222222, 2)), p.MPLS),
        p.ethernet(p.mpls([1003], esp6(octets, A6, B6, 0x22222226, 1)), p.MPLS),
        p.ethernet(p.mpls([1003, 21, 16], esp6(octets, A6, B6, 0x22222226, 2)), p.MPLS),
    ])


@capture("ah_around.pcap")
def ah_around(octets):
    """AH around ESP, which counts in both sessions; around ESP whose SPI is 0, around ESP of 4 octets, around another
    AH, and around nothing (next header 59), where the AH counts alone."""
    def frame(spi, next_header, payload):
        return p.ethernet(p.ipv4(A, B, p.AH, p.ah(next_header, spi, 1, payload)))

    return paced([
        frame(0x31310001, p.ESP, p.esp(0x32320001, 1, octets(92))),
        frame(0x31310002, p.ESP, p.esp(0, 1, octets(92))),
        frame(0x31310003, p.ESP, p.esp(0x32320003, 1, b"")[:4]),
        frame(0x31310004, p.AH, p.ah(p.ESP, 0x31310005, 1, p.esp(0x32320005, 1, octets(92)))),
        frame(0x31310006, p.NO_NEXT_HEADER, b""),
    ])


@capture("ipv6_extensions.pcap")
def ipv6_extensions(octets):
    """IPv6 ESP behind each extension header alone: hop-by-hop options, routing, destination options, and a fragment
    header: first fragment, later fragment, and one that is the whole packet (RFC 6946)."""
    def frame(first, rest):
        return p.ethernet(p.ipv6(A6, B6, first, rest))

    def esp(number):
        return p.esp(0x36360000 + number, 1, octets(88))

    whole = esp(4)
    return paced([
        frame(p.HOP_BY_HOP, p.ipv6_options(p.ESP, esp(1))),
        frame(p.ROUTING, p.ipv6_routing(p.ESP, esp(2), [B6])),
        frame(p.DESTINATION_OPTIONS, p.ipv6_options(p.ESP, esp(3), 16)),
        frame(p.FRAGMENT, p.ipv6_fragment(p.ESP, whole[:48], more=True)),
        frame(p.FRAGMENT, p.ipv6_fragment(p.ESP, whole[48:], offset=48)),
        frame(p.FRAGMENT, p.ipv6_fragment(p.ESP, esp(5))),
    ])
