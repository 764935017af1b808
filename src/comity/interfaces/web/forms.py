"""What people send, checked field by field; what it means is for the actions to say."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.answers import playbooks
from comity.core.agenda import LEAST, MOST
from comity.core.feed import KINDS as FEED_KINDS
from comity.core.playbooks import Nature, Standing
from comity.core.tables.mapping import FIELDS, IGNORE, ORDERS
from comity.interfaces.web.wording import KINDS

LOG_KINDS = tuple(
    key for key in ("meeting", "call", "chat", "letter", "event", "note", "mail") if key in KINDS
)


class ManyFiles(forms.FileField):
    """Several files in one field."""

    widget = type("ManyFilesInput", (forms.ClearableFileInput,), {"allow_multiple_selected": True})

    def clean(self, data: Any, initial: Any = None) -> Any:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFiles, self).clean(file, initial) for file in files if file] or super().clean(None)


class ImportForm(forms.Form):
    """Files to read; me: addresses with commas or spaces between them; belongs_to: mine, employer or open."""

    uploads = ManyFiles(label=_("Files"), max_length=255, allow_empty_file=True)
    me = forms.CharField(label=_("Your address"), max_length=2000, required=False)
    belongs_to = forms.ChoiceField(choices=[("", ""), ("mine", ""), ("employer", "")], required=False)

    def clean_me(self) -> list[str]:
        words = self.cleaned_data["me"].replace(",", " ").replace(";", " ").split()
        check = forms.EmailField()
        return [check.clean(word) for word in words]


class WhoseForm(forms.Form):
    """Whose the files of an import are, and which employer's."""

    belongs_to = forms.ChoiceField(choices=[("mine", ""), ("employer", "")])
    employer = forms.CharField(label=_("Which employer"), max_length=300, required=False)


class ColumnsForm(forms.Form):
    """A table by its fingerprint, what its rows are about, and how its dates are written; `column-0` and so on are apart."""

    fingerprint = forms.RegexField(r"[0-9a-f]{32}")
    holds = forms.ChoiceField(choices=[(key, "") for key in FIELDS])
    order = forms.ChoiceField(choices=[(key, "") for key in ORDERS], required=False)

    def mapping(self, columns: list[str], *, header: bool) -> dict[str, Any]:
        """The mapping as plain JSON; columns that such a table cannot have are left out."""
        holds = self.cleaned_data["holds"]
        fields = [column if column in FIELDS[holds] else IGNORE for column in columns]
        return {"holds": holds, "fields": fields, "order": self.cleaned_data["order"], "header": header}


class BeginForm(forms.Form):
    """What is said when files are brought in: own, which of the likely addresses are the user's."""

    own = forms.MultipleChoiceField(required=False)

    def __init__(self, data: Any, likely: list[str]) -> None:
        super().__init__(data)
        self.fields["own"].choices = [(address, address) for address in likely]  # type: ignore[attr-defined]


class AddPersonForm(forms.Form):
    """A person by hand."""

    name = forms.CharField(label=_("Name"), max_length=300)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    organisation = forms.CharField(label=_("Organisation"), max_length=300, required=False)
    title = forms.CharField(label=_("Title"), max_length=300, required=False)
    role = forms.ChoiceField(
        label=_("Role"), choices=lambda: [("", ""), *playbooks.choices()], required=False
    )


class DetailsForm(forms.Form):
    """A person's name and work."""

    name = forms.CharField(label=_("Name"), max_length=300)
    organisation = forms.CharField(label=_("Organisation"), max_length=300, required=False)
    title = forms.CharField(label=_("Title"), max_length=300, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=100, required=False)


class RecordForm(forms.Form):
    """Something that happened with a person; at noon where only the day is known."""

    kind = forms.ChoiceField(choices=[(key, key) for key in LOG_KINDS])
    day = forms.DateField(label=_("When?"))
    subject = forms.CharField(max_length=1000, required=False)
    text = forms.CharField(max_length=100_000, required=False)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not (data.get("subject") or data.get("text")):
            raise forms.ValidationError(_("Say in a line what it was."))
        return data


class RemindForm(forms.Form):
    """A reminder about a person."""

    text = forms.CharField(label=_("Of what?"), max_length=1000)
    due = forms.DateField(label=_("When?"))


class ReminderForm(forms.Form):
    """What to do with a reminder."""

    reminder = forms.UUIDField()
    act = forms.ChoiceField(choices=[("finish", ""), ("reopen", ""), ("remove", "")])


class ExchangeForm(forms.Form):
    """What to do with something that was given or received."""

    exchange = forms.UUIDField()
    act = forms.ChoiceField(choices=[("thank", ""), ("unthank", ""), ("remove", "")])


class ExpectationsForm(forms.Form):
    """The page that is written once and looked at in hard moments."""

    purpose = forms.CharField(max_length=5000, required=False)
    i_expect = forms.CharField(max_length=5000, required=False)
    they_expect = forms.CharField(max_length=5000, required=False)
    at_stake = forms.CharField(max_length=5000, required=False)


class RelationshipForm(forms.Form):
    """How far it has come, which side of life, how often in days, and a note."""

    standing = forms.ChoiceField(choices=[("", ""), *((key, key) for key in Standing)], required=False)
    nature = forms.ChoiceField(choices=[(key, key) for key in Nature])
    rhythm_days = forms.IntegerField(label=_("Days"), min_value=1, max_value=3650, required=False)
    note = forms.CharField(max_length=20_000, required=False)


