"""What the pages of registers share: that something was declared, and taken back."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from comity.answers.books import Scope
from comity.interfaces.web.checking import checked
from comity.interfaces.web.pages import DeskRequest
from comity.interfaces.web.undoing import said


class BackForm(forms.Form):
    """Of what is taken back: the day that stood before; empty for none."""

    back = forms.DateField(required=False)


class DeclareForm(forms.Form):
    """To whom it was declared."""

    to = forms.CharField(label=later("To whom?"), max_length=300)
    on = forms.DateField(label=later("When?"), required=False)


class Declares(Protocol):
    """The actions of a register of what can be declared."""

    def disclose(self, scope: Scope, id: str, to: str, *, on: dt.date | None = None) -> None:
        """It was declared."""

    def undisclose(self, scope: Scope, id: str) -> None:
        """It was not."""


def declare_act(request: DeskRequest, scope: Scope, actions: Declares, id: str, act: str, page: str) -> None:
    """Notes that something was declared (`declare`), or takes that back (`undeclare`); page: the name of its address.

    Raises:
        Http404: this is neither.
    """
    if act == "declare":
        actions.disclose(scope, id, **checked(DeclareForm(request.POST)))
        said(request, _("Noted that you declared it."), reverse(page, args=[id, "undeclare"]))
    elif act == "undeclare":
        actions.undisclose(scope, id)
    else:
        raise Http404
