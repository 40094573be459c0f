"""How the card is prepared for Icarus Verilog: bench/card/yardstick.py."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench" / "card"))
import yardstick  # noqa: E402


def memory(name, width, rows):
    """As hlsc instantiates one."""
    return (f'  ram_1r1w #(.WIDTH({width}), .DEPTH({rows}), .LATENCY(3), .STYLE("ultra")) {name} (\n'
            f"    .clk_i(ap_clk));\n")


class Sweeps(unittest.TestCase):
    def test_each_large_memory_is_filled_from_its_third_row_on(self):
        text = "  logic [16:0] swept;\n" + memory("u_a", 5, 65536) + memory("u_b", 1, 1024)
        self.assertEqual(yardstick.finish_sweep("maps", text)[:2], [
            "for (i = 2; i < 65536; i = i + 1) dut.u_table.u_maps.u_a.mem[i] = "
            "dut.u_table.u_maps.u_a.mem[i-1] + (dut.u_table.u_maps.u_a.mem[1] - dut.u_table.u_maps.u_a.mem[0]);",
            "for (i = 2; i < 1024; i = i + 1) dut.u_table.u_maps.u_b.mem[i] = "
            "dut.u_table.u_maps.u_b.mem[i-1] + (dut.u_table.u_maps.u_b.mem[1] - dut.u_table.u_maps.u_b.mem[0]);"])

    def test_counter_stands_before_the_end_of_the_largest_memory(self):
        text = "  logic [16:0] swept;\n" + memory("u_a", 1, 1024) + memory("u_b", 5, 65536)
        self.assertEqual(yardstick.finish_sweep("maps", text)[-1], "dut.u_table.u_maps.swept = 65472;")

    def test_small_memories_are_left_to_the_card(self):
        self.assertEqual(yardstick.finish_sweep("hash", "  logic [3:0] swept;\n" + memory("u_a", 72, 16)), [])

    def test_memories_without_a_sweep_stay_as_they_are(self):
        text = "  logic [16:0] swept_s1;\n" + memory("u_a", 72, 65536)
        self.assertEqual(yardstick.finish_sweep("queue", text), [])


class Hashes(unittest.TestCase):
    def test_words_are_drawn_for_each_nibble(self):
        text = memory("u_t", 72, 16) + memory("u_other", 8, 64)
        self.assertEqual(yardstick.draw_hashes("hash", text),
                         ["for (i = 0; i < 16; i = i + 1) dut.u_table.u_hash.u_t.mem[i] = "
                          "{$urandom, $urandom, $urandom};"])


if __name__ == "__main__":
    unittest.main()
