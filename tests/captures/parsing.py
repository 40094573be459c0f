"""What the parser meets besides ESP: ordinary traffic, deep stacks, tunnels that stay closed, and nonsense."""

import packets as p
from catalogue import A, A6, B, B6, CLIENT, MILLISECOND, SERVER, START, capture, esp4, paced
from writers import Packet


@capture("tcp_udp_icmp.pcap")
def tcp_udp_icmp(octets):
    """A TCP connection from handshake to FIN, a DNS query, echoes over ICMP and ICMPv6, each with its answers; and an
    IPv6 TCP handshake."""
    def tcp(source, destination, *segment):
        return p.ethernet(p.ipv4(source, destination, p.TCP, p.with_checksum(
            source, destination, p.TCP, p.tcp(*segment), 16)))

    def tcp6(source, destination, *segment):
        return p.ethernet(p.ipv6(source, destination, p.TCP, p.with_checksum(
            source, destination, p.TCP, p.tcp(*segment), 16)))

    def udp(source, destination, source_port, destination_port, size):
        return p.ethernet(p.ipv4(source, destination, p.UDP, p.udp(source_port, destination_port, octets(size))))

    def echo(source, destination, kind, sequence):
        return p.ethernet(p.ipv4(source, destination, p.ICMP, p.icmp(kind, 0, 0x1234 << 16 | sequence, octets(56))))

    def echo6(source, destination, kind, sequence):
        return p.ethernet(p.ipv6(source, destination, p.ICMPV6, p.icmpv6(
            source, destination, kind, 0, 0x5678 << 16 | sequence, octets(56))))

    request = b"GET / HTTP/1.0\r\n\r\n"
    answer = b"HTTP/1.0 204 No Content\r\n\r\n"
    frames = [
        tcp(CLIENT, SERVER, 40000, 80, "S", 100), tcp(SERVER, CLIENT, 80, 40000, "SA", 900, 101),
        tcp(CLIENT, SERVER, 40000, 80, "A", 101, 901), tcp(CLIENT, SERVER, 40000, 80, "PA", 101, 901, request),
        tcp(SERVER, CLIENT, 80, 40000, "PA", 901, 101 + len(request), answer),
        tcp(CLIENT, SERVER, 40000, 80, "FA", 101 + len(request), 901 + len(answer)),
        tcp(SERVER, CLIENT, 80, 40000, "FA", 901 + len(answer), 102 + len(request)),
        tcp(CLIENT, SERVER, 40000, 80, "A", 102 + len(request), 902 + len(answer)),
        udp(CLIENT, SERVER, 53000, 53, 30), udp(SERVER, CLIENT, 53, 53000, 120),
    ]
    for sequence in (1, 2, 3):
        frames += [echo(CLIENT, SERVER, 8, sequence), echo(SERVER, CLIENT, 0, sequence),
                   echo6(A6, B6, 128, sequence), echo6(B6, A6, 129, sequence)]
    frames += [tcp6(A6, B6, 40001, 443, "S", 1), tcp6(B6, A6, 443, 40001, "SA", 5, 2), tcp6(A6, B6, 40001, 443, "A", 2, 6)]
    return paced(frames)


@capture("deep_stacks.pcap")
def deep_stacks(octets):
    """ESP behind 1 to 4 VLAN tags, 1 to 8 MPLS labels, tags before labels, and behind 30 labels, where its header lies
    beyond the card's window of 112 octets."""
    frames = []
    for depth in range(1, 5):
        packet = esp4(octets, A, B, 0x01000000 + depth, 1)
        ethertype = None
        for tag in range(depth, 0, -1):
            packet = p.vlan(tag, packet, ethertype)
            ethertype = p.VLAN
        frames.append(p.ethernet(packet, p.VLAN))
    for depth in range(1, 9):
        frames.append(p.ethernet(p.mpls(range(16, 16 + depth), esp4(octets, A, B, 0x02000000 + depth, 1)), p.MPLS))
    frames.append(p.ethernet(p.vlan(200, p.vlan(100, p.mpls([16, 17], esp4(octets, A, B, 0x03000000, 1)), p.MPLS),
                                    p.VLAN), p.SERVICE_VLAN))
    frames.append(p.ethernet(p.mpls(range(16, 46), esp4(octets, A, B, 0x04000000, 1)), p.MPLS))
    return paced(frames)


@capture("ipv6_chains.pcap")
def ipv6_chains(octets):
    """IPv6 extension headers before ESP: hop-by-hop, routing, destination options and an atomic fragment; AH before
    ESP; options that push the ESP header to the window's end and beyond it; a chain without an end."""
    def esp(number):
        return p.esp(0x60000000 + number, 1, octets(92))

    def packet(first, rest):
        return p.ethernet(p.ipv6(A6, B6, first, rest))

    everything = p.ipv6_options(p.ROUTING, p.ipv6_routing(p.FRAGMENT, p.ipv6_fragment(
        p.DESTINATION_OPTIONS, p.ipv6_options(p.ESP, esp(1))), [B6]))
    return paced([
        packet(p.HOP_BY_HOP, everything),
        packet(p.HOP_BY_HOP, p.ipv6_options(p.AH, p.ah(p.ESP, 0x6A000002, 1, esp(2)))),
        # 14 + 40 + 48 + 8 = 110 octets fit into the window of 112; 8 more do not.
        packet(p.DESTINATION_OPTIONS, p.ipv6_options(p.ESP, esp(3), 48)),
        packet(p.DESTINATION_OPTIONS, p.ipv6_options(p.ESP, esp(4), 56)),
        packet(p.DESTINATION_OPTIONS, p.ipv6_options(p.ESP, esp(5), 2048)),
        packet(p.DESTINATION_OPTIONS, p.ipv6_options(p.DESTINATION_OPTIONS, b"")),
    ])


