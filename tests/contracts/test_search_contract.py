"""A search finds what a plain reading of every text finds, by whichever way it goes, on every engine."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.answers.search import search
from comity.store.access import Scope
from comity.store.queries import candidates, narrowing
from comity.store.queries import search as queries
from tests.made_up import new_scope, on_day
from tests.small_book import AMA, INES, ME, NAMES, TODAY, TOMAS, mail, put

pytestmark = pytest.mark.django_db
WORDS = (
    "harbour",
    "harbor",
    "Straße",
    "strasse",
    "Žofie",
    "naïve",
    "e-mail",
    "the_end",
    "ﬁne",
    "東京都",
    "京",
    "x1",
    "of",
)


class Asked(NamedTuple):
    """A piece of a query, and what it means."""

    kind: str
    value: str
    refused: bool


def _folded(text: str) -> list[str]:
    """Words as the documentation says they are, written independently of the product."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(c for c in apart if not unicodedata.combining(c))
    return re.findall(r"[\u4e00-\u9fff]|[^\W_\u4e00-\u9fff]+", bare)


def _stands(sought: list[str], words: list[str], *, begun: bool) -> bool:
    for start in range(len(words) - len(sought) + 1):
        here = words[start : start + len(sought)]
        last = here[-1].startswith(sought[-1]) if begun else here[-1] == sought[-1]
        if here[:-1] == sought[:-1] and last:
            return True
    return False


def _holds(piece: Asked, day: int, sender: str, subject: str, text: str) -> bool:
    sought = _folded(piece.value)
    begun = piece.kind != "phrase"
    match piece.kind:
        case "from":
            fits = any(word.startswith(piece.value) for word in _folded(NAMES[sender]))
        case "to":
            fits = sender != ME if piece.value == "me" else sender == ME
        case "before":
            fits = day < TODAY - int(piece.value)
        case "subject":
            fits = _stands(sought, _folded(subject), begun=True)
        case _:
            fits = any(_stands(sought, _folded(part), begun=begun) for part in (subject, text))
    return fits is not piece.refused


def _written(piece: Asked) -> str:
    value = f'"{piece.value}"' if piece.kind == "phrase" else piece.value
    if piece.kind == "before":
        value += "d"
    field = f"{piece.kind}:" if piece.kind not in ("word", "phrase") else ""
    return ("-" if piece.refused else "") + field + value


_word = st.sampled_from(WORDS)
_text = st.lists(_word, max_size=8).map(" ".join)
_begun = st.tuples(_word, st.integers(1, 9)).map(lambda pair: pair[0][: pair[1]]).filter(_folded)
_pieces = st.lists(
    st.one_of(
        st.builds(Asked, st.just("word"), _begun, st.booleans()),
        st.builds(Asked, st.just("word"), _begun, st.just(False)),
        st.builds(
            Asked, st.just("phrase"), st.lists(_word, min_size=1, max_size=3).map(" ".join), st.booleans()
        ),
        st.builds(Asked, st.just("subject"), _begun, st.booleans()),
        st.builds(
            Asked, st.just("from"), st.sampled_from(("ines", "in", "lind", "t", "nobody")), st.booleans()
        ),
        st.builds(Asked, st.just("to"), st.just("me"), st.booleans()),
        st.builds(Asked, st.just("before"), st.integers(0, 6).map(str), st.booleans()),
    ),
    min_size=1,
    max_size=4,
)
_mails = st.lists(
    st.tuples(st.integers(TODAY - 6, TODAY), st.sampled_from((INES, TOMAS, AMA, ME)), _text, _text),
    max_size=12,
)


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(mails=_mails, pieces=_pieces)
def test_every_way_finds_what_a_plain_reading_finds(
    mails: list[tuple[int, str, str, str]], pieces: list[Asked]
) -> None:
    scope = new_scope()
    numbered = [
        (day, sender, f"{subject} n{n}", text) for n, (day, sender, subject, text) in enumerate(mails)
    ]
    with on_day(TODAY):
        put(
            scope,
            [
                mail(day, sender, INES if sender == ME else ME, subject=subject, text=text, hour=n, number=n)
                for n, (day, sender, subject, text) in enumerate(numbered)
            ],
        )
        newest_first = sorted(((one[0], n, one) for n, one in enumerate(numbered)), reverse=True)
        wanted = [one[2] for _, _, one in newest_first if all(_holds(piece, *one) for piece in pieces)]
        for way in _ways():
            assert _subjects(scope, " ".join(map(_written, pieces))) == wanted, way


def _ways() -> Iterator[str]:
    """Text by text; by the indexes as soon as they may, each alone and together; with more people than are gathered."""
    yield "walk"
    with patch.object(queries, "FEW", -1):
        with patch.object(queries, "_LONG", -1), patch.object(queries, "_REFUSED", -1.0):
            yield "walk, with the people gathered later"
        with patch.object(narrowing, "_MOST_PEOPLE", 0):
            yield "walk, with many people"
    with (
        patch.object(queries, "_GATHERING", 1e9),
        patch.multiple(candidates, _LEAST_PACED=1, _MOST_PACED=3),
    ):
        yield "one after another, in small steps, where the engine asks the index so"
        with patch.object(queries, "FEW", -1):
            yield "one after another, whoever takes part"
    with (
        patch.multiple(queries, _FIRST=1, _REFUSED=-1.0),
        patch.multiple(queries, _TEXT=1e9, _HIT=0.0, _ASKING=0.0),
        patch.multiple(queries, _PACE=1e9, _GATHERED=0.0, _GATHERING=0.0),
        patch.multiple(candidates, _LEAST_PACED=1, _MOST_PACED=1, _LEAST_GATHERED=2, _PASSED=1),
    ):
        yield "index"
        with _all_walked():
            yield "index, walked"
            with patch.object(queries, "_LONG", -1), patch.object(queries, "FEW", -1):
                yield "index, with the people gathered later"
        with patch.object(queries, "FEW", -1), patch.object(narrowing, "_MOST_PEOPLE", 0):
            yield "index, with many people"


@contextmanager
def _all_walked() -> Iterator[None]:
    with patch.multiple(candidates, _LISTED=-1, _HELD=-1, _BLOCK=2):
        yield


def _subjects(scope: Scope, query: str) -> list[str]:
    return [hit.title for hit in search(scope, query, limit=50).hits if hit.face is None]


def test_a_hit_moves_with_the_time_that_a_longer_copy_tells() -> None:
    scope = new_scope()
    with on_day(TODAY):
        first = mail(TODAY - 3, INES, ME, subject="first", text="A lantern plate.")
        put(scope, [first, mail(TODAY - 2, INES, ME, subject="second", text="A lantern plate.")])
        assert _subjects(scope, '"lantern plate"') == ["second", "first"]
        put(scope, [first._replace(at=first.at + 2 * 86_400, text=f"{first.text} Kind regards", digest=2)])
        for way in _ways():
            assert _subjects(scope, '"lantern plate"') == ["first", "second"], way
