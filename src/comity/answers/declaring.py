"""What I declare, as documents: a statement of an interest, a recusal, and the registers; all through the guard.

Whoever reads such a document is not known here, so it is for anybody: what was told in confidence stays out, and the
document says that something did, unless the user releases it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from comity.answers import wording
from comity.answers.decisions import DecisionLine, KeptPath, RecusalLine, decision, recusals
from comity.answers.gifts import GiftLine, gifts
from comity.answers.guarding import Guard, Withheld, guard
from comity.answers.interests import InterestLine, interest, register
from comity.core.audience import ANYBODY
from comity.store.access import Scope
from comity.store.models import Person

_LEFT = "—"


@dataclass(frozen=True, slots=True)
class Document:
    """A document for `exports.pdf`: its template, its values, and what was left out of it."""

    template: str
    values: dict[str, object]
    withheld: tuple[Withheld, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table for a file: its columns and rows, in words, and what was left out of it."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    withheld: tuple[Withheld, ...]


def statement(
    scope: Scope, decision_id: str, *, to: str = "", words_of_mine: str = "", released: Collection[str] = ()
) -> Document:
    """The statement of a conflict of interest: who, the matter, the interest path by path, and what I do.

    Raises:
        NotFound: no such decision.
    """
    one = decision(scope, decision_id)
    letter = _Letter(scope, released, _people(path.people for path in one.paths))
    mine = words_of_mine.strip()
    said = _("I declare this interest, so that those responsible can decide how to go on.")
    values = _about(scope, one, letter, _("Declaration of an interest"), to or one.to)
    return letter.document("disclosure", values | {"statement": letter.text(mine) if mine else said})


def recusal(
    scope: Scope, decision_id: str, *, to: str = "", words_of_mine: str = "", released: Collection[str] = ()
) -> Document:
    """The statement that I stay out of a decision, and of what.

    Raises:
        NotFound: no such decision.
    """
    one = decision(scope, decision_id)
    letter = _Letter(scope, released, _people(path.people for path in one.paths))
    values = _about(scope, one, letter, _("Recusal"), to or one.to)
    said = _(
        "I take no part in this decision: not in its preparation, its discussion or its vote, and I do not try to sway it."
    )
    mine = words_of_mine.strip() or one.note
    full = f"{said}\n\n{letter.text(mine)}" if mine else said
    return letter.document("recusal", values | {"statement": full})


def of_interest(scope: Scope, interest_id: str, *, to: str = "", released: Collection[str] = ()) -> Document:
    """The statement of one interest of the register, of no decision in particular.

    Raises:
        NotFound: no such interest.
    """
    one = interest(scope, interest_id)
    letter = _Letter(scope, released, [one.face.id] if one.face else [])
    pairs = [
        (_("Who"), letter.me),
        (_("Date"), wording.long_date(scope.today())),
        *letter.addressed(to or one.disclosed_to),
        (_("Interest"), one.kind_words.capitalize()),
        (_("In"), letter.text(one.about, one)),
        *([(_("Worth"), one.worth)] if one.worth else []),
        (_("Since"), _day(one.since) or _("not noted")),
        *([(_("Until"), _day(one.until))] if one.until else []),
    ]
    values = {
        **letter.head(_("Declaration of an interest")),
        "particulars": [list(pair) for pair in pairs],
        "paths_title": "",
        "paths": [],
        "statement": letter.text(one.text, one) if one.text else _("I declare this interest."),
    }
    return letter.document("disclosure", values)


def yearly(scope: Scope, year: int, *, released: Collection[str] = ()) -> Document:
    """The register of a year: interests that lasted or still counted in it, gifts, and what I stayed out of."""
    held, given, out = _of_year(scope, year)
    faces = [*(one.face for one in held), *(one.face for one in given), *(one.face for one in out)]
    people = [face.id for face in faces if face]
    letter = _Letter(scope, released, people)
    values = {
        **letter.head(_("Register of interests and gifts, %(year)d") % {"year": year}),
        "parts": [
            letter.part(_("Interests"), _INTERESTS, [letter.row(one, _interest(one)) for one in held]),
            letter.part(_("Gifts and hospitality"), _GIFTS, [letter.row(one, _gift(one)) for one in given]),
            letter.part(
                _("What I stayed out of"), _RECUSALS, [letter.row(one, _recusal(one)) for one in out]
            ),
        ],
    }
    return letter.document("register", values)


def gifts_register(scope: Scope, year: int | None = None, *, released: Collection[str] = ()) -> Document:
    """The register of gifts and hospitality, of a year or of all."""
    given = gifts(scope, year=year)
    letter = _Letter(scope, released, [line.face.id for line in given if line.face])
    title = _("Register of gifts, %(year)d") % {"year": year} if year else _("Register of gifts")
    part = letter.part(_("Gifts and hospitality"), _GIFTS, [letter.row(one, _gift(one)) for one in given])
    return letter.document("register", {**letter.head(title), "parts": [part]})


def table(scope: Scope, what: str, year: int | None = None, *, released: Collection[str] = ()) -> Table:
    """A register as a table: "interests" or "gifts", of a year or of all."""
    lines: Sequence[InterestLine | GiftLine]
    if what == "gifts":
        lines, columns = gifts(scope, year=year), _GIFTS
    else:
        all_of_them = register(scope)
        found = (*all_of_them.holding, *all_of_them.ended)
        lines, columns = found if year is None else _of_year(scope, year)[0], _INTERESTS
    letter = _Letter(scope, released, [line.face.id for line in lines if line.face])
    rows = tuple(tuple(letter.row(one, _cells(one))) for one in lines)
    return Table(tuple(str(column) for column, _width in columns), rows, letter.guard.withheld)


def _cells(one: InterestLine | GiftLine) -> list[str]:
    return _gift(one) if isinstance(one, GiftLine) else _interest(one)


_Columns = tuple[tuple[str | Promise, int], ...]
_INTERESTS: _Columns = (
    (later("Interest"), 3),
    (later("In"), 4),
    (later("What"), 5),
    (later("Worth"), 3),
    (later("Since"), 3),
    (later("Until"), 3),
    (later("Declared"), 4),
)
_GIFTS: _Columns = (
    (later("Date"), 3),
    (later("Direction"), 2),
    (later("What"), 4),
    (later("From or for"), 4),
    (later("Worth"), 3),
    (later("Outcome"), 2),
    (later("Declared"), 4),
)
_RECUSALS: _Columns = ((later("Since"), 3), (later("Matter"), 6), (later("About"), 4), (later("Rule"), 5))
"""Columns and how wide they are beside one another; translated where they are shown."""


class _Letter:
    """A document in the making: whose it is, and the guard that all its words pass."""

    def __init__(self, scope: Scope, released: Collection[str], people: Iterable[str]) -> None:
        self.scope = scope
        self.guard: Guard = guard(scope, ANYBODY, released=released)
        self.numbers = _numbers(scope, people)
        mine = Person.objects.filter(book_id=scope.book_id, is_me=True, merged_into=None)
        self.me = wording.face_name(mine.values_list("name", flat=True).first() or "")

    def text(self, said: str, line: InterestLine | GiftLine | RecusalLine | None = None) -> str:
        """The words, or a mark where they are withheld."""
        rows = () if line is None else ((_KIND[type(line)], line.id),)
        about = [self.numbers.get(line.face.id)] if line is not None and line.face else []
        return said if self.guard.lets(said, about=about, rows=rows, what=_("a declaration")) else _LEFT

    def addressed(self, to: str) -> list[tuple[str, str]]:
        """To whom it goes, where that is said and may be."""
        named = self.guard.text(to, names=True, what=_("a declaration"))
        return [(_("To"), named)] if named else []

    def path(self, path: KeptPath) -> dict[str, object] | None:
        """A path as a document shows it, or None where it is withheld."""
        about = [self.numbers.get(id) for id in path.people]
        if path.over or not self.guard.lets(path.line, about=about, what=_("a path")):
            return None
        seen = _("evidence of %(day)s") % {"day": path.seen} if path.seen else ""
        heard = _("heard, not known") if path.hearsay else ""
        return {"steps": list(path.steps), "note": " · ".join(filter(None, (path.weight, seen, heard)))}

    def row(self, line: InterestLine | GiftLine | RecusalLine, cells: Sequence[str]) -> list[str]:
        """The cells of a row, or marks where it is withheld as a whole."""
        return list(cells) if self.text(" ".join(cells), line) != _LEFT else [_LEFT] * len(cells)

    def head(self, title: str) -> dict[str, object]:
        """Title, day and foot."""
        day = wording.long_date(self.scope.today())
        return {
            "title": title,
            "made": _("Made on %(day)s") % {"day": day},
            "foot": f"{title} — {self.me}",
            "statement_title": _("What I do"),
            "signatures": [_("Place and date"), _("Signature")],
        }

    def part(self, title: str, columns: _Columns, rows: list[list[str]]) -> dict[str, object]:
        """A table of a register."""
        return {
            "title": title,
            "heads": [str(column) for column, _width in columns],
            "widths": [width for _column, width in columns],
            "rows": rows,
            "none": _("None noted."),
        }

    def document(self, template: str, values: dict[str, object]) -> Document:
        """The finished document; it says where something was left out."""
        left = self.guard.withheld
        note = _("Something was left out here that may not be passed on.") if left else ""
        return Document(template, values | {"left_out": note}, left)


_KIND = {InterestLine: "interests", GiftLine: "gifts", RecusalLine: "recusals"}


def _about(scope: Scope, one: DecisionLine, letter: _Letter, title: str, to: str) -> dict[str, object]:
    pairs = [
        (_("Who"), letter.me),
        (_("Date"), wording.long_date(scope.today())),
        *letter.addressed(to),
        (_("Matter"), letter.text(one.question)),
        (_("Checked on"), wording.long_date(one.on)),
    ]
    paths = [shown for path in one.paths if (shown := letter.path(path)) is not None]
    return {
        **letter.head(title),
        "particulars": [list(pair) for pair in pairs],
        "paths_title": _("The interest"),
        "paths": paths,
    }


def _of_year(scope: Scope, year: int) -> tuple[list[InterestLine], tuple[GiftLine, ...], list[RecusalLine]]:
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    known = register(scope)
    held = [
        one
        for one in (*known.holding, *known.ended)
        if (one.since or dt.date.min) <= last and (one.counts_until or one.until or dt.date.max) >= first
    ]
    out = [one for one in recusals(scope) if one.since <= last and (one.until or dt.date.max) >= first]
    return held, gifts(scope, year=year), out


def _interest(one: InterestLine) -> list[str]:
    declared = _declared(one.disclosed_on, one.disclosed_to)
    return [one.kind_words, one.about, one.text, one.worth, _day(one.since), _day(one.until), declared]


def _gift(one: GiftLine) -> list[str]:
    way = _("received") if one.direction == "received" else _("given")
    declared = _declared(one.disclosed_on, one.disclosed_to)
    return [_day(one.on), way, one.what, one.about, one.worth, one.outcome_words, declared]


def _recusal(one: RecusalLine) -> list[str]:
    return [_day(one.since), one.matter, one.about, one.rule]


def _declared(on: dt.date | None, to: str) -> str:
    return "" if on is None else _("%(day)s, to %(to)s") % {"day": on.isoformat(), "to": to}


def _day(date: dt.date | None) -> str:
    return "" if date is None else date.isoformat()


def _people(paths: Iterable[Sequence[str]]) -> set[str]:
    return {id for people in paths for id in people}


def _numbers(scope: Scope, people: Iterable[str]) -> dict[str, int]:
    """Ids of people to the numbers of who stands for them."""
    wanted = {id for id in people if _is_uuid(id)}
    rows = Person.objects.filter(book_id=scope.book_id, uuid__in=wanted)
    found = rows.values_list("uuid", "pk", "merged_into_id") if wanted else ()
    return {str(uuid): head or pk for uuid, pk, head in found}


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
