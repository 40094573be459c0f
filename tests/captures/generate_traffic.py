#!/usr/bin/env python3
"""Writes a large pcap for benchmarks: generate_traffic.py [options] OUT

Pairs of hosts exchange packets in both directions, the next pair and direction chosen at random: ESP tunnels (one SPI
each way), UDP and TCP sessions, one per pair. The same octets come out for the same options. OUT may be `-`, standard
output.
"""

import argparse
import ipaddress
import random
import struct
import sys

import packets as p
import writers
from catalogue import START

SIZES = (64, 120, 152, 576, 1400)  # of the IP packets
CHUNK = 4096  # packets written at once
PROTOCOLS = ("esp", "udp", "tcp")
CLIENTS = int(ipaddress.ip_address("10.0.0.1"))
SERVERS = int(ipaddress.ip_address("172.16.0.1"))


def frame_template(protocol, source, destination, source_port, destination_port, randomness):
    """A whole Ethernet frame: what comes before its sequence number, and what comes after."""
    filling = bytes(randomness.choice(SIZES) - p.IPV4_SIZE)
    if protocol == "esp":
        sequence_at = 4
        packet = p.ipv4(source, destination, p.ESP, p.esp(randomness.randrange(256, 1 << 32), 0, filling[p.ESP_SIZE:]))
    elif protocol == "tcp":
        sequence_at = 4
        segment = p.tcp(source_port, destination_port, "A")
        packet = p.ipv4(source, destination, p.TCP, segment + filling[len(segment):])
    else:
        sequence_at = p.UDP_SIZE  # UDP has none: the number begins its payload
        packet = p.ipv4(source, destination, p.UDP, p.udp(source_port, destination_port, filling[p.UDP_SIZE:]))
    frame = p.ethernet(packet)
    cut = p.ETHERNET_SIZE + p.IPV4_SIZE + sequence_at
    return frame[:cut], frame[cut + 4:]


def flow_templates(arguments, randomness):
    """The templates of all flows, two for each pair of hosts, in the shares that were asked for."""
    weights = [getattr(arguments, name) for name in PROTOCOLS]
    for number in range(arguments.sessions):
        protocol = randomness.choices(PROTOCOLS, weights)[0]
        client = str(ipaddress.ip_address(CLIENTS + number))
        server = str(ipaddress.ip_address(SERVERS + number % 65536))
        client_port, server_port = 1024 + number % 60000, 443
        yield frame_template(protocol, client, server, client_port, server_port, randomness)
        yield frame_template(protocol, server, client, server_port, client_port, randomness)


def records(arguments):
    """The octets of the capture's records, in pieces."""
    randomness = random.Random(arguments.seed)
    # As records: the lengths stand before the frame, and the snap length has cut it.
    flows = []
    for head, tail in flow_templates(arguments, randomness):
        size = len(head) + 4 + len(tail)
        captured = min(size, arguments.snap)
        flows.append((struct.pack("<II", captured, size) + head, tail[:captured - len(head) - 4]))
    pack_time, pack_sequence = struct.Struct("<II").pack, struct.Struct(">I").pack
    pick, count = randomness.random, len(flows)
    step_us = max(1, 1_000_000 // arguments.rate)
    microsecond = START // 1000
    for number in range(arguments.packets):
        head, tail = flows[int(pick() * count)]
        yield pack_time(microsecond // 1_000_000, microsecond % 1_000_000)
        yield head
        yield pack_sequence(number + 1 & 0xFFFFFFFF)
        yield tail
        microsecond += step_us


def write(arguments, out):
    out.write(writers.pcap_header(snap_length=arguments.snap))
    chunk = []
    for piece in records(arguments):
        chunk.append(piece)
        if len(chunk) == 4 * CHUNK:
            out.write(b"".join(chunk))
            chunk.clear()
    out.write(b"".join(chunk))


def main():
    parser = argparse.ArgumentParser(description="Writes a large pcap for benchmarks.")
    parser.add_argument("out", metavar="OUT")
    parser.add_argument("--packets", type=int, default=1_000_000, metavar="N")
    parser.add_argument("--sessions", type=int, default=10_000, metavar="M", help="pairs of hosts (default 10000)")
    parser.add_argument("--rate", type=int, default=100_000, help="packets a second of capture time (default 100000)")
    parser.add_argument("--snap", type=int, default=128, metavar="N", help="captured octets, at least 64 (default 128)")
    parser.add_argument("--seed", type=int, default=1)
    for name, share in zip(PROTOCOLS, (70, 15, 15)):
        parser.add_argument(f"--{name}", type=float, default=share, metavar="SHARE",
                            help=f"share of {name.upper()} sessions (default {share})")
    arguments = parser.parse_args()
    if arguments.snap < 64:
        parser.error("--snap: 64 octets at least, so that every header is captured")
    if arguments.out == "-":
        write(arguments, sys.stdout.buffer)
    else:
        with open(arguments.out, "wb") as out:
            write(arguments, out)


if __name__ == "__main__":
    main()
