#!/usr/bin/env python3
"""Joins processes that hlsc made into one module for Verilator, and to the bench's Model.

usage: model_glue.py NAME FOLDER JSON...

Writes FOLDER/NAME.sv, module NAME: an instance of each process, with its own ports, and one clock and
reset; FOLDER/NAME.hpp and FOLDER/NAME.cpp: std::unique_ptr<espial::bench::Model> NAME(unsigned seed).
"""

import json
import pathlib
import sys


class Port:
    """A port of a process: `x_TDATA` of the third process is `p2_x_TDATA` of the module."""

    def __init__(self, index, name, width, is_input):
        self.name = name
        self.outer = f"p{index}_{name}"
        self.declaration = f"{'input' if is_input else 'output'} logic [{width - 1}:0] {self.outer}"


class Process:
    def __init__(self, index, text):
        self.text = text
        self.description = json.loads(text)
        self.name = self.description["name"]
        self.index = index
        self.ports = []
        for stream in self.description["streams"]:
            is_input = stream["direction"] == "in"
            for signal in stream["signals"]:
                self.add(f"{stream['name']}_{signal['name']}", signal["width"], is_input)
            self.add(f"{stream['name']}_TVALID", 1, is_input)
            self.add(f"{stream['name']}_TREADY", 1, not is_input)
        self.asks = len(self.description["outcomes"])
        if self.asks:
            self.add("ap_fired", 1, False)
            self.add("ap_outcomes", self.asks, False)

    def add(self, name, width, is_input):
        self.ports.append(Port(self.index, name, width, is_input))

    def instance(self):
        connections = [".ap_clk(ap_clk)", ".ap_rst_n(ap_rst_n)"]
        connections += [f".{port.name}({port.outer})" for port in self.ports]
        return f"  {self.name} p{self.index} ({', '.join(connections)});\n"

    def pins(self):
        """C++ that appends this process' pins to the model's."""
        def pin(name):
            return f"pin(module().p{self.index}_{name})"

        streams = []
        for stream in self.description["streams"]:
            name = stream["name"]
            signals = ", ".join(pin(f"{name}_{signal['name']}") for signal in stream["signals"])
            streams.append(f"{{{{{signals}}}, {pin(name + '_TVALID')}, {pin(name + '_TREADY')}}}")
        outcomes = f", {pin('ap_fired')}, {pin('ap_outcomes')}" if self.asks else ", {}, {}"
        return (f"    processes_.push_back({{espial::bench::read_interface(R\"json({self.text})json\"),\n"
                f"                           {{{', '.join(streams)}}}{outcomes}}});\n")


def verilog(name, processes):
    ports = ["input logic ap_clk", "input logic ap_rst_n"]
    ports += [port.declaration for process in processes for port in process.ports]
    joined = ",\n  ".join(ports)
    instances = "".join(process.instance() for process in processes)
    # Of a process that asks nothing, nobody wants to know when it fires.
    return (f"module {name} (\n  {joined}\n);\n// verilator lint_off PINMISSING\n{instances}"
            f"// verilator lint_on PINMISSING\nendmodule\n")


def header(name):
    return f"""#pragma once

#include <memory>

#include "processes/bench/model.hpp"

/// \\param seed of what its registers and memories start with
std::unique_ptr<espial::bench::Model> {name}(unsigned seed);
"""


def source(name, processes):
    pins = "".join(process.pins() for process in processes)
    return f"""#include "{name}.hpp"

#include "V{name}_rtl.h"
#include "processes/bench/verilated_model.hpp"

namespace {{

using espial::bench::pin;

class {name}_model : public espial::bench::VerilatedModel<V{name}_rtl> {{
 public:
  explicit {name}_model(unsigned seed) : VerilatedModel(seed) {{
{pins}  }}
}};

}}  // namespace

std::unique_ptr<espial::bench::Model> {name}(unsigned seed) {{
  return std::make_unique<{name}_model>(seed);
}}
"""


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    name, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    processes = [Process(index, pathlib.Path(path).read_text(encoding="utf-8"))
                 for index, path in enumerate(sys.argv[3:])]
    (folder / f"{name}.sv").write_text(verilog(name, processes), encoding="utf-8")
    (folder / f"{name}.hpp").write_text(header(name), encoding="utf-8")
    (folder / f"{name}.cpp").write_text(source(name, processes), encoding="utf-8")


if __name__ == "__main__":
    main()
