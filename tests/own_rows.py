"""The rows of a book that its user entered, in a form that two books can be compared by."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from comity.store.models import (
    Claim,
    Fact,
    Identifier,
    IdentityLink,
    ImportantDate,
    Interaction,
    Position,
    Relationship,
    Reminder,
    Role,
    Tagging,
)


def users_own(book: int) -> dict[str, Any]:
    """Every row that the user entered, by the handles of the very person it was entered on, not of those merged."""
    handles: dict[int, set[tuple[str, str]]] = defaultdict(set)
    held = Identifier.objects.filter(book_id=book, person__isnull=False).exclude(kind="entry")
    for kind, value, owner in held.values_list("kind", "value", "person_id"):
        handles[owner or 0].add((kind, value))
    found: dict[str, Any] = {}
    for what, model, holder, fields in _OWN:
        rows = model._default_manager.filter(book_id=book, **_BY_HAND.get(what, {})).values_list(
            holder, *fields
        )
        found[what] = sorted(((sorted(handles[who]), *rest) for who, *rest in rows), key=repr)
    found["rhythms"] = sorted(
        (sorted(handles[who]), rhythm)
        for who, rhythm in Relationship.objects.filter(book_id=book, rhythm_told=False)
        .exclude(rhythm_days=None)
        .values_list("person_id", "rhythm_days")
    )
    links = IdentityLink.objects.filter(book_id=book, batch=None, same=True)
    ends = ("left__kind", "left__value", "right__kind", "right__value")
    found["links"] = sorted(sorted((end[:2], end[2:])) for end in links.values_list(*ends))
    return found


_BY_HAND: dict[str, dict[str, Any]] = {
    "facts": {"batch": None},
    "taggings": {"batch": None},
    "dates": {"batch": None},
    "positions": {"batch": None},
    "claims": {"batch": None},
}
_RELATIONSHIP = (
    "standing",
    "nature",
    "purpose",
    "i_expect",
    "they_expect",
    "at_stake",
    "note",
)
_OWN: tuple[tuple[str, Any, str, tuple[str, ...]], ...] = (
    ("relationships", Relationship, "person_id", _RELATIONSHIP),
    ("roles", Role, "relationship__person_id", ("key", "since", "until")),
    ("taggings", Tagging, "relationship__person_id", ("tag__key",)),
    ("facts", Fact, "person_id", ("text", "sensitivity", "source", "noted_on")),
    ("dates", ImportantDate, "person_id", ("what", "month", "day", "year")),
    ("reminders", Reminder, "person_id", ("text", "due", "every", "done_at")),
    ("positions", Position, "person_id", ("organisation__key", "title", "department", "since", "until")),
    ("claims", Claim, "identifier__person_id", ("field", "value", "origin")),
)


def without_chance(book: int, seen: Any) -> Any:
    """What was seen, with names that depend on the rows instead of the ids drawn for what is entered by hand."""
    names: dict[str, str] = {}
    addresses: dict[int, list[str]] = defaultdict(list)
    held = Identifier.objects.filter(book_id=book, person__isnull=False).order_by("kind", "value")
    for kind, value, owner in held.values_list("kind", "value", "person_id"):
        if kind != "entry" and owner is not None:
            addresses[owner].append(value)
    for value, holder, is_me in held.filter(kind="entry").values_list("value", "person_id", "person__is_me"):
        names[value] = "me" if is_me or holder is None else " ".join(addresses[holder])
    by_hand = Interaction.objects.filter(book_id=book, by_hand=True).order_by("at", "subject", "id")
    for place, key in enumerate(by_hand.values_list("key", flat=True)):
        names[bytes(key).hex()] = f"entered {place}"
    return _renamed(seen, names)


def _renamed(seen: Any, names: dict[str, str]) -> Any:
    if isinstance(seen, str):
        return names.get(seen, seen)
    if isinstance(seen, dict):
        return {_renamed(key, names): _renamed(value, names) for key, value in seen.items()}
    if isinstance(seen, list):
        return sorted((_renamed(item, names) for item in seen), key=repr)
    if isinstance(seen, tuple):
        return tuple(_renamed(item, names) for item in seen)
    if isinstance(seen, set | frozenset):
        return frozenset(_renamed(item, names) for item in seen)
    return seen


def differing(first: Any, second: Any, place: str = "") -> list[str]:
    """Where two books differ, in words that a person can read."""
    if isinstance(first, dict) and isinstance(second, dict):
        keys = sorted({*first, *second}, key=repr)
        return [
            line for key in keys for line in differing(first.get(key), second.get(key), f"{place} / {key}")
        ]
    if isinstance(first, list) and isinstance(second, list) and first != second:
        gone = [item for item in first if item not in second]
        come = [item for item in second if item not in first]
        return [f"{place}: {gone} and {come}"]
    return [] if first == second else [f"{place}: {first} and {second}"]
