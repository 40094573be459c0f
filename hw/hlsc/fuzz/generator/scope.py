"""Values, and the variables that they are made of.

A value's `lag` is how far it is from a register of the kernel's state, in levels of logic: 0 if it does not depend on
state at all, 1 for a state as it stands. What is written to a state must have a short lag, or the kernel cannot run at
one firing a cycle; `of_memory` is never short.
"""

from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from .types import Int

FREE = 0
OF_STATE = 1
DEEP = 60
OF_MEMORY = 99


class Value(NamedTuple):
    text: str
    type: Int
    lag: int = FREE
    uses: frozenset = frozenset()  # variables
    features: frozenset = frozenset()
    variable: object = None  # if it is nothing but this one


def later(lag, levels):
    """The lag behind so much more logic."""
    if lag in (FREE, OF_MEMORY):
        return lag
    return min(lag + levels, DEEP)


def derived(text, kind, levels, *values, features=()):
    """A value made of others."""
    return Value(text, kind, later(max((value.lag for value in values), default=FREE), levels),
                 frozenset().union(*(value.uses for value in values)),
                 frozenset(features).union(*(value.features for value in values)))


@dataclass(eq=False)
class Variable:
    text: str
    type: Int
    lag: int = FREE
    writable: bool = False
    used: bool = False
    input: bool = False  # what a stream brought
    address: bool = False  # drawn from few values: memories meet it again soon

    def value(self):
        return Value(self.text, self.type, self.lag, frozenset([self]), variable=self)


class Scope:
    """The variables that can be named, block by block."""

    def __init__(self):
        self._frames = [[]]

    def add(self, variable):
        self._frames[-1].append(variable)
        return variable

    def add_leaves(self, kind, path, lag=FREE, writable=False):
        """Every integer in a struct or array."""
        return [self.add(Variable(text, leaf, lag, writable)) for text, leaf in kind.leaves(path)]

    @contextmanager
    def block(self):
        """A block; yields its own variables."""
        self._frames.append([])
        yield self._frames[-1]
        self._frames.pop()

    @contextmanager
    def alone(self):
        """A function: nothing from outside is seen."""
        outside, self._frames = self._frames, [[]]
        yield
        self._frames = outside

    def visible(self):
        return [variable for frame in self._frames for variable in frame]
