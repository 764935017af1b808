"""The sample book's own data files, read once: the cast, the wordings, the calendar, the story."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from comity.sources.sample.book import SampleOwner

SPAN_DAYS = 1095
"""How far back the book reaches: three years."""

OWNER = SampleOwner(
    name="Nora Feldtmann",
    given="Nora",
    family="Feldtmann",
    private_email="nora.feldtmann@example.org",
    work_email="nora.feldtmann@ostermoor.example",
    organisation="Ostermoor",
    title="Head of Planning Tools",
    zone="Europe/Berlin",
)


@dataclass(frozen=True)
class Flow:
    """Something that comes again with a person: what (`do`), in which voice, and when.

    every: days from one to the next, on the mean; start, until: days counted from today.
    """

    do: str
    every: float
    start: int
    until: int
    voice: str = ""
    title: str = ""
    place: str = ""
    private: bool = False


@dataclass(frozen=True)
class Member:
    """One of the cast. `called` is the name in greetings; `raw` holds what only the person's page needs."""

    key: str
    name: str
    latin: str
    given: str
    family: str
    called: str
    emails: tuple[str, ...]
    hello: str
    bye: str
    private: bool
    flows: tuple[Flow, ...]
    raw: dict[str, Any] = field(repr=False, compare=False, hash=False)

    @property
    def email(self) -> str:
        """The address that names the person in this book."""
        return self.emails[0]

    @property
    def shown(self) -> str:
        """The name as the person writes it in a mail's header."""
        return f"{self.latin} ({self.name})" if self.latin else self.name

    def post(self, day: int) -> tuple[str, str]:
        """Organisation and title on a day counted from today; ("", "") if none."""
        for organisation, title, since, *rest in reversed(self.raw.get("history", [])):
            begun = isinstance(since, str) or since <= day
            if begun and (not rest or day < rest[0]):
                return organisation, title
        return "", ""


@dataclass(frozen=True)
class Talk:
    """A wording of a thread: turns alternate between two people; `opens` is me, them or any."""

    voice: str
    subject: str
    turns: tuple[str, ...]
    opens: str = "any"
    once: bool = False


@cache
def table(name: str) -> dict[str, Any]:
    """A data file by its name without `.toml`, parsed once. Callers must not change it."""
    return tomllib.loads(files("comity.sources.sample").joinpath("data", f"{name}.toml").read_text("utf-8"))


@cache
def cast() -> dict[str, Member]:
    """Everybody in the book by key, in the order in which they are written."""
    found: dict[str, Member] = {}
    for name in ("people-colleagues", "people-clients", "people-circle"):
        for raw in table(name)["person"]:
            found[raw["id"]] = _member(raw)
    return found


@cache
def talks() -> dict[str, tuple[Talk, ...]]:
    """The wordings by voice."""
    found: dict[str, list[Talk]] = {}
    for name in ("talks-office", "talks-outside", "talks-more"):
        for raw in table(name)["talk"]:
            talk = Talk(**{**raw, "turns": tuple(raw["turns"])})
            found.setdefault(talk.voice, []).append(talk)
    return {voice: tuple(some) for voice, some in found.items()}


def _member(raw: dict[str, Any]) -> Member:
    given, _, family = raw["name"].partition(" ")
    given = raw.get("given", given)
    private = bool(raw.get("private", False))
    return Member(
        key=raw["id"],
        name=raw["name"],
        latin=raw.get("latin", ""),
        given=given,
        family=raw.get("family", family),
        called=raw.get("called", given),
        emails=tuple(raw["emails"]),
        hello=raw.get("hello", ""),
        bye=raw.get("bye", ""),
        private=private,
        flows=tuple(_flow(flow, raw, private) for flow in raw.get("flows", [])),
        raw=raw,
    )


def _flow(flow: dict[str, Any], raw: dict[str, Any], private: bool) -> Flow:
    first_role = min((role[1] for role in raw.get("roles", [])), default=-SPAN_DAYS)
    return Flow(
        do=flow["do"],
        every=float(flow["every"]),
        start=max(flow.get("from", first_role), -SPAN_DAYS),
        until=flow.get("until", 0),
        voice=flow.get("voice", ""),
        title=flow.get("title", ""),
        place=flow.get("place", ""),
        private=flow.get("private", private),
    )
