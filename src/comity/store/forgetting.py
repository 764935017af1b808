"""Taking somebody out of a book: their rows, their words, and their name in what stays since it is about others too.

Runs within one transaction. What follows from the rows (days, numbers, words of names) is derived anew afterwards.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import connection, models
from django.db.backends.utils import CursorWrapper

from comity.core.folding import words
from comity.core.records import Kind, Part
from comity.core.redaction import ERASED, Traces, traces, without, without_quotes
from comity.store import cards, fulltext, undoing
from comity.store import traces as columns
from comity.store.forgotten import KIND
from comity.store.models import (
    Attention,
    Claim,
    Gift,
    Identifier,
    IdentityLink,
    Interest,
    MatchPage,
    Person,
    Position,
    Proposal,
    Recusal,
)
from comity.store.proposals import ENDS
from comity.store.sql import chunks, ints, rows

_STEP = 500
_WORDY = (int(Kind.MAIL), int(Kind.CHAT), int(Kind.LETTER), int(Kind.COMMENT))
_WRITERS = (int(Part.SENDER), int(Part.ORGANIZER))
KEPT: tuple[type[models.Model], ...] = (Gift, Interest, Recusal)
"""Registers of the owner's own duties: a row that still says something without the person stays without them."""


@dataclass
class Held:
    """Whom this is about: rows of the people and their handles, and by what they are told in texts.

    names: as written anywhere; namesakes: names that somebody else in the book bears too, which are not looked for.
    """

    book: int
    persons: list[int]
    uuids: list[str]
    identifiers: list[int]
    handles: list[tuple[str, str]]
    names: list[str]
    phones: list[str]
    namesakes: list[str] = field(default_factory=list)

    def traces(self) -> Traces:
        """By what they are told, namesakes left out."""
        return traces(self.handles, [n for n in self.names if n not in self.namesakes], self.phones)


def held(book: int, persons: Sequence[int], handles: Sequence[int] = ()) -> Held:
    """What is known of these people, who are one, and of these handles, which may be nobody's."""
    theirs = models.Q(person__in=persons) | models.Q(pk__in=handles)
    found = list(Identifier.objects.filter(theirs).values_list("id", "kind", "value"))
    ids = [i for i, _, _ in found]
    said = Claim.objects.filter(identifier__in=ids, field__in=("name", "nickname", "phone"))
    claims = [(f, v) for f, v in said.values_list("field", "value").distinct()]
    shown = Person.objects.filter(pk__in=persons).values_list("name", flat=True)
    names = dict.fromkeys([name for name in shown if name] + [v for f, v in claims if f != "phone"])
    uuids = [str(uuid) for uuid in Person.objects.filter(pk__in=persons).values_list("uuid", flat=True)]
    others = Person.objects.filter(book_id=book, merged_into=None).exclude(pk__in=persons)
    alike = {tuple(words(n)) for n in others.filter(name__in=names).values_list("name", flat=True)}
    return Held(
        book,
        list(persons),
        uuids,
        ids,
        [(kind, value) for _, kind, value in found],
        list(names),
        [v for f, v in claims if f == "phone"],
        [name for name in names if tuple(words(name)) in alike],
    )


def interactions(of: Held) -> tuple[list[int], list[int]]:
    """What happened with them: what they alone took part in beside the owner, and what others did too."""
    listed = ints(of.identifiers)
    with connection.cursor() as cursor:
        found = [
            i
            for (i,) in rows(
                cursor,
                f"SELECT DISTINCT interaction_id FROM store_participant WHERE identifier_id IN {listed}",
            )
        ]
        shared: set[int] = set()
        for part in chunks(found, _STEP):
            others = rows(
                cursor,
                "SELECT DISTINCT p.interaction_id FROM store_participant p JOIN store_identifier d ON d.id = p.identifier_id "
                f"WHERE p.interaction_id IN {ints(part)} AND d.own = 0 AND d.nature = 0 AND d.id NOT IN {listed}",
            )
            shared |= {i for (i,) in others}
    return sorted(set(found) - shared), sorted(shared)


