"""Recent mail with its people, as `core.asks` wants to see it, and a mark of all that its reading rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple

from django.db.backends.utils import CursorWrapper

from comity.core.asks import Letter, Party, edition, may_tell
from comity.core.days import SECONDS_PER_DAY
from comity.core.records import Flag, Kind, Part
from comity.store import noticed
from comity.store.models import Identifier, Participant, Proposal
from comity.store.sql import chunks, ints, rows

READ = 100_000
"""Characters of a text that are read."""
MOST_PARTIES = 60
"""People of a mail that are looked at; what goes to more speaks to those whom it names."""
JOB_SPAN = 90
"""Days around a new job that a signature told within which a sentence tells the same one, and the other way round."""
_PASSED_OVER = int(Flag.BULK), int(Flag.AUTOMATIC)
_STEP = 200


class Head(NamedTuple):
    """A recent mail, not read yet: its row, key (hexadecimal), time, flags, content, and the mark of its last reading."""

    id: int
    key: str
    at: int
    offset: int | None
    flags: int
    digest: int
    mark: int | None


class _Row(NamedTuple):
    interaction: int
    part: int
    contact: int
    identifier: int
    own: int
    nature: int
    person: int | None
    name: str | None
    died_on: int | None
    standing: str | None


@dataclass(frozen=True)
class Known:
    """What of the book decides what is asked.

    me: what I am called; personal: personal news are wanted; reports: people who report to me; owed: the day of the
    first thing received from a person that waits for thanks; moved: when new jobs of a person were told by a signature.
    """

    me: tuple[str, ...]
    personal: bool
    reports: frozenset[int]
    owed: Mapping[int, int]
    moved: Mapping[int, Sequence[int]]


def recent(cursor: CursorWrapper, book: int, oldest: int, newest: int, most: int) -> list[Head]:
    """Mails from an instant on to before another that came from files, the newest first."""
    bulk, automatic = _PASSED_OVER
    found = rows(
        cursor,
        'SELECT i.id, i.key, i.at, i."offset", i.flags, i.digest, r.mark FROM store_interaction i '
        "LEFT JOIN store_mailread r ON r.interaction_id = i.id WHERE i.book_id = %s AND i.kind = %s AND i.at >= %s "
        f"AND i.at < %s AND i.by_hand = %s AND (i.flags / {bulk}) %% 2 = 0 AND (i.flags / {automatic}) %% 2 = 0 "
        "ORDER BY i.at DESC, i.key LIMIT %s",
        [book, int(Kind.MAIL), oldest, newest, False, most],
    )
    return [Head(i, bytes(key).hex(), *rest) for i, key, *rest in found]


def known(cursor: CursorWrapper, book: int, day: int, personal: bool) -> Known:
    """What decides what is asked, on a day of the book's calendar."""
    head = "COALESCE(q.merged_into_id, q.id)"
    me = rows(cursor, "SELECT name FROM store_person WHERE book_id = %s AND is_me = %s", [book, True])
    reports = rows(
        cursor,
        f"SELECT DISTINCT {head} FROM store_role o JOIN store_relationship r ON r.id = o.relationship_id "
        "JOIN store_person q ON q.id = r.person_id WHERE o.book_id = %s AND o.key = 'direct_report' "
        "AND (o.since IS NULL OR o.since <= %s) AND (o.until IS NULL OR o.until >= %s)",
        [book, day, day],
    )
    owed = rows(
        cursor,
        f'SELECT {head}, MIN(x."on") FROM store_exchange x JOIN store_person q ON q.id = x.person_id WHERE x.book_id = %s '
        f"AND x.direction = 'received' AND x.asks_thanks = %s AND x.thanked_on IS NULL GROUP BY {head}",
        [book, True],
    )
    names = tuple(sorted({name for (name,) in me if name}))
    return Known(names, personal, frozenset(i for (i,) in reports), dict(owed), _moved(cursor, book))


def _moved(cursor: CursorWrapper, book: int) -> dict[int, list[int]]:
    """When new jobs were told by signatures, by person, whatever became of it."""
    told = Proposal.objects.filter(book_id=book, kind=noticed.NEW_JOB).values_list("key", "evidence")
    times = [
        (int(evidence["identifier"]), int(evidence.get("at") or 0))
        for key, evidence in told
        if not noticed.is_told(key) and evidence.get("identifier")
    ]
    heads: dict[int, int] = {}
    for part in chunks(sorted({identifier for identifier, _ in times}), _STEP):
        heads |= dict(
            rows(
                cursor,
                "SELECT d.id, COALESCE(q.merged_into_id, q.id) FROM store_identifier d "
                f"JOIN store_person q ON q.id = d.person_id WHERE d.id IN {ints(part)}",
            )
        )
    moved: dict[int, list[int]] = {}
    for identifier, at in times:
        if identifier in heads:
            moved.setdefault(heads[identifier], []).append(at)
    return moved


