"""State: static scalars, structs, arrays in registers and histories, and how firings change them.

What a firing makes of a state must be there for the next one, a cycle later. So updates are short: a sum of 32 bits and
a selection, of the state and of values that do not depend on state. All else may be as deep as it likes.
"""

from .expressions import bare, literal_text
from .operators import cell
from .scope import FREE, OF_STATE, Variable, derived, later
from .types import BOOL, Int, Struct, random_int, random_width

# How far from state a value may be that is written to state, the selection included.
LONGEST_LAG = OF_STATE + 4


class State:
    def __init__(self, context):
        self.context = context
        self.rng = context.rng
        self.e = context.e
        self.scalars = []
        self._updates = []

    @property
    def out(self):
        return self.context.source

    def declare(self, scalars, structs, arrays, histories):
        """Declares so many of each."""
        for _ in range(scalars):
            self._declare_scalar()
        for _ in range(structs):
            self._declare_struct()
        for _ in range(arrays):
            self._declare_array()
        for _ in range(histories):
            self._declare_history()

    def scalar(self, kind, initial=None, prefix="state"):
        """A static integer; None: without an initial value, which is 0."""
        name = self.context.fresh(prefix)
        end = "" if initial is None else f" = {initial}"
        self.context.statics.append(f"  static {kind} {name}{end};")
        variable = self.context.scope.add(Variable(name, kind, OF_STATE))
        self.scalars.append(variable)
        return variable

    def _declare_scalar(self):
        kind = random_int(self.rng, min(self.e.widest, 64) if self.rng.random() < 0.8 else self.e.widest)
        initial = None if self.rng.random() < 0.3 else self._initial(kind)
        variable = self.scalar(kind, initial)
        self._updates.append(lambda: self._update_scalar(variable))

    def _initial(self, kind):
        if kind == BOOL:
            return self.rng.choice(("true", "false"))
        if self.rng.random() < 0.5:
            return str(self.rng.choice((0, 1)))
        return literal_text(kind, self.rng.getrandbits(min(kind.width - kind.signed, 40)))

    def _declare_struct(self):
        fields = tuple((f"f{i}", random_int(self.rng, min(64, self.e.widest))) for i in range(self.rng.randint(2, 4)))
        struct = self.context.define(Struct(self.context.fresh("Kept"), fields))
        name = self.context.fresh("kept")
        self.context.statics.append(f"  static {struct} {name};")
        self.context.scope.add_leaves(struct, name, OF_STATE)
        leaves = self.context.scope.visible()[-len(fields):]
        self._updates.append(lambda: self._update_struct(struct, name, leaves))

    def _declare_array(self):
        kind = Int(random_width(self.rng, 16), self.rng.random() < 0.3)
        count = self.rng.choice((2, 4, 4))
        name = self._static_array(kind, count, "row")
        self._updates.append(lambda: self._update_array(name, kind, count))

    def _declare_history(self):
        kind = Int(random_width(self.rng, min(96, self.e.widest)), self.rng.random() < 0.3)
        count = self.rng.randint(2, 6)
        name = self._static_array(kind, count, "past")
        self._updates.append(lambda: self._update_history(name, kind, count))

    def _static_array(self, kind, count, prefix):
        name = self.context.fresh(prefix)
        self.context.statics.append(f"  static {kind} {name}[{count}];")
        self.context.statics.append(f"#pragma HLS ARRAY_PARTITION variable = {name} complete dim = "
                                    f"{self.rng.choice((0, 1))}")
        for i in range(count):
            self.context.scope.add(Variable(f"{name}[{i}]", kind, OF_STATE))
        return name

    # --- updates ----------------------------------------------------------------------------------------------------

    def updates(self):
        """What changes each of the states, in random order; each call writes the statements of one."""
        updates = list(self._updates)
        self.rng.shuffle(updates)
        return updates

    def room(self):
        """How far from state a value may be that is written here; less than FREE if nothing can be."""
        return LONGEST_LAG - 1 if self.context.control < LONGEST_LAG else -1

    def write(self, variable, value, features=("state",), condition=None):
        lag = max(value.lag, condition.lag if condition else FREE, self.context.control)
        if later(lag, 1) > LONGEST_LAG:
            return False
        if value.text == variable.text:
            return False
        head = ""
        uses = [value]
        if condition:
            head, uses = f"if ({bare(condition)}) ", [value, condition]
        self.out.line(f"{head}{variable.text} = {value.text};", *uses, features=features)
        if condition or self.context.control:
            lag = max(lag, variable.lag)
        variable.lag = later(lag, 1)
        variable.used = False
        return True

    def _update_scalar(self, variable):
        kind = variable.type
        if self.room() < FREE:
            return
        old = variable.value()
        narrow = kind.width <= 32 and kind != BOOL and old.lag == OF_STATE
        ways = ["load", "load", "load if", "xor"]
        if narrow:
            ways += ["count", "count", "add", "add", "most"]
        if narrow and kind.width <= 16:
            ways += ["wrap", "saturate"]
        way = self.rng.choice(ways)
        if kind.builtin:
            number = Int(kind.width, kind.signed)
        else:
            number = kind
        if way == "load":
            self.write(variable, self.e.within(self.room(), kind, 2), ("state",))
        elif way == "load if":
            self.write(variable, self.e.within(FREE, kind, self.context.depth), ("state", "state under condition"),
                       self.e.even_condition(OF_STATE + 1))
        elif way == "xor":
            other = self.e.within(FREE, number, 2)
            if kind == BOOL:
                text = derived(f"{old.text} != ({other.text} != 0)", kind, 1, old, other)
            else:
                text = self.e.convert(derived(f"({self.e.convert(old, number).text} ^ {other.text})", number, 1, old,
                                              other, features=[cell("xor", number)]), kind)
            self.write(variable, text)
        elif way in ("count", "add"):
            step = self.e.small_literal() if way == "count" else self.e.within(FREE, number, 2)
            sign = self.rng.choice("+-")
            total = derived(f"{self.e.convert(old, number).text} {sign} {step.text}", number, (kind.width + 15) // 16,
                            old, step, features=["sum in state"])
            condition = self.e.even_condition(FREE) if self.rng.random() < 0.6 else None
            self.write(variable, self._in(total, kind), ("state",), condition)
        elif way == "most":
            other = self.e.within(FREE, kind, 2)
            condition = derived(f"{other.text} {self.rng.choice('<>')} {old.text}", BOOL, (kind.width + 15) // 16, old,
                                other)
            self.write(variable, other, ("state", "largest in state"), condition)
        elif way == "wrap":
            most = self.rng.randint(1, max(1, (1 << (kind.width - kind.signed)) - 1))
            text = f"{old.text} == {most} ? {kind}(0) : {kind}({old.text} + 1)"
            self.write(variable, derived(text, kind, 3, old), ("state", "counter that wraps"))
        elif way == "saturate":
            other = self.e.within(FREE, number, 1)
            if number.signed:
                self.write(variable, self.e.within(FREE, kind, 1))
                return
            total = self.context.fresh("total")
            wide = Int(number.width + 1)
            self.out.line(f"const {wide} {total} = {self.e.convert(old, number).text} + {other.text};", old, other,
                          features=["sum in state"])
            text = f"{total}[{number.width}] ? {kind}({literal_text(number, (1 << number.width) - 1)}) : {kind}({total})"
            self.write(variable, derived(text, kind, 2, old, other), ("state", "counter that saturates"))

    def _in(self, value, kind):
        """A sum, which is wider than its state, as the state's type."""
        if kind.builtin or self.rng.random() < 0.3:
            return value._replace(text=f"{kind}({value.text})", type=kind)
        return value._replace(type=kind)

    def _update_struct(self, struct, name, leaves):
        if self.room() < FREE:
            return
        condition = self.e.even_condition(OF_STATE)
        lag = later(max(condition.lag, self.context.control, *(leaf.lag for leaf in leaves)), 1)
        if lag <= LONGEST_LAG and self.rng.random() < 0.6:
            # As a whole.
            local = self.context.fresh("next")
            self.out.line(f"{struct} {local} = {name};")
            for field, kind in struct.fields:
                if self.rng.random() < 0.7:
                    value = self.e.within(FREE, kind, 1)
                    self.out.line(f"{local}.{field} = {value.text};", value)
            self.out.line(f"if ({bare(condition)}) {name} = {local};", condition, features=["struct in state"])
            for leaf in leaves:
                leaf.lag = lag
                leaf.used = False
        else:
            for leaf in leaves:
                if self.rng.random() < 0.7:
                    self.write(leaf, self.e.within(FREE, leaf.type, 1), ("field in state",), condition)

    def _update_array(self, name, kind, count):
        if self.room() < FREE:
            return
        elements = [variable for variable in self.context.scope.visible() if variable.text.startswith(f"{name}[")]
        if any(element.lag != OF_STATE for element in elements):
            return
        index = Int((count - 1).bit_length())
        at = self.e.within(FREE, index, 1)
        condition = self.e.even_condition(FREE)
        lag = max(OF_STATE, self.context.control)
        # Read before, at a place of its own.
        other = self.e.typed(index)
        read = derived(f"{name}[{other.text}]", kind, 2, other, elements[0].value(),
                       features=["state array read at variable index"])
        self.context.statements.local(read)
        way = self.rng.choice(("one", "one", "all", "load"))
        if way == "load":
            value = self.e.within(FREE, kind, 2)
            self.out.line(f"if ({bare(condition)}) {name}[{at.text}] = {value.text};", condition, at, value,
                          features=["state array written at variable index"])
        elif way == "one":
            step = self.e.within(FREE, kind, 1)
            self.out.line(f"if ({bare(condition)}) {name}[{at.text}] = {name}[{at.text}] + {step.text};", condition, at,
                          step, features=["state array written at variable index", "element changed in place"])
        else:
            with self.out.nest(f"for (unsigned i = 0; i < {count}; ++i)"):
                self.out.pragma("UNROLL")
                self.out.line(f"if (i == {at.text} && {condition.text}) {name}[i] = {name}[i] + 1;", condition, at,
                              features=["state array changed in a loop"])
        for element in elements:
            element.lag = later(lag, 4)
            element.used = False

    def _update_history(self, name, kind, count):
        if self.room() < FREE:
            return
        elements = [variable for variable in self.context.scope.visible() if variable.text.startswith(f"{name}[")]
        newest = self.e.within(FREE, kind, 2)
        conditional = self.rng.random() < 0.4
        condition = self.e.even_condition(OF_STATE) if conditional else None
        lag = max(condition.lag if condition else FREE, self.context.control)

        def shift():
            if self.rng.random() < 0.2:
                # The oldest first or the newest: registers do not mind.
                for i in range(count - 1, 0, -1):
                    self.out.line(f"{name}[{i}] = {name}[{i - 1}];")
            else:
                with self.out.nest(f"for (int i = {count - 1}; i > 0; --i)"):
                    self.out.pragma("UNROLL")
                    self.out.line(f"{name}[i] = {name}[i - 1];")
            self.out.line(f"{name}[0] = {newest.text};", newest, features=["history"])

        if condition:
            with self.out.nest(f"if ({bare(condition)})", condition, features=["history under condition"]):
                shift()
        else:
            shift()
        if count in (2, 4) and self.rng.random() < 0.7:
            at = self.e.typed(Int((count - 1).bit_length()))
            self.context.statements.local(derived(f"{name}[{at.text}]", kind, 2, at, elements[0].value(),
                                                  features=["history read at variable index"]))
        for element in elements:
            element.lag = later(max(OF_STATE, lag), 1)
            element.used = False
