"""Several networks in one program, as batch.py does it for kernels; and what hlsc says of a loop without a bound."""

import json
import re

from batch import HERE, Batch, Failed, Verdict
from generator.network import Network

UNBOUNDED = re.compile(r"a cycle without a bound: (.*)")


class NetworkBatch(Batch):
    KIND = Network
    NAME = "network"
    HEADER = "hlsc_fuzz/networks.hpp"
    COMPARE = "espial::fuzz::compare_networks"
    OPTIMIZE = "-O0"
    # A condition may turn out to be constant where it depends on what another process gives.
    MOST_STILL = 0.3

    def _compile(self, seed):
        description = self._description(seed)
        if not description["unbounded"]:
            return super()._compile(seed)
        try:
            self._hlsc(seed)
            fault = f"network_{seed} has a loop without a bound, and hlsc says nothing"
        except Failed as error:
            fault = self._not_a_cycle(description, str(error))
        outcome = "failed" if fault else "agrees"
        self._verdicts[seed] = Verdict(seed, outcome, fault, description)
        return False

    @staticmethod
    def _not_a_cycle(description, said):
        """What is wrong with the error; nothing if it names streams that form a cycle without a bound."""
        found = UNBOUNDED.search(said)
        if "status 65" not in said or not found:
            return said
        streams = {stream["name"]: stream for stream in description["streams"]}
        names = re.findall(r"-> '(\w+)' ->", found[1])
        way = [streams.get(name) for name in names]
        if not way or None in way or any(stream["credit"] for stream in way):
            return f"these are no streams without a CREDIT: {said}"
        follow = zip(way, [*way[1:], way[0]])
        if any(one["reader"] != following["writer"] for one, following in follow):
            return f"this is no cycle: {said}"
        processes = re.split(r" -> '\w+' -> ", found[1])
        wanted = [description["tasks"][stream["writer"]] for stream in way]
        if processes != [*wanted, wanted[0]]:
            return f"these are not the processes of the cycle: {said}"
        return ""

    def _glue(self):
        return [HERE / "network_glue.py", self.tools["glue"]]

    def _modules(self, name):
        return json.loads((self.folder / f"{name}.json").read_text())["files"]

    def _faults(self, seed, run):
        return []
