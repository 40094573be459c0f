"""Streams: what travels on them, and how firings read, write and ask.

All questions about one stream in one firing have the same answer, so a firing asks each stream at most once; and it
takes or gives at most one element of each.
"""

from .expressions import bare
from .operators import OPERATORS, as_number
from .scope import DEEP, FREE, Value, derived, later
from .types import BOOL, INT, Array, Beat, Int, Struct, random_int


class Input:
    """A stream that the kernel reads."""

    def __init__(self, name, payload):
        self.name = name
        self.payload = payload
        self.keys = ()  # fields that the stimulus draws from few values

    def parameter(self):
        return f"hls::stream<{self.payload}>& {self.name}"


class Output:
    """A stream that the kernel writes. What its elements are is decided at the first write."""

    def __init__(self, name, collects):
        self.name = name
        self.payload = None
        self.collects = collects  # carries a digest of all that nothing else shows

    def parameter(self):
        return f"hls::stream<{self.payload}>& {self.name}"


def grouped(context, fields, prefix):
    """Fields with some put together as structs and arrays, as payloads have them: the new fields, and the path of each
    of the old ones."""
    rng = context.rng
    new, paths = [], []
    at = 0
    while at < len(fields):
        count = rng.randint(2, 3)
        lot = fields[at:at + count]
        name = f"{prefix}{len(new)}"
        if len(lot) == count and rng.random() < 0.15:
            inner = tuple((f"g{i}", kind) for i, kind in enumerate(lot))
            struct = context.define(Struct(context.fresh("Part"), inner))
            new.append((name, struct))
            paths += [f"{name}.g{i}" for i in range(count)]
            at += count
        elif len(lot) == count and len(set(lot)) == 1:
            new.append((name, Array(lot[0], count)))
            paths += [f"{name}[{i}]" for i in range(count)]
            at += count
        else:
            new.append((name, lot[0]))
            paths.append(name)
            at += 1
    return tuple(new), paths


def random_payload(context, most, name, key_fields=()):
    """What an input carries: a struct, an integer, or a beat. With fields that address memories if asked for."""
    rng = context.rng
    way = rng.random()
    if not key_fields and way < 0.2:
        return random_int(rng, min(most, 128))
    if not key_fields and way < 0.28:
        return Beat(rng.choice((8, 16, 32, 64, 128)), rng.choice((0, 0, 1, 9, 16, 80)))
    fields = []
    left = most - sum(kind.width for _, kind in key_fields)
    for _ in range(rng.randint(2, 7) if most < 1000 else rng.randint(9, 14)):
        if left < 1:
            break
        kind = random_int(rng, min(left, context.e.widest))
        copies = rng.choice((1, 1, 1, 1, 2, 3)) if left > 3 * kind.width else 1
        fields += [kind] * copies
        left -= copies * kind.width
    groups, _ = grouped(context, fields, "f")
    struct = Struct(name, (*groups, *key_fields))
    return context.define(struct)


