"""The traffic behind the two articles' listings."""

import packets as p
from catalogue import A, B, CLIENT, MILLISECOND, SECOND, SERVER, START, capture, esp4
from writers import Packet


@capture("juniper_kb35317.pcap")
def juniper_kb35317(octets):
    """Juniper KB35317: one tunnel, 1197 pings each way, one a second from 2020-01-04T00:00:01Z."""
    packets = []
    for number in range(1, 1198):
        time = (1578096000 + number) * SECOND
        packets.append(Packet(time, p.ethernet(esp4(octets, A, B, 0xC949D4B8, number, 152))))
        packets.append(Packet(time + 2 * MILLISECOND, p.ethernet(esp4(octets, B, A, 0xF4B882AD, number, 152))))
    return packets


@capture("pan_session791.pcap")
def pan_session791(octets):
    """Palo Alto Networks, 'What do the port numbers in an IPSEC-ESP session represent': session 791, which begins at
    2015-06-10T11:58:59Z. 8 packets of 1080 octets there, 5 of 1014 back, Ethernet header included. The article gives
    no SPIs: these are ours."""
    there = [120] * 6 + [124] * 2
    back = [188] * 4 + [192]
    packets = []
    for index, length in enumerate(there):
        time = START + index * SECOND
        packets.append(Packet(time, p.ethernet(esp4(octets, CLIENT, SERVER, 0x1A2B3C4D, index + 1, length))))
        if index < len(back):
            packets.append(Packet(time + 20 * MILLISECOND,
                                  p.ethernet(esp4(octets, SERVER, CLIENT, 0x5E6F7081, index + 1, back[index]))))
    return packets
