"""Random expressions over the variables in scope."""

from .operators import OPERATORS, as_number, cell
from .scope import Value, derived
from .types import BOOL, CLASSES, INT, Int, class_of, random_width, width_in


class Expressions:
    """Makes values. `longest_lag` bounds how far from state they may be; None: not at all."""

    def __init__(self, rng, scope, widest, helpers):
        self.rng = rng
        self.scope = scope
        self.widest = widest  # of what random expressions compute
        self.wanted_width = 0  # where a cell is to be covered
        self.longest_lag = None
        self._helpers = helpers

    def needs(self, helper):
        self._helpers.needs(helper)

    def table(self, kind, count):
        return self._helpers.table(kind, [self.literal(kind).text for _ in range(count)])

    # --- leaves -----------------------------------------------------------------------------------------------------

    def variables(self):
        found = self.scope.visible()
        if self.longest_lag is not None:
            found = [variable for variable in found if variable.lag <= self.longest_lag]
        return found

    def leaf(self):
        """A variable, rather one that nothing uses yet; seldom a literal."""
        found = self.variables()
        if not found or self.rng.random() < 0.08:
            return self.literal(Int(random_width(self.rng, self.widest), self.rng.random() < 0.4))
        fresh = [variable for variable in found if not variable.used]
        if fresh and self.rng.random() < 0.6:
            found = fresh
        return self.rng.choice(found).value()

    def literal(self, kind):
        """One of a type; the extremes are likely."""
        least = -(1 << (kind.width - 1)) if kind.signed else 0
        most = (1 << (kind.width - kind.signed)) - 1
        number = self.rng.choice((0, 1, most, least, self.rng.randint(least, most), self.rng.randint(least, most)))
        number = min(max(number, least), most)
        return Value(literal_text(kind, number), kind)

    def small_literal(self):
        """A plain number, as people write them: an int."""
        number = self.rng.choice((1, 1, 2, 3, 5, 7, 8, 15, 16, 100, 255))
        return Value(str(number), INT)

    # --- conversions ------------------------------------------------------------------------------------------------

    def convert(self, value, kind):
        """The value in another type, truncated or extended."""
        if value.type == kind:
            return value
        if kind == BOOL:
            return self.truth(value)
        features = []
        if value.uses and not value.type == INT:
            if kind.width > value.type.width:
                features = [f"extend/{class_of(kind.width).name}/{'signed' if value.type.signed else 'unsigned'}"]
            elif kind.width < value.type.width:
                features = [cell("truncate", value.type)]
            if kind.builtin != value.type.builtin:
                features.append("conversion between ap_int and built-in")
        return derived(f"{kind}({bare(value)})", kind, 0, value, features=features)

    def truth(self, value):
        """Whether it is not 0."""
        if value.type.builtin:
            return derived(f"({value.text} != 0)", BOOL, 1, value)
        return self.rng.choice((OPERATORS["or_reduce"][0], OPERATORS["bit"][0]))(self, value, None)

    def at_most(self, value, width):
        if value.type.width <= width:
            return value
        return self.convert(value, Int(width, value.type.signed))

    # --- expressions ------------------------------------------------------------------------------------------------

    def expression(self, depth):
        """Any value."""
        if depth <= 0 or self.rng.random() < 0.1:
            return self.leaf()
        names = list(OPERATORS)
        name = self.rng.choices(names, [OPERATORS[one][1] for one in names])[0]
        first = self.at_most(self.expression(depth - 1), self.widest)
        wanted, self.wanted_width = self.wanted_width, 0
        value = OPERATORS[name][0](self, first, lambda: self.operand(depth - 1))
        self.wanted_width = wanted
        return value

    def operand(self, depth):
        if self.rng.random() < 0.12:
            return self.small_literal()
        return self.at_most(self.expression(depth), self.widest)

    def typed(self, kind, depth=0):
        """A value of a type: a variable that has it, or a converted one."""
        found = [variable for variable in self.variables() if variable.type == kind]
        if found and self.rng.random() < 0.5:
            return self.rng.choice(found).value()
        value = self.expression(depth)
        for _ in range(2):
            # Rather one that fills it.
            if value.type.width < kind.width:
                value = self.expression(depth)
        return self.convert(value, kind)

    def within(self, lag, kind, depth):
        """The same, no further from state than `lag`."""
        outer, self.longest_lag = self.longest_lag, lag
        for _ in range(20):
            value = self.typed(kind, depth)
            if value.lag <= lag:
                break
        else:
            value = self.literal(kind)
        self.longest_lag = outer
        return value

    def cell(self, wanted):
        """A value with an operator, width class and sign as "OPERATOR/CLASS/SIGN"."""
        name, which, sign = wanted.split("/")
        width_class = next(one for one in CLASSES if one.name == which)
        for _ in range(200):
            width = width_in(self.rng, width_class)
            kind = Int(width, sign == "signed")
            if name == "concat":
                first = self.typed(Int(self.rng.randint(1, width - 1), sign == "signed"))
                rest = Int(width - first.type.width, sign == "signed" and self.rng.random() < 0.5)
                value = OPERATORS[name][0](self, first, lambda: self.typed(rest))  # pylint: disable=W0640
            elif name == "extend":
                self.wanted_width = width
                first = self.typed(Int(self.rng.randint(max(1, width_class.least // 2), width - 1), kind.signed))
                value = OPERATORS[name][0](self, first, None)
            else:
                self.wanted_width = width
                first = self.typed(kind)
                value = OPERATORS[name][0](self, first, lambda: self._beside(kind))
            self.wanted_width = 0
            if wanted in value.features and value.uses:
                return value
        raise AssertionError(f"no value for {wanted}")

    def _beside(self, kind):
        width = self.rng.choice((kind.width, self.rng.randint(max(1, kind.width // 2), kind.width)))
        return self.typed(Int(width, kind.signed and self.rng.random() < 0.6))

    # --- conditions -------------------------------------------------------------------------------------------------

    def condition(self, depth):
        """A bool."""
        way = self.rng.random()
        if depth > 0 and way < 0.3:
            a, b = self.condition(depth - 1), self.condition(depth - 1)
            sign = self.rng.choice(("&&", "||"))
            return derived(f"({a.text} {sign} {b.text})", BOOL, 1, a, b, features=["&& and ||"])
        if depth > 0 and way < 0.4:
            a = self.condition(depth - 1)
            return derived(f"(!{a.text})", BOOL, 0, a, features=["!"])
        if way < 0.75:
            name = self.rng.choice(("eq", "ne", "lt", "le", "gt", "ge"))
            return OPERATORS[name][0](self, self.at_most(self.leaf(), self.widest), lambda: self.operand(0))
        found = [variable for variable in self.variables() if variable.type == BOOL]
        if found and way < 0.85:
            return self.rng.choice(found).value()
        return OPERATORS["bit"][0](self, self.leaf(), None)

    def even_condition(self, lag=None):
        """A bool that random input makes true about as often as false. Not further from state than `lag`."""
        outer, self.longest_lag = self.longest_lag, lag
        for _ in range(20):
            value = self._even_condition()
            if lag is None or value.lag <= lag:
                break
        else:
            value = Value("true", BOOL)
        self.longest_lag = outer
        return value

    def _even_condition(self):
        way = self.rng.random()
        found = [variable for variable in self.variables() if variable.type.width >= 2] or None
        if found is None or way < 0.15:
            return self.condition(1)
        leaf = as_number(self, self.rng.choice(found).value())
        if way < 0.5:
            return OPERATORS["bit"][0](self, leaf, None)
        if way < 0.75:
            low = self.convert(leaf, Int(2))
            return OPERATORS[self.rng.choice(("lt", "ge", "ne", "le", "gt"))][0](
                self, low, lambda: Value(str(self.rng.choice((1, 2))), INT))
        if way < 0.9:
            return OPERATORS["xor_reduce"][0](self, leaf, None)
        return OPERATORS[self.rng.choice(("lt", "gt"))][0](self, leaf, lambda: self.typed(leaf.type))


def bare(value):
    """The text of a value without brackets around the whole; but a concatenation needs them."""
    text = value.text
    depth = 0
    for at, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 1:
            return text
        if depth == 0:
            return text[1:-1] if text.startswith("(") and at == len(text) - 1 else text
    return text


def literal_text(kind, number):
    """A number of a type as C++ has it: literals have 64 bits at most."""
    if kind == BOOL:
        return "true" if number else "false"
    if -(1 << 31) < number < 1 << 31:
        return f"{kind}({number})"
    if kind.width <= 64:
        if kind.signed:
            return f"{kind}({number}LL)" if number > -(1 << 63) else f"{kind}({number + 1}LL - 1)"
        return f"{kind}({number:#x}ULL)"
    bits = number & ((1 << kind.width) - 1)
    whole = Int(kind.width)
    parts = []
    for low in range(0, kind.width, 64):
        word = (bits >> low) & ((1 << 64) - 1)
        if word:
            text = f"{whole}({word:#x}ULL)"
            parts.append(f"({text} << {low})" if low else text)
    text = " | ".join(parts)
    return f"{kind}({text})"


