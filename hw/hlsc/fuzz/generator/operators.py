"""Operators of ap_int and ap_uint: their text, the type of their result (UG1399, "Binary Arithmetic Operators"), and
how much logic they are.

Each takes the expressions it may use, a first operand, and `other()`, which gives further ones. A feature of an
operator is a cell of the coverage table: OPERATOR/WIDTH CLASS/SIGN, of its widest operand and signed if any is.
"""

from .scope import derived
from .types import BOOL, CLASSES, SIGNS, WIDEST, Int, class_of, random_width, width_in


def cell(name, *kinds):
    """The cell of an operator with operands of these types."""
    return f"{name}/{class_of(max(kind.width for kind in kinds)).name}/{SIGNS[any(kind.signed for kind in kinds)]}"


def carry_levels(width):
    return 1 + (width - 1) // 16


def tree_levels(width):
    """Of a function that reads all bits, six to a LUT."""
    return 1 if width <= 6 else 2 if width <= 36 else 3 if width <= 216 else 4


def common_width(a, b):
    """Of both, where an unsigned one beside a signed one needs a bit more."""
    return max(a.width + (b.signed and not a.signed), b.width + (a.signed and not b.signed))


def as_number(e, value):
    """Operators belong to ap_int: a built-in operand alone would compute in int."""
    return e.convert(value, Int(value.type.width, value.type.signed)) if value.type.builtin else value


def pair(e, a, other):
    """Two operands, of which at least one is a number, and the first keeps within the widest type."""
    b = other()
    if b.text == a.text:
        b = e.literal(b.type)
    if a.type.builtin and (b.type.builtin or a.type == BOOL):
        a = as_number(e, a)
    if b.type == BOOL:
        b = as_number(e, b)
    return a, b


# --- two operands ---------------------------------------------------------------------------------------------------

def arithmetic(name, sign):
    def make(e, a, other):
        a, b = pair(e, a, other)
        a, b = e.at_most(a, WIDEST - 2), e.at_most(b, WIDEST - 2)
        if sign == "*":
            # What a DSP multiplies, but for few.
            most = 18 if e.rng.random() < 0.9 and a.type.width <= 32 else 36
            a, b = e.at_most(a, max(most, e.wanted_width)), e.at_most(b, most)
            if a.type.builtin and b.type.builtin:
                a = as_number(e, a)
            kind = Int(a.type.width + b.type.width, a.type.signed or b.type.signed)
            levels = 12
        else:
            width = common_width(a.type, b.type) + 1
            kind = Int(width, sign == "-" or a.type.signed or b.type.signed)
            levels = carry_levels(width)
        return derived(f"({a.text} {sign} {b.text})", kind, levels, a, b, features=[cell(name, a.type, b.type)])
    return make


def bitwise(name, sign):
    def make(e, a, other):
        a, b = pair(e, a, other)
        a, b = e.at_most(a, WIDEST - 1), e.at_most(b, WIDEST - 1)
        kind = Int(common_width(a.type, b.type), a.type.signed or b.type.signed)
        return derived(f"({a.text} {sign} {b.text})", kind, 1, a, b, features=[cell(name, a.type, b.type)])
    return make


def comparison(name, sign):
    def make(e, a, other):
        a, b = pair(e, a, other)
        width = max(a.type.width, b.type.width)
        levels = tree_levels(2 * width) if sign in ("==", "!=") else carry_levels(width)
        return derived(f"({a.text} {sign} {b.text})", BOOL, levels, a, b, features=[cell(name, a.type, b.type)])
    return make


