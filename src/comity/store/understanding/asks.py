"""What recent mail asks, promises, thanks for and tells, as proposals.

They follow from what the book holds, the day it is and what the user chose: mail no older than the book's
`propose_days`, the newest first, until `MOST_OPEN` proposals wait; answered ones make room for older ones. A mail is read
once for each state of what its reading rests on (`letters`), a slice and a transaction at a time, so that a run that
ends early leaves nothing half-done and the next one goes on. What was answered is never asked again: not in any copy of
its mail, and a sentence of some length that was refused not in other mail about the same person either.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from comity.core.asks import Letter, Told, Worth, worth_asking
from comity.core.days import date_from_day, day_from_date
from comity.store import noticed
from comity.store.models import Batch, Book, MailRead, Proposal
from comity.store.noticed import Noticed
from comity.store.sql import chunks, insert, ints, rows
from comity.store.understanding.letters import Head, known, letters, recent, texts

MOST_OPEN = 100
"""Proposals from sentences that wait at once, about; a person answers no more of them."""
MOST_READ = 1_000
"""Mails that are read in one run."""
MOST_LOOKED_AT = 50_000
"""Recent mails among which the run looks, the newest."""
_SLICE = 100


class Run(NamedTuple):
    """What a run did: mails read, and whether some wait for the next run."""

    read: int
    unfinished: bool


@dataclass
class _State:
    """What a run carries along: open proposals by mail, what was answered, and how many wait so far."""

    book: int
    left: int
    open: dict[str, set[tuple[str, str]]]
    answered: set[tuple[str, str, str]]
    refused: set[tuple[str, str, str]]
    waiting: int = 0
    read: int = 0
    seen: set[str] = field(default_factory=set)


def look(book: int, now: int, most: int = MOST_READ) -> Run:
    """Read recent mail that was not read yet, or not as it is now, and bring the proposals up to date.

    Args:
        now: epoch seconds; most: mails to be read at the most.
    """
    row = Book.objects.get(pk=book)
    oldest, day = _oldest(row, now)
    if not row.propose_days:
        heads: list[Head] = []
    else:
        with connection.cursor() as cursor:
            heads = recent(cursor, book, oldest, now + 86_400, MOST_LOOKED_AT)
    state = _begun(book, most)
    if heads:
        with connection.cursor() as cursor:
            decides = known(cursor, book, day, row.personal_news)
        for part in chunks(heads, _SLICE):
            with connection.cursor() as cursor:
                found = letters(cursor, part, decides)
            if not _take(state, found):
                break
    finished = state.left > 0 or len(state.seen) == len(heads)
    _withdraw_the_rest(state, set() if finished else {head.key for head in heads})
    return Run(state.read, not finished)


def forget_old(book: int, now: int) -> None:
    """Withdraw open proposals from mail that has become older than the user chose."""
    oldest, _ = _oldest(Book.objects.get(pk=book), now)
    found = Proposal.objects.filter(
        book_id=book, state=Proposal.OPEN, kind__in=noticed.TOLD, evidence__at__lt=oldest
    )
    told = {row: key for row, key in found.values_list("id", "key") if noticed.is_told(key)}
    with transaction.atomic():
        Proposal.objects.filter(pk__in=told, state=Proposal.OPEN).delete()
        _unread(book, {noticed.told_parts(key)[1] for key in told.values()})


def forget_of(batch: Batch) -> None:
    """Let mail be read again whose open proposals go with their import, as other copies of it may stay."""
    found = Proposal.objects.filter(batch=batch, state=Proposal.OPEN, kind__in=noticed.TOLD)
    keys = {noticed.told_parts(key)[1] for key in found.values_list("key", flat=True) if noticed.is_told(key)}
    _unread(batch.book_id, keys)


def _oldest(book: Book, now: int) -> tuple[int, int]:
    """The instant from which mail is recent, and the day number it is; both by the book's zone."""
    zone = ZoneInfo(book.zone)
    today = dt.datetime.fromtimestamp(now, zone).date()
    first = date_from_day(max(1, day_from_date(today) - book.propose_days))
    return int(dt.datetime.combine(first, dt.time(), zone).timestamp()), day_from_date(today)


def _begun(book: int, most: int) -> _State:
    state = _State(book, most, {}, set(), set())
    found = Proposal.objects.filter(book_id=book, kind__in=noticed.TOLD)
    for kind, key, row_state in found.values_list("kind", "key", "state"):
        if not noticed.is_told(key):
            continue
        identifier, interaction, digest = noticed.told_parts(key)
        if row_state == Proposal.OPEN:
            state.open.setdefault(interaction, set()).add((kind, key))
            continue
        state.answered.add((kind, interaction, digest))
        if row_state == Proposal.DECLINED and digest.startswith("t"):
            state.refused.add((kind, identifier, digest))
    return state


