"""The generated captures and the expectations for them: tests/captures."""

import json
import pathlib
import struct
import sys
import unittest

CAPTURES = pathlib.Path(__file__).resolve().parents[1] / "captures"
sys.path.insert(0, str(CAPTURES))
import catalogue  # noqa: E402
import generate  # noqa: E402,F401  (fills the catalogue)

RUNS = json.loads((CAPTURES / "expected.json").read_text(encoding="utf-8"))
# Captures that no listing comes of, and the one whose listing depends on how deep the parser follows.
WITHOUT_EXPECTATION = {"unknown_link.pcap", "unknown_link.pcapng", "deep_stacks.pcap"}
POLICIES = {"spi-split", "generic", "negotiated", "none"}


class Expectations(unittest.TestCase):
    def each_run(self):
        for run in RUNS:
            with self.subTest(f"{run['capture']} {run['port_mapping']}"):
                yield run

    def test_packets_are_all_accounted_for(self):
        for run in self.each_run():
            statistics = run["statistics"]
            in_sessions = sum(session[flow]["packets"] for session in run["sessions"] for flow in ("c2s", "s2c"))
            elsewhere = statistics.get("not_ip", 0) + statistics.get("fragments", 0)
            elsewhere += sum(statistics.get("malformed", {}).values())
            self.assertEqual(statistics["packets"] + statistics.get("double", 0), in_sessions + elsewhere)

    def test_packets_are_as_many_as_the_capture_has(self):
        for run in self.each_run():
            if run["capture"].endswith(".pcap"):
                self.assertEqual(run["statistics"]["packets"], len(catalogue.frames(run["capture"])))

    def test_every_capture_has_one_for_its_own_policies(self):
        named = [(run["capture"], run["port_mapping"]) for run in RUNS]
        self.assertEqual(len(named), len(set(named)))
        self.assertLessEqual({mapping for _, mapping in named}, POLICIES)
        listed = {name for name in catalogue.names() if not name.startswith("bad/")} - WITHOUT_EXPECTATION
        self.assertEqual({name for name, mapping in named if mapping == "spi-split"}, listed)

    def test_ports_are_those_of_the_policy(self):
        for run in self.each_run():
            for session in run["sessions"]:
                if session["protocol"] not in ("esp", "ah"):
                    continue
                flow = session["c2s"]
                ports = (flow["source_port"], flow["destination_port"])
                expected = {"spi-split": divmod(flow["spi"], 1 << 16), "none": (0, 0)}
                self.assertEqual(ports, expected.get(run["port_mapping"], (20033, 20033)))

    def test_states_fit_what_was_seen(self):
        for run in self.each_run():
            for session in run["sessions"]:
                self.assertEqual(session["state"] == "closed", session["end_reason"] == "timeout")
                split = run["port_mapping"] == "spi-split" and session["protocol"] in ("esp", "ah")
                if session["state"] != "closed":
                    self.assertEqual(session["state"] == "active", split or session["s2c"]["packets"] > 0)

    def test_the_page_names_every_capture(self):
        page = (CAPTURES / "README.md").read_text(encoding="utf-8")
        for name in catalogue.names():
            if not name.startswith("bad/"):
                with self.subTest(name):
                    self.assertIn(name.removesuffix(".gz").removesuffix(".pcap"), page)


class Captures(unittest.TestCase):
    def test_are_the_same_on_every_run(self):
        for name in catalogue.names():
            with self.subTest(name):
                self.assertEqual(catalogue.make(name), catalogue.make(name))

    def test_of_session_791_hold_the_article_s_octets(self):
        octets = {"192.168.0.11": 0, "129.187.7.11": 0}
        for frame in catalogue.frames("pan_session791.pcap"):
            octets[".".join(map(str, frame[26:30]))] += len(frame)
        self.assertEqual(octets, {"192.168.0.11": 1080, "129.187.7.11": 1014})

    def test_snapped_keep_their_length_on_the_wire(self):
        whole, snapped = catalogue.make("vlan.pcap"), catalogue.make("vlan.pcap", 40)
        self.assertEqual(struct.unpack_from("<II", whole, 24 + 8), (138, 138))
        self.assertEqual(struct.unpack_from("<II", snapped, 24 + 8), (40, 138))


if __name__ == "__main__":
    unittest.main()
