"""What follows from the facts: directions of contact, people, days, numbers, names.

Every function takes a set of things that changed and recomputes exactly what rests on them from the facts
(participants, links, claims). So an import, its undo, a merge, a split, a change of "me" and a rebuild of
the whole book are the same code, and give the same book in whatever order they happen.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from comity.core.contact import OUT, Whose, contacts
from comity.core.keys import new_uuid
from comity.core.records import Flag, Part
from comity.store.intake import Known, whose_of
from comity.store.models import Claim, Identifier
from comity.store.sql import chunks, ints, on_sqlite, reserve_ids, rows

_STEP = 1000
_ME, _PERSON, _NOBODY = int(Whose.ME), int(Whose.PERSON), int(Whose.NOBODY)
_SENDER, _ANSWERED = int(Part.SENDER), int(Part.ANSWERED)
_LIST, _FROM_NOBODY = int(Flag.LIST), int(Flag.BULK | Flag.AUTOMATIC)
"""Plain numbers: looking up a member of an enumeration costs more than comparing it."""


def threads_touched(book: int, first: int, last: int) -> set[int]:
    """Interactions whose contact depends on a thread that has become known with those of ids `first` to `last`.

    Those that answer something stored, and older ones that answer one of those; only where one side is mine,
    since a thread among others is contact with nobody.
    """
    mine = (
        "EXISTS (SELECT 1 FROM store_participant q JOIN store_identifier d ON d.id = q.identifier_id "
        "WHERE q.interaction_id = {row}.id AND q.part = 1 AND d.own > 0)"
    )
    one_is_mine = f"({mine.format(row='p')} OR {mine.format(row='i')})"
    with connection.cursor() as cursor:
        found = rows(
            cursor,
            "SELECT i.id FROM store_interaction i CROSS JOIN store_interaction p WHERE i.book_id = %s "
            f"AND i.id BETWEEN %s AND %s AND i.parent > 0 AND p.book_id = i.book_id AND p.ref = i.parent AND p.ref > 0 "
            f"AND {one_is_mine} UNION "
            "SELECT i.id FROM store_interaction p CROSS JOIN store_interaction i WHERE p.book_id = %s "
            "AND p.id BETWEEN %s AND %s AND p.ref > 0 AND i.book_id = p.book_id AND i.parent = p.ref AND i.parent > 0 "
            f"AND {one_is_mine}",
            [book, first, last, book, first, last],
        )
    return {i for (i,) in found}


def lists_named(book: int, first_new: int, resettled: set[int]) -> tuple[set[int], set[int]]:
    """Mark addresses that turned out to be mailing lists.

    Returns those addresses, and the interactions whose contact may change: where they stood as people, and
    what answers those.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        found = rows(
            cursor,
            "SELECT DISTINCT p.identifier_id FROM store_participant p JOIN store_identifier d ON d.id = p.identifier_id "
            "WHERE p.book_id = %s AND p.part = 9 AND d.nature <> 2 AND d.nature_by_hand = %s "
            f"AND (p.interaction_id >= %s OR p.interaction_id IN {ints(resettled)})",
            [book, False, first_new],
        )
        identifiers = [i for (i,) in found]
        if not identifiers:
            return set(), set()
        cursor.execute(f"UPDATE store_identifier SET nature = 2 WHERE id IN {ints(identifiers)}")
        taken_for_people = rows(
            cursor,
            "SELECT DISTINCT interaction_id FROM store_participant "
            f"WHERE identifier_id IN {ints(identifiers)} AND part <> 9",
        )
        stale = {i for (i,) in taken_for_people}
        return set(identifiers), stale | _answers(cursor, stale)


def interactions_of(identifiers: Iterable[int]) -> set[int]:
    """Interactions in which any of these identifiers takes part, and those that answer them."""
    found: set[int] = set()
    with connection.cursor() as cursor:
        for part in chunks(identifiers, _STEP):
            own = rows(
                cursor,
                f"SELECT DISTINCT interaction_id FROM store_participant WHERE identifier_id IN {ints(part)}",
            )
            found |= {i for (i,) in own}
        return found | _answers(cursor, found)


def _answers(cursor: CursorWrapper, interactions: set[int]) -> set[int]:
    """What answers these interactions."""
    answers: set[int] = set()
    for part in chunks(interactions, _STEP):
        replies = rows(
            cursor,
            "SELECT i.id FROM store_interaction p CROSS JOIN store_interaction i WHERE i.book_id = p.book_id "
            f"AND i.parent = p.ref AND i.parent > 0 AND p.ref > 0 AND p.id IN {ints(part)}",
        )
        answers |= {i for (i,) in replies}
    return answers


