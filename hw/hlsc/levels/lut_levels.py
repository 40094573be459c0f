#!/usr/bin/env python3
"""How many LUT levels a module has: lut_levels.py [--max N] --top NAME FILE.sv... [-I DIR]

yosys maps the module to the cells of an UltraScale+ card. Between any two registers, RAMs, DSPs or
ports the largest number of LUTs is found, and a path that has so many, cell by cell. What counts as
a level stands in levels.py. Exit status 1: more than --max. 2: nothing was found out.
"""

import argparse
import json
import pathlib
import shutil
import sys
import tempfile
import time

import levels
import netlist
import report
import synthesis


def arguments(words):
    parser = argparse.ArgumentParser(
        prog="lut_levels.py", description="Counts the LUT levels of a SystemVerilog module.")
    parser.add_argument("files", nargs="+", metavar="FILE", type=pathlib.Path,
                        help="SystemVerilog; or one JSON netlist of yosys, mapped and flat")
    parser.add_argument("--top", required=True, metavar="NAME", help="the module")
    parser.add_argument("--max", type=int, default=4, metavar="N",
                        help="exit status 1 if a path has more levels (default: 4)")
    parser.add_argument("--json", type=pathlib.Path, metavar="OUT", help="writes what was found")
    parser.add_argument("--netlist", type=pathlib.Path, metavar="OUT",
                        help="keeps the netlist of yosys")
    parser.add_argument("-I", dest="folders", action="append", default=[], metavar="DIR",
                        type=pathlib.Path, help="where included files are looked for")
    return parser.parse_args(words)


def fewest(top, paths, enough):
    """Of several netlists of one module the one of fewest levels, or else of fewest LUTs: its file
    and what was found in it. The first one with no more levels than `enough` will do."""
    found = []
    for path in paths:
        cells = netlist.read(path, top)
        found.append((path, report.summary(cells, levels.Levels(cells))))
        if found[-1][1]["levels"] <= enough:
            return found[-1]
    return min(found, key=lambda entry: (entry[1]["levels"], entry[1]["luts"]))


def measure(options):
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        if [file.suffix for file in options.files] == [".json"]:
            paths = options.files
        else:
            paths = synthesis.synthesise(options.top, options.files, options.folders,
                                         pathlib.Path(folder))
        path, found = fewest(options.top, paths, options.max)
        if options.netlist:
            shutil.copyfile(path, options.netlist)
    return {**found, "seconds": round(time.monotonic() - began, 2)}


def main(words):
    options = arguments(words)
    try:
        found = measure(options)
        if options.json:
            options.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    except (OSError, netlist.NetlistError, synthesis.SynthesisError) as error:
        print(f"lut_levels.py: {error}", file=sys.stderr)
        return 2
    print(report.text(found, options.max))
    return 1 if found["levels"] > options.max else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
