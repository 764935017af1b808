"""What is sent about incidents and difficult relationships, checked field by field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as later

from comity.answers import books, heads
from comity.core.errors import Invalid, NotFound
from comity.core.incidents import HARMS, LISTS, PARTS, TEXT, TITLE, Someone, Told, When

PEOPLE = 5
"""How many people the form has room for; more go into the field for others."""
FILES = 5
_WHO = 320


class IncidentForm(forms.Form):
    """An incident. The lists have one thing a line."""

    title = forms.CharField(label=later("What was it, in a line?"), max_length=TITLE)
    starts = forms.DateField(label=later("On which day?"))
    starts_time = forms.TimeField(label=later("At what time?"), required=False)
    ends = forms.DateField(label=later("Until which day?"), required=False)
    ends_time = forms.TimeField(label=later("Until what time?"), required=False)
    about = forms.BooleanField(label=later("About then"), required=False)
    when_told = forms.CharField(label=later("In your words"), max_length=TITLE, required=False)
    harm = forms.MultipleChoiceField(
        label=later("Of which kind was it?"), choices=[(kind, kind) for kind in HARMS], required=False
    )
    where = forms.CharField(label=later("Where?"), max_length=TEXT, required=False)
    others = forms.CharField(label=later("Who else was there?"), max_length=TEXT, required=False)
    words = forms.CharField(label=later("Exact words"), required=False)
    saw = forms.CharField(label=later("What did you see and hear?"), required=False)
    told = forms.CharField(label=later("What did others tell you?"), required=False)
    inferred = forms.CharField(label=later("What do you infer?"), required=False)
    response = forms.CharField(label=later("What did you do?"), max_length=TEXT, required=False)
    impact = forms.CharField(label=later("What did it lead to?"), max_length=TEXT, required=False)

    def incident(self, scope: books.Scope, sent: QueryDict) -> Told:
        """What was told; a name that nobody of the book has stays a name.

        Raises:
            Ambiguous: a name is that of several; Invalid: an end without a start that fits.
        """
        data = self.cleaned_data
        texts: dict[str, Any] = {
            name: data[name] for name in ("title", "where", "others", "response", "impact")
        }
        lists: dict[str, Any] = {name: tuple(data[name].splitlines()) for name in LISTS}
        ends = data["ends"] or (data["starts"] if data["ends_time"] else None)
        when = When(
            _moment(data["starts"], data["starts_time"]),
            _moment(ends, data["ends_time"]) if ends else "",
            data["about"],
            data["when_told"],
            scope.zone,
        )
        return Told(when=when, people=_people(scope, sent), harm=tuple(data["harm"]), **texts, **lists)


class CorrectionForm(forms.Form):
    """What is put right, and which line."""

    text = forms.CharField(label=later("What is to be corrected, and how?"), max_length=TEXT)
    field = forms.CharField(max_length=20, required=False)
    entry = forms.UUIDField(required=False)


class ClosingForm(forms.Form):
    """How it ended."""

    text = forms.CharField(label=later("How did it end?"), max_length=TEXT)


class AttachmentForm(forms.Form):
    """A file, and what it is."""

    file = forms.FileField(label=later("File"), max_length=255)
    note = forms.CharField(label=later("What is it?"), max_length=TEXT, required=False)


class StampForm(forms.Form):
    """The server that stamps."""

    server = forms.CharField(label=later("Address of the server"), max_length=2000)


class OutsideForm(forms.Form):
    """A head that was printed or mailed."""

    kind = forms.CharField(max_length=16)
    number = forms.IntegerField(min_value=1, max_value=2_147_483_647)
    digest = forms.RegexField("[0-9a-f]{64}")
    at = forms.IntegerField(min_value=0, max_value=2**53)
    to = forms.CharField(label=later("To whom?"), max_length=300, required=False)


class PackForm(forms.Form):
    """For whom a pack is made: in words, and people of the book, one a line."""

    made_for = forms.CharField(label=later("For whom is it?"), max_length=300)
    who = forms.CharField(max_length=_WHO, required=False)


class StepForm(forms.Form):
    """A step with a difficult relationship."""

    who = forms.CharField(label=later("Who?"), max_length=_WHO)
    step = forms.CharField(label=later("Which step?"), max_length=16)
    on = forms.DateField(label=later("When?"), required=False)
    text = forms.CharField(label=later("What was said and agreed?"), max_length=TEXT, required=False)
    sealed = forms.BooleanField(required=False)


def choices(sent: QueryDict, name: str) -> Mapping[tuple[int, str], str]:
    """Reasons by (number of an entry, field), of those that were ticked under this name.

    Raises:
        Invalid: something that no page of ours sends.
    """
    found: dict[tuple[int, str], str] = {}
    for key in sent.getlist(name)[:2000]:
        number, _colon, field = key.partition(":")
        if not (number.isascii() and number.isdecimal() and len(number) < 10):
            raise Invalid(name, key[:40], "this names no field")
        found[int(number), field[:40]] = sent.get(f"why-{key}", "")
    return found


def _people(scope: books.Scope, sent: QueryDict) -> tuple[Someone, ...]:
    named = zip(sent.getlist("who")[:PEOPLE], sent.getlist("part")[:PEOPLE], strict=False)
    return tuple(_someone(scope, who.strip()[:_WHO], part) for who, part in named if who.strip())


def _someone(scope: books.Scope, who: str, part: str) -> Someone:
    try:
        face = heads.named(scope, who)
    except NotFound:
        return Someone("", who, part or PARTS[2])
    return Someone(face.id, face.name, part or PARTS[2])


def _moment(day: dt.date, time: dt.time | None) -> str:
    return day.isoformat() + (f"T{time:%H:%M}" if time else "")
