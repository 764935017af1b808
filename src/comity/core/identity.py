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
