"""What is open, in the memory of this process alone.

A session carries a random token; which key belongs to it stands only here. So no session store, cache or cookie can give it
away, and a restart locks everything. `comity serve` runs one process; another one would hold keys of its own.
"""

from __future__ import annotations

import math
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from django.http import HttpRequest

from comity.answers.books import Scope
from comity.core import attempts
from comity.core.errors import TooSoon

_SESSION = "sealed"
_AT_ONCE = 2
"""Passphrases that are stretched at one time, each with 64 MiB."""
_PATIENCE = 3.0

Place = tuple[str, int, int]
"""A session's token, the user and the book."""


@dataclass(slots=True)
class _Open:
    key: bytes = field(repr=False)
    idle_seconds: float
    used: float


@dataclass(slots=True)
class _Wrong:
    count: int = 0
    last: float = -math.inf


_guard = threading.RLock()
_open: dict[Place, _Open] = {}
_wrong: dict[tuple[int, int], _Wrong] = {}
_stretching = threading.BoundedSemaphore(_AT_ONCE)
_sweeper: threading.Timer | None = None


def clock() -> float:
    """Seconds that no one can set back, and that go on while the machine sleeps wherever the system counts them."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def with_key(request: HttpRequest, scope: Scope, *, counts: bool) -> Scope:
    """The scope with its key where this session has opened it; counts: whether this is use, which puts locking off."""
    place = _place(request, scope)
    with _guard:
        _forget_idle()
        found = _open.get(place) if place else None
        if found is None:
            return scope
        if counts:
            found.used = clock()
        return replace(scope, key=found.key)


def keep(request: HttpRequest, scope: Scope, key: bytes, idle_minutes: int) -> None:
    """Keep a key for this session until it is locked, or idle for so long."""
    token = request.session.setdefault(_SESSION, secrets.token_urlsafe(32))
    with _guard:
        _open[token, scope.user_id, scope.book_id] = _Open(key, idle_minutes * 60, clock())
        _watch()


def idle_after(scope: Scope, minutes: int) -> None:
    """From now on this book is locked after so long without use, in every session that has it open."""
    with _guard:
        for (_token, _user, book), found in _open.items():
            if book == scope.book_id:
                found.idle_seconds = minutes * 60
        _watch()


def lock(request: HttpRequest) -> None:
    """Forget every key of this session, and its token."""
    token = request.session.pop(_SESSION, None)
    with _guard:
        for place in [place for place in _open if place[0] == token]:
            del _open[place]


def lock_everywhere(scope: Scope) -> None:
    """Forget the keys of a book in all sessions: its passphrase was changed."""
    with _guard:
        for place in [place for place in _open if place[2] == scope.book_id]:
            del _open[place]


@contextmanager
def attempt(scope: Scope) -> Iterator[None]:
    """One try of a passphrase or recovery key; it counts as wrong unless the block ends without an error.

    Raises:
        TooSoon: after too many wrong ones, or while others are being tried.
    """
    who = (scope.user_id, scope.book_id)
    if not _stretching.acquire(timeout=_PATIENCE):
        raise TooSoon(math.ceil(_PATIENCE))
    try:
        with _guard:
            tried = _wrong.setdefault(who, _Wrong())
            left = tried.last + attempts.wait(tried.count) - clock()
            if left > 0:
                raise TooSoon(math.ceil(left))
            tried.count, tried.last = tried.count + 1, clock()
        yield
    finally:
        _stretching.release()
    with _guard:
        _wrong.pop(who, None)


def seconds_left(request: HttpRequest, scope: Scope) -> int:
    """For how long what is open stays open without use; 0 where nothing is. Asking is no use."""
    place = _place(request, scope)
    with _guard:
        _forget_idle()
        found = _open.get(place) if place else None
        return 0 if found is None else max(1, math.ceil(found.used + found.idle_seconds - clock()))


def _place(request: HttpRequest, scope: Scope) -> Place | None:
    token = request.session.get(_SESSION)
    return (token, scope.user_id, scope.book_id) if isinstance(token, str) else None


def _forget_idle() -> None:
    now = clock()
    for place in [place for place, found in _open.items() if now - found.used >= found.idle_seconds]:
        del _open[place]


def _watch() -> None:
    """Forget keys also where nobody asks any more; one timer, set for the first that could be idle."""
    global _sweeper
    with _guard:
        if _sweeper is not None:
            _sweeper.cancel()
            _sweeper = None
        _forget_idle()
        if _open:
            now = clock()
            first = min(found.used + found.idle_seconds for found in _open.values())
            _sweeper = threading.Timer(max(1.0, first - now), _watch)
            _sweeper.daemon = True
            _sweeper.start()