@capture("ip_in_ip.pcap")
def ip_in_ip(octets):
    """ESP in IPv4 in IPv4, in IPv6 in IPv4 and in IPv4 in IPv6: only the outermost header counts."""
    inner = esp4(octets, "10.1.1.1", "10.2.2.2", 0x0F0F0F0F, 1)
    inner6 = p.ipv6("2001:db8:1::1", "2001:db8:2::2", p.ESP, p.esp(0x0F0F0F06, 1, octets(80)))
    return paced([p.ethernet(p.ipv4(A, B, p.IP_IN_IP, inner)), p.ethernet(p.ipv4(A, B, p.IPV6_IN_IP, inner6)),
                  p.ethernet(p.ipv6(A6, B6, p.IP_IN_IP, inner))])


@capture("not_opened.pcap")
def not_opened(octets):
    """ESP in GRE, VXLAN, GTP-U and PPPoE, none of which is opened: GRE is a session of protocol 47, VXLAN and GTP are
    UDP sessions, and PPPoE is not IP."""
    inner = esp4(octets, "10.1.1.1", "10.2.2.2", 0x0F0F0F0F, 1)
    gre = bytes.fromhex("00000800") + inner
    vxlan = bytes.fromhex("0800000000002a00") + p.ethernet(inner)
    gtp = bytes.fromhex("30ff") + len(inner).to_bytes(2, "big") + bytes.fromhex("00000001") + inner
    pppoe = bytes.fromhex("11000001") + (len(inner) + 2).to_bytes(2, "big") + bytes.fromhex("0021") + inner
    return paced([p.ethernet(p.ipv4(A, B, p.GRE, gre)), p.ethernet(p.ipv4(A, B, p.UDP, p.udp(50000, 4789, vxlan))),
                  p.ethernet(p.ipv4(A, B, p.UDP, p.udp(2152, 2152, gtp))), p.ethernet(pppoe, p.PPPOE)])


@capture("not_ip.pcap")
def not_ip(octets):
    """ARP, LLDP, a spanning-tree frame (802.3 length instead of an EtherType), and a frame cut within its MACs."""
    arp = bytes.fromhex("0001080006040001") + p.MAC_A + p.address(A) + bytes(6) + p.address(B)
    spanning_tree = bytes.fromhex("424203") + bytes(35)
    return paced([p.padded(p.ethernet(arp, p.ARP)), p.padded(p.ethernet(bytes.fromhex("0000"), p.LLDP)),
                  p.padded(p.ethernet(spanning_tree, len(spanning_tree))), p.MAC_B[:5]])


@capture("malformed.pcap")
def malformed(octets):
    """IP headers that lie: a header of 16 octets, one longer than the packet, version 5, total lengths of 10 and beyond
    the frame; TCP and UDP cut by the IP length; IPv6 with a payload length beyond the frame; an empty frame."""
    payload = p.esp(0x0BAD0BAD, 1, octets(40))
    return paced([
        p.ethernet(p.ipv4(A, B, p.ESP, payload, header_words=4)),
        p.ethernet(p.ipv4(A, B, p.ESP, b"", header_words=15)),
        p.ethernet(p.ipv4(A, B, p.ESP, payload, version=5), p.IPV4),
        p.ethernet(p.ipv4(A, B, p.ESP, payload, total_length=10)),
        p.ethernet(p.ipv4(A, B, p.ESP, payload, total_length=1500)),
        p.ethernet(p.ipv4(A, B, p.TCP, p.tcp(1, 2, "S")[:13])),
        p.ethernet(p.ipv4(A, B, p.UDP, p.udp(1, 2, b"")[:7])),
        p.ethernet(p.ipv6(A6, B6, p.ESP, payload, payload_length=1500)),
        b"",
    ])


@capture("giant_lengths.pcap", snap_length=128)
def giant_lengths(octets):
    """Lengths on the wire of 65,613 and 262,144 octets (segmentation offload), 128 of them captured, and a record that
    claims fewer octets on the wire than it holds."""
    frame = p.ethernet(p.ipv4(A, B, p.TCP, p.tcp(5000, 5001, "A", payload=octets(1000)), total_length=0xFFFF))[:128]
    esp = p.ethernet(esp4(octets, A, B, 0x61616161, 1))[:128]
    return [Packet(START, frame, 65613), Packet(START + MILLISECOND, frame, 262144),
            Packet(START + 2 * MILLISECOND, esp, 64)]
