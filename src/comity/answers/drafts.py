"""The first words of a mail to somebody, from templates and what is known; nothing is ever sent."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models.functions import Coalesce, Left
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, override

from comity.answers import guarding, wording
from comity.answers.finding import find
from comity.answers.shapes import Face
from comity.core import asks, days, drafts, mailtext
from comity.core.audience import ANYBODY, Audience, of
from comity.core.errors import Invalid
from comity.core.planned import TO_BOTH
from comity.core.records import Kind
from comity.store.access import Scope
from comity.store.models import Content, Identifier, Participant, Person
from comity.store.queries import people as people_query
from comity.store.queries import person as query

KINDS = drafts.KINDS
FALLBACK = "en"
_LATELY = 60
"""Days: contact that is no longer ago is not mentioned as if it were long past."""
_MAILS, _CHARACTERS = 5, 4_000
_MOST_BYTES, _MOST_FILES, _MOST_VALUES = 400_000, 50, 30
_VALUE = re.compile(r"[a-z][a-z_]{0,31}")
_NAMES = frozenset({"me", "name", "full_name", "other", "other_name", "last"})
"""Values that only name people, or a month."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A mail to begin with.

    to: addresses with commas between them, "" where none is known; href: the link that opens the mail program with as
    much of the body as has room in it; rest: the end of the body that has not; language: of the template, such as
    `de-du`; person: whom it is to; asks: what the template could say besides, as (value, what it is filled with);
    withheld: what was left out of it, because it was told in confidence and not to them.
    """

    kind: str
    language: str
    person: Face
    to: str
    subject: str
    body: str
    href: str
    rest: str
    asks: tuple[tuple[str, str], ...]
    withheld: tuple[guarding.Withheld, ...] = ()


@dataclass(frozen=True, slots=True)
class Edited:
    """A draft as the user has changed it: its link, "" where it says what was told in confidence, and not to those it
    goes to; the end of the body that has no room in the link; and what keeps the link back."""

    href: str
    rest: str
    withheld: tuple[guarding.Withheld, ...] = ()


def draft(
    scope: Scope,
    kind: str,
    person_id: str,
    about: Mapping[str, str] | None = None,
    language: str | None = None,
    *,
    other: str | None = None,
    release: Collection[str] = (),
) -> Draft:
    """A draft of this kind to a person; what was told in confidence, and not to them, is left out.

    Args:
        about: values for the template over those that are known by themselves (docs/drafts.md lists them); a date
            as YYYY-MM-DD is written out;
        language: of the template; None for that of the last mails with them, else the reader's own;
        other: the id of a second person, whom it is about; an introduction that is made is written to both;
        release: ids of confidences that the user lets out into this draft, knowing what they do.

    Raises:
        NotFound: no such person in this book; Invalid: no such kind, language or value.
    """
    if kind not in KINDS:
        raise Invalid("kind", kind, "choose one of " + ", ".join(KINDS))
    given = _given(about or {})
    person = find(scope, person_id)
    second = find(scope, other) if other else None
    spoken = _language(person, language)
    template, used = _template(kind, spoken)
    written_to = [person] + ([second] if second and kind in TO_BOTH else [])
    guard = guarding.guard(scope, of(*(one.pk for one in written_to)), released=release)
    about_them = [person.pk, second.pk if second else None]
    values = _let_out(guard, _known(scope, person, second, used), about_them, names=_NAMES)
    values |= _let_out(guard, _dated(given, used), about_them)
    subject, body = _filled(guard, template, values)
    known = people_query.emails([one.pk for one in written_to])
    link = drafts.mailto([known[one.pk][0] for one in written_to if known.get(one.pk)], subject, body)
    missing = sorted(template.names - {"name", "full_name", "me", "other_name", "work", "other_work"})
    return Draft(
        kind=kind,
        language=used,
        person=wording.face(person.uuid.hex, person.name),
        to=", ".join(link.to),
        subject=subject,
        body=body,
        href=link.href,
        rest=link.rest,
        asks=tuple((name, (given.get(name) or values[name]) if values.get(name) else "") for name in missing),
        withheld=guard.withheld,
    )


def edited(scope: Scope, to: str, subject: str, body: str, *, release: Collection[str] = ()) -> Edited:
    """A draft as the user has changed it, held against what was told in confidence by those it goes to now."""
    addresses = [part.strip() for part in to.split(",")]
    guard = guarding.guard(scope, _readers(scope, addresses), released=release)
    if not guard.lets(subject, body, f"{subject}\n{body}", what=gettext("what you wrote")):
        return Edited("", "", guard.withheld)
    link = drafts.mailto(addresses, subject, body)
    return Edited(link.href, link.rest)


def _readers(scope: Scope, addresses: list[str]) -> Audience:
    """Whose addresses these are; anybody, where one is nobody's that is known."""
    wanted = {address.lower() for address in addresses if address}
    held = Identifier.objects.filter(
        book_id=scope.book_id, kind="email", value__in=wanted, nature=Identifier.PERSONAL
    )
    people = dict(held.values_list("value", Coalesce("person__merged_into", "person")))
    if not wanted or not all(people.get(address) for address in wanted):
        return ANYBODY
    return of(*people.values())


def _let_out(
    guard: guarding.Guard,
    values: Mapping[str, str],
    about: Collection[int | None],
    names: Collection[str] = (),
) -> dict[str, str]:
    """The values that may reach whom it is written to; the others are empty. names: those that only name people."""
    if not guard:
        return dict(values)
    return {
        name: value if name in names or not value else guard.text(value, about=about, what=name) or ""
        for name, value in values.items()
    }


