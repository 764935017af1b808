"""Users, books, and who may open which."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import connection, models, transaction

from comity.core.keys import new_uuid


class User(AbstractUser):
    """Somebody who signs in. What they may see is decided by `Member`, never by a flag here."""


class Book(models.Model):
    """One professional's (later: one team's) relationships.

    zone: IANA time zone that Today, birthdays and display use; days of contact are UTC all the same;
    strength_day: day number for which the strengths in `Metrics` hold;
    today_items: how many things Today shows before "more"; propose_days: how old mail may be at the most from which
    promises and requests are proposed; personal_news: whether a birth or a loss that a mail tells is proposed too.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    name = models.CharField(max_length=200)
    is_sample = models.BooleanField(default=False)
    zone = models.CharField(max_length=64, default="UTC")
    strength_day = models.IntegerField(null=True)
    today_items = models.PositiveSmallIntegerField(default=7)
    propose_days = models.PositiveSmallIntegerField(default=30)
    personal_news = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Remove the book with all that is in it. Its own row goes first: what a chain holds is only let go after it."""
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM store_book WHERE id = %s", [self.pk])
            return super().delete(*args, **kwargs)


class Member(models.Model):
    """A user's place in a book."""

    OWNER = "owner"

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    part = models.CharField(max_length=16, default=OWNER)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["book", "user"], name="member_once")]


class SignInLink(models.Model):
    """A link that signs a user in once: the SHA-256 of its token, and until when (epoch seconds)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.BigIntegerField()
