"""Gates as LUTs, the latest signal last."""

import itertools
import random
import unittest

from support import Design
from graph import LoopError
from levels import Levels
from netlist import Netlist
import cover

OPERATORS = {
    "$_NOT_": lambda a: not a, "$_AND_": lambda a, b: a and b, "$_NAND_": lambda a, b: not (a and b),
    "$_OR_": lambda a, b: a or b, "$_NOR_": lambda a, b: not (a or b), "$_XOR_": lambda a, b: a != b,
    "$_XNOR_": lambda a, b: a == b, "$_ANDNOT_": lambda a, b: a and not b,
    "$_ORNOT_": lambda a, b: a or not b, "$_MUX_": lambda a, b, s: b if s else a,
}


class Gates(Design):
    def gate(self, kind, out, *inputs):
        """The cell has the name of the net that it drives."""
        return self.cell(kind, f"gate {out}", dict(zip(cover.GATES[kind], inputs)), {"Y": out})

    def chain_of(self, kind, out, inputs):
        """One gate behind the other, from the first input on."""
        at = inputs[0]
        for number, other in enumerate(inputs[1:]):
            last = number == len(inputs) - 2
            self.gate(kind, out if last else f"{out}.{number}", at, other)
            at = f"{out}.{number}"
        return self

    def lutram(self, out, address):
        pins = {"ADDRA": " ".join([address] * 5), "ADDRH": "0 0 0 0 0", "WCLK": "clock"}
        return self.cell("RAM32M16", f"ram {out}", pins, {"DOA": f"{out} {out}.1"})

    def covered(self):
        netlist = {"modules": {"design": self.module()}}
        return cover.covered(netlist, "design")["modules"]["design"]

    def levels_to(self, register):
        found = Levels(Netlist("design", self.covered())).ends
        return next(levels for pin, levels in found.items()
                    if pin.cell == f"register {register}" and pin.port == "D")


def signals(count, prefix="s"):
    return [f"{prefix}{number}" for number in range(count)]


class Cover(unittest.TestCase):
    def joined(self, kind, count):
        names = signals(count)
        design = Gates().registers(*names).chain_of(kind, "out", names).register("end", "out")
        return design.levels_to("end")

    def test_six_signals_fit_into_a_lut(self):
        self.assertEqual(self.joined("$_AND_", 6), 1)

    def test_seven_fit_into_two_with_a_multiplexer(self):
        self.assertEqual(self.joined("$_XOR_", 7), 1)

    def test_eight_do_not(self):
        self.assertEqual(self.joined("$_XOR_", 8), 2)

    def test_a_chain_of_one_operator_becomes_a_tree(self):
        for kind in ("$_AND_", "$_OR_", "$_XOR_", "$_XNOR_"):
            self.assertEqual(self.joined(kind, 36), 2, kind)

    def test_equality_of_18_bits_is_two(self):
        design = Gates().registers(*signals(18, "a"), *signals(18, "b"))
        for number in range(18):
            design.gate("$_XNOR_", f"same{number}", f"a{number}", f"b{number}")
        design.chain_of("$_AND_", "out", signals(18, "same")).register("end", "out")
        self.assertEqual(design.levels_to("end"), 2)

    def test_what_a_memory_brings_goes_in_last(self):
        names = signals(26)
        design = Gates().registers("address", *names).lutram("word", "address")
        design.chain_of("$_AND_", "out", ["word", *names]).register("end", "out")
        self.assertEqual(design.levels_to("end"), 2, "the read, beside it early ones, and a LUT")

    def test_a_shift_register_of_fixed_length_is_as_early_as_a_register(self):
        pins = {"A0": "1", "A1": "1", "A2": "0", "A3": "0", "CLK": "clock", "D": "a"}
        names = signals(5)
        design = Gates().registers("a", *names).cell("SRL16E", "shift", pins, {"Q": "late"})
        design.chain_of("$_AND_", "out", ["late", *names]).register("end", "out")
        self.assertEqual(design.levels_to("end"), 1)

    def test_a_loop_is_an_error(self):
        design = Gates().registers("a").gate("$_AND_", "x", "a", "y").gate("$_NOT_", "y", "x")
        with self.assertRaises(LoopError):
            design.register("end", "y").covered()

    def test_an_inverter_is_no_level(self):
        design = Gates().registers("a").gate("$_NOT_", "x", "a").gate("$_NOT_", "y", "x")
        self.assertEqual(design.register("end", "y").levels_to("end"), 1)

    def test_a_wire_is_no_level(self):
        self.assertEqual(Gates().registers("a").register("end", "a").levels_to("end"), 0)

    def adder_of(self, selects, datas):
        design = Gates().registers(*signals(8))
        design.chain_of("$_XOR_", "p", signals(selects)).chain_of("$_AND_", "g", datas)
        design.carry("add", select="p 0 0 0", data="g 0 0 0")
        return design.register("end", "add.c0").levels_to("end")

    def test_the_lut_of_a_carry_bit_computes_both_of_its_inputs(self):
        self.assertEqual(self.adder_of(5, ["s0", "s1"]), 1)

    def test_what_needs_more_than_five_signals_comes_from_another_lut(self):
        self.assertEqual(self.adder_of(5, ["s5", "s6"]), 2)

    def test_a_chain_is_a_level_for_each_started_16_bits(self):
        for name, levels in (("add3", 1), ("add4", 2), ("add7", 2)):
            design = Gates().registers("a", "b").gate("$_XOR_", "p", "a", "b")
            design.chain("add", 8, select="p 0 0 0")
            design.register("end", f"{name}.c3")
            self.assertEqual(design.levels_to("end"), levels, name)

    def test_what_a_chain_brings_goes_in_last(self):
        names = signals(5)
        design = Gates().registers("a", "b", *names).gate("$_XOR_", "p", "a", "b")
        design.carry("add", select="p 0 0 0")
        design.chain_of("$_OR_", "out", ["add.o0", *names]).register("end", "out")
        self.assertEqual(design.levels_to("end"), 2)


