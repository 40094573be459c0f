"""What a network is made of: streams, processes, and which of them are joined."""

from dataclasses import dataclass, field


@dataclass(eq=False)
class Edge:
    """A stream: between two processes, or a port of the network."""
    name: str
    payload: object
    tag: object = ""  # in which order elements are: of all, of all with an equal field of this name, None if not known
    depth: object = None
    credit: object = None
    writer: object = None  # number of a task
    reader: object = None
    fields: list = field(default_factory=list)  # of a port: for the stimulus

    @property
    def is_port(self):
        return self.writer is None or self.reader is None

    def parameter(self):
        return f"hls::stream<{self.payload}>& {self.name}"

    def declaration(self):
        depth = "" if self.depth is None else f", {self.depth}"
        lines = [f'  hls_thread_local hls::stream<{self.payload}{depth}> {self.name}("{self.name}");']
        if self.credit is not None:
            lines.append(f"#pragma HLSC CREDIT variable = {self.name} places = {self.credit}")
        return lines


@dataclass(eq=False)
class Process:
    name: str
    space: str
    inputs: list  # payloads
    outputs: list
    structs: list
    lines: list
    body: object = None


@dataclass
class Task:
    process: Process
    edges: list
    arguments: str = ""


class Components:
    """Tasks that streams join. Even ones may be joined once more."""

    def __init__(self):
        self._parents = []
        self._even = []

    def add(self, even):
        self._parents.append(len(self._parents))
        self._even.append(even)
        return len(self._parents) - 1

    def of(self, task):
        while self._parents[task] != task:
            task = self._parents[task]
        return task

    def even(self, task):
        return self._even[self.of(task)]

    def join(self, one, other):
        one, other = self.of(one), self.of(other)
        self._parents[other] = one
        self._even[one] = self._even[one] and self._even[other]
