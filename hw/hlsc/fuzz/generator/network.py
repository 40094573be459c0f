"""A network put together: random processes, streams between them, forks, joins, and loops.

What its streams carry does not depend on timing, or only in the order of elements with different tags. And it cannot
come to a standstill but for want of input:
- Where ways that part meet again, all processes take and give one element of each stream in each firing ("even").
- A loop holds no more elements than its streams have places.
"""

from . import fixed
from .body import SIZE, Body, Traits
from .channels import random_payload
from .kernel import HEADER, Context, definitions
from .types import BOOL, Int, Struct
from .wiring import Components, Edge, Process, Task

MOST_PROCESSES = 6
DEPTHS = (None, 1, 2, 3, 4, 7, 16, 17, 33, 64, 512)
# How networks begin, one after the other.
BEGINNINGS = ("body", "admit", "lent", "merge", "twice", "asked", "room", "body")
# Every so many networks have a loop without a bound.
UNBOUNDED_EVERY = 10
# In flight between a request and its answer there may be as many as a process has stages.
ANSWERS = 64


class Network:
    """One seed, one network: `name`, `source`, and what is known of it."""

    def __init__(self, seed):
        self.seed = seed
        self.name = f"network_{seed}"
        self.common = Context(seed, SIZE)
        self.rng = self.common.rng
        self.edges = []
        self.processes = []
        self.tasks = []
        self.ends = []  # edges without a reader so far
        self.features = set()
        self.components = Components()
        self.unbounded = seed % UNBOUNDED_EVERY == UNBOUNDED_EVERY - 1
        self._build()
        self._name_edges()
        self.description = self._describe()

    # --- parts ------------------------------------------------------------------------------------------------------

    def _space(self):
        return f"p{len(self.processes)}"

    def _edge(self, payload, tag="", depth=0):
        edge = Edge("", payload, tag, self.rng.choice(DEPTHS) if depth == 0 else depth)
        self.edges.append(edge)
        return edge

    def _shared(self, keys=()):
        """A struct that several processes know."""
        return random_payload(self.common, SIZE.payload, self.common.fresh("Item"), (*keys, ("whole", Int(8))))

    def _body(self, inputs, outputs, traits):
        """A random process; the payloads of its streams are complete then."""
        space = self._space()
        number = len(self.processes)
        body = Body(1_000_000 + 8 * self.seed + number, f"{self.name}_p{number}", inputs, outputs, traits)

        def seen(payload, given):
            own = given is None and isinstance(payload, Struct)
            return Struct(f"{space}::{payload.name}", payload.fields) if own else payload
        inputs = [seen(stream.payload, given) for stream, given in zip(body.inputs, inputs)]
        outputs = [seen(stream.payload, given) for stream, given in zip(body.outputs, outputs)]
        process = Process(body.name, space, inputs, outputs, definitions(body.payload_structs()), body.definition(),
                          body)
        self.processes.append(process)
        return process

    def _fixed(self, inputs, outputs, lines, structs=()):
        name = f"{self.name}_p{len(self.processes)}"
        streams = [f"hls::stream<{payload}>& {prefix}{i}" for prefix, payloads in (("in", inputs), ("out", outputs))
                   for i, payload in enumerate(payloads)]
        head = f"void {name}({', '.join(streams)}) {{"
        process = Process(name, self._space(), inputs, outputs, definitions(structs),
                          [head, "#pragma HLS PIPELINE II = 1", *lines, "}"])
        self.processes.append(process)
        return process

    def _task(self, process, inputs, outputs, even=True, arguments=""):
        """Connects it. An input that is None is a new port."""
        number = self.components.add(even)
        edges = []
        for i, edge in enumerate(inputs):
            if edge is None:
                edge = self._edge(process.inputs[i])
                edge.fields = self._fields(process, i)
            edge.reader = number
            edges.append(edge)
            if edge.writer is not None:
                self.components.join(edge.writer, number)
            if edge in self.ends:
                self.ends.remove(edge)
        for edge in outputs:
            edge.writer = number
            edges.append(edge)
            if edge.reader is not None:
                self.components.join(edge.reader, number)
        self.tasks.append(Task(process, edges, arguments))
        return number

    @staticmethod
    def _fields(process, i):
        if process.body:
            return process.body.stimulus_of(process.body.inputs[i])["fields"]
        return [{"field": text.lstrip("."), "values": 0, "pool": 1, "seldom": False}
                for text, _ in process.inputs[i].leaves("")]

    def _open(self, *edges):
        self.ends += edges

    def _any_end(self, tag=""):
        """An end with its elements in order, or None: a port."""
        found = [edge for edge in self.ends if edge.tag == tag]
        return self.rng.choice(found) if found and self.rng.random() < 0.85 else None

    def _payload(self, edge):
        return edge.payload if edge else None

    # --- steps ------------------------------------------------------------------------------------------------------

    def _build(self):
        rng = self.rng
        target = rng.randint(2, MOST_PROCESSES)
        beginning = BEGINNINGS[self.seed % len(BEGINNINGS)]
        if self.unbounded:
            beginning = ("lent", "admit", "asked")[self.seed // UNBOUNDED_EVERY % 3]
        elif rng.random() < 0.4:
            self._step_body()
        self._step(beginning)
        while len(self.tasks) < target:
            left = target - len(self.tasks)
            steps = ["body"] * 6 + ["merge"]
            if left >= 2:
                steps += ["lent", "asked", "worker"]
            if left >= 3:
                steps += ["admit", "twice", "room"]
            self._step(rng.choice(steps))

    def _step(self, name):
        getattr(self, f"_step_{name}")()

    def _step_body(self):
        rng = self.rng
        even = rng.random() < 0.65
        inputs = self._parted() if even and rng.random() < 0.6 else []
        for _ in range(0 if inputs else rng.choice((1, 1, 2, 2, 3))):
            edge = self._any_end()
            if edge in inputs or not self._may_join(edge, inputs, even):
                edge = None
            inputs.append(edge)
        if all(edge is None for edge in inputs):
            inputs = inputs[:2]
        outputs = [None] * rng.choice((1, 1, 2, 2, 3) if len(self.ends) < 4 else (1,))
        process = self._body([self._payload(edge) for edge in inputs], outputs, Traits(even, rng.random() < 0.8))
        edges = [self._edge(payload) for payload in process.outputs]
        self._task(process, inputs, edges, even)
        self._open(*edges)

    def _parted(self):
        """Ends of ways that parted, to be joined again; or none."""
        found = [edge for edge in self.ends if edge.tag == "" and self.components.even(edge.writer)]
        self.rng.shuffle(found)
        for edge in found:
            same = [other for other in found if self.components.of(other.writer) == self.components.of(edge.writer)]
            if len(same) > 1:
                self.features.add("ways that part and meet again")
                return same[:self.rng.choice((2, 2, 3))]
        return []

    def _may_join(self, edge, inputs, even):
        """Whether the ways to this end and to these may have parted before."""
        if edge is None or edge.writer is None:
            return True
        here = self.components.of(edge.writer)
        again = any(other is not None and self.components.of(other.writer) == here for other in inputs)
        if again and even and self.components.even(here):
            self.features.add("ways that part and meet again")
            return True
        return not again

    def _step_worker(self):
        """On elements with tags: without state, each as if it were alone."""
        found = [edge for edge in self.ends if edge.tag]
        if not found:
            self._step_body()
            return
        edge = self.rng.choice(found)
        kept = tuple(name for name, _ in edge.payload.fields if name in ("tag", "rounds", "source"))
        keys = tuple((name, kind) for name, kind in edge.payload.fields if name in kept)
        outcome = self._shared(keys)
        process = self._body([edge.payload], [outcome], Traits(state=False, kept=kept))
        out = self._edge(outcome, edge.tag)
        self._task(process, [edge], [out])
        self._open(out)

    def _step_twice(self):
        """One process in two places: a template with state, or without state the function itself."""
        template = self.rng.random() < 0.6
        item = self._shared()
        edge = self._any_end()
        process = self._body([item], [item], Traits(state=template, template=template))
        # In front one that brings what it takes: to the first of them, or to each.
        outputs = [item] * self.rng.choice((1, 2))
        source = self._body([self._payload(edge)], outputs, Traits())
        ends = [self._edge(item) for _ in outputs]
        self._task(source, [edge], ends)
        first, second = self._edge(item), self._edge(item)
        arguments = self.rng.sample(range(100), 2)
        arguments = [f"<{argument}>" if template else "" for argument in arguments]
        self._task(process, [ends[0]], [first], arguments=arguments[0])
        if len(ends) == 1:
            self._task(process, [first], [second], arguments=arguments[1])
            self._open(second)
        else:
            self._task(process, [ends[1]], [second], arguments=arguments[1])
            self._open(first, second)
        self.features.add("template twice" if template else "function twice")

    def _step_lent(self):
        """A loop that holds as many elements as its first firings do not take back."""
        rng = self.rng
        places = rng.choice((1, 2, 3, 5, 8, 16))
        back = self._edge(self._shared(), depth=rng.choice((places, places, places + 3)) if places > 1 else 2)
        back.credit = None if self.unbounded else places
        edge = self._any_end()
        begin = self._body([self._payload(edge), back.payload], [None] * rng.choice((2, 2, 3)), Traits(lent=places))
        edges = [self._edge(payload) for payload in begin.outputs]
        there = edges[0]
        count = min(rng.choice((0, 1, 1, 2)), max(0, MOST_PROCESSES - len(self.tasks) - 2))
        self._task(begin, [edge, back], edges)
        for i in range(count + 1):
            last = i == count
            worker = self._body([there.payload], [back.payload] if last else [None], Traits())
            following = back if last else self._edge(worker.outputs[0])
            self._task(worker, [there], [following])
            there = following
        self._open(*edges[1:])
        self.features.add("loop: lent elements")

    def _step_asked(self):
        """One that asks, one that answers."""
        answer = self._edge(self._shared(), depth=ANSWERS)
        answer.credit = None if self.unbounded else ANSWERS
        edge = self._any_end()
        asks = self._body([self._payload(edge), answer.payload], [None, None], Traits(asked=True))
        edges = [self._edge(payload) for payload in asks.outputs]
        self._task(asks, [edge, answer], edges, even=False)
        answers = self._body([edges[1].payload], [answer.payload], Traits())
        self._task(answers, [edges[1]], [answer])
        self._open(edges[0])
        self.features.add("loop: request and answer")

    def _step_merge(self):
        first, second = self._any_end(), self._any_end()
        if second is first:
            second = None
        payloads = [edge.payload if edge else self._shared() for edge in (first, second)]
        item = self._shared((("source", fixed.SOURCE),))
        process = self._fixed(payloads, [item], fixed.merge(self.common, payloads, item))
        out = self._edge(item, "source")
        self._task(process, [first, second], [out], even=False)
        if self.rng.random() < 0.5 and len(self.tasks) < MOST_PROCESSES:
            total = Struct("Total", (("source", fixed.SOURCE), ("sum", fixed.SUM)))
            seen = Struct(f"{self._space()}::Total", total.fields)
            adds = self._fixed([item], [seen], fixed.sums(self.common, item, seen), [total])
            summed = self._edge(seen, "source")
            self._task(adds, [out], [summed], even=False)
            out = summed
            self.features.add("sums by tag")
        self._open(out)
        self.features.add("merge")

    def _numbered(self):
        """An edge with tokens, from a process that numbers elements."""
        edge = self._any_end()
        token = self._shared(fixed.TOKEN_FIELDS)
        process = self._body([self._payload(edge)], [token], Traits(numbers=True))
        out = self._edge(token, "tag")
        self._task(process, [edge], [out])
        return out

    def _step_admit(self):
        """Tokens go round as often as they say; what enters has a credit for its place in the loop."""
        rng = self.rng
        places = rng.choice((1, 2, 3, 7, 16, 31))
        new = self._numbered()
        token = new.payload
        back = self._edge(token, "tag", max(2, places))
        word = self._edge(BOOL, None, max(2, places))
        back.credit = places
        word.credit = places
        if self.unbounded:
            rng.choice((back, word)).credit = None
        admits = self._fixed([token, token, BOOL], [token], fixed.admit(places, token))
        there = self._edge(token, "tag")
        self._task(admits, [new, back, word], [there], even=False)
        for _ in range(min(rng.choice((0, 0, 1, 2)), MOST_PROCESSES - len(self.tasks) - 1)):
            there = self._inside(there, token)
        judges = self._fixed([token], [token, token, BOOL], fixed.judge(token))
        out = self._edge(token, "tag")
        self._task(judges, [there], [out, back, word], even=False)
        self._open(out)
        self.features.add("loop: credits")

    def _inside(self, there, token):
        worker = self._body([token], [token], Traits(state=False, kept=("tag", "rounds")))
        following = self._edge(token, "tag")
        self._task(worker, [there], [following])
        return following

    def _step_room(self):
        """Tokens go round if there is room for them."""
        new = self._numbered()
        token = new.payload
        back = self._edge(token, None)
        there = self._edge(token, None)
        out = self._edge(token, "tag")
        enters = self._fixed([token, token], [token], fixed.enter(token))
        self._task(enters, [new, back], [there], even=False)
        leaves = self._fixed([token], [token, token], fixed.leave(token))
        self._task(leaves, [there], [out, back], even=False)
        self._open(out)
        self.features.add("loop: asks for room")

    # --- text -------------------------------------------------------------------------------------------------------

    def _name_edges(self):
        for prefix, edges in (("in", [edge for edge in self.edges if edge.writer is None]),
                              ("out", [edge for edge in self.edges if edge.reader is None]),
                              ("s", [edge for edge in self.edges if not edge.is_port])):
            for i, edge in enumerate(edges):
                edge.name = f"{prefix}{i}"
        self.ports = [edge for edge in self.edges if edge.is_port]
        self.rng.shuffle(self.ports)
        self.streams = [edge for edge in self.edges if not edge.is_port]

    def _head(self):
        return f"void {self.name}({', '.join(edge.parameter() for edge in self.ports)})"

    def header(self):
        lines = [*HEADER, f"namespace seed_{self.seed} {{", "", *definitions(self.common.structs)]
        for process in self.processes:
            if process.structs:
                lines += [f"namespace {process.space} {{", *process.structs, "}", ""]
        return "\n".join([*lines, f"{self._head()};", "", "}", ""])

    def source(self):
        lines = [f'#include "{self.name}.hpp"', "", '#include "hls_task.h"', "", f"namespace seed_{self.seed} {{", ""]
        for process in self.processes:
            lines += [f"namespace {process.space} {{", *process.lines, "}", ""]
        lines += [f"{self._head()} {{", *(line for edge in self.streams for line in edge.declaration())]
        for i, task in enumerate(self.tasks):
            names = "".join(f", {edge.name}" for edge in task.edges)
            function = f"{task.process.space}::{task.process.name}{task.arguments}"
            lines.append(f"  hls_thread_local hls::task t{i}({function}{names});")
        return "\n".join([*lines, "}", "", "}", ""])

    def _describe(self):
        """What the harness must know: for the stimulus, the comparison and the coverage table."""
        return {
            "seed": self.seed, "name": self.name, "unbounded": self.unbounded,
            "inputs": [{"name": edge.name, "fields": edge.fields} for edge in self.ports if edge.writer is None],
            "streams": [{"name": edge.name, "tag": edge.tag, "depth": edge.depth or 2, "credit": edge.credit,
                         "writer": edge.writer, "reader": edge.reader} for edge in [*self.ports, *self.streams]],
            "tasks": [task.process.name for task in self.tasks],
            "features": sorted(self.features | set(self._found())),
        }

    def _found(self):
        for task in self.tasks:
            inputs, outputs = len(task.process.inputs), len(task.process.outputs)
            if inputs > 1:
                yield "join"
            if outputs > 1:
                yield "fork"
            if task.process.body and not task.process.body.traits.even:
                yield "process with its own rates"
        for edge in self.streams:
            yield f"stream of {type(edge.payload).__name__}"
            if self.tasks[edge.writer].process.body and self.tasks[edge.reader].process.body:
                yield "chain"
