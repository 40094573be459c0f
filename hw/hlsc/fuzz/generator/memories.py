"""Arrays in memory: swept first, then read and written by addresses from the input, with forwarding of what the last
`kept` firings wrote.

A firing finds every older word in the `kept` newest ones or in memory, where it is after `kept` more firings: so the
array's DEPENDENCE has distance `kept` + 1. Addresses come from fields that the stimulus draws from few values, and the
kernel tells its probe of every access, so that the distances that were really met are known.
"""

from typing import NamedTuple

from .operators import cell
from .scope import FREE, OF_MEMORY, OF_STATE, Variable, derived
from .types import BOOL, Int, Struct, random_int, random_width

STORAGES = ("bram", "uram", "lutram")
KEPT = range(1, 11)
# A word that is changed and written back goes through memory and logic within its distance.
LEAST_KEPT_TO_CHANGE = 5
PATTERNS = ("set", "change", "ring")


class Plan(NamedTuple):
    storage: str
    kept: int
    pattern: str
    partitioned: bool


def plan_of(number, rng):
    """The memory of the kernel with this number: all storages with all distances, one after the other."""
    storage = STORAGES[number % len(STORAGES)]
    kept = KEPT[number // len(STORAGES) % len(KEPT)]
    pattern = rng.choice(("change", "change", "set")) if kept >= LEAST_KEPT_TO_CHANGE else "set"
    return Plan(storage, kept, pattern, rng.random() < 0.35)


class Memory:
    """One array. `declare` before the body, `sweep` where the kernel sweeps, `access` once in the body."""

    def __init__(self, context, plan, number):
        self.context = context
        self.rng = context.rng
        self.e = context.e
        self.plan = plan
        self.number = number
        self.address_bits = self.rng.randint(4, 6 if plan.storage == "lutram" else 8)
        self.bank_bits = self.rng.choice((1, 2)) if plan.partitioned else 0
        self.rows = 1 << self.address_bits
        self.banks = 1 << self.bank_bits
        self.placing = self.rng.choice(("", "", "xor", "times"))  # how addresses come from keys
        # Whether what is kept moves on at the start of each firing, whatever it does, or where the memory is accessed. A
        # word that is changed needs the former: only so the compiler knows well before what stands there.
        self.moves_always = plan.pattern == "change" or self.rng.random() < 0.3
        self.newest = 1 if self.moves_always else 0  # where the firing before this one stands
        self.name = context.fresh("memory")
        self.recent = context.fresh("recent")

    @property
    def kept(self):
        """Firings in which a word may not be in memory yet."""
        return self.plan.kept

    @property
    def out(self):
        return self.context.source

    def info(self):
        return {"storage": self.plan.storage, "kept": self.plan.kept, "pattern": self.plan.pattern,
                "banks": self.banks, "rows": self.rows}

    # --- declarations -----------------------------------------------------------------------------------------------

    def declare(self):
        self._declare_word()
        recent = Struct(self.context.fresh("Recent"), (("valid", BOOL), ("address", Int(self.address_bits)))
                        + ((("bank", Int(self.bank_bits)),) if self.bank_bits else ()) + (("word", self.word),))
        self.context.define(recent)
        size = f"[{self.banks}][{self.rows}]" if self.bank_bits else f"[{self.rows}]"
        lines = self.context.statics
        lines.append(f"  static {self.word} {self.name}{size};")
        if self.bank_bits:
            lines.append(f"#pragma HLS ARRAY_PARTITION variable = {self.name} complete dim = 1")
        if isinstance(self.word, Struct) and self.rng.random() < 0.5:
            lines.append(f"#pragma HLS AGGREGATE variable = {self.name}")
        lines.append(f"#pragma HLS BIND_STORAGE variable = {self.name} type = ram_2p impl = {self.plan.storage}")
        lines.append(f"#pragma HLS DEPENDENCE variable = {self.name} inter RAW true distance = {self.plan.kept + 1}")
        lines.append(f"  static {recent} {self.recent}[{self.plan.kept + self.newest}];")
        lines.append(f"#pragma HLS ARRAY_PARTITION variable = {self.recent} complete dim = 0")

    def _declare_word(self):
        most = min(self.e.widest, 96)
        # What is changed in a word: a count that a cycle can add to.
        self.count = Int(self.rng.randint(4, 24), self.rng.random() < 0.2)
        if self.rng.random() < 0.35:
            self.word = self.count if self.plan.pattern == "change" else Int(random_width(self.rng, most))
            self.fields = ()
        else:
            self.fields = (("count", self.count),) + tuple(
                (f"f{i}", random_int(self.rng, most)) for i in range(self.rng.randint(1, 3)))
            self.word = self.context.define(Struct(self.context.fresh("Word"), self.fields))

    # --- sweep ------------------------------------------------------------------------------------------------------

    def sweep(self, swept):
        """Writes of one firing while the kernel sweeps; `swept` counts its firings."""
        address = f"ap_uint<{self.address_bits}>({swept})"
        # The same in each round: the last firings of a sweep write the first rows again.
        initial = self.rng.choice(("0", "1", address))
        if self.bank_bits:
            with self.out.nest(f"for (unsigned bank = 0; bank < {self.banks}; ++bank)"):
                self.out.pragma("UNROLL")
                self._sweep_word(f"{self.name}[bank][{address}]", initial)
        else:
            self._sweep_word(f"{self.name}[{address}]", initial)
        if not self.moves_always:
            with self.out.nest(f"for (int i = 0; i < {self.kept}; ++i)"):
                self.out.pragma("UNROLL")
                self.out.line(f"{self.recent}[i].valid = false;")

    def begin(self):
        """What each firing does first."""
        if self.moves_always:
            self._move()
            self.out.line(f"{self.recent}[0].valid = false;", features=["forwarding that always moves on"])

    def _move(self):
        with self.out.nest(f"for (int i = {self.kept + self.newest - 1}; i > 0; --i)"):
            self.out.pragma("UNROLL")
            self.out.line(f"{self.recent}[i] = {self.recent}[i - 1];")

    def _sweep_word(self, target, initial):
        if not self.fields:
            self.out.line(f"{target} = {initial};")
            return
        for field, kind in self.fields:
            self.out.line(f"{target}.{field} = {'false' if kind == BOOL else f'{kind}({initial})'};")

    # --- access -----------------------------------------------------------------------------------------------------

    def access(self):
        """Reads a word, and writes one."""
        context = self.context
        address = self._address("address", self.address_bits)
        bank = self._address("bank", self.bank_bits) if self.bank_bits else None
        current = self._read(address, bank)
        changes = context.statements.local(context.channels.condition(), BOOL, prefix="changes")
        change = self.plan.pattern == "change"
        written, written_bank = address, bank
        if not change and self.rng.random() < 0.4:
            # Written elsewhere than read.
            written = self._address("place", self.address_bits)
        second = None
        if self.rng.random() < 0.3:
            context.source.has(["memory read twice"])
            second = self._read(self._address("address", self.address_bits),
                                self._address("bank", self.bank_bits) if bank else None)
        following = self._next(current, change)
        target = f"[{written_bank.text}][{written.text}]" if bank else f"[{written.text}]"
        self.out.line(f"if ({changes.text}) {self.name}{target} = {following};", changes.value(), written.value(),
                      *([written_bank.value()] if bank else ()), features=["memory written"])
        where = f"{bank.text} * {self.rows} + {written.text}" if bank else written.text
        self.out.line(f"probe.writes({self.number}, {changes.text}, ap_uint<16>({where}).to_uint());")
        if not self.moves_always:
            self._move()
            self.out.has(["forwarding that moves on behind an access"])
        self.out.line(f"{self.recent}[0].valid = {changes.text};", changes.value())
        self.out.line(f"{self.recent}[0].address = {written.text};", written.value())
        if bank:
            self.out.line(f"{self.recent}[0].bank = {written_bank.text};", written_bank.value())
        self.out.line(f"{self.recent}[0].word = {following};")
        for name in (current, second):
            if name and not self.fields:
                context.scope.add(Variable(name, self.word, OF_MEMORY))
            elif name:
                context.scope.add_leaves(self.word, name, OF_MEMORY)

    def _address(self, prefix, bits):
        """A local that holds an address from the input."""
        found = [variable for variable in self.context.scope.visible() if variable.address]
        if not found:
            value = self.e.typed(Int(bits))
        else:
            # The same function everywhere, so that addresses meet.
            leaf = self.rng.choice(found).value()
            value = {"": leaf, "xor": derived(f"({leaf.text} ^ ({leaf.text} >> 2))", leaf.type, 1, leaf),
                     "times": derived(f"({leaf.text} * 5)", Int(40), 4, leaf)}[self.placing]
            value = self.e.convert(value, Int(bits))
        return self.context.statements.local(value, Int(bits), prefix=prefix)

    def _read(self, address, bank):
        """The word at an address, the newest one. Its name."""
        current = self.context.fresh("current")
        row, first, end = address.text, self.newest, self.newest + self.kept
        same = f"{self.recent}[i].valid && {self.recent}[i].address == {row}"
        uses = [address.value()]
        if bank:
            same += f" && {self.recent}[i].bank == {bank.text}"
            uses.append(bank.value())
        where = f"{bank.text} * {self.rows} + {row}" if bank else row
        features = [f"memory: {self.plan.storage}", f"memory: {self.plan.pattern}"]
        if self.fields:
            features.append("memory of structs")
        if not bank:
            self.out.line(f"{self.word} {current} = {self.name}[{row}];", *uses, features=features)
        elif self.rng.random() < 0.5:
            self.out.line(f"{self.word} {current} = {self.name}[{bank.text}][{row}];", *uses,
                          features=[*features, "memory partitioned, bank selected by index"])
        else:
            self.out.line(f"{self.word} {current} = {self.name}[0][{row}];", *uses,
                          features=[*features, "memory partitioned, bank selected in a loop"])
            with self.out.nest(f"for (unsigned bank = 1; bank < {self.banks}; ++bank)"):
                self.out.pragma("UNROLL")
                self.out.line(f"const {self.word} word = {self.name}[bank][{row}];")
                self.out.line(f"if ({bank.text} == bank) {current} = word;")
        self.out.line(f"probe.reads({self.number}, ap_uint<16>({where}).to_uint());")
        if self.rng.random() < 0.6:
            with self.out.nest(f"for (int i = {end - 1}; i >= {first}; --i)", features=["forwarding, the newest last"]):
                self.out.pragma("UNROLL")
                self.out.line(f"if ({same}) {current} = {self.recent}[i].word;")
        else:
            met = self.context.fresh("met")
            self.out.line(f"bool {met} = false;")
            with self.out.nest(f"for (int i = {first}; i < {end}; ++i)", features=["forwarding, the newest first"]):
                self.out.pragma("UNROLL")
                with self.out.nest(f"if (!{met} && {same})"):
                    self.out.line(f"{met} = true;")
                    self.out.line(f"{current} = {self.recent}[i].word;")
        return current

    def _next(self, current, change):
        """The word that is written: its name."""
        following = self.context.fresh("following")
        if not self.fields:
            if change:
                value = self._changed(current)
                self.out.line(f"const {self.word} {following} = {value.text};", value)
            else:
                value = self.e.within(OF_STATE + 20, self.word, 2)
                self.out.line(f"const {self.word} {following} = {value.text};", value)
            return following
        self.out.line(f"{self.word} {following} = {current};" if change else f"{self.word} {following};")
        for field, kind in self.fields:
            if not change:
                value = self.e.within(OF_STATE + 20, kind, 2)
            elif field == "count":
                value = self._changed(f"{current}.count")
            elif self.rng.random() < 0.5:
                value = self.e.within(FREE, kind, 2)
            else:
                continue
            self.out.line(f"{following}.{field} = {value.text};", value)
        return following

    def _changed(self, text):
        """What becomes of a count, within a cycle."""
        old = Variable(text, self.count).value()._replace(uses=frozenset())
        way = self.rng.choice(("add", "add", "one", "xor", "select"))
        if way == "one":
            return derived(f"{text} + 1", self.count, 1, old, features=["word counted in place"])
        other = self.e.within(FREE, self.count, 2)
        if way == "add":
            return derived(f"{text} + {other.text}", self.count, 1, old, other,
                           features=["word counted in place", cell("add", self.count)])
        if way == "xor":
            return derived(f"{text} ^ {other.text}", self.count, 1, old, other,
                           features=["word changed in place", cell("xor", self.count)])
        condition = self.e.even_condition(FREE)
        return derived(f"{condition.text} ? {other.text} : {text}", self.count, 1, condition, old, other,
                       features=["word changed in place"])


class Ring:
    """A ring of words that addresses without the input: a place is met again only after `rows` firings."""

    def __init__(self, context, storage):
        self.context = context
        self.rng = context.rng
        self.e = context.e
        self.storage = storage
        self.address_bits = self.rng.randint(4, 6)
        self.rows = 1 << self.address_bits
        self.name = context.fresh("ring")
        self.put = context.fresh("put")
        self.word = Int(random_width(self.rng, min(64, self.e.widest)))
        self.behind = self.rng.randint(9, self.rows - 1)

    @property
    def kept(self):
        """Firings in which a word may not be in memory yet."""
        return self.behind - 1

    def info(self):
        return {"storage": self.storage, "kept": self.kept, "pattern": "ring", "banks": 1, "rows": self.rows}

    def declare(self):
        lines = self.context.statics
        lines.append(f"  static {self.word} {self.name}[{self.rows}];")
        lines.append(f"#pragma HLS BIND_STORAGE variable = {self.name} type = ram_2p impl = {self.storage}")
        lines.append(f"#pragma HLS DEPENDENCE variable = {self.name} inter RAW true distance = {self.behind}")
        lines.append(f"  static ap_uint<{self.address_bits}> {self.put} = 0;")

    def sweep(self, swept):
        address = f"ap_uint<{self.address_bits}>({swept})"
        self.context.source.line(f"{self.name}[{address}] = {address};")

    def begin(self):
        """Nothing comes first."""

    def access(self):
        """Puts a word; takes the one that was put `behind` firings ago."""
        out = self.context.source
        value = self.e.within(OF_STATE + 20, self.word, 2)
        taken = self.context.fresh("taken")
        out.line(f"const {self.word} {taken} = {self.name}[ap_uint<{self.address_bits}>({self.put} - {self.behind})];",
                 features=[f"memory: {self.storage}", "memory: ring"])
        out.line(f"{self.name}[{self.put}] = {value.text};", value)
        out.line(f"{self.put} = {self.put} + 1;")
        self.context.scope.add(Variable(taken, self.word, OF_MEMORY))


