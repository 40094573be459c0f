"""What counts as a level, on netlists written by hand."""

import unittest

from support import Design
from netlist import NetlistError


class Luts(unittest.TestCase):
    def test_two_registers_with_nothing_between_have_none(self):
        self.assertEqual(Design().registers("a").register("y", "a").levels_to("y"), 0)

    def test_each_lut_is_a_level(self):
        design = Design().registers("a", "b").lut("x", "a b").lut("z", "x b").register("y", "z")
        self.assertEqual(design.levels_to("y"), 2)

    def test_an_inverter_is_none(self):
        design = Design().registers("a").cell("INV", "not", {"I": "a"}, {"O": "x"})
        self.assertEqual(design.lut("z", "x").register("y", "z").levels_to("y"), 1)

    def test_a_constant_starts_no_path(self):
        self.assertIsNone(Design().lut("x", "0 1").register("y", "x").levels_to("y"))

    def test_enable_and_reset_end_a_path(self):
        for pin in ("CE", "R"):
            design = Design().registers("a").lut("x", "a")
            design.cell("FDRE", "y", {"C": "clock", "D": "0", pin: "x"}, {"Q": "q"})
            self.assertEqual(design.levels().levels, 1, pin)

    def test_a_clock_ends_none(self):
        design = Design().port("input", "clock").lut("gated", "clock")
        design.cell("FDRE", "y", {"C": "gated", "D": "0"}, {"Q": "q"})
        self.assertEqual(design.levels().ends, {})

    def test_ports_start_and_end_paths(self):
        design = Design().port("input", "a").lut("x", "a").port("output", "y", "x")
        self.assertEqual(design.levels().levels, 1)


class WideMultiplexers(unittest.TestCase):
    def mux(self, design, kind="MUXF7", low="a", high="b", select="c", out="x"):
        inputs = {"I0": low, "I1": high, "S": select}
        return design.cell(kind, f"mux {out}", inputs, {"O": out})

    def test_behind_luts_they_are_none(self):
        design = Design().registers("a", "b", "c").lut("l", "a b").lut("m", "b c")
        self.mux(design, low="l", high="m", out="f")
        self.mux(design, "MUXF8", low="f", high="f", out="g").register("y", "g")
        self.assertEqual(design.levels_to("y"), 1)

    def test_their_select_comes_directly(self):
        design = Design().registers("c")
        self.mux(design, low="0", high="1").register("y", "x")
        self.assertEqual(design.levels_to("y"), 0)

    def test_what_no_lut_computes_reaches_them_through_one(self):
        design = Design().registers("a", "b", "c")
        self.mux(design).register("y", "x")
        self.assertEqual(design.levels_to("y"), 1)


class CarryChains(unittest.TestCase):
    def test_16_bits_are_a_level(self):
        design = Design().registers("a").chain("k", 4, select="a 0 0 0").register("y", "k3.o3")
        self.assertEqual(design.levels_to("y"), 1)

    def test_the_17th_bit_starts_a_second(self):
        design = Design().registers("a").chain("k", 5, select="a 0 0 0").register("y", "k4.o0")
        self.assertEqual(design.levels_to("y"), 2)

    def test_only_bits_that_the_path_runs_along_count(self):
        design = Design().registers("a").chain("k", 5, select="0 a 0 0").register("y", "k4.o0")
        self.assertEqual(design.levels_to("y"), 1)

    def test_64_bits_are_four(self):
        design = Design().registers("a").chain("k", 16, data="a 0 0 0").register("y", "k15.c3")
        self.assertEqual(design.levels_to("y"), 4)

    def test_a_carry_comes_in_at_the_lowest_bit(self):
        design = Design().registers("a").chain("k", 4, first="a").register("y", "k3.c3")
        self.assertEqual(design.levels_to("y"), 1)

    def test_a_carry_that_goes_to_logic_leaves_the_chain(self):
        design = Design().registers("a").chain("k", 1, data="a 0 0 0").carry("l", first="k0.c3")
        self.assertEqual(design.register("y", "l.o0").levels_to("y"), 2)

    def test_data_of_a_bit_does_not_reach_its_own_sum(self):
        design = Design().registers("a").carry("k", data="0 0 0 a").register("y", "k.o3")
        self.assertIsNone(design.levels_to("y"))

    def test_a_chain_of_eights_counts_as_one_of_fours(self):
        design, nothing = Design().registers("a"), " 0" * 7
        for name, below, select in [("k", "0", "a"), ("l", "k7", "0"), ("m", "l7", "0")]:
            design.cell("CARRY8", name, {"CI": below, "S": select + nothing, "DI": "0" + nothing},
                        {"CO": " ".join(f"{name}{bit}" for bit in range(8))})
        design.register("y", "l7").register("z", "m0")
        self.assertEqual((design.levels_to("y"), design.levels_to("z")), (1, 2))


