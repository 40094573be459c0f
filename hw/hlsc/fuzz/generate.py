#!/usr/bin/env python3
"""Writes random kernels, or networks: generate.py [--networks] --seeds FIRST:END -o DIR

For each seed from FIRST to before END, DIR gets kernel_SEED.hpp, kernel_SEED.cpp, and about_SEED.json, which says what
the stimulus is and which features the kernel has; network_SEED.hpp and so on for networks. The same seed gives the same
files, always.
"""

import argparse
import json
import pathlib

from generator.kernel import Kernel
from generator.network import Network


def seeds(text):
    """FIRST:END, or one seed."""
    first, colon, end = text.partition(":")
    return range(int(first), int(end) if colon else int(first) + 1)


def write(kind, seed, folder):
    """`kind` is Kernel or Network."""
    made = kind(seed)
    for name, text in ((f"{made.name}.hpp", made.header()), (f"{made.name}.cpp", made.source()),
                       (f"about_{seed}.json", json.dumps(made.description, indent=1) + "\n")):
        (folder / name).write_text(text, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description="Writes random kernels in the subset that hlsc compiles.")
    parser.add_argument("--seeds", type=seeds, required=True, metavar="FIRST:END")
    parser.add_argument("--networks", action="store_true", help="of processes, instead of kernels")
    parser.add_argument("-o", dest="folder", type=pathlib.Path, required=True, metavar="DIR")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    for seed in options.seeds:
        write(Network if options.networks else Kernel, seed, options.folder)


if __name__ == "__main__":
    main()
