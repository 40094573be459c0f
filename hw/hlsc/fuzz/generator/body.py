"""The body of a process in a network: a kernel whose streams are given, and which never asks.

So a network of them does the same whatever the timing is: what each stream carries depends on the input alone.
"""

from .channels import Input, Output, random_payload
from .expressions import bare
from .fixed import ROUNDS, TAG
from .kernel import Kernel, Size, cells_of_kernel
from .scope import FREE, Value, Variable
from .types import BOOL, Beat, Int

# Small: a network has several, and it is the streams between them that count.
SIZE = Size("process", 40, 120, 3, 2)
CELLS = 2


class Traits:
    """What a process must be so that it fits into its place."""

    def __init__(self, even=True, state=True, kept=(), numbers=False, template=False, lent=None, asked=False):
        self.even = even  # each firing reads every input once and writes every output once
        self.state = state
        self.kept = kept  # fields that go from the first input to the first output as they are
        self.numbers = numbers  # the elements of the first output, as tokens of a loop
        self.template = template  # over an int, of which what it does depends
        self.lent = lent  # so many firings do not read the last input: the elements that a loop holds
        self.asked = asked  # writes a request to the last output before it waits for the last input


class Body(Kernel):
    """`inputs` are payloads, None for one of its own; so are `outputs`, None to be decided as it is written."""

    def __init__(self, seed, name, inputs, outputs, traits):
        self.given = inputs
        self.wanted = outputs
        self.traits = traits
        super().__init__(seed, name, SIZE)

    def _plan(self):
        rng, context, traits = self.rng, self.context, self.traits
        uneven = ("flow", "flow", "phases") if traits.state else ("flow",)
        self.shape = "flow" if traits.even else rng.choice(uneven)
        for i, payload in enumerate(self.given):
            payload = payload or random_payload(context, SIZE.payload, f"In{i}")
            self.inputs.append(Input(f"in{i}", payload))
        for i, payload in enumerate(self.wanted):
            if payload is None and rng.random() < 0.08:
                payload = Beat(rng.choice((8, 32, 64)), rng.choice((0, 5, 16)))
            # With a digest of all that nothing else shows, if its payload is not given.
            output = Output(f"out{i}", payload is None and None not in self.wanted[i + 1:])
            output.payload = payload
            self.outputs.append(output)
        if traits.state:
            context.state.declare(rng.randint(0, 2), rng.choice((0, 0, 1)), rng.choice((0, 0, 1)), rng.choice((0, 0, 1)))

    def _write(self):
        if self.traits.template:
            kind = Int(8)
            self.context.source.line(f"const {kind} copy = COPY;")
            self.context.scope.add(Variable("copy", kind))
        if self.traits.numbers:
            self.number = self.context.control_state(TAG, "0", "number")
        rest = self._first_reads()
        self._acts(rest)
        if self.traits.asked:
            self._ask(self.inputs[-1], self.outputs[-1])
        self._last_writes()
        if self.traits.numbers:
            self.context.source.line(f"{self.number} = {self.number} + 1;")

    # --- reads ------------------------------------------------------------------------------------------------------

    def _first_reads(self):
        channels = self.context.channels
        if self.shape == "phases":
            channels.phases(self.inputs[:2], self.outputs[0] if len(self.outputs) > 1 else None, SIZE.payload)
            return self.inputs[2:]
        if not self.traits.even:
            held = self.traits.state and self.rng.random() < 0.25
            (channels.read_held if held else channels.read)(self.inputs[0])
            return self.inputs[1:]
        inputs = self.inputs[:-1] if self.traits.asked else self.inputs
        for stream in inputs:
            if self.traits.lent and stream is inputs[-1]:
                self._read_lent(stream)
            else:
                self.first = self._first_of(channels.read(stream), stream)
        return []

    def _first_of(self, name, stream):
        return name if stream is self.inputs[0] else self.first

    def _read_lent(self, stream):
        context, count = self.context, self.traits.lent
        name = context.fresh("item")
        kind = Int(count.bit_length())
        # Kept apart, since it decides what is read.
        full = context.control_state(BOOL, "false", "full")
        lent = context.control_state(kind, "0", "lent")
        context.channels.empty_value(stream.payload, name)
        context.source.line(f"if ({full}) {name} = {stream.name}.read();")
        context.channels.add_leaves(stream, name, FREE)
        context.source.line(f"if (!{full}) {full} = {lent} == {count - 1};")
        context.source.line(f"{lent} = {lent} + {kind}(!{full});")

    def _ask(self, answers, requests):
        """A request and its answer in one firing, in some of the firings or in all."""
        context, channels = self.context, self.context.channels
        element = channels.element(requests, SIZE.payload)
        if self.rng.random() < 0.5:
            channels.write(requests, element)
            channels.read(answers)
            return
        condition = channels.condition(FREE)
        name = context.fresh("asks")
        context.source.line(f"const bool {name} = {bare(condition)};", condition)
        context.source.line(f"if ({name}) {requests.name}.write({element.text});", element)
        channels.wrote(element, condition)
        channels.read_sometimes(answers, Value(name, BOOL, condition.lag))

    def _read(self, stream):
        channels = self.context.channels
        ways = (channels.read, channels.read_sometimes, channels.read_in_branches, self._read_on_state)
        self.rng.choice(ways)(stream)

    # --- what it does -----------------------------------------------------------------------------------------------

    def _acts(self, inputs):
        context, rng = self.context, self.rng
        acts = [lambda one=one: context.statements.cover(one) for one in cells_of_kernel(self.seed)[:CELLS]]
        acts += [context.statements.any for _ in range(rng.randint(1, SIZE.statements))]
        acts += [lambda one=one: self._read(one) for one in inputs]
        acts += context.state.updates()
        rng.shuffle(acts)
        for act in acts:
            act()
        self._written = {self.outputs[0]} if self.shape == "phases" and len(self.outputs) > 1 else set()
        if self.traits.asked:
            self._written.add(self.outputs[-1])

    def _last_writes(self):
        for stream in self.outputs:
            if stream not in self._written:
                self._write_to(stream, stream.collects)

    def _write_to(self, stream, rest):
        channels, rng = self.context.channels, self.rng
        element = self._element(stream, rest)
        way = rng.random()
        if way < 0.7 if self.traits.even else way < 0.35:
            channels.write(stream, element)
        elif self.traits.even or way < 0.55:
            channels.write_one_of(stream, element, self._element(stream))
        else:
            channels.write_sometimes(stream, element)

    def _element(self, stream, rest=False):
        element = self.context.channels.element(stream, SIZE.payload, rest)
        line = self.context.source.line
        if stream is self.outputs[0]:
            for field in self.traits.kept:
                line(f"{element.text}.{field} = {self.first}.{field};")
            if self.traits.numbers:
                leaf = self._leaf_of_first()
                line(f"{element.text}.tag = {self.number};")
                line(f"{element.text}.rounds = {self.context.e.convert(leaf, ROUNDS).text} + {ROUNDS}({self.number});",
                     leaf)
            if self.traits.template:
                line(f"{element.text}.whole = {element.text}.whole ^ copy;")
        return element

    def _leaf_of_first(self):
        return self.context.channels.leaf_of(self.inputs[0], self.first)

    def stimulus_of(self, stream):
        return self._stimulus(stream)

    def definition(self):
        # Coverage of what is in a process is a matter of kernels: nothing is counted here.
        lines = [line for line in super().definition()
                 if not line.lstrip().startswith(("probe.", "static espial::fuzz::Probe "))]
        if self.traits.template:
            at = next(i for i, line in enumerate(lines) if line.startswith(f"void {self.name}("))
            lines.insert(at, "template <int COPY>")
        return lines
