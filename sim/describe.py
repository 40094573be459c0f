#!/usr/bin/env python3
"""Writes what hlsc says of a network as C++ constants.

usage: describe.py NETWORK.json HEADER

The JSON of its processes stands beside that of the network.
"""

import json
import os
import sys


def fields_of(stream):
    """Name, lowest bit and width of each field, in TDATA."""
    return [(field["name"], field["bit"], field["width"])
            for field in stream["fields"] if field["signal"] == "TDATA"]


def memory_fields(folder, process, array):
    """Where the fields of an array's element stand in a word of its memory, which all banks have in common."""
    with open(os.path.join(folder, f"{process}.json"), encoding="utf-8") as file:
        rams = json.load(file)["rams"]
    banks = [ram["fields"] for ram in rams if ram["name"].partition("[")[0] == array]
    places = [[(field["bit"], field["width"]) for field in bank] for bank in banks]
    assert all(place == places[0] for place in places), f"{array} of {process}: banks differ"
    return min(banks, key=lambda bank: bank[0]["offset"])


def describe_processes(network):
    index = {stream["name"]: i for i, stream in enumerate(network["streams"])}
    lines = ["struct Process {", "  std::string_view name;", "  unsigned stages;",
             "  unsigned streams;    // as bits", "  unsigned questions;  // that a firing asks without waiting",
             "};",
             f"inline constexpr std::array<Process, {len(network['processes'])}> processes = {{{{"]
    for process in network["processes"]:
        mask = sum(1 << index[name] for name in set(process["streams"]))
        lines.append(f'    {{"{process["name"]}", {process["stages"]}, {mask:#x}, {len(process["outcomes"])}}},')
    return lines + ["}};"]


def describe_signals(network, instance):
    """Where the model has them: members called after the module that has the network as `instance`."""
    streams = network["streams"]
    lines = ["using Octets = std::span<const std::uint8_t>;",
             "// What lies in memory of a signal, lowest octet first.", "template <class Signal>",
             "Octets octets_of(const Signal& signal, std::size_t octets) {",
             "  return {reinterpret_cast<const std::uint8_t*>(&signal), octets};", "}",
             "// The signals of each stream, in a model of this root.", "template <class Root>",
             f"std::array<std::vector<Octets>, {len(streams)}> signals_of(const Root& root) {{", "  return {{"]
    for stream in streams:
        signals = [f"octets_of(root.{instance}__DOT__{stream['name']}_{signal['name']}, {(signal['width'] + 7) // 8})"
                   for signal in stream["signals"]]
        lines.append(f"      {{{', '.join(signals)}}},")
    return lines + ["  }};", "}"]


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        network = json.load(file)
    streams = network["streams"]
    names = ", ".join(f'"{stream["name"]}"' for stream in streams)
    out = [f"// Generated from {network['name']}.json.", "#pragma once", ""]
    out += [f"#include <{header}>" for header in ("array", "cstddef", "cstdint", "span", "string_view", "vector")]
    out += ["", f"namespace espial::sim::{network['name']} {{", "",
           f"inline constexpr std::array<std::string_view, {len(streams)}> stream_names = {{{names}}};",
           "", "enum Stream : unsigned {"]
    out += [f"  {stream['name']} = {i}," for i, stream in enumerate(streams)]
    out += ["};", ""] + describe_processes(network) + [""] + describe_signals(network, "card__DOT__u_table")
    out += ["", "// The lowest bits of fields of `results`."]
    results = next(stream for stream in streams if stream["name"] == "results")
    for name, bit, _ in fields_of(results):
        if name in ("transit.kind", "joined", "bounced"):
            out.append(f"inline constexpr unsigned results_{name.split('.')[-1]} = {bit};")
    fields = memory_fields(os.path.dirname(sys.argv[1]), "record", "records")
    out += ["", "// A field of an array in memory.", "struct MemoryField {",
            "  unsigned offset;  // in the element, octets", "  unsigned bit;     // its lowest, in the word",
            "  unsigned width;", "};",
            f"inline constexpr std::array<MemoryField, {len(fields)}> records_fields = {{{{"]
    out += [f"    {{{field['offset']}, {field['bit']}, {field['width']}}}," for field in fields]
    out += ["}};"]
    out += ["", f"}}  // namespace espial::sim::{network['name']}", ""]
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        file.write("\n".join(out))


if __name__ == "__main__":
    main()
