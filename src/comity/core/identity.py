"""Which handles are one person's."""

from __future__ import annotations

from collections.abc import Iterable


def components(
    members: Iterable[int], same: Iterable[tuple[int, int]], different: Iterable[tuple[int, int]] = ()
) -> list[list[int]]:
    """Members in groups that links hold together, each sorted, the groups by their first member.

    Args:
        same: pairs said to be one person's; a pair that also stands in `different` is left out, since a
            person's refusal outweighs any file;
        different: pairs that the user has separated, in either order.
    """
    refused = {frozenset(pair) for pair in different}
    root: dict[int, int] = {member: member for member in members}

    def find(member: int) -> int:
        while root[member] != member:
            root[member] = root[root[member]]
            member = root[member]
        return member

    for left, right in same:
        if left in root and right in root and frozenset((left, right)) not in refused:
            a, b = find(left), find(right)
            root[max(a, b)] = min(a, b)
    groups: dict[int, list[int]] = {}
    for member in sorted(root):
        groups.setdefault(find(member), []).append(member)
    return list(groups.values())


def cut(head: int, part: int, pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The pairs to be undone so that `part` stands apart from `head`.

    Whoever hangs together with `head` only by way of `part` goes along with it, so that these are the pairs
    between `part` and those who stay.
    """
    linked = list(pairs)
    stays, frontier = {head}, {head}
    while frontier:
        frontier = {
            other
            for pair in linked
            for one, other in (pair, pair[::-1])
            if one in frontier and other != part and other not in stays
        }
        stays |= frontier
    return [(a, b) for a, b in linked if (a == part and b in stays) or (b == part and a in stays)]
