"""What a set of kernels has covered, as their native runs counted it, and what is missing."""

from collections import Counter

from generator.memories import KEPT, STORAGES
from generator.operators import all_cells
from generator.statements import STATEMENT_CELLS
from generator.types import CLASSES, SIGNS

QUESTIONS = ("read_nb", "empty", "write_nb", "full")
# Beyond these, a distance is like any other.
FARTHEST = max(KEPT) + 1
# A firing a cycle, but for what the pipeline and the FIFOs at its ends hold.
SLACK = 8

# What kernels must have besides operators, memories and questions.
FEATURES = (
    # Streams and their payloads.
    "several inputs", "several outputs", "payload: Int", "payload: Struct", "payload: Beat",
    "payload: Struct in Struct", "payload: Array in Struct", "payload: more than 64 bits",
    "payload: more than 256 bits", "payload: more than 1024 bits", "payload: ap_int, unsigned",
    "payload: ap_int, signed", "payload: std, unsigned", "payload: std, signed", "payload: bool, unsigned",
    # How firings use them.
    "read", "read under condition on values read before", "read under condition on state", "read in two branches",
    "read_nb", "read_nb under condition", "read_nb in two places", "read or read_nb", "empty", "read behind empty",
    "read behind a write", "firings without a read", "idle firings", "merge", "phases", "phases that depend on data",
    "write", "write under condition", "write under condition on state", "write in two branches", "write_nb",
    "write_nb under condition", "full", "write behind full", "write before an early return", "write in phases",
    # State.
    "state", "state under condition", "sum in state", "largest in state", "counter that wraps",
    "counter that saturates", "struct in state", "field in state", "history", "history under condition",
    "history read at variable index", "state array read at variable index", "state array written at variable index",
    "state array changed in a loop", "element changed in place",
    # Memories.
    "sweep", "clear", "memory: set", "memory: change", "memory: ring", "memory of structs", "memory read twice",
    "memory partitioned, bank selected by index", "memory partitioned, bank selected in a loop",
    "forwarding, the newest first", "forwarding, the newest last", "forwarding that always moves on",
    "forwarding that moves on behind an access", "word counted in place", "word changed in place",
    # Statements.
    "early return", "if", "else", "else if", "nested if", "switch", "struct", "struct read at variable index",
    "struct select in a loop", "local array", "array read at variable index", "array written at variable index",
    "priority select in a loop", "last match in a loop", "break in a loop", "early condition in a loop",
    "nested loops", "bits written in a loop", "popcount loop", "loop: sum", "loop: most", "loop: xor", "loop: skip",
    "function", "function changes its argument", "return from a function", "template", "constant table",
    # Details of operators.
    "range at variable bit", "range written at variable bit", "bit at variable index",
    "bit written at variable index", "concatenation written", "shift by signed count", "++ and --", "!", "&& and ||",
    "conversion between ap_int and built-in", "built-in arithmetic",
)


class Coverage:
    def __init__(self):
        self.kernels = 0
        self.features = Counter()  # in how many kernels it was executed
        self.answers = {question: Counter() for question in QUESTIONS}
        self.hazards = Counter()  # (storage, kept, distance), of firings that followed each other cycle by cycle

    def add(self, description, runs):
        """A kernel and its runs: those of its result file."""
        self.kernels += 1
        executed = set(description["features"])
        for number, features in enumerate(description["blocks"]):
            if any(run["blocks"][number] for run in runs):
                executed.update(features)
        self.features.update(executed)
        for number, question in enumerate(description["questions"]):
            name = question.rpartition(".")[2]
            for run in runs:
                self.answers[name].update(no=run["answers"][number][0], yes=run["answers"][number][1])
        for number, memory in enumerate(description["memories"]):
            if memory["pattern"] == "ring":
                continue
            for run in runs:
                if not back_to_back(run):
                    continue
                for distance in range(1, FARTHEST + 1):
                    count = run["hazards"][number][distance]
                    self.hazards[memory["storage"], memory["kept"], distance] += count

    def missing(self):
        """What is listed and was never executed."""
        for name in [*all_cells(), *STATEMENT_CELLS, *FEATURES]:
            if not self.features[name]:
                yield name
        for question in QUESTIONS:
            for answer in ("no", "yes"):
                if not self.answers[question][answer]:
                    yield f"{question} told {answer}"
        for storage in STORAGES:
            for kept in KEPT:
                # The newest word forwarded, the oldest, and the newest one that only the memory has.
                for distance in sorted({1, kept, kept + 1}):
                    if not self.hazards[storage, kept, distance]:
                        yield f"{storage}, kept {kept}: distance {distance} back to back"

    def table(self):
        """Lines of text."""
        yield f"Operators, and in how many of {self.kernels} kernels they were executed, by width class and sign (u, s):"
        names = dict.fromkeys(cell.split("/")[0] for cell in [*all_cells(), *STATEMENT_CELLS])
        yield f"  {'':<12}" + "".join(f"{one.name + ' ' + sign[0]:>9}" for one in CLASSES for sign in SIGNS)
        for name in names:
            yield f"  {name:<12}" + "".join(f"{self.features[f'{name}/{one.name}/{sign}'] or '-':>9}"
                                            for one in CLASSES for sign in SIGNS)
        yield "Memory words read so many firings after they were written, back to back (the left of | is forwarded):"
        for storage in STORAGES:
            for kept in KEPT:
                counts = [f"{'| ' if distance == kept + 1 else ''}{self.hazards[storage, kept, distance]}"
                          for distance in range(1, FARTHEST + 1)]
                yield f"  {storage:<7} kept {kept:>2}:" + "".join(f"{count:>8}" for count in counts)
        yield "Questions, and their answers:"
        for question, told in self.answers.items():
            yield f"  {question:<9} no {told['no']}, yes {told['yes']}"
        yield "Other features, and in how many kernels they were executed:"
        line = " "
        for name in FEATURES:
            item = f" {name} {self.features[name]};"
            if len(line) + len(item) > 118:
                yield line
                line = " "
            line += item
        yield line


def back_to_back(run):
    """Whether a firing started in every cycle."""
    return run["stalls"] == "none" and run["cycles"] - run["firings"] <= run["stages"] + SLACK
