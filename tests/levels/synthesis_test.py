"""The levels of small modules, from SystemVerilog on, as the command line reports them."""

import contextlib
import io
import json
import pathlib
import tempfile
import unittest

import support  # noqa: F401  (finds the modules)
import lut_levels


def module(body, width=1, inputs="", outputs=""):
    """A module `m` with registers a, b, c, d before the logic, and y behind it."""
    names = ("a", "b", "c", "d")
    ports = "".join(f", input logic [{width - 1}:0] {name}_i" for name in names)
    loads = " ".join(f"{name} <= {name}_i;" for name in names)
    return f"""
        module m (input logic clk{ports}{inputs}, output logic [{width - 1}:0] y{outputs});
          logic [{width - 1}:0] a, b, c, d, x;
          always_ff @(posedge clk) begin {loads} y <= x; end
          {body}
        endmodule
    """


class Synthesis(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_on(self, text, *options):
        """Exit status, what was printed, and the JSON."""
        source, output = self.folder / "m.sv", self.folder / "out.json"
        source.write_text(text, encoding="utf-8")
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            status = lut_levels.main(["--top", "m", str(source), "--json", str(output), *options])
        found = json.loads(output.read_text(encoding="utf-8")) if output.exists() else None
        return status, printed.getvalue(), found

    def assert_levels(self, text, levels, **counts):
        status, printed, found = self.run_on(text, "--max", str(levels))
        self.assertEqual(status, 0, printed)
        self.assertEqual(found["levels"], levels, printed)
        self.assertEqual({name: found[name] for name in counts}, counts, printed)
        return found

    def test_one_lut_between_registers(self):
        found = self.assert_levels(module("assign x = a & b | c;"), 1, luts=1, registers=4)
        self.assertEqual([row["type"] for row in found["worst"]], ["FDRE", "LUT3", "FDRE"])
        self.assertEqual(found["worst"][-1]["net"], "y")
        self.assertIn("m.sv:", found["worst"][-1]["source"])

    def test_seven_inputs_fit_into_a_level_with_muxf7_and_nine_do_not(self):
        self.assert_levels(module("assign x[0] = &a[6:0];", width=9), 1)
        self.assert_levels(module("assign x[0] = &a;", width=9), 2)

    def test_the_parity_of_36_bits_is_two(self):
        self.assert_levels(module("assign x[0] = ^a;", width=36), 2)

    def test_a_chain_of_decisions_is_balanced(self):
        body = "always_comb begin x = b; for (int i = 15; i >= 0; i--) if (a[i]) x = 16'(i); end"
        self.assert_levels(module(body, width=16), 2)

    def test_an_adder_of_32_bits_is_two(self):
        self.assert_levels(module("assign x = a + b;", width=32), 2)

    def test_a_lut_before_and_one_behind_an_adder_are_a_level_each(self):
        # Of the parity's two levels the second is the LUT in front of the adder's bits.
        self.assert_levels(module("assign x = ({16{^c}} ^ b) + a;", width=16), 2)
        self.assert_levels(module("assign x = c[0] ? a + b : d;", width=32), 3)

    def test_block_ram_starts_and_ends_paths(self):
        body = """
            (* ram_style = "block" *) logic [35:0] store [1024];
            logic [35:0] read;
            always_ff @(posedge clk) begin
              if (c[0]) store[a[9:0]] <= b;
              read <= store[d[9:0]];
            end
            assign x = read ^ d;
        """
        self.assert_levels(module(body, width=36), 1, bram=1)

    def test_a_read_of_lutram_is_a_level(self):
        body = """
            (* ram_style = "distributed" *) logic [13:0] store [32];
            always_ff @(posedge clk) if (c[0]) store[a[4:0]] <= b;
            assign x = store[d[4:0]];
        """
        self.assert_levels(module(body, width=14), 1, lutram=8, luts=0)

    def test_delay_lines_become_shift_registers(self):
        body = """
            logic e, f, g, h;
            always_ff @(posedge clk) begin e <= a; f <= e; g <= f; h <= g; end
            assign x = h ^ b;
        """
        self.assert_levels(module(body), 1, srl=1)

    def test_ports_are_starts_and_ends(self):
        self.assert_levels(module("assign x = a; assign q = p & y;", inputs=", input logic p",
                                  outputs=", output logic q"), 1)

    def test_included_files_and_submodules_are_found(self):
        (self.folder / "inc").mkdir()
        (self.folder / "inc" / "part.svh").write_text(
            "module part (input logic i, j, output logic o); assign o = i & j; endmodule\n",
            encoding="utf-8")
        text = '`include "part.svh"\n' + module("part p (.i(a), .j(b), .o(x));")
        status, printed, found = self.run_on(text, "-I", str(self.folder / "inc"))
        self.assertEqual((status, found and found["levels"]), (0, 1), printed)

    def test_more_than_the_limit_is_status_1_with_the_path(self):
        status, printed, found = self.run_on(module("assign x = a + b;", width=65), "--max", "4")
        self.assertEqual((status, found["levels"]), (1, 5))
        self.assertIn("5 LUT levels, more than 4", printed)
        self.assertIn("CARRY4", printed)
        self.assertIn("m.sv:", printed)

    def test_a_loop_is_status_2_and_named(self):
        body = "logic s, t; assign s = t & a; assign t = s | b; assign x = t;"
        status, printed, found = self.run_on(module(body))
        self.assertEqual((status, found), (2, None))
        self.assertIn("loop", printed)
        self.assertIn("LUT", printed)

    def test_what_yosys_refuses_is_status_2_with_its_words(self):
        status, printed, _ = self.run_on("module m (input logic a;\n")
        self.assertEqual(status, 2)
        self.assertIn("syntax error", printed)

    def test_the_netlist_is_kept_and_read_again(self):
        kept = self.folder / "kept.json"
        _, _, found = self.run_on(module("assign x = a & b;"), "--netlist", str(kept))
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            status = lut_levels.main(["--top", "m", str(kept)])
        self.assertEqual((status, found["levels"]), (0, 1))
        self.assertIn("m: 1 LUT levels", printed.getvalue())


if __name__ == "__main__":
    unittest.main()
