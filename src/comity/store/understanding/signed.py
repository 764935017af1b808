"""What signatures say that is not known yet: details, and changes of job."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.db.backends.utils import CursorWrapper
from django.db.models.functions import Coalesce

from comity.core import signatures
from comity.core.days import SECONDS_PER_DAY, day_of, start_of
from comity.core.mailtext import Zone, may_answer, stretches
from comity.core.names import sort_name
from comity.store import noticed
from comity.store.models import Claim, Position
from comity.store.noticed import Noticed
from comity.store.queries.people import positions
from comity.store.sql import chunks, ints, rows
from comity.store.understanding.latest import Mail

JOB_DAYS = 365
"""Days before the newest mail of the book after which a change of job is no news."""
_SURE = {"phone": 0.9, "title": 0.8, "organisation": 0.85}
_JOB_SURE, _DOMAIN_SURE = 0.7, 0.6
"""Estimates that only order the list; they were not measured."""
_NETWORK = "linkedin"
"""The kind of handle of what members of a network say of themselves."""
_STEP = 200


class Known(NamedTuple):
    """What is shown of a person now; told_at: the instant to which what is known of their work is known to reach."""

    organisation: str
    title: str
    phones: frozenset[str]
    told_at: int


def from_signatures(cursor: CursorWrapper, mails: Sequence[Mail], newest: int) -> list[tuple[Noticed, int]]:
    """What the signatures say that is not known, each with the interaction it was read from."""
    latest: dict[int, list[Mail]] = {}
    for mail in mails:
        latest.setdefault(mail.person, []).append(mail)
    known = _known(cursor, sorted(latest), day_of(newest))
    moved = _moved(cursor, latest, newest)
    found: list[tuple[Noticed, int]] = []
    for person, of_person in latest.items():
        mail, signature = _signed(of_person)
        for item in _told(mail, signature, known[person], moved.get(person, ""), newest):
            found.append((item, mail.interaction))
    return found


def _signed(mails: Sequence[Mail]) -> tuple[Mail, signatures.Signature]:
    """The newest mail whose signature says something, else the newest."""
    for mail in mails:
        lines = mail.text.split("\n")
        answers = may_answer(mail.parent, mail.subject)
        signed = [
            line
            for zone, first, last in stretches(lines, answers)
            if zone == Zone.SIGNATURE
            for line in lines[first:last]
        ]
        signature = signatures.read(signed, mail.name, mail.address) if signed else signatures.NOTHING
        if signature != signatures.NOTHING:
            return mail, signature
    return mails[0], signatures.NOTHING


def _known(cursor: CursorWrapper, people: Sequence[int], day: int) -> dict[int, Known]:
    """What is shown of these people now."""
    held: dict[int, tuple[str, str, str]] = {}
    phones: dict[int, set[str]] = {person: set() for person in people}
    told_at: dict[int, int] = {}
    for part in chunks(people, _STEP):
        held.update(positions(part, day + 400))
        told_at.update(_told_at(part))
        for person, value in rows(
            cursor,
            "SELECT COALESCE(q.merged_into_id, q.id), c.value FROM store_person q JOIN store_identifier d ON d.person_id = q.id "
            "JOIN store_claim c ON c.identifier_id = d.id WHERE c.field = 'phone' AND "
            f"(q.id IN {ints(part)} OR q.merged_into_id IN {ints(part)})",
        ):
            phones[person].add(_digits(value))
    return {
        person: Known(
            *held.get(person, ("", "", ""))[:2],
            phones=frozenset(phones[person]),
            told_at=told_at.get(person, 0),
        )
        for person in people
    }


def _told_at(people: Sequence[int]) -> dict[int, int]:
    """For each person the latest instant for which something dated tells of their work.

    The user's word holds when it was said, a card at its own revision, a connection of a network at its import, since the
    member keeps it, and a position not before its first day. An undated entry of an address book may be of any age.
    """
    told: dict[int, int] = {}
    held = Position.objects.annotate(head=Coalesce("person__merged_into_id", "person_id")).filter(
        head__in=people
    )
    for head, batch, seen, since in held.values_list("head", "batch_id", "seen_at", "since"):
        at = max(seen if batch is None else 0, 0 if since is None else start_of(since))
        told[head] = max(told.get(head, 0), at)
    cards = Claim.objects.annotate(
        head=Coalesce("identifier__person__merged_into_id", "identifier__person_id")
    ).filter(head__in=people, field="position", batch__isnull=False)
    for head, kind, seen, begun in cards.values_list(
        "head", "identifier__kind", "last_at", "batch__started_at"
    ):
        if kind == _NETWORK or seen < int(begun.timestamp()):
            told[head] = max(told.get(head, 0), seen)
    return told


def _digits(phone: str) -> str:
    """The end of a number, by which it is the same with and without its prefix."""
    return "".join(c for c in phone if c.isdigit())[-8:]


def _told(
    mail: Mail, signature: signatures.Signature, known: Known, moved: str, newest: int
) -> list[Noticed]:
    found = [
        _detail(mail, "phone", phone, "")
        for phone in signature.phones
        if _digits(phone.value) not in known.phones
    ]
    if mail.at <= known.told_at:
        return found
    changes = {
        field: told
        for field, told, now in (
            ("title", signature.title, known.title),
            ("organisation", signature.organisation, known.organisation),
        )
        if told is not None and not alike(told.value, now)
    }
    current = {"title": known.title, "organisation": known.organisation}
    contradicted = any(current[field] for field in changes)
    recent = mail.at >= newest - JOB_DAYS * SECONDS_PER_DAY
    if recent and (contradicted or moved):
        found.append(_new_job(mail, changes, known, moved))
    elif not contradicted:
        found += [_detail(mail, field, told, "") for field, told in changes.items()]
    return found


def alike(one: str, other: str) -> bool:
    """Whether two titles or firms are the same in other words: all words of one stand in the other."""
    left, right = (set(sort_name(text.replace("&", " ").replace(".", "")).split()) for text in (one, other))
    return bool(left and right) and (left <= right or right <= left)


def _detail(mail: Mail, field: str, told: signatures.Found, current: str) -> Noticed:
    evidence = {
        "identifier": mail.identifier,
        "field": field,
        "value": told.value[:300],
        "line": told.line[:300],
        "interaction": mail.key,
        "at": mail.at,
        "current": current,
    }
    return Noticed(
        noticed.DETAIL, noticed.value_key(mail.identifier, field, told.value), evidence, _SURE[field], None
    )


def _new_job(mail: Mail, changes: Mapping[str, signatures.Found], known: Known, moved: str) -> Noticed:
    organisation = changes["organisation"].value if "organisation" in changes else moved
    title = changes["title"].value if "title" in changes else ""
    lines = list(dict.fromkeys(told.line for told in changes.values()))
    why = " / ".join(lines) if lines else f"writes from {signatures.work_domain(mail.address)}"
    evidence = {
        "identifier": mail.identifier,
        "organisation": organisation[:300],
        "title": title[:300],
        "before_organisation": known.organisation,
        "before_title": known.title,
        "why": why[:300],
        "interaction": mail.key,
        "at": mail.at,
    }
    key = noticed.value_key(mail.identifier, "job", f"{organisation} {title}")
    return Noticed(noticed.NEW_JOB, key, evidence, _JOB_SURE if changes else _DOMAIN_SURE, None)


def _moved(cursor: CursorWrapper, latest: Mapping[int, Sequence[Mail]], newest: int) -> dict[int, str]:
    """People who wrote from one firm's domain before and write from another's now, with the new domain."""
    people = [person for person, mails in latest.items() if signatures.work_domain(mails[0].address)]
    spans: dict[int, dict[str, tuple[int, int]]] = {}
    for part in chunks(people, _STEP):
        for person, address, first, last in rows(
            cursor,
            "SELECT COALESCE(q.merged_into_id, q.id), d.value, MIN(p.at), MAX(p.at) FROM store_person q "
            "JOIN store_identifier d ON d.person_id = q.id AND d.kind = 'email' "
            "JOIN store_participant p ON p.identifier_id = d.id AND p.part = 1 AND p.at <= %s "
            f"WHERE q.id IN {ints(part)} OR q.merged_into_id IN {ints(part)} "
            "GROUP BY COALESCE(q.merged_into_id, q.id), d.value",
            [newest],
        ):
            domain = signatures.work_domain(address)
            before = spans.setdefault(person, {}).get(domain, (first, last))
            spans[person][domain] = (min(first, before[0]), max(last, before[1]))
    moved = {}
    for person in people:
        domain = signatures.work_domain(latest[person][0].address)
        others = [span for other, span in spans.get(person, {}).items() if other not in ("", domain)]
        if others and max(last for _, last in others) < spans[person][domain][0]:
            moved[person] = domain
    return moved
