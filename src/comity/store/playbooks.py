"""The playbooks that hold: those that come with Comity, changed and added to by files in the data folder.

`$COMITY_HOME/playbooks/ROLE.toml`, or those of the server where several people use one. They are looked at anew
whenever one of them was changed; within one answer (`once`) they stay as they were at its beginning.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from django.conf import settings

from comity.core.playbooks import LONGEST, Fault, Playbook, Reading, read, shipped

_MOST_FILES = 100
_MOST_BYTES = 4 * LONGEST
State = tuple[tuple[str, int, int], ...]


class Own(NamedTuple):
    """A file of the user's: what it makes of a role, and its faults."""

    path: Path
    reading: Reading


class _Held(NamedTuple):
    state: State
    playbooks: Mapping[str, Playbook]
    own: tuple[Own, ...]


_held: dict[Path, _Held] = {}
_within: ContextVar[list[_Held] | None] = ContextVar("playbooks", default=None)
"""What holds within one answer, nothing until it is asked for; None outside of any answer."""


def playbooks() -> Mapping[str, Playbook]:
    """Every role's playbook by its key: those that come with Comity in their order, then the user's own by key."""
    return _now().playbooks


def own() -> tuple[Own, ...]:
    """The user's files, in order of name."""
    return _now().own


def state() -> State:
    """Names, times and sizes of the user's files: the same as long as the same playbooks hold."""
    return _now().state


def folder() -> Path:
    """Where the user's files are; it need not be there yet."""
    return Path(settings.HOME) / "playbooks"


@contextmanager
def once() -> Iterator[None]:
    """Look at the folder at most once in what follows, by this thread."""
    if _within.get() is not None:
        yield
        return
    token = _within.set([])
    try:
        yield
    finally:
        _within.reset(token)


def _now() -> _Held:
    within = _within.get()
    if within is None:
        return _as_it_is(folder())
    if not within:
        within.append(_as_it_is(folder()))
    return within[0]


def _as_it_is(where: Path) -> _Held:
    state = _state(where)
    held = _held.get(where)
    if held is None or held.state != state:
        held = _held[where] = _read(where, state)
    return held


def _state(where: Path) -> State:
    """Names, times and sizes of the files; an empty one where the folder cannot be read."""
    try:
        found = sorted(path for path in where.iterdir() if path.suffix == ".toml")[:_MOST_FILES]
        stats = [(path.name, path.stat()) for path in found]
    except OSError:
        return ()
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)


def _read(where: Path, state: State) -> _Held:
    known = dict(shipped())
    found = []
    for name, _, size in state:
        path = where / name
        reading = _file(path, size)
        found.append(Own(path, reading))
        if reading.playbook is not None:
            known[path.stem] = reading.playbook
    return _Held(state, MappingProxyType(known), tuple(found))


def _file(path: Path, size: int) -> Reading:
    if size > _MOST_BYTES:
        return Reading(None, (Fault(0, f"the file is larger than {_MOST_BYTES} bytes"),))
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return Reading(None, (Fault(0, f"it cannot be read: {error}"),))
    return read(path.stem, text, shipped().get(path.stem))
