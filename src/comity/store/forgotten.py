"""Who was erased for good, as digests from which nobody is known again.

A digest is an HMAC-SHA-256 (RFC 2104) with a random key, which lies in a file of mode 0600 in the data folder and not in
the database: whoever has the database alone cannot try names. The list of erasures lies there too, one line of JSON each,
only ever added to, so that a database from before an erasure is told of it when it is restored.
"""

from __future__ import annotations

import hmac
import json
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from comity.core import folding
from comity.core.redaction import traces
from comity.store.holding import sync
from comity.store.models import Book
from comity.store.sql import rows

KEYS, LIST = "erased.key", "erasures.jsonl"
KIND = "erased"
"""The kind of the handle that stands where somebody was erased."""
_KEY_BYTES = 32
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_WORD = re.compile(r"[^\W_]+")
_PHONE = re.compile(r"(?<!\d)\d(?:[\s./()-]{0,3}\d){6,17}(?!\d)")
_SHORTEST_PHONE = 7
_LONGEST_NAME = 6
_MOST_ASKED = 200_000


def all_keys(home: Path | None = None) -> list[bytes]:
    """The keys, the one that is used for new digests first; none before the first erasure."""
    try:
        text = ((home or settings.HOME) / KEYS).read_text("ascii")
    except FileNotFoundError:
        return []
    return [bytes.fromhex(line) for line in text.split()]


def key() -> bytes:
    """The key of this data folder, made at the first need."""
    found = all_keys()
    if not found:
        found = [secrets.token_bytes(_KEY_BYTES)]
        _write(settings.HOME / KEYS, found[0].hex() + "\n")
    return found[0]


def digests(handles: Iterable[tuple[str, str]], names: Iterable[str], phones: Iterable[str]) -> list[str]:
    """What is kept of somebody: a digest of each handle, of each name of several words in both orders and the word it
    begins with, of each phone number, and of name and phone together."""
    folded = [words for words in (tuple(folding.words(name)) for name in names) if len(words) > 1]
    numbers = ["".join(re.findall(r"\d", phone))[-9:] for phone in phones]
    said = [f"{kind}\0{value}" for kind, value in handles]
    said += [f"phone\0{number}" for number in numbers if len(number) >= _SHORTEST_PHONE]
    for words in folded:
        for order in (words, words[-1:] + words[:-1]):
            said += [f"word\0{order[0]}", f"name\0{' '.join(order)}"]
        said += [f"name+phone\0{' '.join(words)}\0{number}" for number in numbers if number]
    return sorted({digest(key(), text) for text in said})


def digest(secret: bytes, text: str) -> str:
    """A keyed digest of a text."""
    return hmac.digest(secret, text.encode("utf-8", "surrogatepass"), "sha256").hex()


class Forgotten:
    """Who of a book must not come back; quick where that is nobody."""

    def __init__(self, book: int) -> None:
        with connection.cursor() as cursor:
            found = rows(cursor, "SELECT digest FROM store_erased WHERE book_id = %s", [book])
        self._known = {text for (text,) in found}
        self._keys = all_keys() if self._known else []
        self._asked: dict[str, bool] = {}
        self._words: dict[str, str] = {}

    def __bool__(self) -> bool:
        return bool(self._keys)

    def _holds(self, text: str) -> bool:
        answer = self._asked.get(text)
        if answer is None:
            answer = any(digest(secret, text) in self._known for secret in self._keys)
            if len(self._asked) > _MOST_ASKED:
                self._asked.clear()
            self._asked[text] = answer
        return answer

    def handle(self, kind: str, value: str) -> bool:
        """Whether a handle is of somebody who was erased."""
        return bool(self._keys) and self._holds(f"{kind}\0{value}")

    def card(self, name: str, phones: Iterable[str]) -> bool:
        """Whether a card's name and one of its phone numbers are of one who was erased."""
        folded = " ".join(folding.words(name))
        numbers = ("".join(re.findall(r"\d", phone))[-9:] for phone in phones)
        return bool(self._keys) and any(
            self._holds(f"name+phone\0{folded}\0{number}") for number in numbers if number
        )

    def named(self, text: str) -> Iterator[tuple[str, str]]:
        """What in a text is theirs, as (`email`, `phone` or `name`, the words there); in any case."""
        if not self._keys:
            return
        for address in set(_ADDRESS.findall(text)):
            if self._holds(f"email\0{address.lower()}"):
                yield "email", address
        for number in set(_PHONE.findall(text)):
            digits = "".join(re.findall(r"\d", number))
            if len(digits) >= _SHORTEST_PHONE and self._holds(f"phone\0{digits[-9:]}"):
                yield "phone", number
        words = _WORD.findall(text)
        for place, word in enumerate(words):
            if self._holds(f"word\0{self._folded(word)}"):
                for last in range(place + 2, place + _LONGEST_NAME + 1):
                    name = words[place:last]
                    if self._holds("name\0" + " ".join(self._folded(each) for each in name)):
                        yield "name", " ".join(name)

    def pattern(self, text: str) -> re.Pattern[str] | None:
        """What finds them in a text; None where it names none of them."""
        found = list(self.named(text))
        of = {what: [value for kind, value in found if kind == what] for what in ("email", "name", "phone")}
        return traces((("email", value) for value in of["email"]), of["name"], of["phone"]).pattern()

    def _folded(self, word: str) -> str:
        found = self._words.get(word)
        if found is None:
            found = self._words[word] = " ".join(folding.words(word))
            if len(self._words) > _MOST_ASKED:
                self._words.clear()
        return found


def note(book: int, told: dict[str, Any]) -> None:
    """Add a line to the list, on the disk before this returns."""
    line = {"book": str(Book.objects.values_list("uuid", flat=True).get(pk=book)), **told}
    path: Path = settings.HOME / LIST
    fresh = not path.exists()
    with open(path, "a+", encoding="utf-8", opener=_private) as file:
        torn = not fresh and not path.read_bytes().endswith(b"\n")
        file.write(("\n" if torn else "") + json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n")
        file.flush()
        os.fsync(file.fileno())
    if fresh:
        sync(settings.HOME)


def listed(book: int) -> list[dict[str, Any]]:
    """The lines of this book, the oldest first; a last line that was cut off is none."""
    uuid = str(Book.objects.values_list("uuid", flat=True).get(pk=book))
    return [line for line in _lines(settings.HOME) if line.get("book") == uuid]


def allowed(book: int) -> set[str]:
    """Digests that the user let in again."""
    found: set[str] = set()
    for line in listed(book):
        found = (found - set(line.get("digests", ()))) | set(line.get("allow", ()))
    return found


def _lines(home: Path) -> list[dict[str, Any]]:
    try:
        texts = (home / LIST).read_text("utf-8").splitlines()
    except FileNotFoundError:
        return []
    found = []
    for text in texts:
        try:
            line = json.loads(text)
        except ValueError:
            continue
        if isinstance(line, dict):
            found.append(line)
    return found


def merge_files(home: Path, restored: Path) -> None:
    """Give a restored data folder all keys and erasures of the present one beside its own."""
    held = list(dict.fromkeys([*all_keys(home), *all_keys(restored)]))
    if held:
        _write(restored / KEYS, "".join(secret.hex() + "\n" for secret in held))
    found = [
        json.dumps(line, ensure_ascii=False, sort_keys=True) for line in [*_lines(home), *_lines(restored)]
    ]
    if found:
        _write(restored / LIST, "".join(line + "\n" for line in dict.fromkeys(found)))


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _write(path: Path, text: str) -> None:
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with open(draft, "w", encoding="utf-8", opener=_private) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync(path.parent)
