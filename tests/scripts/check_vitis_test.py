"""What hw/kernels/check_vitis.py refuses and what it lets pass."""

import pathlib
import subprocess
import sys
import tempfile
import textwrap
import unittest

KERNELS = pathlib.Path(__file__).resolve().parents[2] / "hw" / "kernels"
sys.path.insert(0, str(KERNELS))
import check_vitis  # noqa: E402

# A network of two processes that nothing is wrong with, for each test to spoil.
SOURCE = """
    void source(hls::stream<beat_t>& in, hls::stream<beat_t>& out) {
    #pragma HLS PIPELINE II=1 style=flp
      static ap_uint<8> count = 0;
      count = count + 1;
      out.write(in.read());
    }
"""
SINK = """
    void sink(hls::stream<beat_t>& in, hls::stream<beat_t>& out) {
    #pragma HLS PIPELINE II = 1 style = frp
      out.write(in.read());
    }
"""
NETWORK = """
    void table(hls::stream<beat_t>& in, hls::stream<beat_t>& out) {
    #pragma HLS INTERFACE axis port=in
    #pragma HLS INTERFACE axis port=out
    #pragma HLS INTERFACE ap_ctrl_none port=return
      hls_thread_local hls::stream<beat_t, 2> between("between");
      hls_thread_local hls::task source_task(source, in, between);
      hls_thread_local hls::task sink_task(sink, between, out);
    }
"""
PORTS = "typedef ap_uint<512> beat_t;\n"


