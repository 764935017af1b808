"""What is sent about goals, groups and outcomes, checked field by field."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class GoalForm(forms.Form):
    """A goal, new or changed."""

    title = forms.CharField(label=_("Goal"), max_length=300)
    why = forms.CharField(label=_("Why"), max_length=20_000, required=False)
    due = forms.DateField(label=_("Until"), required=False)
    group = forms.UUIDField(label=_("Group"), required=False)


class EndingForm(forms.Form):
    """How a goal ended."""

    ending = forms.CharField(label=_("How?"), max_length=20_000, required=False)


class StepForm(forms.Form):
    """A step, new or changed; who: a name, an address or an id, "" for nobody."""

    text = forms.CharField(label=_("Step"), max_length=2000)
    due = forms.DateField(label=_("Until"), required=False)
    who = forms.CharField(label=_("With whom"), max_length=320, required=False)


class NeedForm(forms.Form):
    """Whom a goal needs: a role, or words."""

    role = forms.CharField(max_length=32, required=False)
    what = forms.CharField(label=_("Who is needed"), max_length=200, required=False)
    note = forms.CharField(max_length=20_000, required=False)

    def clean(self) -> dict[str, str]:
        if not (self.cleaned_data.get("what") or self.cleaned_data.get("role")):
            raise forms.ValidationError(_("Say who is needed."))
        return self.cleaned_data


class PersonForm(forms.Form):
    """A person of the book: a name, an address or an id."""

    who = forms.CharField(label=_("Who"), max_length=320)


class OutcomeForm(forms.Form):
    """What came of it. who, how: the first of those who had a part."""

    text = forms.CharField(label=_("What came of it?"), max_length=20_000)
    on = forms.DateField(label=_("When?"), required=False)
    kind = forms.CharField(label=_("Kind"), max_length=32, required=False)
    who = forms.CharField(label=_("Thanks to whom"), max_length=320, required=False)
    how = forms.CharField(label=_("How?"), max_length=2000, required=False)
    goal = forms.UUIDField(required=False)
    opportunity = forms.UUIDField(required=False)
    introduction = forms.UUIDField(required=False)


class PartForm(forms.Form):
    """Somebody's part in an outcome."""

    who = forms.CharField(label=_("Who"), max_length=320)
    how = forms.CharField(label=_("How?"), max_length=2000, required=False)


class GroupForm(forms.Form):
    """A group of people."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.CharField(label=_("Kind"), max_length=32, required=False)
    aim = forms.CharField(label=_("What for"), max_length=20_000, required=False)
