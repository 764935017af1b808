"""Ways out that the user switched on: a private calendar address, and the day's list by mail. Never exported."""

from __future__ import annotations

from django.db import models

from comity.store.models.base import BookRow
from comity.store.models.books import User


class CalendarFeed(BookRow):
    """A private address for calendars: the SHA-256 of its token; gone from the moment it is revoked.

    kinds: what it tells of (`core.feed.KINDS`), with spaces between; details: names and words in full;
    content: the SHA-256 of what it told last, changed_at: since when it tells that.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    kinds = models.CharField(max_length=200, blank=True)
    details = models.BooleanField(default=False)
    content = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["book", "user"], name="calendar_feed_once")]


class DayMail(BookRow):
    """The day's list by mail: to which address, at which minute of the user's day.

    code: the SHA-256 of what the first mail to the address said, asked for until code_until (epoch seconds); "" once it
    was given back, and only then anything is sent. when_empty: a short mail also where there is nothing to do;
    origin: where its links lead ("http://localhost:8000").
    sent_on: the last day (book's zone) whose list was sent, or had nothing on it; leased_until: epoch seconds before
    which no sweep touches it; lease: which sweep holds it; failures: how many tries in a row failed; trouble: what the
    server said last.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=320)
    code = models.CharField(max_length=64, blank=True)
    code_until = models.BigIntegerField(default=0)
    minute = models.PositiveSmallIntegerField(default=420)
    when_empty = models.BooleanField(default=False)
    origin = models.CharField(max_length=200, blank=True)
    sent_on = models.IntegerField(null=True)
    leased_until = models.BigIntegerField(default=0)
    lease = models.CharField(max_length=32, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["book", "user"], name="day_mail_once")]