def _filled(guard: guarding.Guard, template: drafts.Template, values: Mapping[str, str]) -> tuple[str, str]:
    """Subject and body; where they say together what no value says alone, with names only, and else nothing."""
    for kept in (values, {name: value for name, value in values.items() if name in _NAMES}):
        subject, body = template.fill(kept)
        if guard.lets(subject, body, f"{subject}\n{body}", greets=True, what=gettext("the draft")):
            return subject, body
    return "", ""


def languages() -> tuple[str, ...]:
    """The languages that there are templates in: those of the package, and the user's own."""
    own = [path.stem for path in _files() if drafts.LANGUAGE.fullmatch(path.stem)]
    return tuple(dict.fromkeys((*drafts.LANGUAGES, *own)))


def troubles() -> tuple[str, ...]:
    """What is wrong with the user's own templates, each with its file; what is wrong there counts as not written."""
    found = []
    for path in _files():
        if not drafts.LANGUAGE.fullmatch(path.stem):
            found.append(f"{path.name}: name it after a language, such as en.toml or de-du.toml")
            continue
        found += [f"{path.name}: {f'[{f.kind}] ' if f.kind else ''}{f.why}" for f in _own(path.stem)[1]]
    return tuple(found)


def _files() -> list[Path]:
    return sorted((settings.HOME / "drafts").glob("*.toml"))[:_MOST_FILES]


def _own(language: str) -> tuple[Mapping[str, drafts.Template], tuple[drafts.Fault, ...]]:
    """The user's templates in a language."""
    path = settings.HOME / "drafts" / f"{language}.toml"
    try:
        if not path.is_file():
            return {}, ()
        if path.stat().st_size > _MOST_BYTES:
            return {}, (drafts.Fault("", f"the file is larger than {_MOST_BYTES} bytes"),)
        return drafts.read(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        return {}, (drafts.Fault("", f"it cannot be read: {error}"),)


def _template(kind: str, language: str) -> tuple[drafts.Template, str]:
    """The template and the language it is in: the one wanted, one less particular, or English."""
    parts = language.split("-")
    for code in ("-".join(parts[:n]) for n in range(len(parts), 0, -1)):
        found = _own(code)[0].get(kind) or drafts.packaged(code).get(kind)
        if found:
            return found, code
    return _own(FALLBACK)[0].get(kind) or drafts.packaged(FALLBACK)[kind], FALLBACK


def _given(about: Mapping[str, str]) -> dict[str, str]:
    for name in about:
        if not _VALUE.fullmatch(name):
            raise Invalid("about", name, "a value’s name has letters a to z and _, at most 32")
    if len(about) > _MOST_VALUES:
        raise Invalid("about", str(len(about)), f"at most {_MOST_VALUES} values")
    return {name: value for name, value in about.items() if value.strip()}


def _dated(given: Mapping[str, str], language: str) -> dict[str, str]:
    """The values given, what is a date written out, and what is a question set in quotation marks."""
    return {name: _written(value, language) for name, value in given.items()}


def _written(value: str, language: str) -> str:
    try:
        day = dt.date.fromisoformat(value) if len(value) == 10 else None
    except ValueError:
        day = None
    return _date(day, "DATE_FORMAT", language) if day else drafts.quoted(value.strip(), language)


def _date(day: dt.date, form: str, language: str) -> str:
    with override(language.partition("-")[0]):
        return date_format(day, form)


def _known(scope: Scope, person: Person, second: Person | None, language: str) -> dict[str, str]:
    """What the book knows of both, and of me."""
    me = Person.objects.filter(book_id=scope.book_id, is_me=True, merged_into=None).values_list(
        "name", flat=True
    )
    today = days.day_from_date(scope.today())
    held = people_query.positions([one.pk for one in (person, second) if one], today + 1)
    values = {
        "me": next(iter(me), ""),
        "name": drafts.given_name(person.name),
        "full_name": person.name,
        "work": _work(held.get(person.pk)),
        "last": _last(person, today, language),
    }
    if second:
        values |= {
            "other": second.name,
            "other_name": drafts.given_name(second.name) or second.name,
            "other_work": _work(held.get(second.pk)),
        }
    return values


def _work(held: tuple[str, str, str] | None) -> str:
    return ", ".join(filter(None, (held[1], held[0]))) if held else ""


def _last(person: Person, today: int, language: str) -> str:
    """The month of the last contact, where it is long ago; else nothing."""
    metrics = getattr(person.relationship, "metrics", None)
    if metrics is None or metrics.last_day is None or today - metrics.last_day < _LATELY:
        return ""
    return _date(days.date_from_day(metrics.last_day), "F Y", language)


def _language(person: Person, wanted: str | None) -> str:
    if wanted:
        if not drafts.LANGUAGE.fullmatch(wanted):
            raise Invalid("language", wanted, "choose one of " + ", ".join(languages()))
        return wanted
    mails = _last_mails(person)
    told = asks.language_of("\n".join(mails)) if mails else ""
    if not told:
        told = (get_language() or FALLBACK).lower()
    return "de-du" if told == "de" and drafts.form_of_address(mails) == "du" else told


def _last_mails(person: Person) -> list[str]:
    """What was written in the last mails with them, without what they quote."""
    found = Participant.objects.filter(
        identifier__person__in=query.members(person.pk), contact__gt=0, interaction__kind=Kind.MAIL
    )
    ids = list(found.order_by("-at").values_list("interaction_id", flat=True)[: 2 * _MAILS])
    texts = Content.objects.filter(interaction__in=list(dict.fromkeys(ids))[:_MAILS])
    return [mailtext.own_words(text) for text in texts.values_list(Left("text", _CHARACTERS), flat=True)]