class LutsOfCarryChains(unittest.TestCase):
    def test_the_lut_in_front_belongs_to_the_chain(self):
        design = Design().registers("a", "b").lut("s", "a b").carry("k", select="s 0 0 0")
        self.assertEqual(design.register("y", "k.o1").levels_to("y"), 1)

    def test_a_lut_before_that_is_a_level(self):
        design = Design().registers("a", "b").lut("p", "a b").lut("s", "p b")
        design.carry("k", select="s 0 0 0").register("y", "k.o1")
        self.assertEqual(design.levels_to("y"), 2)

    def test_it_may_leave_the_slice_as_well(self):
        design = Design().registers("a", "b").lut("s", "a b").carry("k", select="s 0 0 0")
        design.register("y", "k.o1").register("z", "s")
        self.assertEqual((design.levels_to("y"), design.levels_to("z")), (1, 1))

    def test_one_that_two_bits_read_stands_apart(self):
        design = Design().registers("a", "b").lut("s", "a b").carry("k", select="s s 0 0")
        self.assertEqual(design.register("y", "k.o2").levels_to("y"), 2)

    def test_one_that_two_chains_read_stands_apart(self):
        design = Design().registers("a", "b").lut("s", "a b").carry("k", select="s 0 0 0")
        design.carry("l", select="s 0 0 0").register("y", "k.o2")
        self.assertEqual(design.levels_to("y"), 2)

    def test_both_outputs_of_five_inputs_belong(self):
        design = Design().registers("a", "b", "c", "d", "e").lut("s", "a b c d").lut("t", "b e")
        design.carry("k", select="s 0 0 0", data="t 0 0 0").register("y", "k.c0")
        self.assertEqual(design.levels_to("y"), 1)

    def test_of_six_inputs_only_that_for_select_does(self):
        design = Design().registers("a", "b", "c", "d", "e", "f")
        design.lut("s", "a b c d").lut("t", "e f")
        design.carry("k", select="s 0 0 0", data="t 0 0 0")
        self.assertEqual(design.register("y", "k.c0").levels_to("y"), 2)

    def test_the_lut_for_data_goes_nowhere_else(self):
        design = Design().registers("a", "b").lut("s", "a").lut("t", "a b")
        design.carry("k", select="s 0 0 0", data="t 0 0 0").register("y", "k.c0")
        self.assertEqual(design.register("z", "t").levels_to("y"), 2)


