"""Statements that compute: locals, branches, switches, unrolled loops, parts that are written, calls.

Each leaves at least one new variable, or changes one.
"""

from contextlib import contextmanager

from .expressions import bare
from .operators import OPERATORS, as_number, carry_levels, cell, cells_of, index_below
from .scope import FREE, Value, Variable, derived, later
from .types import BOOL, CLASSES, Int, Struct, random_int, random_width, width_in

# Cells that are no expressions.
STATEMENT_CELLS = [*cells_of("set_range"), *cells_of("set_bit"), *cells_of("assign"), *cells_of("switch"),
                   *cells_of("index")]


class Statements:
    """Writes into the context's source; see kernel.Context."""

    def __init__(self, context):
        self.context = context
        self.rng = context.rng
        self.e = context.e
        self._kinds = [(self.declare, 5), (self.branch, 4), (self.switch, 1), (self.set_part, 3), (self.assign, 2),
                       (self.write_concatenation, 1), (self.local_array, 2), (self.local_struct, 2), (self.search, 2),
                       (self.follow, 1), (self.accumulate, 2), (self.scatter, 1), (self.call_template, 2),
                       (self.call_function, 2), (self.native, 2), (self.beside_loop, 1)]

    @property
    def out(self):
        return self.context.source

    def any(self):
        kinds, weights = zip(*self._kinds)
        self.rng.choices(kinds, weights)[0]()

    # --- locals -----------------------------------------------------------------------------------------------------

    def local(self, value, kind=None, constant=True, prefix="v"):
        """A new variable that holds the value."""
        kind = kind or value.type
        name = self.context.fresh(prefix)
        word = "const " if constant else ""
        text = value.text
        if text.startswith("(") and not kind.builtin and self.rng.random() < 0.3:
            self.out.line(f"{word}{kind} {name}{text};", value)
        else:
            self.out.line(f"{word}{kind} {name} = {text};", value)
        return self.context.scope.add(Variable(name, kind, value.lag, not constant))

    def declare(self):
        value = self.e.expression(self.rng.randint(1, self.context.depth))
        if value.type.builtin and value.type != BOOL:
            value = as_number(self.e, value)
        if value.type != BOOL and self.rng.random() < 0.3:
            # Assigned to another type without a word.
            kind = Int(random_width(self.rng, self.e.widest), self.rng.random() < 0.4)
            if kind.width != value.type.width:
                converted = self.e.convert(value, kind)
                value = Value(value.text, kind, value.lag, value.uses, converted.features)
        return self.local(value, constant=self.rng.random() < 0.7)

    def mutable(self, kind=None):
        """A local that statements may assign."""
        found = [variable for variable in self.context.scope.visible()
                 if variable.writable and not variable.type.builtin and kind in (None, variable.type)]
        if found and self.rng.random() < 0.5:
            return self.rng.choice(found)
        kind = kind or Int(random_width(self.rng, self.e.widest), self.rng.random() < 0.4)
        return self.local(self.e.typed(kind, 1), kind, constant=False)

    def put(self, variable, value, features=()):
        """variable = value; in whatever block this is."""
        if value.text == variable.text:
            value = self.e.literal(variable.type)
        self.out.line(f"{variable.text} = {value.text};", value, features=features)
        self._changed(variable, value.lag)

    def _changed(self, variable, *lags):
        lag = max(variable.lag, self.context.control, *lags) if lags else variable.lag
        variable.lag = later(lag, 1)
        variable.used = False

    # --- branches ---------------------------------------------------------------------------------------------------

    def branch(self):
        targets = [self.mutable() for _ in range(self.rng.randint(1, 2))]
        condition = self.e.even_condition()
        way = self.rng.choice(("if", "if", "else", "else", "else if"))
        other = self.e.even_condition() if way == "else if" else condition
        with self.context.under(max(condition.lag, other.lag)):
            with self.out.nest(f"if ({bare(condition)})", condition, features=["if"]):
                self.block(targets)
            if way == "else if":
                with self.out.nest(f"else if ({bare(other)})", other, features=["else if"]):
                    self.block(targets)
            if way != "if":
                with self.out.nest("else", features=["else"]):
                    self.block(targets)

    def block(self, targets):
        """Some statements within braces; they change the targets, and what they declare is used."""
        with self.context.scope.block() as own:
            for _ in range(self.rng.randint(0, 1)):
                self.declare()
            target = self.rng.choice(targets)
            if self.rng.random() < 0.2 and self.context.nesting < 2:
                condition = self.e.even_condition()
                with self.context.under(condition.lag), \
                        self.out.nest(f"if ({bare(condition)})", condition, features=["nested if"]):
                    self.put(target, self.e.typed(target.type, 1))
            else:
                self.put(target, self.e.typed(target.type, 2))
            for variable in list(own):
                if not variable.used:
                    value = derived(f"{target.text} ^ {self.e.convert(variable.value(), target.type).text}",
                                    target.type, 1, variable.value(), target.value())
                    self.put(target, value)

    def switch(self, kind=None, features=()):
        target = self.mutable(kind)
        selector = self.e.typed(Int(self.rng.randint(1, 3)))
        cases = self.rng.sample(range(1 << selector.type.width), self.rng.randint(1, 1 << selector.type.width))
        with self.context.under(selector.lag), \
                self.out.nest(f"switch ({selector.text}.to_uint())", selector,
                              features=["switch", cell("switch", target.type), *features]):
            for i, case in enumerate(cases):
                self.out.plain(f"case {case}:")
                if i + 1 < len(cases) and self.rng.random() < 0.2:
                    continue  # shares what follows
                self.put(target, self.e.typed(target.type, 1))
                self.out.line("break;")
            self.out.plain("default:")
            self.put(target, self.e.typed(target.type, 1))

    # --- parts ------------------------------------------------------------------------------------------------------

    def set_part(self):
        target = self.mutable()
        if self.rng.random() < 0.5:
            self.set_range(target)
        else:
            self.set_bit(target)

    def set_range(self, target):
        width = target.type.width
        length = self.rng.randint(1, width)
        value = self.e.typed(Int(length), 1)
        features = [cell("set_range", target.type)]
        at = index_below(self.e, width - length + 1) if self.rng.random() < 0.3 else None
        if at is not None and len(at.text) < 24:
            features.append("range written at variable bit")
            high = f"{at.text} + {length - 1}" if length > 1 else at.text
            self.out.line(f"{target.text}.range({high}, {at.text}) = {value.text};", value, at, features=features)
            self._changed(target, value.lag, later(at.lag, 4))
        else:
            low = self.rng.randint(0, width - length)
            call = self.rng.choice((".range", ""))
            self.out.line(f"{target.text}{call}({low + length - 1}, {low}) = {value.text};", value, features=features)
            self._changed(target, value.lag)

    def set_bit(self, target):
        condition = self.e.condition(1)
        features = [cell("set_bit", target.type)]
        at = index_below(self.e, target.type.width) if self.rng.random() < 0.5 else None
        if at is not None:
            features.append("bit written at variable index")
            self.out.line(f"{target.text}[{at.text}] = {condition.text};", condition, at, features=features)
            self._changed(target, condition.lag, later(at.lag, 3))
        else:
            index = self.rng.randrange(target.type.width)
            way = self.rng.choice((f"[{index}] = {condition.text}", f".set_bit({index}, {condition.text})",
                                   f".set({index}, {condition.text})"))
            self.out.line(f"{target.text}{way};", condition, features=features)
            self._changed(target, condition.lag)

    def assign(self, target=None):
        """Compound assignments, increments, inversions."""
        target = target or self.mutable()
        features = [cell("assign", target.type)]
        way = self.rng.random()
        if way < 0.15:
            sign = self.rng.choice(("++", "--"))
            text = f"{sign}{target.text};" if self.rng.random() < 0.5 else f"{target.text}{sign};"
            self.out.line(text, features=[*features, "++ and --"])
            self._changed(target, later(target.lag, 2))
        elif way < 0.35:
            sign = self.rng.choice(("<<", ">>"))
            self.out.line(f"{target.text} {sign}= {self.rng.randrange(target.type.width + 1)};", features=features)
            self._changed(target, target.lag)
        else:
            value = self.e.operand(1)
            sign = self.rng.choice(("+", "-", "&", "|", "^"))
            self.out.line(f"{target.text} {sign}= {value.text};", value, features=features)
            self._changed(target, later(target.lag, 4), later(value.lag, 4))

    def write_concatenation(self):
        """(a, b) = value;"""
        targets = [self.local(self.e.typed(Int(random_width(self.rng, min(64, self.e.widest)))), constant=False)
                   for _ in range(self.rng.randint(2, 3))]
        width = sum(target.type.width for target in targets)
        value = self.e.typed(Int(width), 1)
        names = ", ".join(target.text for target in targets)
        self.out.line(f"({names}) = {value.text};", value, features=["concatenation written"])
        for target in targets:
            self._changed(target, value.lag)

    # --- aggregates -------------------------------------------------------------------------------------------------

    def local_array(self, kind=None, features=()):
        """An array of registers, read and written at variable indices."""
        kind = kind or Int(random_width(self.rng, min(96, self.e.widest)), self.rng.random() < 0.4)
        count = self.rng.choice((2, 4, 4, 8))
        name = self.context.fresh("lane")
        self.out.line(f"{kind} {name}[{count}];")
        self.out.pragma(f"ARRAY_PARTITION variable = {name} complete dim = {self.rng.choice((0, 1))}")
        lag = FREE
        base = self.e.typed(kind, 1)
        with self._unrolled("int", "i", count):
            way = self.rng.choice((f"{base.text}", f"{kind}({base.text} + i)", f"{kind}({base.text} >> i)"))
            self.out.line(f"{name}[i] = {way};", base, features=["local array"])
            lag = later(base.lag, 3)
        index = Int((count - 1).bit_length())
        if self.rng.random() < 0.5:
            at = self.e.typed(index)
            value = self.e.typed(kind, 1)
            self.out.line(f"{name}[{at.text}] = {value.text};", value, at, features=["array written at variable index"])
            lag = max(lag, later(max(value.lag, at.lag), 2))
        at = self.e.typed(index)
        read = derived(f"{name}[{at.text}]", kind, 2, at, Value("", kind, lag))
        features = [*features, cell("index", kind), "array read at variable index"]
        self.local(Value(read.text, kind, read.lag, read.uses, frozenset(features) | at.features))

    def local_struct(self):
        """A struct and an array of it, copied, changed and selected as wholes."""
        fields = tuple((f"f{i}", random_int(self.rng, min(64, self.e.widest))) for i in range(self.rng.randint(2, 4)))
        fields += (("valid", BOOL),)
        struct = self.context.define(Struct(self.context.fresh("Entry"), fields))
        count = self.rng.choice((2, 3, 4))
        name = self.context.fresh("entry")
        self.out.line(f"{struct} {name}[{count}];")
        self.out.pragma(f"ARRAY_PARTITION variable = {name} complete dim = 0")
        lag = FREE
        for i in range(count):
            for field, kind in fields:
                value = self.e.typed(kind, 1)
                lag = max(lag, value.lag)
                self.out.line(f"{name}[{i}].{field} = {value.text};", value, features=["struct"])
        chosen = self.context.fresh("chosen")
        if count & (count - 1) == 0 and self.rng.random() < 0.5:
            at = self.e.typed(Int((count - 1).bit_length()))
            self.out.line(f"{struct} {chosen} = {name}[{at.text}];", at, features=["struct read at variable index"])
            lag = later(max(lag, at.lag), 2)
        else:
            self.out.line(f"{struct} {chosen} = {name}[0];")
            order = self.rng.choice((f"int i = 1; i < {count}; ++i", f"int i = {count - 1}; i > 0; --i"))
            with self.out.nest(f"for ({order})"):
                self.out.pragma("UNROLL")
                self.out.line(f"if ({name}[i].valid) {chosen} = {name}[i];", features=["struct select in a loop"])
            lag = later(lag, count)
        self.context.scope.add_leaves(struct, chosen, lag, writable=True)

    # --- loops ------------------------------------------------------------------------------------------------------

    @contextmanager
    def _unrolled(self, kind, name, count):
        with self.out.nest(f"for ({kind} {name} = 0; {name} < {count}; ++{name})"):
            self.out.pragma("UNROLL")
            yield

    def search(self):
        """The first or last part of a wide value that meets a condition."""
        count = self.rng.choice((3, 4, 6, 8))
        part = self.rng.randint(2, 8)
        word = self.e.typed(Int(count * part), 1)
        word = self.local(word) if word.variable is None else word.variable
        wanted = self.e.typed(Int(part))
        found, at = self.context.fresh("found"), self.context.fresh("at")
        self.out.line(f"bool {found} = false;")
        self.out.line(f"ap_uint<4> {at} = {self.rng.randint(0, 15)};")
        sign = self.rng.choice(("==", "==", "<", ">"))
        read = self.rng.choice((f"ap_uint<{part}>({word.text} >> ({part} * i))",
                                f"ap_uint<{part}>({word.text}.range({part} * i + {part - 1}, {part} * i))"))
        way = self.rng.random()
        with self._unrolled("int", "i", count):
            if way < 0.4:
                with self.out.nest(f"if (!{found} && {read} {sign} {wanted.text})", word.value(), wanted,
                                   features=["priority select in a loop"]):
                    self.out.line(f"{found} = true;")
                    self.out.line(f"{at} = i;")
            elif way < 0.7:
                with self.out.nest(f"if ({read} {sign} {wanted.text})", word.value(), wanted,
                                   features=["last match in a loop"]):
                    self.out.line(f"{found} = true;")
                    self.out.line(f"{at} = i;")
            else:
                with self.out.nest(f"if ({read} {sign} {wanted.text})", word.value(), wanted,
                                   features=["break in a loop"]):
                    self.out.line(f"{found} = true;")
                    self.out.line(f"{at} = i;")
                    self.out.leave("break;")
        lag = later(max(word.lag, wanted.lag), 4 + count)
        self.context.scope.add(Variable(found, BOOL, lag, writable=True))
        self.context.scope.add(Variable(at, Int(4), lag, writable=True))

    def follow(self):
        """A chain in which each step decides whether the next one happens."""
        count = self.rng.randint(2, 5)
        word = self.e.typed(Int(8 * count), 1)
        word = self.local(word) if word.variable is None else word.variable
        going, steps = self.context.fresh("going"), self.context.fresh("steps")
        condition = self.e.even_condition()
        self.out.line(f"bool {going} = {condition.text};", condition)
        self.out.line(f"ap_uint<3> {steps} = 0;")
        bits = self.rng.choice((1, 3, 7, 11))
        with self._unrolled("unsigned", "i", count):
            with self.out.nest(f"if ({going})", features=["early condition in a loop"]):
                self.out.line(f"{steps} = i + 1;", word.value())
                self.out.line(f"{going} = (ap_uint<8>({word.text} >> (8 * i)) & {bits}) != 0;")
        lag = later(max(word.lag, condition.lag), 3 * count)
        self.context.scope.add(Variable(going, BOOL, lag, writable=True))
        self.context.scope.add(Variable(steps, Int(3), lag, writable=True))

    def accumulate(self):
        """Sums, maxima and parities over the parts of a value."""
        count = self.rng.choice((2, 3, 4, 5, 8))
        part = self.rng.randint(1, 12)
        signed = self.rng.random() < 0.4
        word = self.e.typed(Int(count * part), 1)
        word = self.local(word) if word.variable is None else word.variable
        kind = Int(part + self.rng.randint(0, 4), signed)
        sum_ = self.context.fresh("sum")
        self.out.line(f"{kind} {sum_} = 0;")
        piece = f"{Int(part, signed)}({word.text} >> ({part} * i))"
        with self._unrolled("int", "i", count):
            way = self.rng.choice(("sum", "most", "xor", "skip"))
            self.out.line(f"const {Int(part, signed)} piece = {piece};", word.value(), features=[f"loop: {way}"])
            if way == "skip":
                self.out.line(f"if (piece == {self.rng.randint(0, 1)}) continue;")
            if way == "most":
                self.out.line(f"if (piece > {sum_}) {sum_} = piece;")
            else:
                self.out.line(f"{sum_} {'^' if way == 'xor' else '+'}= piece;")
        self.context.scope.add(Variable(sum_, kind, later(word.lag, 2 * count), writable=True))

    def scatter(self):
        """Each bit of a result computed alone."""
        width = self.rng.choice((4, 8, 13, 16))
        result = self.context.fresh("bits")
        word = self.e.typed(Int(width), 1)
        word = self.local(word) if word.variable is None else word.variable
        mask = self.e.typed(Int(width))
        self.out.line(f"ap_uint<{width}> {result} = 0;")
        with self._unrolled("int", "i", width):
            way = self.rng.choice((f"{word.text}[i] ^ {word.text}[({width} - 1) - i]",
                                   f"ap_uint<{width}>({word.text} & ({mask.text} >> i)).xor_reduce()",
                                   f"{word.text}[i] != ({word.text} > i)"))
            self.out.line(f"{result}[i] = {way};", word.value(), mask, features=["bits written in a loop"])
        lag = later(max(word.lag, mask.lag), 6)
        self.context.scope.add(Variable(result, Int(width), lag, writable=True))

    def beside_loop(self):
        """Loops in each other."""
        rows, columns = self.rng.choice(((2, 2), (2, 3), (3, 2), (4, 2)))
        word = self.e.typed(Int(rows * columns * 4), 1)
        word = self.local(word) if word.variable is None else word.variable
        best = self.context.fresh("best")
        self.out.line(f"ap_uint<6> {best} = 0;")
        with self._unrolled("int", "i", rows):
            self.out.line("ap_uint<6> row = 0;")
            with self._unrolled("int", "j", columns):
                self.out.line(f"const ap_uint<4> digit = {word.text} >> (4 * ({columns} * i + j));", word.value(),
                              features=["nested loops"])
                self.out.line("if (digit[0] || i == j) row = row + digit;")
            self.out.line(f"if (row > {best}) {best} = row;")
        lag = later(word.lag, 8)
        self.context.scope.add(Variable(best, Int(6), lag, writable=True))

    # --- calls ------------------------------------------------------------------------------------------------------

    def call_template(self):
        name = self.rng.choice(("folded", "first_set", "mirrored", "mask_if", "clamped"))
        self.e.needs(name)
        features = ["template"]
        kind = Int(random_width(self.rng, min(72, self.e.widest)), False)
        if name == "clamped":
            kind = Int(kind.width, self.rng.random() < 0.5)
            values = [self.e.typed(kind, 1) for _ in range(3)]
            call = f"clamped<{kind}>({', '.join(value.text for value in values)})"
            result = derived(call, kind, 8, *values, features=features)
        elif name == "mask_if":
            condition, value = self.e.condition(1), self.e.typed(kind, 1)
            result = derived(f"mask_if<{kind.width}>({condition.text}, {value.text})", kind, 1, condition, value,
                             features=features)
        else:
            value = self.e.typed(kind, 1)
            of = {"folded": Int(32), "first_set": Int(10), "mirrored": kind}[name]
            result = derived(f"{name}<{kind.width}>({value.text})", of, 8, value, features=features)
        self.local(result)

    def call_function(self):
        """A random function, inlined or left to the compiler, with arguments by value and by reference."""
        name = self.context.fresh("function")
        kinds = [Int(random_width(self.rng, self.e.widest), self.rng.random() < 0.4)
                 for _ in range(self.rng.randint(1, 3))]
        returned = Int(random_width(self.rng, self.e.widest), self.rng.random() < 0.4)
        by_reference = self.rng.random() < 0.35
        self.context.function(name, kinds, returned, by_reference)
        values = [self.e.typed(kind, 1) for kind in kinds]
        arguments = ", ".join(value.text for value in values)
        lag = later(max(value.lag for value in values), 20)
        if by_reference:
            target = self.local(self.e.typed(returned), returned, constant=False)
            self.out.line(f"{name}({arguments}, {target.text});", *values, features=["function changes its argument"])
            self._changed(target, lag)
        else:
            call = derived(f"{name}({arguments})", returned, 20, *values, features=["function"])
            self.local(call)

    # --- built-in types ---------------------------------------------------------------------------------------------

    def native(self):
        """Arithmetic of unsigned int and unsigned long long, as C++ has it."""
        kind = Int(self.rng.choice((32, 64)), False, "std")
        a, b = self.e.typed(kind, 1), self.e.typed(kind)
        way = self.rng.choice(("+", "-", "&", "|", "^", "*", "<<", ">>", "~", "?:", "<"))
        if a.text == b.text:
            way = "~"
        if way in ("<<", ">>"):
            text, uses = f"{a.text} {way} {self.rng.randrange(kind.width)}", (a,)
        elif way == "~":
            text, uses = f"~{a.text}", (a,)
        elif way == "?:":
            text, uses = f"{a.text} > {b.text} ? {a.text} : {b.text}", (a, b)
        elif way == "<":
            self.local(derived(f"{a.text} < {b.text}", BOOL, carry_levels(kind.width), a, b, features=["built-in arithmetic"]))
            return
        elif way == "*":
            a = self.e.convert(self.e.typed(Int(self.rng.randint(2, 16))), kind)
            text, uses = f"{a.text} * {b.text}", (a, b)
        else:
            text, uses = f"{a.text} {way} {b.text}", (a, b)
        self.local(derived(text, kind, 12, *uses, features=["built-in arithmetic"]))

    # --- cells ------------------------------------------------------------------------------------------------------

    def cover(self, wanted):
        """A statement that has this cell of the coverage table."""
        name, which, sign = wanted.split("/")
        if name in OPERATORS:
            value = self.e.cell(wanted)
            self.local(value)
            return
        kind = Int(width_in(self.rng, next(one for one in CLASSES if one.name == which)), sign == "signed")
        if name == "index":
            self.local_array(kind)
        elif name == "switch":
            self.switch(kind)
        else:
            {"set_range": self.set_range, "set_bit": self.set_bit, "assign": self.assign}[name](self.mutable(kind))
