"""What an import leaves out of what it reads: people who were erased stay so.

What only they and the owner took part in is passed over. In what others took part in too their part becomes nobody's,
and their words, address and name are taken out before anything is stored.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from comity.core.records import Card, Entry, Kind, OwnPosition, Part
from comity.core.redaction import ERASED, traces, without, without_quotes
from comity.sources._reading import Chunk
from comity.store.forgotten import KIND, Forgotten

Flat = tuple[Any, ...]
_WORDY = (Kind.MAIL, Kind.CHAT, Kind.LETTER, Kind.COMMENT)
_SAYING = ("text", "values", "labels", "title", "department", "organisation", "reason")
"""What of a card, an entry or a problem may say something of others: texts, (field, text) pairs, or lists of texts."""
_WRITERS = (Part.SENDER, Part.ORGANIZER)


def sift(refused: Forgotten, is_mine: Callable[[str, str], bool], chunk: Chunk) -> tuple[Chunk, int]:
    """A chunk without those who were erased, and how many records were left out or changed.

    is_mine: whether a handle (kind and value) is the owner's.
    """
    kept = [_flat(refused, is_mine, flat) for flat in chunk.interactions]
    own = [card for card in chunk.cards if not _is_theirs(refused, card)]
    entries = [entry for entry in chunk.entries if not _about(refused, entry)]
    clean = [_said(refused, record) for record in (*own, *entries, *chunk.problems)]
    touched = sum(after is not before for after, before in zip(kept, chunk.interactions, strict=True))
    touched += len(chunk.cards) - len(own) + len(chunk.entries) - len(entries)
    touched += sum(after is not before for after, before in zip(clean, (*own, *entries), strict=False))
    stays = [flat for flat in kept if flat is not None]
    cards, entries = clean[: len(own)], clean[len(own) : len(own) + len(entries)]
    return Chunk(chunk.file, stays, cards, chunk.mine, entries, clean[len(own) + len(entries) :]), touched


def label(refused: Forgotten, text: str) -> str:
    """What a file is called, without them."""
    return without(text, [refused.pattern(text)])


def _said(refused: Forgotten, record: Any) -> Any:
    """A card, an entry or a problem of somebody else, without what its words say of them; itself where they say nothing."""
    changed = {name: _words(refused, getattr(record, name)) for name in _SAYING if hasattr(record, name)}
    return record._replace(**changed) if any(getattr(record, n) != v for n, v in changed.items()) else record


def _words(refused: Forgotten, value: Any) -> Any:
    if isinstance(value, str):
        return without(value, [refused.pattern(value)])
    return tuple(
        (each[0], _words(refused, each[1])) if isinstance(each, tuple) else _words(refused, each)
        for each in value
    )


def _is_theirs(refused: Forgotten, card: Card) -> bool:
    phones = [value for field, value in card.values if field == "phone"]
    return any(refused.handle(*handle) for handle in card.handles) or refused.card(card.name, phones)


def _about(refused: Forgotten, entry: Entry) -> bool:
    return not isinstance(entry, OwnPosition) and refused.handle(*entry.handle)


def _flat(refused: Forgotten, is_mine: Callable[[str, str], bool], flat: Flat) -> Flat | None:
    """An interaction without them: as it is, changed, or None where it was theirs alone."""
    parties = flat[9]
    gone = [party for party in parties if refused.handle(party[1], party[2])]
    others = [party for party in parties if party not in gone]
    if gone and all(is_mine(party[1], party[2]) for party in others):
        return None
    subject, snippet, text = flat[6:9]
    named = list(refused.named(f"{subject}\n{text}"))
    if not gone and not named:
        return flat
    if flat[0] in _WORDY and any(party[0] in _WRITERS for party in gone):
        subject, snippet, text = ERASED, "", ERASED
    else:
        subject, snippet, text = _without(gone, others, named, subject, snippet, text)
    stays = tuple((p[0], KIND, ERASED, "") if p in gone else p for p in parties)
    return (*flat[:6], subject, snippet, text, stays, *flat[10:15])


def _without(
    gone: list[Flat], others: list[Flat], named: list[tuple[str, str]], subject: str, snippet: str, text: str
) -> tuple[str, str, str]:
    handles = [(p[1], p[2]) for p in gone] + [(kind, value) for kind, value in named if kind == "email"]
    names = [p[3] for p in gone if p[3]] + [value for kind, value in named if kind == "name"]
    found = traces(handles, names, [value for kind, value in named if kind == "phone"])
    pattern = found.pattern()
    close = found.close(p[3] for p in others) if gone else None
    text = without(without_quotes(text, pattern), [pattern, close])
    return without(subject, [pattern, close]), without(snippet, [pattern, close]), text
