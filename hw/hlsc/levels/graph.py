"""The longest path of a directed graph without loops, exactly."""

from typing import NamedTuple


class Arc(NamedTuple):
    """One step of a path."""
    source: int
    weight: int
    what: object  # for the reader of the path


class LoopError(Exception):
    """The graph has a loop; `arcs` are its steps in order."""

    def __init__(self, arcs):
        super().__init__("the graph has a loop")
        self.arcs = arcs


class Graph:
    """Nodes are numbers. A path begins at a node that is a start and follows arcs."""

    def __init__(self):
        self.starts = set()
        self.arcs_to = {}  # node -> list of Arc

    def add_start(self, node):
        self.starts.add(node)

    def add_arc(self, source, target, weight, what):
        self.arcs_to.setdefault(target, []).append(Arc(source, weight, what))

    def longest(self):
        """For each node that a start reaches: the length of the longest path to it, and that path's
        last arc (None at a start). A start that arcs lead to is the longer of both."""
        waiting = {}  # node -> arcs whose source is not settled yet
        targets = {}  # node -> nodes that it has arcs to
        for node, arcs in self.arcs_to.items():
            waiting[node] = len(arcs)
            for arc in arcs:
                targets.setdefault(arc.source, []).append(node)
        result = {node: (0, None) for node in self.starts}
        nodes = sorted(self.arcs_to.keys() | targets.keys())
        settled = [node for node in nodes if not waiting.get(node)]
        for node in settled:
            for arc in self.arcs_to.get(node, []):
                if arc.source not in result:
                    continue
                length = result[arc.source][0] + arc.weight
                if node not in result or length > result[node][0]:
                    result[node] = length, arc
            for target in targets.get(node, []):
                waiting[target] -= 1
                if waiting[target] == 0:
                    settled.append(target)
        if len(settled) < len(nodes):
            raise LoopError(self._loop(waiting))
        return result

    def _loop(self, waiting):
        """Going back from a node that waits over one that waits comes round in the end."""
        node = next(node for node, count in sorted(waiting.items()) if count)
        seen, arcs = {}, []
        while node not in seen:
            seen[node] = len(arcs)
            arcs.append(next(arc for arc in self.arcs_to[node] if waiting.get(arc.source)))
            node = arcs[-1].source
        return arcs[seen[node]:][::-1]


def path_to(longest, node):
    """The arcs of the longest path to the node, first one first."""
    arcs = []
    while longest[node][1] is not None:
        arcs.append(longest[node][1])
        node = arcs[-1].source
    return arcs[::-1]
