"""Templates of mails: a small language in which what is not known is left out instead of leaving a hole.

In a template `{name}` is a value. `[…]` is a sentence that is left out where a value in it is unknown; `[… | …]` are
ways to say it, of which the first counts whose values are all known. A line outside of brackets with an unknown
value is left out whole. A backslash takes the meaning from the character after it. Brackets do not nest.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

KINDS = (
    "write",
    "thank",
    "decline",
    "pass_on",
    "introduce_request",
    "introduce_ask_one",
    "introduce_ask_other",
    "introduce_make",
    "introduce_thank",
    "follow_up",
    "share",
    "ask_feedback",
    "ask_advice",
    "congratulate",
    "birthday",
    "condole",
    "ask_reference",
    "renew",
)
"""What a draft is for; each language of the package has a template for every one."""
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
"""How a file of templates is named: a language (BCP 47, lower case), such as `en`, `de` or `de-du`."""
LANGUAGES = ("en", "de", "de-du")
"""Those in the package; `de` says Sie, `de-du` says du."""
_LONGEST, _LONGEST_VALUE = 20_000, 500
_TOKEN = re.compile(r"\\(?P<plain>.)|\{(?P<slot>[^{}\[\]|\n]*)\}|(?P<mark>[\[\]|{}])|(?P<text>[^\\\[\]|{}]+)")
_NAME = re.compile(r"[a-z][a-z_]{0,31}")


class Slot(NamedTuple):
    """A value's place."""

    name: str


Words = tuple[str | Slot, ...]


class Sentence(NamedTuple):
    """Ways to say it, the first that can be filled counts; needed: the whole line goes where none can."""

    ways: tuple[Words, ...]
    needed: bool


Line = tuple[Sentence, ...]


class Fault(NamedTuple):
    """What is wrong with a template: its kind ("" for the whole file), and why, for a person."""

    kind: str
    why: str


class Template(NamedTuple):
    """A mail to be filled: its subject, and its body line by line."""

    subject: tuple[Line, ...]
    body: tuple[Line, ...]

    def fill(self, values: Mapping[str, str]) -> tuple[str, str]:
        """Subject (one line) and body (lines parted by a line feed); an empty value counts as unknown."""
        known = {name: tidy(value) for name, value in values.items()}
        return " ".join(filter(None, _filled(self.subject, known))), _paragraphs(_filled(self.body, known))

    @property
    def names(self) -> frozenset[str]:
        """The values that it asks for."""
        lines = (*self.subject, *self.body)
        return frozenset(
            word.name
            for line in lines
            for sentence in line
            for way in sentence.ways
            for word in way
            if isinstance(word, Slot)
        )


def tidy(value: str) -> str:
    """A value on one line, without control and direction characters and without a full stop at its end.

    At most 500 characters; half characters (lone surrogates) are left out.
    """
    kept = (
        " " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c
        for c in value[:_LONGEST_VALUE]
        if unicodedata.category(c) != "Cs"
        and c not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )
    text = " ".join("".join(kept).split())
    return text[:-1] if text.endswith(".") and not text.endswith("..") else text


def quoted(value: str, language: str) -> str:
    """A value as it stands within a sentence: one that is a question or a cry, as a mail asked it, in quotation marks."""
    if not value.endswith(("?", "!")):
        return value
    return f"„{value}“" if language.startswith("de") else f"“{value}”"


def read(text: str) -> tuple[dict[str, Template], tuple[Fault, ...]]:
    """The templates of one file by kind (TOML: a table a kind with `subject` and `body`), and what was not taken."""
    if len(text) > _LONGEST * len(KINDS):
        return {}, (Fault("", f"the file is longer than {_LONGEST * len(KINDS)} characters"),)
    try:
        tables = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return {}, (Fault("", f"this is no TOML: {error}"),)
    found: dict[str, Template] = {}
    faults: list[Fault] = []
    for kind, table in tables.items():
        try:
            found[kind] = _template(kind, table)
        except ValueError as error:
            faults.append(Fault(kind, str(error)))
    return found, tuple(faults)


@cache
def packaged(language: str) -> Mapping[str, Template]:
    """The templates that come with Comity in a language; none for one that it does not speak."""
    if language not in LANGUAGES:
        return {}
    return read(files("comity.core.drafts").joinpath(f"{language}.toml").read_text("utf-8"))[0]


def _template(kind: str, table: object) -> Template:
    if kind not in KINDS:
        raise ValueError("there is no such kind of draft; there are " + ", ".join(KINDS))
    if not isinstance(table, dict):
        raise ValueError("it needs a table with subject and body")
    more = set(table) - {"subject", "body"}
    if more:
        raise ValueError(f"it holds {min(more)!r}; only subject and body are known")
    subject, body = table.get("subject"), table.get("body")
    if not isinstance(subject, str) or not isinstance(body, str) or not subject.strip() or not body.strip():
        raise ValueError("subject and body must both be texts")
    if len(subject) + len(body) > _LONGEST:
        raise ValueError(f"it is longer than {_LONGEST} characters")
    return Template(tuple(_lines(subject)), tuple(_lines(body)))


def _lines(text: str) -> Iterator[Line]:
    for number, line in enumerate(text.strip("\n").split("\n"), 1):
        try:
            yield tuple(_sentences(line))
        except ValueError as error:
            raise ValueError(f"line {number}: {error}") from None


def _sentences(line: str) -> Iterator[Sentence]:
    ways: list[list[str | Slot]] = [[]]
    inside, end = False, 0
    for token in _TOKEN.finditer(line):
        end = token.end()
        mark = token["mark"]
        if mark is None:
            ways[-1].append(_word(token))
        elif mark == "|" and inside:
            ways.append([])
        elif (mark == "[" and not inside) or (mark == "]" and inside):
            yield Sentence(tuple(map(tuple, ways)), needed=not inside)
            ways, inside = [[]], not inside
        else:
            raise ValueError(f"{mark!r} does not belong where it stands; write \\{mark} for the character")
    if inside:
        raise ValueError("a “[” is never closed")
    if end != len(line):
        raise ValueError("a backslash needs a character after it")
    yield Sentence(tuple(map(tuple, ways)), needed=True)


def _word(token: re.Match[str]) -> str | Slot:
    name = token["slot"]
    if name is None:
        return token["plain"] or token["text"]
    if not _NAME.fullmatch(name):
        raise ValueError(f"{{{name}}} is no name of a value: letters a to z and _")
    return Slot(name)


def _filled(lines: tuple[Line, ...], known: Mapping[str, str]) -> Iterator[str | None]:
    """Each line with its values; None where nothing of it is left that stood there."""
    for line in lines:
        said = [_said(sentence, known) for sentence in line]
        if any(words is None and sentence.needed for words, sentence in zip(said, line, strict=True)):
            yield None
            continue
        text = " ".join("".join(words or "" for words in said).split())
        yield text if text or not any(way for sentence in line for way in sentence.ways) else None


def _said(sentence: Sentence, known: Mapping[str, str]) -> str | None:
    for way in sentence.ways:
        if all(known.get(word.name) for word in way if isinstance(word, Slot)):
            return "".join(known[word.name] if isinstance(word, Slot) else word for word in way)
    return None


def _paragraphs(lines: Iterator[str | None]) -> str:
    """The lines that are left, with one empty line between paragraphs."""
    text = "\n".join(line for line in lines if line is not None)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")
