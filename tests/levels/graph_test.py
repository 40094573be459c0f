"""The longest path of a graph."""

import random
import unittest

import support  # noqa: F401  (finds the modules)
from graph import Graph, LoopError, path_to


def graph(starts, *arcs):
    """Arcs: source, target and weight."""
    result = Graph()
    for start in starts:
        result.add_start(start)
    for source, target, weight in arcs:
        result.add_arc(source, target, weight, f"{source}-{target}")
    return result


def lengths(of):
    return {node: length for node, (length, _) in of.longest().items()}


def by_trying_all(starts, arcs, node):
    """The length of the longest path to the node from any start, or None."""
    found = [0] if node in starts else []
    for source, target, weight in arcs:
        if target == node:
            before = by_trying_all(starts, arcs, source)
            found += [before + weight] if before is not None else []
    return max(found, default=None)


class LongestPath(unittest.TestCase):
    def test_takes_the_longer_of_two_ways(self):
        two_ways = graph([1], (1, 2, 1), (2, 4, 1), (1, 3, 2), (3, 4, 3))
        self.assertEqual(lengths(two_ways)[4], 5)

    def test_lists_the_arcs_of_the_longer_way_in_order(self):
        longest = graph([1], (1, 2, 1), (2, 4, 1), (1, 3, 2), (3, 4, 3)).longest()
        self.assertEqual([arc.what for arc in path_to(longest, 4)], ["1-3", "3-4"])

    def test_counts_arcs_without_weight_as_nothing(self):
        self.assertEqual(lengths(graph([1], (1, 2, 0), (2, 3, 0)))[3], 0)

    def test_leaves_out_what_no_start_reaches(self):
        self.assertEqual(lengths(graph([1], (1, 2, 1), (8, 9, 1), (8, 2, 5))), {1: 0, 2: 1})

    def test_goes_on_through_a_start(self):
        self.assertEqual(lengths(graph([1, 2], (1, 2, 3), (2, 3, 1)))[3], 4)

    def test_reports_a_loop_step_by_step(self):
        looping = graph([1], (1, 2, 1), (2, 3, 1), (3, 4, 1), (4, 2, 0), (4, 5, 1), (5, 6, 1))
        with self.assertRaises(LoopError) as raised:
            looping.longest()
        steps = [arc.what for arc in raised.exception.arcs]
        self.assertEqual(sorted(steps), ["2-3", "3-4", "4-2"])
        for before, after in zip(steps, steps[1:]):
            self.assertEqual(before.split("-")[1], after.split("-")[0])

    def test_reports_a_node_that_feeds_itself(self):
        with self.assertRaises(LoopError) as raised:
            graph([], (1, 1, 1)).longest()
        self.assertEqual([arc.what for arc in raised.exception.arcs], ["1-1"])

    def test_equals_the_trial_of_all_paths_on_random_graphs(self):
        for seed in range(100):
            chance = random.Random(seed)
            order = list(range(9))
            chance.shuffle(order)
            pairs = [(a, b) for place, a in enumerate(order) for b in order[place + 1:]]
            arcs = [(a, b, chance.randrange(3)) for a, b in pairs if chance.random() < 0.35]
            starts = chance.sample(order, 3)
            with self.subTest(seed=seed):
                found = lengths(graph(starts, *arcs))
                for node in order:
                    self.assertEqual(found.get(node), by_trying_all(starts, arcs, node))


if __name__ == "__main__":
    unittest.main()
