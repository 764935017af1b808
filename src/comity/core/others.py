"""Leaving everybody else out of a text that goes to one person: each becomes "[another person 1]", always the same one.

Pure. Known are the names (of several words) and addresses of everybody in a book; any other e-mail address is somebody
else's too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from functools import partial

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_SHORTEST = 3


class Others:
    """Who else there is, and which number each got."""

    def __init__(
        self,
        names: Iterable[tuple[Hashable, str]],
        addresses: Iterable[tuple[Hashable, str]],
        keep: Iterable[str],
    ) -> None:
        """
        Args:
            names, addresses: whose each is, everybody but those whose file it is and the owner;
            keep: names and addresses of these two, which stay.
        """
        kept = [text.casefold() for text in keep]
        self._kept = {word for text in kept for word in _WORD.findall(text)}
        self._mine = set(kept)
        self._addresses = {text.casefold(): who for who, text in addresses}
        self._names: dict[str, list[tuple[tuple[str, ...], Hashable]]] = {}
        for who, name in names:
            words = tuple(_WORD.findall(name.casefold()))
            if len(words) > 1 and not set(words) <= self._kept:
                self._names.setdefault(words[0], []).append((words, who))
        for listed in self._names.values():
            listed.sort(key=lambda pair: -len(pair[0]))
        self._numbers: dict[Hashable, int] = {}

    def called(self, who: Hashable) -> str:
        """What stands for somebody."""
        return f"[another person {self._numbers.setdefault(who, len(self._numbers) + 1)}]"

    def address(self, text: str) -> str:
        """What stands for an address or profile that is not to be told."""
        folded = text.casefold()
        return text if folded in self._mine else self.called(self._addresses.get(folded, folded))

    def text(self, text: str, beside: Iterable[tuple[Hashable, str]] = ()) -> str:
        """A text without other people.

        beside: (who, name) of those who took part in what the text is from: of them single words of the name go, too.
        """
        text = _ADDRESS.sub(lambda found: self.address(found[0]), text)
        text = self._without_names(text)
        for who, name in beside:
            for word in _WORD.findall(name):
                if len(word) >= _SHORTEST and word.casefold() not in self._kept:
                    text = _replaced(text, word, partial(self.called, who))
        return text

    def _without_names(self, text: str) -> str:
        if self._names.keys().isdisjoint(_WORD.findall(text.casefold())):
            return text
        found = list(_WORD.finditer(text))
        words = [match[0].casefold() for match in found]
        pieces, end, place = [], 0, 0
        while place < len(found):
            fits = next(
                (
                    (w, who)
                    for w, who in self._names.get(words[place], ())
                    if tuple(words[place : place + len(w)]) == w
                ),
                None,
            )
            if fits is None:
                place += 1
                continue
            last = found[place + len(fits[0]) - 1]
            pieces += [text[end : found[place].start()], self.called(fits[1])]
            end, place = last.end(), place + len(fits[0])
        return "".join([*pieces, text[end:]])


def _replaced(text: str, word: str, called: Callable[[], str]) -> str:
    """A text with a word replaced, and nobody numbered whom it does not name."""
    return re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", lambda _: called(), text)
