"""What the checks of hw/rtl share: its folder, and how the tools are called."""

import pathlib
import shutil
import subprocess

TESTS = pathlib.Path(__file__).resolve().parent
RTL = TESTS.parents[1] / "hw" / "rtl"


class ToolFailed(Exception):
    """A tool ended with an error; the text is what it said."""


def run(*command, cwd=None):
    """What the command printed, on both its outputs."""
    if shutil.which(command[0]) is None:
        raise SystemExit(f"{command[0]} is not installed: ./setup installs it")
    result = subprocess.run(command, cwd=cwd, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if result.returncode != 0:
        raise ToolFailed(f"{' '.join(map(str, command))}\n{result.stdout}")
    return result.stdout


def sources(folder=RTL):
    """The modules' files. Each module has one of its name."""
    return sorted(folder.glob("*.sv"))


def quoted(value):
    """As SystemVerilog writes the value of a parameter."""
    return f'"{value}"' if isinstance(value, str) else str(value)


def described(top, parameters):
    return " ".join([top, *(f"{name}={value}" for name, value in parameters.items())])


def elaborate(top, parameters, files, options=""):
    """The commands of yosys that read the files and set the parameters."""
    read = " ".join(str(file) for file in files)
    changes = "".join(f"chparam -set {name} {quoted(value)} {top}; " for name, value in parameters.items())
    return f"read_verilog {options} -sv {read}; {changes}hierarchy -check -top {top}; proc; "


def yosys(script):
    # A name that is not there would be a free signal, with only a warning.
    return run("yosys", "-q", "-e", "implicitly declared", "-p", script)
