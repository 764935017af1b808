"""What may make somebody come to mind: nothing that was told in confidence, and not to them.

A suggestion is the owner's alone to see, but it is made to be acted on, and acting on it would tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from comity.answers.guarding.gate import Row, Watch
from comity.core.audience import of

T = TypeVar("T")


def openly(
    watch: Watch, said: Iterable[tuple[int, str, str]], head_of: Mapping[int, int]
) -> list[tuple[int, str, str]]:
    """The (person, kind, text) without those that the person must not learn of; head_of: who is shown for people merged."""
    known: dict[str, tuple[str, ...]] = {}
    found = []
    for person, kind, text in said:
        ids = known.get(text)
        if ids is None:
            ids = known[text] = watch.gives_away(text)
        if not ids or not watch.is_closed(ids, of(head_of.get(person, person))):
            found.append((person, kind, text))
    return found


def who_may_hear(
    watch: Watch,
    people: Sequence[T],
    number: Callable[[T], int],
    *texts: str,
    about: Iterable[int | None] = (),
    rows: Iterable[Row] = (),
) -> list[T]:
    """Those who may learn of something that says all of this; number: the row of the person shown for each."""
    ids = watch.gives_away(*texts, about=about, rows=rows)
    return [one for one in people if not watch.is_closed(ids, of(number(one)))]
