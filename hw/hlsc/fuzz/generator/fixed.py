"""Processes of networks that are not random: what merges streams, and what sends elements round a loop.

When they act is a matter of timing, so what they do with each element is not: every element has a tag, and what
becomes of it depends on it alone. Each function returns the body of a process; its streams are in0, in1, …, out0, ….
"""

from .scope import Value
from .types import BOOL, Int

TAG = Int(16)
ROUNDS = Int(2)
SOURCE = Int(2)
# What goes round a loop: which it is, and how many times it comes back.
TOKEN_FIELDS = (("tag", TAG), ("rounds", ROUNDS))
SUM = Int(16)


def zeros(payload, name):
    """A local without data."""
    return [f"  {payload} {name};"] + [f"  {text} = {'false' if kind == BOOL else '0'};"
                                       for text, kind in payload.leaves(name)]


def fill(context, payload, target, source, name, kept=()):
    """Each integer of the target made of any of the source's, except for those that are kept."""
    lines = []
    for text, kind in payload.leaves(target):
        if text.removeprefix(f"{target}.") not in kept:
            value = Value(*context.rng.choice(list(source.leaves(name))))
            lines.append(f"    {text} = {context.e.convert(value, kind).text};")
    return lines


def merge(context, inputs, item):
    """One element of either input, the one that is there; they take turns if both are."""
    fair = context.rng.random() < 0.7
    lines = ["  static bool turn = false;"] if fair else []
    lines += [*zeros(inputs[0], "first"), *zeros(inputs[1], "second"), *zeros(item, "item"),
              "  bool got_first = false;", "  bool got_second = false;"]
    if fair:
        lines += ["  if (turn) got_second = in1.read_nb(second);"]
    lines += ["  if (!got_second) got_first = in0.read_nb(first);",
              f"  if (!got_first{' && !turn' if fair else ''}) got_second = in1.read_nb(second);"]
    if fair:
        lines[-1] = "  if (!got_first && !got_second && !turn) got_second = in1.read_nb(second);"
        lines += ["  turn = got_first;"]
    return [*lines, "  if (!got_first && !got_second) return;", "  item.source = got_second;", "  if (got_first) {",
            *fill(context, item, "item", inputs[0], "first", ("source",)), "  } else {",
            *fill(context, item, "item", inputs[1], "second", ("source",)), "  }", "  out0.write(item);"]


def sums(context, item, total):
    """For each source the sum so far."""
    addend = Value(*context.rng.choice([leaf for leaf in item.leaves("item") if leaf[0] != "item.source"]))
    return ["  static ap_uint<16> sums[4];", "#pragma HLS ARRAY_PARTITION variable = sums complete",
            f"  const {item} item = in0.read();",
            f"  sums[item.source] = sums[item.source] + {context.e.convert(addend, SUM).text};",
            f"  {total} total;", "  total.source = item.source;", "  total.sum = sums[item.source];",
            "  out0.write(total);"]


def admit(places, token):
    """in0: new ones, in1: those that come back, in2: word of those that have left. Has a credit for each place."""
    kind = Int(places.bit_length())
    return [f"  static {kind} places = {places};", "  static bool some = true;", "  bool word = false;",
            "  const bool returned = in2.read_nb(word);", *zeros(token, "item"),
            "  const bool again = in1.read_nb(item);", "  bool enters = false;",
            "  if (!again && some) enters = in0.read_nb(item);",
            "  const bool none = places == 0;", "  const bool last = places == 1;",
            "  some = returned || !(none || (last && enters));", "  places = places + returned - enters;",
            "  if (!again && !enters) return;", "  out0.write(item);"]


def judge(token):
    """out0: what leaves, out1: what goes round again, out2: word of what leaves."""
    return [f"  {token} item = in0.read();", "  if (item.rounds == 0) {", "    out0.write(item);",
            "    out2.write(true);", "  } else {", "    item.rounds = item.rounds - 1;", "    out1.write(item);", "  }"]


def enter(token):
    """in1, which comes back, before in0."""
    return [*zeros(token, "item"), "  bool got = in1.read_nb(item);", "  if (!got) got = in0.read_nb(item);",
            "  if (got) out0.write(item);"]


def leave(token):
    """out1, which goes back, if there is room; out0 else. How often is nobody's business."""
    return [f"  {token} item = in0.read();", "  const bool room = !out1.full();",
            "  if (item.rounds != 0 && room) {", "    item.rounds = item.rounds - 1;", "    out1.write(item);",
            "  } else {", "    item.rounds = 0;", "    out0.write(item);", "  }"]