class Functions(unittest.TestCase):
    """Each LUT can compute what the gates did."""

    def random_design(self, chance, inputs, gates):
        design = Gates().registers(*inputs)
        nets = list(inputs)
        for number in range(gates):
            if number % 10 == 0:
                often = chance.choice(("$_AND_", "$_NOR_", "$_XOR_", "$_ORNOT_"))
            kind = often if chance.random() < 0.8 else chance.choice(list(OPERATORS))
            picked = [chance.choice(nets) for _ in cover.GATES[kind]]
            picked[0] = nets[-1]
            design.gate(kind, f"g{number}", *picked)
            nets.append(f"g{number}")
        return design.register("end", nets[-1]).register("other", nets[-2])

    def values(self, module, inputs, names):
        """For all assignments of the inputs: net -> its values."""
        driver = {cell["connections"]["Y"][0]: cell for cell in module["cells"].values()
                  if cell["type"] in OPERATORS}
        table = {}
        for bits in itertools.product((False, True), repeat=len(inputs)):
            known = {names[name]: bit for name, bit in zip(inputs, bits)}

            def value(net):
                if net not in known:
                    cell = driver[net]
                    known[net] = bool(OPERATORS[cell["type"]](
                        *(value(cell["connections"][pin][0]) for pin in cover.GATES[cell["type"]])))
                return known[net]
            for net in driver:
                value(net)
            for net, bit in known.items():
                table.setdefault(net, []).append(bit)
        return table

    def check(self, seed):
        chance = random.Random(seed)
        inputs = signals(9)
        design = self.random_design(chance, inputs, 40)
        names = {name: entry["bits"][0] for name, entry in design.module()["netnames"].items()}
        table = self.values(design.module(), inputs, names)
        luts = {cell["connections"]["O"][0]: [bits[0] for pin, bits in cell["connections"].items()
                                              if pin != "O"]
                for cell in design.covered()["cells"].values()
                if cell["type"].startswith(("LUT", "MUXF7"))}
        self.assertTrue(luts)
        pending = [net for net in luts if net not in table]
        for net, sources in luts.items():
            self.assertLessEqual(len(sources), 6, f"seed {seed}")
            if net in table and all(source in table for source in sources):
                self.assertIsFunction(table, net, sources, seed)
            elif net in table:
                self.assertIsFunction(table, net, self.behind(luts, table, sources), seed)
        return len(pending)

    def behind(self, luts, table, sources):
        """With the inputs of LUTs made in between in the place of these."""
        found = []
        for source in sources:
            found += [source] if source in table else self.behind(luts, table, luts[source])
        return found

    def assertIsFunction(self, table, net, sources, seed):
        seen = {}
        for row, bit in enumerate(table[net]):
            key = tuple(table[source][row] for source in sources)
            self.assertEqual(seen.setdefault(key, bit), bit, f"seed {seed}, net {net}")

    def test_of_random_gates(self):
        made_in_between = sum(self.check(seed) for seed in range(60))
        self.assertGreater(made_in_between, 0, "trees were regrouped")


if __name__ == "__main__":
    unittest.main()
