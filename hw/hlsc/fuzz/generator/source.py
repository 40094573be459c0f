"""Lines of C++, and which features their basic blocks have.

Each block that has features marks itself when the kernel runs natively (`probe.seen(BLOCK)`), so that only what was
really executed counts as covered.
"""

from contextlib import contextmanager


class Source:
    def __init__(self, blocks):
        self.lines = []
        self.blocks = blocks  # of the whole kernel: the features of each, by number
        self._depth = 1
        self._block = None
        self._left = False  # the block that is being written has a way out

    def line(self, text, *values, features=()):
        """A statement, with the values in it: their variables count as used."""
        self.has(features)
        for value in values:
            self.has(value.features)
            for variable in value.uses:
                variable.used = True
        self.lines.append("  " * self._depth + text)

    def plain(self, text):
        """A line that nothing may stand before: a label. A block begins."""
        self.lines.append("  " * self._depth + text)
        self._block = None

    def pragma(self, text):
        self.lines.append(f"#pragma HLS {text}")

    def has(self, features):
        """The block that is being written has these features."""
        if not features:
            return
        if self._block is None:
            self._block = len(self.blocks)
            self.blocks.append(set())
            self.lines.append("  " * self._depth + f"probe.seen({self._block});")
        self.blocks[self._block].update(features)

    @contextmanager
    def nest(self, head, *values, features=(), tail="}"):
        """`head { … }`, a block of its own."""
        self.line(f"{head} {{", *values, features=features)
        outer, self._block = self._block, None
        left, self._left = self._left, False
        self._depth += 1
        yield
        self._depth -= 1
        # Behind a way out another block begins.
        self._block = None if self._left else outer
        self._left = left or self._left
        self.lines.append("  " * self._depth + tail)

    def leave(self, text, *values, features=()):
        """A statement that leaves: return or break."""
        self.line(text, *values, features=features)
        self._left = True
        self._block = None