def take_out(of: Held) -> tuple[Counter[str], set[int]]:
    """Remove everything of theirs; counts by table, and the identifiers of others for whom something must be derived anew."""
    alone, shared = interactions(of)
    counts: Counter[str] = Counter()
    changed = _merged_with(of)
    with connection.cursor() as cursor:
        for part in chunks(alone, _STEP):
            cursor.execute(f"DELETE FROM store_sighting WHERE interaction_id IN {ints(part)}")
            changed |= undoing.drop(cursor, of.book, part)
        counts["interactions"] = len(alone)
        nobody = _nobody(of.book)
        for part in chunks(shared, _STEP):
            changed |= _share_without(cursor, of, part, nobody)
        counts["shared interactions"] = len(shared)
        counts["texts"] = _take_from_texts(cursor, of)
    _keep_registers(of)
    counts.update(_rows_of(of))
    _forget_questions(of)
    IdentityLink.objects.filter(
        models.Q(left__in=of.identifiers) | models.Q(right__in=of.identifiers)
    ).delete()
    Claim.objects.filter(identifier__in=of.identifiers).delete()
    Person.objects.filter(merged_into__in=of.persons).update(merged_into=None)
    worked_at = list(
        Position.objects.filter(person__in=of.persons).values_list("organisation", flat=True).distinct()
    )
    Person.objects.filter(pk__in=of.persons).delete()
    cards.forget_organisations(worked_at)
    Identifier.objects.filter(pk__in=of.identifiers).delete()
    MatchPage.objects.filter(book_id=of.book).delete()
    return counts, changed - set(of.identifiers)


def _merged_with(of: Held) -> set[int]:
    """Identifiers of people who are merged with them and stay: who they are one with is to be derived anew."""
    heads = Person.objects.filter(pk__in=of.persons, merged_into__isnull=False).values("merged_into")
    beside = Person.objects.filter(
        models.Q(merged_into__in=of.persons) | models.Q(pk__in=heads) | models.Q(merged_into__in=heads)
    ).exclude(pk__in=of.persons)
    return set(Identifier.objects.filter(person__in=beside).values_list("id", flat=True))


def _nobody(book: int) -> int:
    """The handle that stands where somebody was erased; it is nobody's for good."""
    row, _ = Identifier.objects.get_or_create(
        book_id=book,
        kind=KIND,
        value=ERASED,
        defaults={"nature": Identifier.SHARED, "nature_by_hand": True},
    )
    return row.pk


def _share_without(cursor: CursorWrapper, of: Held, ids: list[int], nobody: int) -> set[int]:
    """Take their part and their words out of interactions that are others' too."""
    listed, theirs = ints(ids), ints(of.identifiers)
    wrote = {
        i
        for (i,) in rows(
            cursor,
            f"SELECT interaction_id FROM store_participant WHERE interaction_id IN {listed} "
            f"AND identifier_id IN {theirs} AND part IN {ints(_WRITERS)}",
        )
    }
    beside = _names_beside(cursor, listed, theirs)
    pattern = of.traces().pattern()
    texts = rows(
        cursor,
        "SELECT i.id, i.kind, i.subject, i.snippet, c.text FROM store_interaction i "
        f"JOIN store_content c ON c.interaction_id = i.id WHERE i.id IN {listed}",
    )
    fulltext.remove(cursor, ids)
    entries = []
    for i, kind, subject, snippet, text in texts:
        close = of.traces().close(beside.get(i, ()))
        if i in wrote and kind in _WORDY:
            subject, snippet, text = ERASED, "", ERASED
        else:
            text = without(without_quotes(text, pattern), [pattern, close])
            subject = without(subject, [pattern, close])[:1000]
            snippet = without(snippet, [pattern, close])[:200]
        entries.append((i, subject, snippet, text))
    _put_texts(cursor, of.book, entries)
    cursor.execute(f"DELETE FROM store_variant WHERE interaction_id IN {listed}")
    cursor.execute(f"DELETE FROM store_mailread WHERE interaction_id IN {listed}")
    cursor.execute(
        f"UPDATE store_participant SET identifier_id = %s, contact = 0 WHERE interaction_id IN {listed} "
        f"AND identifier_id IN {theirs}",
        [nobody],
    )
    found = rows(
        cursor, f"SELECT DISTINCT identifier_id FROM store_participant WHERE interaction_id IN {listed}"
    )
    return {i for (i,) in found}


def _put_texts(cursor: CursorWrapper, book: int, entries: list[tuple[int, str, str, str]]) -> None:
    """Store changed texts, which must not be in the index."""
    cursor.executemany(
        "UPDATE store_interaction SET subject = %s, snippet = %s WHERE id = %s",
        [(subject, snippet, i) for i, subject, snippet, _ in entries],
    )
    cursor.executemany(
        "UPDATE store_content SET text = %s WHERE interaction_id = %s",
        [(text, i) for i, _, _, text in entries],
    )
    fulltext.add(cursor, book, [(i, subject, text) for i, subject, _, text in entries])


