"""Today, People and a person's page in a large book: server time, warm, and queries a page."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from measure import percentile, table
from product import browser, use_home

PEOPLE, INTERACTIONS = 10_000, 1_000_000
ROUNDS, WARM = 200, 10
MOST_MILLISECONDS, MOST_QUERIES = 10.0, 8
TYPED = ("a", "an", "ros", "rosa", "sil", "silva", "firm12", "rosa sil", "zzz")


@dataclass(frozen=True)
class Question:
    """Something to ask again and again; `ask` is given the round. `goal`: whether the goals hold for it; `first`: what is
    done before each round, and not measured."""

    title: str
    ask: Callable[[int], object]
    goal: bool = True
    first: Callable[[], object] = int


@dataclass(frozen=True)
class Given:
    """What is asked about: ids of people, keys of tags and organisations, words (common, usual, rare, a name)."""

    anyone: list[str]
    strongest: list[str]
    tags: list[str]
    organisations: list[str]
    sought: list[str]


@dataclass(frozen=True)
class Asked:
    """What a question took: milliseconds of each round, and the most queries in one."""

    title: str
    milliseconds: list[float]
    queries: int
    goal: bool

    @property
    def reached(self) -> bool:
        """Whether it stayed within both goals."""
        return percentile(self.milliseconds, 99) <= MOST_MILLISECONDS and self.queries <= MOST_QUERIES


def run(data: Path) -> list[str]:
    """Build the book, ask everything, and give the section of the report."""
    with tempfile.TemporaryDirectory(prefix="comity-bench-") as home:
        scope = use_home(Path(home))
        import big_book

        began = time.perf_counter()
        big_book.build(scope.book_id, PEOPLE, INTERACTIONS)
        took = time.perf_counter() - began
        size = sum(path.stat().st_size for path in Path(home).glob("comity.sqlite3*")) / 1e6
        asked = [measured(question) for question in questions(scope)]
    return report(asked, took, size)


def report(asked: list[Asked], took: float, size: float) -> list[str]:
    """The section as lines of Markdown."""
    missed = [a.title for a in asked if a.goal and not a.reached]
    rows = [
        (
            a.title,
            f"{percentile(a.milliseconds, 50):.1f}",
            f"{percentile(a.milliseconds, 99):.1f}",
            f"{min(a.milliseconds):.1f}–{max(a.milliseconds):.1f}",
            str(a.queries),
            ("yes" if a.reached else "no") if a.goal else "",
        )
        for a in asked
    ]
    return [
        f"A made-up book with {PEOPLE:,} people and {INTERACTIONS:,} interactions over ten years, taken in through the "
        f"store's own doors ({took:.0f} s; {size:.0f} MB). Milliseconds on the server, warm, {ROUNDS} rounds each with "
        "changing people and words. *Answer* is the function alone, *page* the whole request through Django's test client. "
        "*After a change*: something in the book was changed before each round, so that nothing gathered before is used "
        "(`comity.store.unchanged`).",
        f"Goals for each page: p99 ≤ {MOST_MILLISECONDS:.0f} ms and ≤ {MOST_QUERIES} queries.",
        "",
        *table(("question", "p50", "p99", "min–max", "queries", "goal"), rows),
        "",
        f"Missed: {'; '.join(missed)}." if missed else "All goals were reached.",
    ]


def measured(question: Question) -> Asked:
    """Ask one question `ROUNDS` times after it was warmed up, and count its queries apart from that.

    The very first of a day counts for neither: it brings all strengths to that day. Queries are counted where they are
    sent, without those that only begin or end a transaction, since a request clears the log that Django keeps of them.
    """
    from django.db import connection

    queries = 0
    for number in range(WARM):
        question.first()
        seen = _Count()
        with connection.execute_wrapper(seen):
            question.ask(number)
        queries = max(queries, seen.queries) if number else 0
    times = []
    for number in range(ROUNDS):
        question.first()
        began = time.perf_counter()
        question.ask(number)
        times.append((time.perf_counter() - began) * 1000)
    return Asked(question.title, times, queries, question.goal)


class _Count:
    """Counts the statements that a connection executes."""

    def __init__(self) -> None:
        self.queries = 0

    def __call__(self, execute: Callable[..., Any], *statement: Any) -> Any:
        self.queries += 1
        return execute(*statement)


def questions(scope: Any) -> Iterator[Question]:
    """Every answer and page that is measured."""
    from big_book import words

    from comity.store.models import Metrics, Organisation, Tag

    known = words()
    ranked = Metrics.objects.filter(book_id=scope.book_id).order_by("-strength")
    uuids = [str(uuid) for uuid in ranked.values_list("relationship__person__uuid", flat=True)]
    given = Given(
        anyone=random.Random(4).sample(uuids, ROUNDS),
        strongest=uuids[:20],
        tags=list(Tag.objects.order_by("key").values_list("key", flat=True)[:20]),
        organisations=list(Organisation.objects.order_by("key").values_list("key", flat=True)[:20]),
        sought=[known[3], f"{known[40]} {known[90]}", known[4000], "rosa"],
    )
    yield from _answers(scope, given)
    yield from _pages(scope, given)


def change() -> None:
    """Write something into the database anew, as it was: whatever is remembered of it counts as changed."""
    from django.db.models import F

    from comity.store.models import Book

    Book.objects.update(zone=F("zone"))


def _answers(scope: Any, given: Given) -> Iterator[Question]:
    from comity.answers import people, person, search, today

    def listed(**asked: Any) -> Callable[[int], object]:
        return lambda number: people.people(scope, **asked)

    def each(field: str, values: Sequence[str]) -> Callable[[int], object]:
        asked: list[dict[str, Any]] = [{field: value} for value in values]
        return lambda number: people.people(scope, **asked[number % len(asked)])

    def about(ask: Callable[[Any, str], object], values: Sequence[str]) -> Callable[[int], object]:
        return lambda number: ask(scope, values[number % len(values)])

    yield Question("answer: Today", lambda number: today.today(scope))
    yield Question("answer: Today, after a change", lambda number: today.today(scope), first=change)
    for sort in people.SORTS:
        yield Question(f"answer: People by {sort}", listed(sort=sort))
    yield Question("answer: People, 50th page", listed(offset=2450))
    yield Question("answer: People as typed", each("words", TYPED))
    yield Question("answer: People by role", listed(role="mentor"))
    yield Question("answer: People by tag", each("tag", given.tags))
    yield Question("answer: People of an organisation", each("organisation", given.organisations))
    yield Question("answer: People drifting", listed(state="drifting"))
    yield Question("answer: what to narrow to", lambda number: people.choices(scope))
    yield Question("answer: suggestions as typed", about(people.suggest, TYPED))
    yield Question("answer: search", about(search.search, given.sought), goal=False)
    for who, ids in (("anyone", given.anyone), ("the strongest", given.strongest)):
        yield Question(f"answer: person, {who}", about(person.person, ids), goal=False)
        yield Question(f"answer: timeline, {who}", about(person.timeline, ids), goal=False)


def _pages(scope: Any, given: Given) -> Iterator[Question]:
    client = browser(scope)

    def get(path: str, part: bool = False, **fields: str) -> None:
        response = client.get(path, fields, headers={"HX-Request": "true"} if part else {})
        if response.status_code != 200:
            raise RuntimeError(f"{path} answered {response.status_code}")

    def page(path: str, part: bool = False, **fields: str) -> Callable[[int], object]:
        return lambda number: get(path, part, **fields)

    def each(path: str, field: str, values: Sequence[str], part: bool = False) -> Callable[[int], object]:
        return lambda number: get(path, part, **{field: values[number % len(values)]})

    def among(paths: Sequence[str]) -> Callable[[int], object]:
        return lambda number: get(paths[number % len(paths)])

    yield Question("page: Today", page("/"))
    yield Question("page: Today, after a change", page("/"), first=change)
    for sort in ("strength", "name", "last"):
        yield Question(f"page: People by {sort}", page("/people", sort=sort))
    yield Question("page: People, more rows", page("/people", True, offset="50"))
    yield Question("page: People as typed", each("/people", "q", TYPED, True))
    yield Question("page: People by role", page("/people", role="mentor"))
    yield Question("page: People by role, after a change", page("/people", role="mentor"), first=change)
    yield Question("page: People by tag", each("/people", "tag", given.tags))
    yield Question("page: People of an organisation", each("/people", "organisation", given.organisations))
    yield Question("page: People drifting", page("/people", state="drifting"))
    yield Question("page: palette as typed", each("/palette", "q", TYPED, True))
    yield Question("page: search", each("/search", "q", given.sought), goal=False)
    for who, ids in (("anyone", given.anyone), ("the strongest", given.strongest)):
        paths = [f"/people/{uuid}" for uuid in ids]
        yield Question(f"page: person, {who}", among(paths), goal=False)
