"""Who may come in: the first user, and links that sign in once."""

from __future__ import annotations

import hashlib
import secrets
import time

from django.db import IntegrityError, transaction

from comity.store.models import Book, Member, SignInLink, User

LINK_SECONDS = 24 * 3600
"""A sign-in link is good once, for a day."""


def first_user() -> int:
    """The id of the user of this machine, made with a book of their own at the first start."""
    found: int | None = (
        User.objects.filter(is_active=True).order_by("id").values_list("pk", flat=True).first()
    )
    if found is not None:
        return found
    try:
        with transaction.atomic():
            user = User(username="owner", is_active=True)
            user.set_unusable_password()
            user.save()
            book = Book.objects.create(name="My book", zone=_local_zone())
            Member.objects.create(book=book, user=user)
    except IntegrityError:  # made by another process meanwhile, or there and no longer active
        return User.objects.get(username="owner", is_active=True).pk
    return user.pk


def make_link(user_id: int | None = None) -> str:
    """A token of 256 random bits that signs a user in once; only its SHA-256 is stored."""
    token = secrets.token_urlsafe(32)
    SignInLink.objects.filter(expires_at__lt=int(time.time())).delete()
    SignInLink.objects.create(
        user_id=user_id if user_id is not None else first_user(),
        digest=_digest(token),
        expires_at=int(time.time()) + LINK_SECONDS,
    )
    return token


def redeem(token: str) -> int | None:
    """The user whom this token signs in, once; None if it is unknown, used or too old."""
    with transaction.atomic():
        link = SignInLink.objects.filter(digest=_digest(token), expires_at__gte=int(time.time())).first()
        if link is None or not SignInLink.objects.filter(pk=link.pk).delete()[0]:
            return None
    found: int = link.user_id
    return found


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _local_zone() -> str:
    """The machine's time zone by its IANA name, UTC where it cannot be told."""
    from pathlib import Path
    from zoneinfo import available_timezones

    try:
        name = str(Path("/etc/localtime").resolve()).partition("zoneinfo/")[2]
    except OSError:
        return "UTC"
    return name if name in available_timezones() else "UTC"