def letters(
    cursor: CursorWrapper, heads: Sequence[Head], book: Known
) -> list[tuple[Head, Letter | None, int]]:
    """Each mail with its people and the mark of all that a reading rests on; no text yet. None: it tells nothing."""
    parties = _parties(cursor, [head.id for head in heads])
    found = []
    for head in heads:
        letter = _letter(head, parties.get(head.id, ()), book)
        found.append((head, letter, _mark(head, letter)))
    return found


def _parties(cursor: CursorWrapper, interactions: Sequence[int]) -> dict[int, list[_Row]]:
    found: dict[int, list[_Row]] = {}
    for row in rows(
        cursor,
        "SELECT p.interaction_id, p.part, p.contact, d.id, d.own, d.nature, h.id, h.name, h.died_on, r.standing "
        "FROM store_participant p JOIN store_identifier d ON d.id = p.identifier_id "
        "LEFT JOIN store_person q ON q.id = d.person_id "
        "LEFT JOIN store_person h ON h.id = COALESCE(q.merged_into_id, q.id) "
        "LEFT JOIN store_relationship r ON r.person_id = h.id "
        f"WHERE p.interaction_id IN {ints(interactions)} AND p.part <= {int(Part.BCC)} "
        "ORDER BY p.interaction_id, p.part, p.id",
    ):
        found.setdefault(row[0], []).append(_Row(*row))
    strangers = {row.identifier for of_one in found.values() for row in of_one if row.person is None}
    called = _called(cursor, strangers)
    return {
        interaction: [row._replace(name=row.name or called.get(row.identifier, "")) for row in of_one]
        for interaction, of_one in found.items()
    }


def _called(cursor: CursorWrapper, identifiers: Iterable[int]) -> dict[int, str]:
    """What those who are no person of the book yet are called in mail."""
    found: dict[int, str] = {}
    for part in chunks(sorted(identifiers), _STEP):
        found |= dict(
            rows(
                cursor,
                "SELECT identifier_id, MIN(value) FROM store_claim WHERE field = 'name' "
                f"AND identifier_id IN {ints(part)} GROUP BY identifier_id",
            )
        )
    return found


def _letter(head: Head, parties: Sequence[_Row], book: Known) -> Letter | None:
    """The mail as a letter to me or by me; None where it is neither, or where nothing may be asked about anybody."""
    senders = [row for row in parties if row.part == Part.SENDER]
    if len(senders) != 1:
        return None
    sender = senders[0]
    once: dict[tuple[int | None, int], _Row] = {}
    for row in parties:
        if row.part != Part.SENDER and not row.own and row.nature == Identifier.PERSONAL:
            once.setdefault((row.person, 0) if row.person else (None, row.identifier), row)
    others = list(once.values())[:MOST_PARTIES]
    if sender.own:
        if not any(row.contact & Participant.OUT for row in others):
            return None
        writer = None
    elif sender.contact & Participant.IN and sender.person is not None:
        writer = _party(sender, head, book)
        others = [row for row in others if row.person != sender.person]
    else:
        return None
    letter = Letter(
        "",
        head.at,
        head.offset,
        writer,
        tuple(_party(row, head, book) for row in others),
        book.me,
        any(row.own and row.part == Part.TO for row in parties),
        bool(head.flags & Flag.LIST),
    )
    return letter if may_tell(letter) else None


def _party(row: _Row, head: Head, book: Known) -> Party:
    if row.person is None:
        return Party(row.identifier, row.name or "", direct=row.part == Part.TO)
    first_owed = book.owed.get(row.person)
    span = JOB_SPAN * SECONDS_PER_DAY
    return Party(
        row.identifier,
        row.name or "",
        direct=row.part == Part.TO,
        silent=row.died_on is not None or row.standing in ("stepped_back", "ended"),
        personal=book.personal and row.person not in book.reports,
        owed=first_owed is not None and first_owed * SECONDS_PER_DAY <= head.at,
        moved=any(abs(at - head.at) <= span for at in book.moved.get(row.person, ())),
    )


def _mark(head: Head, letter: Letter | None) -> int:
    """A number that changes with whatever a reading rests on."""
    rests_on = repr((edition(), head.digest, head.at, head.offset, letter))
    return int.from_bytes(blake2b(rests_on.encode("utf-8", "replace"), digest_size=8).digest()) >> 1


def texts(cursor: CursorWrapper, interactions: Iterable[int]) -> dict[int, str]:
    """What these mails say, so much of it as is read."""
    found: dict[int, str] = {}
    for part in chunks(interactions, _STEP):
        found |= dict(
            rows(
                cursor,
                f"SELECT interaction_id, SUBSTR(text, 1, {READ}) FROM store_content WHERE interaction_id IN {ints(part)}",
            )
        )
    return found
