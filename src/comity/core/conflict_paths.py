"""The walk from me to the people and organisations of a decision, over what is between people.

The heaviest path is found by layers, in time linear in the edges, whatever the number of paths; a path with a circle in
it never weighs more than the same without, so that simple paths are enough. Paths are then listed, the heaviest and
shortest first, up to a number that somebody would read: the verdict never rests on which of them are shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass

from comity.core.conflicts import (
    LONGEST,
    ME,
    Edge,
    Heaviest,
    Node,
    Path,
    Step,
    Weight,
    path_weight,
    step_weight,
)

MOST_PATHS = 60
"""Paths that are listed."""
_MOST_STEPS = 10_000
"""Steps that are tried while paths are listed."""
Graph = Mapping[Node, list[tuple[Edge, Node, bool]]]


@dataclass(frozen=True, slots=True)
class Found:
    """What the walk found: paths, the heaviest and shortest first; whether there are more; how heavy they are at most."""

    paths: tuple[Path, ...]
    more: bool
    heaviest: Heaviest


def walk(edges: Iterable[Edge], ends: Set[Node], today: int) -> Found:
    """All paths of at most `LONGEST` steps from me to the first of these ends that each meets."""
    all_of_them = list(edges)
    graph = _graph(all_of_them)
    heard = any(edge.hearsay for edge in all_of_them)
    near = _distances(graph, ends)
    weights = []
    for personal in (False, True):
        most = _heaviest(graph, ends, near, today, known=False, personal=personal)
        known = _heaviest(graph, ends, near, today, known=True, personal=personal) if heard else most
        weights += [most, known]
    heaviest = Heaviest(*weights)
    listing = _Listing(graph, ends, near, today)
    paths = list(listing.paths())
    return Found(tuple(paths), listing.more, heaviest)


def _graph(edges: Iterable[Edge]) -> Graph:
    """Where one can go from each; nothing leads back to me."""
    graph: dict[Node, list[tuple[Edge, Node, bool]]] = defaultdict(list)
    for edge in edges:
        graph[edge.one].append((edge, edge.other, True))
        if edge.one != ME:
            graph[edge.other].append((edge, edge.one, False))
    return graph


def _order(edge: Edge) -> tuple[object, ...]:
    return (-edge.weight, -(edge.seen or 0), edge.what, edge.kind, edge.one, edge.other, edge.row, edge.text)


def _heaviest(
    graph: Graph, ends: Set[Node], near: Mapping[Node, int], today: int, *, known: bool, personal: bool
) -> Weight:
    """The weight of the heaviest path; of those without hearsay (known), of those through private life (personal)."""
    best = Weight.NONE
    layer: dict[tuple[Node, bool], int] = {(ME, not personal): int(Weight.HEAVY)}
    for length in range(1, LONGEST + 1):
        further: dict[tuple[Node, bool], int] = {}
        for (node, fits), so_far in layer.items():
            for edge, to, forward in graph.get(node, ()):
                if near.get(to, LONGEST) > LONGEST - length:
                    continue
                weight = min(so_far, step_weight(edge, forward, length <= 2, today))
                if not weight or (known and edge.hearsay):
                    continue
                state = (to, fits or edge.personal)
                further[state] = max(further.get(state, 0), weight)
        reached = [weight for (node, fits), weight in further.items() if fits and node in ends]
        best = max(best, path_weight(max(reached, default=0), length))
        layer = {state: weight for state, weight in further.items() if state[0] not in ends}
    return best


class _Listing:
    """Lists paths by weight and length; `more` says afterwards whether some were left out."""

    def __init__(self, graph: Graph, ends: Set[Node], near: Mapping[Node, int], today: int) -> None:
        self.graph, self.ends, self.near, self.today = graph, ends, near, today
        self.more = False
        self.tried = 0
        self.sorted: dict[Node, list[tuple[Edge, Node, bool]]] = {}

    def paths(self) -> Iterator[Path]:
        """At most `MOST_PATHS`, the heaviest and shortest first; last those that no longer count."""
        listed = 0
        for weight in (Weight.HEAVY, Weight.SOME, Weight.LIGHT, Weight.NONE):
            for length in range(1, LONGEST + 1):
                for path in self._of(weight, length):
                    if listed >= MOST_PATHS:
                        self.more = True
                        return
                    listed += 1
                    yield path

    def _of(self, weight: Weight, length: int) -> Iterator[Path]:
        if path_weight(Weight.HEAVY, length) >= weight:
            yield from self._from((), ME, frozenset({ME}), weight, length)

    def _from(
        self, steps: tuple[Step, ...], node: Node, seen: frozenset[Node], weight: Weight, left: int
    ) -> Iterator[Path]:
        for edge, to, forward in self._ways(node):
            self.tried += 1
            if self.tried > _MOST_STEPS:
                self.more = True
                return
            if to in seen or self.near.get(to, LONGEST) > left - 1 or (to in self.ends) != (left == 1):
                continue
            weighs = step_weight(edge, forward, len(steps) < 2, self.today)
            if weighs < weight:
                continue
            taken = (*steps, Step(edge, to, forward, weighs, edge.state(self.today)))
            if left > 1:
                yield from self._from(taken, to, seen | {to}, weight, left - 1)
            elif (path := Path(taken)).weight == weight:
                yield path

    def _ways(self, node: Node) -> list[tuple[Edge, Node, bool]]:
        """Where one can go from a node, each way once, and the same in whatever order the edges came."""
        if node not in self.sorted:
            ways = {way for way in self.graph.get(node, ()) if self.near.get(way[1], LONGEST) < LONGEST}
            self.sorted[node] = sorted(ways, key=lambda way: (_order(way[0]), way[1]))
        return self.sorted[node]


def _distances(graph: Graph, ends: Set[Node]) -> dict[Node, int]:
    """How many steps each is from the nearest end, as far as it matters; ends themselves are none away."""
    near = dict.fromkeys(ends, 0)
    layer = list(ends)
    for distance in range(1, LONGEST):
        met = {to for node in layer for _, to, _ in graph.get(node, ()) if to not in near}
        near.update((node, distance) for node in met)
        layer = list(met)
    return near