class CheckVitis(unittest.TestCase):
    def findings(self, *texts, context=""):
        with tempfile.TemporaryDirectory() as folder:
            paths = []
            for index, text in enumerate([*texts, context]):
                paths.append(pathlib.Path(folder) / f"file{index}.cpp")
                paths[-1].write_text(textwrap.dedent(text), encoding="utf-8")
            return [f"{finding.line}: {finding.what}" for finding in check_vitis.check(paths[:-1], paths[-1:])]

    def network(self, network=NETWORK, source=SOURCE, sink=SINK, ports=PORTS):
        return self.findings(network, source, sink, ports)

    def spoiled(self, text, old, new):
        self.assertIn(old, text)
        return text.replace(old, new)

    def assert_only(self, findings, *parts):
        """One finding, which contains all the parts."""
        self.assertEqual(len(findings), 1, findings)
        for part in parts:
            self.assertIn(part, findings[0])

    def test_a_sound_network_passes(self):
        self.assertEqual(self.network(), [])

    # --- streams -----------------------------------------------------------------------------------------------

    def test_a_stream_of_three_tasks_is_refused(self):
        network = self.spoiled(NETWORK, "hls_thread_local hls::task sink_task", "hls_thread_local hls::task third(sink, "
                               "between, out2);\n  hls_thread_local hls::task sink_task")
        network = self.spoiled(network, "& out) {", "& out, hls::stream<beat_t>& out2) {")
        self.assert_only(self.network(network), "6: stream between is used by 3 tasks", "source_task, third, sink_task")

    def test_a_stream_of_one_task_is_refused(self):
        network = self.spoiled(NETWORK, "sink_task(sink, between, out)", "sink_task(sink, in2, out)")
        network = self.spoiled(network, "& in,", "& in, hls::stream<beat_t>& in2,")
        self.assert_only(self.network(network), "stream between is used by 1 tasks (source_task)")

    def test_a_stream_of_no_task_is_refused(self):
        network = self.spoiled(NETWORK, "hls_thread_local hls::task source", "hls_thread_local hls::stream<beat_t> idle;\n"
                               "  hls_thread_local hls::task source")
        self.assert_only(self.network(network), "stream idle is used by 0 tasks (none)")

    def test_two_producers_are_refused(self):
        sink = self.spoiled(SINK, "out.write(in.read())", "in.write(out.read())")
        self.assert_only(self.network(sink=sink), "stream between has two producers")

    def test_two_consumers_are_refused(self):
        source = self.spoiled(SOURCE, "out.write(in.read())", "beat_t beat; in.write(out.read_nb(beat))")
        self.assert_only(self.network(source=source), "stream between has two consumers")

    def test_ends_are_found_behind_a_helper(self):
        sink = self.spoiled(SINK, "out.write(in.read());", "send(out, in);") + """
            void send(hls::stream<beat_t>& a, hls::stream<beat_t>& b) { b.write(a.read()); }
        """
        self.assert_only(self.network(sink=sink), "stream between has two producers")

    def test_a_stream_back_into_its_own_task_is_refused(self):
        network = """
            void table(hls::stream<beat_t>& in) {
              hls_thread_local hls::stream<beat_t> loop;
              hls_thread_local hls::task only(turn, in, loop, loop);
            }
        """
        turn = """
            void turn(hls::stream<beat_t>& in, hls::stream<beat_t>& from, hls::stream<beat_t>& to) {
            #pragma HLS PIPELINE II=1 style=flp
              to.write(in.read() + from.read());
            }
        """
        self.assert_only(self.findings(network, turn), "stream loop leaves and enters the same task")

    def test_feedback_over_two_tasks_passes(self):
        network = """
            void table(hls::stream<beat_t>& in, hls::stream<beat_t>& out) {
              hls_thread_local hls::stream<beat_t> there, back;
              hls_thread_local hls::task one(forth, in, back, there);
              hls_thread_local hls::task two(return_one, there, back, out);
            }
        """
        processes = """
            void forth(hls::stream<beat_t>& in, hls::stream<beat_t>& back, hls::stream<beat_t>& there) {
            #pragma HLS PIPELINE II=1 style=flp
              beat_t beat;
              if (back.read_nb(beat)) there.write(beat);
            }
            void return_one(hls::stream<beat_t>& there, hls::stream<beat_t>& back, hls::stream<beat_t>& out) {
            #pragma HLS PIPELINE II=1 style=flp
              back.write(there.read());
            }
        """
        self.assertEqual(self.findings(network, processes), [])

    def test_elements_of_an_array_of_streams_are_streams(self):
        network = self.spoiled(NETWORK, 'between("between")', "between[2]")
        network = self.spoiled(network, "in, between)", "in, between[0])")
        bad = self.spoiled(network, "(sink, between,", "(sink, between[1],")
        good = self.spoiled(network, "(sink, between,", "(sink, between[0],")
        self.assertEqual(self.network(good), [])
        self.assertEqual(len(self.network(bad)), 2)

    def test_a_port_of_two_tasks_is_refused(self):
        network = self.spoiled(NETWORK, "(sink, between, out)", "(sink, between, in)")
        findings = self.network(network)
        self.assertEqual(len(findings), 2)
        self.assertIn("port in is used by 2 tasks", findings[0])
        self.assertIn("port out is used by 0 tasks", findings[1])

    def test_a_task_argument_that_is_no_stream_is_refused(self):
        network = self.spoiled(NETWORK, "(source, in, between)", "(source, in, between, 3)")
        self.assert_only(self.network(network), "7: task source_task takes 3")

    def test_a_task_without_hls_thread_local_is_refused(self):
        network = self.spoiled(NETWORK, "hls_thread_local hls::task sink", "hls::task sink")
        self.assert_only(self.network(network), "8: hls::task in a network without hls_thread_local")

    def test_a_stream_without_hls_thread_local_is_refused(self):
        network = self.spoiled(NETWORK, "hls_thread_local hls::stream", "hls::stream")
        self.assert_only(self.network(network), "hls::stream in a network without hls_thread_local")

    # --- processes ---------------------------------------------------------------------------------------------

    def twice(self, first, second, process):
        network = f"""
            void table(hls::stream<beat_t>& a, hls::stream<beat_t>& b, hls::stream<beat_t>& c, hls::stream<beat_t>& d) {{
              hls_thread_local hls::task one({first}, a, b);
              hls_thread_local hls::task two({second}, c, d);
            }}
        """
        return self.findings(network, process)

    def test_state_of_a_process_that_two_tasks_run_is_refused(self):
        self.assert_only(self.twice("source", "source", SOURCE), "static state of source is shared by the tasks one, two")

    def test_a_process_without_state_may_run_twice(self):
        self.assertEqual(self.twice("sink", "sink", SINK), [])

    def test_constants_are_no_state(self):
        for constant in ("static const ap_uint<8> count = 0", "static constexpr int count = 0"):
            source = self.spoiled(SOURCE, "static ap_uint<8> count = 0", constant)
            self.assertEqual(self.twice("source", "source", self.spoiled(source, "count = count + 1;", "")), [])

    def test_a_template_argument_makes_two_processes(self):
        source = self.spoiled(SOURCE, "void source", "template <int Bank>\nvoid source")
        self.assertEqual(self.twice("source<0>", "source<1>", source), [])
        self.assert_only(self.twice("source<1>", "source<1>", source), "static state of source is shared")

    def test_state_of_a_helper_of_two_processes_is_refused(self):
        helper = "ap_uint<8> next() { static ap_uint<8> n = 0; n = n + 1; return n; }"
        source = self.spoiled(SOURCE, "count = count + 1", "count = next()")
        sink = self.spoiled(SINK, "in.read()", "in.read() + next()")
        self.assert_only(self.network(source=source, sink=sink + helper), "static state of next is shared")
        self.assertEqual(self.network(source=source, sink=SINK + helper), [])

    def test_a_process_without_a_pipeline_is_refused(self):
        source = self.spoiled(SOURCE, "#pragma HLS PIPELINE II=1 style=flp", "")
        self.assert_only(self.network(source=source), "2: process source is no pipeline that flushes")

    def test_a_process_without_a_style_is_refused(self):
        source = self.spoiled(SOURCE, " style=flp", "")
        self.assert_only(self.network(source=source), "3: process source is no pipeline that flushes")

    def test_the_default_style_is_refused(self):
        self.assert_only(self.network(source=self.spoiled(SOURCE, "flp", "stp")), "no pipeline that flushes")

    def test_an_interval_of_two_is_refused(self):
        self.assert_only(self.network(source=self.spoiled(SOURCE, "II=1", "II=2")), "no pipeline that flushes")

    def test_a_pipelined_loop_does_not_make_a_process(self):
        source = self.spoiled(SOURCE, "#pragma HLS PIPELINE II=1 style=flp", "")
        source = self.spoiled(source, "out.write(in.read());",
                              "for (;;) {\n#pragma HLS PIPELINE II=1 style=flp\n      out.write(in.read()); }")
        self.assert_only(self.network(source=source), "process source is no pipeline that flushes")

    def test_a_process_that_is_not_there_is_refused(self):
        self.assert_only(self.findings(NETWORK, SOURCE, PORTS), "8: no definition of sink found")

    def test_non_blocking_access_in_a_free_running_pipeline_is_refused(self):
        for access in ("beat_t b; in.read_nb(b)", "in.empty()", "out.full()", "out.write_nb(beat_t(0))"):
            with self.subTest(access):
                sink = self.spoiled(SINK, "out.write(in.read());", f"out.write(in.read()); {access};")
                self.assert_only(self.network(sink=sink), "in the free-running pipeline of sink")
                self.assertEqual(self.network(sink=self.spoiled(sink, "frp", "flp")), [])

    # --- ports -------------------------------------------------------------------------------------------------

    def test_a_struct_on_a_port_is_refused(self):
        self.assert_only([finding for finding in self.network(ports="struct beat_t { ap_uint<8> octet; };")
                          if "port in" in finding], "2: port in of table has the type beat_t")

    def test_arbitrary_integers_and_axi_words_pass_on_ports(self):
        for ports in ("typedef ap_axiu<512, 80, 0, 0> beat_t;", "using beat_t = ap_uint<512>;",
                      "typedef ap_axiu<512, 0, 0, 0> word_t;\ntypedef word_t beat_t;"):
            self.assertEqual(self.network(ports=ports), [])

    def test_a_built_in_type_passes_as_an_argument_and_not_as_a_stream(self):
        kernel = """
            void load(const std::uint32_t* memory, unsigned beats, hls::stream<ap_uint<8>>& out) {
            #pragma HLS INTERFACE m_axi port=memory
            #pragma HLS INTERFACE s_axilite port=beats
            }
        """
        self.assertEqual(self.findings(kernel), [])
        self.assert_only(self.findings(self.spoiled(kernel, "ap_uint<8>", "unsigned")), "port out of load")

    def test_memory_in_the_network_is_refused(self):
        for mode in ("m_axi", "s_axilite", "mode=m_axi"):
            network = self.spoiled(NETWORK, "INTERFACE axis port=in", f"INTERFACE {mode} port=in")
            self.assert_only(self.network(network), "in the task network (table)")
            sink = self.spoiled(SINK, "frp", f"frp\n#pragma HLS INTERFACE {mode} port=in")
            self.assert_only(self.network(sink=sink), "in the task network (sink)")

    def test_a_process_that_takes_a_pointer_is_refused(self):
        sink = self.spoiled(SINK, "hls::stream<beat_t>& out)", "hls::stream<beat_t>& out, beat_t* memory)")
        self.assert_only(self.network(sink=sink), "process sink takes memory (memory)")

    def test_memory_in_a_called_kernel_passes(self):
        self.assertEqual(self.findings(PORTS + """
            void store(beat_t* memory, ap_uint<32> beats, hls::stream<beat_t>& in) {
            #pragma HLS INTERFACE m_axi port=memory bundle=gmem offset=slave
            #pragma HLS INTERFACE s_axilite port=return
              for (ap_uint<32> i = 0; i < beats; ++i) {
            #pragma HLS PIPELINE II=1
                memory[i] = in.read();
              }
            }
        """), [])

    # --- the language ------------------------------------------------------------------------------------------

    def test_integers_wider_than_1024_bits_are_refused(self):
        for width in ("1025", "8 * 129", "2048U", "(1 << 10) + 1", "words * 8", "limits::words*8"):
            constants = "namespace limits { constexpr unsigned words = 2 * 100; }"
            self.assert_only(self.findings(f"ap_uint<{width}> wide;", context=constants), "1: ap_uint of")

    def test_integers_of_1024_bits_pass(self):
        for width in ("1024", "8 * 128", "Bits", "sizeof(Record) * 8"):
            self.assertEqual(self.findings(f"ap_int<{width}> wide;"), [])

    def test_dynamic_memory_is_refused(self):
        for code in ("int* p = new int[3];", "void f(int* p) { delete p; }", "void* p = malloc(3);",
                     "void f(void* p) { std::free(p); }", "std::vector<int> v;", "std::string s;",
                     "auto p = std::make_unique<int>(3);", "#include <vector>", "#include <memory>"):
            with self.subTest(code):
                self.assertIn("dynamic memory", "".join(self.findings(code)))

    def test_words_that_only_look_like_dynamic_memory_pass(self):
        for code in ("struct S { S(const S&) = delete; };", "enum class State { free = 0 };",
                     "void f(State s) { s = State::free; places.free(3); }", "// new vector\n", 'x = "new";',
                     "#include <cstdint>", "int renew = 1;"):
            with self.subTest(code):
                self.assertEqual(self.findings(code), [])

    def test_recursion_is_refused(self):
        self.assert_only(self.findings("int f(int n) {\n  return n == 0 ? 1 : n * f(n - 1);\n}"), "2: f calls itself")
        self.assert_only(self.findings("void a::f() { a::f(); }"), "f calls itself")

    def test_calls_that_only_look_recursive_pass(self):
        for code in ("int f(int a, int b) { return a + b; }\nint f(int a) { return f(a, 1); }",
                     "int read(Stream& s) { return s.read(); }", "void a::f() { b::f(); }",
                     "template <int N> int f() { return f<N - 1>(); }", "struct S { S(int a); S() : S(3) {} };",
                     "void f() { ap_uint<8> f(3); }", "constexpr int f(int n) { return n ? f(n / 2) : 0; }"):
            with self.subTest(code):
                self.assertEqual(self.findings(code), [])

    def test_virtual_functions_are_refused(self):
        self.assert_only(self.findings("struct S {\n  virtual void f();\n};"), "2: virtual function")

    def test_cpp17_is_refused(self):
        for code in ("void f() { if constexpr (true) {} }", "void f() { auto [a, b] = g(); }",
                     "void f() { const auto& [a, b] = g(); }", "inline int x = 1;", "inline constexpr ap_uint<8> x{1};",
                     "namespace a::b {}", "static_assert(true);", "[[nodiscard]] int f();"):
            with self.subTest(code):
                self.assert_only(self.findings(code), "1: C++17: ")

    def test_cpp14_passes(self):
        for code in ("inline int f(int a = 1) { return a; }", "namespace a { namespace b {} }", "using namespace a::b;",
                     "namespace c = a::b;", 'static_assert(sizeof(int) == 4, "four");', "inline namespace v1 {}",
                     "template <class T> inline T f(const T& t) { return t; }", "void f() { auto x = a[1]; }",
                     "[[noreturn]] void f();"):
            with self.subTest(code):
                self.assertEqual(self.findings(code), [])

    # --- reading -----------------------------------------------------------------------------------------------

    def test_what_is_not_synthesised_is_not_looked_at(self):
        self.assertEqual(self.findings("#ifndef __SYNTHESIS__\nint* p = new int;\n#endif\n"), [])
        self.assertEqual(self.findings("#ifdef __SYNTHESIS__\nint p;\n#else\nint* p = new int;\n#endif\n"), [])
        self.assert_only(self.findings("#ifdef __SYNTHESIS__\nint* p = new int;\n#endif\n"), "2: dynamic memory")
        self.assert_only(self.findings("#ifndef OTHER\nint* p = new int;\n#endif\n"), "2: dynamic memory")

    def test_lines_count_through_comments_and_continued_lines(self):
        self.assert_only(self.findings("/* a\n   b */\n#define X \\\n  new\n// new\nint* p = new int;\n"), "6: dynamic")

    def test_digit_separators_are_no_quotes(self):
        self.assert_only(self.findings("int a = 1'000; int* p = new int; int b = 2'000;"), "dynamic memory")

    def test_functions_in_classes_and_namespaces_are_seen(self):
        self.assert_only(self.findings("namespace n {\nstruct S : T<1> {\n  int f(int i) { return f(i); }\n};\n}"),
                         "3: f calls itself")

    def test_status_and_message_of_the_program(self):
        def run(*arguments):
            return subprocess.run([sys.executable, "-B", str(KERNELS / "check_vitis.py"), *map(str, arguments)],
                                  capture_output=True, text=True, check=False)

        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "kernel.cpp"
            path.write_text("int a;\nvirtual int b;\n", encoding="utf-8")
            result = run(folder)
            self.assertEqual(result.returncode, 1)
            self.assertEqual(result.stdout, f"{path}:2: virtual function; choose by a template argument\n")
            path.write_text("int a;\n", encoding="utf-8")
            self.assertEqual(run(path).returncode, 0)
            path.unlink()
            self.assertEqual(run(folder).returncode, 2)
            self.assertEqual(run(path).returncode, 2)


if __name__ == "__main__":
    unittest.main()
