"""What a set of networks has covered, and what is missing."""

from collections import Counter

# What networks must have, each in one at least that agrees.
FEATURES = (
    "chain", "fork", "join", "ways that part and meet again", "process with its own rates", "template twice",
    "function twice", "merge", "sums by tag", "loop: lent elements", "loop: request and answer", "loop: credits",
    "loop: asks for room", "loop without a bound is an error", "stream of Int", "stream of Struct", "stream of Beat",
)
# Up to these, in classes.
DEPTHS = (1, 2, 4, 16, 64, 512)


class NetworkCoverage:
    def __init__(self):
        self.networks = 0
        self.features = Counter()
        self.processes = Counter()
        self.streams = Counter()
        self.depths = Counter()
        self.runs = Counter()
        self.moved = 0
        self.still = 0  # streams on which nothing moved

    def add(self, description, runs):
        """A network and its runs: those of its result file."""
        self.networks += 1
        if description["unbounded"]:
            self.features["loop without a bound is an error"] += 1
            return
        self.features.update(description["features"])
        self.processes[len(description["tasks"])] += 1
        inside = [stream for stream in description["streams"] if None not in (stream["writer"], stream["reader"])]
        self.streams[len(inside)] += 1
        self.depths.update(next(most for most in DEPTHS if stream["depth"] <= most) for stream in inside)
        for run in runs:
            self.runs["to the end of all input" if run["complete"] else "until an input was short"] += 1
            self.moved += sum(run["moved"].values())
        self.still += sum(not any(run["moved"][stream["name"]] for run in runs) for stream in description["streams"])

    def missing(self):
        """What is listed and was never there."""
        yield from (name for name in FEATURES if not self.features[name])
        yield from (f"a stream of depth {most}" for most in DEPTHS if not self.depths[most])
        yield from (f"a network of {count} processes" for count in range(2, 7) if not self.processes[count])

    def table(self):
        """Lines of text."""
        def counts(counter, form="{}"):
            return ", ".join(f"{form.format(key)}: {counter[key]}" for key in sorted(counter))
        yield f"{self.networks} networks, by"
        yield f"  processes   {counts(self.processes)}"
        yield f"  streams     {counts(self.streams)}; of all and the ports {self.still} never moved"
        yield f"  depths      {counts(self.depths, 'up to {}')}"
        yield f"Runs without a deadlock, {self.moved} elements moved: {counts(self.runs)}"
        yield "Features, and in how many networks they are:"
        line = " "
        for name in FEATURES:
            item = f" {name} {self.features[name]};"
            if len(line) + len(item) > 118:
                yield line
                line = " "
            line += item
        yield line
