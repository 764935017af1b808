"""The private calendar feed: switched on, changed, given a new address, revoked, and read."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from comity.core import feed as core
from comity.core.errors import Invalid, NotFound
from comity.store.access import Scope
from comity.store.models import CalendarFeed

_SEEN_EVERY = dt.timedelta(minutes=10)
"""How exactly it is noted when the feed was last read."""


def new_address(scope: Scope) -> str:
    """A token of 256 random bits for the feed of this user and book, which is on from now on; the one before is void.

    Only its SHA-256 is stored, so that nothing can tell it a second time.
    """
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        before = _rows(scope).first()
        _rows(scope).delete()
        CalendarFeed.objects.create(
            book_id=scope.book_id,
            user_id=scope.user_id,
            digest=core.digest(token),
            kinds=before.kinds if before else " ".join(core.KINDS),
            details=before.details if before else False,
        )
    return token


def choose(scope: Scope, kinds: Sequence[str], details: bool) -> None:
    """Say what the feed tells of, and whether names and words are in full; its address stays.

    Raises:
        NotFound: it is not on; Invalid: one of the kinds is none of `core.feed.KINDS`.
    """
    for kind in kinds:
        if kind not in core.KINDS:
            raise Invalid("kinds", kind, "this is none of: " + ", ".join(core.KINDS))
    stored = " ".join(kind for kind in core.KINDS if kind in kinds)
    if not _rows(scope).update(kinds=stored, details=details):
        raise NotFound("calendar feed", "")


def revoke(scope: Scope) -> bool:
    """Switch the feed off: its address is void from this moment. Returns whether it was on."""
    return bool(_rows(scope).delete()[0])


def note_read(id: int, content: str) -> dt.datetime:
    """Note that a feed (its row) was read, and what it told; returns since when it has told just that.

    Raises:
        NotFound: it was revoked in this very moment.
    """
    now = timezone.now().replace(microsecond=0)
    row = CalendarFeed.objects.filter(pk=id).first()
    if row is None:
        raise NotFound("calendar feed", "")
    if row.changed_at is None or content != row.content:
        CalendarFeed.objects.filter(pk=id).update(content=content, changed_at=now, last_read_at=now)
        return now
    if row.last_read_at is None or now - row.last_read_at >= _SEEN_EVERY:
        CalendarFeed.objects.filter(pk=id).update(last_read_at=now)
    return row.changed_at


def _rows(scope: Scope) -> QuerySet[CalendarFeed]:
    return CalendarFeed.objects.filter(book_id=scope.book_id, user_id=scope.user_id)