def twins_named(book: int, first_new: int) -> None:
    """Mark messages that share their Message-ID with another of another sender or date."""
    pairs = (
        "FROM store_interaction i CROSS JOIN store_interaction o WHERE i.book_id = %s AND i.id >= %s AND i.kind = 1 "
        "AND i.ref > 0 AND o.book_id = i.book_id AND o.ref = i.ref AND o.ref > 0 AND o.kind = 1 AND o.id <> i.id"
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE store_interaction SET twin = %s WHERE id IN (SELECT i.id {pairs} UNION SELECT o.id {pairs})",
            [True, book, first_new, book, first_new],
        )


def directions(book: int, interactions: Iterable[int]) -> set[int]:
    """Recompute who had contact through these interactions; returns the identifiers for whom it changed."""
    changed: set[int] = set()
    for part in chunks(sorted(interactions), _STEP):
        with transaction.atomic(), connection.cursor() as cursor:
            changed |= _directions_of(cursor, book, part)
    return changed


def _directions_of(cursor: CursorWrapper, book: int, ids: list[int]) -> set[int]:
    facts = rows(
        cursor,
        f"SELECT id, kind, flags, parent, at FROM store_interaction WHERE book_id = %s AND id IN {ints(ids)}",
        [book],
    )
    parties: dict[int, list[tuple[int, int, int, int, Known]]] = {}
    for i, row, part, contact, identifier, own, nature, since, until in rows(
        cursor,
        "SELECT p.interaction_id, p.id, p.part, p.contact, d.id, d.own, d.nature, d.own_from, d.own_until "
        f"FROM store_participant p JOIN store_identifier d ON d.id = p.identifier_id WHERE p.interaction_id IN {ints(ids)} "
        "ORDER BY p.id",
    ):
        known = Known(identifier, whose_of(own, nature), since, until)
        parties.setdefault(i, []).append((row, part, contact, identifier, known))
    parents = _authors(cursor, book, {parent for _, _, _, parent, _ in facts if parent})
    changed: set[int] = set()
    updates: list[tuple[int, int]] = []
    for i, kind, flags, parent, at in facts:
        listed = [p for p in parties.get(i, []) if p[1] != _ANSWERED]
        derived = [p for p in parties.get(i, []) if p[1] == _ANSWERED]
        author = parents.get(parent) if parent else None
        answers_me = author is not None and author.at(at) == _ME
        wanted = contacts(kind, flags, [p[1] for p in listed], [p[4].at(at) for p in listed], answers_me)
        for party, contact in zip(listed, wanted, strict=True):
            if party[2] != contact:
                updates.append((contact, party[0]))
                changed.add(party[3])
        answered = _answered(flags, listed, author, at)
        if derived and (answered is None or derived[0][3] != answered):
            cursor.execute("DELETE FROM store_participant WHERE id = %s", [derived[0][0]])
            changed.add(derived[0][3])
        if answered is not None and (not derived or derived[0][3] != answered):
            cursor.execute(
                "INSERT INTO store_participant (book_id, interaction_id, identifier_id, part, contact, at) "
                "VALUES (%s,%s,%s,%s,%s,%s)",
                [book, i, answered, _ANSWERED, OUT, at],
            )
            changed.add(answered)
    cursor.executemany("UPDATE store_participant SET contact = %s WHERE id = %s", updates)
    return changed


def _answered(
    flags: int, listed: list[tuple[int, int, int, int, Known]], author: Known | None, at: int
) -> int | None:
    """The person whom a list message of mine answers without naming them; None if there is none."""
    if author is None or author.at(at) != _PERSON or flags & _FROM_NOBODY:
        return None
    mine = any(p[1] == _SENDER and p[4].at(at) == _ME for p in listed)
    through_list = bool(flags & _LIST) or any(p[4].whose == _NOBODY for p in listed)
    named = any(p[3] == author.id for p in listed)
    return author.id if mine and through_list and not named else None


def _authors(cursor: CursorWrapper, book: int, refs: set[int]) -> dict[int, Known]:
    """Who wrote the messages with these Message-ID hashes."""
    authors: dict[int, Known] = {}
    for part in chunks(refs, _STEP):
        found = rows(
            cursor,
            "SELECT i.key, i.ref, d.id, d.own, d.nature, d.own_from, d.own_until FROM store_interaction i "
            "JOIN store_participant p ON p.interaction_id = i.id AND p.part = 1 "
            "JOIN store_identifier d ON d.id = p.identifier_id "
            f"WHERE i.book_id = %s AND i.ref > 0 AND i.ref IN {ints(part)}",
            [book],
        )
        authors.update(
            (ref, Known(i, whose_of(own, nature), since, until))
            for _, ref, i, own, nature, since, until in sorted(found, key=lambda r: bytes(r[0]), reverse=True)
        )
    return authors


