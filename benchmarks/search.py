"""Search in a book of 100,000 people and 100,000 texts, on SQLite and on PostgreSQL: answers, warm.

    python benchmarks/search.py sqlite|postgresql

measures one engine and prints JSON; `bench.py search` measures both, each in a process of its own.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from measure import percentile, table
from product import use_home

PEOPLE = TEXTS = 100_000
ROUNDS, WARM = 200, 5
NAMES_MS, WORDS_MS = 10.0, 25.0
ENGINES = ("sqlite", "postgresql")
_CHUNK = 5000
_ME = "kim.morgan@home.example"
_SYLLABLES = [consonant + vowel for consonant in "bdfghklmnprstvwz" for vowel in "aeiou"]


def run(data: Path) -> list[str]:
    """Measure both engines, and give the section of the report."""
    measured = {}
    for engine in ENGINES:
        said = subprocess.run(
            [sys.executable, __file__, engine], stdout=subprocess.PIPE, text=True, check=True
        )
        measured[engine] = json.loads(said.stdout)
    return report(measured)


def report(measured: dict[str, Any]) -> list[str]:
    """The section as lines of Markdown."""
    rows, missed = [], []
    for title in measured[ENGINES[0]]["asked"]:
        cells = [title]
        goal = NAMES_MS if title.startswith("names") else WORDS_MS
        for engine in ENGINES:
            times = measured[engine]["asked"][title]
            p99 = percentile(times, 99)
            cells += [f"{percentile(times, 50):.1f}", f"{p99:.1f}", f"{max(times):.1f}"]
            if p99 > goal:
                missed.append(f"{title} on {engine}")
        rows.append((*cells, f"{goal:.0f}"))
    head = [
        "question",
        *(f"{engine} {figure}" for engine in ENGINES for figure in ("p50", "p99", "max")),
        "goal",
    ]
    built = ", ".join(f"{engine} {measured[engine]['built']:.0f} s" for engine in ENGINES)
    return [
        f"A made-up book with {PEOPLE:,} people and {TEXTS:,} texts of {measured[ENGINES[0]]['words']:.0f} words on average, "
        f"taken in through the store's own doors ({built}). Milliseconds of the answer alone, warm, {ROUNDS} rounds each with "
        "changing people and words, twenty of each at most. Goals are for the 99th percentile.",
        "",
        *table(head, rows),
        "",
        f"Missed: {'; '.join(missed)}." if missed else "All goals were reached.",
    ]


class Made:
    """Made-up names and words; the same every time."""

    def __init__(self) -> None:
        chance = random.Random(11)

        def words(count: int, least: int, most: int) -> list[str]:
            made = (
                "".join(chance.choices(_SYLLABLES, k=chance.randint(least, most))) for _ in itertools.count()
            )
            return list(itertools.islice(dict.fromkeys(itertools.islice(made, count * 4)), count))

        self.words = words(60_000, 1, 4)
        self.weights = list(itertools.accumulate(1 / (n + 2.7) for n in range(len(self.words))))
        self.given = [word.title() for word in words(800, 2, 3)]
        self.family = [word.title() for word in words(6000, 2, 4)]
        self.given_weights = list(itertools.accumulate(1 / (n + 10) for n in range(len(self.given))))
        self.family_weights = list(itertools.accumulate(1 / (n + 30) for n in range(len(self.family))))
        self.phrases = [
            " ".join(chance.choices(self.words[:300], k=chance.randint(2, 4))) for _ in range(400)
        ]
        self.names = [self._name(chance) for _ in range(PEOPLE)]

    def _name(self, chance: random.Random) -> str:
        given = chance.choices(self.given, cum_weights=self.given_weights)[0]
        return f"{given} {chance.choices(self.family, cum_weights=self.family_weights)[0]}"

    def address(self, number: int) -> str:
        """A person's address."""
        given, family = self.names[number].lower().split()
        return f"{given}.{family}{number if number % 3 else ''}@firm{number % 4000}.example"

    def text(self, chance: random.Random) -> str:
        """A text as long as mails are, some much longer."""
        count = min(2000, max(5, int(chance.lognormvariate(4.3, 0.9))))
        chosen = chance.choices(self.words, cum_weights=self.weights, k=count)
        for _ in range(1 + count // 60):
            chosen.insert(chance.randrange(len(chosen)), self.phrases[int(chance.paretovariate(0.5)) % 400])
        return "\n".join(" ".join(chosen[n : n + 12]) for n in range(0, count, 12)).capitalize() + "."


def build(book: int, made: Made) -> float:
    """Fill an empty book; returns how many words a text has on average."""
    from comity.core.days import day_of
    from comity.core.records import Handle
    from comity.store import cards, finishing, owner
    from comity.store.intake import Intake
    from comity.store.models import Batch, BatchFile, Identifier

    now = int(time.time())
    batch = Batch.objects.create(book_id=book, number=1, belongs_to=Batch.MINE)
    file = BatchFile.objects.create(book_id=book, batch=batch, label="made up", source="mbox")
    intake = Intake(book, batch.pk)
    changed = owner.claim(intake, [Handle("email", _ME)], now, kind=Identifier.OWN_PERSONAL, by_hand=True)
    flats = _mails(random.Random(1), made, now)
    count = 0
    while part := list(itertools.islice(flats, _CHUNK)):
        count += sum(flat[8].count(" ") + flat[8].count("\n") for flat in part)
        intake.take(file.pk, part)
    intake.flush_names()
    changed |= cards.take(intake, list(_cards(random.Random(2), made)), now)
    finishing.after_intake(intake, 1, changed, day_of(now))
    Batch.objects.filter(pk=batch.pk).update(state=Batch.DONE, finished_at=dt.datetime.now(dt.UTC))
    return count / TEXTS


def _mails(chance: random.Random, made: Made, now: int) -> Iterator[tuple[Any, ...]]:
    """Flat mails over ten years, in no order of time; two of three with people who are met again and again."""
    from comity.core.keys import interaction_key
    from comity.core.records import Kind, Part

    for number in range(1, TEXTS + 1):
        at = now - int(chance.random() * 10 * 365 * 86_400)
        other = number - 1 if number % 3 == 0 else int(chance.paretovariate(0.6)) % PEOPLE
        text = made.text(chance)
        them = ("email", made.address(other), made.names[other])
        me = ("email", _ME, "Kim Morgan")
        first, second = (them, me) if chance.random() < 0.6 else (me, them)
        parties = ((int(Part.SENDER), *first), (int(Part.TO), *second))
        yield (
            *(
                int(Kind.MAIL),
                interaction_key(at, str(number)),
                at,
                0,
                None,
                "",
                text[:40].replace("\n", " "),
            ),
            *(text[:200], text, parties, 0, number, 0, number, number),
        )


def _cards(chance: random.Random, made: Made) -> Iterator[Any]:
    from comity.core.records import Card, Handle

    for number in range(PEOPLE):
        given, _, family = made.names[number].partition(" ")
        works = f"{made.family[number % 3000]} Works" if number % 2 else ""
        yield Card(
            handles=(Handle("email", made.address(number)),),
            name=made.names[number],
            given=given,
            family=family,
            values=(),
            organisation=works,
            title="",
            department="",
            position_since=None,
            dates=(),
            labels=(),
            known_on=None,
            changed_at=None,
            is_me=False,
            position=number,
        )


def questions(scope: Any, made: Made) -> Iterator[tuple[str, Callable[[int], object]]]:
    """Everything that is measured; each is given the number of the round."""
    from comity.answers import people, search

    chance = random.Random(7)
    names = [made.names[chance.randrange(PEOPLE)].lower() for _ in range(ROUNDS)]
    letters = "abdefghiklmnoprstuvwz"
    common, usual, rare = made.words[:30], made.words[200:2000], made.words[20_000:40_000]

    def found(text: str) -> object:
        return search.search(scope, text, limit=20)

    def suggested(text: str) -> object:
        return people.suggest(scope, text)

    yield "names: one letter", lambda n: suggested(letters[n % len(letters)])
    yield "names: two letters", lambda n: suggested(names[n][:2])
    yield "names: three letters", lambda n: suggested(names[n][:3])
    yield "names: given name", lambda n: suggested(names[n].split()[0])
    yield "names: given and family name", lambda n: suggested(names[n])
    yield "names: two letters of each", lambda n: suggested(" ".join(w[:2] for w in names[n].split()))
    yield "names: an address", lambda n: suggested(made.address(n * 37))
    yield "names: nobody's", lambda n: suggested("zzq" + names[n])
    yield "words: one, common", lambda n: found(common[n % 30])
    yield "words: one, usual", lambda n: found(usual[n * 9])
    yield "words: one, rare", lambda n: found(rare[n * 91])
    yield "words: two, common", lambda n: found(f"{common[n % 30]} {common[(n * 7 + 3) % 30]}")
    yield "words: common and usual", lambda n: found(f"{common[n % 30]} {usual[n * 9]}")
    yield "words: two, usual", lambda n: found(f"{usual[n * 9]} {usual[n * 5 + 1]}")
    yield "words: one letter", lambda n: found(letters[n % len(letters)])
    yield "words: two letters", lambda n: found(usual[n * 9][:2])
    yield "words: three letters", lambda n: found(usual[n * 9][:3])
    yield "words: a phrase that people use", lambda n: found(f'"{made.phrases[n]}"')
    yield (
        "words: two common side by side by chance",
        lambda n: found(f'"{common[n % 10]} {common[(n + 1) % 10]}"'),
    )
    yield "words: from: and a usual word", lambda n: found(f"from:{names[n].split()[0]} {usual[n]}")
    yield "words: with: a name", lambda n: found(f'with:"{names[n]}"')
    yield (
        "words: from: a letter and a common word",
        lambda n: found(f"from:{letters[n % 20]} {common[n % 30]}"),
    )
    yield "words: before: and a usual word", lambda n: found(f"before:{2018 + n % 8} {usual[n * 9]}")
    yield "words: org: and a common word", lambda n: found(f"org:{made.family[n]} {common[n % 30]}")
    yield "words: usual without a common one", lambda n: found(f"{usual[n * 9]} -{common[n % 30]}")


def measure(scope: Any, made: Made) -> dict[str, list[float]]:
    """Milliseconds of every round of every question."""
    asked = {}
    for title, ask in questions(scope, made):
        for number in range(WARM):
            ask(number)
        times = []
        for number in range(ROUNDS):
            began = time.perf_counter()
            ask(number)
            times.append((time.perf_counter() - began) * 1000)
        asked[title] = times
    return asked


@contextlib.contextmanager
def database(engine: str) -> Iterator[str]:
    """The address of a database for as long as it is needed; "" for SQLite in the data folder."""
    if engine == "sqlite":
        yield ""
        return
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from tests.pg.server import temporary_server

    with temporary_server() as url:
        import psycopg

        with psycopg.connect(url, autocommit=True) as connection:
            # As on every real server, so that plans rest on what the tables hold.
            connection.execute("ALTER SYSTEM SET autovacuum = on")
            connection.execute("ALTER SYSTEM SET autovacuum_naptime = 5")
            connection.execute("SELECT pg_reload_conf()")
        yield url


def main(engine: str) -> None:
    """Build the book on one engine, ask everything, and print the figures as JSON."""
    with tempfile.TemporaryDirectory(prefix="comity-bench-") as home, database(engine) as url:
        scope = use_home(Path(home), url)
        from django.db import connection

        made = Made()
        began = time.perf_counter()
        words = build(scope.book_id, made)
        took = time.perf_counter() - began
        if engine != "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
        print(f"{engine}: built in {took:.0f} s", file=sys.stderr, flush=True)
        print(json.dumps({"built": took, "words": words, "asked": measure(scope, made)}))
        connection.close()


if __name__ == "__main__":
    main(sys.argv[1])
