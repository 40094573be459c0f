"""Mutations of a module that hlsc made: one operator of it does something else.

`candidates` finds what can be changed; `with_switches` writes a module that has several mutations at once, each behind
a switch, so that one model serves them all: with mutant 0 it is what it was. What a mutant is asked for, and how it
says in how many cycles the changed value was another one, is in mutant.cpp.

Reset values are left alone: most are those of data that is written before it is read.
"""

import random
import re
from typing import NamedTuple

ATOM = r"~?[a-zA-Z_]\w*(?:\[[^\]]*\])?"
CONSTANT = re.compile(r"(\d+)'h([0-9a-f]+)")
ASSIGN = re.compile(r"(\s*assign (\w+) = )(.*);$")
WRITE = re.compile(rf"(.*\.we_i\()({ATOM} & {ATOM})(\).*)$")
# What only simulation sees is no part of the process.
IGNORED = ("ap_fired", "ap_outcomes")


class Mutation(NamedTuple):
    kind: str
    line: int  # from 0 on
    before: str  # of what is changed in the line
    old: str
    new: str
    after: str

    def text(self):
        return f"{self.kind}: {self.old} -> {self.new}"


def moved(constant, by):
    """A constant of the same width, or none if it has no such neighbour."""
    width, number = int(constant[1]), int(constant[2], 16) + by
    return f"{width}'h{number:x}" if 0 <= number < 1 << width else None


def off_by_one(expression):
    """The constant in it, one more or less."""
    found = CONSTANT.search(expression)
    for by in (1, -1):
        constant = found and int(found[1]) > 1 and moved(found, by)
        if constant:
            yield expression[:found.start()] + constant + expression[found.end():]


def changes(expression):
    """What else it could be: (kind, expression)."""
    both = re.fullmatch(rf"({ATOM}) & ({ATOM})", expression)
    if both:
        yield "condition dropped", both[1]
        yield "condition dropped", both[2]
        yield "& becomes |", f"{both[1]} | {both[2]}"
    either = re.fullmatch(rf"({ATOM}) ([|^]) ({ATOM})", expression)
    if either:
        yield f"{either[2]} becomes &", f"{either[1]} & {either[3]}"
    choice = re.fullmatch(r"([^?:]+) \? ([^?:]+) : ([^?:]+)", re.sub(r"\[(\d+):(\d+)\]", r"[\1;\2]", expression))
    if choice:
        condition, yes, no = (part.replace(";", ":") for part in choice.groups())
        yield "branches swapped", f"{condition} ? {no} : {yes}"
    compared = re.fullmatch(r"([^=<?]+) (==|<) ([^=<?]+)", expression)
    if compared:
        left, operator, right = compared.groups()
        yield ("== becomes !=", f"{left} != {right}") if operator == "==" else ("< becomes <=", f"{left} <= {right}")
        yield from (("constant off by one", changed) for changed in off_by_one(expression))
    added = re.fullmatch(r"([^-+?]+) ([-+]) ([^-+?]+)", expression)
    if added:
        operator = "-" if added[2] == "+" else "+"
        yield f"{added[2]} becomes {operator}", f"{added[1]} {operator} {added[3]}"
        yield from (("constant off by one", changed) for changed in off_by_one(expression))


def candidates(text):
    """Every mutation of a module's text."""
    for number, line in enumerate(text.split("\n")):
        for pattern in (ASSIGN, WRITE):
            found = pattern.match(line)
            if not found or (pattern is ASSIGN and found[2] in IGNORED):
                continue
            old = found[3] if pattern is ASSIGN else found[2]
            after = ";" if pattern is ASSIGN else found[3]
            for kind, new in changes(old):
                kind = kind if pattern is ASSIGN else "write enabled without condition"
                yield Mutation(kind, number, found[1], old, new, after)


def choose(text, seed, count):
    """So many mutations in random order: each kind is as likely as any other."""
    rng = random.Random(seed)
    by_kind = {}
    for mutation in candidates(text):
        by_kind.setdefault(mutation.kind, []).append(mutation)
    chosen, lines = [], set()
    while by_kind and len(chosen) < count:
        kind = rng.choice(sorted(by_kind))
        mutation = by_kind[kind].pop(rng.randrange(len(by_kind[kind])))
        if not by_kind[kind]:
            del by_kind[kind]
        # One in a line, so that each has its switch for itself.
        if mutation.line not in lines:
            lines.add(mutation.line)
            chosen.append(mutation)
    return chosen


def with_switches(text, mutations):
    """The module with all of them, the first one as mutant 1."""
    lines = text.split("\n")
    watched = []
    for number, mutation in enumerate(mutations, 1):
        lines[mutation.line] = (f"{mutation.before}(mutant == {number} ? ({mutation.new}) : ({mutation.old}))"
                                f"{mutation.after}")
        watched.append(f"  always_ff @(posedge ap_clk) if (mutant == {number} && ap_rst_n && "
                       f"({mutation.new}) != ({mutation.old})) espial_mutant_differs();")
    end = max(i for i, line in enumerate(lines) if line == "endmodule")
    head = next(i for i, line in enumerate(lines) if line == ");")
    declared = ['  import "DPI-C" function int unsigned espial_mutant();',
                '  import "DPI-C" function void espial_mutant_differs();',
                "  int unsigned mutant;", "  initial mutant = espial_mutant();"]
    return "\n".join([*lines[:head + 1], *declared, *lines[head + 1:end], *watched, *lines[end:]])
