"""A kernel put together: its streams, states and memories, and what a firing does."""

import random
from contextlib import contextmanager
from typing import NamedTuple

from .channels import Channels, Input, Output, random_payload
from .expressions import Expressions, bare
from .helpers import Helpers
from .memories import STORAGES, Memory, Ring, plan_of
from .operators import all_cells
from .scope import FREE, Scope, Variable
from .source import Source
from .state import OF_STATE, State
from .statements import STATEMENT_CELLS, Statements
from .types import BOOL, SIGNS, Int

# So many cells of the coverage table each kernel has in turn: this many kernels cover all of them.
CELLS_A_KERNEL = 7
KERNELS_FOR_CELLS = 60
# Memories of all storages and distances take more.
KERNELS_FOR_ALL = 120


# What the header of a kernel begins with.
HEADER = ("#pragma once", "", "#include <cstdint>", "", '#include "ap_axi_sdata.h"', '#include "ap_int.h"',
          '#include "hls_stream.h"', "")


def definitions(structs):
    """Lines of C++."""
    return [line for struct in structs for line in [*struct.definition(), ""]]


class Size(NamedTuple):
    name: str
    widest: int  # of random expressions
    payload: int  # bits of an element
    statements: int
    depth: int


SIZES = (Size("small", 48, 160, 4, 2), Size("middle", 100, 500, 7, 2), Size("large", 200, 2048, 8, 3))


def cells_of_kernel(number):
    """The cells that this kernel must have."""
    cells = [*all_cells(), *STATEMENT_CELLS]
    random.Random(1).shuffle(cells)
    assert len(cells) <= CELLS_A_KERNEL * KERNELS_FOR_CELLS
    return [cells[(number * CELLS_A_KERNEL + i) % len(cells)] for i in range(CELLS_A_KERNEL)]


class Context:
    """What the parts of a kernel share while it is written."""

    def __init__(self, seed, size=None):
        self.rng = random.Random(seed)
        self.size = size or self.rng.choices(SIZES, (6, 3, 1))[0]
        self.depth = self.size.depth
        self.blocks = []
        self.source = Source(self.blocks)
        self.scope = Scope()
        self.helpers = Helpers()
        self.e = Expressions(self.rng, self.scope, self.size.widest, self.helpers)
        self.structs = []
        self.statics = []  # lines
        self.written = None  # how far from state is what was written so far, if anything was
        self.control = FREE  # how far from state is what decides whether this line is executed
        self.nesting = 0
        self._count = 0
        self.statements = Statements(self)
        self.state = State(self)
        self.channels = Channels(self)

    def fresh(self, prefix):
        """A name that is not taken."""
        self._count += 1
        return f"{prefix}{self._count}"

    def define(self, struct):
        self.structs.append(struct)
        return struct

    def control_state(self, kind, initial, prefix):
        """The name of a state that decides what a firing reads. It depends on nothing but such states and what was just
        read, so that other states may depend on it as if it were none."""
        name = self.fresh(prefix)
        self.statics.append(f"  static {kind} {name} = {initial};")
        self.scope.add(Variable(name, kind, FREE))
        return name

    @contextmanager
    def under(self, lag):
        """A block that is executed under a condition."""
        outer = self.control
        self.control = max(outer, lag)
        self.nesting += 1
        yield
        self.nesting -= 1
        self.control = outer

    def function(self, name, kinds, returned, by_reference):
        """Defines a random function."""
        outer, self.source = self.source, Source(self.blocks)
        control, self.control = self.control, FREE
        parameters = []
        with self.scope.alone():
            for i, kind in enumerate(kinds):
                text = self.rng.choice((f"{kind} {'abc'[i]}", f"const {kind}& {'abc'[i]}"))
                parameters.append(text)
                self.scope.add(Variable("abc"[i], kind))
            if by_reference:
                parameters.append(f"{returned}& target")
                self.scope.add(Variable("target", returned, writable=True))
            if self.rng.random() < 0.7:
                self.source.pragma("INLINE")
            for _ in range(self.rng.randint(1, 2)):
                self.statements.declare()
            if self.rng.random() < 0.5:
                condition = self.e.even_condition()
                with self.source.nest(f"if ({bare(condition)})", condition, features=["return from a function"]):
                    if by_reference:
                        self.source.leave("return;")
                    else:
                        value = self.e.typed(returned, 1)
                        self.source.leave(f"return {value.text};", value)
            value = self.e.typed(returned, 2)
            if value.text == "target":
                value = self.e.literal(returned)
            for variable in self.scope.visible():
                if not variable.used and variable.text != "target":
                    value = value._replace(text=f"{value.text} ^ {self.e.convert(variable.value(), returned).text}")
            self.source.line(f"{'target =' if by_reference else 'return'} {value.text};", value)
        head = f"static {'void' if by_reference else returned} {name}({', '.join(parameters)}) {{"
        self.helpers.function([head, *self.source.lines, "}"])
        self.source, self.control = outer, control


