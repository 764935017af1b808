"""Who I am: my addresses, my zone, what my book is called."""

from __future__ import annotations

import datetime as dt
import time
from zoneinfo import available_timezones

from comity.actions.mail_reading import read_mail
from comity.core import days
from comity.core.addresses import email_handle
from comity.core.errors import Invalid, NotFound
from comity.core.records import Handle
from comity.store import finishing, owner
from comity.store.access import Scope
from comity.store.intake import Intake
from comity.store.models import Book, Claim, Identifier, Proposal
from comity.store.proposals import OWN_ADDRESS

MOST_DAYS = 3650
KINDS = {
    "personal": Identifier.OWN_PERSONAL,
    "employer": Identifier.OWN_EMPLOYER,
    "shared": Identifier.OWN_SHARED,
}


def own_handle(address: str) -> Handle:
    """The handle of an address that is said to be mine.

    Raises:
        Invalid: it is no address.
    """
    handle = email_handle(address)
    if handle is None:
        raise Invalid("me", address, "this is no e-mail address")
    return handle


def add_address(
    scope: Scope,
    address: str,
    kind: str = "personal",
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> None:
    """Say that an address is mine (from and until a date); directions of everything with it are derived anew.

    Raises:
        Invalid: it is no address, or the kind is none of `KINDS`.
    """
    handle = email_handle(address)
    if handle is None:
        raise Invalid("address", address, "this is no e-mail address")
    if kind not in KINDS:
        raise Invalid("kind", kind, "this is none of: " + ", ".join(KINDS))
    if since and until and until < since:
        raise Invalid("until", until.isoformat(), "it cannot end before it began")
    changed = owner.claim(
        Intake(scope.book_id, 0), [handle], int(time.time()), kind=KINDS[kind], by_hand=True
    )
    row = Identifier.objects.get(book_id=scope.book_id, kind=handle.kind, value=handle.value)
    row.own_from = None if since is None else days.day_from_date(since)
    row.own_until = None if until is None else days.day_from_date(until)
    row.save(update_fields=["own_from", "own_until"])
    Proposal.objects.filter(book_id=scope.book_id, kind=OWN_ADDRESS, state=Proposal.OPEN).delete()
    finishing.redirect(scope.book_id, changed | {row.pk}, days.day_of(int(time.time())))
    read_mail(scope)


def remove_address(scope: Scope, address: str) -> None:
    """Say that an address is not mine after all.

    Raises:
        NotFound: it is not among mine.
    """
    value = address.strip().lower()
    row = Identifier.objects.filter(book_id=scope.book_id, own__gt=0, value=value).first()
    if row is None:
        raise NotFound("address", address)
    Claim.objects.filter(identifier=row, field=owner.FIELD).delete()
    owner.release(scope.book_id, [row.pk])
    Identifier.objects.filter(pk=row.pk).update(own_from=None, own_until=None)
    finishing.redirect(scope.book_id, [row.pk], days.day_of(int(time.time())))
    read_mail(scope)


def set_zone(scope: Scope, zone: str) -> None:
    """Set the time zone of the book by its IANA name.

    Raises:
        Invalid: there is no such zone.
    """
    if zone not in available_timezones():
        raise Invalid("zone", zone, "this is no time zone; write it like Europe/Lisbon")
    Book.objects.filter(pk=scope.book_id).update(zone=zone)


def set_propose_days(scope: Scope, count: int) -> None:
    """Say how old mail may be, in days, from which promises, requests and the like are proposed; 0 for none.

    Raises:
        Invalid: not between 0 and 3650.
    """
    if not 0 <= count <= MOST_DAYS:
        raise Invalid("days", str(count), f"say a number between 0 and {MOST_DAYS}")
    Book.objects.filter(pk=scope.book_id).update(propose_days=count)
    read_mail(scope)


def set_personal_news(scope: Scope, wanted: bool) -> None:
    """Say whether a birth, an illness or a loss that a mail tells of is proposed too; never of who reports to me."""
    Book.objects.filter(pk=scope.book_id).update(personal_news=wanted)
    read_mail(scope)


def set_book_name(scope: Scope, name: str) -> None:
    """Rename the book.

    Raises:
        Invalid: the name is empty.
    """
    words = " ".join(name.split())[:200]
    if not words:
        raise Invalid("name", name, "a book needs a name")
    Book.objects.filter(pk=scope.book_id).update(name=words)


def set_my_name(scope: Scope, name: str) -> None:
    """Say what I am called."""
    from comity.actions.people import edit_person

    edit_person(scope, str(owner.person_of_owner(scope.book_id).uuid), name=name)
