"""What is sent about events and cards, checked field by field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.actions.newcomers import Told


class EventForm(forms.Form):
    """An event, new or changed."""

    name = forms.CharField(label=_("Name"), max_length=300)
    starts = forms.DateField(label=_("From"))
    ends = forms.DateField(label=_("Until"), required=False)
    place = forms.CharField(label=_("Where"), max_length=300, required=False)
    url = forms.URLField(label=_("Page"), max_length=2000, required=False, assume_scheme="https")
    aim = forms.CharField(label=_("What for"), max_length=20_000, required=False)
    note = forms.CharField(label=_("Note"), max_length=20_000, required=False)


class WhoForm(forms.Form):
    """A person of the book: by id, or by what was typed (a name, an address)."""

    who = forms.CharField(label=_("Who"), max_length=320)
    why = forms.CharField(label=_("Why"), max_length=20_000, required=False)


class MetForm(forms.Form):
    """Somebody I met, or whose card I was handed. person: it is this one; new: it is nobody of those I know."""

    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    organisation = forms.CharField(label=_("Organisation"), max_length=300, required=False)
    title = forms.CharField(label=_("Title"), max_length=300, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=100, required=False)
    link = forms.URLField(label=_("Page or profile"), max_length=500, required=False, assume_scheme="https")
    note = forms.CharField(label=_("What did you speak of?"), max_length=20_000, required=False)
    day = forms.DateField(label=_("When?"), required=False)
    person = forms.UUIDField(required=False)
    new = forms.BooleanField(required=False)

    def told(self) -> Told:
        """What they say of themselves."""
        data = self.cleaned_data
        return Told(
            data["name"], data["email"], data["organisation"], data["title"], data["phone"], data["link"]
        )

    def kept(self) -> dict[str, Any]:
        """What was sent, to be sent again when it is known who is meant."""
        shown = {
            name: value
            for name, value in self.cleaned_data.items()
            if value and name not in ("person", "new")
        }
        if "day" in shown:
            shown["day"] = shown["day"].isoformat()
        return shown


class GuestForm(forms.Form):
    """What I spoke of with a guest, or why I want to meet them."""

    note = forms.CharField(max_length=20_000, required=False)
    why = forms.CharField(max_length=20_000, required=False)


class CardFileForm(forms.Form):
    """A photograph of a code, or a file of cards, in either of two fields: a camera's or a folder's."""

    photo = forms.FileField(label=_("Photograph"), max_length=255, required=False, allow_empty_file=True)
    file = forms.FileField(label=_("File"), max_length=255, required=False, allow_empty_file=True)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not (data.get("photo") or data.get("file")):
            raise forms.ValidationError(_("Choose a photograph or a file first."))
        return data


class MeForm(forms.Form):
    """What I say of myself."""

    name = forms.CharField(label=_("Name"), max_length=200)
    organisation = forms.CharField(label=_("Organisation"), max_length=300, required=False)
    title = forms.CharField(label=_("Title"), max_length=300, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=100, required=False)
    link = forms.URLField(label=_("Page or profile"), max_length=200, required=False, assume_scheme="https")
