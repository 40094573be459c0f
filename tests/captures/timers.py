"""When a session ends. Seconds from the capture's beginning stand beside the packets."""

import packets as p
from catalogue import A, B, CLIENT, SECOND, SERVER, START, capture, esp4
from writers import Packet


def at(*pairs):
    """Packets of (second, frame) pairs, in order of time."""
    return [Packet(START + second * SECOND, frame) for second, frame in sorted(pairs, key=lambda pair: pair[0])]


def esp_frame(octets, source, destination, spi, sequence):
    return p.ethernet(esp4(octets, source, destination, spi, sequence))


@capture("time_forward.pcap")
def time_forward(octets):
    """ESP under `spi-split` lasts 3600 s without a packet. The first SPI pauses for 3599 s and goes on, then for 3601 s:
    its key returns as a new session. The second SPI is never seen again."""
    def first(second, sequence):
        return second, esp_frame(octets, A, B, 0x51510001, sequence)

    return at(first(0, 1), first(1, 2), first(3600, 3), first(7201, 4), first(7202, 5),
              (2, esp_frame(octets, A, B, 0x51510002, 1)))


@capture("timers_esp.pcap")
def timers_esp(octets):
    """Two pairs of hosts for each policy's timers. Between the first pair only one direction is seen, with pauses of
    59, 61 and 601 s. Between the second pair both are, then a pause of 601 s, and of 3601 s at the end."""
    c, d = "192.168.1.1", "192.168.1.2"
    return at(*[(second, esp_frame(octets, A, B, 0x52520001, index + 1)) for index, second in enumerate((0, 59, 120, 721))],
              (0, esp_frame(octets, c, d, 0x52520002, 1)), (1, esp_frame(octets, d, c, 0x52520003, 1)),
              (602, esp_frame(octets, c, d, 0x52520002, 2)), (4203, esp_frame(octets, c, d, 0x52520002, 3)))


@capture("timers_other.pcap")
def timers_other(octets):
    """The other protocols' timers, nf_conntrack's: pauses just below and just above them.

    UDP: 30 s until answered; 120 s once answered, if it is older than 2 s when a packet comes.
    ICMP: 30 s. TCP: 300 s unanswered, then 432000 s. Others, here GRE: 600 s."""
    def udp(second, source_port, destination_port, back=False):
        source, destination = (SERVER, CLIENT) if back else (CLIENT, SERVER)
        return second, p.ethernet(p.ipv4(source, destination, p.UDP, p.udp(source_port, destination_port, octets(20))))

    def tcp(second, source_port, destination_port, flags, back=False):
        source, destination = (SERVER, CLIENT) if back else (CLIENT, SERVER)
        return second, p.ethernet(p.ipv4(source, destination, p.TCP, p.tcp(source_port, destination_port, flags)))

    def echo(second, sequence):
        return second, p.ethernet(p.ipv4(CLIENT, SERVER, p.ICMP, p.icmp(8, 0, 0x0101 << 16 | sequence, octets(8))))

    def gre(second):
        return second, p.ethernet(p.ipv4(A, B, p.GRE, bytes.fromhex("00000800") + octets(20)))

    return at(
        udp(0, 1001, 53), udp(29, 1001, 53), udp(60, 1001, 53),
        udp(0, 1002, 53), udp(1, 53, 1002, back=True), udp(3, 1002, 53), udp(122, 1002, 53), udp(243, 1002, 53),
        udp(0, 1003, 53), udp(1, 53, 1003, back=True), udp(32, 1003, 53),
        echo(0, 1), echo(29, 2), echo(60, 3),
        tcp(0, 1004, 80, "S"), tcp(299, 1004, 80, "S"), tcp(600, 1004, 80, "S"),
        tcp(0, 1005, 80, "S"), tcp(1, 80, 1005, "SA", back=True), tcp(1000, 1005, 80, "A"),
        gre(0), gre(599), gre(1200),
    )
