"""What was sent, as plain values, or an error that names the field."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.utils.translation import gettext as _

from comity.core.errors import Invalid


def checked(form: Form) -> dict[str, Any]:
    """The values of a form that was sent.

    Raises:
        Invalid: it is not what the form takes.
    """
    if not form.is_valid():
        name, errors = next(iter(form.errors.items()))
        label = form.fields[name].label if name in form.fields else ""
        raise Invalid(str(label or _("What you sent")), "", " ".join(map(str, errors)))
    return form.cleaned_data
