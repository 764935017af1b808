"""Which thing is meant by an id or by a part of its name."""

from __future__ import annotations

from collections.abc import Sequence

from comity.core.errors import Invalid, NotFound

_LISTED = 5


def pick(what: str, wanted: str, things: Sequence[tuple[str, str]]) -> str:
    """The id of the one of these (id, name) that has this id, is called so, or alone has this in its name.

    Case does not matter.

    Raises:
        NotFound: none fits; Invalid: several do.
    """
    folded = " ".join(wanted.split()).casefold()
    exact = [id for id, name in things if folded in (id, name.casefold())]
    if len(exact) == 1:
        return exact[0]
    found = [(id, name) for id, name in things if folded and folded in name.casefold()]
    if not found:
        raise NotFound(what, wanted)
    if len(found) > 1:
        named = ", ".join(f"{name} ({id})" for id, name in found[:_LISTED])
        raise Invalid(what, wanted, f"several are called so; say the id: {named}")
    return found[0][0]
