"""What the pages of boundaries and policies take."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as later

from comity.actions.boundaries import MOST_HOURS, Line
from comity.core.boundaries import CHANNELS, MINE, PREFERRED, REQUESTS, THEIRS, Kind
from comity.core.policies import KINDS, Asks

_TIMES = ["%H:%M", "%H:%M:%S"]
_CHANNELS = [(key, key) for key in CHANNELS]


class LineForm(forms.Form):
    """What a boundary says; only what belongs to its kind is sent."""

    kind = forms.ChoiceField(choices=[(str(kind), kind) for kind in Kind])
    begin = forms.TimeField(label=later("From"), input_formats=_TIMES, required=False)
    end = forms.TimeField(label=later("Until"), input_formats=_TIMES, required=False)
    on = forms.TypedMultipleChoiceField(
        choices=[(str(day), "") for day in range(7)], coerce=int, required=False
    )
    zone = forms.CharField(label=later("Time zone"), max_length=64, required=False)
    only = forms.MultipleChoiceField(choices=_CHANNELS, required=False)
    no = forms.MultipleChoiceField(choices=_CHANNELS, required=False)
    rather = forms.MultipleChoiceField(choices=_CHANNELS, required=False)
    asks = forms.MultipleChoiceField(choices=[(key, key) for key in REQUESTS], required=False)
    words = forms.CharField(label=later("Words"), max_length=5_000, required=False)
    answer_hours = forms.IntegerField(
        label=later("Hours to answer"), min_value=1, max_value=MOST_HOURS, required=False
    )
    text = forms.CharField(label=later("In your own words"), max_length=2_000, required=False)
    guessed = forms.BooleanField(required=False)

    @property
    def line(self) -> Line:
        """The boundary as it is stored."""
        data = self.cleaned_data
        return Line(
            kind=data["kind"],
            words=self._words(),
            begin=_minute(data["begin"]),
            end=_minute(data["end"]),
            weekdays=sum(1 << day for day in data["on"]),
            zone=data["zone"].strip(),
            answer_hours=data["answer_hours"],
            text=data["text"],
        )

    def _words(self) -> list[str]:
        data = self.cleaned_data
        if data["kind"] == Kind.HOURS:
            return list(data["only"])
        if data["kind"] == Kind.CHANNEL:
            return [*data["no"], *(PREFERRED + way for way in data["rather"] if way not in data["no"])]
        typed = [word for line in data["words"].splitlines() for word in line.split(",")]
        return [*data["asks"], *typed] if data["kind"] == Kind.REQUEST else typed


class BoundaryForm(LineForm):
    """A new boundary: whose it is, and to whom it applies."""

    side = forms.ChoiceField(label=later("Whose is it?"), choices=[(MINE, MINE), (THEIRS, THEIRS)])
    who = forms.CharField(max_length=320, required=False)
    role = forms.CharField(max_length=32, required=False)
    organisation = forms.CharField(max_length=300, required=False)


class WordsForm(forms.Form):
    """What the user says to a crossing."""

    answer = forms.CharField(max_length=500, required=False)


class RuleForm(forms.Form):
    """What the user stays out of for somebody."""

    who = forms.CharField(label=later("Who?"), max_length=320)
    matter = forms.CharField(label=later("What do you stay out of?"), max_length=1_000)
    rule = forms.CharField(label=later("Who decides instead?"), max_length=5_000, required=False)


class PolicyForm(forms.Form):
    """A policy of an employer."""

    title = forms.CharField(label=later("What is it called?"), max_length=300)
    kind = forms.ChoiceField(choices=[(kind, kind) for kind in KINDS])
    organisation = forms.CharField(max_length=300, required=False)
    text = forms.CharField(max_length=200_000, required=False)
    url = forms.CharField(label=later("Link"), max_length=2_000, required=False)
    amount = forms.CharField(label=later("From which worth on"), max_length=40, required=False)
    currency = forms.CharField(label=later("Currency"), max_length=3, required=False)
    days = forms.IntegerField(
        label=later("Days that count together"), min_value=1, max_value=3_660, required=False
    )
    asks = forms.ChoiceField(choices=[(str(one), one) for one in Asks if one])
    review_on = forms.DateField(label=later("Read again on"), required=False)


class ReviewForm(forms.Form):
    """When to read a policy again; due: the day on which it was to be read, for what is taken back."""

    again_on = forms.DateField(label=later("Read again on"), required=False)
    due = forms.IntegerField(required=False)


def _minute(time: dt.time | None) -> int | None:
    return None if time is None else time.hour * 60 + time.minute
