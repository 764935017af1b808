"""What is sent about what is sealed. Passphrases are never trimmed, repeated or kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.actions.sealing import LONGEST_PASSPHRASE, MOST_IDLE_MINUTES
from comity.core.sealing import SHORTEST_PASSPHRASE

REOPENS = "sealed-passphrase"
"""The passphrase in a form of anything else, which was sent while it was locked."""


class UnlockForm(forms.Form):
    """The passphrase, and where to go then: an address of ours."""

    passphrase = forms.CharField(label=_("Passphrase"), max_length=LONGEST_PASSPHRASE, strip=False)
    next = forms.CharField(max_length=2000, required=False)


class NewPassphraseForm(forms.Form):
    """A new passphrase, typed twice."""

    wanted = forms.CharField(
        label=_("New passphrase"),
        min_length=SHORTEST_PASSPHRASE,
        max_length=LONGEST_PASSPHRASE,
        strip=False,
    )
    again = forms.CharField(label=_("The same again"), max_length=LONGEST_PASSPHRASE, strip=False)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if "wanted" in data and not data["wanted"].strip():
            raise forms.ValidationError(_("A passphrase is more than spaces."))
        if "wanted" in data and data["wanted"] != data.get("again"):
            raise forms.ValidationError(_("The two are not the same."))
        return data


class ChangePassphraseForm(NewPassphraseForm):
    """The passphrase that holds, and a new one."""

    passphrase = forms.CharField(label=_("Passphrase"), max_length=LONGEST_PASSPHRASE, strip=False)


class RecoverForm(NewPassphraseForm):
    """The recovery key as it was printed, and a new passphrase."""

    recovery = forms.CharField(label=_("Recovery key"), max_length=200)


class RecoveryPageForm(forms.Form):
    """A recovery key that is to be set as a page."""

    recovery = forms.RegexField(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){13}", max_length=69)


class MinutesForm(forms.Form):
    """After how many minutes without use it is locked."""

    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=MOST_IDLE_MINUTES)
