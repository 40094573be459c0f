"""Edge cases of ESP, AH and NAT traversal: what SPIs, sequences, fragments and time can do."""

import packets as p
from catalogue import A, A6, B, B6, CLIENT, SECOND, SERVER, START, capture, esp4, esp6, paced
from writers import Packet


def run(octets, source, destination, spi, sequences):
    """Ethernet frames with one SPI."""
    return [p.ethernet(esp4(octets, source, destination, spi, number)) for number in sequences]


def natt(octets, source, destination, source_port, destination_port, spi, sequences):
    """ESP in UDP, 120 octets of IP each."""
    size = 120 - p.IPV4_SIZE - p.UDP_SIZE - p.ESP_SIZE
    return [natt_frame(source, destination, source_port, destination_port, p.esp(spi, number, octets(size)))
            for number in sequences]


def natt_frame(source, destination, source_port, destination_port, payload):
    return p.ethernet(p.ipv4(source, destination, p.UDP, p.udp(source_port, destination_port, payload)))


NON_ESP_MARKER = bytes(4)  # RFC 3948, 2.2
KEEPALIVE = b"\xff"  # RFC 3948, 2.3


@capture("edge_swapped_halves.pcap")
def swapped_halves(octets):
    """The reverse SPI is the forward one with its halves exchanged: it hits the mirror flow."""
    return paced(run(octets, A, B, 0xC949D4B8, (1, 2, 3)) + run(octets, B, A, 0xD4B8C949, (1, 2, 3)))


@capture("edge_generic_clash.pcap")
def generic_clash(octets):
    """SPI 4E414E41, whose halves are both 20033, beside another one."""
    return paced(run(octets, CLIENT, SERVER, 0x4E414E41, (1, 2)) + run(octets, CLIENT, SERVER, 0x11112222, (1, 2)) +
                 run(octets, SERVER, CLIENT, 0x4E414E41, (1, 2)))


@capture("edge_fragments.pcap")
def fragments(octets):
    """One ESP packet in IPv4 fragments in order, one tail first, one in IPv6 fragments."""
    cut = 1400
    first = p.esp(0xAABBCCDD, 1, octets(2792))
    second = p.esp(0xAABBCCDD, 2, octets(2792))
    third = p.esp(0xAABBCCDE, 1, octets(2992))

    def fragments4(data, identification):
        return [p.ethernet(p.ipv4(A, B, p.ESP, data[offset:offset + cut], identification=identification,
                                  more=offset + cut < len(data), offset=offset))
                for offset in range(0, len(data), cut)]

    def fragments6(data):
        return [p.ethernet(p.ipv6(A6, B6, p.FRAGMENT, p.ipv6_fragment(
            p.ESP, data[offset:offset + cut], more=offset + cut < len(data), offset=offset)))
                for offset in range(0, len(data), cut)]

    return paced(fragments4(first, 7) + fragments4(second, 8)[::-1] + fragments6(third))


@capture("edge_encap.pcap")
def encapsulations(octets):
    """ESP behind 802.1Q, 802.1ad with 802.1Q, two MPLS labels, IPv4 options, IPv6 extension headers, and AH."""
    spi = 0x01020304
    authenticated = p.ah(p.ESP, 0x0A0A0A0A, 1, p.esp(spi, 3, octets(92)))
    options = bytes.fromhex("94040000")  # router alert (RFC 2113)
    six = p.esp(spi, 1, octets(92))
    return paced([
        p.ethernet(p.vlan(100, esp4(octets, A, B, spi, 1)), p.VLAN),
        p.ethernet(p.vlan(200, p.vlan(100, esp4(octets, A, B, spi, 1)), p.VLAN), p.SERVICE_VLAN),
        p.ethernet(p.mpls([1003, 21], esp4(octets, A, B, spi, 1)), p.MPLS),
        p.ethernet(p.ipv4(A, B, p.ESP, p.esp(spi, 2, octets(92)), options=options)),
        p.ethernet(p.ipv6(A6, B6, p.HOP_BY_HOP,
                          p.ipv6_options(p.DESTINATION_OPTIONS, p.ipv6_options(p.ESP, six)))),
        p.ethernet(p.ipv4(A, B, p.AH, authenticated)),
    ])


@capture("edge_natt.pcap")
def nat_traversal(octets):
    """ESP in UDP: IKE, ESP both ways, a keepalive, then the NAT gives the client another port in mid-SA."""
    frames = [natt_frame(CLIENT, SERVER, 4500, 4500, NON_ESP_MARKER + p.ike(0x1111111111111111))]
    frames += natt(octets, CLIENT, SERVER, 4500, 4500, 0xC0FFEE01, (1, 2, 3))
    frames += natt(octets, SERVER, CLIENT, 4500, 4500, 0xBADCAFE1, (1, 2))
    frames += [natt_frame(CLIENT, SERVER, 4500, 4500, KEEPALIVE)]
    frames += natt(octets, CLIENT, SERVER, 61234, 4500, 0xC0FFEE01, (4, 5))
    frames += natt(octets, SERVER, CLIENT, 4500, 61234, 0xBADCAFE1, (3,))
    return paced(frames)


@capture("natt6.pcap")
def nat_traversal6(octets):
    """ESP in UDP over IPv6, checksums and all: IKE, ESP both ways, a keepalive."""
    def frame(source, destination, payload):
        datagram = p.with_checksum(source, destination, p.UDP, p.udp(4500, 4500, payload), 6)
        return p.ethernet(p.ipv6(source, destination, p.UDP, datagram))

    return paced([frame(A6, B6, NON_ESP_MARKER + p.ike(0x2222222222222222)),
                  frame(A6, B6, p.esp(0xC0FFEE06, 1, octets(84))), frame(B6, A6, p.esp(0xBADCAFE6, 1, octets(84))),
                  frame(A6, B6, p.esp(0xC0FFEE06, 2, octets(84))), frame(B6, A6, p.esp(0xBADCAFE6, 2, octets(84))),
                  frame(A6, B6, KEEPALIVE)])


