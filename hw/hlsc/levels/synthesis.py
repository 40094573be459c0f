"""From SystemVerilog to netlists of mapped cells, by yosys.

The steps are those of `synth_xilinx -family xcup -uram`, except for how ABC maps logic to LUTs.

- `-abc9` is not for us. It minimises picoseconds of another family and ends with one to three
  levels more: 6 for a comparison of 314 bits that the plain mapping does in 4.
- Wide LUTs (MUXF7 and MUXF8) stay on, since they cost no level: 8 inputs in one.
- ABC's usual script balances gates, but leaves chains of decisions as they stand: a priority of 64
  is 15 levels. `if -g` balances sums of products: 3. For adders in LUTs it may do worse than the
  usual script by a level, so both are tried: ABC takes a tenth of the time, at worst a half.
- `xilinx_dffopt` is left out: to save control signals it moves enables and resets into the LUT
  before a register, one level further for them.
- ABC sees neither carry chains nor memories, so it may put a late signal in front of much logic.
  The gates as they stand are therefore mapped by cover.py first, which does, and by ABC only if
  that ends with too many levels.
- Comparisons with constants become carry chains of groups of bits. With groups for LUTs of six
  inputs, a bit of the chain needs two of these; with groups of four one LUT computes both.
"""

import json
import shutil
import subprocess

import cover
from graph import LoopError

_COMPARISONS = ("hierarchy -top {top}; proc; flatten; opt_expr; opt_clean; opt -nodffe -nosdff;"
                " wreduce; opt_clean; techmap -map +/cmp2lcu.v -D LUT_WIDTH=4")
_TO_GATES = ("synth_xilinx -family xcup -uram -flatten -noiopad -noclkbuf -top {top}"
             " -run begin:map_luts; opt_expr -mux_undef -noclkinv")
# Cost of LUTs by inputs; 7 and 8 are two and four of six. Each is a level.
_TO_LUTS = "abc -luts 2:2,3,6:5,10,20 -script +{script}; clean"
_GATES_TO_CELLS = ("techmap -map +/xilinx/ff_map.v; xilinx_srl -fixed -minlen 3;"
                   " techmap -map +/xilinx/cells_map.v -D LUT_WIDTH=6; clean")
_TO_CELLS = ("techmap -map +/xilinx/ff_map.v; xilinx_srl -fixed -minlen 3;"
             " techmap -map +/xilinx/lut_map.v -map +/xilinx/cells_map.v -D LUT_WIDTH=6;"
             " opt_lut_ins -tech xilinx; clean")

_TIDY = "strash; ifraig; scorr; dc2; strash"
_BALANCE = "if -g -K 6; strash; dch -f"
MAPPINGS = {
    "plain": f"{_TIDY}; dch -f; if; mfs2",
    "balanced": f"{_TIDY}; {_BALANCE}; {_BALANCE}; {_BALANCE}; if; mfs2",
}


class SynthesisError(Exception):
    """yosys refused the sources; the text is what it said."""


def to_gates(top, files, include_folders, gates):
    """The commands of yosys up to a netlist of gates and all other cells: as JSON in the file
    `gates`, and as yosys' own in the file beside it."""
    for folder in include_folders:
        if any(character.isspace() for character in str(folder)):
            raise SynthesisError(f"-I {folder}: yosys takes no folder with blanks in its name")
    folders = "".join(f" -I{folder}" for folder in include_folders)
    sources = "".join(f' "{file}"' for file in files)
    commands = [f"read_verilog -sv -noassert -noassume{folders}{sources}",
                _COMPARISONS.format(top=top), _TO_GATES.format(top=top),
                f'write_rtlil "{gates.with_suffix(".il")}"', _GATES_TO_CELLS,
                f'write_json "{gates}"']
    return "\n".join(commands) + "\n"


def to_luts(mapping, gates, netlist):
    """The commands from there to the netlist of a mapping."""
    # A comma stands for a blank.
    of_abc = MAPPINGS[mapping].replace("; ", ";").replace(" ", ",")
    return "\n".join([f'read_rtlil "{gates.with_suffix(".il")}"', _TO_LUTS.format(script=of_abc),
                      _TO_CELLS, f'write_json "{netlist}"']) + "\n"


def _yosys(top, commands, folder):
    file = folder / "levels.ys"
    file.write_text(commands, encoding="utf-8")
    result = subprocess.run(["yosys", "-q", "-s", file], text=True, check=False,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if result.returncode != 0:
        raise SynthesisError(f"yosys refused {top}:\n{result.stdout}")


def synthesise(top, files, include_folders, folder):
    """Netlists of the module `top`, flattened, as files in `folder`: one after the other, as long as
    more are asked for."""
    if shutil.which("yosys") is None:
        raise SynthesisError("yosys is not installed: ./setup installs it")
    gates, covered = folder / "gates.json", folder / "covered.json"
    _yosys(top, to_gates(top, files, include_folders, gates), folder)
    with open(gates, encoding="utf-8") as file:
        modules = json.load(file)
    try:
        covered.write_text(json.dumps(cover.covered(modules, top)), encoding="utf-8")
        yield covered
    except LoopError:
        pass  # Whoever reads the others finds the loop, and can name it.
    for mapping in MAPPINGS:
        netlist = folder / f"{mapping}.json"
        _yosys(top, to_luts(mapping, gates, netlist), folder)
        yield netlist
