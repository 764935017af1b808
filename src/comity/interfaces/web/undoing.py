"""A message with a button that takes back what it tells of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse

from comity.actions.removed import IN_SESSION
from comity.answers.boundaries import Notice

_MOST = 5


def said(request: HttpRequest, words: str, undo: str = "") -> None:
    """Say what was done; undo: the address of ours that takes it back."""
    messages.success(request, words, extra_tags=f"undo-at {undo}" if undo else "")


def said_removed(request: HttpRequest, words: str, text: str) -> None:
    """Say what was removed; what brings it back (`actions.removed`) waits in the session, the last few of them."""
    kept: dict[str, str] = request.session.get(IN_SESSION, {})
    name = hashlib.blake2s(text.encode(), digest_size=8).hexdigest()
    request.session[IN_SESSION] = dict([*kept.items(), (name, text)][-_MOST:])
    said(request, words, reverse("bring_back", args=[name]))


def removed(request: HttpRequest, name: str) -> str:
    """What brings back what was removed; "" where it is not known any more."""
    kept: dict[str, str] = request.session.get(IN_SESSION, {})
    text = kept.pop(name, "")
    request.session[IN_SESSION] = kept
    return text


def tell(request: HttpRequest, noticed: Iterable[Notice]) -> None:
    """Say what something crosses of boundaries, beside what was done; nothing is held back."""
    for words in dict.fromkeys(one.words for one in noticed):
        messages.warning(request, words)