def _take(state: _State, found: Sequence[tuple[Head, Letter | None, int]]) -> bool:
    """One slice of mails, in a transaction; whether there is room and time for more."""
    stale = [(head, letter, mark) for head, letter, mark in found if head.mark != mark]
    reading = [head.id for head, letter, _ in stale if letter is not None][: state.left]
    with transaction.atomic(), connection.cursor() as cursor:
        text = texts(cursor, reading)
        batches = _batches(cursor, reading)
        marks: list[tuple[int, int]] = []
        for head, letter, mark in found:
            if state.waiting >= MOST_OPEN:
                break
            if head.mark != mark:
                if letter is not None and state.left <= 0:
                    break
                told = _read(state, head, letter, text.get(head.id, ""))
                _bring(state, head, told, batches.get(head.id))
                marks.append((head.id, mark))
            state.seen.add(head.key)
            state.waiting += len(state.open.get(head.key, ()))
        _mark(cursor, state.book, marks)
    return state.waiting < MOST_OPEN and len(state.seen & {head.key for head, *_ in found}) == len(found)


def _read(state: _State, head: Head, letter: Letter | None, text: str) -> list[Noticed]:
    if letter is None:
        return []
    state.left -= 1
    state.read += 1
    found: dict[tuple[str, str], Noticed] = {}
    for worth in worth_asking(letter._replace(text=text)):
        told = _told(head, letter, worth)
        identifier, interaction, digest = noticed.told_parts(told.key)
        again = (told.kind, interaction, digest) in state.answered or (
            (told.kind, identifier, digest) in state.refused
        )
        if not again:
            found.setdefault((told.kind, told.key), told)
    return list(found.values())


def _told(head: Head, letter: Letter, worth: Worth) -> Noticed:
    notice = worth.notice
    evidence = {
        "identifier": worth.about,
        "sentence": notice.sentence,
        "start": notice.start,
        "due": notice.due,
        "due_words": notice.due_words,
        "interaction": head.key,
        "at": head.at,
        "by_me": letter.writer is None,
    }
    if worth.kind == Told.INTRODUCTION:
        evidence |= {"one": worth.one or 0, "other": worth.other or 0}
    key = noticed.told_key(worth.about, head.key, notice.sentence)
    return Noticed(worth.kind.value, key, evidence, notice.probability, None)


def _bring(state: _State, head: Head, told: Sequence[Noticed], batch: int | None) -> None:
    """Make the open proposals of a mail these."""
    before = state.open.get(head.key, set())
    now = {(item.kind, item.key): item for item in told}
    open_ones = Proposal.objects.filter(book_id=state.book, state=Proposal.OPEN)
    for kind, key in before - now.keys():
        open_ones.filter(kind=kind, key=key).delete()
    for kind, key in before & now.keys():
        item = now[kind, key]
        open_ones.filter(kind=kind, key=key).update(
            evidence=dict(item.evidence), probability=item.probability
        )
    noticed.write(
        state.book, [item._replace(batch=batch) for item in told if (item.kind, item.key) not in before]
    )
    state.open[head.key] = set(now)


def _batches(cursor: CursorWrapper, interactions: Sequence[int]) -> dict[int, int]:
    """The latest import that holds a copy of each mail, with which its proposals go."""
    found: dict[int, int] = {}
    for part in chunks(interactions, _SLICE):
        found |= dict(
            rows(
                cursor,
                "SELECT interaction_id, MAX(batch_id) FROM store_sighting "
                f"WHERE interaction_id IN {ints(part)} GROUP BY interaction_id",
            )
        )
    return found


def _mark(cursor: CursorWrapper, book: int, marks: Sequence[tuple[int, int]]) -> None:
    cursor.execute(f"DELETE FROM store_mailread WHERE interaction_id IN {ints(i for i, _ in marks)}")
    into = "INSERT INTO store_mailread (interaction_id, book_id, mark)"
    insert(cursor, into, [(i, book, mark) for i, mark in marks])


def _withdraw_the_rest(state: _State, unread: set[str]) -> None:
    """Withdraw open proposals of mail that was not looked at, as it is too old, gone, or more than can wait.

    unread: mails that may stay as they are, since the run ended before them.
    """
    gone = {
        key: names
        for key, names in state.open.items()
        if names and key not in state.seen and key not in unread
    }
    with transaction.atomic():
        for names in gone.values():
            for kind, key in names:
                Proposal.objects.filter(book_id=state.book, kind=kind, key=key, state=Proposal.OPEN).delete()
        _unread(state.book, gone)


def _unread(book: int, keys: Iterable[str]) -> None:
    """Forget that these mails, by key, were read."""
    for part in chunks(sorted(keys), _SLICE):
        wanted = [bytes.fromhex(key) for key in part]
        MailRead.objects.filter(book_id=book, interaction__key__in=wanted).delete()