@capture("edge_rekey.pcap")
def rekey(octets):
    """Make before break: the second SA starts while the first still drains, in both directions."""
    frames = []
    for number in range(1, 11):
        frames += run(octets, A, B, 0x11110001, (number,)) + run(octets, B, A, 0x22220001, (number,))
    for number in range(1, 4):
        frames += run(octets, A, B, 0x11110002, (number,)) + run(octets, B, A, 0x22220001, (10 + number,))
    for number in range(4, 11):
        frames += run(octets, A, B, 0x11110002, (number,)) + run(octets, B, A, 0x22220002, (number - 3,))
    return paced(frames)


@capture("edge_seq.pcap")
def sequences(octets):
    """Loss of 3, reordering, a double, a jump, one too late; then another SPI whose sequence wraps (ESN)."""
    return paced(run(octets, A, B, 0x33330001, (1, 2, 4, 3, 4, 5, 100, 6)) +
                 run(octets, A, B, 0x33330002, (0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF, 0, 1, 2)))


@capture("edge_reserved.pcap")
def reserved(octets):
    """SPIs 0, 1, 2, 255 (reserved: RFC 4303, 2.1), 256 and FFFFFFFF; then ESP of 4 octets and of none."""
    frames = [frame for spi in (0, 1, 2, 255, 256, 0xFFFFFFFF) for frame in run(octets, A, B, spi, (1,))]
    frames += [p.ethernet(p.ipv4(A, B, p.ESP, bytes.fromhex("12345678"))), p.ethernet(p.ipv4(A, B, p.ESP, b""))]
    return paced(frames)


@capture("edge_spi_collision.pcap")
def spi_collision(octets):
    """One SPI to two destinations, and to one of them from two sources."""
    return paced(run(octets, A, B, 0x7B7B7B7B, (1, 2)) + run(octets, A, "10.0.1.3", 0x7B7B7B7B, (1, 2)) +
                 run(octets, "192.168.0.2", B, 0x7B7B7B7B, (1, 2)))


@capture("short_esp_padded.pcap")
def short_esp_padded(octets):
    """Frames padded to 60 octets, where padding is no payload: ESP of 20 octets, of exactly 8, and of 4, whose header
    would only be complete with padding; then a NAT keepalive."""
    return paced([p.padded(p.ethernet(p.ipv4(A, B, p.ESP, p.esp(0x0BADF00D, 1, octets(12))))),
                  p.padded(p.ethernet(p.ipv4(A, B, p.ESP, p.esp(0x0BADF00D, 2, b"")))),
                  p.padded(p.ethernet(p.ipv4(A, B, p.ESP, bytes.fromhex("0badf00d")))),
                  p.padded(natt_frame(CLIENT, SERVER, 4500, 4500, KEEPALIVE))])


@capture("icmp_error_quoting_esp.pcap")
def icmp_error_quoting_esp(octets):
    """An ESP packet and the router's answer that quotes it, over IPv4 (fragmentation needed) and IPv6 (too big). What
    an error quotes counts nowhere else."""
    router, router6 = "192.168.0.254", "2001:db8::ff"
    packet = esp4(octets, A, B, 0x0E0E0E0E, 1, 1400)
    packet6 = esp6(octets, A6, B6, 0x0E0E0E06, 1, 1500)
    quote = packet[:p.IPV4_SIZE + 8]
    return paced([p.ethernet(packet), p.ethernet(p.ipv4(router, A, p.ICMP, p.icmp(3, 4, 1300, quote))),
                  p.ethernet(packet6),
                  p.ethernet(p.ipv6(router6, A6, p.ICMPV6, p.icmpv6(router6, A6, 2, 0, 1280, packet6[:1232])))])


def _snapped(octets, length):
    return [packet.snapped(length) for packet in paced(run(octets, A, B, 0x5A5A5A5A, (1, 2, 3)))]


@capture("snapped_41.pcap", snap_length=41)
def snapped_41(octets):
    """Snapped one octet short of the ESP header: 14 + 20 + 8 are needed."""
    return _snapped(octets, 41)


@capture("snapped_42.pcap", snap_length=42)
def snapped_42(octets):
    """Snapped right behind the ESP header."""
    return _snapped(octets, 42)


@capture("ah_spi_zero.pcap")
def ah_spi_zero(octets):
    """AH with SPI 0, which is not looked through, around ESP; then AH around UDP, which counts as AH alone."""
    return paced([p.ethernet(p.ipv4(A, B, p.AH, p.ah(p.ESP, 0, 1, p.esp(0x0C0C0C0C, 1, octets(92))))),
                  p.ethernet(p.ipv4(A, B, p.AH, p.ah(p.UDP, 0x0D0D0D0D, 1, p.udp(1000, 2000, octets(40)))))])


@capture("time_jump.pcap")
def time_jump(octets):
    """The clock jumps back by three hours, as in real captures, and later goes on where it was."""
    seconds = [0, 1, 2, 2 - 3 * 3600, 3 - 3 * 3600, 3, 4]
    return [Packet(START + second * SECOND, frame)
            for second, frame in zip(seconds, run(octets, A, B, 0x71717171, range(1, len(seconds) + 1)))]