class Kernel:
    """One seed, one kernel: `name`, `source`, and what is known of it."""

    def __init__(self, seed, name=None, size=None):
        self.seed = seed
        self.name = name or f"kernel_{seed}"
        self.context = context = Context(seed, size)
        self.rng = context.rng
        self.inputs = []
        self.outputs = []
        self.memories = []
        self.statistics = {}
        self._plan()
        self._write()
        self.description = self._describe()

    # --- plan -------------------------------------------------------------------------------------------------------

    def _plan(self):
        rng, context = self.rng, self.context
        self.shape = rng.choices(("flow", "merge", "phases"), (7, 2, 2))[0]
        self.sweeps = False
        if self.seed % 2 == 0:
            self.memories.append(Memory(context, plan_of(self.seed // 2, rng), 0))
        elif rng.random() < 0.2:
            self.memories.append(Ring(context, rng.choice(STORAGES)))
        self.sweeps = bool(self.memories)
        self.keys = rng.choice((4, 5, 6))  # different ones
        keys = tuple((f"key{i}", Int(8)) for i in range(2 if self.memories else 0))
        count = rng.choice((1, 2, 2, 3))
        if self.shape == "merge":
            count = max(2, count)
        for i in range(count):
            most = self.context.size.payload
            if i == 1 and self.shape == "merge":
                stream = Input(f"in{i}", self.inputs[0].payload)
                stream.keys = self.inputs[0].keys
            else:
                first = keys + ((("clear", BOOL),) if self.sweeps and rng.random() < 0.4 else ())
                payload = random_payload(context, most, f"In{i}", first if i == 0 else ())
                stream = Input(f"in{i}", payload)
                if i == 0:
                    stream.keys = tuple(name for name, _ in keys)
            self.inputs.append(stream)
        count = rng.choice((1, 1, 2, 2, 3))
        self.outputs = [Output(f"out{i}", i == count - 1) for i in range(count)]
        context.state.declare(rng.randint(1, 3), rng.choice((0, 0, 1)), rng.choice((0, 0, 1)), rng.choice((0, 1, 1, 2)))
        for memory in self.memories:
            memory.declare()

    # --- body -------------------------------------------------------------------------------------------------------

    def _write(self):
        if self.sweeps:
            self.context.source.line("probe.fires();")
            for memory in self.memories:
                memory.begin()
            self._sweep()
        rest = self._first_reads()
        if self.sweeps:
            self._sweep_again()
        self._acts(rest)
        self._last_writes()

    def _sweep(self):
        context, out = self.context, self.context.source
        behind = max(memory.kept for memory in self.memories)
        rows = max(memory.rows for memory in self.memories)
        width = (rows + behind).bit_length()
        context.statics += ["  static bool sweeping = true;", f"  static ap_uint<{width}> swept = 0;"]
        with out.nest("if (sweeping)"):
            for memory in self.memories:
                memory.sweep("swept")
            out.line(f"sweeping = swept != {rows - 1 + behind};", features=["sweep"])
            out.line("swept = swept + 1;")
            out.leave("return;")

    def _sweep_again(self):
        """A clear, as it comes seldom."""
        found = [variable for variable in self.context.scope.visible() if variable.text.endswith(".clear")]
        if not found:
            return
        with self.context.source.nest(f"if ({found[0].text})", found[0].value(), features=["clear"]):
            self.context.source.line("sweeping = true;")
            self.context.source.line("swept = 0;")

    def _first_reads(self):
        """Reads what the firing is about. What remains to be read."""
        channels, rng = self.context.channels, self.rng
        if self.shape == "merge":
            channels.merge(self.inputs[0], self.inputs[1])
            return self.inputs[2:]
        if self.shape == "phases":
            some = self.inputs[:2]
            channels.phases(some, self.outputs[0] if len(self.outputs) > 1 else None, self.context.size.payload)
            return self.inputs[2:]
        way = rng.random()
        if way < 0.65:
            channels.read(self.inputs[0])
        elif way < 0.8:
            channels.read_held(self.inputs[0])
        elif way < 0.92:
            self._return_idle(channels.read_maybe(self.inputs[0])[1])
        else:
            self._return_idle(channels.read_if_any(self.inputs[0], also=False)[1])
        return self.inputs[1:]

    def _return_idle(self, got):
        """Without input there is nothing to do: else the kernel would never be at rest."""
        with self.context.source.nest(f"if (!{got})"):
            self.context.source.leave("return;", features=["idle firings"])

    def _acts(self, inputs):
        """What a firing does, in random order but for what depends on each other."""
        context, rng = self.context, self.rng
        acts = [lambda one=one: context.statements.cover(one) for one in cells_of_kernel(self.seed)]
        acts += [context.statements.any for _ in range(rng.randint(2, context.size.statements))]
        acts += [lambda one=one: self._read(one) for one in inputs]
        acts += context.state.updates()
        acts += [memory.access for memory in self.memories]
        early = [stream for stream in self.outputs[:-1] if rng.random() < 0.4 and stream.payload is None]
        acts += [lambda one=one: self._write_early(one) for one in early]
        rng.shuffle(acts)
        if rng.random() < 0.35:
            # Behind memories and states: what happens there must not depend on much.
            last = max([i for i, act in enumerate(acts)], default=0)
            acts.insert(rng.randint(last // 2, last), self._return_early)
        self._written = set(early)
        if self.shape == "phases" and len(self.outputs) > 1:
            self._written.add(self.outputs[0])
        for act in acts:
            act()

    def _read(self, stream):
        channels = self.context.channels
        ways = ((channels.read, 2), (channels.read_sometimes, 5), (channels.read_maybe, 3), (channels.read_if_any, 3),
                (channels.read_either_way, 2), (channels.read_in_branches, 2), (self._read_maybe_under_condition, 3),
                (self._read_on_state, 3))
        self.rng.choices([way for way, _ in ways], [weight for _, weight in ways])[0](stream)
        if self.context.written is not None:
            self.context.source.has(["read behind a write"])

    def _read_maybe_under_condition(self, stream):
        self.context.channels.read_maybe(stream, self.context.channels.condition())

    def _read_on_state(self, stream):
        found = [variable for variable in self.context.scope.visible() if variable.lag == OF_STATE]
        if not found:
            self.context.channels.read_sometimes(stream)
            return
        context = self.context
        outer, context.e.longest_lag = context.e.longest_lag, OF_STATE
        condition = context.e.truth(self.rng.choice(found).value())
        context.e.longest_lag = outer
        context.channels.read_sometimes(stream, context.channels.condition(of_state=condition))

    def _write_early(self, stream):
        self._write_to(stream, False)

    def _return_early(self):
        context = self.context
        condition = context.channels.condition(OF_STATE + 1)
        with context.scope.block(), \
                context.source.nest(f"if ({bare(condition)})", condition, features=["early return"]):
            free = [stream for stream in self.outputs if stream not in self._written]
            if free and self.rng.random() < 0.6:
                stream = self.rng.choice(free)
                name = context.channels.element(stream, context.size.payload)
                context.channels.write(stream, name)
                context.source.has(["write before an early return"])
            context.source.leave("return;")
        context.control = max(context.control, condition.lag)

    def _last_writes(self):
        for stream in self.outputs[:-1]:
            if stream not in self._written:
                self._write_to(stream, False)
        self._write_to(self.outputs[-1], True)

    def _write_to(self, stream, rest):
        channels, rng = self.context.channels, self.rng
        most = self.context.size.payload
        name = channels.element(stream, most, rest)
        way = rng.random()
        if way < 0.35:
            channels.write(stream, name)
        elif way < 0.6:
            channels.write_sometimes(stream, name)
        elif way < 0.72:
            channels.write_one_of(stream, name, channels.element(stream, most))
        elif way < 0.86:
            channels.write_if_room(stream, name)
        else:
            channels.write_maybe(stream, name)

    # --- text -------------------------------------------------------------------------------------------------------

    def parameters(self):
        return ", ".join(stream.parameter() for stream in [*self.inputs, *self.outputs])

    def header(self):
        """What a caller needs: payloads and the declaration."""
        lines = [*HEADER, f"namespace seed_{self.seed} {{", "", *definitions(self.payload_structs())]
        return "\n".join([*lines, f"void {self.name}({self.parameters()});", "", "}", ""])

    def payload_structs(self):
        names = set()

        def visit(kind):
            for _, inner in getattr(kind, "fields", ()):
                visit(inner)
            if hasattr(kind, "element"):
                visit(kind.element)
            if hasattr(kind, "fields"):
                names.add(kind.name)
        for stream in [*self.inputs, *self.outputs]:
            visit(stream.payload)
        return [struct for struct in self.context.structs if struct.name in names]

    def source(self):
        return "\n".join([f'#include "{self.name}.hpp"', "", '#include "probe.hpp"', "",
                          f"namespace seed_{self.seed} {{", "", *self.definition(), "", "}", ""])

    def definition(self):
        """The function, and what it needs besides payloads."""
        payloads = self.payload_structs()
        return [f"static espial::fuzz::Probe probe({self.seed});", "",
                *definitions(struct for struct in self.context.structs if struct not in payloads),
                *self.context.helpers.lines("\n".join(self.context.source.lines)), "",
                f"void {self.name}({self.parameters()}) {{", "#pragma HLS PIPELINE II = 1", *self.context.statics,
                *self.context.source.lines, "}"]

    def _describe(self):
        """What the harness must know: for the stimulus and for the coverage table."""
        return {
            "seed": self.seed, "name": self.name, "size": self.context.size.name, "shape": self.shape,
            "inputs": [self._stimulus(stream) for stream in self.inputs],
            "outputs": [{"name": stream.name, "bits": stream.payload.bits} for stream in self.outputs],
            "memories": [memory.info() for memory in self.memories],
            "features": sorted(set(self._features())),
            "questions": self.context.channels.questions,
            "blocks": [sorted(features) for features in self.context.blocks],
        }

    def _features(self):
        """Those of the streams."""
        for streams, name in ((self.inputs, "inputs"), (self.outputs, "outputs")):
            if len(streams) > 1:
                yield f"several {name}"
        for stream in [*self.inputs, *self.outputs]:
            payload = stream.payload
            yield f"payload: {type(payload).__name__}"
            yield from (f"payload: more than {bits} bits" for bits in (64, 256, 1024) if payload.bits > bits)
            yield from (f"payload: {type(inner).__name__} in Struct" for _, inner in getattr(payload, "fields", ())
                        if not isinstance(inner, Int))
            yield from (f"payload: {'ap_int' if leaf.kind == 'ap' else leaf.kind}, {SIGNS[leaf.signed]}"
                        for _, leaf in payload.leaves(""))

    def _stimulus(self, stream):
        fields = []
        for path, _ in stream.payload.leaves(""):
            name = path.lstrip(".")
            # From how many values a field is drawn, any if 0, and from which pool of values.
            values, pool = 0, len(fields) + 1
            if name in stream.keys:
                values, pool = self.keys, 0
            elif name != "clear" and self.rng.random() < 0.25:
                values = self.rng.choice((2, 3, 8))
            fields.append({"field": name, "values": values, "pool": pool, "seldom": name == "clear"})
        return {"name": stream.name, "bits": stream.payload.bits, "fields": fields}
