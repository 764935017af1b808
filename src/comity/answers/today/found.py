"""An item of Today by what a person types: its handle, or its key."""

from __future__ import annotations

from comity.answers.shapes import Face, Item, NamedItem
from comity.answers.today import today
from comity.core import agenda
from comity.core.errors import Ambiguous, NotFound
from comity.store.access import Scope
from comity.store.queries import silenced as query

_ALL = 2000


def item_on_list(scope: Scope, typed: str) -> NamedItem:
    """The item that is on the list now, also behind "more".

    Raises:
        NotFound: none has this handle; Ambiguous: two have it, which keys tell apart.
    """
    if agenda.named(typed) is not None:
        return NamedItem(typed, typed)
    items = today(scope, limit=_ALL).items
    return _one(typed, [(item.key, item.handle, _about(item)) for item in items])


def item_put_away(scope: Scope, typed: str) -> NamedItem:
    """An item with which something was done, so that it can be taken back; what was done with the matter itself needs
    the key.

    Raises:
        NotFound: none has this handle; Ambiguous: two have it, which keys tell apart.
    """
    if agenda.named(typed) is not None:
        return NamedItem(typed, typed)
    keys = query.attended(scope.book_id)
    return _one(typed, [(key, agenda.handle(key), key) for key in keys])


def _one(typed: str, known: list[tuple[str, str, str]]) -> NamedItem:
    wanted = typed.strip().casefold()
    fitting = [(key, words) for key, handle, words in known if handle == wanted]
    if not fitting:
        raise NotFound("item of Today", typed)
    if len(fitting) > 1:
        raise Ambiguous(typed, tuple((key, words, "") for key, words in fitting[:10]))
    return NamedItem(*fitting[0])


def _about(item: Item) -> str:
    face: Face | None = item.face
    return item.title if face is None or face.name == item.title else f"{item.title}, {face.name}"