def people(book: int, identifiers: Iterable[int]) -> set[int]:
    """Give a person to every one of these identifiers that deserves one, take it from those that do not.

    A handle deserves a person who wrote to me, to whom I wrote, who stands on a card or was entered by
    hand. Returns the ids of all persons touched, the removed ones left out.
    """
    touched: set[int] = set()
    for part in chunks(sorted(set(identifiers)), _STEP):
        with transaction.atomic(), connection.cursor() as cursor:
            touched |= _people_of(cursor, book, part)
    return touched


def _people_of(cursor: CursorWrapper, book: int, ids: list[int]) -> set[int]:
    found = rows(
        cursor,
        "SELECT d.id, d.person_id, d.own, d.nature, p.by_hand, p.is_me, "
        "EXISTS (SELECT 1 FROM store_participant q WHERE q.identifier_id = d.id AND q.contact > 0), "
        f"EXISTS (SELECT 1 FROM store_claim c WHERE c.identifier_id = d.id AND c.origin >= {Claim.CARD}) "
        f"FROM store_identifier d LEFT JOIN store_person p ON p.id = d.person_id WHERE d.book_id = %s AND d.id IN {ints(ids)}",
        [book],
    )
    missing, needless, kept = [], [], set()
    for identifier, person, own, nature, by_hand, is_me, contact, carded in found:
        personal = nature == Identifier.PERSONAL and not own
        if person is None:
            if personal and (contact or carded):
                missing.append(identifier)
        elif is_me or by_hand or (personal and (contact or carded)):
            kept.add(person)
        else:
            needless.append((identifier, person))
    kept |= set(_add_people(cursor, book, missing))
    _remove_people(cursor, needless)
    return kept


def _add_people(cursor: CursorWrapper, book: int, identifiers: list[int]) -> list[int]:
    if not identifiers:
        return []
    ids = list(reserve_ids(cursor, "store_person", len(identifiers)))
    now = _now()
    uuid = (lambda: new_uuid().hex) if on_sqlite() else new_uuid
    cursor.executemany(
        "INSERT INTO store_person (id, book_id, uuid, name, sort_name, is_me, by_hand, created_at) "
        "VALUES (%s,%s,%s,'','',%s,%s,%s)",
        [(i, book, uuid(), False, False, now) for i in ids],
    )
    cursor.executemany(
        "INSERT INTO store_relationship (book_id, person_id, standing, nature, purpose, i_expect, they_expect, "
        "at_stake, note) VALUES (%s,%s,'','professional','','','','','')",
        [(book, i) for i in ids],
    )
    cursor.executemany(
        "UPDATE store_identifier SET person_id = %s WHERE id = %s", list(zip(ids, identifiers, strict=True))
    )
    return ids


def _now() -> Any:
    from django.utils import timezone

    return timezone.now()


def _remove_people(cursor: CursorWrapper, pairs: list[tuple[int, int]]) -> None:
    from comity.store.models import Person

    if not pairs:
        return
    identifiers, persons = zip(*pairs, strict=True)
    cursor.execute(f"UPDATE store_identifier SET person_id = NULL WHERE id IN {ints(identifiers)}")
    cursor.execute(f"UPDATE store_person SET merged_into_id = NULL WHERE merged_into_id IN {ints(persons)}")
    Person.objects.filter(id__in=persons, by_hand=False).delete()


def identifiers_of_people(persons: Iterable[int]) -> set[int]:
    """All identifiers of these persons and of everybody merged with them."""
    found: set[int] = set()
    with connection.cursor() as cursor:
        for part in chunks(persons, _STEP):
            listed = ints(part)
            found |= {
                i
                for (i,) in rows(
                    cursor,
                    "SELECT d.id FROM store_identifier d JOIN store_person p ON p.id = d.person_id WHERE p.id IN "
                    f"{listed} OR p.merged_into_id IN {listed} OR p.id IN "
                    f"(SELECT merged_into_id FROM store_person WHERE id IN {listed}) OR p.merged_into_id IN "
                    f"(SELECT merged_into_id FROM store_person WHERE id IN {listed})",
                )
            }
    return found