def _names_beside(cursor: CursorWrapper, listed: str, theirs: str) -> dict[int, list[str]]:
    """What the others in these interactions are called, the owner too."""
    beside: dict[int, list[str]] = {}
    for i, name in rows(
        cursor,
        "SELECT p.interaction_id, h.name FROM store_participant p JOIN store_identifier d ON d.id = p.identifier_id "
        "JOIN store_person q ON q.id = d.person_id JOIN store_person h ON h.id = COALESCE(q.merged_into_id, q.id) "
        f"WHERE p.interaction_id IN {listed} AND d.id NOT IN {theirs}",
    ):
        beside.setdefault(i, []).append(name)
    return beside


def hints(found: Traces) -> list[str]:
    """Small words of which one stands in every text where they are told; none where that cannot be said."""
    asked = [a.lower() for a in found.addresses]
    asked += [max((w for w in re.findall(r"\w+", name)), key=len).lower() for name in found.names]
    if found.phones or not all(text.isascii() for text in asked):
        return []
    return asked


def _take_from_texts(cursor: CursorWrapper, of: Held) -> int:
    """Take name and addresses out of every text of the book that stays; how many were changed."""
    found = of.traces()
    pattern = found.pattern()
    if pattern is None:
        return 0
    asked = hints(found)
    count = sum(columns.change(cursor, of.book, lambda text: without(text, [pattern]), asked).values())
    return count + _take_from_interactions(cursor, of.book, pattern, asked)


def _take_from_interactions(
    cursor: CursorWrapper, book: int, pattern: re.Pattern[str], asked: list[str]
) -> int:
    ids: set[int] = set()
    for column in (
        c for c in columns.columns(everywhere=True) if c.table in ("store_interaction", "store_content")
    ):
        ids |= {i for i, text in columns.found_in(cursor, book, column, asked) if pattern.search(text)}
    for part in chunks(sorted(ids), _STEP):
        texts = rows(
            cursor,
            "SELECT i.id, i.subject, i.snippet, c.text FROM store_interaction i "
            f"JOIN store_content c ON c.interaction_id = i.id WHERE i.id IN {ints(part)}",
        )
        fulltext.remove(cursor, part)
        entries = [
            (
                i,
                without(subject, [pattern])[:1000],
                without(snippet, [pattern])[:200],
                without(without_quotes(text, pattern), [pattern]),
            )
            for i, subject, snippet, text in texts
        ]
        _put_texts(cursor, book, entries)
    return len(ids)


def _keep_registers(of: Held) -> None:
    """Rows of the owner's registers stay without the person, where they still say something."""
    Gift.objects.filter(person__in=of.persons).update(person=None)
    for model in (Interest, Recusal):
        model._default_manager.filter(person__in=of.persons, organisation__isnull=False).update(person=None)


def _rows_of(of: Held) -> Counter[str]:
    """How many rows hang on them, by table."""
    counts: Counter[str] = Counter()
    for model, lookup in direct():
        count = model._default_manager.filter(**{f"{lookup}__in": of.persons}).count()
        if count:
            counts[model._meta.model_name or ""] += count
    counts["identifiers"], counts["claims"] = (
        len(of.identifiers),
        Claim.objects.filter(identifier__in=of.identifiers).count(),
    )
    return counts


def direct() -> Iterable[tuple[type[models.Model], str]]:
    """(table, reference) of everything that hangs on a person directly."""
    for relation in Person._meta.related_objects:
        model = relation.related_model
        if isinstance(model, type) and model not in (Person, Identifier):
            yield model, relation.field.name


def _forget_questions(of: Held) -> None:
    """Proposals about them, and what was done with items of Today about them."""
    ids = set(of.identifiers)
    asked = Proposal.objects.filter(book_id=of.book).values_list("pk", "key", "evidence")
    gone = [
        pk
        for pk, key, evidence in asked
        if any(evidence.get(end) in ids for end in ENDS) or ERASED in key or ERASED in str(evidence)
    ]
    for part in chunks(gone, _STEP):
        Proposal.objects.filter(pk__in=part).delete()
    for uuid in of.uuids:
        Attention.objects.filter(book_id=of.book, key__contains=uuid.replace("-", "")).delete()


def flush_index(book: int) -> None:
    """Have the full-text index keep nothing of what was taken out of it."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"INSERT INTO {fulltext.TABLE}({fulltext.TABLE}) VALUES ('optimize')")