class Memories(unittest.TestCase):
    def test_a_read_of_lutram_is_a_level(self):
        design = Design().registers("a", "b", "c", "d").lut("w", "a b").lut("r", "c")
        design.cell("RAM32X1D", "ram", {"A0": "w", "DPRA0": "r", "D": "d", "WE": "a",
                                        "WCLK": "clock"}, {"DPO": "x", "SPO": "unread"})
        design.register("y", "x")
        self.assertEqual(design.levels_to("y"), 2)

    def test_only_the_address_of_the_same_letter_leads_to_an_output(self):
        design = Design().registers("a", "b").lut("late", "a").lut("later", "late")
        design.cell("RAM32M", "ram", {"ADDRA": "a", "ADDRB": "later", "ADDRD": "0", "DIA": "b",
                                      "WE": "a", "WCLK": "clock"}, {"DOA": "x", "DOB": "z"})
        design.register("y", "x")
        self.assertEqual(design.levels_to("y"), 1)

    def test_what_is_written_ends_a_path(self):
        for port in ("DIA", "WE", "ADDRD"):
            inputs = {"ADDRA": "0", "ADDRD": "0", "DIA": "0", "WE": "0", "WCLK": "clock"}
            design = Design().registers("a").lut("x", "a")
            design.cell("RAM32M", "ram", inputs | {port: "x"}, {"DOA": "z"}).register("y", "z")
            self.assertEqual(design.levels().levels, 1, port)
            self.assertEqual(design.levels_to("y"), 0, port)

    def test_an_address_that_is_only_read_ends_none(self):
        design = Design().registers("a")
        design.cell("RAM32M", "ram", {"ADDRA": "a", "ADDRD": "0", "WCLK": "clock"}, {"DOA": "x"})
        self.assertFalse(any(pin.cell == "ram" for pin in design.levels().ends))

    def test_block_ram_ultraram_dsp_and_shift_registers_start_and_end_paths(self):
        for kind, into, out in [("RAMB36E2", "ADDRARDADDR", "DOUTADOUT"),
                                ("URAM288", "ADDR_A", "DOUT_A"), ("DSP48E2", "A", "P"),
                                ("SRL16E", "D", "Q")]:
            design = Design().registers("a").lut("before", "a").lut("after", "inside")
            design.cell(kind, "it", {into: "before"}, {out: "inside"}).register("y", "after")
            self.assertEqual(design.levels().levels, 1, kind)
            self.assertEqual(design.levels_to("y"), 1, kind)

    def test_a_length_that_varies_leads_through_a_shift_register(self):
        design = Design().registers("a")
        design.cell("SRL16E", "it", {"D": "0", "A0": "a", "CLK": "clock"}, {"Q": "x"})
        self.assertEqual(design.register("y", "x").levels_to("y"), 1)


class Reports(unittest.TestCase):
    def test_end_points_are_counted_by_levels(self):
        design = Design().registers("a").lut("x", "a").lut("z", "x")
        design.register("p", "a").register("q", "x").register("r", "x").register("s", "z")
        self.assertEqual(design.levels().histogram(), [1, 2, 1])

    def test_the_longest_path_names_its_cells_in_order(self):
        design = Design().registers("a").lut("x", "a").chain("k", 5, select="x 0 0 0")
        path = design.register("y", "k4.o0").levels().worst()
        self.assertEqual(path.start.cell, "register a")
        self.assertEqual([(step.cell, step.last, step.levels) for step in path.steps],
                         [("lut x", "lut x", 1), ("k0", "k4", 1)])
        self.assertEqual(path.end.cell, "register y")

    def test_a_module_without_paths_has_no_levels(self):
        levels = Design().levels()
        self.assertEqual((levels.levels, levels.worst(), levels.histogram()), (0, None, [0]))


class Faults(unittest.TestCase):
    def assert_fault(self, design, *texts):
        with self.assertRaises(NetlistError) as raised:
            design.levels()
        for text in texts:
            self.assertIn(text, str(raised.exception))

    def test_a_loop_names_its_cells_and_no_others(self):
        design = Design().registers("a").lut("p", "a r").lut("q", "p").lut("r", "q").lut("s", "r")
        self.assert_fault(design.register("y", "s"), "loop", "lut p", "lut q", "lut r")
        with self.assertRaises(NetlistError) as raised:
            design.levels()
        self.assertNotIn("lut s", str(raised.exception))

    def test_a_ring_of_carries_is_a_loop(self):
        self.assert_fault(Design().carry("k", below="l").carry("l", below="k"), "loop", "k", "l")

    def test_a_cell_without_a_rule_is_named(self):
        design = Design().cell("LDCE", "latch", {"D": "a"}, {"Q": "b"}, source="some.sv:7")
        self.assert_fault(design, "LDCE", "some.sv:7")

    def test_two_drivers_of_a_net_are_named(self):
        self.assert_fault(Design().register("a").cell("LUT1", "x", {"I0": "a"}, {"O": "a"}),
                          "register a.Q", "x.O")


if __name__ == "__main__":
    unittest.main()
