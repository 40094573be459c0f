"""Trees of one associative operator: what they join, and LUTs for that, the latest signal last.

As a person would group them: what comes early goes into LUTs of its own, as full as they can be,
and their outputs go on beside what comes later (Francis, Rose and Vranesic, Chortle-crf, DAC 1991).
"""

from slices import LUT_INPUTS

MOST_LEAVES = 160

# Gate -> (operator, its result is inverted, which inputs are inverted). An OR is the AND of what is
# inverted.
_AS_AND = {
    "$_AND_": (False, {"A": False, "B": False}),
    "$_NAND_": (True, {"A": False, "B": False}),
    "$_ANDNOT_": (False, {"A": False, "B": True}),
    "$_OR_": (True, {"A": True, "B": True}),
    "$_NOR_": (False, {"A": True, "B": True}),
    "$_ORNOT_": (True, {"A": True, "B": False}),
}
_XOR = ("$_XOR_", "$_XNOR_")


def leaves(net, gate_of):
    """The signals that a gate joins by AND, OR or XOR, with all gates of the same operator before
    it; None if it joins otherwise. `gate_of` gives the cell that drives a signal, or None."""
    cell = gate_of(net)
    if cell is None:
        return None
    if cell["type"] in _XOR:
        return _xor_leaves(net, gate_of)
    if cell["type"] in _AS_AND:
        return _and_leaves(net, _AS_AND[cell["type"]][0], gate_of)
    return None


def _xor_leaves(net, gate_of):
    found, waiting = {}, [net]
    while waiting:
        at = waiting.pop()
        if not isinstance(at, int):
            continue
        cell = gate_of(at)
        if cell is not None and cell["type"] in _XOR and len(found) + len(waiting) < MOST_LEAVES:
            waiting += [cell["connections"][pin][0] for pin in "AB"]
        elif cell is not None and cell["type"] == "$_NOT_":
            waiting.append(cell["connections"]["A"][0])
        else:
            # Twice is not at all, but a LUT may as well take it.
            found[at] = None
    return list(found)


def _and_leaves(net, inverted, gate_of):
    """Of a signal, or of its inverse."""
    found, waiting = {}, [(net, inverted)]
    while waiting:
        at, flipped = waiting.pop()
        if not isinstance(at, int):
            continue
        cell = gate_of(at)
        kind = cell["type"] if cell is not None else ""
        if kind == "$_NOT_":
            waiting.append((cell["connections"]["A"][0], not flipped))
        elif kind in _AS_AND and _AS_AND[kind][0] == flipped and (
                len(found) + len(waiting) < MOST_LEAVES):
            waiting += [(cell["connections"][pin][0], how)
                        for pin, how in _AS_AND[kind][1].items()]
        else:
            found[at] = None
    return list(found)


def grouped(signals, level_of, cut_of, new_lut):
    """The level at which all signals are joined, and the inputs of the LUT that does it.

    `level_of` and `cut_of` tell of a signal when it comes, and from which signals a LUT computes it
    (None: no LUT makes it). `new_lut(level, inputs)` makes a LUT that joins some of them, and
    gives its signal.
    """
    later = sorted(signals, key=level_of)
    ready = []  # signals that wait for a LUT
    level = 0
    while True:
        level += 1
        boxes = [(frozenset([signal]), [signal]) for signal in ready]
        ready = []
        while later and level_of(later[0]) <= level:
            signal = later.pop(0)
            # A signal whose own LUT is of this level may be joined in that LUT.
            inputs = frozenset([signal]) if level_of(signal) < level else cut_of(signal)
            if inputs is None:
                ready.append(signal)
            else:
                boxes.append((inputs, [signal]))
        bins = _pack(boxes)
        if len(bins) == 1 and not later and not ready:
            return level, bins[0][0]
        for inputs, joined in bins:
            ready.append(joined[0] if len(joined) == 1 else new_lut(level, inputs))


def _pack(boxes):
    """Puts sets of signals together while they are no more than a LUT takes; with each set goes what
    it stands for."""
    bins = []
    for box, what in sorted(boxes, key=lambda entry: (-len(entry[0]), sorted(entry[0]))):
        for index, (inputs, joined) in enumerate(bins):
            if len(inputs | box) <= LUT_INPUTS:
                bins[index] = inputs | box, joined + what
                break
        else:
            bins.append((box, what))
    return bins
