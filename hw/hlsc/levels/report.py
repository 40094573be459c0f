"""What was found, for people and as JSON."""

import cells
from cells import Kind
from netlist import Net


def counts(netlist):
    """What the module takes: LUTs of LUTRAM and block RAMs of 36 Kbit, not cells."""
    return {
        "luts": len(netlist.of_kind(Kind.LUT)),
        "registers": len(netlist.of_kind(Kind.REGISTER)),
        "lutram": sum(cells.LUTS_OF_LUTRAM[cell.type] for cell in netlist.of_kind(Kind.LUTRAM)),
        "srl": len(netlist.of_kind(Kind.SHIFT)),
        "bram": sum(cells.SIZE_OF_BRAM[cell.type] for cell in netlist.of_kind(Kind.BRAM)),
        "uram": len(netlist.of_kind(Kind.URAM)),
        "dsp": len(netlist.of_kind(Kind.DSP)),
        "dsp_without_clock": sum(map(cells.computes_without_clock, netlist.of_kind(Kind.DSP))),
    }


def _row(levels, kind, cell, pins, net, source):
    return {"levels": levels, "type": kind, "cell": cell, "pins": pins, "net": net,
            "source": source}


def _start(netlist, path):
    net = netlist.net(path.net)
    if not path.start.cell:
        return _row(0, "port", "", path.start.bit(), net.name, net.source)
    cell = netlist.cells[path.start.cell]
    return _row(0, cell.type, cell.name, path.start.bit(), net.name, cell.source or net.source)


def _end(netlist, path):
    """A register is known by what it drives."""
    if not path.end.cell:
        return _row(path.levels, "port", "", path.end.bit(), "", "")
    cell = netlist.cells[path.end.cell]
    out = cell.outputs.get("Q", [None])[0]
    net = netlist.net(out) if out is not None else Net("", "")
    return _row(path.levels, cell.type, cell.name, path.end.bit(), net.name,
                cell.source or net.source)


def worst(netlist, path):
    """The path as a list of rows, from its start to its end; `levels` counts from the start."""
    if path is None:
        return []
    rows, levels = [_start(netlist, path)], 0
    for step in path.steps:
        cell, net = netlist.cells[step.cell], netlist.net(step.net)
        levels += step.levels
        name = cell.name if step.last == cell.name else f"{cell.name} to {step.last}"
        rows.append(_row(levels, cell.type, name, f"{step.enters} -> {step.leaves}", net.name,
                         cell.source or net.source))
    return [*rows, _end(netlist, path)]


def summary(netlist, levels):
    """All of it as one object."""
    return {"top": netlist.top, "levels": levels.levels, "histogram": levels.histogram(),
            "worst": worst(netlist, levels.worst()), **counts(netlist)}


def _lines(row):
    """The cell, where it comes from and the net that it drives; then its name in the netlist."""
    yield f"  {row['levels']:6}  {row['type']:8} {row['pins']:16} {row['source']}".rstrip()
    if row["cell"]:
        yield f"{'':19}{row['cell']}"
    if row["net"]:
        yield f"{'':19}drives {row['net']}"


def text(found, at_most):
    """The object of `summary`, with its `seconds`, for people."""
    limit = "" if found["levels"] <= at_most else f", more than {at_most}"
    lines = [f"{found['top']}: {found['levels']} LUT levels{limit}",
             f"  {found['luts']} LUTs, {found['registers']} registers,"
             f" {found['lutram']} LUTs as LUTRAM, {found['srl']} as shift registers,"
             f" {found['bram']} block RAMs, {found['uram']} UltraRAMs, {found['dsp']} DSPs;"
             f" {found['seconds']} s"]
    if found["dsp_without_clock"]:
        lines.append(f"  {found['dsp_without_clock']} DSPs multiply without a register: the paths"
                     " through them are not counted")
    lines += ["", "  levels  end points"]
    lines += [f"  {levels:6}  {number:10}" for levels, number in enumerate(found["histogram"])]
    if found["worst"]:
        lines += ["", "  A longest path:"]
        for row in found["worst"]:
            lines += _lines(row)
    return "\n".join(lines)