def concatenation(e, a, other):
    b = other()
    if a.type.builtin and (b.type.builtin or e.rng.random() < 0.5):
        a = as_number(e, a)
    if b.type == BOOL:
        b = as_number(e, b)
    a, b = e.at_most(a, WIDEST // 2), e.at_most(b, WIDEST // 2)
    kind = Int(a.type.width + b.type.width)
    sign = SIGNS[a.type.signed or b.type.signed]
    return derived(f"{kind}(({a.text}, {b.text}))", kind, 0, a, b,
                   features=[f"concat/{class_of(kind.width).name}/{sign}"])


# --- shifts ---------------------------------------------------------------------------------------------------------

def shift_by_constant(name, sign):
    def make(e, a, _):
        a = as_number(e, a)
        # Counts of the width and more are defined.
        count = e.rng.randint(0, a.type.width + 2) if e.rng.random() < 0.2 else e.rng.randrange(a.type.width)
        return derived(f"({a.text} {sign} {count})", a.type, 0, a, features=[cell(name, a.type)])
    return make


def shift_by_variable(name, sign):
    def make(e, a, _):
        a = as_number(e, a)
        most = max(1, a.type.width.bit_length() + e.rng.choice((-1, 0, 0, 1)))
        features = [cell(name, a.type)]
        if e.rng.random() < 0.25:
            # A negative count goes the other way.
            by = e.typed(Int(max(2, most), True))
            features.append("shift by signed count")
        else:
            by = e.typed(Int(most))
        text = by.text
        if e.rng.random() < 0.3:
            text = f"{by.text}.{'to_int' if by.type.signed else 'to_uint'}()"
        return derived(f"({a.text} {sign} {text})", a.type, 1 + a.type.width.bit_length() // 2, a, by,
                       features=features)
    return make


# --- one operand ----------------------------------------------------------------------------------------------------

def complement(e, a, _):
    a = as_number(e, a)
    return derived(f"(~{a.text})", a.type, 0, a, features=[cell("not", a.type)])


def negation(e, a, _):
    a = e.at_most(as_number(e, a), WIDEST - 2)
    return derived(f"(-{a.text})", Int(a.type.width + 1, True), carry_levels(a.type.width + 1), a,
                   features=[cell("neg", a.type)])


def reduction(name):
    def make(e, a, _):
        a = as_number(e, a)
        return derived(f"{a.text}.{name}()", BOOL, tree_levels(a.type.width), a, features=[cell(name, a.type)])
    return make


def population(e, a, _):
    a = as_number(e, a)
    e.needs("population")
    kind = Int(a.type.width.bit_length())
    argument = f"ap_uint<{a.type.width}>({a.text})" if a.type.signed else a.text
    return derived(f"{kind}(population<{a.type.width}>({argument}))", kind, 4 * carry_levels(a.type.width), a,
                   features=[cell("popcount", a.type), "popcount loop"])


# --- parts ----------------------------------------------------------------------------------------------------------

def index_below(e, size):
    """A variable index that is always below `size`, by its width; None if there is none."""
    width = size.bit_length() - 1
    return e.typed(Int(width)) if width > 0 else None


def bits_read(e, a, _):
    a = as_number(e, a)
    width = a.type.width
    features = [cell("range", a.type)]
    length = e.rng.randint(1, width)
    at = index_below(e, width - length + 1) if e.rng.random() < 0.3 else None
    kind = Int(length)
    if at is not None and len(at.text) < 24:
        features.append("range at variable bit")
        high = f"{at.text} + {length - 1}" if length > 1 else at.text
        return derived(f"{kind}({a.text}.range({high}, {at.text}))", kind, 4, a, at, features=features)
    low = e.rng.randint(0, width - length)
    call = e.rng.choice(("range", ""))
    text = f"{a.text}.range" if call or not a.variable else a.text
    return derived(f"{kind}({text}({low + length - 1}, {low}))", kind, 0, a, features=features)


def bit_read(e, a, _):
    a = as_number(e, a)
    features = [cell("bit", a.type)]
    at = index_below(e, a.type.width) if e.rng.random() < 0.5 else None
    if at is not None:
        features.append("bit at variable index")
        return derived(f"bool({a.text}[{at.text}])", BOOL, 2, a, at, features=features)
    index = e.rng.randrange(a.type.width)
    text = e.rng.choice((f"bool({a.text}[{index}])", f"{a.text}.test({index})", f"{a.text}.get_bit({index})"))
    return derived(text, BOOL, 0, a, features=features)


# --- conversions ----------------------------------------------------------------------------------------------------

def extension(e, a, _):
    wider = [one for one in CLASSES if one.most > a.type.width]
    which = class_of(e.wanted_width) if e.wanted_width > a.type.width else e.rng.choice(wider[:2])
    width = max(a.type.width + 1, width_in(e.rng, which, max(which.least, e.widest)))
    return e.convert(a, Int(min(width, WIDEST), e.rng.random() < 0.4))


def truncation(e, a, _):
    return e.convert(a, Int(random_width(e.rng, a.type.width - 1) if a.type.width > 1 else 1, e.rng.random() < 0.4))


# --- selection ------------------------------------------------------------------------------------------------------

def selection(e, a, other):
    condition = e.condition(1)
    kind = Int(a.type.width, a.type.signed)
    b = e.convert(other(), kind)
    a = e.convert(a, kind)
    if e.rng.random() < 0.5:
        a, b = b, a
    return derived(f"({condition.text} ? {a.text} : {b.text})", kind, 1, condition, a, b,
                   features=[cell("select", kind)])


def lookup(e, a, _):
    """In a constant table of elements of the operand's type; the operand is the index."""
    kind = Int(a.type.width, a.type.signed)
    at = e.convert(a, Int(e.rng.randint(1, 4)))
    table = e.table(kind, 1 << at.type.width)
    return derived(f"{table}[{at.text}]", kind, 1, at, features=[cell("table", kind), "constant table"])


# name: (how it is made, how likely it is)
OPERATORS = {
    "add": (arithmetic("add", "+"), 8), "sub": (arithmetic("sub", "-"), 6), "mul": (arithmetic("mul", "*"), 2),
    "and": (bitwise("and", "&"), 5), "or": (bitwise("or", "|"), 5), "xor": (bitwise("xor", "^"), 6),
    "not": (complement, 3), "neg": (negation, 2),
    "eq": (comparison("eq", "=="), 2), "ne": (comparison("ne", "!="), 2), "lt": (comparison("lt", "<"), 2),
    "le": (comparison("le", "<="), 2), "gt": (comparison("gt", ">"), 2), "ge": (comparison("ge", ">="), 2),
    "shl_const": (shift_by_constant("shl_const", "<<"), 3), "shr_const": (shift_by_constant("shr_const", ">>"), 3),
    "shl_var": (shift_by_variable("shl_var", "<<"), 2), "shr_var": (shift_by_variable("shr_var", ">>"), 2),
    "range": (bits_read, 5), "bit": (bit_read, 3), "concat": (concatenation, 4),
    "extend": (extension, 3), "truncate": (truncation, 3), "select": (selection, 6), "table": (lookup, 1),
    "and_reduce": (reduction("and_reduce"), 1), "or_reduce": (reduction("or_reduce"), 1),
    "xor_reduce": (reduction("xor_reduce"), 1), "popcount": (population, 1),
}


def cells_of(name, classes=CLASSES):
    return [f"{name}/{one.name}/{sign}" for one in classes for sign in SIGNS]


def all_cells():
    """Every cell that kernels must cover: what no width class excludes."""
    for name in OPERATORS:
        if name == "mul":
            yield from cells_of(name, CLASSES[:4])
        elif name in ("concat", "extend", "truncate"):
            yield from cells_of(name, CLASSES[1:])
        else:
            yield from cells_of(name)