class Channels:
    def __init__(self, context):
        self.context = context
        self.rng = context.rng
        self.e = context.e
        self.questions = []  # texts, by number

    @property
    def out(self):
        return self.context.source

    def add_leaves(self, stream, name, lag, writable=False):
        """The integers of what was read; those that address memories are known as such."""
        lag = self._arriving(lag)
        for variable in self.context.scope.add_leaves(stream.payload, name, lag, writable):
            variable.address = any(variable.text == f"{name}.{key}" for key in stream.keys)
            variable.input = True

    def _arriving(self, lag):
        """The lag of what a stream brings or says now: what was written before has left by then."""
        return max(lag, DEEP, self.context.written) if self.context.written else lag

    def empty_value(self, payload, name):
        """A local without data."""
        if isinstance(payload, Int):
            self.out.line(f"{payload} {name} = {'false' if payload == BOOL else '0'};")
            return
        self.out.line(f"{payload} {name};")
        for text, kind in payload.leaves(name):
            self.out.line(f"{text} = {'false' if kind == BOOL else '0'};")

    def condition(self, lag=None, of_state=None):
        """A bool that comes true and false while input arrives, for what decides whether streams move: a condition of
        state alone may turn out to be constant. Not further from state than `lag`; together with `of_state` if given."""
        found = [variable for variable in self.context.scope.visible()
                 if variable.input and not variable.text.endswith(".clear") and (lag is None or variable.lag <= lag)]
        if not found:
            return of_state or self.e.even_condition(lag)
        leaf = as_number(self.e, self.rng.choice(found).value())
        way = self.rng.random()
        if way < 0.6:
            bit = OPERATORS["xor_reduce"][0](self.e, leaf, None)
        elif way < 0.8 or leaf.type.width == 1:
            index = self.rng.randrange(leaf.type.width)
            bit = derived(f"{leaf.text}.test({index})", BOOL, 0, leaf)
        else:
            bit = OPERATORS["gt"][0](self.e, self.e.convert(leaf, Int(2)), lambda: Value("1", INT))
        other = of_state or (self.e.even_condition(lag) if self.rng.random() < 0.5 else None)
        if other is None:
            return bit
        return derived(f"({other.text} != {bit.text})", BOOL, 1, other, bit)

    def ask(self, text, value):
        """Tells the probe what a question was answered."""
        self.out.line(f"probe.asked({len(self.questions)}, {value});")
        self.questions.append(text)

    # --- reads ------------------------------------------------------------------------------------------------------

    def read(self, stream):
        """Waits for an element."""
        name = self.context.fresh("item")
        way = self.rng.random()
        if way < 0.6:
            self.out.line(f"const {stream.payload} {name} = {stream.name}.read();", features=["read"])
        elif way < 0.8:
            self.out.line(f"{stream.payload} {name};")
            self.out.line(f"{stream.name}.read({name});", features=["read"])
        else:
            self.out.line(f"{stream.payload} {name};")
            self.out.line(f"{stream.name} >> {name};", features=["read"])
        self.add_leaves(stream, name, FREE)
        return name

    def read_sometimes(self, stream, condition=None):
        """Reads under a condition: on what was read before, or on state."""
        name = self.context.fresh("item")
        condition = condition or self.condition()
        feature = "read under condition on state" if condition.lag else "read under condition on values read before"
        self.empty_value(stream.payload, name)
        self.out.line(f"if ({bare(condition)}) {name} = {stream.name}.read();", condition, features=[feature])
        self.add_leaves(stream, name, later(max(condition.lag, self.context.control), 1))
        return name

    def read_held(self, stream):
        """Reads into state, which other firings take up again."""
        name = self.context.fresh("held")
        kind = Int(self.rng.randint(1, 3))
        left = self.context.control_state(kind, "0", "left")
        self.context.statics.append(f"  static {stream.payload} {name};")
        self.out.line(f"if ({left} == 0) {name} = {stream.name}.read();", features=["firings without a read"])
        self.add_leaves(stream, name, FREE)
        leaf = self.leaf_of(stream, name)
        self.out.line(f"{left} = {left} == 0 ? {self.e.convert(leaf, kind).text} : {kind}({left} - 1);", leaf)
        return name

    def leaf_of(self, stream, name):
        """Any integer of an item, as a number."""
        text, kind = self.rng.choice(list(stream.payload.leaves(name)))
        return as_number(self.e, Value(text, kind))

    def merge(self, first, second):
        """One of two streams that carry the same; they take turns. Idle firings end here."""
        item, got = self.context.fresh("item"), self.context.fresh("got")
        turn = self.context.control_state(BOOL, "false", "turn")
        self.empty_value(first.payload, item)
        self.out.line(f"bool {got} = false;")
        self._try(f"{turn}", second, item, got)
        self._try(f"!{got}", first, item, got)
        self._try(f"!{got} && !{turn}", second, item, got)
        with self.out.nest(f"if (!{got})"):
            self.out.leave("return;", features=["idle firings"])
        leaf = self.leaf_of(first, item)
        way = self.rng.choice((f"!{turn}", f"{leaf.text}.xor_reduce()", f"{leaf.text}[0]"))
        self.out.line(f"{turn} = {way};", leaf, features=["merge"])
        self.add_leaves(first, item, FREE, writable=True)

    def _try(self, condition, stream, item, got):
        with self.out.nest(f"if ({condition})"):
            self.out.line(f"{got} = {stream.name}.read_nb({item});", features=["read_nb in two places"])
            self.ask(f"{stream.name}.read_nb", got)

    def phases(self, inputs, output, most):
        """A state machine: each phase reads, writes and goes on as it likes. The first one waits for an element."""
        count = self.rng.randint(2, 4)
        step = self.context.control_state(Int(2), "0", "step")
        items = {}
        for stream in inputs:
            items[stream] = self.context.fresh("item")
            self.context.statics.append(f"  static {stream.payload} {items[stream]};")
        for phase in range(count):
            head = "if" if phase == 0 else "else if"
            head = "else" if phase == count - 1 else f"{head} ({step} == {phase})"
            with self.out.nest(head), self.context.scope.block():
                leaf = None
                stream = inputs[phase] if phase < len(inputs) else self.rng.choice([*inputs, None])
                if stream:
                    self.out.line(f"{items[stream]} = {stream.name}.read();", features=["phases"])
                    self.add_leaves(stream, items[stream], FREE)
                    leaf = self.leaf_of(stream, items[stream])
                if output and (self.rng.random() < 0.6 or (phase == count - 1 and output.payload is None)):
                    self.write(output, self.element(output, most))
                    self.out.has(["write in phases"])
                following = (phase + 1) % count
                if leaf and self.rng.random() < 0.6:
                    other = self.rng.randrange(count)
                    self.out.line(f"{step} = {leaf.text}[0] ? {following} : {other};", leaf,
                                  features=["phases that depend on data"])
                else:
                    self.out.line(f"{step} = {following};", features=["phases"])
        for stream in inputs:
            self.add_leaves(stream, items[stream], FREE)

    def read_maybe(self, stream, condition=None):
        """read_nb: whether there was one is a bool."""
        name = self.context.fresh("item")
        got = self.context.fresh("got")
        self.empty_value(stream.payload, name)
        lag = FREE
        if condition is None:
            self.out.line(f"const bool {got} = {stream.name}.read_nb({name});", features=["read_nb"])
            self.ask(f"{stream.name}.read_nb", got)
        else:
            lag = later(condition.lag, 1)
            with self._asked(got, condition):
                self.out.line(f"{got} = {stream.name}.read_nb({name});", features=["read_nb under condition"])
                self.ask(f"{stream.name}.read_nb", got)
        self._add_answer(got, self._arriving(lag))
        self.add_leaves(stream, name, later(max(lag, self.context.control), 1), writable=True)
        return name, got

    def _asked(self, got, condition):
        self.out.line(f"bool {got} = false;")
        return self.out.nest(f"if ({bare(condition)})", condition)

    def _add_answer(self, got, lag):
        self.context.scope.add_leaves(BOOL, got, max(lag, self.context.control))

    def read_if_any(self, stream, also=True):
        """empty, then a read: `also` under a further condition, which leaves what is there."""
        name = self.context.fresh("item")
        there = self.context.fresh("there")
        self.empty_value(stream.payload, name)
        self.out.line(f"const bool {there} = !{stream.name}.empty();", features=["empty"])
        self.ask(f"{stream.name}.empty", there)
        also = self.condition() if also and self.rng.random() < 0.5 else None
        text = f"{there} && {also.text}" if also else there
        lag = also.lag if also else FREE
        self.out.line(f"if ({text}) {name} = {stream.name}.read();", *([also] if also else ()),
                      features=["empty", "read behind empty"])
        self._add_answer(there, self._arriving(FREE))
        self.add_leaves(stream, name, later(max(lag, self.context.control), 1))
        return name, there

    def read_either_way(self, stream):
        """Waits under a condition, and only tries otherwise."""
        name = self.context.fresh("item")
        got = self.context.fresh("got")
        condition = self.condition()
        self.empty_value(stream.payload, name)
        self.out.line(f"bool {got} = true;")
        with self.out.nest(f"if ({bare(condition)})", condition, features=["read or read_nb"]):
            self.out.line(f"{name} = {stream.name}.read();")
        with self.out.nest("else"):
            self.out.line(f"{got} = {stream.name}.read_nb({name});", features=["read or read_nb"])
            self.ask(f"{stream.name}.read_nb", got)
        lag = later(max(condition.lag, self.context.control), 1)
        self._add_answer(got, self._arriving(lag))
        self.add_leaves(stream, name, lag)
        return name

    def read_in_branches(self, stream):
        """One stream read at two places, of which a firing comes by one."""
        name = self.context.fresh("item")
        condition = self.condition()
        self.empty_value(stream.payload, name)
        with self.out.nest(f"if ({bare(condition)})", condition, features=["read in two branches"]):
            self.out.line(f"{name} = {stream.name}.read();")
        with self.out.nest("else"):
            self.out.line(f"{name} = {stream.name}.read();", features=["read in two branches"])
            text, kind = self.rng.choice(list(stream.payload.leaves(name)))
            if kind == BOOL:
                self.out.line(f"{text} = !{text};")
            elif not kind.builtin:
                self.out.line(f"{text} = ~{text};")
        self.add_leaves(stream, name, later(max(condition.lag, self.context.control), 1))
        return name

    # --- writes -----------------------------------------------------------------------------------------------------

    def element(self, stream, most, rest=False):
        """A local with what the next write gives, made of values that nothing else uses: of all of them if this is the
        `rest`."""
        name = self.context.fresh("result")
        if stream.payload is None:
            self._decide(stream, most, rest)
        if isinstance(stream.payload, Int):
            value = self.e.typed(stream.payload, self.context.depth)
            self.out.line(f"const {stream.payload} {name} = {value.text};", value)
            return value._replace(text=name)
        self.out.line(f"{stream.payload} {name};")
        fresh = self._unused()
        lag = FREE
        for text, kind in stream.payload.leaves(name):
            if rest and text == f"{name}.digest":
                continue
            variable = next((one for one in fresh if one.type == kind), None)
            if variable:
                fresh.remove(variable)
            value = variable.value() if variable else self.e.typed(kind, 1)
            lag = max(lag, value.lag)
            self.out.line(f"{text} = {value.text};", value)
        if rest:
            self._digest(f"{name}.digest")
        return Value(name, stream.payload, lag)

    def _digest(self, target):
        """All that nothing shows, in 32 bits."""
        self.out.line(f"{target} = 0;")
        for variable in self._unused():
            width = variable.type.width
            self.e.needs("folded")
            self.out.line(f"{target} ^= folded<{width}>({self.e.convert(variable.value(), Int(width)).text});",
                          variable.value())

    def _unused(self):
        return [variable for variable in self.context.scope.visible() if not variable.used]

    def _decide(self, stream, most, rest):
        rng = self.rng
        way = rng.random()
        if not stream.collects and way < 0.25:
            stream.payload = random_int(rng, min(most, 200))
            return
        if not stream.collects and way < 0.35:
            stream.payload = Beat(rng.choice((8, 16, 32, 64, 128)), rng.choice((0, 0, 5, 16)))
            return
        unused = self._unused()
        if not rest:
            rng.shuffle(unused)
            unused = unused[:rng.randint(2, 8)]
        kinds = []
        for variable in unused:
            kind = variable.type
            if sum(one.width for one in kinds) + kind.width + 32 <= most:
                kinds.append(kind)
        kinds += [random_int(rng, 32) for _ in range(max(0, 2 - len(kinds)))]
        groups, _ = grouped(self.context, kinds, "h")
        digest = (("digest", Int(32)),) if stream.collects else ()
        stream.payload = self.context.define(Struct(f"Out{stream.name[3:]}", (*groups, *digest)))

    def _write(self, stream, name):
        return f"{stream.name} << {name};" if self.rng.random() < 0.25 else f"{stream.name}.write({name});"

    def wrote(self, *values):
        """What is written, and why, so that what is read behind it waits."""
        self.context.written = max(self.context.written or FREE, self.context.control, *(value.lag for value in values))

    def write(self, stream, element):
        self.out.line(self._write(stream, element.text), features=["write"])
        self.wrote(element)

    def write_sometimes(self, stream, element):
        condition = self.condition()
        feature = "write under condition on state" if condition.lag else "write under condition"
        self.out.line(f"if ({bare(condition)}) {self._write(stream, element.text)}", condition, features=[feature])
        self.wrote(element, condition)

    def write_one_of(self, stream, element, other):
        """Two writes, of which a firing does one."""
        condition = self.condition()
        with self.out.nest(f"if ({bare(condition)})", condition, features=["write in two branches"]):
            self.out.line(self._write(stream, element.text))
        with self.out.nest("else"):
            self.out.line(self._write(stream, other.text), features=["write in two branches"])
        self.wrote(element, other, condition)

    def write_maybe(self, stream, element):
        """write_nb: what finds no room is lost."""
        sent = self.context.fresh("sent")
        condition = None
        if self.rng.random() < 0.5:
            self.out.line(f"const bool {sent} = {stream.name}.write_nb({element.text});", features=["write_nb"])
            self.ask(f"{stream.name}.write_nb", sent)
        else:
            condition = self.condition()
            with self._asked(sent, condition):
                self.out.line(f"{sent} = {stream.name}.write_nb({element.text});", features=["write_nb under condition"])
                self.ask(f"{stream.name}.write_nb", sent)
        self._add_answer(sent, later(condition.lag, 1) if condition else FREE)
        self.wrote(element, *([condition] if condition else ()))

    def write_if_room(self, stream, element):
        """full, then a write."""
        room = self.context.fresh("room")
        self.out.line(f"const bool {room} = !{stream.name}.full();", features=["full"])
        self.ask(f"{stream.name}.full", room)
        also = self.condition() if self.rng.random() < 0.5 else None
        text = f"{room} && {also.text}" if also else room
        self.out.line(f"if ({text}) {self._write(stream, element.text)}", *([also] if also else ()),
                      features=["full", "write behind full"])
        self._add_answer(room, FREE)
        self.wrote(element, *([also] if also else ()))
