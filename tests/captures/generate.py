#!/usr/bin/env python3
"""Writes the captures that the tests and the demo replay: generate.py [--only NAME] [--snap N] OUTDIR

The modules articles, edges, stacks, lengths, timers, parsing, links and damaged hold one function for each capture,
whose docstring says what is in it; README.md says what comes of it. The same octets come out on every run.
"""

import argparse
import pathlib

# Imported for the captures that they add to the catalogue.
import articles  # noqa: F401
import damaged  # noqa: F401
import edges  # noqa: F401
import lengths  # noqa: F401
import links  # noqa: F401
import parsing  # noqa: F401
import stacks  # noqa: F401
import timers  # noqa: F401
import catalogue


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def main():
    parser = argparse.ArgumentParser(description="Writes the captures that the tests and the demo replay.")
    parser.add_argument("outdir", type=pathlib.Path)
    parser.add_argument("--snap", type=int, metavar="N",
                        help="keep at most N octets of each packet of the pcaps; lengths on the wire stay")
    parser.add_argument("--only", action="append", metavar="NAME", help="one capture alone; may be given repeatedly")
    parser.add_argument("--frames", type=pathlib.Path, metavar="DIR",
                        help="also write the first 32 packets of each pcap, a file each: seeds for fuzzing")
    arguments = parser.parse_args()
    unknown = set(arguments.only or ()) - set(catalogue.names())
    if unknown:
        parser.error(f"no such capture: {', '.join(sorted(unknown))}")
    for name in arguments.only or catalogue.names():
        write(arguments.outdir / name, catalogue.make(name, arguments.snap))
        if arguments.frames:
            for index, frame in enumerate(catalogue.frames(name)[:32]):
                write(arguments.frames / f"{name}.{index}", frame)


if __name__ == "__main__":
    main()
