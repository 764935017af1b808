"""Taking over what a mail says of somebody: a detail, a new job, an address that is dead; and leaving it again."""

from __future__ import annotations

import json
import time
from typing import Any

from comity.actions import positions
from comity.actions.merging import settle
from comity.actions.values import say
from comity.core import days
from comity.core.errors import WrongState
from comity.store import cards, said
from comity.store.access import Scope
from comity.store.models import Claim, Identifier, Person, Position
from comity.store.queries.person import members

Evidence = dict[str, Any]
Did = dict[str, Any]
_TITLE = 300


def identifier(scope: Scope, row: Any) -> Identifier:
    """The identifier that a proposal is about, in this book and still somebody's.

    Raises:
        WrongState: it, or its person, is gone: an import was undone since.
    """
    found = Identifier.objects.filter(book_id=scope.book_id, pk=row).select_related("person").first()
    if found is None or found.person is None:
        raise WrongState("proposal", "gone")
    return found


def keep(of: Identifier) -> Person:
    """Whose identifier it is; the user is about to decide something about them, so no undo may remove them."""
    assert of.person is not None
    heads = {of.person.pk, of.person.merged_into_id or of.person.pk}
    Person.objects.filter(pk__in=heads, by_hand=False).update(by_hand=True)
    return of.person


def today() -> int:
    """The UTC day number it is now."""
    return days.day_of(int(time.time()))


def take(scope: Scope, evidence: Evidence) -> Did:
    """A phone, title or organisation from a signature becomes the user's word."""
    of = identifier(scope, evidence.get("identifier"))
    person = keep(of)
    field, value = str(evidence["field"]), str(evidence["value"]).strip()[:_TITLE]
    did: Did
    if field == "phone":
        did = {"said": say(of, field, value, at=_after(person, field))}
    else:
        organisation, title = (value, "") if field == "organisation" else ("", value)
        did = {"position": _begin(person, organisation, title, None)}
    settle(scope, [of.pk])
    return did


def leave(scope: Scope, evidence: Evidence, did: Did) -> None:
    """Take `take` back."""
    if did.get("said"):
        unsay(scope, evidence, did, str(evidence["field"]), str(evidence["value"]).strip()[:_TITLE])
    _withdraw(scope, evidence, did)
    _settle(scope, evidence)


def change_job(scope: Scope, evidence: Evidence, *, begins: bool = True) -> Did:
    """The position they held before ends on the day of the mail, and the new one begins.

    begins: False where they only left.
    """
    of = identifier(scope, evidence.get("identifier"))
    person = keep(of)
    day = days.day_from_date(scope.moment(int(evidence["at"])).date())
    ended = _end_former(of, person, evidence, day)
    organisation = str(evidence.get("organisation") or evidence.get("before_organisation") or "")
    title = str(evidence.get("title") or "")[:_TITLE]
    begun = _begin(person, organisation[:_TITLE], title, day) if begins else None
    settle(scope, [of.pk])
    return {"position": begun, "ended": ended, "day": day}


def restore_job(scope: Scope, evidence: Evidence, did: Did) -> None:
    """Take `change_job` back."""
    _withdraw(scope, evidence, did)
    of = Identifier.objects.filter(book_id=scope.book_id, pk=evidence.get("identifier", 0)).first()
    if of is None or of.person is None:
        return
    day = int(did.get("day", 0))
    mine = Position.objects.filter(person__in=_everybody(of.person), batch=None, until=day)
    for key, title in did.get("ended", ()):
        Claim.objects.filter(
            identifier=of, field=said.ENDED, value=said.ended(key, title, day), batch=None
        ).delete()
        for row in mine.filter(title=title).select_related("organisation"):
            if _key(row) == key:
                Position.objects.filter(pk=row.pk).update(until=None)
    _settle(scope, evidence)


def bury(scope: Scope, evidence: Evidence) -> Did:
    """The address does not work any more: it is kept, and no longer offered for writing."""
    of = identifier(scope, evidence.get("identifier"))
    keep(of)
    why = {name: evidence.get(name, "") for name in ("status", "why", "at")}
    if Claim.objects.filter(identifier=of, field=said.DEAD, batch=None).exists():
        return {"said": False}
    return {"said": say(of, said.DEAD, json.dumps(why, sort_keys=True, ensure_ascii=False))}


def unsay(scope: Scope, evidence: Evidence, did: Did, field: str, value: str | None = None) -> None:
    """Remove the claim that accepting made, where it made one."""
    if did.get("said"):
        found = Claim.objects.filter(
            book_id=scope.book_id, identifier=evidence.get("identifier", 0), field=field, batch=None
        )
        (found if value is None else found.filter(value=value)).delete()


def _settle(scope: Scope, evidence: Evidence) -> None:
    known = Identifier.objects.filter(book_id=scope.book_id, pk=evidence.get("identifier", 0))
    settle(scope, known.values_list("id", flat=True))


def _after(person: Person, field: str) -> int:
    """An instant later than all that the user said of this before."""
    mine = Claim.objects.filter(identifier__person__in=_everybody(person), field=field, batch=None)
    return max([int(time.time()), *(at + 1 for at in mine.values_list("last_at", flat=True))])


def _everybody(person: Person) -> list[int]:
    return members(person.merged_into_id or person.pk)


def _begin(person: Person, organisation: str, title: str, since: int | None) -> list[Any] | None:
    """A position in the user's words; [organisation's key, title, since], None where it stood there already."""
    made = positions.begin(person, organisation, title, since)
    return None if made is None else [cards.folded(organisation), title, since]


def _withdraw(scope: Scope, evidence: Evidence, did: Did) -> None:
    """Remove the position that accepting made, where it is still as it was made."""
    made = did.get("position")
    of = Identifier.objects.filter(book_id=scope.book_id, pk=evidence.get("identifier", 0)).first()
    if made is None or of is None or of.person_id is None:
        return
    key, title, since = made
    mine = Position.objects.filter(person=of.person_id, batch=None, title=title, since=since, until=None)
    for row in mine.select_related("organisation").order_by("-seen_at"):
        if _key(row) == key:
            positions.withdraw(row)
            return


def _end_former(of: Identifier, person: Person, evidence: Evidence, day: int) -> list[list[str]]:
    """End what they held before; returns [organisation's key, title] of each position ended."""
    before = cards.folded(str(evidence.get("before_organisation") or ""))
    title = str(evidence.get("before_title") or "")
    held = Position.objects.filter(person__in=_everybody(person), until=None).select_related("organisation")
    ended: list[list[str]] = []
    for row in held:
        former = _key(row) == before if before and row.organisation else bool(title) and row.title == title
        if not former:
            continue
        positions.end(row, of, day)
        if [_key(row), row.title] not in ended:
            ended.append([_key(row), row.title])
    return ended


def _key(row: Position) -> str:
    return row.organisation.key if row.organisation else ""