class DiedForm(forms.Form):
    """The day on which they died; empty takes it back."""

    on = forms.DateField(required=False)


class RoleForm(forms.Form):
    """A role to add (key) or to change (role)."""

    act = forms.ChoiceField(choices=[("add", ""), ("save", ""), ("end", ""), ("remove", "")])
    role = forms.IntegerField(required=False, min_value=1)
    key = forms.ChoiceField(choices=playbooks.choices, required=False)
    since = forms.DateField(label=_("Since"), required=False)
    until = forms.DateField(label=_("Until"), required=False)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not data.get("key" if data.get("act") == "add" else "role"):
            raise forms.ValidationError(_("Which role?"))
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            raise forms.ValidationError(_("A role cannot end before it begins."))
        return data


class FactForm(forms.Form):
    """Something known of a person, new or (fact) changed."""

    act = forms.ChoiceField(choices=[("save", ""), ("remove", "")], required=False)
    fact = forms.UUIDField(required=False)
    text = forms.CharField(label=_("What do you know?"), max_length=5000)
    source = forms.CharField(max_length=200, required=False)
    private = forms.BooleanField(required=False)
    hearsay = forms.BooleanField(required=False)


class TagForm(forms.Form):
    """A tag to put on (name) or to take off (remove)."""

    name = forms.CharField(max_length=100, required=False)
    remove = forms.CharField(max_length=100, required=False)

    def clean(self) -> dict[str, Any]:
        if not (self.cleaned_data.get("name") or self.cleaned_data.get("remove")):
            raise forms.ValidationError(_("Which tag?"))
        return self.cleaned_data


class ChooseForm(forms.Form):
    """A value to be shown from now on, or the sources to be followed again."""

    field = forms.CharField(max_length=16)
    value = forms.CharField(max_length=5000, required=False, strip=False)
    act = forms.ChoiceField(choices=[("choose", ""), ("follow", "")])


class SplitForm(forms.Form):
    """One of those merged, who is to stand alone again."""

    part = forms.UUIDField()


class OwnAddressForm(forms.Form):
    """An address of the user's own, with the days from and until which it was theirs."""

    address = forms.EmailField(label=_("Address"), max_length=254)
    kind = forms.ChoiceField(choices=[("personal", ""), ("employer", ""), ("shared", "")])
    since = forms.DateField(label=_("Since"), required=False)
    until = forms.DateField(label=_("Until"), required=False)


class OwnAddressRemoveForm(forms.Form):
    """An address that is no longer the user's."""

    address = forms.CharField(max_length=254)


class BookNameForm(forms.Form):
    """The book's name."""

    name = forms.CharField(label=_("Name"), max_length=200)


class ZoneForm(forms.Form):
    """An IANA time zone."""

    zone = forms.CharField(label=_("Time zone"), max_length=64)

    def clean_zone(self) -> str:
        zone: str = self.cleaned_data["zone"]
        if zone not in available_timezones():
            raise forms.ValidationError(
                _("This is not a time zone. Choose one from the list, such as Europe/Berlin.")
            )
        return zone


class TodayItemsForm(forms.Form):
    """How many things Today shows before "more"."""

    count = forms.IntegerField(label=_("Things shown at once"), min_value=LEAST, max_value=MOST)


class ProposeDaysForm(forms.Form):
    """How old mail may be, in days, that is read for promises and the like; 0 for none."""

    days = forms.IntegerField(label=_("Days"), min_value=0, max_value=3650)


class FeedForm(forms.Form):
    """What to do with the calendar feed; kinds, details: what it tells, where it is kept."""

    act = forms.ChoiceField(choices=[("new", ""), ("keep", ""), ("off", "")])
    kinds = forms.MultipleChoiceField(choices=[(kind, "") for kind in FEED_KINDS], required=False)
    details = forms.BooleanField(required=False)


class DayMailForm(forms.Form):
    """What to do with the day's mail; address: where a code is sent to; code: as that mail said."""

    act = forms.ChoiceField(choices=[(act, "") for act in ("ask", "confirm", "keep", "now", "off")])
    address = forms.EmailField(label=_("Address"), max_length=254, required=False)
    code = forms.CharField(label=_("Code"), max_length=40, required=False)
    at = forms.TimeField(label=_("At"), input_formats=["%H:%M", "%H:%M:%S"], required=False)
    when_empty = forms.BooleanField(required=False)


class PersonalNewsForm(forms.Form):
    """Whether personal news in mail are proposed."""

    wanted = forms.BooleanField(required=False)


class ToldForm(forms.Form):
    """What a sentence of a mail tells, corrected; `who` and `with_who`: people by name or address, over those chosen."""

    text = forms.CharField(max_length=2000, required=False)
    due = forms.DateField(label=_("By when"), required=False)
    person = forms.UUIDField(required=False)
    who = forms.CharField(max_length=300, required=False)
    with_who = forms.CharField(max_length=300, required=False)
    kind = forms.CharField(max_length=32, required=False)
    exchange = forms.UUIDField(required=False)
    title = forms.CharField(max_length=300, required=False)
    organisation = forms.CharField(max_length=300, required=False)


class BringBackForm(forms.Form):
    """An item of Today that is no longer silenced."""

    key = forms.CharField(max_length=200)
