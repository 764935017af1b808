"""Erasing a person for good: what goes and what stays, doing it, proving it, and keeping it so.

It cannot be taken back. What is kept are digests (`store.forgotten`), by which a later import leaves them out and an
older backup is told of the erasure; and counts without names. The rules are those of the decision page "What erasure
means in shared mails".
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection, transaction

from comity.actions import running
from comity.actions.finding import person_of
from comity.actions.removed import IN_SESSION
from comity.core import days
from comity.core.errors import Invalid
from comity.core.keys import new_uuid
from comity.core.redaction import without
from comity.store import finishing, forgetting, forgotten, sealed_words, server_copies, traces
from comity.store.access import Scope
from comity.store.forgetting import Held
from comity.store.models import (
    Batch,
    CalendarFeed,
    DayMail,
    Erased,
    Erasure,
    Identifier,
    IncidentEntry,
    Person,
    Purpose,
)
from comity.store.queries.person import members
from comity.store.rewriting import rewrite
from comity.store.sealed_words import Looked
from comity.store.sealing import key_of
from comity.store.sql import on_sqlite

SEALED = "sealed"
"""What of an erasure is told of sealed things: where it stands among the copies, they are still to be looked through."""
WISHES = ("", "them", "me", "law")
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Ahead:
    """What an erasure would do: rows that go by table, what stays and why, copies that it cannot reach.

    holds: reasons for which nothing may be erased now; namesakes: names that others bear too; looked_for: by what the
    data folder is searched afterwards.
    """

    name: str
    goes: dict[str, int]
    stays: tuple[str, ...]
    unreached: tuple[tuple[str, str], ...]
    holds: tuple[str, ...]
    namesakes: tuple[str, ...]
    looked_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What an erasure did: its id, rows by table, files that were searched and in which of them something was found.

    cleaned: whether free pages and the log were rewritten; else somebody was reading meanwhile (`clean`);
    locked: sealed things that could not be looked through (`look_again`); recorded: entries of the record of incidents
    that name them, and stay.
    """

    id: str
    counts: dict[str, int]
    unreached: tuple[tuple[str, str], ...]
    looked_for: tuple[str, ...]
    files: int
    found: tuple[str, ...]
    cleaned: bool
    locked: int
    recorded: int

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to be done about it here."""
        return self.cleaned and not self.found and not self.locked


def ahead(scope: Scope, id: str) -> Ahead:
    """What would go if a person were erased, and what would stay.

    Raises:
        NotFound: no such person in this book; Invalid: it is me.
    """
    person = _other(scope, id)
    of = forgetting.held(scope.book_id, members(person.pk))
    alone, shared = forgetting.interactions(of)
    goes: Counter[str] = Counter({"interactions": len(alone), "identifiers": len(of.identifiers)})
    for model, lookup in forgetting.direct():
        goes[model._meta.model_name or ""] += model._default_manager.filter(
            **{f"{lookup}__in": of.persons}
        ).count()
    return Ahead(
        person.name,
        {table: count for table, count in goes.items() if count},
        _stays(scope, of, len(shared)),
        _unreached(scope),
        tuple(_holds(of.persons)),
        tuple(of.namesakes),
        of.traces().needles(),
    )


def erase(scope: Scope, id: str, typed: str, *, asked_by: str = "") -> Done:
    """Erase a person for good.

    Args:
        typed: their name, typed by the user, since it cannot be taken back;
        asked_by: on whose wish: `them`, `me`, `law`, or "".

    Raises:
        NotFound: no such person in this book; Busy: an import is running.
        Invalid: it is me, the name is another, an unknown wish, or a hold says that nothing may be erased.
    """
    person = _other(scope, id)
    if " ".join(typed.split()).casefold() != " ".join(person.name.split()).casefold():
        raise Invalid("name", typed, f"type the name to erase them for good: {person.name}")
    if asked_by not in WISHES:
        raise Invalid("asked_by", asked_by, "this is none of: " + ", ".join(WISHES[1:]))
    holds = _holds(members(person.pk))
    if holds:
        raise Invalid(
            "hold", "", f"nothing of theirs may be erased now ({holds[0]}); take the hold off first"
        )
    unreached = _unreached(scope)
    with transaction.atomic():
        running.alone(scope)
        of = forgetting.held(scope.book_id, members(person.pk))
        found = of.traces()
        digests = forgotten.digests(of.handles, of.names, of.phones)
        counts, looked = _take_out(scope, of)
        if looked.shut:
            unreached = (*unreached, (SEALED, str(looked.shut)))
        told = {"asked_by": asked_by, "counts": dict(counts), "unreached": [list(pair) for pair in unreached]}
        erasure = _note(scope.book_id, new_uuid(), told | {"on": days.day_from_date(scope.today())}, digests)
        _forget_sessions(found.pattern())
        forgotten.note(
            scope.book_id,
            {"erasure": str(erasure.uuid), "on": erasure.on, "digests": digests, **told},
        )
    _forget_uploads()
    cleaned = clean(scope)
    files, where = _search(scope, of)
    needles = of.traces().needles()
    return Done(
        str(erasure.uuid),
        dict(counts),
        unreached,
        needles,
        files,
        where,
        cleaned,
        looked.shut,
        looked.recorded,
    )


def again(scope: Scope, *, deep: bool = False) -> int:
    """Erase again whoever was erased before and came back with an older copy; returns how many people that were.

    deep: also rewrite what was deleted (only where nobody else uses the database, and outside a transaction).
    """
    with transaction.atomic():
        _take_over_list(scope.book_id)
        groups = _who_came_back(scope.book_id)
        today = days.day_of(int(time.time()))
        for persons, identifiers in groups:
            _, changed = forgetting.take_out(forgetting.held(scope.book_id, persons, identifiers))
            finishing.settle(scope.book_id, changed, today)
        sealed = sealed_words.count(scope.book_id) if groups else 0
        for row in Erasure.objects.filter(book_id=scope.book_id) if sealed else ():
            row.unreached = [*(pair for pair in row.unreached if pair[0] != SEALED), [SEALED, str(sealed)]]
            row.save(update_fields=["unreached"])
    if deep and groups:
        clean(scope)
    return len(groups)


def look_again(scope: Scope) -> Looked:
    """Take everybody who was erased out of what is sealed, now that it is open, by the digests of addresses and names.

    Raises:
        Locked, NoVault: it is not open.
    """
    key_of(scope)
    refused = forgotten.Forgotten(scope.book_id)
    with transaction.atomic():
        looked = sealed_words.take_out(scope, lambda text: without(text, [refused.pattern(text)]))
        for row in Erasure.objects.filter(book_id=scope.book_id):
            after = [pair for pair in row.unreached if pair[0] != SEALED]
            if after != row.unreached and not looked.shut:
                row.unreached = after
                row.counts = row.counts | {SEALED: row.counts.get(SEALED, 0) + looked.changed}
                row.save(update_fields=["unreached", "counts"])
    clean(scope)
    return looked


def let_in(scope: Scope, kind: str, value: str) -> bool:
    """Let somebody who was erased come back under this handle; whether it was refused until now."""
    found = [forgotten.digest(key, f"{kind}\0{value}") for key in forgotten.all_keys()]
    with transaction.atomic():
        gone, _ = Erased.objects.filter(book_id=scope.book_id, digest__in=found).delete()
        if gone:
            forgotten.note(scope.book_id, {"allow": found})
    return gone > 0


def clean(scope: Scope) -> bool:
    """Rewrite the database without what was deleted (`store.rewriting`); False where others are using it."""
    if connection.in_atomic_block:
        return False
    forgetting.flush_index(scope.book_id)
    return rewrite()


def _other(scope: Scope, id: str) -> Person:
    person = person_of(scope, id)
    if person.is_me:
        raise Invalid("person", person.name, "this is you; to remove everything, delete the data folder")
    return person


def _holds(persons: Iterable[int]) -> list[str]:
    return list(Purpose.objects.filter(person__in=persons).exclude(hold="").values_list("hold", flat=True))


def _stays(scope: Scope, of: Held, shared: int) -> tuple[str, ...]:
    """Codes of what stays (`answers.rights` words them)."""
    found = [f"shared:{shared}"] if shared else []
    if IncidentEntry.objects.filter(book_id=scope.book_id).exists():
        found.append("incidents")
    if any(model._default_manager.filter(person__in=of.persons).exists() for model in forgetting.KEPT):
        found.append("registers")
    sealed = 0 if scope.key else sealed_words.count(scope.book_id)
    if sealed:
        found.append(f"sealed:{sealed}")
    if of.namesakes:
        found.append("namesakes")
    return (*found, "digests")


def _unreached(scope: Scope) -> tuple[tuple[str, str], ...]:
    """Copies that an erasure cannot reach, as (code, detail)."""
    book = scope.book_id
    found = [("exports", ""), ("backups", "")]
    if Batch.objects.filter(book_id=book, state=Batch.DONE).exists():
        found.append(("originals", ""))
    if CalendarFeed.objects.filter(book_id=book).exists():
        found.append(("feed", ""))
    if DayMail.objects.filter(book_id=book).exists():
        found.append(("day_mail", ""))
    if IncidentEntry.objects.filter(book_id=book).exists():
        found.append(("evidence", ""))
    former = [path.name for path in sorted(settings.HOME.glob("*-before-*"))]
    if not on_sqlite():
        found.append(("server", ""))
        former += server_copies.former()
    return (*found, *(("former", name) for name in former))


def _take_out(scope: Scope, of: Held) -> tuple[Counter[str], Looked]:
    """Take somebody out of everything, what is sealed too where it is open."""
    pattern = of.traces().pattern()
    counts, changed = forgetting.take_out(of)
    finishing.settle(scope.book_id, changed, days.day_of(int(time.time())))
    looked = sealed_words.take_out(scope, lambda text: without(text, [pattern]))
    if looked.changed:
        counts["sealed"] = looked.changed
    return counts, looked


def _note(book: int, uuid: UUID, told: dict[str, Any], digests: Sequence[str]) -> Erasure:
    whole = hashlib.sha256("".join(sorted(digests)).encode()).hexdigest()
    erasure = Erasure.objects.create(book_id=book, uuid=uuid, digest=whole, **told)
    Erased.objects.bulk_create(
        [Erased(book_id=book, erasure=erasure, digest=text) for text in digests], ignore_conflicts=True
    )
    return erasure


def _take_over_list(book: int) -> None:
    """Note erasures that the list in the data folder tells and the database does not know."""
    listed = [line for line in forgotten.listed(book) if line.get("erasure")]
    here = {str(uuid) for uuid in Erasure.objects.filter(book_id=book).values_list("uuid", flat=True)}
    let_in = forgotten.allowed(book)
    for line in listed:
        if line["erasure"] not in here:
            told = {name: line[name] for name in ("on", "asked_by", "counts", "unreached")}
            _note(book, UUID(line["erasure"]), told, [d for d in line["digests"] if d not in let_in])


def _who_came_back(book: int) -> list[tuple[list[int], list[int]]]:
    """People, and handles of nobody, who were erased before: (rows of people, rows of handles) for each."""
    refused = forgotten.Forgotten(book)
    if not refused:
        return []
    found: dict[int, tuple[set[int], set[int]]] = {}
    listed = Identifier.objects.filter(book_id=book, own=0).values_list(
        "id", "kind", "value", "person_id", "person__merged_into_id"
    )
    for i, kind, value, person, head in listed.iterator(chunk_size=2000):
        if kind != forgotten.KIND and refused.handle(kind, value):
            people, identifiers = found.setdefault(head or person or -i, (set(), set()))
            identifiers.add(i)
            if person is not None:
                people.add(person)
    return [(sorted(people), sorted(identifiers)) for people, identifiers in found.values()]


def _forget_sessions(pattern: Any) -> None:
    """Messages that wait to be shown may name them, and what was removed may be about them, which cannot be searched."""
    for session in Session.objects.all().iterator(chunk_size=200):
        held = session.get_decoded()
        named = {key for key, value in held.items() if pattern and pattern.search(_as_text(value))}
        kept = {key: value for key, value in held.items() if key not in named | {IN_SESSION}}
        if kept != held:
            session.session_data = SessionStore().encode(kept)
            session.save(update_fields=["session_data"])


def _as_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _forget_uploads() -> None:
    """Files that wait to be imported, and what was seen in them, may hold them; the user has the originals."""
    for path in [*Path(settings.HOME, "uploads").glob("*"), *settings.HOME.glob("preview-*")]:
        with contextlib.suppress(OSError):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _search(scope: Scope, of: Held) -> tuple[int, tuple[str, ...]]:
    """Look for them in every column and every file of the data folder; how many files, and where something was found."""
    found = of.traces()
    pattern = found.pattern()
    if pattern is None:
        return 0, ()
    with connection.cursor() as cursor:
        where = traces.remaining(cursor, scope.book_id, pattern, forgetting.hints(found))
    needles = [_spelt(text) for text in found.needles() if not _is_part_of_another(scope.book_id, text)]
    files = sorted(path for path in settings.HOME.rglob("*") if path.is_file())
    where += [str(path) for path in files if any(stands_in(path, spelt) for spelt in needles)]
    return len(files), tuple(where)


def _is_part_of_another(book: int, text: str) -> bool:
    """Whether somebody else's address goes on where this one ends or begins, so that bytes alone tell nothing."""
    return Identifier.objects.filter(book_id=book, value__contains=text).exists()


def _spelt(text: str) -> tuple[bytes, ...]:
    """A text as it may stand in a file: UTF-8, and escaped as JSON does it; without regard to case within ASCII."""
    return tuple({text.encode("utf-8", "surrogatepass").lower(), json.dumps(text)[1:-1].encode().lower()})


def stands_in(path: Path, spelt: Sequence[bytes]) -> bool:
    """Whether one of these stands in a file, read a piece at a time."""
    longest = max(map(len, spelt))
    before = b""
    try:
        with open(path, "rb") as file:
            while piece := file.read(_PIECE):
                window = before + piece.lower()
                if any(text in window for text in spelt):
                    return True
                before = window[-longest:]
    except OSError:
        return False
    return False
