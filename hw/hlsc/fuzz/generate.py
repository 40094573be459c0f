#!/usr/bin/env python3
"""Writes random kernels: generate.py --seeds FIRST:END -o DIR

For each seed from FIRST to before END, DIR gets kernel_SEED.hpp, kernel_SEED.cpp, and about_SEED.json, which says what
the stimulus is and which features the kernel has. The same seed gives the same files, always.
"""

import argparse
import json
import pathlib

from generator.kernel import Kernel


def seeds(text):
    """FIRST:END, or one seed."""
    first, colon, end = text.partition(":")
    return range(int(first), int(end) if colon else int(first) + 1)


def write(seed, folder):
    kernel = Kernel(seed)
    for name, text in ((f"{kernel.name}.hpp", kernel.header()), (f"{kernel.name}.cpp", kernel.source()),
                       (f"about_{seed}.json", json.dumps(kernel.description, indent=1) + "\n")):
        (folder / name).write_text(text, encoding="utf-8")
    return kernel


def main():
    parser = argparse.ArgumentParser(description="Writes random kernels in the subset that hlsc compiles.")
    parser.add_argument("--seeds", type=seeds, required=True, metavar="FIRST:END")
    parser.add_argument("-o", dest="folder", type=pathlib.Path, required=True, metavar="DIR")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    for seed in options.seeds:
        write(seed, options.folder)


if __name__ == "__main__":
    main()
