"""Ways out that the user switched on: a private calendar address, and the day's list by mail. Never exported."""

from __future__ import annotations

from django.db import models

from comity.store.models.base import BookRow
from comity.store.models.books import User


class CalendarFeed(BookRow):
    """A private address for calendars: the SHA-256 of its token; gone from the moment it is revoked."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_read_at = models.DateTimeField(null=True)


class DayMail(BookRow):
    """The day's list by mail: to which address, at which minute of the user's day.

    sent_on: the last day (book's zone) whose list was sent; leased_until: epoch seconds until which a sweep holds it;
    failures: how many tries in a row failed; trouble: what the server said last.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=320)
    minute = models.PositiveSmallIntegerField(default=420)
    sent_on = models.IntegerField(null=True)
    leased_until = models.BigIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["book", "user"], name="day_mail_once")]
