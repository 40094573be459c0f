"""The types of generated kernels: integers of any width and sign, and structs and arrays of them."""

from dataclasses import dataclass
from typing import NamedTuple

WIDEST = 1024  # AP_INT_MAX_W


class WidthClass(NamedTuple):
    name: str
    least: int
    most: int


CLASSES = (WidthClass("1", 1, 1), WidthClass("2-8", 2, 8), WidthClass("9-32", 9, 32), WidthClass("33-64", 33, 64),
           WidthClass("65-128", 65, 128), WidthClass(">128", 129, WIDEST))
SIGNS = ("unsigned", "signed")

# Where compilers err: at the edges of octets, words, carry chains and DSPs.
EDGES = (1, 2, 3, 7, 8, 9, 15, 16, 17, 18, 19, 24, 27, 31, 32, 33, 47, 48, 49, 63, 64, 65, 72, 96, 104, 127, 128, 129,
         160, 191, 192, 193, 255, 256, 257, 320, 511, 512, 513, 1023, 1024)


def class_of(width):
    return next(one for one in CLASSES if one.least <= width <= one.most)


@dataclass(frozen=True)
class Int:
    """An integer: `ap`_uint and ap_int, of <cstdint> (`std`), or `bool`."""
    width: int
    signed: bool = False
    kind: str = "ap"

    def __str__(self):
        if self.kind == "bool":
            return "bool"
        if self.kind == "std":
            return f"std::{'' if self.signed else 'u'}int{self.width}_t"
        return f"ap_{'' if self.signed else 'u'}int<{self.width}>"

    @property
    def builtin(self):
        return self.kind != "ap"

    @property
    def bits(self):
        return self.width

    def leaves(self, path):
        """The integers in it, as (how C++ names it, type)."""
        yield path, self


BOOL = Int(1, False, "bool")
# What an `int` without a name is: a literal.
INT = Int(32, True, "std")


@dataclass(frozen=True)
class Array:
    element: object
    count: int

    @property
    def bits(self):
        return self.count * self.element.bits

    def leaves(self, path):
        for i in range(self.count):
            yield from self.element.leaves(f"{path}[{i}]")

    def declare(self, name):
        return f"{self.element} {name}[{self.count}]"


@dataclass(frozen=True)
class Struct:
    name: str
    fields: tuple  # of (name, type)

    def __str__(self):
        return self.name

    @property
    def bits(self):
        return sum(kind.bits for _, kind in self.fields)

    def leaves(self, path):
        for name, kind in self.fields:
            yield from kind.leaves(f"{path}.{name}")

    def definition(self):
        lines = [f"struct {self.name} {{"]
        lines += [f"  {declared(kind, name)};" for name, kind in self.fields]
        return lines + ["};"]


@dataclass(frozen=True)
class Beat:
    """ap_axiu: a beat of an AXI4-Stream, whose signals are ports of their own."""
    data: int
    user: int

    def __str__(self):
        return f"ap_axiu<{self.data}, {self.user}, 0, 0>"

    @property
    def bits(self):
        return self.data + self.user + 2 * (self.data // 8) + 1

    def leaves(self, path):
        yield f"{path}.data", Int(self.data)
        yield f"{path}.keep", Int(self.data // 8)
        yield f"{path}.strb", Int(self.data // 8)
        if self.user:
            yield f"{path}.user", Int(self.user)
        yield f"{path}.last", Int(1)


def declared(kind, name):
    return kind.declare(name) if isinstance(kind, Array) else f"{kind} {name}"


def random_width(rng, most):
    """Any width up to `most`; the edges are likely, and so are the lower classes."""
    if rng.random() < 0.4:
        return rng.choice([edge for edge in EDGES if edge <= most])
    which = rng.choice([one for one in CLASSES if one.least <= most])
    return rng.randint(which.least, min(which.most, most))


def width_in(rng, which, most=WIDEST):
    """A width of a class; those above 128 stay near it most of the time, as wide values cost time."""
    top = min(which.most, most)
    if which.most == WIDEST and rng.random() < 0.85:
        top = min(200, top)
    edges = [edge for edge in EDGES if which.least <= edge <= top]
    if edges and rng.random() < 0.5:
        return rng.choice(edges)
    return rng.randint(which.least, top)


def random_int(rng, most):
    """An integer as it stands in payloads and states."""
    way = rng.random()
    if way < 0.1:
        return BOOL
    if way < 0.22:
        widths = [width for width in (8, 16, 32, 64) if width <= most]
        if widths:
            return Int(rng.choice(widths), rng.random() < 0.4, "std")
    return Int(random_width(rng, most), rng.random() < 0.4)
